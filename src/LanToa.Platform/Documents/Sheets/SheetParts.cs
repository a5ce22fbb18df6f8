using System.Security;

namespace LanToa.Platform.Documents.Sheets;

/// <summary>What stands around the rows of a workbook: always the same but for the sheets' names.</summary>
internal static class SheetParts
{
    private const string Head = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Package = "http://schemas.openxmlformats.org/package/2006";
    private const string Types = "application/vnd.openxmlformats-officedocument.spreadsheetml";

    /// <param name="names">Of the sheets.</param>
    /// <param name="isWide">Whether the first one is printed on pages side by side, each with its first two columns.</param>
    /// <param name="head">The row of the first one's head, which each page repeats.</param>
    public static IEnumerable<(string Path, string Xml)> Around(IReadOnlyList<string> names, bool isWide, int head) =>
    [
        ("[Content_Types].xml", $"""
            {Head}<Types xmlns="{Package}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{Types}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="{Types}.styles+xml"/>{Each(names, (_, n) => $"""<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{Types}.worksheet+xml"/>""")}</Types>
            """),
        ("_rels/.rels", $"""{Head}<Relationships xmlns="{Package}/relationships"><Relationship Id="rId1" Type="{Relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>"""),
        ("xl/_rels/workbook.xml.rels", $"""{Head}<Relationships xmlns="{Package}/relationships">{Each(names, (_, n) => $"""<Relationship Id="rId{IdOf(n)}" Type="{Relations}/worksheet" Target="worksheets/sheet{n}.xml"/>""" + (n == 1 ? $"""<Relationship Id="rId2" Type="{Relations}/styles" Target="styles.xml"/>""" : ""))}</Relationships>"""),
        ("xl/workbook.xml", $"""{Head}<workbook xmlns="{Main}" xmlns:r="{Relations}"><sheets>{Each(names, (name, n) => $"""<sheet name="{SecurityElement.Escape(name)}" sheetId="{n}" r:id="rId{IdOf(n)}"/>""")}</sheets><definedNames>{Each(names, (name, n) => $"""<definedName name="_xlnm.Print_Titles" localSheetId="{n - 1}">{(isWide && n == 1 ? $"'{SecurityElement.Escape(name)}'!$A:$B," : "")}'{SecurityElement.Escape(name)}'!${(n == 1 ? head : 1)}:${(n == 1 ? head : 1)}</definedName>""")}</definedNames></workbook>"""),
        ("xl/styles.xml", Head + Styles),
    ];

    private static string Each(IReadOnlyList<string> names, Func<string, int, string> part) => string.Concat(names.Select((name, n) => part(name, n + 1)));

    // The second relation is that of the styles.
    private static int IdOf(int sheet) => sheet == 1 ? 1 : sheet + 1;

    /// <summary>Of cells.</summary>
    public const uint StyleCount = 9;

    private const string Cells = """
        <xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>
        <xf numFmtId="49" fontId="0" fillId="0" borderId="1" xfId="0" applyNumberFormat="1" applyBorder="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>
        <xf numFmtId="49" fontId="1" fillId="2" borderId="1" xfId="0" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"><alignment horizontal="center" vertical="center" wrapText="1"/></xf>
        <xf numFmtId="164" fontId="0" fillId="0" borderId="1" xfId="0" applyNumberFormat="1" applyBorder="1" applyAlignment="1"><alignment horizontal="center" vertical="top"/></xf>
        <xf numFmtId="165" fontId="0" fillId="0" borderId="1" xfId="0" applyNumberFormat="1" applyBorder="1" applyAlignment="1"><alignment horizontal="center" vertical="top"/></xf>
        <xf numFmtId="3" fontId="0" fillId="0" borderId="1" xfId="0" applyNumberFormat="1" applyBorder="1" applyAlignment="1"><alignment horizontal="right" vertical="top" indent="1"/></xf>
        <xf numFmtId="4" fontId="0" fillId="0" borderId="1" xfId="0" applyNumberFormat="1" applyBorder="1" applyAlignment="1"><alignment horizontal="right" vertical="top" indent="1"/></xf>
        <xf numFmtId="49" fontId="1" fillId="0" borderId="1" xfId="0" applyNumberFormat="1" applyFont="1" applyBorder="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>
        <xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/>
        """;

    // The same ones for text that begins like a formula: what is in the cell is text, however it is edited.
    private static readonly string AsText = Cells.Replace("<xf ", "<xf quotePrefix=\"1\" ", StringComparison.Ordinal);

    private static readonly string Styles = $"""
        <styleSheet xmlns="{Main}"><numFmts count="2"><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/><numFmt numFmtId="165" formatCode="hh:mm dd/mm/yyyy"/></numFmts><fonts count="2"><font><sz val="12"/><name val="Times New Roman"/><family val="1"/></font><font><b/><sz val="12"/><name val="Times New Roman"/><family val="1"/></font></fonts><fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFEAEAEA"/></patternFill></fill></fills><borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border><border><left style="thin"/><right style="thin"/><top style="thin"/><bottom style="thin"/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="18">{Cells}{AsText}</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>
        """;
}
