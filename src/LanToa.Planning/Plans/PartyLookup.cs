using LanToa.Contracts.Organizations;
using LanToa.Planning.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Text;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans;

/// <summary>Finds the units and groups that a person means: by any name, short name, code or remembered alias, without diacritics, as of a day.</summary>
public sealed class PartyLookup(LanToaDb db, Actor actor, OrganizationDirectory directory, OrganizationNames names)
{
    private const int MostFound = 20;
    private const int MostNames = 1500;

    // Names of offices repeat in every district and province: the near ones are looked for among so many.
    private const int MostWeighed = 500;

    /// <summary>Groups first, then units, those of the issuer before those of others; at most twenty.</summary>
    public async Task<IReadOnlyList<NameSuggestion>> SearchAsync(string? words, Guid? issuer, DateOnly asOf, CancellationToken cancel = default)
    {
        var parts = Words(Folding.Fold(words));
        if (parts.Length == 0) return [];
        var found = await UnitsAsync(parts, issuer, asOf, cancel);
        // "UBND xã …" is looked for by its full words as well.
        var full = Words(PrintedNames.Key(words!));
        if (found.Count < MostFound && full.Length > 0 && !full.SequenceEqual(parts)) found = [.. found.Concat(await UnitsAsync(full, issuer, asOf, cancel))];

        // An alias is kept without its small words ("các", "và", "thuộc").
        var meaning = Words(PrintedNames.GroupKey(words!));
        var aliases = db.Set<OrganizationAlias>().AsNoTracking().Where(a => (a.IssuerId == null || a.IssuerId == issuer) && meaning.Length > 0);
        foreach (var part in meaning) aliases = aliases.Where(a => a.Folded.Contains(part));
        var named = await aliases.OrderBy(a => a.Folded).ThenBy(a => a.Id).Select(a => new { a.OrganizationId, a.GroupId }).Take(10 * MostFound).ToListAsync(cancel);
        var groups = await names.GroupsAsync(issuer ?? actor.UnitId, asOf, cancel);
        var meant = named.Select(a => a.GroupId).ToHashSet();
        return [.. groups.Where(g => meant.Contains(g.Id) || parts.All(Folding.Fold(g.Name).Contains)).Select(g => new NameSuggestion(null, g.Id, g.Name, 1))
            .Concat(named.Where(a => a.OrganizationId is not null).Select(a => directory.Find(a.OrganizationId!.Value)).OfType<OrganizationInfo>().Where(o => o.ExistsOn(asOf) && (actor.ProvinceId == 0 || o.ProvinceId == actor.ProvinceId || o.ProvinceId == 0)).Select(o => new NameSuggestion(o.Id, null, o.Name, 1)))
            .Concat(found).DistinctBy(s => (s.OrganizationId, s.GroupId)).Take(MostFound)];
    }

    private async Task<List<NameSuggestion>> UnitsAsync(string[] parts, Guid? issuer, DateOnly asOf, CancellationToken cancel)
    {
        var units = db.Set<Organization>().AsNoTracking().Where(o => o.ValidFrom <= asOf && (o.ValidTo == null || o.ValidTo >= asOf));
        if (actor.ProvinceId != 0) units = units.Where(o => o.ProvinceId == actor.ProvinceId || o.ProvinceId == 0);
        foreach (var part in parts) units = units.Where(o => o.SearchText.Contains(part));
        var found = await units.OrderBy(o => o.Code).Take(MostWeighed).Select(o => new NameSuggestion(o.Id, null, o.Name, 1)).ToListAsync(cancel);
        var from = issuer ?? actor.UnitId;
        return [.. found.OrderBy(s => from is { } near ? directory.DistanceOf(s.OrganizationId!.Value, near) : 0).Take(MostFound)];
    }

    private static string[] Words(string folded) => folded.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The party that a form's key names: one of <paramref name="known"/>, a unit or group by id, or printed words looked up. Null for an id that does not exist.</summary>
    public async Task<ItemParty?> ReadAsync(string key, IEnumerable<ItemParty> known, Guid? issuer, DateOnly asOf, CancellationToken cancel = default)
    {
        if (known.FirstOrDefault(p => p.Key == key || p.Printed == key) is { } same) return same;
        var (unit, group) = ItemParty.Meaning(key);
        if (unit is { } organization) return directory.Find(organization) is { } found ? new ItemParty(found.Name, found.Id) : null;
        if (group is { } id) return await GroupAsync(id, cancel);
        if (issuer is not { } from) return new ItemParty(key);
        var resolved = await names.ResolveAsync(key, from, asOf, cancel);
        // What was typed to find a group is not how anything calls it.
        return resolved.GroupId is { } meant ? await GroupAsync(meant, cancel) : new ItemParty(key, resolved.OrganizationId);
    }

    private async Task<ItemParty?> GroupAsync(Guid id, CancellationToken cancel) =>
        await db.Set<OrganizationGroup>().AsNoTracking().Where(g => g.Id == id).Select(g => g.Name).FirstOrDefaultAsync(cancel) is { } name ? new ItemParty(name, null, id) : null;

    /// <summary>Names that a browser may offer while one is typed: groups, and the units of the issuer's province.</summary>
    public async Task<IReadOnlyList<string>> NamesNearAsync(Guid unit, DateOnly asOf, bool groups = true, CancellationToken cancel = default)
    {
        var top = directory.Find(unit);
        while (top is { ParentId: { } parent, Level: not nameof(OrganizationLevel.Province) } && directory.Find(parent) is { } above) top = above;
        var units = top is null ? [] : directory.Subtree(top.Id).Where(o => o.ExistsOn(asOf)).Select(o => o.Name);
        var named = groups ? (await names.GroupsAsync(unit, asOf, cancel)).Select(g => g.Name) : [];
        return [.. named.Concat(units).Distinct().Take(MostNames)];
    }

    /// <summary>What tells units of one name apart: the tree above.</summary>
    public string PlaceOf(NameSuggestion s) => s.OrganizationId is { } unit ? directory.PathOf(unit) : "nhóm cơ quan";
}
