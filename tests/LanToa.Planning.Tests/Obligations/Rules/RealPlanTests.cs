using LanToa.Planning.Obligations.Rules;
using LanToa.Reading.Model;
using static LanToa.Planning.Tests.Obligations.Rules.RuleSamples;

namespace LanToa.Planning.Tests.Obligations.Rules;

/// <summary>What the four real plans ask, with the schedules that a reading of them gives.</summary>
public sealed class RealPlanTests
{
    private static readonly Schedule ReportsOfPlan002 = new()
    {
        Kind = "cutoff",
        Every = ["quarter", "half-year", "year"],
        Day = 16,
        Text = "định kỳ hằng quý, 6 tháng, năm (chậm nhất là ngày 16 của tháng cuối kỳ báo cáo)",
    };

    [Theory]
    [InlineData("nd09-2019")]
    [InlineData("cchc-581")]
    public void Generate_Plan002_GivesFourReports(string regime)
    {
        var rule = DutyRule.FromSchedule(ReportsOfPlan002, "mục IV.1.1 Kế hoạch số 10/KH-UBND")!;

        var reports = OccurrenceGenerator.Generate(rule, Context(Plan2023, BuiltInRules.Regimes[regime]));

        reports.Keys().ShouldBe(["2023-Q1", "2023-H1", "2023-Q3", "2023"]);
        reports.Dues().ShouldBe(["2023-03-16", "2023-06-16", "2023-09-16", "2023-12-16"]);
        reports.ShouldAllBe(r => r.Scheduled == r.Due && r.Target == 1);
        reports.Select(r => string.Join('+', r.Absorbed)).ShouldBe(["", "2023-Q2", "", "2023-H2+2023-Q4"]);
    }

    [Fact]
    public void Generate_Plan002_SaysWhy()
    {
        var rule = DutyRule.FromSchedule(ReportsOfPlan002, "mục IV.1.1 Kế hoạch số 10/KH-UBND")!;

        var reports = OccurrenceGenerator.Generate(rule, Context(Plan2023));

        reports[0].Why.ShouldBe(["Hạn ngày 16 của tháng cuối kỳ báo cáo (quý I/2023: tháng 3) theo mục IV.1.1 Kế hoạch số 10/KH-UBND."]);
        reports[1].Why[^1].ShouldBe("Báo cáo 6 tháng đầu năm 2023 thay cho quý II/2023 (theo “Chế độ báo cáo của cơ quan hành chính nhà nước”).");
        reports[2].Why[1].ShouldBe("Ngày 16/09/2023 là ngày nghỉ (thứ Bảy); không có quy định dời ngày nên giữ nguyên.");
        reports[3].Why[^1].ShouldBe("Báo cáo năm 2023 thay cho 6 tháng cuối năm 2023 và quý IV/2023 (theo “Chế độ báo cáo của cơ quan hành chính nhà nước”).");
    }

    [Fact]
    public void Generate_Plan002_KeepsThreeCalendarsApart()
    {
        var reports = OccurrenceGenerator.Generate(DutyRule.FromSchedule(ReportsOfPlan002)!, Context(Plan2023));

        reports[0].Calendars.ShouldBe(new PeriodCalendars(Span("2023-01-01", "2023-03-31"), Span("2022-12-15", "2023-03-14"), 2023));
        reports[3].Calendars.ShouldBe(new PeriodCalendars(Span("2023-01-01", "2023-12-31"), Span("2022-12-15", "2023-12-14"), 2023));
        reports[3].Calendars.Describe().ShouldBe(
        [
            "Thời gian thực hiện (theo kế hoạch): từ 01/01/2023 đến 31/12/2023.",
            "Số liệu báo cáo (theo chế độ báo cáo): từ 15/12/2022 đến 14/12/2023.",
            "Năm tính điểm (theo năm dương lịch): 2023.",
        ]);
        reports.Select(r => r.Own).ShouldBe(
            [Span("2023-01-01", "2023-03-31"), Span("2023-04-01", "2023-06-30"), Span("2023-07-01", "2023-09-30"), Span("2023-10-01", "2023-12-31")]);
    }

    [Theory]
    [InlineData(ShiftRule.None, "2023-09-16", "2023-12-16")]
    [InlineData(ShiftRule.Before, "2023-09-15", "2023-12-15")]
    [InlineData(ShiftRule.After, "2023-09-18", "2023-12-18")]
    public void Generate_Plan002_SaturdayMovesOnlyByShiftRule(ShiftRule shift, string third, string year)
    {
        var reports = OccurrenceGenerator.Generate(DutyRule.FromSchedule(ReportsOfPlan002)!, Context(Plan2023, Government with { Shift = shift }));

        reports.Dues().ShouldBe(["2023-03-16", "2023-06-16", third, year]);
        reports.Select(r => r.Scheduled).ShouldBe([D("2023-03-16"), D("2023-06-16"), D("2023-09-16"), D("2023-12-16")]);
    }

    [Fact]
    public void Generate_Plan001Column_OneDueInEachQuarter()
    {
        var schedule = new Schedule { Kind = "counted", Every = ["quarter"], Count = 1, Text = "Mỗi quý xây dựng 01 chuyên mục về cải cách hành chính" };

        var columns = OccurrenceGenerator.Generate(DutyRule.FromSchedule(schedule)!, Context(PlanCalendar.Of(D("2023-02-10"))));

        columns.Keys().ShouldBe(["2023-Q1", "2023-Q2", "2023-Q3", "2023-Q4"]);
        columns.Dues().ShouldBe(["2023-03-31", "2023-06-30", "2023-09-30", "2023-12-31"]);
        columns.ShouldAllBe(c => c.Target == 1 && c.Calendars.ReportData == null);
    }

    [Fact]
    public void Generate_Plan001Standing_ReviewedEachQuarter()
    {
        var schedule = new Schedule { Kind = "standing", Text = "thường xuyên, theo từng đợt" };

        var reviews = OccurrenceGenerator.Generate(DutyRule.FromSchedule(schedule)!, Context(PlanCalendar.Of(D("2023-02-10"))));

        reviews.Keys().ShouldBe(["2023-Q1", "2023-Q2", "2023-Q3", "2023-Q4"]);
        reviews.ShouldAllBe(r => r.Target == null);
        reviews[0].Why[^1].ShouldBe("Việc thường xuyên được rà soát hằng quý.");
    }

    [Fact]
    public void Generate_Plan003OnRequest_NothingUntilAsked()
    {
        var rule = DutyRule.FromSchedule(new Schedule { Kind = "on-request", Text = "khi có yêu cầu của cơ quan có thẩm quyền" })!;
        var context = Context(PlanCalendar.Of(D("2021-11-05"), Span("2021-01-01", "2025-12-31")));

        OccurrenceGenerator.Generate(rule, context).ShouldBeEmpty();
        var asked = OccurrenceGenerator.Ask(rule, context, D("2023-04-27"), new DutyOffset(2, Working: true));

        asked.Key.ShouldBe("ask-2023-04-27");
        asked.Due.ShouldBe(D("2023-05-04"));
        asked.OpensOn.ShouldBe(D("2023-04-27"));
        asked.Why.ShouldBe(["Hạn 02 ngày làm việc kể từ ngày được yêu cầu (27/04/2023), không tính ngày đầu."]);
        OccurrenceGenerator.Ask(rule, context, D("2023-04-27"), new DutyOffset(2, Working: true), 2).Key.ShouldBe("ask-2023-04-27-2");
    }

    [Fact]
    public void FromSchedule_Unspecified_GivesNoRule() => DutyRule.FromSchedule(Schedule.Unspecified).ShouldBeNull();
}
