using System.Text;
using System.Text.RegularExpressions;
using LanToa.Reading.Restoration;
using LanToa.Reading.Tests.Phrases;

namespace LanToa.Reading.Tests.Restoration;

public sealed partial class RestoreMarksTests
{
    [Theory]
    [InlineData("Uy ban nhan dan tinh ban hanh Ke hoach tuyen truyen cong tac cai cach hanh chinh", "Ủy ban nhân dân tỉnh ban hành Kế hoạch tuyên truyền công tác cải cách hành chính")]
    [InlineData("KE HOACH\nTUYEN TRUYEN CAI CACH HANH CHINH NAM 2023", "KẾ HOẠCH\nTUYÊN TRUYỀN CẢI CÁCH HÀNH CHÍNH NĂM 2023")]
    [InlineData("Can cu Nghi quyet so 76/NQ-CP ngay 15/7/2021 cua Chinh phu", "Căn cứ Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ")]
    [InlineData("So Noi vu chu tri, phoi hop voi cac co quan lien quan", "Sở Nội vụ chủ trì, phối hợp với các cơ quan liên quan")]
    [InlineData("Noi nhan:", "Nơi nhận:")]
    public void RestoreMarks_StrippedText_ReadsAsWritten(string stripped, string written) => Restorer.Default.RestoreMarks(stripped).Text.ShouldBe(written);

    [Fact]
    public void RestoreMarks_StrippedRealPlans_AtLeast985OfAThousandSyllables()
    {
        int right = 0, all = 0;
        foreach (var (name, text, _) in RealPlans.All())
        {
            if (TextDamage.Measure(text) != TextDamage.None) continue;
            var written = Syllables(text);
            var restored = Syllables(Restorer.Default.RestoreMarks(Syllable.Fold(text.Normalize(NormalizationForm.FormC))).Text);
            restored.Length.ShouldBe(written.Length, name);
            var good = written.Zip(restored).Count(p => p.First == p.Second);
            Console.WriteLine($"{100.0 * good / written.Length:0.00} % of {written.Length} syllables: {name}");
            right += good;
            all += written.Length;
        }
        if (all > 0) ((double)right / all).ShouldBeGreaterThanOrEqualTo(0.985);
    }

    [Fact]
    public void Measure_RealPlans_CleanIsNoneAndStrippedIsHeavy()
    {
        foreach (var (name, text, _) in RealPlans.All())
        {
            TextDamage.Measure(text).ShouldBe(name.StartsWith("002_57ae", StringComparison.Ordinal) ? TextDamage.Heavy : TextDamage.None, name);
            TextDamage.Measure(Syllable.Fold(text.Normalize(NormalizationForm.FormC))).ShouldBe(TextDamage.Heavy, name);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("Số: 10/KH-UBND")]
    [InlineData("The administration shall publish its annual plan on the portal and report to the council by the end of each quarter, in the form that the ministry requires.")]
    [InlineData("Le plan annuel de communication est publié par le ministère; les services départementaux rendent compte à la fin de chaque trimestre de leurs travaux.")]
    public void Measure_ShortOrForeign_None(string text) => TextDamage.Measure(text).ShouldBe(TextDamage.None);

    private static string[] Syllables(string text) => [.. Letters().Matches(text.Normalize(NormalizationForm.FormC)).Select(m => Syllable.Canonical(m.Value))];

    [GeneratedRegex(@"\p{L}[\p{L}\p{M}]*")]
    private static partial Regex Letters();
}
