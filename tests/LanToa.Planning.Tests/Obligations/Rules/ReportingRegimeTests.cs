using System.Text.Json;
using LanToa.Planning.Obligations.Rules;
using static LanToa.Planning.Tests.Obligations.Rules.RuleSamples;

namespace LanToa.Planning.Tests.Obligations.Rules;

public sealed class ReportingRegimeTests
{
    [Theory]
    [InlineData("2023-03", "2023-02-15", "2023-03-14")]
    [InlineData("2023-01", "2022-12-15", "2023-01-14")]
    [InlineData("2023-Q1", "2022-12-15", "2023-03-14")]
    [InlineData("2023-Q3", "2023-06-15", "2023-09-14")]
    [InlineData("2023-H1", "2022-12-15", "2023-06-14")]
    [InlineData("2023-H2", "2023-06-15", "2023-12-14")]
    [InlineData("2023-9M", "2022-12-15", "2023-09-14")]
    [InlineData("2023", "2022-12-15", "2023-12-14")]
    public void WindowOf_GovernmentPeriods_AsInTheDecree(string key, string from, string to)
    {
        CalendarPeriod.TryParse(key, out var period).ShouldBeTrue();

        Government.WindowOf(period).ShouldBe(Span(from, to));
        Cchc.WindowOf(period).ShouldBe(Span(from, to));
    }

    [Theory]
    [InlineData("nd09-2019", null, "2023-Q1", "2023-03-16")]
    [InlineData("nd09-2019", "department", "2023-Q3", "2023-09-18")]
    [InlineData("nd09-2019", "province", "2023-Q1", "2023-03-25")]
    [InlineData("cchc-581", null, "2023", "2023-12-20")]
    [InlineData("cchc-581", "province", "2023-Q1", "2023-03-20")]
    [InlineData("khanh-hoa-2023", null, "2024-H1", "2024-06-18")]
    public void SendDateOf_BuiltIn_ByItsRule(string code, string? level, string key, string expected)
    {
        CalendarPeriod.TryParse(key, out var period).ShouldBeTrue();

        BuiltInRules.Regimes[code].SendDateOf(period, BuiltInRules.Holidays, level).ShouldBe(D(expected));
    }

    [Theory]
    [InlineData("quarter half-year year", "2023-Q1 2023-H1 2023-Q3 2023")]
    [InlineData("quarter", "2023-Q1 2023-Q2 2023-Q3 2023-Q4")]
    [InlineData("quarter year", "2023-Q1 2023-Q2 2023-Q3 2023")]
    [InlineData("quarter half-year", "2023-Q1 2023-H1 2023-Q3 2023-H2")]
    [InlineData("half-year year", "2023-H1 2023")]
    [InlineData("half-year", "2023-H1 2023-H2")]
    [InlineData("quarter half-year nine-months year", "2023-Q1 2023-H1 2023-9M 2023")]
    [InlineData("nine-months year", "2023-9M 2023")]
    [InlineData("year", "2023")]
    public void Generate_ReportPeriods_AbsorbedByTheRegime(string every, string keys)
    {
        var kinds = every.Split(' ').Select(code => PeriodKinds.TryParse(code, out var kind) ? kind : throw new FormatException(code));

        var reports = OccurrenceGenerator.Generate(Report([.. kinds]) with { Day = 16 }, Context(PlanCalendar.Of(D("2023-01-10"))));

        string.Join(' ', reports.Keys()).ShouldBe(keys);
    }

    [Fact]
    public void Generate_AttachedToTheCchcReport_FollowsItsSeries()
    {
        var reports = OccurrenceGenerator.Generate(Report() with { With = "báo cáo cải cách hành chính" }, Context(Plan2023, Cchc));

        reports.Keys().ShouldBe(["2023-Q1", "2023-H1", "2023-Q3", "2023"]);
        reports.Dues().ShouldBe(["2023-03-20", "2023-06-20", "2023-09-20", "2023-12-20"]);
    }

    [Fact]
    public void Generate_NoWorkingDayAfterCutoff_Warns()
    {
        var reports = OccurrenceGenerator.Generate(Report(PeriodKind.HalfYear) with { Day = 16 }, Context(PlanCalendar.Of(D("2025-01-10"))));

        reports[0].Due.ShouldBe(D("2025-06-16"));
        reports[0].Why.ShouldContain("Lưu ý: giữa ngày chốt số liệu 14/06/2025 và hạn 16/06/2025 không có ngày làm việc nào.");
    }

    [Theory]
    [InlineData(null, null, "2023-05-01", "nd09-2019")]
    [InlineData("cchc", null, "2023-05-01", "cchc-581")]
    [InlineData("cchc", "56", "2023-05-01", "cchc-581")]
    [InlineData(null, "56", "2023-05-01", "khanh-hoa-2023")]
    [InlineData(null, "56", "2022-05-01", "nd09-2019")]
    [InlineData(null, null, "2014-05-01", "nd09-2019")]
    public void Resolve_ScopeAndDate_PicksTheMostParticular(string? topic, string? province, string date, string code) =>
        BuiltInRules.Regimes.Resolve(D(date), topic, province: province).Code.ShouldBe(code);

    [Theory]
    [InlineData("""{"code":"x","name":"X","source":"-","basedOn":"y"}""", "Chế độ báo cáo x dựa trên y, nhưng không có chế độ đó.")]
    [InlineData("""{"code":"x","name":"X","source":"-","basedOn":"x"}""", "Chế độ báo cáo x dựa trên chính nó.")]
    [InlineData("""{"code":"x","name":"X","source":"-"}""", "Chế độ báo cáo x chưa có hạn gửi.")]
    [InlineData("""{"code":"x","name":"X","source":"-","send":{"kind":"day-of-last-month","day":16}}""", "Chế độ báo cáo x thiếu kỳ month.")]
    public void RegimeSet_BrokenData_SaysWhere(string json, string message) =>
        Should.Throw<FormatException>(() => RegimeSet.FromJson($$"""{"regimes":[{{json}}]}""")).Message.ShouldBe(message);

    [Theory]
    [InlineData("""{"kind":"day-of-last-month"}""")]
    [InlineData("""{"kind":"day-of-last-month","day":32}""")]
    [InlineData("""{"kind":"before-date","day":20,"month":13}""")]
    [InlineData("""{"kind":"working-days-after-cutoff","days":-1}""")]
    public void RegimeSet_IncompleteSendRule_Refused(string send) =>
        Should.Throw<FormatException>(() => WithOverride($$"""{"code":"x","name":"X","source":"-","basedOn":"nd09-2019","send":{{send}}}"""))
            .Message.ShouldBe("Chế độ báo cáo x: hạn gửi ghi chưa đủ ngày, tháng hoặc số ngày làm việc.");

    [Theory]
    [InlineData("\"series\":[]", "Chế độ báo cáo x chưa có các kỳ báo cáo (series) hoặc kỳ rà soát (reviewEvery).")]
    [InlineData("\"series\":[{\"period\":\"quarter\",\"index\":5}]", "Chế độ báo cáo x: số thứ tự của kỳ không có trong năm.")]
    [InlineData("\"validFrom\":\"2024-01-01\",\"validTo\":\"2023-01-01\"", "Chế độ báo cáo x: hết hiệu lực trước khi có hiệu lực.")]
    [InlineData(
        "\"absorptions\":[{\"period\":\"quarter\",\"index\":4,\"replaces\":[{\"period\":\"year\"}]}]", "Chế độ báo cáo x: chỉ kỳ dài hơn mới thay được kỳ ngắn hơn.")]
    public void RegimeSet_BrokenOverride_SaysWhere(string part, string message) =>
        Should.Throw<FormatException>(() => WithOverride("{\"code\":\"x\",\"name\":\"X\",\"source\":\"-\",\"basedOn\":\"nd09-2019\"," + part + "}")).Message.ShouldBe(message);

    [Fact]
    public void RegimeSet_YearBeforeDate_OnlyTheYearChanges()
    {
        var regime = WithOverride(
            """
            {"code":"x","name":"X","source":"-","basedOn":"cchc-581","periods":[
              {"kind":"year","window":{"fromMonth":-1,"fromDay":15,"toMonth":0,"toDay":14},"send":{"kind":"before-date","day":18,"month":12}}]}
            """)["x"];

        OccurrenceGenerator.Generate(Report() with { With = "báo cáo CCHC" }, Context(Plan2023, regime)).Dues()
            .ShouldBe(["2023-03-20", "2023-06-20", "2023-09-20", "2023-12-18"]);
    }

    private static RegimeSet WithOverride(string json)
    {
        var builtIn = JsonSerializer.Deserialize<RegimeFile>(BuiltInRules.RegimesJson, RuleJson.Options)!;
        return new RegimeSet([.. builtIn.Regimes, JsonSerializer.Deserialize<RegimeData>(json, RuleJson.Options)!]);
    }
}
