using LanToa.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Organizations;

/// <summary>Reads the successions recorded in this installation.</summary>
public sealed class SuccessionReader(LanToaDb db)
{
    /// <summary>Every line that counts, as a map to ask "who carries on whom, as of a day".</summary>
    public async Task<SuccessionMap> MapAsync(CancellationToken cancel = default)
    {
        var lines = await db.Set<SuccessionLine>().AsNoTracking()
            .Join(db.Set<Succession>().Where(s => s.WithdrawnAt == null), l => l.SuccessionId, s => s.Id, (l, s) => new { s.EffectiveOn, l.FromId, l.ToId, l.Weight }).ToListAsync(cancel);
        return new SuccessionMap(lines.Select(l => (l.EffectiveOn, l.FromId, l.ToId, l.Weight)));
    }

    /// <summary>Every line of every reorganization, also of those withdrawn, newest first.</summary>
    public IAsyncEnumerable<(Succession Succession, SuccessionLine Line)> LinesAsync() =>
        db.Set<SuccessionLine>().AsNoTracking().Join(db.Set<Succession>().AsNoTracking(), l => l.SuccessionId, s => s.Id, (l, s) => new { Succession = s, Line = l })
            .OrderByDescending(r => r.Succession.EffectiveOn).ThenBy(r => r.Succession.Id).ThenBy(r => r.Line.Id).AsAsyncEnumerable().Select(r => (r.Succession, r.Line));

    /// <summary>The reorganizations that ended or began an organization, oldest first, with their lines.</summary>
    public async Task<IReadOnlyList<(Succession Succession, IReadOnlyList<SuccessionLine> Lines)>> OfAsync(Guid organization, CancellationToken cancel = default)
    {
        var ids = db.Set<SuccessionLine>().Where(l => l.FromId == organization || l.ToId == organization).Select(l => l.SuccessionId);
        var successions = await db.Set<Succession>().AsNoTracking().Where(s => ids.Contains(s.Id)).OrderBy(s => s.EffectiveOn).ToListAsync(cancel);
        var lines = (await db.Set<SuccessionLine>().AsNoTracking().Where(l => ids.Contains(l.SuccessionId)).ToListAsync(cancel)).ToLookup(l => l.SuccessionId);
        return [.. successions.Select(s => (s, (IReadOnlyList<SuccessionLine>)[.. lines[s.Id]]))];
    }
}
