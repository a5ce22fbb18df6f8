using LanToa.Planning.Organizations;
using LanToa.Planning.Plans;
using LanToa.Platform;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Obligations.Pages;

/// <summary>What is done first where no plan stands yet: a line of Hôm nay with the page where it is done.</summary>
public sealed record FirstStep(string Text, string Href);

/// <summary>The steps that lead a new province to its first plan, for whoever may take them; none once there is a plan.</summary>
public sealed class FirstSteps(LanToaDb db, Actor actor, OrganizationDirectory directory)
{
    public async Task<IReadOnlyList<FirstStep>> OfAsync(CancellationToken cancel)
    {
        if (await db.Set<Plan>().AnyAsync(cancel)) return [];
        var steps = new List<FirstStep>();
        if (actor.AdministersInstallation && directory.All.All(o => o.Level == nameof(OrganizationLevel.Nation)))
            steps.Add(new("Nhập danh mục tỉnh, xã toàn quốc", OrganizationLinks.Import));
        if (actor.Holds(OrganizationPermissions.Manage)) steps.Add(new("Thêm các sở, ban, ngành và đơn vị trực thuộc", OrganizationLinks.List));
        if (actor.Holds(PlatformPermissions.ManageAccounts)) steps.Add(new("Mời người dùng và giao vai trò", "/identity/accounts"));
        if (actor.Holds(PlanPermissions.Write)) steps.Add(new("Đưa kế hoạch đã ban hành vào: tải văn bản lên, kiểm rồi ghi nhận", "/plans/import"));
        return steps;
    }
}
