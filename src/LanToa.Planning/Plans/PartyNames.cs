using LanToa.Contracts.Organizations;
using LanToa.Planning.Organizations;
using LanToa.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans;

/// <summary>What a party is called. <see cref="Now"/>: today's name of its group, where that is another one.</summary>
public sealed record PartyName(string Words, string? Now = null);

/// <summary>
/// What the parties of a document are called on every page: a group by the document's own words, since its name goes with the times; a unit by the name of
/// the body that it was (a new name is a new body, which carries it on).
/// </summary>
public sealed class PartyNames(LanToaDb db, IOrganizationDirectory directory)
{
    private Dictionary<Guid, string>? _groups;

    /// <summary>Today's names of all groups, for choosing one.</summary>
    public async Task<IReadOnlyDictionary<Guid, string>> GroupsAsync(CancellationToken cancel = default) =>
        _groups ??= await db.Set<OrganizationGroup>().AsNoTracking().ToDictionaryAsync(g => g.Id, g => g.Name, cancel);

    public async Task<PartyName> OfAsync(string printed, Guid? unit, Guid? group, CancellationToken cancel = default)
    {
        if (unit is { } body) return new PartyName(directory.DistinctNameOf(body) ?? printed);
        if (group is not { } id) return new PartyName(printed);
        var now = (await GroupsAsync(cancel)).GetValueOrDefault(id);
        return new PartyName(Begun(printed), now is null || PrintedNames.GroupKey(now) == PrintedNames.GroupKey(printed) ? null : now);
    }

    /// <summary>Whether two spellings are one name of a group.</summary>
    public static string KeyOf(string printed) => PrintedNames.GroupKey(printed);

    // Words from the middle of a sentence stand at the head of a line.
    private static string Begun(string printed) => printed.Length == 0 ? printed : char.ToUpperInvariant(printed[0]) + printed[1..];
}
