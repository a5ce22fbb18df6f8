using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Organizations;

/// <summary>
/// The names under which documents speak of a body or a group, added and taken off by hand. Whoever comes second finds the first one's name or its absence:
/// the body's (group's) row is held meanwhile.
/// </summary>
public sealed class EditAliases(LanToaDb db, Actor actor, Clock clock)
{
    public const int MostLetters = 300;

    /// <summary>Why the words are no name to remember (Vietnamese); null when they are.</summary>
    public static string? WhyNot(string? text) =>
        string.IsNullOrWhiteSpace(text) || PrintedNames.Key(text).Length == 0 ? "Bạn chưa nhập tên gọi khác."
        : text.Trim().Length > MostLetters ? $"Tên gọi dài quá {MostLetters} chữ." : null;

    /// <summary>The other group in use that documents mean by these words already; null when there is none.</summary>
    public async Task<string?> GroupMeantAsync(string text, OrganizationGroup group, DateOnly day, CancellationToken cancel = default)
    {
        var key = PrintedNames.GroupKey(text);
        return await db.Set<OrganizationAlias>().Where(a => a.Folded == key && a.IssuerId == null && a.GroupId != null && a.GroupId != group.Id)
            .Join(db.Set<OrganizationGroup>().Where(g => g.OwnerId == group.OwnerId && (g.ValidTo == null || g.ValidTo >= day)), a => a.GroupId, g => g.Id, (a, g) => g.Name).FirstOrDefaultAsync(cancel);
    }

    /// <summary>Remembers the name of a body, or of a group where <paramref name="group"/> is given. A name that is known already is not added again.</summary>
    public async Task AddAsync(string text, Guid? organization, Guid? group, CancellationToken cancel = default)
    {
        await using var both = await db.Database.BeginTransactionAsync(cancel);
        await HoldAsync(organization, group, cancel);
        var alias = OrganizationAlias.Of(text.Trim(), organization, group, null, actor.AccountId, clock.Now);
        if (await Of(organization, group).AnyAsync(a => a.Folded == alias.Folded && a.IssuerId == null, cancel)) return;
        db.Add(alias);
        await db.SaveChangesAsync(cancel);
        await both.CommitAsync(cancel);
    }

    /// <summary>Takes a name off the body or group; null when it is gone already, or is no name of theirs.</summary>
    public async Task<string?> ForgetAsync(Guid alias, Guid? organization, Guid? group, CancellationToken cancel = default)
    {
        await using var both = await db.Database.BeginTransactionAsync(cancel);
        await HoldAsync(organization, group, cancel);
        if (await Of(organization, group).FirstOrDefaultAsync(a => a.Id == alias, cancel) is not { } known) return null;
        db.Remove(known);
        await db.SaveChangesAsync(cancel);
        await both.CommitAsync(cancel);
        return known.Text;
    }

    private IQueryable<OrganizationAlias> Of(Guid? organization, Guid? group) => db.Set<OrganizationAlias>().Where(a => a.OrganizationId == organization && a.GroupId == group);

    private Task<int> HoldAsync(Guid? organization, Guid? group, CancellationToken cancel) => group is { } id
        ? db.Database.ExecuteSqlAsync($"SELECT 1 FROM organization_group WHERE id = {id} FOR UPDATE", cancel)
        : db.Database.ExecuteSqlAsync($"SELECT 1 FROM organization WHERE id = {organization} FOR UPDATE", cancel);
}
