using LanToa.Planning.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Permissions;
using LanToa.Platform.Time;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Demonstration;

/// <summary>An account named by its role; <see cref="UnitCode"/> is the unit for which it holds it.</summary>
public sealed record DemonstrationAccount(string UserName, string DisplayName, Role Role, string UnitCode);

/// <summary>The accounts of the demonstration: by role, no invented persons, one password that is printed at each start.</summary>
public sealed class DemonstrationAccounts(LanToaDb db, UserManager<Account> accounts, OrganizationDirectory directory, Clock clock)
{
    public const string Password = "lantoa-demo-2026";

    public const string Administrator = "quantri";

    /// <summary>Of the nation, which counts what provinces report to it.</summary>
    public const string Nation = "trunguong";

    /// <summary>Those printed at the start, the administrator first.</summary>
    public static IReadOnlyList<DemonstrationAccount> Printed { get; } =
    [
        new(Administrator, "Quản trị tỉnh", Role.Administrator, Samples.ProvinceCode),
        new("cchc", "Công chức phụ trách CCHC của tỉnh", Role.Officer, Samples.ProvinceCode),
        new("lanhdao", "Lãnh đạo UBND tỉnh", Role.Leader, Samples.ProvinceCode),
        new("daumoi.svhttdl", "Đầu mối Sở Văn hóa, Thể thao và Du lịch", Role.FocalPoint, "H99.SVHTTDL"),
        new("daumoi.skhcn", "Đầu mối Sở Khoa học và Công nghệ", Role.FocalPoint, "H99.SKHCN"),
        new("xa.vankhe", "Công chức CCHC xã Vân Khê", Role.Officer, "99605"),
        new("bientap", "Biên tập viên Cổng Thông tin điện tử tỉnh", Role.Editor, "H99.CTTDT"),
        new("taichinh", "Chuyên viên Sở Tài chính", Role.Finance, "H99.STC"),
        new("kiemtra", "Kiểm tra công vụ của tỉnh", Role.Inspector, Samples.ProvinceCode),
        new("xem", "Người xem của tỉnh", Role.Viewer, Samples.ProvinceCode),
        new(Nation, "Công chức theo dõi CCHC của trung ương", Role.Officer, Samples.NationCode),
    ];

    /// <summary>The focal point of every other department, service unit and commune, so that each can be tried.</summary>
    public static IEnumerable<DemonstrationAccount> Others() =>
        from body in Samples.Organizations().Organizations
        where body.Kind is OrganizationKind.Department or OrganizationKind.PublicService && body.Level == OrganizationLevel.Province
            || body is { Kind: OrganizationKind.Committee, Level: OrganizationLevel.Commune } && body.Parent == Samples.ProvinceCode
        let name = UserNameOf(body)
        where Printed.All(p => p.UserName != name && (p.UnitCode != body.Code || p.Role is not (Role.FocalPoint or Role.Officer)))
        select new DemonstrationAccount(name, "Đầu mối " + body.Name, Role.FocalPoint, body.Code);

    /// <summary>Adds the accounts that are not there yet and whose units exist today; returns how many.</summary>
    public async Task<int> AddAsync(IEnumerable<DemonstrationAccount> wanted, CancellationToken cancel)
    {
        var units = directory.All.Where(o => o.ExistsOn(clock.Today)).ToDictionary(o => o.Code);
        var known = (await db.Users.Select(a => a.UserName!).ToListAsync(cancel)).ToHashSet();
        string? hash = null;
        var added = 0;
        foreach (var one in wanted.Where(w => !known.Contains(w.UserName) && units.ContainsKey(w.UnitCode)))
        {
            var account = new Account { UserName = one.UserName, DisplayName = one.DisplayName, CreatedAt = clock.Now, LockoutEnabled = true };
            // One password, hashed once: hashing is slow on purpose.
            account.PasswordHash = hash ??= accounts.PasswordHasher.HashPassword(account, Password);
            db.Add(new Membership { AccountId = account.Id, OrganizationId = units[one.UnitCode].Id, Role = one.Role, ValidFrom = clock.Today });
            var created = await accounts.CreateAsync(account);
            if (!created.Succeeded) throw new InvalidOperationException(string.Join(" ", created.Errors.Select(e => e.Description)));
            added++;
        }
        return added;
    }

    /// <summary>The printed accounts that are in use and still have the demonstration's password.</summary>
    public async Task<IReadOnlyList<DemonstrationAccount>> StandingAsync(CancellationToken cancel)
    {
        var names = Printed.Select(p => p.UserName).ToList();
        var found = await db.Users.AsNoTracking().Where(a => names.Contains(a.UserName!) && a.DisabledAt == null).ToListAsync(cancel);
        // The accounts share one hash, so that a start verifies one or two, not ten.
        var open = found.GroupBy(a => a.PasswordHash ?? "")
            .Where(g => g.Key.Length > 0 && accounts.PasswordHasher.VerifyHashedPassword(g.First(), g.Key, Password) != PasswordVerificationResult.Failed)
            .SelectMany(g => g.Select(a => a.UserName)).ToHashSet();
        return [.. Printed.Where(p => open.Contains(p.UserName))];
    }

    private static string UserNameOf(SampleOrganization body) => body.Level == OrganizationLevel.Commune
        ? "xa." + Platform.Text.Folding.Fold(body.Name["Ủy ban nhân dân ".Length..]).Replace("phuong ", "", StringComparison.Ordinal).Replace("xa ", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal)
        : "daumoi." + body.Code["H99.".Length..].ToLowerInvariant();
}
