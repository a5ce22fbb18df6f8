using System.Collections.Concurrent;
using System.Collections.Frozen;
using LanToa.Contracts.Organizations;
using LanToa.Platform.Data;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace LanToa.Planning.Organizations;

/// <summary>
/// The tree of organizations in memory. The snapshot is read when first asked and dropped by whoever changes the tree here. What another node, or a
/// person at the database, changed is seen within <see cref="Freshness"/>: after that time whoever asks next compares the stamp of the table.
/// </summary>
public sealed class OrganizationDirectory([FromKeyedServices(SpareConnections.Key)] NpgsqlDataSource database, TimeProvider time) : IOrganizationDirectory
{
    /// <summary>The longest that nodes disagree.</summary>
    public static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);

    private sealed record Snapshot(FrozenDictionary<Guid, OrganizationInfo> ById, ILookup<Guid, OrganizationInfo> Children, FrozenSet<(Guid Unit, short Province)> StoodFor, FrozenSet<(short Province, string Name)> Shared, SuccessionMap Succession, string Stamp, int Forgotten);

    /// <summary>Bounds every walk upwards, so that a ring in the data cannot hang the program.</summary>
    private const int Deepest = 20;

    private readonly ConcurrentDictionary<string, string> _keys = new(StringComparer.Ordinal);

    private volatile Snapshot? _snapshot;

    private readonly Lock _reading = new();

    private long _comparedAt;

    /// <summary>How often the tree was changed here; a snapshot that was begun before the last change is none.</summary>
    private volatile int _forgotten;

    public OrganizationInfo? Find(Guid id) => Current.ById.GetValueOrDefault(id);

    public string? DistinctNameOf(Guid id)
    {
        var current = Current;
        if (current.ById.GetValueOrDefault(id) is not { } body) return null;
        return current.Shared.Contains((body.ProvinceId, body.Name)) && body.ParentId is { } parent && current.ById.GetValueOrDefault(parent) is { } above && above.Level != nameof(OrganizationLevel.Nation)
            ? $"{body.Name}, {StepTo(body, above)}" : body.Name;
    }

    public bool IsWithin(Guid unit, Guid ancestor)
    {
        var current = Current;
        for (var depth = 0; depth < Deepest; depth++)
        {
            if (unit == ancestor) return true;
            if (current.ById.GetValueOrDefault(unit)?.ParentId is not { } parent) return false;
            unit = parent;
        }
        return false;
    }

    public IReadOnlyList<OrganizationInfo> Subtree(Guid root)
    {
        var current = Current;
        if (current.ById.GetValueOrDefault(root) is not { } top) return [];
        var found = new List<OrganizationInfo> { top };
        var seen = new HashSet<Guid> { root };
        for (var i = 0; i < found.Count; i++)
            foreach (var child in current.Children[found[i].Id])
                if (seen.Add(child.Id)) found.Add(child);
        return found;
    }

    /// <summary>A body and those above it, up to the nation; nothing for an unknown one.</summary>
    public IReadOnlyList<OrganizationInfo> Upwards(Guid unit)
    {
        var current = Current;
        var line = new List<OrganizationInfo>();
        for (var body = current.ById.GetValueOrDefault(unit); body is not null && line.Count < Deepest; body = body.ParentId is { } above ? current.ById.GetValueOrDefault(above) : null) line.Add(body);
        return line;
    }

    /// <summary>The province or ministry that a body belongs to: the highest above it that is not the nation.</summary>
    public OrganizationInfo TopOf(OrganizationInfo body) => Upwards(body.Id).LastOrDefault(b => b.Id == body.Id || b.Level != nameof(OrganizationLevel.Nation)) ?? body;

    /// <summary>The highest body with which this one is kept only because a document names it; null for a body of its province's own, or of the nation.</summary>
    public OrganizationInfo? KeptWith(Guid body) => Upwards(body).FirstOrDefault(b => b.IsKept);

    /// <summary>How far a body stands from another: 0 below it or itself, 1 below the body above it, and so on.</summary>
    public int DistanceOf(Guid unit, Guid from)
    {
        var line = Upwards(from);
        for (var distance = 0; distance < line.Count; distance++)
            if (IsWithin(unit, line[distance].Id)) return distance;
        return line.Count;
    }

    /// <summary>The bodies above, the highest first, that tell units of one name apart; without the nation. What a body of the Party or of a vertical line works in is no body above it: "địa bàn tỉnh Lam Giang".</summary>
    public string PathOf(Guid unit)
    {
        var line = Upwards(unit);
        return string.Join(" › ", line.Zip(line.Skip(1)).Where(step => step.Second.Level != nameof(OrganizationLevel.Nation)).Reverse()
            .Select(step => StepTo(step.First, step.Second)));
    }

    private string StepTo(OrganizationInfo body, OrganizationInfo above) => AreaOf(body)?.Id == above.Id ? $"địa bàn {OrganizationWords.Area(above)}" : above.ShortName.Length > 0 ? above.ShortName : above.Name;

    /// <summary>A name as it is compared with printed ones. Kept, because each printed name is compared with all of them.</summary>
    internal string KeyOf(string name) => _keys.GetOrAdd(name, PrintedNames.Key);

    /// <summary>In whose area a body of the Party or of a vertical line works that stands outside the tree: what it is recorded below is no superior of it. Null for every other body.</summary>
    public OrganizationInfo? AreaOf(OrganizationInfo body) =>
        body.ParentId is { } id && Find(id) is { Kind: nameof(OrganizationKind.Committee) } committee && body.StandsOutside(committee) ? committee : null;

    /// <summary>The bodies directly below.</summary>
    public IEnumerable<OrganizationInfo> ChildrenOf(Guid unit) => Current.Children[unit];

    /// <summary>Whether the province keeps a body in the place of this one.</summary>
    public bool IsStoodFor(Guid unit, short province) => Current.StoodFor.Contains((unit, province));

    public bool IsKept(Guid unit) => KeptWith(unit) is not null;

    public IReadOnlyCollection<Guid> KeptIn(short province) => [.. All.Where(o => o.IsKept && o.ProvinceId == province).SelectMany(top => Subtree(top.Id)).Select(o => o.Id)];

    public IReadOnlyCollection<OrganizationInfo> All => Current.ById.Values;

    /// <summary>Who carries on, as of the day, a body that has ended before it; nobody carries on one that has not.</summary>
    public IReadOnlyList<Guid> HeirsOf(Guid body, DateOnly day) =>
        Find(body) is { ValidTo: { } last } && last < day ? [.. Current.Succession.AsOf(body, day).Select(s => s.OrganizationId).Where(heir => heir != body)] : [];

    /// <summary>The ended bodies that this one carries on, as of the day.</summary>
    public IReadOnlyList<Guid> EndedInto(Guid heir, DateOnly day) =>
        [.. Current.Succession.CarriedOnBy(heir, day).Select(s => s.OrganizationId).Where(old => Find(old) is { ValidTo: { } last } && last < day)];

    /// <summary>To whom belongs, as of the day, what each of the bodies did.</summary>
    public IReadOnlyList<Attribution> Attribute(IEnumerable<Guid> bodies, DateOnly day) => Current.Succession.Attribute(bodies, day);

    /// <summary>Makes the next question read the tree again.</summary>
    public void Forget() => Interlocked.Increment(ref _forgotten);

    private Snapshot Current
    {
        get
        {
            var snapshot = Kept;
            // By the time that only goes forward: a clock set back must not make the tree old.
            var compared = Volatile.Read(ref _comparedAt);
            if (snapshot is not null && time.GetElapsedTime(compared) < Freshness) return snapshot;
            var now = time.GetTimestamp();
            // Whoever comes meanwhile goes on with what is there; one comparison a second is enough.
            if (snapshot is not null && Interlocked.CompareExchange(ref _comparedAt, now, compared) != compared) return snapshot;
            if (snapshot is not null && snapshot.Stamp == database.Ask(Stamp)) return snapshot;
            // One reads, however many come at once.
            lock (_reading)
            {
                if (Kept is { } read && read != snapshot) return read;
                _snapshot = snapshot = database.Ask(() => Read(_forgotten));
                Volatile.Write(ref _comparedAt, now);
                return snapshot;
            }
        }
    }

    private Snapshot? Kept => _snapshot is { } snapshot && snapshot.Forgotten == _forgotten ? snapshot : null;

    /// <summary>
    /// Another after each change that was committed, by whatever means: each row counts with its id and the number of the transaction that wrote it last.
    /// One short scan; nothing that writers would have to wait for.
    /// </summary>
    private string Stamp()
    {
        using var command = database.Command("SELECT count(*) || '.' || coalesce(sum(hashtextextended(id::text, xmin::text::bigint)), 0) FROM organization");
        return (string)command.ExecuteScalar()!;
    }

    // A body and the one of the same name that it carries on are not taken for each other.
    private static bool AreTogether(OrganizationInfo a, OrganizationInfo b) => (b.ValidTo is null || a.ValidFrom <= b.ValidTo) && (a.ValidTo is null || b.ValidFrom <= a.ValidTo);

    private Snapshot Read(int forgotten)
    {
        // Before the rows: a change between the two is found at the next comparison.
        var stamp = Stamp();
        using var command = database.Command("SELECT id, code, name, short_name, province_id, parent_id, level, kind, valid_from, valid_to, kept_for IS NOT NULL, stands_for_id, electronic_id FROM organization ORDER BY code, valid_from");
        using var reader = command.ExecuteReader();
        var all = new List<OrganizationInfo>();
        while (reader.Read())
            all.Add(new OrganizationInfo(reader.GetGuid(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetInt16(4),
                reader.IsDBNull(5) ? null : reader.GetGuid(5), reader.GetString(6), reader.GetString(7),
                reader.GetFieldValue<DateOnly>(8), reader.IsDBNull(9) ? null : reader.GetFieldValue<DateOnly>(9))
            { IsKept = reader.GetBoolean(10), StandsForId = reader.IsDBNull(11) ? null : reader.GetGuid(11), ElectronicId = reader.IsDBNull(12) ? null : reader.GetString(12) });
        return new Snapshot(all.ToFrozenDictionary(o => o.Id), all.Where(o => o.ParentId is not null).ToLookup(o => o.ParentId!.Value), all.Where(o => o.StandsForId is not null).Select(o => (o.StandsForId!.Value, o.ProvinceId)).ToFrozenSet(),
            all.GroupBy(o => (o.ProvinceId, o.Name)).Where(g => g.Any(a => g.Any(b => a.ParentId != b.ParentId && AreTogether(a, b)))).Select(g => g.Key).ToFrozenSet(), ReadSuccession(), stamp, forgotten);
    }

    // Whatever is recorded or withdrawn changes the last day of a body as well, and with it the stamp.
    private SuccessionMap ReadSuccession()
    {
        using var command = database.Command("SELECT s.effective_on, l.from_id, l.to_id, l.weight FROM succession_line l JOIN succession s ON s.id = l.succession_id WHERE s.withdrawn_at IS NULL");
        using var reader = command.ExecuteReader();
        var lines = new List<(DateOnly, Guid, Guid?, decimal)>();
        while (reader.Read()) lines.Add((reader.GetFieldValue<DateOnly>(0), reader.GetGuid(1), reader.IsDBNull(2) ? null : reader.GetGuid(2), reader.GetDecimal(3)));
        return new SuccessionMap(lines);
    }
}
