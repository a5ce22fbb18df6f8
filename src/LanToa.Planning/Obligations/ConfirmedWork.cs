using LanToa.Contracts.Activities;
using LanToa.Planning.Plans;
using LanToa.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Obligations;

/// <summary>Periods of duties that were confirmed, as evidence of what their unit did.</summary>
internal sealed class ConfirmedWork(LanToaDb db, EarlierWordings wordings) : ISystemRecords
{
    public string Kind => "occurrence";

    public Task<IReadOnlyList<SystemRecord>> NewestAsync(Guid unit, int most, CancellationToken cancel = default) => ReadAsync(Of(unit).OrderByDescending(o => o.ConfirmedOn).ThenByDescending(o => o.Id).Take(most), cancel);

    public async Task<SystemRecord?> FindAsync(Guid unit, Guid id, CancellationToken cancel = default) => (await ReadAsync(Of(unit).Where(o => o.Id == id), cancel)).FirstOrDefault();

    private IQueryable<Occurrence> Of(Guid unit) => db.Set<Occurrence>().AsNoTracking().Where(o => o.UnitId == unit && o.ConfirmedOn != null && o.NothingAroseOn == null);

    private async Task<IReadOnlyList<SystemRecord>> ReadAsync(IQueryable<Occurrence> some, CancellationToken cancel)
    {
        var found = await some.ToListAsync(cancel);
        var texts = await db.Set<Obligation>().AsNoTracking().Where(o => found.Select(f => f.ObligationId).Contains(o.Id)).ToDictionaryAsync(o => o.Id, o => o.Text, cancel);
        var before = await wordings.OfPlansAsync([.. found.Select(o => o.PlanId).Distinct()], cancel);
        return [.. found.Select(o => new SystemRecord(Kind, o.Id, $"{Short(before.TextOf(o) ?? texts.GetValueOrDefault(o.ObligationId) ?? "")} ({o.PeriodName}, đã xác nhận)", o.DoneOn ?? o.ConfirmedOn!.Value))];
    }

    private static string Short(string text) => text.Length <= 120 ? text.TrimEnd('.', ';') : text[..119].TrimEnd() + "…";
}
