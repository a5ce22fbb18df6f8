using LanToa.Contracts.Organizations;
using LanToa.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Organizations;

/// <summary>A unit that a printed name may mean; <see cref="Likeness"/> from 0 to 1.</summary>
public sealed record NameSuggestion(Guid? OrganizationId, Guid? GroupId, string Name, double Likeness);

/// <summary>What a printed name means as of the plan's date: one unit, one group, or nothing certain and suggestions.</summary>
public sealed record NameResolution(string Printed, Guid? OrganizationId, Guid? GroupId, IReadOnlyList<NameSuggestion> Suggestions)
{
    public bool IsResolved => OrganizationId is not null || GroupId is not null;
}

/// <summary>
/// Turns names printed in a plan into units and groups as of the plan's date: confirmed aliases first, then the issuer and what stands
/// below it, then what stands beside and above it in its province or ministry. Departments and communes of all provinces bear the same names:
/// those of another are meant only where the words name it. Only an exact and single match is taken; likeness makes suggestions for a person.
/// </summary>
public sealed class OrganizationNames(LanToaDb db, OrganizationDirectory directory)
{
    private const int MostSuggested = 5;

    public async Task<NameResolution> ResolveAsync(string printed, Guid issuerId, DateOnly asOf, CancellationToken cancel = default)
    {
        var key = PrintedNames.Key(printed);
        if (key.Length == 0) return new NameResolution(printed, null, null, []);

        if (OwnCommittee(key, issuerId, asOf) is { } committee) return new NameResolution(printed, committee.Id, null, []);
        var groupKey = PrintedNames.GroupKey(printed);
        var aliases = await db.Set<OrganizationAlias>().AsNoTracking()
            .Where(a => (a.Folded == key || (a.GroupId != null && a.Folded == groupKey)) && (a.IssuerId == null || a.IssuerId == issuerId))
            .OrderBy(a => a.IssuerId == null).ThenBy(a => a.Id).ToListAsync(cancel);
        var meant = aliases.Exists(a => a.GroupId is not null) ? (await GroupsAsync(issuerId, asOf, cancel)).ToDictionary(g => g.Id) : [];
        foreach (var alias in aliases.OrderBy(a => a.IssuerId is null).ThenBy(a => a.GroupId is not { } id || meant.GetValueOrDefault(id)?.OwnerId is null))
        {
            if (alias.GroupId is { } group && !meant.ContainsKey(group)) continue;
            if (alias.GroupId is not null) return new NameResolution(printed, null, alias.GroupId, []);
            if (directory.Find(alias.OrganizationId!.Value) is { } known && known.ExistsOn(asOf) && MayMean(printed, known, issuerId) && (IsNameOf(known, key) || !WasNamed(key, known.Id, issuerId, asOf))) return new NameResolution(printed, known.Id, null, []);
        }
        return Match(printed, key, issuerId, asOf);
    }

    /// <summary>The groups that a document of the day may mean: in use, and everybody's or of a body above the issuer (null: not known yet).</summary>
    public async Task<IReadOnlyList<OrganizationGroup>> GroupsAsync(Guid? issuerId, DateOnly asOf, CancellationToken cancel = default) =>
        [.. (await db.Set<OrganizationGroup>().AsNoTracking().Where(g => g.ValidTo == null || g.ValidTo >= asOf).OrderBy(g => g.Name).ToListAsync(cancel))
            .Where(g => g.OwnerId is not { } owner || (issuerId is { } issuer && directory.IsWithin(issuer, owner)))];

    /// <summary>
    /// Whether the words in a document of the issuer may be taken, and remembered, for the body: one of the issuer's province or ministry, one of the nation,
    /// or one whose province the words name.
    /// </summary>
    public bool MayMean(string printed, OrganizationInfo body, Guid issuerId) =>
        new Sight(directory, issuerId) is var seen && (seen.IsOfItsTree(body.Id) || (body.ProvinceId == 0 && seen.Sees(body)) || seen.NamedTop(PrintedNames.Key(printed)) is { } top && directory.IsWithin(body.Id, top.Top.Id));

    /// <summary>Whether a printed name speaks of bodies at large ("các cơ quan liên quan"), not of a certain one.</summary>
    public static bool IsAtLarge(string printed) => PrintedNames.IsAtLarge(printed);

    /// <summary>What spellings of one name share: case, marks, abbreviations and signs between words aside.</summary>
    public static string SpellingKey(string printed) => PrintedNames.Key(printed);

    /// <summary>Whether a printed place or superior body names a province other than that of <paramref name="unit"/>: its bodies bear the same names.</summary>
    public bool IsElsewhere(Guid unit, params IEnumerable<string?> printed)
    {
        var above = directory.Upwards(unit).Select(body => directory.KeyOf(body.Name)).ToList();
        return printed.Select(ProvinceNames.In).OfType<string>().Any(name => above.TrueForAll(own => !own.EndsWith(" " + name, StringComparison.Ordinal)));
    }

    /// <summary>
    /// Who may have issued a document, for a person to choose: bodies of exactly the printed name in the province that is printed <paramref name="beside"/> it, then what is
    /// like the name near <paramref name="from"/>. None of a province other than the printed one: all of them have bodies of these names.
    /// </summary>
    public async Task<IReadOnlyList<NameSuggestion>> IssuersAsync(string printed, Guid from, short province, DateOnly asOf, IReadOnlyList<string?> beside, CancellationToken cancel = default)
    {
        var (key, said) = (PrintedNames.Key(printed), beside.Append(printed).ToList());
        if (key.Length == 0) return [];
        var found = await ResolveAsync(printed, from, asOf, cancel);
        IEnumerable<NameSuggestion> near = found.OrganizationId is { } unit && directory.Find(unit) is { } known ? [new NameSuggestion(known.Id, null, known.Name, 1)] : found.Suggestions.Where(s => s.OrganizationId is not null);
        var named = said.Select(ProvinceNames.In).All(name => name is null) ? []
            : directory.All.Where(o => o.ExistsOn(asOf) && IsNameOf(o, key) && (o.ProvinceId == province || (!directory.IsKept(o.Id) && !directory.IsStoodFor(o.Id, province)))).OrderBy(o => o.ProvinceId != province).Select(o => new NameSuggestion(o.Id, null, o.Name, 1));
        return [.. named.Concat(near).Where(s => directory.Find(s.OrganizationId!.Value) is { } body && !PrintedNames.AreOfTwoPlaces(key, directory.KeyOf(body.Name)) && (directory.TopOf(body).Level != nameof(OrganizationLevel.Province) || !IsElsewhere(body.Id, said))).DistinctBy(s => s.OrganizationId).Take(MostSuggested)];
    }

    /// <summary>The one body that a province keeps for earlier documents under this name, where what is printed beside it does not name another province.</summary>
    public OrganizationInfo? Kept(string printed, short province, DateOnly asOf, params IReadOnlyList<string?> beside)
    {
        var key = PrintedNames.Key(printed);
        return directory.KeptIn(province).Select(directory.Find).OfType<OrganizationInfo>().Where(o => o.ExistsOn(asOf) && IsNameOf(o, key) && !IsElsewhere(o.Id, beside)).Take(2).ToList() is [var only] ? only : null;
    }

    /// <summary>"UBND tỉnh" without a name, in a document of the province or of one of its bodies: its own committee.</summary>
    private OrganizationInfo? OwnCommittee(string key, Guid issuerId, DateOnly asOf) => PrintedNames.TerritoryOf(key) is not { } level || level.Contains(' ') && level != "thanh pho" ? null
        : directory.Upwards(issuerId).FirstOrDefault(o => o.Kind == nameof(OrganizationKind.Committee) && o.ExistsOn(asOf) && PrintedNames.TerritoryOf(directory.KeyOf(o.Name))?.StartsWith(level + " ", StringComparison.Ordinal) == true);

    private NameResolution Match(string printed, string key, Guid issuerId, DateOnly asOf)
    {
        var issuer = directory.Find(issuerId);
        var territory = issuer is null ? null : PrintedNames.TerritoryOf(PrintedNames.Key(issuer.Name));
        string[] keys = [.. new[] { key, PrintedNames.WithoutTerritory(key, territory) }.OfType<string>()];
        var seen = new Sight(directory, issuerId);
        var around = new Dictionary<Guid, OrganizationInfo>();
        // Each ring is wider: below the issuer, then all below the body above it, up to the provinces and ministries of the nation.
        foreach (var ring in seen.Rings())
        {
            List<OrganizationInfo> candidates = [.. ring.Where(o => o.ExistsOn(asOf))];
            foreach (var body in candidates) around.TryAdd(body.Id, body);
            var exact = candidates.Where(o => keys.Any(k => IsNameOf(o, k))).ToList();
            if (exact.Count == 1) return new NameResolution(printed, exact[0].Id, null, []);
            // The issuer's own office before those of the same name in bodies below it.
            if (exact.FindAll(o => o.ParentId == issuerId) is [var own]) return new NameResolution(printed, own.Id, null, []);
            if (exact.Count > 1) return new NameResolution(printed, null, null, [.. exact.Take(MostSuggested).Select(o => new NameSuggestion(o.Id, null, o.Name, 1))]);
        }
        if (seen.NamedTop(key) is { } named && directory.Subtree(named.Top.Id).Where(o => o.ExistsOn(asOf) && IsNameOf(o, named.Before)).Take(2).ToList() is [var only]) return new NameResolution(printed, only.Id, null, []);
        return new NameResolution(printed, null, null, Suggest(key, around.Values, issuerId));
    }

    /// <summary>
    /// The one body of the name that the list knows only from after the document's day; null where there is none, or more than one. The name means nothing
    /// on that day (<see cref="ResolveAsync"/> finds nothing).
    /// </summary>
    public OrganizationInfo? Later(string printed, Guid issuerId, DateOnly asOf)
    {
        var (key, seen) = (PrintedNames.Key(printed), new Sight(directory, issuerId));
        if (key.Length == 0 || IsAtLarge(printed)) return null;
        foreach (var ring in seen.Rings())
            if (ring.Where(o => o.ValidFrom > asOf && IsNameOf(o, key)).Take(2).ToList() is { Count: > 0 } found) return found is [var only] ? only : null;
        return seen.NamedTop(key) is { } named && directory.Subtree(named.Top.Id).Where(o => o.ValidFrom > asOf && IsNameOf(o, named.Before)).Take(2).ToList() is [var below] ? below : null;
    }

    /// <summary>Whether another body that has ended since bore the very name on the day: what was said of later documents, where it means who carries that body on, does not hold for it.</summary>
    private bool WasNamed(string key, Guid meant, Guid issuerId, DateOnly asOf) =>
        new Sight(directory, issuerId).Rings().Any(ring => ring.Any(o => o.ValidTo is not null && o.Id != meant && o.ExistsOn(asOf) && IsNameOf(o, key)));

    /// <summary>The one body of the name that had ended before the document's day; null where there is none, or more than one. Asked where the name means nothing on that day.</summary>
    public OrganizationInfo? Ended(string printed, Guid issuerId, DateOnly asOf)
    {
        var (key, seen) = (PrintedNames.Key(printed), new Sight(directory, issuerId));
        if (key.Length == 0 || IsAtLarge(printed)) return null;
        foreach (var ring in seen.Rings())
            if (ring.Where(o => o.ValidTo < asOf && IsNameOf(o, key)).Take(2).ToList() is { Count: > 0 } found) return found is [var only] ? only : null;
        return null;
    }

    private bool IsNameOf(OrganizationInfo organization, string key) =>
        directory.KeyOf(organization.Name) == key || (organization.ShortName.Length > 0 && directory.KeyOf(organization.ShortName) == key);

    /// <summary>What is like the name: the issuer's own bodies first, those of other districts and provinces after them. The likeliest of all is always among them.</summary>
    private List<NameSuggestion> Suggest(string key, IReadOnlyCollection<OrganizationInfo> among, Guid issuerId)
    {
        var words = key.Split(' ').ToHashSet();
        // "UBND tỉnh Cao Bằng" means a province: a ward of that name is nothing to choose.
        var ofProvince = PrintedNames.TerritoryOf(key)?.StartsWith("tinh ", StringComparison.Ordinal) == true;
        var head = PrintedNames.HeadOf(key);
        var like = among.Where(o => head is null || PrintedNames.HeadOf(directory.KeyOf(o.Name)) is not { } other || other == head).Where(o => !ofProvince || o.Level is not (nameof(OrganizationLevel.District) or nameof(OrganizationLevel.Commune) or nameof(OrganizationLevel.Unit))).Select(o => new NameSuggestion(o.Id, null, o.Name, Likeness(words, directory.KeyOf(o.Name).Split(' ')))).Where(s => s.Likeness >= 0.4)
            .OrderBy(s => directory.DistanceOf(s.OrganizationId!.Value, issuerId)).ThenByDescending(s => s.Likeness).ThenBy(s => s.Name, StringComparer.Ordinal).ToList();
        var likeliest = like.MaxBy(s => s.Likeness);
        var shown = like.Take(MostSuggested).ToList();
        if (likeliest is not null && shown.TrueForAll(s => s.Likeness < likeliest.Likeness)) shown[^1] = likeliest;
        return shown;
    }

    // Shared words over all words (Jaccard): order and small words matter little in names of offices.
    private static double Likeness(HashSet<string> words, string[] name)
    {
        var shared = name.Distinct().Count(words.Contains);
        return (double)shared / (words.Count + name.Length - shared);
    }
}

/// <summary>The members of a group as of a date, seen from an issuer.</summary>
public sealed class GroupMembers(LanToaDb db, OrganizationDirectory directory)
{
    public async Task<IReadOnlyList<OrganizationInfo>> OfAsync(Guid groupId, Guid issuerId, DateOnly asOf, CancellationToken cancel = default)
    {
        var group = await db.Set<OrganizationGroup>().AsNoTracking().FirstAsync(g => g.Id == groupId, cancel);
        var byHand = await db.Set<OrganizationGroupMember>().AsNoTracking().Where(m => m.GroupId == groupId).ToListAsync(cancel);
        var left = byHand.Where(m => !m.Included).Select(m => m.OrganizationId).ToHashSet();
        var root = group.OwnerId ?? issuerId;
        var asking = directory.Find(root);
        // What stands below a body of the Party or of a vertical line is as little meant as that body, unless the rule names its kind.
        var byRule = directory.Subtree(root).Where(o => o.Id != root && (!group.DirectOnly || o.ParentId == root)
            && group.Levels.Any(l => l.ToString() == o.Level) && group.Kinds.Any(k => k.ToString() == o.Kind) && (o.StandsOutside(asking) || !directory.StandsOutside(o, asking)));
        // Those added by hand to a group of everybody are of somebody's province: they are meant in its documents and in those of the whole country.
        var seen = new Sight(directory, root);
        var added = byHand.Where(m => m.Included).Select(m => directory.Find(m.OrganizationId)).OfType<OrganizationInfo>().Where(o => seen.IsOfTheNation || seen.IsOfItsTree(o.Id));
        return [.. byRule.Concat(added).Where(o => o.ExistsOn(asOf) && !left.Contains(o.Id)).DistinctBy(o => o.Id)];
    }
}
