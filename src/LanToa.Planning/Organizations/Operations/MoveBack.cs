using LanToa.Contracts.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Organizations;

/// <summary>
/// Says that a body was there before the day from which the list knows it: the list of 2025 gives that year to provinces and communes that merely went on
/// under their names. Nothing else of the body changes.
/// </summary>
public sealed class MoveBack(LanToaDb db, Actor actor, OrganizationDirectory directory)
{
    /// <summary>Why the body cannot be said to have been there since the day (Vietnamese); empty when it can.</summary>
    public async Task<IReadOnlyList<string>> WhyNotAsync(OrganizationInfo body, DateOnly day, CancellationToken cancel = default)
    {
        if (!actor.Can(OrganizationPermissions.Manage, body.Id) && !actor.IsSystem) return [$"Chỉ người quản trị hoặc công chức phụ trách CCHC của {body.Name}, hoặc của cấp trên, mới lùi được ngày hiệu lực của cơ quan này."];
        if (await db.Set<SuccessionLine>().AsNoTracking().Where(l => l.ToId == body.Id && l.FromId != body.Id)
            .Join(db.Set<Succession>().Where(s => s.WithdrawnAt == null && s.EffectiveOn == body.ValidFrom), l => l.SuccessionId, s => s.Id, (l, s) => s.Act).FirstOrDefaultAsync(cancel) is { } act)
            return [$"{body.Name} được lập từ {VietnameseFormat.Date(body.ValidFrom)} do sắp xếp tổ chức ({act}); trước ngày đó là cơ quan khác."];
        // Two bodies of one code never exist at one time.
        var before = directory.All.Where(o => o.Code == body.Code && o.Id != body.Id && o.ValidFrom < body.ValidFrom && day <= (o.ValidTo ?? DateOnly.MaxValue)).MaxBy(o => o.ValidFrom);
        return before is null ? [] : [$"Mã {body.Code} khi đó là của {before.Name}{(before.ValidTo is { } end ? $" (đến {VietnameseFormat.Date(end)})" : "")}."];
    }

    /// <summary>Moves the first day of validity back to <paramref name="day"/>; done already is done. The reasons where it cannot be.</summary>
    public async Task<IReadOnlyList<string>> HandleAsync(Guid id, DateOnly day, string reason, CancellationToken cancel = default)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM organization WHERE id = {id} FOR UPDATE", cancel);
        directory.Forget();
        if (directory.Find(id) is not { } body) return ["Không có cơ quan này."];
        if (body.ValidFrom <= day) return [];
        if (await WhyNotAsync(body, day, cancel) is { Count: > 0 } why) return why;
        await ChangeAsync(id, day, reason, cancel);
        await transaction.CommitAsync(cancel);
        directory.Forget();
        return [];
    }

    /// <summary>The same of a copy that the caller has just made for the person, in the caller's transaction.</summary>
    internal async Task ChangeAsync(Guid id, DateOnly day, string reason, CancellationToken cancel)
    {
        var organization = await db.Set<Organization>().FirstAsync(o => o.Id == id, cancel);
        if (organization.ValidFrom <= day) return;
        (organization.ValidFrom, organization.Version) = (day, organization.Version + 1);
        await db.Because("organization.earlier", reason).SaveChangesAsync(cancel);
    }
}
