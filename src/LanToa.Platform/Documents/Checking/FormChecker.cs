namespace LanToa.Platform.Documents.Checking;

/// <summary>
/// Says where a Word document differs from the form of administrative documents in force, each difference with its rule and its place. It measures
/// what can be told from the file; seals, signatures and what the words say are for people.
/// </summary>
public static class FormChecker
{
    /// <param name="docx">The file; it must seek.</param>
    /// <exception cref="UncheckableDocumentException">Not a Word document, or damaged.</exception>
    public static CheckResult Check(Stream docx)
    {
        var form = DocumentForm.Current;
        var view = WordViewReader.Read(docx);
        if (!view.Paragraphs.Any(p => !p.IsEmpty)) throw new UncheckableDocumentException("Văn bản không có chữ nào. Hãy chọn lại tệp.");
        var map = new DocumentMap(view, form);
        IEnumerable<Difference> all = PageChecks.Of(map);
        if (!map.IsAnnexAlone) all = all.Concat(HeadChecks.Of(map)).Concat(TextChecks.Of(map)).Concat(NumberingChecks.Of(map)).Concat(ClosingChecks.Of(map));
        return new CheckResult(form.Name, map.Seen.Count, [.. Together(all.Concat(AnnexChecks.Of(map)))]);
    }

    // The same fault in twenty paragraphs is one thing to mend.
    private static IEnumerable<Difference> Together(IEnumerable<Difference> all) =>
        all.GroupBy(d => (d.Code, d.Message)).Select(g => g.First() with { Count = g.Count() });
}
