using System.Collections.Frozen;
using LanToa.Contracts.Organizations;
using LanToa.Platform.Data;
using Npgsql;

namespace LanToa.Planning.Organizations;

/// <summary>
/// The tree of organizations in memory. The snapshot is read when first asked, dropped by whoever changes the tree, and read again at
/// least each minute so that nodes agree.
/// </summary>
public sealed class OrganizationDirectory(NpgsqlDataSource database, TimeProvider time) : IOrganizationDirectory
{
    private static readonly TimeSpan Freshness = TimeSpan.FromMinutes(1);

    private sealed record Snapshot(FrozenDictionary<Guid, OrganizationInfo> ById, ILookup<Guid, OrganizationInfo> Children, DateTimeOffset ReadAt);

    private volatile Snapshot? _snapshot;

    public OrganizationInfo? Find(Guid id) => Current.ById.GetValueOrDefault(id);

    public bool IsWithin(Guid unit, Guid ancestor)
    {
        var current = Current;
        // Bounded, so that a ring in the data cannot hang the program.
        for (var depth = 0; depth < 20; depth++)
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

    /// <summary>The province or ministry that a body belongs to: the highest above it that is not the nation.</summary>
    public OrganizationInfo TopOf(OrganizationInfo body)
    {
        var top = body;
        for (var depth = 0; depth < 20 && top.ParentId is { } id && Find(id) is { } above && above.Level != nameof(OrganizationLevel.Nation); depth++) top = above;
        return top;
    }

    public IReadOnlyCollection<OrganizationInfo> All => Current.ById.Values;

    /// <summary>Makes the next question read the tree again.</summary>
    public void Forget() => _snapshot = null;

    private Snapshot Current
    {
        get
        {
            var snapshot = _snapshot;
            if (snapshot is null || time.GetUtcNow() - snapshot.ReadAt > Freshness) _snapshot = snapshot = Read();
            return snapshot;
        }
    }

    private Snapshot Read()
    {
        var at = time.GetUtcNow();
        using var command = database.Command("SELECT id, code, name, short_name, province_id, parent_id, level, kind, valid_from, valid_to FROM organization ORDER BY code, valid_from");
        using var reader = command.ExecuteReader();
        var all = new List<OrganizationInfo>();
        while (reader.Read())
            all.Add(new OrganizationInfo(reader.GetGuid(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetInt16(4),
                reader.IsDBNull(5) ? null : reader.GetGuid(5), reader.GetString(6), reader.GetString(7),
                reader.GetFieldValue<DateOnly>(8), reader.IsDBNull(9) ? null : reader.GetFieldValue<DateOnly>(9)));
        return new Snapshot(all.ToFrozenDictionary(o => o.Id), all.Where(o => o.ParentId is not null).ToLookup(o => o.ParentId!.Value), at);
    }
}
