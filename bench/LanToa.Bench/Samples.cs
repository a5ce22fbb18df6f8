using System.Text;
using LanToa.Reading.Extraction;
using LanToa.Reading.Restoration;

namespace LanToa.Bench;

/// <summary>Texts of whole plans: those of the made-up province in <c>samples</c>, and real ones where <c>../shared/plans</c> is.</summary>
internal static class Samples
{
    private static readonly string Root = FindRoot();

    public static string Own => Path.Combine(Root, "samples", "plans");

    public static string? Real => Path.Combine(Root, "..", "shared", "plans") is var folder && Directory.Exists(folder) ? folder : null;

    /// <summary>The undamaged texts of a folder, in the order of their names. A plan that is there in several formats counts once.</summary>
    public static IReadOnlyList<string> Texts(string folder) =>
        [.. Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
            .Where(f => Path.GetExtension(f) is ".txt" or ".docx")
            .Order(StringComparer.Ordinal)
            .Select(f => Extractor.Extract(File.ReadAllBytes(f), Path.GetFileName(f)).Text)
            .Where(t => TextDamage.Measure(t) == TextDamage.None)];

    /// <summary>The texts one after another, again and again, up to a number of characters.</summary>
    public static string Repeat(IReadOnlyList<string> texts, int characters)
    {
        var to = new StringBuilder(characters + 64 * 1024);
        for (var i = 0; to.Length < characters; i = (i + 1) % texts.Count) to.Append(texts[i]).Append("\n\n");
        return to.ToString(0, characters);
    }

    private static string FindRoot()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
            if (File.Exists(Path.Combine(folder, "LanToa.slnx"))) return folder;
        throw new DirectoryNotFoundException("LanToa.slnx không có ở thư mục nào phía trên chương trình.");
    }
}
