using System.Text.RegularExpressions;

namespace LanToa.Planning.Plans;

/// <summary>The two-column head of a document is read as one statement: here it is cut into the lines that a document prints (Nghị định 30/2020/NĐ-CP, Phụ lục I).</summary>
public static partial class HeadLines
{
    public static IReadOnlyList<string> Of(string head) => [.. Ends().Split(head).Select(line => line.Trim()).Where(line => line.Length > 0)];

    // Before the number, the name of the country and its motto; before the place and date that follow the motto.
    [GeneratedRegex(@"\s+(?=Số\s*:)|\s+(?=CỘNG H(?:ÒA|OÀ) XÃ HỘI)|\s+(?=Độc lập\s*[-–])|(?<=(?:H|h)ạnh phúc)\s+", RegexOptions.ExplicitCapture)]
    private static partial Regex Ends();
}
