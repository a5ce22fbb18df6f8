using LanToa.Contracts.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Platform.Jobs;

/// <summary>
/// The jobs that an administrator sees and may run again: of the provinces at whose first body they hold the role, all of them for the nation; another unit's administrator sees the own ones. Not of
/// the province that is chosen now, where they may hold a lesser role.
/// </summary>
public sealed class JobsInSight(LanToaDb db, Actor actor, IOrganizationDirectory organizations)
{
    public IQueryable<Job> Query()
    {
        var provinces = actor.ScopesOf(PlatformPermissions.ManageJobs).Select(organizations.Find).OfType<OrganizationInfo>().Where(actor.IsFirstOfProvince).Select(o => o.ProvinceId).Distinct().ToList();
        var mine = actor.AccountId;
        var jobs = db.Set<Job>().AsNoTracking();
        return actor.AdministersInstallation ? jobs : jobs.Where(j => provinces.Contains(j.ProvinceId) || (mine != null && j.CreatedBy == mine));
    }
}
