using System.ComponentModel.DataAnnotations;
using LanToa.Planning.Obligations.Rules;
using LanToa.Platform.Text;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;

namespace LanToa.Planning.Plans;

/// <summary>How a unit's plans answer a task of an upper plan.</summary>
public enum CoverageState
{
    [Display(Name = "chưa có")] Missing,
    /// <summary>In a plan of the unit that is not issued yet.</summary>
    [Display(Name = "chờ ban hành")] Awaiting,
    /// <summary>Less, or later, than what was asked.</summary>
    [Display(Name = "thấp hơn yêu cầu")] Diluted,
    /// <summary>Nothing less, but the unit's plan came too late for it.</summary>
    [Display(Name = "ban hành chậm")] Late,
    [Display(Name = "đã có")] Covered,
    [Display(Name = "không áp dụng")] NotApplicable,
}

/// <summary>One difference between what was asked and what the unit plans, in words that stand in a table and in a sentence.</summary>
public sealed record CoverageFinding(string Short, string Words)
{
    /// <summary>The unit promises less, or later: it has to say why when it decides so.</summary>
    public bool Dilutes { get; init; }
}

/// <summary>A task of the unit's own plan as it answers an upper one.</summary>
/// <param name="IssuedOn">The day of its plan; null while that is not issued.</param>
public sealed record CoverageAnswer(TaskMeasure Measure, DateOnly? IssuedOn);

/// <summary>
/// What is asked of one unit. <paramref name="PlanBy"/> is the day by which the unit's own plan was to be issued, where the upper plan sets one.
/// </summary>
public sealed record CoverageAsked(TaskMeasure Measure, DateOnly PlanDate, DateOnly? PlanBy);

/// <summary>A cell of the matrix: its state, why, and how many days after the upper plan the unit's plan was issued.</summary>
public sealed record Coverage(CoverageState State, IReadOnlyList<CoverageFinding> Findings, int? DaysAfter = null)
{
    public static readonly Coverage Missing = new(CoverageState.Missing, []);

    public static readonly Coverage NotApplicable = new(CoverageState.NotApplicable, []);

    /// <summary>What a cell says beside its state; empty where there is nothing to say.</summary>
    public string Short => string.Join(", ", Findings.Select(f => f.Short));

    /// <summary>
    /// Compares a task with what answers it. Answers that no longer hold (withdrawn tasks, withdrawn plans) are not given. What is issued counts alone; only where
    /// nothing is, the drafts are looked at. Pure; more or earlier never makes it worse.
    /// </summary>
    public static Coverage Of(CoverageAsked asked, IReadOnlyList<CoverageAnswer> answers)
    {
        if (answers.Count == 0) return Missing;
        var issued = answers.Where(a => a.IssuedOn is not null).ToList();
        if (issued.Count == 0) return new Coverage(CoverageState.Awaiting, Differences(asked.Measure, [.. answers.Select(a => a.Measure)]));
        var differences = Differences(asked.Measure, [.. issued.Select(a => a.Measure)]);
        var on = issued.Min(a => a.IssuedOn!.Value);
        List<CoverageFinding> findings = [.. differences, .. Lateness(asked, on)];
        var state = differences.Count > 0 ? CoverageState.Diluted : findings.Count > 0 ? CoverageState.Late : CoverageState.Covered;
        return new Coverage(state, findings, on.DayNumber - asked.PlanDate.DayNumber);
    }

    /// <summary>
    /// The same after what the unit decided. A task that asks for a plan of the unit (<see cref="PlanDeadline"/>) is answered by <paramref name="ownPlans"/>, the days of the unit's plans that
    /// carry this one out (null: a draft), unless the unit says otherwise.
    /// </summary>
    public static Coverage At(CoverageAsked asked, string text, CascadeKind kind, IReadOnlyList<CoverageAnswer> answers, IReadOnlyList<DateOnly?> ownPlans)
    {
        if (kind == CascadeKind.NotApplicable) return NotApplicable;
        var byPlan = PlanDeadline.IsAskedBy(text);
        // The issued plan that is the answer stays so while a later draft holds a copy of the task: what is issued counts before drafts here too.
        var standsIssued = byPlan && ownPlans.Any(day => day is not null) && answers.All(a => a.IssuedOn is null);
        if (kind != CascadeKind.Open && !standsIssued) return Of(asked, answers);
        if (ownPlans.Count == 0 || !byPlan) return Missing;
        var itself = asked.Measure with { DoneBy = null, Amount = null };
        return Of(asked with { PlanBy = asked.Measure.DoneBy ?? asked.PlanBy, Measure = itself }, [.. ownPlans.Select(day => new CoverageAnswer(itself, day))]);
    }

    /// <summary>What the answers together promise less or later than was asked.</summary>
    public static IReadOnlyList<CoverageFinding> Differences(TaskMeasure asked, IReadOnlyList<TaskMeasure> given) => [.. new[] { Quantity(asked, given), Date(asked, given) }.OfType<CoverageFinding>()];

    private static CoverageFinding? Quantity(TaskMeasure asked, IReadOnlyList<TaskMeasure> given)
    {
        if (asked.Kind == DutyKind.Standing && asked.Amount is null)
            return given.All(g => g.Kind is DutyKind.Once or DutyKind.OnRequest) ? new CoverageFinding("không thường xuyên", "Cấp trên giao làm thường xuyên, kế hoạch của đơn vị chỉ làm một lần hoặc khi có yêu cầu.") { Dilutes = true } : null;
        // Work once that says no number is one.
        if (asked.Amount is not { } wanted || wanted <= 1) return null;
        var total = given.Sum(g => g.Amount ?? (g.Kind is DutyKind.Once or DutyKind.Campaign ? 1 : 0));
        if (total >= wanted) return null;
        var unit = asked.Recurs ? " mỗi năm" : "";
        return given.Any(g => g.Amount is not null)
            ? new CoverageFinding($"{VietnameseFormat.Number(total)}/{VietnameseFormat.Number(wanted)}", $"Số lượng nhỏ hơn: {VietnameseFormat.Number(total)}{unit}, cấp trên giao {VietnameseFormat.Number(wanted)}{unit}.") { Dilutes = true }
            : new CoverageFinding("không nêu số lượng", $"Kế hoạch của đơn vị không nêu số lượng, cấp trên giao {VietnameseFormat.Number(wanted)}{unit}.") { Dilutes = true };
    }

    private static CoverageFinding? Date(TaskMeasure asked, IReadOnlyList<TaskMeasure> given)
    {
        if (asked.DoneBy is { } by)
        {
            if (given.Max(g => g.DoneBy) is not { } done)
                return given.Any(g => g.Recurs) ? null : new CoverageFinding("không nêu hạn", $"Kế hoạch của đơn vị không nêu ngày hoàn thành, cấp trên giao xong trước hoặc vào ngày {VietnameseFormat.Date(by)}.") { Dilutes = true };
            return done > by ? new CoverageFinding($"muộn {done.DayNumber - by.DayNumber} ngày", $"Hạn muộn hơn {done.DayNumber - by.DayNumber} ngày: {VietnameseFormat.Date(done)}, cấp trên giao {VietnameseFormat.Date(by)}.") { Dilutes = true } : null;
        }
        if (asked is not { DayOfPeriod: { } day, Period: { } period }) return null;
        var later = given.Where(g => g.Period == period && g.DayOfPeriod > day).Select(g => g.DayOfPeriod!.Value).DefaultIfEmpty(0).Max();
        return later > day ? new CoverageFinding($"muộn {later - day} ngày mỗi kỳ", $"Hạn mỗi kỳ muộn hơn {later - day} ngày: ngày {later}, cấp trên giao ngày {day} của tháng cuối kỳ.") { Dilutes = true } : null;
    }

    private static IEnumerable<CoverageFinding> Lateness(CoverageAsked asked, DateOnly on)
    {
        if (asked.PlanBy is { } planBy && on > planBy)
            yield return new CoverageFinding($"chậm {on.DayNumber - planBy.DayNumber} ngày", $"Kế hoạch của đơn vị ban hành ngày {VietnameseFormat.Date(on)}, chậm {on.DayNumber - planBy.DayNumber} ngày so với hạn {VietnameseFormat.Date(planBy)}.");
        else if (asked.Measure.DoneBy is { } by && on > by)
            yield return new CoverageFinding($"chậm {on.DayNumber - by.DayNumber} ngày", $"Kế hoạch của đơn vị ban hành ngày {VietnameseFormat.Date(on)}, chậm {on.DayNumber - by.DayNumber} ngày so với ngày nhiệm vụ phải xong ({VietnameseFormat.Date(by)}).");
    }
}

public static class CoverageWords
{
    public static string Name(this CoverageState state) => EnumWords.Of(state);

    public static StatusKind Kind(this CoverageState state) => state switch
    {
        CoverageState.Covered => StatusKind.Done,
        CoverageState.Awaiting => StatusKind.InProgress,
        CoverageState.Diluted or CoverageState.Late => StatusKind.DueSoon,
        CoverageState.Missing => StatusKind.Request,
        _ => StatusKind.Neutral,
    };

    public static StatusMark Mark(this CoverageState state) => new(state.Kind(), char.ToUpperInvariant(state.Name()[0]) + state.Name()[1..]);

    /// <summary>"ban hành sau kế hoạch cấp trên 23 ngày".</summary>
    public static string After(int days) => days switch
    {
        > 0 => $"ban hành sau kế hoạch cấp trên {days} ngày",
        0 => "ban hành cùng ngày với kế hoạch cấp trên",
        _ => $"ban hành trước kế hoạch cấp trên {-days} ngày",
    };
}
