using LanToa.Contracts.Activities;
using LanToa.Contracts.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Modules;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Accountability.Activities;

/// <summary>What logging and correcting share: the checks, the duties that are answered, the fields, and the one transaction with the progress that it moves.</summary>
public sealed class ActivityWriter(LanToaDb db, IDuties duties, EvidenceKeeper keeper, HostEvents hosts, IOrganizationDirectory directory, Events events, Clock clock)
{
    /// <summary>A duty with the period in which the activity counts.</summary>
    public sealed record Resolved(DutyInfo Duty, bool MakesUp);

    /// <summary>All that stands against it, and the periods in which it would count; <paramref name="known"/>: its duties where they were read before.</summary>
    public async Task<(List<Problem> Problems, List<Resolved> Answers)> CheckAsync(Guid unit, ActivityInput input, bool draft, CancellationToken cancel, IReadOnlyList<DutyInfo>? known = null)
    {
        var problems = ActivityChecks.Of(input, directory.Find(unit)?.Level ?? "", clock.Today, draft).ToList();
        if (input.PlaceUnitId is { } place && directory.Find(place)?.ProvinceId != db.ProvinceId) problems.Add(new(nameof(input.PlaceUnitId), "Nơi đã chọn không có trong tỉnh. Hãy chọn lại, hoặc ghi bằng chữ ở ô Địa điểm."));
        problems.AddRange(await hosts.WhyNotAsync(unit, input, cancel));
        var answers = new List<Resolved>();
        var found = known ?? await duties.FindAsync([.. input.Duties.Select(d => d.OccurrenceId)], cancel);
        foreach (var given in input.Duties.DistinctBy(d => d.OccurrenceId))
        {
            if (found.FirstOrDefault(d => d.OccurrenceId == given.OccurrenceId) is not { } duty || duty.UnitId != unit) problems.Add(new(nameof(input.Duties), "Việc đã chọn không phải của đơn vị này, hoặc không còn. Hãy chọn lại."));
            else if (input.HappenedOn is { } day) await AnswerAsync(duty, given.MakesUp, day, answers, problems, cancel);
        }
        return (problems, answers);
    }

    // The effective date says in which period it counts, unless it pays the debt of one that is over.
    private async Task AnswerAsync(DutyInfo duty, bool makesUp, DateOnly day, List<Resolved> answers, List<Problem> problems, CancellationToken cancel)
    {
        var holds = duty.PeriodFrom <= day && day <= duty.PeriodTo;
        var counted = holds || makesUp ? duty : await duties.OfDayAsync(duty.UnitId, duty.TaskId, day, cancel) ?? duty;
        if (day < counted.PeriodFrom) problems.Add(new(nameof(ActivityInput.HappenedOn), $"Ngày thực hiện {VietnameseFormat.Date(day)} trước {counted.PeriodName} (từ {VietnameseFormat.Date(counted.PeriodFrom)}) của việc “{Short(counted.Text)}”."));
        else if (answers.TrueForAll(a => a.Duty.TaskId != counted.TaskId)) answers.Add(new(counted, day > counted.PeriodTo));
    }

    /// <summary>Takes over what was said.</summary>
    public static void Fill(Activity activity, ActivityInput input)
    {
        activity.HappenedOn = input.HappenedOn!.Value;
        activity.EndedOn = input.EndedOn == input.HappenedOn ? null : input.EndedOn;
        (activity.Form, activity.Title, activity.Description) = (input.Form!, input.Title!.Trim(), input.Description?.Trim() ?? "");
        (activity.Channels, activity.Topics) = (CodeNames.Known(CodeKind.Channel, input.Channels), CodeNames.Known(CodeKind.Topic, input.Topics));
        (activity.Audiences, activity.Languages) = (CodeNames.Known(CodeKind.Audience, input.Audiences), CodeNames.Known(CodeKind.Language, input.Languages));
        (activity.Quantity, activity.QuantityUnit) = (input.Quantity, Trimmed(input.QuantityUnit));
        (activity.Attendance, activity.Listeners, activity.Views, activity.Pages, activity.Minutes, activity.Entries) = (input.Attendance, input.Listeners, input.Views, input.Pages, input.Minutes, input.Entries);
        (activity.PlaceUnitId, activity.Place, activity.Latitude, activity.Longitude, activity.Accuracy) = (input.PlaceUnitId, Trimmed(input.Place), input.Latitude, input.Longitude, input.Accuracy);
        (activity.Cost, activity.CostSource) = (input.Cost, Trimmed(input.CostSource));
        (activity.HostActivityId, activity.HostEvent, activity.HostMinutes) = (input.HostActivityId, Trimmed(input.HostEvent), input.HostMinutes);
        (activity.RecordedFor, activity.NoEvidenceReason) = (Trimmed(input.RecordedFor), Trimmed(input.NoEvidenceReason));
    }

    /// <summary>What stands against recording it with these kinds of evidence; null for nothing.</summary>
    public static Problem? WhyNotProved(Activity activity, IEnumerable<EvidenceKind> kinds) => WhyNotProved(activity.Form, activity.NoEvidenceReason, kinds);

    public static Problem? WhyNotProved(string form, string? noEvidenceReason, IEnumerable<EvidenceKind> kinds)
    {
        var rule = FormRules.Of(form);
        return noEvidenceReason is not null || kinds.Any(rule.Expects.Contains) ? null
            : new(nameof(Activity.NoEvidenceReason), $"Với “{CodeNames.Of(CodeKind.Product, form)}” cần {rule.Words}. Hãy thêm, hoặc ghi vì sao không có.");
    }

    /// <summary>Keeps the evidence that was sent.</summary>
    public Task<(IReadOnlyList<EvidenceKind> Kinds, Problem? Problem)> KeepAsync(Activity activity, ActivityInput input, CancellationToken cancel) => keeper.KeepAsync(activity, input, cancel);

    /// <summary>The tasks and partners as they now are; gives the periods that they count in, before and after.</summary>
    public async Task<HashSet<Guid>> RelateAsync(Activity activity, ActivityInput input, IReadOnlyList<Resolved> answers, CancellationToken cancel)
    {
        var isNew = db.Entry(activity).State is EntityState.Added or EntityState.Detached;
        List<ActivityAnswer> before = isNew ? [] : await db.Set<ActivityAnswer>().Where(x => x.ActivityId == activity.Id).ToListAsync(cancel);
        var touched = before.Where(x => x.OccurrenceId is not null).Select(x => x.OccurrenceId!.Value).ToHashSet();
        db.RemoveRange(before.Where(x => !answers.Any(a => a.Duty.TaskId == x.TaskId && a.Duty.TaskProvinceId == x.TaskProvinceId)));
        foreach (var (duty, makesUp) in answers)
        {
            touched.Add(duty.OccurrenceId);
            // Another product than the task asks for answers it, but is no part of the number that it asks for.
            var counted = duty.AsksFor(activity.Form) ? activity.Counts : 0;
            if (before.Find(x => x.TaskId == duty.TaskId && x.TaskProvinceId == duty.TaskProvinceId) is { } known) (known.OccurrenceId, known.Counted, known.MakesUp) = (duty.OccurrenceId, counted, makesUp);
            else
                db.Bring(new ActivityAnswer
                {
                    ProvinceId = activity.ProvinceId, ActivityId = activity.Id, TaskProvinceId = duty.TaskProvinceId, TaskId = duty.TaskId, PlanId = duty.PlanId, AssignerId = duty.AssignerId,
                    OccurrenceId = duty.OccurrenceId, Counted = counted, MakesUp = makesUp, TaskText = duty.Text,
                });
        }
        List<ActivityPartner> partners = isNew ? [] : await db.Set<ActivityPartner>().Where(p => p.ActivityId == activity.Id).ToListAsync(cancel);
        List<string> named = [.. input.Partners.Select(p => p.Trim()).Where(p => p.Length > 0).Distinct(StringComparer.Ordinal)];
        db.RemoveRange(partners.Where(p => !named.Contains(p.Name)));
        foreach (var name in named.Where(n => partners.TrueForAll(p => p.Name != n))) db.Bring(new ActivityPartner { ProvinceId = activity.ProvinceId, ActivityId = activity.Id, Name = name });
        return touched;
    }

    /// <summary>Saves, and moves the progress of the periods with it; <paramref name="then"/> tells people of it in the same transaction.</summary>
    /// <param name="proving">Evidence that proves again with this: what else it serves moves too, as it is once the evidence is held.</param>
    public async Task SaveAsync(string verb, string? reason, IReadOnlyCollection<Guid> periods, Func<Task>? then, CancellationToken cancel, IReadOnlyCollection<Guid>? proving = null)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (periods.Count > 0 || proving is { Count: > 0 }) await HoldPiecesAsync(cancel);
        await db.Because(verb, reason).SaveChangesAsync(cancel);
        if (proving is { Count: > 0 }) periods = [.. periods.Union((await db.PeriodsServedAsync(proving, cancel)).Select(p => p.Period))];
        if (periods.Count > 0) await events.PublishAsync(new WorkLogged(db.ProvinceId, periods), cancel);
        if (then is not null) await then();
        await transaction.CommitAsync(cancel);
    }

    // The evidence of what is about to be saved, in one order and before the periods: whoever refuses a piece finds the work that it serves now, or this finds it refused.
    private async Task HoldPiecesAsync(CancellationToken cancel)
    {
        Guid[] made = [.. db.ChangeTracker.Entries<Evidence>().Where(e => e.State == EntityState.Added).Select(e => e.Entity.Id)];
        Guid[] pieces = [.. db.ChangeTracker.Entries<ActivityEvidence>().Select(u => u.Entity.EvidenceId).Except(made)];
        Guid[] activities = [.. db.ChangeTracker.Entries<Activity>().Where(a => a.State == EntityState.Modified).Select(a => a.Entity.Id)];
        if (pieces.Length + activities.Length == 0) return;
        await db.Database.ExecuteSqlAsync($"""
            SELECT FROM evidence WHERE province_id = {db.ProvinceId} AND id = ANY({pieces} || ARRAY(SELECT evidence_id FROM activity_evidence WHERE province_id = {db.ProvinceId} AND activity_id = ANY({activities}) AND removed_at IS NULL))
            ORDER BY id FOR NO KEY UPDATE
            """, cancel);
    }

    /// <summary>The same of a form that changes one activity: sent twice it changes once, and what somebody else changed in between is not written over.</summary>
    public async Task<ActivityOutcome> ChangeAsync(Activity activity, Guid formKey, string verb, string? reason, IReadOnlyCollection<Guid> periods, Func<Task>? then, CancellationToken cancel, IReadOnlyCollection<Guid>? proving = null)
    {
        var id = activity.Id;
        activity.FormKey = formKey;
        try
        {
            await SaveAsync(verb, reason, periods, then, cancel, proving);
            return ActivityOutcome.Done(id);
        }
        catch (Exception e) when (e.IsLostRace())
        {
            db.ChangeTracker.Clear();
            return await db.Set<Activity>().AsNoTracking().AnyAsync(a => a.Id == id && a.FormKey == formKey, cancel) ? ActivityOutcome.Already(id) : ActivityOutcome.Stale;
        }
    }

    public static string? Trimmed(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static string Short(string text) => text.Length <= 80 ? text : text[..79] + "…";
}
