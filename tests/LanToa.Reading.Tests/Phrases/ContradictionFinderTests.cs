using LanToa.Reading.Model;
using LanToa.Reading.Phrases;

namespace LanToa.Reading.Tests.Phrases;

public sealed class ContradictionFinderTests
{
    [Fact]
    public void Find_OneDecisionTwoDates_IsReported()
    {
        var found = Find("Quyết định số 3524/QĐ-UBND ngày 30/12/2022 của Chủ tịch UBND huyện Vĩnh Lộc; Quyết định số 3524/QĐ-UBND ngày 30/12/2020 của Chủ tịch UBND huyện Vĩnh Lộc");
        found.Count.ShouldBe(1);
        found[0].Kind.ShouldBe("date");
        found[0].Message.ShouldBe("Quyết định số 3524/QĐ-UBND được dẫn với các ngày khác nhau: 30/12/2022 và 30/12/2020");
    }

    [Fact]
    public void Find_OneResolutionTwoIssuers_IsReported() =>
        Find("Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ; Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Thủ tướng Chính phủ").Single().Kind.ShouldBe("issuer");

    [Theory]
    [InlineData("Quyết định số 12/QĐ-UBND của UBND tỉnh; Quyết định số 12/QĐ-UBND của Ủy ban nhân dân tỉnh Thanh Hóa")]
    [InlineData("Quyết định số 12/QĐ-UBND của Chủ tịch UBND tỉnh; Quyết định số 12/QĐ-UBND của Uỷ ban nhân dân tỉnh")]
    [InlineData("Quyết định số 12/QĐ-BNV của Bộ trưởng Bộ Nội vụ; Quyết định số 12/QĐ-BNV của Bộ Nội vụ")]
    [InlineData("Chỉ thị số 23/CT-TTg của Thủ tướng; Chỉ thị số 23/CT-TTg của Thủ tướng Chính phủ")]
    [InlineData("Chỉ thị số 10-CT/TU của Ban Thường vụ Tỉnh ủy; Chỉ thị số 10-CT/TU của Tỉnh ủy Cao Bằng")]
    [InlineData("Chỉ thị số 52-CT/TW của Ban Bí thư; Chỉ thị số 52-CT/TW của Ban Bí thư Trung ương Đảng")]
    [InlineData("Kế hoạch số 12/KH-UBND ngày 01/02/2023 của UBND huyện Vĩnh Lộc; Kế hoạch số 12/KH-UBND ngày 05/3/2023 của UBND huyện Yên Định")]
    [InlineData("Quyết định số 01/QĐ-BNV ngày 02/01/2021 của Bộ Nội vụ về chương trình; Quyết định số 01/QĐ-BNV ngày 05/3/2022 của Bộ Nội vụ về nhân sự")]
    public void Find_WordingVariants_RaiseNoAlarm(string text) => Find(text).ShouldBeEmpty();

    [Fact]
    public void Find_PeriodAndDeadlines_AreChecked()
    {
        var issued = new DateOnly(2026, 2, 1);
        var late = new Schedule { Kind = "once", Due = new DateOnly(2026, 1, 15) };
        var backwards = new Schedule { Kind = "campaign", From = new DateOnly(2026, 5, 1), To = new DateOnly(2026, 3, 31) };
        var found = ContradictionFinder.Find([], issued, new DatePeriod(new DateOnly(2026, 12, 31), new DateOnly(2026, 1, 1)), [("a", late), ("b", backwards), ("c", new Schedule { Kind = "once", Due = issued })]);
        found.Select(c => c.Kind).ShouldBe(["period", "deadline", "period"]);
    }

    [Fact]
    public void Find_RealPlans_ExactlyTheAnnotatedContradictions()
    {
        foreach (var (name, text, gold) in RealPlans.All())
        {
            var wanted = gold.TryGetProperty("contradictions", out var list) ? list.EnumerateArray().Select(c => $"{c.GetProperty("kind").GetString()} {c.GetProperty("number").GetString()}").ToList() : [];
            var found = Find(text);
            found.Select(c => c.Kind).ShouldBe(wanted.Select(w => w.Split(' ')[0]), name);
            for (var i = 0; i < wanted.Count; i++) found[i].Message.ShouldContain(wanted[i].Split(' ')[1], customMessage: name);
        }
    }

    private static IReadOnlyList<Contradiction> Find(string text) => ContradictionFinder.Find([.. CitationReader.Read(text).Select((f, i) => ($"s{i}", f))]);
}
