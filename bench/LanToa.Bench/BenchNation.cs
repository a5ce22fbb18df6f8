using LanToa.Contracts.Organizations;
using LanToa.Contracts.Plans;
using LanToa.Planning.Obligations.Rules;
using LanToa.Planning.Organizations;
using LanToa.Planning.Plans;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Modules;
using LanToa.Platform.Permissions;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Bench;

/// <summary>A made-up country of provinces and communes with people, and a plan that speaks to all of them.</summary>
internal sealed class BenchNation(IServiceProvider services, int provinces, int communes, int departments = 0)
{
    public const int Tasks = 100;
    public const string Password = "mật khẩu để đo";

    private Organization? _nation;

    public Organization Nation => _nation!;

    public IReadOnlyList<Organization> Tops { get; private set; } = [];
    public IReadOnlyList<Organization> Units { get; private set; } = [];

    /// <summary>The same country where a run before made it.</summary>
    public async Task<bool> FindAsync()
    {
        await InScopeAsync(async scope =>
        {
            var all = await scope.GetRequiredService<LanToaDb>().Set<Organization>().AsNoTracking().Where(o => o.Code.StartsWith("D")).OrderBy(o => o.Code).ToListAsync();
            _nation = all.FirstOrDefault(o => o.Code == "D");
            Tops = [.. all.Where(o => o.ParentId == _nation?.Id && o.ParentId is not null)];
            Units = [.. all.Where(o => o.Code.Contains('.', StringComparison.Ordinal))];
        });
        return _nation is not null;
    }

    public async Task MakeAsync(int people)
    {
        await InScopeAsync(async scope =>
        {
            var db = scope.GetRequiredService<LanToaDb>();
            var nation = _nation = Unit("Chính phủ", OrganizationLevel.Nation, 0, null, "D");
            db.Add(nation);
            await db.SaveChangesAsync();
            Tops = [.. Enumerable.Range(1, provinces).Select(i => Unit($"Ủy ban nhân dân tỉnh Đo {i:00}", OrganizationLevel.Province, (short)i, nation.Id, $"D{i:00}"))];
            var bodies = Enumerable.Range(0, departments * provinces).Select(i => Unit($"Sở Đo {i:0000}", OrganizationLevel.Province, Tops[i % provinces].ProvinceId, Tops[i % provinces].Id, $"D{Tops[i % provinces].ProvinceId:00}.S{i:0000}", OrganizationKind.Department));
            Units = [.. bodies, .. Enumerable.Range(0, communes).Select(i => Unit($"Ủy ban nhân dân xã Đo {i:0000}", OrganizationLevel.Commune, Tops[i % provinces].ProvinceId, Tops[i % provinces].Id, $"D{Tops[i % provinces].ProvinceId:00}.{i:0000}"))];
            db.AddRange(Tops);
            await db.SaveChangesAsync();
            db.AddRange(Units);
            var hash = new PasswordHasher<Account>().HashPassword(new Account(), Password);
            Person("canbo0", Role.Officer, Tops[0]);
            Person("canbonuoc", Role.Officer, nation);
            for (var i = 1; i <= people; i++) Person($"canbo{i}", Role.FocalPoint, Units[i * 7 % Units.Count]);
            await db.SaveChangesAsync();
            scope.GetRequiredService<OrganizationDirectory>().Forget();

            void Person(string name, Role role, Organization unit)
            {
                var account = new Account
                {
                    UserName = name, NormalizedUserName = name.ToUpperInvariant(), DisplayName = name, PasswordHash = hash,
                    SecurityStamp = Guid.CreateVersion7().ToString(), CreatedAt = DateTimeOffset.UnixEpoch, LockoutEnabled = true,
                };
                db.Add(account);
                db.Add(new Membership { AccountId = account.Id, OrganizationId = unit.Id, Role = role, ValidFrom = new DateOnly(2000, 1, 1) });
            }
        });
    }

    /// <summary>Issues a plan, of the nation or of a province: its duties are due each month of 2026 at every unit; the job that makes them waits.</summary>
    /// <returns>The plan's id.</returns>
    public async Task<Guid> IssueAsync(Organization? by = null, int tasks = Tasks)
    {
        var id = Guid.Empty;
        await InScopeAsync(async scope => id = await IssueAsync(scope, by ?? _nation!, tasks), (by ?? _nation!).ProvinceId);
        return id;
    }

    private static async Task<Guid> IssueAsync(IServiceProvider scope, Organization issuer, int tasks)
    {
        var db = scope.GetRequiredService<LanToaDb>();
        var everyone = new OrganizationGroup { Name = "Ủy ban nhân dân các cấp", Levels = [OrganizationLevel.Province, OrganizationLevel.Commune], Kinds = [OrganizationKind.Committee, OrganizationKind.Department] };
        var plan = new Plan
        {
            ProvinceId = issuer.ProvinceId, IssuerId = issuer.Id, Number = "1", Symbol = "KH-ĐO", Title = "Kế hoạch để đo", Date = new DateOnly(2026, 1, 1),
            PeriodFrom = new DateOnly(2026, 1, 1), PeriodTo = new DateOnly(2026, 12, 31), State = PlanState.Issued,
        };
        db.Add(everyone);
        db.Add(plan);
        for (var i = 0; i < tasks; i++)
        {
            var rule = new DutyRule { Kind = DutyKind.Cutoff, Every = [PeriodKind.Month], Day = (i % 28) + 1, Where = $"mục {i / 10 + 1}.{i % 10 + 1} Kế hoạch số 1/KH-ĐO" };
            var task = new PlanTask { ProvinceId = issuer.ProvinceId, PlanId = plan.Id, Ordinal = i, Text = $"Nhiệm vụ {i}: tuyên truyền cải cách hành chính trên hệ thống thông tin cơ sở, báo cáo kết quả hằng tháng", Modality = TaskModality.Command, Rule = rule };
            db.Add(task);
            db.Add(new TaskParty { ProvinceId = issuer.ProvinceId, PlanId = plan.Id, TaskId = task.Id, Ordinal = 0, Role = PartyRole.Lead, Printed = "Ủy ban nhân dân các cấp", GroupId = everyone.Id });
        }
        await scope.GetRequiredService<Events>().PublishAsync(new PlanIssued(issuer.ProvinceId, plan.Id, issuer.Id, new DateOnly(2026, 1, 1), null));
        await db.SaveChangesAsync();
        return plan.Id;
    }

    private static Organization Unit(string name, OrganizationLevel level, short province, Guid? parent, string code, OrganizationKind kind = OrganizationKind.Committee)
    {
        var unit = new Organization { Code = code, ProvinceId = province, Name = name, Level = level, Kind = kind, ParentId = parent, ValidFrom = new DateOnly(2000, 1, 1) };
        unit.RefreshSearch();
        return unit;
    }

    private async Task InScopeAsync(Func<IServiceProvider, Task> work, short province = 0)
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Actor>().BecomeSystem("bench", province);
        await work(scope.ServiceProvider);
    }
}
