using LanToa.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Platform.Identity;

/// <summary>
/// The one way by which a person of the nation opens what a province keeps: the record is found wherever it is, the room says whether this person may read it, and what is asked next is asked
/// in its province. People of a province open nothing of another.
/// </summary>
public sealed class ProvinceVisits(LanToaDb db, Actor actor)
{
    /// <summary>Goes to the province of a record for as long as the answer is kept; stays where the record is here, is unknown, or may not be read.</summary>
    /// <param name="id">Of the record.</param>
    /// <param name="mayRead">Asked in the province of the record; null: whoever works for the whole country may.</param>
    /// <param name="cancel">Ends the reading.</param>
    public async Task<IDisposable?> ToAsync<T>(Guid id, Func<T, Task<bool>>? mayRead, CancellationToken cancel = default) where T : TenantRow
    {
        if (actor.ProvinceId != 0 || actor.IsSystem || (mayRead is null && !actor.ActsForNation)) return null;
        if (await db.Set<T>().IgnoreQueryFilters([LanToaDb.ProvinceFilter]).AsNoTracking().FirstOrDefaultAsync(r => r.Id == id, cancel) is not { ProvinceId: > 0 } found) return null;
        var visit = actor.Visit(found.ProvinceId);
        if (mayRead is null || await mayRead(found)) return visit;
        visit.Dispose();
        return null;
    }
}
