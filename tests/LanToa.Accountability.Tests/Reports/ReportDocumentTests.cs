using LanToa.Accountability.Reports;
using LanToa.Platform.Documents;

namespace LanToa.Accountability.Tests.Reports;

/// <summary>Answers in words as the signed document says them: by whom, in their lines, and nothing that nobody said.</summary>
public sealed class ReportDocumentTests
{
    private static ContentRow Row(string name, string? own, params string?[] parts) => new()
    {
        Code = name, Name = name, Unit = "bằng lời", Aggregation = Aggregation.Text, Own = new Figure { Text = own }, Total = Figure.None, Parts = [.. parts.Select(p => new Figure { Text = p })],
    };

    private static string BodyOf(ReportContent content) => string.Join(" | ", ReportDocument.Of(content, new DateOnly(2026, 10, 5)).Body.Skip(1).Select(b => b switch { HeadingBlock h => $"{h.Label} {h.Text}", ParagraphBlock p => p.Text, _ => "" }));

    private static ReportContent Content(IReadOnlyList<ContentSection> sections, params string[] parts) => new()
    {
        FormCode = "a", FormName = "Báo cáo thử", UnitName = "Sở Thử", Addressee = "Ủy ban nhân dân tỉnh", PeriodKey = "2026-Q3", PeriodName = "quý III/2026", Sections = sections,
        Parts = [.. parts.Select(p => new ContentPart(Guid.CreateVersion7(), Guid.CreateVersion7(), p, null, []))],
    };

    [Fact]
    public void Answers_OfOneUnit_StandInTheirLinesAndUnansweredOnesAreLeftOut() => BodyOf(Content(
    [
        new("I. Kết quả", [new([Row("Hình thức khảo sát", null), Row("Cách làm mới", "Phát thanh buổi sáng;"), Row("Kiến nghị", "- Thêm kinh phí\n- Thêm người")], null)]),
        new("II. Khó khăn", [new([Row("Khó khăn, vướng mắc", " ")], null)]),
    ])).ShouldBe("I. Kết quả | Cách làm mới: Phát thanh buổi sáng. | Kiến nghị: | - Thêm kinh phí | - Thêm người | II. Khó khăn | Chưa có nội dung báo cáo.");

    [Fact]
    public void Answers_OfSeveralUnits_NameWhoSaidItAlsoWhereItWasOnlyOne() => BodyOf(Content(
        [new("I. Khó khăn", [new([Row("Khó khăn", null, "Thiếu kinh phí", null), Row("Kiến nghị", "Hướng dẫn thêm", "- Kinh phí\n- Máy tính", "Không")], null)])], "Xã Một", "Xã Hai"))
        .ShouldBe("I. Khó khăn | Khó khăn: | - Xã Một: Thiếu kinh phí. | Kiến nghị: | - Sở Thử: Hướng dẫn thêm. | - Xã Một: | + Kinh phí | + Máy tính | - Xã Hai: Không.");
}
