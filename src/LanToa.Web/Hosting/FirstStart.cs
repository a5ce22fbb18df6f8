using System.Security.Cryptography;
using LanToa.Demonstration;
using LanToa.Planning.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Permissions;
using LanToa.Platform.Time;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace LanToa.Web.Hosting;

/// <summary>
/// What an empty database needs before anyone can sign in: the nation, and either the demonstration (a job loads the most of it once the
/// address is open) or one administrator whose password is printed once and must be changed.
/// </summary>
public static class FirstStart
{
    private const string AdministratorName = "quantri";
    private const long LockKey = 0x4C4669727374; // "LFirst"

    /// <summary>True when the database was empty. Of two nodes that start on an empty database at once the second waits for the first and finds it filled.</summary>
    public static async Task<bool> PrepareAsync(IServiceProvider services, HostOptions options, TextWriter output, CancellationToken stop)
    {
        var database = services.GetRequiredService<NpgsqlDataSource>();
        if (await HasAccountAsync(database, stop)) return false;
        await using var connection = await database.OpenConnectionAsync(stop);
        await using var alone = await connection.BeginTransactionAsync(stop);
        await using (var take = new NpgsqlCommand($"SELECT pg_advisory_xact_lock({LockKey})", connection, alone)) await take.ExecuteNonQueryAsync(stop);
        if (await HasAccountAsync(database, stop)) return false;
        await FillAsync(services, options, output, stop);
        return true;
    }

    private static async Task FillAsync(IServiceProvider services, HostOptions options, TextWriter output, CancellationToken stop)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<LanToaDb>();
        scope.ServiceProvider.GetRequiredService<Actor>().BecomeSystem("cli", 0);
        var demonstration = scope.ServiceProvider.GetRequiredService<DemonstrationStart>();
        var clock = scope.ServiceProvider.GetRequiredService<Clock>();
        var nation = await db.Set<Organization>().FirstOrDefaultAsync(o => o.Level == OrganizationLevel.Nation, stop) ?? AddNation(db);
        await DefaultGroups.AddAsync(db, clock.Now, stop);
        await db.SaveChangesAsync(stop);
        scope.ServiceProvider.GetRequiredService<OrganizationDirectory>().Forget();
        if (options.Empty)
        {
            await AddAdministratorAsync(scope.ServiceProvider, nation.Id, output, stop);
            return;
        }
        await demonstration.BeginAsync(stop);
        await demonstration.PrintAsync(output, first: true, stop);
    }

    /// <summary>
    /// Says which accounts of the demonstration can be used. After the address, because it is the first to ask through the entity model, whose
    /// making takes a second: nobody waits for it, and the first page that needs it finds it made.
    /// </summary>
    public static async Task AnnounceAsync(IServiceProvider services, TextWriter output, CancellationToken stop)
    {
        try
        {
            await using var scope = services.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<DemonstrationStart>().PrintAsync(output, first: false, stop);
        }
        catch (Exception e) when (stop.IsCancellationRequested || e is NpgsqlException)
        {
            // Stopping, or a database that has gone again: the program itself says so.
        }
    }

    // Plain SQL: most starts find accounts and need nothing else.
    private static async Task<bool> HasAccountAsync(NpgsqlDataSource database, CancellationToken stop)
    {
        await using var command = database.Command("SELECT EXISTS (SELECT FROM account)");
        return (bool)(await command.ExecuteScalarAsync(stop))!;
    }

    private static async Task AddAdministratorAsync(IServiceProvider services, Guid nation, TextWriter output, CancellationToken stop)
    {
        var (db, clock) = (services.GetRequiredService<LanToaDb>(), services.GetRequiredService<Clock>());
        var password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        // Both or neither: an account without its role would be taken for an installation that has somebody.
        await using var both = await db.Database.BeginTransactionAsync(stop);
        var account = new Account { UserName = AdministratorName, DisplayName = "Quản trị hệ thống", CreatedAt = clock.Now, LockoutEnabled = true };
        var created = await services.GetRequiredService<UserManager<Account>>().CreateAsync(account, password);
        if (!created.Succeeded) throw new StartException(string.Join(" ", created.Errors.Select(e => e.Description)));
        // Whoever reads the terminal or the journal has seen it.
        await services.GetRequiredService<HandedPasswords>().MarkAsync(account.Id, stop);
        db.Add(new Membership { AccountId = account.Id, OrganizationId = nation, Role = Role.Administrator, ValidFrom = clock.Today });
        await db.SaveChangesAsync(stop);
        await output.WriteLineAsync($"Tài khoản quản trị: {AdministratorName}   mật khẩu (chỉ in lần này, đổi ngay khi đăng nhập): {password}");
        await both.CommitAsync(stop);
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
