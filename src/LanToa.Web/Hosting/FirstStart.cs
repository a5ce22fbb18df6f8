using System.Security.Cryptography;
using LanToa.Planning.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Permissions;
using LanToa.Platform.Time;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Web.Hosting;

/// <summary>What an empty database needs before anyone can sign in: the nation, and one administrator whose password is printed once.</summary>
internal static class FirstStart
{
    private const string AdministratorName = "quantri";

    public static async Task PrepareAsync(IServiceProvider services, HostOptions options, TextWriter output, CancellationToken stop)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<LanToaDb>();
        scope.ServiceProvider.GetRequiredService<Actor>().BecomeSystem("cli", 0);
        if (await db.Users.AnyAsync(stop)) return;

        var clock = scope.ServiceProvider.GetRequiredService<Clock>();
        var nation = await db.Set<Organization>().FirstOrDefaultAsync(o => o.Level == OrganizationLevel.Nation, stop) ?? AddNation(db);
        await DefaultGroups.AddAsync(db, clock.Now, stop);
        var password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        var account = new Account { UserName = AdministratorName, DisplayName = "Quản trị hệ thống", CreatedAt = clock.Now, LockoutEnabled = true };
        var accounts = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        await db.SaveChangesAsync(stop);
        var created = await accounts.CreateAsync(account, password);
        if (!created.Succeeded) throw new StartException(string.Join(" ", created.Errors.Select(e => e.Description)));
        db.Add(new Membership { AccountId = account.Id, OrganizationId = nation.Id, Role = Role.Administrator, ValidFrom = clock.Today });
        await db.SaveChangesAsync(stop);
        scope.ServiceProvider.GetRequiredService<OrganizationDirectory>().Forget();
        await output.WriteLineAsync($"Tài khoản quản trị: {AdministratorName}   mật khẩu (chỉ in lần này): {password}");
    }

    private static Organization AddNation(LanToaDb db)
    {
        var nation = new Organization
        {
            Code = "00", ProvinceId = 0, Name = "Chính phủ", ShortName = "Trung ương", Level = OrganizationLevel.Nation, Kind = OrganizationKind.Committee, ValidFrom = new DateOnly(1945, 9, 2),
        };
        nation.RefreshSearch();
        db.Add(nation);
        return nation;
    }
}
