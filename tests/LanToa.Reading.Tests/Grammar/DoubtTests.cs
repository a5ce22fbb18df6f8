using LanToa.Reading.Model;

namespace LanToa.Reading.Tests.Grammar;

public sealed class DoubtTests
{
    private const string Misread = "KE HOACH\nTuyén truyén cai cach hanh chinh nam 2023\nI. TO CHUC THUC HIEN\n1. So Noi vu chu tri, phdi hop voi cac so, ban, nganh trién khai thuc hién xqzt vbit ké hoach nay\ntrong quy I va bao cao Uy ban nhan dan tinh két qua thuc hién.\n2. So Tai chinh tham dinh du toan kinh phi thuc hién ké hoach.\n";

    [Fact]
    public void Read_GuessedWord_IsMarkedWhereItStands()
    {
        var reading = Readings.Of(Misread);
        reading.ShouldCover(Misread);
        var statement = reading.Statements.Single(s => s.Text.Contains("xqzt", StringComparison.Ordinal));
        Marked(statement).ShouldContain("xqzt");
        foreach (var s in reading.Statements)
            foreach (var doubt in s.Doubts) (doubt.Start + doubt.Length).ShouldBeLessThanOrEqualTo((s.Restored ?? s.Text).Length);
    }

    [Fact]
    public void Read_CleanText_HasNoDoubts() => Readings.Of(SyntheticPlans.Commune).Statements.ShouldAllBe(s => s.Doubts.Count == 0);

    [Fact]
    public void WriteWhole_Doubts_ComeBackAndStayOutOfTheContract()
    {
        var reading = Readings.Of(Misread);
        PlanReadingJson.Write(reading).ShouldNotContain("\"doubts\"");
        var again = PlanReadingJson.Read(PlanReadingJson.WriteWhole(reading));
        again.Statements.Select(s => string.Join(';', s.Doubts)).ShouldBe(reading.Statements.Select(s => string.Join(';', s.Doubts)));
        again.Statements.ShouldContain(s => s.Doubts.Count > 0);
    }

    private static IEnumerable<string> Marked(Statement s) => s.Doubts.Select(d => (s.Restored ?? s.Text).Substring(d.Start, d.Length));
}
