using FsCheck;
using FsCheck.Fluent;
using LanToa.Planning.Obligations.Rules;
using LanToa.Planning.Plans;
using static LanToa.Planning.Tests.Obligations.Rules.RuleSamples;

namespace LanToa.Planning.Tests.Plans.Cascade;

/// <summary>How a task of a unit's plan answers one from above: a pure rule.</summary>
public sealed class CoverageTests
{
    private static readonly DateOnly Upper = D("2026-02-25");
    private static readonly DutyRule TwiceAMonth = new() { Kind = DutyKind.Counted, Every = [PeriodKind.Month], Count = 2 };

    private static Coverage Of(DutyRule asked, DateOnly? issued, params DutyRule[] given) => Coverage.Of(new CoverageAsked(TaskMeasure.Of(asked, []), Upper, null), [.. given.Select(g => new CoverageAnswer(TaskMeasure.Of(g, []), issued))]);

    private static DutyRule By(string day) => new() { Kind = DutyKind.Once, Dates = [D(day)] };

    [Fact]
    public void Of_TheSameWork_IsCovered_AndSaysTheDaysBetweenThePlans()
    {
        var cell = Of(TwiceAMonth, D("2026-03-20"), TwiceAMonth);
        (cell.State, cell.DaysAfter).ShouldBe((CoverageState.Covered, 23));
        CoverageWords.After(23).ShouldBe("ban hành sau kế hoạch cấp trên 23 ngày");
        Of(TwiceAMonth, null, TwiceAMonth).State.ShouldBe(CoverageState.Awaiting);
        Of(TwiceAMonth, null).State.ShouldBe(CoverageState.Missing);
    }

    [Fact]
    public void Of_LessOrLater_SaysWhichAndHowMuch()
    {
        var rarer = Of(TwiceAMonth, D("2026-03-20"), TwiceAMonth with { Count = 1 });
        (rarer.State, rarer.Short).ShouldBe((CoverageState.Diluted, "12/24"));
        rarer.Findings[0].Words.ShouldBe("Số lượng nhỏ hơn: 12 mỗi năm, cấp trên giao 24 mỗi năm.");
        Of(TwiceAMonth, D("2026-03-20"), new DutyRule { Kind = DutyKind.Standing }).Short.ShouldBe("không nêu số lượng");
        Of(By("2026-06-30"), D("2026-03-20"), By("2026-07-15")).Short.ShouldBe("muộn 15 ngày");
        Of(By("2026-06-30"), D("2026-03-20"), new DutyRule { Kind = DutyKind.Standing }).Short.ShouldBe("không nêu hạn");
        Of(new DutyRule { Kind = DutyKind.Standing }, D("2026-03-20"), By("2026-06-30")).Short.ShouldBe("không thường xuyên");
        var reports = new DutyRule { Kind = DutyKind.Cutoff, Every = [PeriodKind.Quarter, PeriodKind.HalfYear, PeriodKind.Year], Day = 16 };
        Of(reports, D("2026-03-20"), reports with { Day = 20 }).Short.ShouldBe("muộn 4 ngày mỗi kỳ");
        Of(reports, D("2026-03-20"), reports with { Day = 15 }).State.ShouldBe(CoverageState.Covered);
        Of(reports, D("2026-03-20"), reports with { Every = [PeriodKind.Year] }).Short.ShouldBe("1/4");
    }

    [Fact]
    public void Of_PlanIssuedAfterTheWorkWasDue_IsLate()
    {
        var late = Of(By("2026-03-10"), D("2026-03-20"), By("2026-03-10"));
        (late.State, late.Short).ShouldBe((CoverageState.Late, "chậm 10 ngày"));
        var asked = new CoverageAsked(TaskMeasure.Of(TwiceAMonth, []), Upper, D("2026-03-15"));
        Coverage.Of(asked, [new CoverageAnswer(asked.Measure, D("2026-03-20"))]).Short.ShouldBe("chậm 5 ngày");
    }

    [Fact]
    public void At_TaskThatAsksForAPlan_IsAnsweredByThePlanItself()
    {
        const string Text = "Xây dựng kế hoạch tuyên truyền CCHC năm 2026 của địa phương, ban hành trước ngày 31/3/2026.";
        var asked = new CoverageAsked(TaskMeasure.Of(By("2026-03-31"), []), Upper, null);
        Coverage.At(asked, Text, CascadeKind.Open, [], []).State.ShouldBe(CoverageState.Missing);
        Coverage.At(asked, Text, CascadeKind.Open, [], [D("2026-03-20")]).State.ShouldBe(CoverageState.Covered);
        Coverage.At(asked, Text, CascadeKind.Open, [], [D("2026-04-07")]).Short.ShouldBe("chậm 7 ngày");
        Coverage.At(asked, Text, CascadeKind.Open, [], [null]).State.ShouldBe(CoverageState.Awaiting);
        Coverage.At(asked, Text, CascadeKind.NotApplicable, [], [D("2026-03-20")]).State.ShouldBe(CoverageState.NotApplicable);
        // A later draft holds a copy of the task: the plan that was issued is the answer until it ends, or until the draft is issued.
        Coverage.At(asked, Text, CascadeKind.Adopted, [new(asked.Measure, null)], [D("2026-03-20"), null]).ShouldSatisfyAllConditions(c => c.State.ShouldBe(CoverageState.Covered), c => c.DaysAfter.ShouldBe(23));
        Coverage.At(asked, Text, CascadeKind.Adopted, [new(asked.Measure, null)], [null]).State.ShouldBe(CoverageState.Awaiting);
        Coverage.At(asked, Text, CascadeKind.Adopted, [new(asked.Measure, D("2026-04-07"))], [D("2026-03-20"), D("2026-04-07")]).Short.ShouldBe("chậm 7 ngày");
        Coverage.At(asked, "Treo băng rôn", CascadeKind.Adopted, [new(asked.Measure, null)], [D("2026-03-20"), null]).State.ShouldBe(CoverageState.Awaiting);
        PlanDeadline.IsAskedBy("Kiểm tra việc xây dựng kế hoạch của các xã").ShouldBeFalse();
    }

    private static readonly Gen<DutyRule> Rules =
        from kind in Gen.Elements(DutyKind.Counted, DutyKind.Cutoff, DutyKind.Standing, DutyKind.Once)
        from period in Gen.Elements(PeriodKind.Month, PeriodKind.Quarter, PeriodKind.HalfYear, PeriodKind.Year)
        from count in Gen.Choose(1, 9)
        from day in Gen.Choose(1, 28)
        select kind switch
        {
            DutyKind.Once => new DutyRule { Kind = kind, Dates = [new DateOnly(2026, 1, 1).AddDays(day * 12)], Count = count },
            DutyKind.Standing => new DutyRule { Kind = kind },
            _ => new DutyRule { Kind = kind, Every = [period], Count = kind == DutyKind.Counted ? count : null, Day = day },
        };

    private static readonly Gen<(DutyRule Asked, DutyRule Given, int Days)> Cases = from asked in Rules from given in Rules from days in Gen.Choose(0, 300) select (asked, given, days);

    private static void Holds(Action<(DutyRule Asked, DutyRule Given, int Days)> check) => Prop.ForAll(Cases.ToArbitrary(), c => check(c)).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void Of_TheTaskItself_IsNeverLessThanAsked() => Holds(c => Of(c.Asked, Upper.AddDays(c.Days), c.Asked).State.ShouldNotBe(CoverageState.Diluted));

    [Fact]
    public void Of_MoreOrEarlier_IsNeverWorse() => Holds(c =>
    {
        var before = Of(c.Asked, Upper.AddDays(c.Days), c.Given);
        var more = c.Given.Count is { } count ? c.Given with { Count = count + 1 } : c.Given;
        Of(c.Asked, Upper.AddDays(c.Days), more).Findings.Count.ShouldBeLessThanOrEqualTo(before.Findings.Count);
        var earlier = c.Given with { Dates = [.. c.Given.Dates.Select(d => d.AddDays(-5))], Day = c.Given.Day is > 1 and var day ? day - 1 : c.Given.Day };
        Of(c.Asked, Upper.AddDays(c.Days - 1), earlier).Findings.Count.ShouldBeLessThanOrEqualTo(before.Findings.Count);
        // A state says no more than its findings do.
        (before.State == CoverageState.Covered).ShouldBe(before.Findings.Count == 0);
    });
}
