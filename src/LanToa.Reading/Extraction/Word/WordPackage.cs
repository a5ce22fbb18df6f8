using System.Xml.Linq;

namespace LanToa.Reading.Extraction;

/// <summary>The parts of a .docx that hold text. Relationships to the outside are named in a warning and never followed.</summary>
internal sealed class WordPackage
{
    private readonly SafeZip _zip;
    private readonly string _main;
    private readonly Dictionary<string, (string Type, string Target)> _relations;

    private WordPackage(SafeZip zip, string main, List<string> warnings)
    {
        _zip = zip;
        _main = main;
        var folder = main[..(main.LastIndexOf('/') + 1)];
        _relations = Relations(folder, main[folder.Length..]);
        Document = zip.Xml(main) ?? throw new UnreadableFileException(UnreadableCodes.Broken,
            "Tệp .docx thiếu phần nội dung. Hãy mở bằng Word, lưu lại rồi tải lên lần nữa.");
        Styles = new WordStyles(Part("styles"));
        if (zip.Names.Any(n => n.EndsWith("vbaProject.bin", StringComparison.OrdinalIgnoreCase)))
            warnings.Add("Tệp có macro; macro không được chạy và không được giữ lại trong phần chữ.");
        if (HasOutsideLinks()) warnings.Add("Tệp có liên kết tới mẫu, ảnh hoặc đối tượng bên ngoài; các liên kết này không được mở.");
    }

    public XElement Document { get; }

    public WordStyles Styles { get; }

    public WordNumbering Numbering() => new(Part("numbering"));

    public static bool IsWord(SafeZip zip) => MainPart(zip) != null;

    public static WordPackage Open(SafeZip zip, List<string> warnings) => new(zip, MainPart(zip)!, warnings);

    /// <summary>A part of the main document by the last word of its relationship type ("footnotes", "numbering").</summary>
    public XElement? Part(string type) =>
        _relations.Values.Where(r => r.Type.EndsWith("/" + type, StringComparison.Ordinal)).Select(r => _zip.Xml(r.Target)).FirstOrDefault(x => x != null);

    public XElement? PartById(string? id) => id != null && _relations.TryGetValue(id, out var relation) ? _zip.Xml(relation.Target) : null;

    private static string? MainPart(SafeZip zip)
    {
        var root = zip.Xml("_rels/.rels");
        var target = root?.Elements().Where(r => r.Attr("Type")?.EndsWith("/officeDocument", StringComparison.Ordinal) == true)
            .Select(r => r.Attr("Target")).FirstOrDefault(t => t != null)?.TrimStart('/');
        if (target != null && zip.Has(target) && zip.Xml(target) is { Name.LocalName: "document" }) return target;
        return zip.Has("word/document.xml") ? "word/document.xml" : null;
    }

    private Dictionary<string, (string, string)> Relations(string folder, string part)
    {
        var result = new Dictionary<string, (string, string)>(StringComparer.Ordinal);
        foreach (var r in _zip.Xml($"{folder}_rels/{part}.rels")?.Elements() ?? [])
        {
            if (r.Attr("TargetMode") == "External") continue;
            if (r.Attr("Id") is { } id && r.Attr("Type") is { } type && r.Attr("Target") is { } target)
                result[id] = (type, target.StartsWith('/') ? target[1..] : folder + target);
        }
        return result;
    }

    private bool HasOutsideLinks() => _zip.Names.Where(n => n.EndsWith(".rels", StringComparison.OrdinalIgnoreCase)).Take(200)
        .SelectMany(n => _zip.Xml(n)?.Elements() ?? [])
        .Any(r => r.Attr("TargetMode") == "External" && r.Attr("Type")?.EndsWith("/hyperlink", StringComparison.Ordinal) != true);
}
