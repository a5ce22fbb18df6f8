using LanToa.Planning.Plans;

namespace LanToa.Planning.Tests.Plans;

/// <summary>The annex shortens and leaves out only what the reader finds elsewhere: a deadline is never lost.</summary>
public sealed class PlanAnnexTests
{
    [Theory]
    [InlineData("Mỗi quý 01 chuyên mục", 1, "Mỗi quý")]
    [InlineData("mỗi quý xây dựng 01 chuyên mục về cải cách hành chính.", 1, "Mỗi quý")]
    [InlineData("Mỗi tháng 1.200 tờ rơi", 1200, "Mỗi tháng")]
    [InlineData("Mỗi tháng 02 tin, bài, chậm nhất ngày 25", 2, "Mỗi tháng 02 tin, bài, chậm nhất ngày 25")]
    [InlineData("Hằng quý (trước ngày 10 của tháng cuối quý)", 10, "Hằng quý (trước ngày 10 của tháng cuối quý)")]
    [InlineData("Hằng năm báo cáo kết quả về Bộ Y tế trước ngày 31 tháng 12", 1, "Hằng năm báo cáo kết quả về Bộ Y tế trước ngày 31 tháng 12")]
    [InlineData("Mỗi quý 01, mỗi năm 01 hội nghị", 1, "Mỗi quý 01, mỗi năm 01 hội nghị")]
    [InlineData("Mỗi tuần 01 bản tin vào thứ Sáu", 1, "Mỗi tuần 01 bản tin vào thứ Sáu")]
    [InlineData("Mỗi tháng 02 chương trình, phát buổi sáng", 2, "Mỗi tháng 02 chương trình, phát buổi sáng")]
    [InlineData("Mỗi quý 03 chuyên mục", 1, "Mỗi quý 03 chuyên mục")]
    [InlineData("Mỗi tháng 02 tin gửi 15/6", 2, "Mỗi tháng 02 tin gửi 15/6")]
    [InlineData("Hằng tháng", 1, "Hằng tháng")]
    public void Rows_WordsOfTime_AreShortenedOnlyByWhatStandsAmongTheProducts(string schedule, int quantity, string printed)
    {
        var task = Task("Tuyên truyền", schedule);
        task.Task.Products = [new TaskProduct("column", quantity, "sản phẩm")];
        PlanAnnex.Rows([task]).Single()[4].ShouldBe(printed);
    }

    [Theory]
    [InlineData("Sơ kết quý II và quý III", "Quý I", false)]
    [InlineData("Tổng kết vào tháng 12", "Tháng 1", false)]
    [InlineData("Khai mạc ngày 5/10", "Ngày 5/1", false)]
    [InlineData("Sơ kết trong quý I.", "Quý I", true)]
    [InlineData("Sơ kết (trong quý I/2026)", "Quý I/2026", true)]
    public void Facts_TimeInTheTasksOwnWords_IsLeftOutOnlyWhereTheySayItWhole(string text, string time, bool isSaid) =>
        PlanAnnex.Facts(Task(text, time)).ShouldBe(isSaid ? "" : $"Thời gian thực hiện: {char.ToLowerInvariant(time[0])}{time[1..]}.");

    [Theory]
    [InlineData("Ủy ban nhân dân xã Tân An", true)]
    [InlineData("ỦY BAN NHÂN DÂN XÃ TÂN AN", true)]
    [InlineData("Ủy ban nhân dân xã Tân An, các đoàn thể", true)]
    [InlineData("Ủy ban nhân dân xã Tân An Đông", false)]
    [InlineData("Ủy ban nhân dân xã Tân Anh", false)]
    public void Facts_HeadingThatNamesTheBody_AndNotALongerName_SaysWhoLeads(string heading, bool isNamed) =>
        PlanAnnex.Facts(Task("Treo băng rôn quý I", "Quý I", "Ủy ban nhân dân xã Tân An"), heading).ShouldBe(isNamed ? "" : "Cơ quan chủ trì: Ủy ban nhân dân xã Tân An.");

    private static TaskView Task(string text, string schedule, string? lead = null)
    {
        var task = new PlanTask { ProvinceId = 1, Text = text, ScheduleText = schedule };
        return new TaskView(task, lead is null ? [] : [new PartyView(new TaskParty { ProvinceId = 1, TaskId = task.Id, Role = PartyRole.Lead, Printed = lead }, lead, [])], [], [], null);
    }
}
