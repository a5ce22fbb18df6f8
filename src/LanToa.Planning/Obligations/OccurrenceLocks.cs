using LanToa.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Obligations;

internal static class OccurrenceLocks
{
    /// <summary>Nobody else changes these periods until the transaction ends; taken in one order everywhere, so that no two wait for each other.</summary>
    public static Task HoldAsync(this LanToaDb db, short province, Guid[] ids, CancellationToken cancel) =>
        db.Database.ExecuteSqlAsync($"SELECT FROM occurrence WHERE province_id = {province} AND id = ANY({ids}) ORDER BY id FOR UPDATE", cancel);
}
