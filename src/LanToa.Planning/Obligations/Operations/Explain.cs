using LanToa.Platform.Data;
using LanToa.Platform.Modules;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Obligations;

/// <param name="Seen">How many steps the person had before them: a step that came meanwhile is seen first.</param>
public sealed record ExplainInput(Guid OccurrenceId, ExplanationStep Step, string? Text, int Seen, Guid FormKey);

/// <summary>
/// The explanation of lateness stays with the occurrence: the superior asks for it, the unit gives it and may add to it, the superior accepts it or returns it with a reason.
/// Nothing of it is overwritten.
/// </summary>
public sealed class Explanations(LanToaDb db, OccurrenceAccess access, DutyNotices notices, Clock clock)
{
    public const int Longest = 4000;

    public const string Needed = "Cấp trên đã yêu cầu giải trình; hãy ghi vì sao trễ hạn.";

    /// <summary>The steps, oldest first.</summary>
    public Task<List<Explanation>> OfAsync(Guid occurrence, CancellationToken cancel = default) =>
        db.Set<Explanation>().AsNoTracking().Where(e => e.OccurrenceId == occurrence).OrderBy(e => e.At).ThenBy(e => e.Id).ToListAsync(cancel);

    /// <summary>The last step of each of these occurrences that has any.</summary>
    public async Task<IReadOnlyDictionary<Guid, Explanation>> LastOfAsync(IReadOnlyCollection<Guid> occurrences, CancellationToken cancel = default) =>
        (await All.Where(e => occurrences.Contains(e.OccurrenceId)).OrderBy(e => e.At).ThenBy(e => e.Id).ToListAsync(cancel)).GroupBy(e => e.OccurrenceId).ToDictionary(g => g.Key, g => g.Last());

    /// <summary>All steps of the province in which is acted, for lists.</summary>
    public IQueryable<Explanation> All => db.Set<Explanation>().AsNoTracking();

    /// <summary>Of some occurrences those whose lateness the superior waits to have explained: the last word on it is theirs. Found through the explanations, which are few.</summary>
    public IQueryable<Occurrence> Awaited(IQueryable<Occurrence> some)
    {
        var all = All;
        var last = all.Where(e => (e.Step == ExplanationStep.Asked || e.Step == ExplanationStep.Returned) && !all.Any(later => later.OccurrenceId == e.OccurrenceId && (later.At > e.At || (later.At == e.At && later.Id.CompareTo(e.Id) > 0))));
        return some.Where(o => o.NotApplicableOn == null && last.Any(e => e.OccurrenceId == o.Id));
    }

    /// <summary>Whether the unit still owes an answer.</summary>
    public static bool IsAwaited(IReadOnlyList<Explanation> steps) => steps.Count > 0 && steps[^1].Step is ExplanationStep.Asked or ExplanationStep.Returned;

    /// <summary>Who is superior here judges; the unit itself explains.</summary>
    public bool Judges(Occurrence o) => access.MayJudge(o.UnitId, o.AssignerId) && !access.WorksFor(o.UnitId);

    public bool Explains(Occurrence o) => access.MayDo(o.UnitId) && !Judges(o);

    /// <summary>All that stands against the step, whatever is written; empty when it is possible.</summary>
    public IReadOnlyList<string> WhyNot(ExplanationStep step, Occurrence o, IReadOnlyList<Explanation> steps)
    {
        if (Denied(step, o) is { } denied) return [denied];
        var late = o.DaysLateOn(clock.Today) > 0;
        var last = steps.Count == 0 ? (ExplanationStep?)null : steps[^1].Step;
        return step switch
        {
            ExplanationStep.Given or ExplanationStep.Asked when o.IsRequest => ["Đây là đề nghị, không tính trễ nên không cần giải trình."],
            ExplanationStep.Given when !late && last is null => ["Kỳ này không trễ hạn nên không cần giải trình."],
            ExplanationStep.Asked when !late => ["Kỳ này không trễ hạn nên không cần giải trình."],
            ExplanationStep.Asked when IsAwaited(steps) => ["Đã yêu cầu giải trình; đơn vị chưa trả lời."],
            ExplanationStep.Accepted or ExplanationStep.Returned when last != ExplanationStep.Given => ["Chưa có giải trình mới để xem."],
            _ => [],
        };
    }

    public string? Denied(ExplanationStep step, Occurrence o) => step == ExplanationStep.Given ? access.WhyNotDo(o.UnitId) : access.WhyNotJudge(o.UnitId, o.AssignerId);

    public async Task<Outcome> HandleAsync(ExplainInput input, CancellationToken cancel = default)
    {
        if (!Enum.IsDefined(input.Step)) return Outcome.NotFound;
        var occurrence = await db.Set<Occurrence>().AsNoTracking().FirstOrDefaultAsync(o => o.Id == input.OccurrenceId, cancel);
        if (occurrence is null || !access.MayRead(occurrence.UnitId, occurrence.AssignerId)) return Outcome.NotFound;
        if (Denied(input.Step, occurrence) is { } denied) return Outcome.Denied(denied);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        // One step of an occurrence at a time: the second of two sees the first.
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({"explanation " + occurrence.Id}, 0))", cancel);
        var steps = await OfAsync(occurrence.Id, cancel);
        // Another button of the same form is another word, not a second press.
        if (steps.Find(s => s.FormKey == input.FormKey) is { } before) return before.Step == input.Step ? Outcome.Already : Outcome.Stale;
        if (steps.Count != input.Seen) return Outcome.Stale;
        if (WhyNot(input.Step, occurrence, steps) is { Count: > 0 } reasons) return Outcome.Refused(reasons);
        if (Problems(input.Step, input.Text) is { Count: > 0 } problems) return Outcome.Refused(problems);
        var step = Make(db, occurrence, input.Step, input.Text, input.FormKey, clock);
        db.Add(step);
        await db.Because(VerbOf(input.Step), input.Step == ExplanationStep.Given ? access.InWordsOf(occurrence.UnitId, null) : null).SaveChangesAsync(cancel);
        await notices.ExplanationAsync(step, occurrence, cancel);
        await transaction.CommitAsync(cancel);
        return Outcome.Done;
    }

    /// <summary>A step as this person makes it now; not yet saved.</summary>
    internal static Explanation Make(LanToaDb db, Occurrence o, ExplanationStep step, string? text, Guid formKey, Clock clock) => new()
    {
        ProvinceId = o.ProvinceId, OccurrenceId = o.Id, UnitId = o.UnitId, Step = step, Text = text?.Trim() ?? "", ById = db.Actor.AccountId, ByName = db.Actor.Name, At = clock.Now, FormKey = formKey,
    };

    internal static IReadOnlyList<string> Problems(ExplanationStep step, string? text) =>
        text is { Length: > Longest } ? ["Nội dung dài quá 4.000 ký tự; hãy rút gọn, phần chi tiết đính kèm thành tệp."]
        : !string.IsNullOrWhiteSpace(text) ? []
        : step switch
        {
            ExplanationStep.Given => ["Hãy ghi vì sao trễ hạn."],
            ExplanationStep.Returned => ["Hãy ghi lý do trả lại."],
            _ => [],
        };

    internal static string VerbOf(ExplanationStep step) => step switch
    {
        ExplanationStep.Asked => "explanation.ask",
        ExplanationStep.Given => "explanation.give",
        ExplanationStep.Accepted => "explanation.accept",
        _ => "explanation.return",
    };
}
