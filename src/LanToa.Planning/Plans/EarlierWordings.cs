using System.Collections.Concurrent;
using System.Collections.Frozen;
using LanToa.Platform.Data;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans;

/// <summary>A version of a plan: from when it holds, when it was applied, and what its tasks said where they say something else now.</summary>
internal sealed record VersionSaid(int Ordinal, DateOnly EffectiveOn, DateOnly AppliedOn, FrozenDictionary<Guid, string> Texts);

/// <summary>What earlier versions of some plans called their tasks.</summary>
public sealed class PlanWordings
{
    public static PlanWordings None { get; } = new(new Dictionary<Guid, IReadOnlyList<VersionSaid>>());

    private readonly IReadOnlyDictionary<Guid, IReadOnlyList<VersionSaid>> _versions;

    internal PlanWordings(IReadOnlyDictionary<Guid, IReadOnlyList<VersionSaid>> versions) => _versions = versions;

    /// <summary>The task's words that held for a period, where it says something else now; null where what it says now holds.</summary>
    /// <param name="reportedOn">When the unit reported it; null while it has not.</param>
    public string? TextOf(Guid plan, Guid task, DateOnly dueOn, DateOnly? reportedOn) =>
        _versions.TryGetValue(plan, out var versions) && HeldAt([.. versions.Select(v => (v.Ordinal, v.EffectiveOn, v.AppliedOn))], dueOn, reportedOn) is >= 0 and var held ? versions[held].Texts.GetValueOrDefault(task) : null;

    /// <summary>The place of the version that held for a period: a later one holds neither for what was due before it does, nor for what was reported before it was applied. Below 0 where none did.</summary>
    internal static int HeldAt(List<(int Ordinal, DateOnly EffectiveOn, DateOnly AppliedOn)> versions, DateOnly dueOn, DateOnly? reportedOn) =>
        versions.FindLastIndex(v => v.Ordinal == 1 || (v.EffectiveOn <= dueOn && !(reportedOn < v.AppliedOn)));
}

/// <summary>Earlier words as they were read once: a version never changes after a later one took its place.</summary>
public sealed class WordingsKept
{
    /// <summary>More plans than this are read again.</summary>
    private const int Most = 500;

    private readonly ConcurrentDictionary<(Guid Plan, int Revision), IReadOnlyList<VersionSaid>> _kept = new();

    internal IReadOnlyList<VersionSaid>? Find(Guid plan, int revision) => _kept.GetValueOrDefault((plan, revision));

    internal void Keep(Guid plan, int revision, IReadOnlyList<VersionSaid> versions)
    {
        if (_kept.Count >= Most) _kept.Clear();
        _kept[(plan, revision)] = versions;
    }
}

/// <summary>
/// For lists: what the tasks of amended plans said to periods of before. Asks the database nothing where no plan was ever amended, and once per amended plan and version afterwards.
/// Over provinces, as the words of duties are.
/// </summary>
public sealed class EarlierWordings(LanToaDb db, WordingsKept kept)
{
    public Task<PlanWordings> OfAsync(IEnumerable<PlanName> plans, CancellationToken cancel = default) => OfAsync([.. plans.Where(p => p.Revision > 1).Select(p => (p.Id, p.Revision)).Distinct()], cancel);

    /// <summary>Where the plans' names were not read.</summary>
    public async Task<PlanWordings> OfPlansAsync(IReadOnlyCollection<Guid> plans, CancellationToken cancel = default) => plans.Count == 0 ? PlanWordings.None
        : await OfAsync([.. (await AmendedAsync(db.Set<Plan>().Where(p => plans.Contains(p.Id)), cancel)).Select(p => (p.Key, p.Value))], cancel);

    /// <summary>Of some plans, of which those that were amended are known (<see cref="AmendedAsync(CancellationToken)"/>).</summary>
    public Task<PlanWordings> OfPlansAsync(IEnumerable<Guid> plans, IReadOnlyDictionary<Guid, int> amended, CancellationToken cancel = default) =>
        OfAsync([.. plans.Distinct().Where(amended.ContainsKey).Select(p => (p, amended[p]))], cancel);

    /// <summary>Every plan that was ever amended, with its version in force.</summary>
    public Task<Dictionary<Guid, int>> AmendedAsync(CancellationToken cancel = default) => AmendedAsync(db.Set<Plan>(), cancel);

    private static Task<Dictionary<Guid, int>> AmendedAsync(IQueryable<Plan> plans, CancellationToken cancel) =>
        plans.IgnoreQueryFilters([LanToaDb.ProvinceFilter]).Where(p => p.Revision > 1).Select(p => new { p.Id, p.Revision }).ToDictionaryAsync(p => p.Id, p => p.Revision, cancel);

    private async Task<PlanWordings> OfAsync(List<(Guid Id, int Revision)> amended, CancellationToken cancel)
    {
        if (amended.Count == 0) return PlanWordings.None;
        var found = new Dictionary<Guid, IReadOnlyList<VersionSaid>>();
        var missing = new List<(Guid Id, int Revision)>();
        foreach (var plan in amended)
            if (kept.Find(plan.Id, plan.Revision) is { } versions) found[plan.Id] = versions;
            else missing.Add(plan);
        if (missing.Count == 0) return new PlanWordings(found);
        Guid[] ids = [.. missing.Select(m => m.Id)];
        var rows = (await db.Set<PlanVersion>().IgnoreQueryFilters([LanToaDb.ProvinceFilter]).AsNoTracking().Where(v => ids.Contains(v.PlanId)).OrderBy(v => v.Ordinal)
            .Select(v => new { v.PlanId, v.Ordinal, v.EffectiveOn, v.At, v.Content }).ToListAsync(cancel)).ToLookup(v => v.PlanId);
        var now = await db.Set<PlanTask>().IgnoreQueryFilters([LanToaDb.ProvinceFilter]).AsNoTracking().Where(t => ids.Contains(t.PlanId)).Select(t => new { t.Id, t.Text }).ToDictionaryAsync(t => t.Id, t => t.Text, cancel);
        foreach (var (id, revision) in missing)
        {
            List<VersionSaid> versions =
            [
                .. rows[id].Select(v => new VersionSaid(v.Ordinal, v.EffectiveOn, Clock.DateOf(v.At),
                    (v.Content?.Tasks ?? []).Where(t => now.TryGetValue(t.Id, out var text) && !Alignment.Same(t.Text, text)).DistinctBy(t => t.Id).ToFrozenDictionary(t => t.Id, t => t.Text))),
            ];
            found[id] = versions;
            // Amended between the two questions: looked at again.
            if (versions.Count == revision) kept.Keep(id, revision, versions);
        }
        return new PlanWordings(found);
    }
}
