using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using LanToa.Platform.Text;

namespace LanToa.Platform.Tests.Documents;

/// <summary>Whatever a person typed, no spreadsheet makes a formula of it, and the text is still there.</summary>
public sealed class HarmlessProperties
{
    private static readonly string[] Formulas = ["=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n", "\u200b=", "\u0001@", "\ufeff+", "\"=", ",=", "' ="];

    private static readonly Arbitrary<string> Typed = Arb.From(
        from begin in Gen.OneOf(Gen.Constant(""), Gen.Elements(Formulas))
        from rest in ArbMap.Default.GeneratorFor<string>()
        select begin + rest);

    [Fact]
    public void Harmless_AnyText_BeginsNoFormulaAndKeepsTheText() => Prop.ForAll(Typed, text =>
    {
        var safe = Csv.Harmless(text);
        return (safe == text || safe == "'" + text) && !Runs(safe);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Cell_AnyText_IsOneCellThatReadsBackAsTheHarmlessText() => Prop.ForAll(Typed, text =>
    {
        var cell = Csv.Cell(text);
        var read = cell.StartsWith('"') ? cell[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal) : cell;
        return read == Csv.Harmless(text) && (cell.StartsWith('"') || cell.IndexOfAny([',', '"', '\r', '\n']) < 0);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Cell_NumbersDatesMoments_StayWhatTheyAre()
    {
        Csv.Line([-5, 1.5m, new DateOnly(2026, 3, 9), new DateTimeOffset(2026, 3, 9, 20, 0, 1, TimeSpan.Zero), true, null]).ShouldBe("-5,1.5,09/03/2026,2026-03-10 03:00:01,có,\r\n");
    }

    private static bool Runs(string text) =>
        text.SkipWhile(c => CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format).FirstOrDefault() is '=' or '+' or '-' or '@' or '＝' or '＋' or '－' or '＠' || text is ['\t' or '\r' or '\n', ..];
}
