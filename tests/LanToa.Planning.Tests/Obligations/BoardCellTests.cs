using System.Globalization;
using LanToa.Contracts.Organizations;
using LanToa.Planning.Obligations;
using LanToa.Planning.Obligations.Rules;
using LanToa.Planning.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Planning.Tests.Obligations;

public sealed class BoardCellTests(ObligationsApp app) : IClassFixture<ObligationsApp>
{
    private static DateOnly D(string iso) => DateOnly.Parse(iso, CultureInfo.InvariantCulture);

    /// <summary>The board is counted in one statement of its own; lists are read through the model. Both see the same, of every scope.</summary>
    [Fact]
    public async Task Board_OfEachScope_CountsWhatThePersonSees()
    {
        app.Clock.MoveTo(D("2026-05-20"));
        await app.AddOrganizationAsync("Phòng Kinh tế", OrganizationLevel.Unit, OrganizationKind.Division, app.Commune);
        var (neighbour, department) = await app.KeepAsync("Ủy ban nhân dân tỉnh Bên Sông");
        await app.IssueAsync(D("2026-01-15"), null, new TaskGiven("Bảng của ba nơi", ObligationsApp.OneEachQuarter, [app.Finance.Id, app.Culture.Id, app.Commune.Id]));
        var plan = await app.IssueAsync(D("2026-01-15"), null, neighbour, new TaskGiven("Bảng của nơi khác", ObligationsApp.OneEachQuarter, [department.Id]));
        using var officer = await app.SignInAsync(Role.Officer);
        using var focal = await app.SignInAsync(Role.FocalPoint, app.Culture);
        using var commune = await app.SignInAsync(Role.FocalPoint, app.Commune);
        foreach (var (person, unit, of, expected) in new[]
        {
            (officer, app.Province.Id, (Guid?)null, OwedScope.AllButKept), (officer, app.Province.Id, plan.Id, OwedScope.All), (focal, app.Culture.Id, null, OwedScope.One), (commune, app.Commune.Id, null, OwedScope.Several),
        })
            await app.InScopeAsync(async s =>
            {
                var db = s.GetRequiredService<LanToaDb>();
                s.GetRequiredService<Actor>().BecomePerson(await db.Users.FirstAsync(a => a.Id == person.AccountId), await db.Set<Membership>().Where(m => m.AccountId == person.AccountId).ToListAsync(), unit, null);
                var rows = s.GetRequiredService<OccurrenceRows>();
                rows.ScopeOf(named: of is not null).Scope.ShouldBe(expected);
                var cells = await s.GetRequiredService<BoardCells>().OfAsync(2026, PeriodKind.Quarter, of);
                var seen = await rows.Visible(named: of is not null).Where(o => of == null || o.PlanId == of).ToListAsync();
                seen.ShouldNotBeEmpty();
                foreach (var whose in seen.GroupBy(o => o.UnitId))
                    for (var quarter = 0; quarter < 4; quarter++)
                    {
                        var due = whose.Where(o => (o.ScheduledOn.Month - 1) / 3 == quarter && !o.IsRequest && !o.BeforeTracking).ToList();
                        (cells[whose.Key][quarter].Of, cells[whose.Key][quarter].Late).ShouldBe((due.Count, due.Count(o => o.DueOn < D("2026-05-20"))), $"{expected} {quarter}");
                    }
                cells.Keys.ShouldBe(seen.Select(o => o.UnitId).Distinct(), ignoreOrder: true);
            });
    }
}
