using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using LanToa.Reading.Restoration;

namespace LanToa.Reading.Tests.Restoration;

public sealed partial class RestorationProperties
{
    private static readonly string[] Parts =
    [
        "Can", "cir", "Nghi", "quyét", "76/NQ-CP", "15/7/2021", "ctia", "nudc", "thdang", "S6:", "10/KH-UBND", "nguo1dan,", "giai", "doan2021", "-", "\n", "\n\n", "UBND", "2.56", "(",
        ")", "a@b.gov.vn", "https://x.vn/a-b", "d6i", "méi", "\f", "\u2028", "|", "1.1.", "Tuyên", "truyền", "hanh", "chinh", "\t", "ﬁ", "💧", "a\u0301", "\uD800", "TM.", "2021-2030;", "x&hoi", "\r\n",
    ];

    private static readonly Gen<string> Texts = Gen.OneOf(
        Gen.Elements(Parts).ListOf().Select(p => string.Join(' ', p)),
        Gen.Elements(Parts).ListOf().Select(p => string.Concat(p)),
        ArbMap.Default.GeneratorFor<string>().Select(s => s ?? ""));

    [Fact]
    public void Restore_AnyText_KeepsLinesNumbersAndOrder() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(400), Prop.ForAll(Texts.ToArbitrary(), text =>
    {
        foreach (var restored in new[] { Restorer.Default.Restore(text), Restorer.Default.RestoreMarks(text), Restorer.Default.RestoreDamaged(text) })
        {
            Breaks(restored.Text).ShouldBe(Breaks(text));
            var numbers = Numbers().Matches(restored.Text).Select(m => m.Value).GetEnumerator();
            foreach (Match number in Numbers().Matches(text)) Reach(numbers, number.Value).ShouldBeTrue(number.Value);
            var last = 0;
            for (var i = -1; i <= restored.Text.Length + 1; i++)
            {
                var at = restored.SourceIndex(i);
                at.ShouldBeGreaterThanOrEqualTo(last);
                at.ShouldBeLessThanOrEqualTo(text.Length);
                last = at;
            }
            last.ShouldBe(text.Length);
            restored.Confidence(0, restored.Text.Length).ShouldBeInRange(0, 1);
            foreach (var change in restored.Changes)
            {
                text[change.SourceStart..change.SourceEnd].ShouldBe(change.From);
                restored.Text[change.Start..change.End].ShouldBe(change.To);
            }
        }
    }));

    [Fact]
    public void Restore_SameText_SameResult() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(100), Prop.ForAll(Texts.ToArbitrary(), text =>
        Restorer.Default.RestoreDamaged(text).Text.ShouldBe(Restorer.Default.RestoreDamaged(text).Text)));

    /// <summary>A number run into a word may come free of it, so the restored text can hold more numbers, never fewer nor others.</summary>
    private static bool Reach(IEnumerator<string> numbers, string wanted)
    {
        while (numbers.MoveNext())
            if (numbers.Current == wanted) return true;
        return false;
    }

    private static string Breaks(string text) => string.Concat(text.Where(c => c is '\n' or '\r' or '\f' or '\u2028'));

    // Numbers, dates and symbols that stand by themselves.
    [GeneratedRegex(@"(?<=^|\s)(\d+(\.\d+)*|\d+[/-][\d/A-Z-]+)[.,;:]?(?=\s|$)")]
    private static partial Regex Numbers();
}
