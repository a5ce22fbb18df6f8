using LanToa.Contracts.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Accountability.Activities;

/// <summary>
/// Of which events an activity may have been a part (lồng ghép). Those of its own unit; and what other bodies have sent in: gatherings of the bodies above the unit or at its place, of which
/// whoever took part knows name and day, and whatever else the person may read.
/// </summary>
public sealed class HostEvents(LanToaDb db, ActivityAccess access, IOrganizationDirectory directory)
{
    private static readonly string[] Gatherings = ["event", "training", "dialogue", "contest"];

    /// <summary>Activities of the unit that stand by themselves: no part of a part, so that nothing hangs in a circle.</summary>
    public IQueryable<Activity> Own(Guid unit) => Whole().Where(a => a.UnitId == unit);

    /// <summary>Events of others in which the unit may have had its minutes.</summary>
    public IQueryable<Activity> OfOthers(Guid unit)
    {
        var (above, below, scope) = (Above(unit), directory.Subtree(unit).Select(o => o.Id).Append(unit).ToHashSet(), access.Scope);
        var all = Whole().Where(a => a.UnitId != unit && a.State != ActivityState.Draft && Gatherings.Contains(a.Form));
        return scope is null ? all : all.Where(a => above.Contains(a.UnitId) || (a.PlaceUnitId != null && below.Contains(a.PlaceUnitId.Value)) || scope.Contains(a.UnitId));
    }

    /// <summary>What stands against this one as the event of which it was a part.</summary>
    public async Task<IEnumerable<Problem>> WhyNotAsync(Guid unit, ActivityInput input, CancellationToken cancel)
    {
        if (input.HostActivityId is not { } id) return [];
        return await FindAsync(unit, id, cancel) is not { } host ? [new(nameof(input.HostActivityId), "Hoạt động được lồng ghép không phải của đơn vị này, không phải sự kiện của cơ quan khác mà bạn thấy được, hoặc không còn. Hãy chọn lại, hoặc ghi tên sự kiện.")] : WhyNot(unit, host, input);
    }

    /// <summary>This one, when the unit may have been a part of it as far as the person knows; null otherwise.</summary>
    public async Task<Activity?> FindAsync(Guid unit, Guid id, CancellationToken cancel) =>
        await Own(unit).FirstOrDefaultAsync(a => a.Id == id, cancel) ?? await OfOthers(unit).FirstOrDefaultAsync(a => a.Id == id, cancel) ?? await ReadAsync(id, cancel);

    private IEnumerable<Problem> WhyNot(Guid unit, Activity host, ActivityInput input)
    {
        if (host.UnitId != unit && input.HostMinutes is not > 0) yield return new(nameof(input.HostMinutes), $"Hãy ghi đã lồng ghép bao nhiêu phút trong “{host.Title}” của {directory.DistinctNameOf(host.UnitId)}.");
        if (host.Minutes is { } length && input.HostMinutes > length) yield return new(nameof(input.HostMinutes), $"“{host.Title}” chỉ dài {VietnameseFormat.Number(length)} phút. Hãy kiểm tra lại số phút lồng ghép.");
        if (input.HappenedOn is { } day && (day < host.HappenedOn || day > (host.EndedOn ?? host.HappenedOn))) yield return new(nameof(input.HappenedOn), $"“{host.Title}” diễn ra {host.DayWords()}; phần lồng ghép phải cùng ngày. Hãy sửa ngày, hoặc chọn sự kiện khác.");
    }

    private async Task<Activity?> ReadAsync(Guid id, CancellationToken cancel) =>
        await Whole().FirstOrDefaultAsync(a => a.Id == id && a.State != ActivityState.Draft, cancel) is { } host && access.MayRead(host, await db.AssignersAsync(id, cancel)) ? host : null;

    private IQueryable<Activity> Whole() => db.Set<Activity>().AsNoTracking().Where(a => a.State != ActivityState.Withdrawn && a.HostActivityId == null);

    private List<Guid> Above(Guid unit)
    {
        var found = new List<Guid>();
        for (var at = directory.Find(unit); at?.ParentId is { } above && directory.Find(above) is { } upper && upper.ProvinceId == at.ProvinceId; at = upper) found.Add(upper.Id);
        return found;
    }
}
