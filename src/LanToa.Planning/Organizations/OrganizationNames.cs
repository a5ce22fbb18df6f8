using LanToa.Contracts.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Text;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Organizations;

/// <summary>A unit that a printed name may mean; <see cref="Likeness"/> from 0 to 1.</summary>
public sealed record NameSuggestion(Guid? OrganizationId, Guid? GroupId, string Name, double Likeness);

/// <summary>What a printed name means as of the plan's date: one unit, one group, or nothing certain and suggestions.</summary>
public sealed record NameResolution(string Printed, Guid? OrganizationId, Guid? GroupId, IReadOnlyList<NameSuggestion> Suggestions)
{
    public bool IsResolved => OrganizationId is not null || GroupId is not null;
}

/// <summary>Turns names printed in a plan into units and groups, near the plan's issuer first.</summary>
public sealed class OrganizationNames(LanToaDb db, OrganizationDirectory directory)
{
    public async Task<NameResolution> ResolveAsync(string printed, Guid issuerId, DateOnly asOf, CancellationToken cancel = default)
    {
        var folded = Folding.Fold(printed);
        if (folded.Length == 0) return new NameResolution(printed, null, null, []);

        var aliases = await db.Set<OrganizationAlias>().AsNoTracking()
            .Where(a => a.Folded == folded && (a.IssuerId == null || a.IssuerId == issuerId))
            .OrderBy(a => a.IssuerId == null).ToListAsync(cancel);
        foreach (var alias in aliases)
        {
            if (alias.GroupId is { } group) return new NameResolution(printed, null, group, []);
            if (directory.Find(alias.OrganizationId!.Value) is { } known && known.ExistsOn(asOf)) return new NameResolution(printed, known.Id, null, []);
        }
        var near = directory.Subtree(issuerId).Where(o => o.ExistsOn(asOf)).ToList();
        var exact = near.Where(o => Folding.Fold(o.Name) == folded || Folding.Fold(o.ShortName) == folded).ToList();
        if (exact.Count == 1) return new NameResolution(printed, exact[0].Id, null, []);
        return new NameResolution(printed, null, null, Suggest(folded, exact.Count > 1 ? exact : near));
    }

    private static List<NameSuggestion> Suggest(string folded, IReadOnlyList<OrganizationInfo> among)
    {
        var words = folded.Split(' ').ToHashSet();
        return [.. among
            .Select(o => new NameSuggestion(o.Id, null, o.Name, Likeness(words, Folding.Fold(o.Name).Split(' '))))
            .Where(s => s.Likeness >= 0.4).OrderByDescending(s => s.Likeness).ThenBy(s => s.Name, StringComparer.Ordinal).Take(5)];
    }

    // Shared words over all words (Jaccard): order and small words matter little in names of offices.
    private static double Likeness(HashSet<string> words, string[] name)
    {
        var shared = name.Count(words.Contains);
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
        var byRule = directory.Subtree(root).Where(o => o.Id != root && (!group.DirectOnly || o.ParentId == root)
            && group.Levels.Any(l => l.ToString() == o.Level) && group.Kinds.Any(k => k.ToString() == o.Kind));
        var added = byHand.Where(m => m.Included).Select(m => directory.Find(m.OrganizationId)).OfType<OrganizationInfo>();
        return [.. byRule.Concat(added).Where(o => o.ExistsOn(asOf) && !left.Contains(o.Id)).DistinctBy(o => o.Id)];
    }
}
