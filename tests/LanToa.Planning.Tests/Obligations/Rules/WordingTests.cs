using LanToa.Planning.Obligations.Rules;
using LanToa.Reading.Model;
using static LanToa.Planning.Tests.Obligations.Rules.RuleSamples;

namespace LanToa.Planning.Tests.Obligations.Rules;

/// <summary>The wordings of time that plans use, as schedules, and what falls due.</summary>
public sealed class WordingTests
{
    public static TheoryData<string, Schedule, string, string> Wordings => new()
    {
        { "trước ngày 15/11", new Schedule { Kind = "once", Due = D("2023-11-15") }, "2023-11-15", "2023-11-15" },
        { "ngày 20/3 và ngày 20/9", new Schedule { Kind = "once", Dates = [D("2023-09-20"), D("2023-03-20")] }, "2023-03-20 2023-09-20", "2023-03-20 2023-09-20" },
        { "trong tháng 6/2023", new Schedule { Kind = "once", From = D("2023-06-01"), To = D("2023-06-30") }, "2023-06", "2023-06-30" },
        { "Quý IV/2023", new Schedule { Kind = "once", From = D("2023-10-01"), To = D("2023-12-31") }, "2023-Q4", "2023-12-31" },
        { "6 tháng đầu năm", new Schedule { Kind = "once", From = D("2023-01-01"), To = D("2023-06-30") }, "2023-H1", "2023-06-30" },
        { "9 tháng", new Schedule { Kind = "once", From = D("2023-01-01"), To = D("2023-09-30") }, "2023-9M", "2023-09-30" },
        { "cả năm", new Schedule { Kind = "once", From = D("2023-01-01"), To = D("2023-12-31") }, "2023", "2023-12-31" },
        { "từ 20/8 - 20/11/2023", new Schedule { Kind = "campaign", From = D("2023-08-20"), To = D("2023-11-20") }, "2023-08-20/2023-11-20", "2023-11-20" },
        {
            "mỗi quý, chậm nhất 02 ngày làm việc sau khi kết thúc quý",
            new Schedule { Kind = "cutoff", Every = ["quarter"], Offset = new ScheduleOffset(2, true, "kết thúc quý") },
            "2023-Q1 2023-Q2 2023-Q3 2023-Q4", "2023-04-04 2023-07-04 2023-10-03 2024-01-03"
        },
        {
            "tuần thứ 2 hằng tháng (quý IV)",
            new Schedule { Kind = "counted", Every = ["month"], Week = 2, From = D("2023-10-01"), To = D("2023-12-31") },
            "2023-10 2023-11 2023-12", "2023-10-13 2023-11-10 2023-12-15"
        },
        {
            "chậm nhất ngày làm việc cuối cùng của tháng (quý II)",
            new Schedule { Kind = "cutoff", Every = ["month"], From = D("2023-04-01"), To = D("2023-06-30"), Text = "chậm nhất ngày làm việc cuối cùng của tháng" },
            "2023-04 2023-05 2023-06", "2023-04-28 2023-05-31 2023-06-30"
        },
        { "trước ngày 15/11 hằng năm", new Schedule { Kind = "cutoff", Every = ["year"], Due = D("2023-11-15") }, "2023", "2023-11-15" },
        { "hằng năm, trước ngày 31/12", new Schedule { Kind = "cutoff", Every = ["year"], Day = 31 }, "2023", "2023-12-31" },
        { "từ tháng 5/2023, thường xuyên", new Schedule { Kind = "standing", From = D("2023-05-01") }, "2023-Q2 2023-Q3 2023-Q4", "2023-06-30 2023-09-30 2023-12-31" },
        { "05 cuộc thi trong năm", new Schedule { Kind = "counted", Count = 5 }, "2023", "2023-12-31" },
        { "tháng có ngày 31", new Schedule { Kind = "cutoff", Every = ["month"], Day = 31, To = D("2023-03-31") }, "2023-01 2023-02 2023-03", "2023-01-31 2023-02-28 2023-03-31" },
        { "khi có yêu cầu", new Schedule { Kind = "on-request" }, "", "" },
    };

    [Theory]
    [MemberData(nameof(Wordings))]
    public void Generate_Wording_FallsDueAsPrinted(string wording, Schedule schedule, string keys, string dues)
    {
        var occurrences = OccurrenceGenerator.Generate(DutyRule.FromSchedule(schedule, "mục I")!, Context(Plan2023));

        string.Join(' ', occurrences.Keys()).ShouldBe(keys, wording);
        string.Join(' ', occurrences.Dues()).ShouldBe(dues, wording);
        occurrences.ShouldAllBe(o => o.Why.Count > 0 && o.Why[0].Contains("mục I", StringComparison.Ordinal));
    }

    [Fact]
    public void Generate_FourIssuesAMonth_TargetFour()
    {
        var issues = OccurrenceGenerator.Generate(DutyRule.FromSchedule(new Schedule { Kind = "counted", Every = ["month"], Count = 4 })!, Context(Plan2023));

        issues.Count.ShouldBe(12);
        issues.ShouldAllBe(i => i.Target == 4);
    }

    [Fact]
    public void Generate_MonthlyDueBeforeIssue_StartsWithNextMonth()
    {
        var reports = OccurrenceGenerator.Generate(Report(PeriodKind.Month) with { Day = 16 }, Context(Plan2023));

        reports[0].Key.ShouldBe("2023-02");
        reports.Count.ShouldBe(11);
    }

    [Fact]
    public void Generate_PlanOfFiveYears_EachYearFromIssue()
    {
        var context = Context(PlanCalendar.Of(D("2021-11-05"), Span("2021-01-01", "2025-12-31")));

        var yearly = OccurrenceGenerator.Generate(DutyRule.FromSchedule(new Schedule { Kind = "counted", Every = ["year"], Count = 1 })!, context);
        var quarterly = OccurrenceGenerator.Generate(DutyRule.FromSchedule(new Schedule { Kind = "standing" })!, context);

        yearly.Keys().ShouldBe(["2021", "2022", "2023", "2024", "2025"]);
        quarterly.Count.ShouldBe(17);
        quarterly[0].Key.ShouldBe("2021-Q4");
        quarterly[0].Why.ShouldContain("Lưu ý: lịch nghỉ lễ chưa có năm 2021; mới chỉ tính thứ Bảy, Chủ nhật.");
    }

    [Fact]
    public void Generate_PlanEndsWithinQuarter_LastOneEndsWithThePlan()
    {
        var columns = OccurrenceGenerator.Generate(
            new DutyRule { Kind = DutyKind.Counted, Every = [PeriodKind.Quarter] }, Context(PlanCalendar.Of(D("2023-05-10"), Span("2023-05-10", "2023-11-15"))));

        columns.Keys().ShouldBe(["2023-Q2", "2023-Q3", "2023-Q4"]);
        columns[^1].Due.ShouldBe(D("2023-11-15"));
        columns[^1].Why.ShouldBe(["Hạn là ngày cuối thời gian thực hiện trong quý IV/2023: 15/11/2023."]);
    }

    [Fact]
    public void Generate_RecordedLater_EarlierPeriodsAreBeforeTracking()
    {
        var context = Context(Plan2023) with { TrackedFrom = D("2023-07-10") };

        var reports = OccurrenceGenerator.Generate(Report(PeriodKind.Quarter, PeriodKind.HalfYear, PeriodKind.Year) with { Day = 16 }, context);

        reports.Select(r => r.BeforeTracking).ShouldBe([true, true, false, false]);
        OccurrenceFacts.Of(reports[0]).StateOn(D("2023-07-10")).ShouldBe(OccurrenceState.BeforeTracking);
        reports[0].Why[^1].ShouldBe("Hạn này trước ngày bắt đầu theo dõi (10/07/2023): ghi “trước khi theo dõi”, không tính là quá hạn.");
    }

    [Fact]
    public void Generate_DaysAfterIssueEndingOnHoliday_MovedByTheCivilCode()
    {
        var rule = new DutyRule { Kind = DutyKind.Once, Offset = new DutyOffset(15, Working: false) };

        var occurrence = OccurrenceGenerator.Generate(rule, Context(PlanCalendar.Of(D("2023-04-15")))).ShouldHaveSingleItem();

        (occurrence.Scheduled, occurrence.Due).ShouldBe((D("2023-04-30"), D("2023-05-04")));
        occurrence.Why[^1].ShouldBe("Ngày 30/04/2023 là ngày nghỉ (Ngày Chiến thắng); hạn chuyển đến ngày làm việc liền sau, thứ Năm ngày 04/05/2023 (Bộ luật Dân sự 2015, Điều 148 khoản 5).");
    }

    [Theory]
    [InlineData("2023-01", 1, "2023-01-06")]
    [InlineData("2023-09", 1, "2023-09-08")]
    [InlineData("2023-06", 1, "2023-06-02")]
    [InlineData("2023-06", 5, "2023-06-30")]
    [InlineData("2023-05", 5, "2023-05-31")]
    public void Generate_WeekOfMonth_EndsOnItsFriday(string month, int week, string friday)
    {
        CalendarPeriod.TryParse(month, out var period).ShouldBeTrue();
        var plan = new PlanCalendar(period.Span.From, period.Span);

        OccurrenceGenerator.Generate(new DutyRule { Kind = DutyKind.Counted, Every = [PeriodKind.Month], Week = week }, Context(plan)).Dues().ShouldBe([friday]);
    }

    public static TheoryData<DutyRule, string> Incomplete => new()
    {
        { new DutyRule { Kind = DutyKind.Once }, "Việc làm một lần cần có ngày hoặc khoảng thời gian hoàn thành." },
        { new DutyRule { Kind = DutyKind.Cutoff }, "Việc có hạn theo kỳ cần có kỳ báo cáo: tháng, quý, 6 tháng, 9 tháng hoặc năm." },
        { new DutyRule { Kind = DutyKind.Campaign }, "Việc theo đợt cần có ngày bắt đầu và ngày kết thúc của từng đợt." },
        { new DutyRule { Kind = DutyKind.Once, Dates = [new DateOnly(1900, 1, 1)] }, "Ngày 01/01/1900 không hợp lý; hãy kiểm tra lại năm." },
        { new DutyRule { Kind = DutyKind.Campaign, Spans = [Span("2023-05-01", "2023-04-01")] }, "Đợt từ 01/05/2023 đến 01/04/2023 kết thúc trước khi bắt đầu." },
        {
            new DutyRule { Kind = DutyKind.Campaign, Spans = [Span("2023-05-01", "2023-05-31"), Span("2023-05-31", "2023-06-30")] },
            "Hai đợt trùng ngày nhau: từ 01/05/2023 đến 31/05/2023 và từ 31/05/2023 đến 30/06/2023."
        },
        {
            new DutyRule { Kind = DutyKind.Standing, From = new DateOnly(2024, 1, 1) },
            "Thời gian của việc không nằm trong thời gian thực hiện kế hoạch (từ 01/01/2023 đến 31/12/2023)."
        },
        { new DutyRule { Kind = DutyKind.Counted, Every = [PeriodKind.Quarter], Count = 0 }, "Số lượng phải từ 1 đến 1.000.000." },
        { Report(PeriodKind.Quarter) with { Day = 32 }, "Ngày trong tháng phải từ 1 đến 31." },
        { Report(PeriodKind.Quarter) with { Month = 2 }, "Chỉ việc hằng năm mới ghi tháng; kỳ khác dùng tháng cuối kỳ." },
    };

    [Theory]
    [MemberData(nameof(Incomplete))]
    public void Problems_IncompleteRule_AsksForWhatIsMissing(DutyRule rule, string sentence)
    {
        rule.Problems(Plan2023).ShouldBe([sentence]);
        Should.Throw<ArgumentException>(() => OccurrenceGenerator.Generate(rule, Context(Plan2023))).Message.ShouldStartWith(sentence);
    }

    [Theory]
    [InlineData("1900-01-01", "2023-01-01", "2023-12-31", "Ngày ban hành 01/01/1900 nằm ngoài khoảng 1990–2100; hãy kiểm tra lại năm.")]
    [InlineData("2023-01-01", "2023-12-31", "2023-01-01", "Thời gian thực hiện kết thúc (01/01/2023) trước khi bắt đầu (31/12/2023).")]
    [InlineData("2023-01-01", "2023-01-01", "2099-12-31", "Thời gian thực hiện từ 01/01/2023 đến 31/12/2099 dài quá 30 năm; hãy kiểm tra lại năm.")]
    public void Problems_ImpossiblePlanCalendar_SaysSo(string issued, string from, string to, string sentence) =>
        Report(PeriodKind.Quarter).Problems(new PlanCalendar(D(issued), Span(from, to))).ShouldBe([sentence]);

    [Fact]
    public void DutyRule_ThroughJson_Unchanged()
    {
        var rule = DutyRule.FromSchedule(new Schedule { Kind = "cutoff", Every = ["quarter", "year"], Day = 16, Text = "định kỳ" }, "mục IV")!;

        var json = System.Text.Json.JsonSerializer.Serialize(rule, RuleJson.Options);

        json.ShouldBe("""{"kind":"cutoff","every":["quarter","year"],"day":16,"lastWorkingDay":false,"dates":[],"spans":[],"tentative":false,"wording":"định kỳ","where":"mục IV"}""");
        System.Text.Json.JsonSerializer.Serialize(System.Text.Json.JsonSerializer.Deserialize<DutyRule>(json, RuleJson.Options), RuleJson.Options).ShouldBe(json);
    }

    [Theory]
    [InlineData(4, 4)]
    [InlineData(null, 1)]
    public void Generate_PrintedQuantityOfWorkDoneOnce_IsTheTarget(int? printed, int target)
    {
        var schedule = new Schedule { Kind = "once", Dates = [new DateOnly(2023, 11, 15)], Count = printed };

        OccurrenceGenerator.Generate(DutyRule.FromSchedule(schedule)!, Context(Plan2023)).ShouldAllBe(o => o.Target == target);
    }
}
