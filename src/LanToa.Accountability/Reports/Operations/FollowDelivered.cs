using System.Security.Cryptography;
using System.Text;
using LanToa.Contracts.Organizations;
using LanToa.Platform.Audit;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Notices;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Accountability.Reports;

/// <summary>What following the indicators and the forms that come with the program has in common: whether a person changed a row, whether its keepers were told of this very text, and telling them.</summary>
public sealed class FollowDelivered(LanToaDb db, NoticeBoard board, IOrganizationDirectory directory, Clock clock)
{
    /// <summary>A short mark of a delivered text: the history keeps it, so that each is told once.</summary>
    public static string MarkOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..12];

    /// <summary>Whether a person changed the row (what came with the program has no other history than that of following), and whether it was kept before this text.</summary>
    public async Task<(bool Changed, bool Told)> LookAsync(Guid row, string followed, string kept, string mark, CancellationToken cancel)
    {
        var events = db.Set<HistoryEvent>().IgnoreQueryFilters([LanToaDb.ProvinceFilter]).AsNoTracking().Where(e => e.SubjectId == row);
        var changed = await events.AnyAsync(e => e.Verb != followed && e.Verb != kept, cancel);
        return (changed, changed && await events.AnyAsync(e => e.Verb == kept && e.Reason!.EndsWith(mark), cancel));
    }

    /// <summary>Those who manage the dictionary and the forms of the province, or of the country.</summary>
    public async Task TellAsync(short province, Telling telling, CancellationToken cancel)
    {
        var (today, roles) = (clock.Today, ReportPermissions.Manage.Roles);
        var held = await db.Set<Membership>().AsNoTracking().Where(m => roles.Contains(m.Role) && m.ValidFrom <= today && (m.ValidTo == null || m.ValidTo >= today)).Select(m => new { m.AccountId, m.OrganizationId }).ToListAsync(cancel);
        var people = held.Where(m => directory.Find(m.OrganizationId) is { } unit && unit.ProvinceId == province && directory.Find(unit.ParentId ?? Guid.Empty)?.ProvinceId != province);
        await board.TellAsync(telling, people.Select(m => (m.AccountId, m.OrganizationId)), cancel);
    }
}
