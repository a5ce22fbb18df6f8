namespace LanToa.Planning.Organizations;

/// <summary>A share of an old body that a present one carries on.</summary>
public sealed record Share(Guid OrganizationId, decimal Weight);

/// <summary>A body that takes over duties, from the day on which it does.</summary>
public sealed record Heir(Guid OrganizationId, DateOnly From);

/// <summary>The part of what a body did that belongs to a present one; to nobody where it was abolished.</summary>
public sealed record Attribution(Guid From, Guid? To, decimal Weight);

/// <summary>
/// Who carries on whom, as of a day: follows every succession effective on or before it, through several reorganizations. A body that
/// has not ended carries on itself; one that was abolished without a successor is carried on by nobody.
/// </summary>
public sealed class SuccessionMap
{
    // Reorganizations of one body in living memory are few; the bound keeps a ring in the data from hanging the program.
    private const int MostSteps = 50;

    private readonly ILookup<Guid, (DateOnly On, Guid? To, decimal Weight)> _lines;

    private readonly ILookup<Guid, Guid> _before;

    public SuccessionMap(IEnumerable<(DateOnly EffectiveOn, Guid From, Guid? To, decimal Weight)> lines)
    {
        var all = lines.ToList();
        _lines = all.ToLookup(l => l.From, l => (l.EffectiveOn, l.To, l.Weight));
        _before = all.Where(l => l.To is not null && l.To != l.From).ToLookup(l => l.To!.Value, l => l.From);
    }

    /// <summary>The bodies of before, other than itself, of which <paramref name="organization"/> carries on a share as of <paramref name="day"/>.</summary>
    public IReadOnlyList<Share> CarriedOnBy(Guid organization, DateOnly day) =>
        [.. Before(organization).SelectMany(old => AsOf(old, day).Where(s => s.OrganizationId == organization).Select(s => new Share(old, s.Weight))).OrderBy(s => s.OrganizationId)];

    // Whatever ever led to it; whether it still does on a day, AsOf says.
    private HashSet<Guid> Before(Guid organization)
    {
        var found = new HashSet<Guid>();
        var open = new Queue<Guid>([organization]);
        while (open.TryDequeue(out var body))
            foreach (var old in _before[body])
                if (old != organization && found.Add(old)) open.Enqueue(old);
        return found;
    }

    /// <summary>
    /// Who takes over what was asked of <paramref name="organization"/> on <paramref name="asked"/>, and from which day: the bodies that carry on one that ended after it, and those that carry on them.
    /// A body that only gives away a part goes on, and keeps what it was asked.
    /// </summary>
    public IReadOnlyList<Heir> HeirsOf(Guid organization, DateOnly asked)
    {
        var heirs = new Dictionary<Guid, DateOnly>();
        var open = new Queue<(Guid Id, DateOnly Since, int Steps)>([(organization, asked, 0)]);
        while (open.TryDequeue(out var body))
        {
            if (body.Steps >= MostSteps || _lines[body.Id].Where(l => l.On > asked && l.On >= body.Since).GroupBy(l => l.On).OrderBy(g => g.Key).FirstOrDefault(g => g.All(l => l.To != body.Id)) is not { } end) continue;
            foreach (var heir in end.Select(l => l.To).OfType<Guid>().Where(to => to != organization && (!heirs.TryGetValue(to, out var known) || known > end.Key)))
            {
                heirs[heir] = end.Key;
                open.Enqueue((heir, end.Key, body.Steps + 1));
            }
        }
        return [.. heirs.Select(h => new Heir(h.Key, h.Value)).OrderBy(h => h.From).ThenBy(h => h.OrganizationId)];
    }

    /// <summary>
    /// To whom belongs, as of <paramref name="day"/>, what each of the bodies did: weights of one body sum to exactly 1. What an abolished part did belongs to nobody
    /// (<see cref="Attribution.To"/> is null) and stays in the total.
    /// </summary>
    public IReadOnlyList<Attribution> Attribute(IEnumerable<Guid> organizations, DateOnly day) => [.. organizations.SelectMany(body =>
    {
        var shares = AsOf(body, day);
        var rest = 1m - shares.Sum(s => s.Weight);
        return shares.Select(s => new Attribution(body, s.OrganizationId, s.Weight)).Concat(rest == 0 ? [] : [new Attribution(body, null, rest)]);
    })];

    /// <summary>The shares of <paramref name="organization"/> as of <paramref name="day"/>; their weights sum to 1, or to less where a part was abolished.</summary>
    public IReadOnlyList<Share> AsOf(Guid organization, DateOnly day)
    {
        var present = new Dictionary<Guid, decimal>();
        var open = new Queue<(Guid Id, decimal Weight, DateOnly Since, int Steps)>([(organization, 1m, DateOnly.MinValue, 0)]);
        while (open.TryDequeue(out var body))
        {
            var next = _lines[body.Id].Where(l => l.On <= day && l.On >= body.Since).OrderBy(l => l.On).ToList();
            if (next.Count == 0 || body.Steps >= MostSteps)
            {
                present[body.Id] = present.GetValueOrDefault(body.Id) + body.Weight;
                continue;
            }
            // A transfer may leave a part with the old body itself: that part stays until its next reorganization.
            foreach (var (on, to, weight) in next.Where(l => l.On == next[0].On))
                if (to is { } successor) open.Enqueue((successor, body.Weight * weight, successor == body.Id ? on.AddDays(1) : on, body.Steps + 1));
        }
        return [.. present.Select(p => new Share(p.Key, p.Value)).OrderBy(s => s.OrganizationId)];
    }
}
