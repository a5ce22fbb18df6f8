using LanToa.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Obligations;

internal static class OccurrenceLocks
{
    /// <summary>Nobody else changes these periods until the transaction ends; taken in one order everywhere, so that no two wait for each other.</summary>
    public static Task HoldAsync(this LanToaDb db, short province, Guid[] ids, CancellationToken cancel) =>
        db.Database.ExecuteSqlAsync($"SELECT FROM occurrence WHERE province_id = {province} AND id = ANY({ids}) ORDER BY id FOR UPDATE", cancel);

    /// <summary>Periods of one province, held and to be changed, by due date. Somebody who reports at this moment comes first: looked at again when nobody else can change them.</summary>
    public static async Task<List<Occurrence>> HeldAsync(this LanToaDb db, short province, IQueryable<Occurrence> periods, CancellationToken cancel)
    {
        var ids = await periods.Select(o => o.Id).ToArrayAsync(cancel);
        if (ids.Length == 0) return [];
        await db.HoldAsync(province, ids, cancel);
        return await periods.Where(o => ids.Contains(o.Id)).OrderBy(o => o.DueOn).ThenBy(o => o.Id).ToListAsync(cancel);
    }
}
