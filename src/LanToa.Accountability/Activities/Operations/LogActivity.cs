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
        if (access.WhyNotDo(unit) is { } denied) return ActivityOutcome.Denied(denied);
        // Rows stand in the province that acts: a record made for another one would be invisible to its own.
        if (directory.Find(unit)?.ProvinceId != actor.ProvinceId) return ActivityOutcome.Denied("Đơn vị này thuộc tỉnh khác; hãy chọn đơn vị của tỉnh đó ở đầu trang rồi ghi lại.");
        if (sendKey == Guid.Empty) return ActivityOutcome.Refused(new Problem("", "Thiếu mã gửi. Hãy tải lại trang rồi ghi lại."));
        if (await SentBeforeAsync(sendKey, cancel) is { } before) return before;

        var (problems, answers) = await writer.CheckAsync(unit, input, draft, cancel);
        if (problems.Count > 0) return ActivityOutcome.Refused(problems);
        var activity = new Activity
        {
            ProvinceId = actor.ProvinceId, UnitId = unit, State = draft ? ActivityState.Draft : ActivityState.Recorded, Form = input.Form!, Title = input.Title!, SendKey = sendKey,
            RecordedBy = actor.AccountId, RecordedByName = actor.Name, RecordedAt = clock.Now,
        };
        ActivityWriter.Fill(activity, input);
        db.Add(activity);
        var periods = await writer.RelateAsync(activity, input, answers, cancel);
        var (kinds, refused) = await writer.KeepAsync(activity, input, cancel);
        if (refused is null && !draft) refused = ActivityWriter.WhyNotProved(activity, kinds);
        if (refused is not null)
        {
            db.ChangeTracker.Clear();
            return ActivityOutcome.Refused(refused);
        }
        try
        {
            await writer.SaveAsync(draft ? DraftVerb : Verb, null, draft ? [] : periods, null, cancel);
            return ActivityOutcome.Done(activity.Id);
        }
        catch (DbUpdateException)
        {
            db.ChangeTracker.Clear();
            if (await SentBeforeAsync(sendKey, cancel) is { } first) return first;
            throw;
        }
    }

    private async Task<ActivityOutcome?> SentBeforeAsync(Guid key, CancellationToken cancel) =>
        await db.Set<Activity>().AsNoTracking().Where(a => a.SendKey == key).Select(a => new { a.Id, a.UnitId }).FirstOrDefaultAsync(cancel) is not { } known ? null
            : access.MayDo(known.UnitId) ? ActivityOutcome.Already(known.Id) : ActivityOutcome.Denied("Mã gửi này đã dùng cho một hoạt động của đơn vị khác. Hãy tải lại trang rồi ghi lại.");
}
