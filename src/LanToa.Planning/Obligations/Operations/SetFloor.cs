using LanToa.Planning.Obligations.Rules;
using LanToa.Platform.Data;
using LanToa.Platform.Modules;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Obligations;

/// <summary>
/// How many a unit asks of itself in each period of standing work for which the plan gives no number. It holds for the periods that are not over; what an earlier one fell
/// short of stays as it was.
/// </summary>
public sealed class SetFloor(LanToaDb db, OccurrenceAccess access, Clock clock)
{
    public const string Verb = "obligation.floor";
    public const int Most = 1000;

    /// <summary>Why it cannot be set, whatever is filled in; null when it can.</summary>
    public string? WhyNot(Obligation duty) =>
        access.WhyNotDo(duty.UnitId) ?? (duty.Rule.Kind != DutyKind.Standing || duty.Rule.Count is not null || duty.Role == DutyRole.Coordinating ? "Chỉ việc thường xuyên mà kế hoạch không giao số lượng mới tự đặt mức tối thiểu."
            : duty.EndedOn is not null ? "Việc này đã thôi hiệu lực." : null);

    /// <param name="floor">Null: none any more.</param>
    public async Task<Outcome> HandleAsync(Guid id, int version, int? floor, CancellationToken cancel = default)
    {
        if (await db.Set<Obligation>().FirstOrDefaultAsync(o => o.Id == id, cancel) is not { } duty || !access.MayRead(duty.UnitId, duty.AssignerId)) return Outcome.NotFound;
        if (access.WhyNotDo(duty.UnitId) is { } denied) return Outcome.Denied(denied);
        if (WhyNot(duty) is { } why) return Outcome.Refused(why);
        if (floor is < 1 or > Most) return Outcome.Refused($"Mức tối thiểu phải từ 1 đến {VietnameseFormat.Number(Most)} lần mỗi kỳ; bỏ trống nếu thôi đặt.");
        if (duty.OwnFloor == floor) return Outcome.Already;
        if (duty.Version != version) return Outcome.Stale;
        duty.OwnFloor = floor;
        var today = clock.Today;
        foreach (var period in await db.Set<Occurrence>().Where(o => o.ObligationId == id && o.PeriodTo >= today && o.ClaimedOn == null && o.ConfirmedOn == null && o.NothingAroseOn == null && o.NotApplicableOn == null).ToListAsync(cancel)) period.OwnFloor = floor;
        try
        {
            await db.Because(Verb, access.InWordsOf(duty.UnitId, null)).SaveChangesAsync(cancel);
            return Outcome.Done;
        }
        catch (DbUpdateConcurrencyException)
        {
            return Outcome.Stale;
        }
    }
}
