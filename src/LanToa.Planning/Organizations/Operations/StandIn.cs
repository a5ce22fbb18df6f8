using System.Globalization;
using LanToa.Contracts.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Permissions;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Organizations;

/// <summary>
/// Keeps a province or ministry of elsewhere, for which nobody works here, in the place of the one in the national list (adr/0050): a copy of its tree
/// in the person's own province. What is recorded of it stays there; the body itself, and whoever comes to work for it, is not touched.
/// </summary>
public sealed class StandIn(LanToaDb db, Actor actor, OrganizationDirectory directory, Clock clock)
{
    /// <summary>
    /// The bodies that stand in the place of those of the tree, with what is still missing added, and the person as their officer. Saved in the caller's
    /// transaction, after which the caller makes the directory forget.
    /// </summary>
    public async Task<IReadOnlyDictionary<Guid, Guid>> MakeAsync(OrganizationInfo body, string document, string? reason, CancellationToken cancel = default)
    {
        var top = directory.TopOf(body);
        // One at a time: two people, or two presses, keep one tree.
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({$"stand-in {actor.ProvinceId} {top.Id}"}, 0))", cancel);
        // The nation's own plans are followed without the whole country.
        var isNation = top.Level == nameof(OrganizationLevel.Nation);
        var originals = isNation ? [top] : directory.Subtree(top.Id);
        var (province, ids) = (actor.ProvinceId, originals.Select(o => o.Id).ToList());
        var standing = await db.Set<Organization>().AsNoTracking().Where(o => o.ProvinceId == province && o.StandsForId != null && ids.Contains(o.StandsForId.Value)).ToDictionaryAsync(o => o.StandsForId!.Value, o => o.Id, cancel);
        foreach (var original in originals.Where(o => !standing.ContainsKey(o.Id)))
        {
            var copy = new Organization
            {
                ProvinceId = province, Code = $"{province.ToString("00", CultureInfo.InvariantCulture)}.{original.Code}", Name = original.Name, ShortName = original.ShortName,
                Level = isNation ? OrganizationLevel.Ministry : Enum.Parse<OrganizationLevel>(original.Level), Kind = Enum.Parse<OrganizationKind>(original.Kind),
                ParentId = original.Id != top.Id ? standing[original.ParentId!.Value] : isNation ? top.Id : top.ParentId,
                ValidFrom = original.ValidFrom, ValidTo = original.ValidTo, KeptFor = original.Id == top.Id ? document : null, StandsForId = original.Id,
            };
            copy.RefreshSearch();
            db.Add(copy);
            standing[original.Id] = copy.Id;
        }
        var (officer, at, today) = (actor.AccountId!.Value, standing[top.Id], clock.Today);
        if (!await db.Set<Membership>().AnyAsync(m => m.AccountId == officer && m.OrganizationId == at && m.Role == Role.Officer && m.ValidFrom <= today && (m.ValidTo == null || m.ValidTo >= today), cancel))
            db.Add(new Membership { AccountId = officer, OrganizationId = at, Role = Role.Officer, ValidFrom = today });
        await db.Because("organization.follow", string.IsNullOrWhiteSpace(reason) ? $"Chưa có ai của {body.Name} làm việc ở đây; theo dõi {document}" : $"{reason.Trim()} ({document})").SaveChangesAsync(cancel);
        return standing;
    }
}
