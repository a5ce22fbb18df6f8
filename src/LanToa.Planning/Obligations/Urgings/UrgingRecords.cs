using LanToa.Planning.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Obligations.Urgings;

/// <summary>A unit that was urged, with the work as it stood then.</summary>
public sealed record UrgedUnit(Guid UnitId, string Name, IReadOnlyList<(UrgedWork Work, OccurrenceRow Row)> Lines)
{
    /// <summary>Who had carried it on by then, where it had ended: the letter goes to them.</summary>
    public IReadOnlyList<string> Heirs { get; init; } = [];
}

/// <summary>Reads what was urged: by whoever may read the body in whose name it was done.</summary>
public sealed class UrgingRecords(LanToaDb db, OccurrenceRows rows, Actor actor, OrganizationDirectory directory)
{
    public IQueryable<Urging> Visible()
    {
        if (actor.CanForProvince(ObligationPermissions.Read)) return db.Set<Urging>().AsNoTracking();
        var units = rows.Units;
        return db.Set<Urging>().AsNoTracking().Where(u => units.Contains(u.UrgerId));
    }

    public bool MayOpen(Urging urging) => actor.Can(ObligationPermissions.Read, urging.UrgerId);

    /// <summary>How often an occurrence was urged about, the last time first.</summary>
    public Task<List<Urging>> OfOccurrenceAsync(Guid occurrence, CancellationToken cancel = default) =>
        db.Set<Urging>().AsNoTracking().Where(u => db.Set<UrgedWork>().Any(w => w.UrgingId == u.Id && w.OccurrenceId == occurrence)).OrderByDescending(u => u.At).Take(20).ToListAsync(cancel);

    public async Task<IReadOnlyList<UrgedUnit>> UnitsOfAsync(Urging urging, CancellationToken cancel = default)
    {
        var work = await db.Set<UrgedWork>().AsNoTracking().Where(w => w.UrgingId == urging.Id).ToListAsync(cancel);
        Guid[] ids = [.. work.Select(w => w.OccurrenceId)];
        var found = (await rows.ReadAsync(rows.Join(db.Set<Occurrence>().AsNoTracking().Where(o => ids.Contains(o.Id))), cancel)).ToDictionary(r => r.Occurrence.Id);
        return
        [
            .. work.GroupBy(w => w.UnitId).Select(g => new UrgedUnit(g.Key, directory.NameOf(g.Key), [.. g.OrderBy(w => w.DueOn).ThenBy(w => w.OccurrenceId).Select(w => (w, found[w.OccurrenceId]))]) { Heirs = [.. directory.HeirsOf(g.Key, urging.Day).Select(directory.NameOf)] })
                .OrderByDescending(u => u.Lines.Count).ThenBy(u => u.Name, StringComparer.Ordinal),
        ];
    }
}
