using LanToa.Contracts.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Accountability.Activities;

/// <summary>Writes down what a unit did. The key is made where it is written down, so that however often and late it is sent, it is one activity.</summary>
public sealed class LogActivity(LanToaDb db, ActivityAccess access, ActivityWriter writer, Actor actor, IOrganizationDirectory directory, Clock clock)
{
    public const string Verb = "activity.record", DraftVerb = "activity.draft";

    public async Task<ActivityOutcome> HandleAsync(Guid sendKey, Guid unit, ActivityInput input, bool draft = false, CancellationToken cancel = default)
    {
        if (WhyNot(sendKey, unit) is { } refused) return refused;
        if (await SentBeforeAsync(sendKey, cancel) is { } before) return before;
        var (activity, periods, problems) = await PrepareAsync(sendKey, unit, input, draft, cancel);
        if (activity is null) return ActivityOutcome.Refused(problems);
        try
        {
            await writer.SaveAsync(draft ? DraftVerb : Verb, null, periods, null, cancel);
            return ActivityOutcome.Done(activity.Id);
        }
        catch (Exception e) when (e.IsLostRace())
        {
            db.ChangeTracker.Clear();
            if (await SentBeforeAsync(sendKey, cancel) is { } first) return first;
            throw;
        }
    }

    /// <summary>What stands against logging for the unit, whatever is said.</summary>
    public ActivityOutcome? WhyNot(Guid sendKey, Guid unit)
    {
        if (access.WhyNotDo(unit) is { } denied) return ActivityOutcome.Denied(denied);
        // Rows stand in the province that acts: a record made for another one would be invisible to its own.
        if (directory.Find(unit)?.ProvinceId != actor.ProvinceId) return ActivityOutcome.Denied("Đơn vị này thuộc tỉnh khác; hãy chọn đơn vị của tỉnh đó ở đầu trang rồi ghi lại.");
        return sendKey == Guid.Empty ? ActivityOutcome.Refused(new Problem("", "Thiếu mã gửi. Hãy tải lại trang rồi ghi lại.")) : null;
    }

    /// <summary>Checks what is said and makes the records of it, for the caller to save; no activity and the problems where it cannot be. Draft ones move no periods.</summary>
    public async Task<(Activity? Activity, IReadOnlyCollection<Guid> Periods, IReadOnlyList<Problem> Problems)> PrepareAsync(Guid sendKey, Guid unit, ActivityInput input, bool draft, CancellationToken cancel = default)
    {
        var (problems, answers) = await writer.CheckAsync(unit, input, draft, cancel);
        if (problems.Count > 0) return (null, [], problems);
        var activity = new Activity
        {
            ProvinceId = actor.ProvinceId, UnitId = unit, State = draft ? ActivityState.Draft : ActivityState.Recorded, Form = input.Form!, Title = input.Title!, SendKey = sendKey,
            RecordedBy = actor.AccountId, RecordedByName = actor.Name, RecordedAt = clock.Now,
        };
        ActivityWriter.Fill(activity, input);
        db.Bring(activity);
        var periods = await writer.RelateAsync(activity, input, answers, cancel);
        var (kinds, refused) = await writer.KeepAsync(activity, input, cancel);
        if (refused is null && !draft) refused = ActivityWriter.WhyNotProved(activity, kinds);
        if (refused is null) return (activity, draft ? [] : periods, []);
        db.Drop();
        return (null, [], [refused]);
    }

    public async Task<ActivityOutcome?> SentBeforeAsync(Guid key, CancellationToken cancel) =>
        await db.Set<Activity>().AsNoTracking().Where(a => a.SendKey == key).Select(a => new { a.Id, a.UnitId }).FirstOrDefaultAsync(cancel) is not { } known ? null
            : access.MayDo(known.UnitId) ? ActivityOutcome.Already(known.Id) : ActivityOutcome.Denied("Mã gửi này đã dùng cho một hoạt động của đơn vị khác. Hãy tải lại trang rồi ghi lại.");
}
