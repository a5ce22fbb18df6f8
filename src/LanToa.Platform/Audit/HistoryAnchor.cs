using System.Globalization;

namespace LanToa.Platform.Audit;

/// <summary>
/// A link of a chain as it was known at some time outside the database: province, number, hash. Kept elsewhere (another machine, paper, a backup), it
/// is what proves that not even someone who can rewrite the whole database has rewritten the chain up to it, or cut off its tail.
/// </summary>
public sealed record HistoryAnchor(short Province, long Number, string Hash)
{
    public static HistoryAnchor Of(short province, long number, byte[] hash) => new(province, number, Convert.ToHexStringLower(hash));
}

/// <summary>Anchors as a text file: a line "province number hash" each, and lines that begin with #.</summary>
public static class HistoryAnchorFile
{
    private const string Head = "# LanToa history anchors 1: province number sha-256";

    /// <exception cref="FormatException">A line is no anchor (Vietnamese).</exception>
    public static async Task<IReadOnlyList<HistoryAnchor>> ReadAsync(string path, CancellationToken cancel = default)
    {
        var lines = await File.ReadAllLinesAsync(path, cancel);
        if (lines.FirstOrDefault() != Head) throw new FormatException($"{path} không phải tệp điểm neo của LanToa (dòng đầu phải là \"{Head}\").");
        return [.. lines.Select((text, i) => (text, i)).Where(l => l.text.Length > 0 && l.text[0] != '#').Select(l =>
            Parse(l.text) ?? throw new FormatException($"{path}, dòng {l.i + 1}: \"{l.text}\" không phải điểm neo. Lấy lại bản gốc của tệp; tệp này đã bị sửa hoặc hỏng."))];
    }

    /// <summary>Writes all the anchors, old and new, under a temporary name first.</summary>
    public static async Task WriteAsync(string path, IEnumerable<HistoryAnchor> anchors, CancellationToken cancel = default)
    {
        var lines = anchors.Distinct().OrderBy(a => a.Province).ThenBy(a => a.Number).Select(a => string.Create(CultureInfo.InvariantCulture, $"{a.Province:00} {a.Number} {a.Hash}"));
        await File.WriteAllLinesAsync(path + ".part", lines.Prepend(Head), cancel);
        File.Move(path + ".part", path, overwrite: true);
    }

    private static HistoryAnchor? Parse(string line) =>
        line.Split(' ') is [var province, var number, { Length: 64 } hash] && short.TryParse(province, NumberStyles.None, CultureInfo.InvariantCulture, out var p)
        && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n > 0 && hash.All(char.IsAsciiHexDigitLower) ? new(p, n, hash) : null;
}
