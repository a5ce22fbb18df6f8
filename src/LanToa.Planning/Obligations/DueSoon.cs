using LanToa.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Obligations;

/// <summary>How many days ahead a due date is near: the province's own number, else the country's, else a week. Every list, board and page asks here.</summary>
public sealed class DueSoon(LanToaDb db)
{
    public const int Default = 7;
    public const int Most = 60;

    // The province is handed over: asked of the context, that of the first who asked would stand in the statement for all.
    private static readonly Prepared<Func<LanToaDb, short, CancellationToken, Task<int?>>> Days = new(() => EF.CompileAsyncQuery(
        (LanToaDb db, short province, CancellationToken cancel) => db.Set<DueSoonSetting>().AsNoTracking().Where(s => s.ProvinceId == 0 || s.ProvinceId == province).OrderByDescending(s => s.ProvinceId).Select(s => (int?)s.Days).FirstOrDefault()));

    public async Task<int> DaysAsync(CancellationToken cancel = default) => await Days.For(db)(db, db.ProvinceId, cancel) ?? Default;
}
