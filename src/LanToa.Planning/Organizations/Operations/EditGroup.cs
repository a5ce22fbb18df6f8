using LanToa.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace LanToa.Planning.Organizations;

/// <summary>Changes a group that many units share; every change raises its version, so that nobody decides about a list that they have not seen.</summary>
public sealed class EditGroup(LanToaDb db)
{
    /// <summary>Puts a body into the group or out of it; false when another person has changed the group since <paramref name="version"/>. The same decision twice is one.</summary>
    public async Task<bool> PutAsync(Guid groupId, int version, Guid organization, bool included, string reason, CancellationToken cancel = default)
    {
        var row = await db.Set<OrganizationGroupMember>().FirstOrDefaultAsync(m => m.GroupId == groupId && m.OrganizationId == organization, cancel);
        if (row is not null && row.Included == included && row.Reason == reason.Trim()) return true;
        var group = await db.Set<OrganizationGroup>().FirstAsync(g => g.Id == groupId, cancel);
        db.Entry(group).Property(g => g.Version).OriginalValue = version;
        group.Version = version + 1;
        if (row is null) db.Add(row = new OrganizationGroupMember { GroupId = groupId, OrganizationId = organization });
        (row.Included, row.Reason) = (included, reason.Trim());
        return await SaveAsync("group-member.change", reason, cancel);
    }

    private async Task<bool> SaveAsync(string verb, string reason, CancellationToken cancel)
    {
        try
        {
            await db.Because(verb, reason).SaveChangesAsync(cancel);
            return true;
        }
        catch (DbUpdateException e) when (e is DbUpdateConcurrencyException || e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            db.ChangeTracker.Clear();
            return false;
        }
    }
}
