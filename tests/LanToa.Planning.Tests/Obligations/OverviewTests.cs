using System.Globalization;
using LanToa.Planning.Obligations;
using LanToa.Planning.Obligations.Rules;
using LanToa.Planning.Organizations;
using LanToa.Planning.Plans;
using LanToa.Platform.Data;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Planning.Tests.Obligations;

/// <summary>The leader's screen: each number is that of the rows, and leads to a list of as many.</summary>
public sealed class OverviewTests(ObligationsApp app) : IClassFixture<ObligationsApp>
{
    private static DateOnly D(string iso) => DateOnly.Parse(iso, CultureInfo.InvariantCulture);

    /// <summary>Two plans, one with requests; everything that can happen to a period, happened.</summary>
    private async Task<(Plan Plan, Plan Other)> SeedAsync()
    {
        app.Clock.MoveTo(D("2026-11-20"));
        var division = await app.AddOrganizationAsync("Phòng Kế toán", OrganizationLevel.Province, OrganizationKind.Division, app.Finance);
        var plan = await app.IssueAsync(D("2026-01-15"), null, new TaskGiven("Chuyên mục toàn cảnh", ObligationsApp.OneEachQuarter, [app.Culture.Id, app.Finance.Id, app.Commune.Id, division.Id]),
            new TaskGiven("Đề nghị toàn cảnh", ObligationsApp.OneEachQuarter, [app.Office.Id], TaskModality.Request));
        var other = await app.IssueAsync(D("2026-03-01"), D("2026-05-01"), new TaskGiven("Báo cáo toàn cảnh", ObligationsApp.ReportsOfPlan002, [app.Culture.Id, app.OtherCommune.Id]));
        await app.InScopeAsync(async services =>
        {
            var db = services.GetRequiredService<LanToaDb>();
            var all = await db.Set<Occurrence>().Where(o => o.PlanId == plan.Id || o.PlanId == other.Id).OrderBy(o => o.PlanId).ThenBy(o => o.DueOn).ThenBy(o => o.UnitId).ToListAsync();
            foreach (var (o, n) in all.Select((o, n) => (o, n)))
                switch (n % 8)
                {
                    case 0: (o.ClaimedOn, o.DoneOn, o.ConfirmedOn) = (o.DueOn, o.DueOn, o.DueOn.AddDays(2)); break;
                    case 1: (o.ClaimedOn, o.DoneOn, o.ConfirmedOn) = (o.DueOn.AddDays(9), o.DueOn.AddDays(3), o.DueOn.AddDays(10)); break;
                    case 2: (o.ClaimedOn, o.DoneOn) = (o.DueOn, o.DueOn); break;
                    case 3: o.ReturnedOn = o.DueOn; break;
                    case 4: (o.ExtensionTo, o.ExtensionReason) = (o.DueOn.AddDays(90), "Thiếu kinh phí"); break;
                    case 5: o.NothingAroseOn = o.DueOn; break;
                    case 6: o.NotApplicableOn = o.DueOn; break;
                }
            await db.SaveChangesAsync();
        });
        return (plan, other);
    }

    [Fact]
    public async Task Number_Any_LeadsToAListOfAsManyRows()
    {
        var (_, other) = await SeedAsync();
        using var leader = await app.SignInAsync(Role.Leader);
        using var finance = await app.SignInAsync(Role.Leader, app.Finance);
        var followed = 0;
        foreach (var (person, path) in new[]
        {
            (leader, "/obligations/overview"), (leader, "/obligations/overview?quarter=2"), (leader, "/obligations/overview?year=2026&quarter=4"), (leader, $"/obligations/overview?plan={other.Id}"), (finance, "/obligations/overview"),
        })
        {
            var page = await person.OpenAsync(path);
            foreach (var link in page.Html.QuerySelectorAll("main a[href*='scope=1']").Where(a => a.ParentElement?.TagName != "TH"))
            {
                var words = link.QuerySelector(".lt-figure__value")?.TextContent ?? link.TextContent;
                // "12/15 (80 %)" leads to the twelve; "trước: 3/4" to the four that count.
                var numbers = words.Replace("trước:", "", StringComparison.Ordinal).Split('(')[0].Split('/').Select(n => new string([.. n.Where(char.IsAsciiDigit)])).ToList();
                if (numbers[0].Length == 0) continue;
                var expected = int.Parse(words.Contains("trước", StringComparison.Ordinal) ? numbers[^1] : numbers[0], CultureInfo.InvariantCulture);
                var list = await person.OpenAsync(new Uri(page.Address, link.GetAttribute("href")!).PathAndQuery);
                list.Html.QuerySelectorAll("main tbody tr").Length.ShouldBe(expected, $"{path}: {words} → {link.GetAttribute("href")}");
                followed++;
            }
        }
        followed.ShouldBeGreaterThan(40);
        (await leader.OpenAsync("/today")).Html.QuerySelector("main a[href='/obligations/overview']").ShouldNotBeNull();
        (await finance.OpenAsync("/obligations/overview")).Text("main").ShouldNotContain("Ủy ban nhân dân xã Suối Thử");
        (await leader.OpenAsync("/obligations/overview?year=1999")).Text("main").ShouldContain("Chưa có kỳ nào đến hạn");
    }

    [Fact]
    public async Task Standings_OfPlansAndUnits_AreThoseOfTheRowsAndAddUp()
    {
        var (plan, other) = await SeedAsync();
        var today = D("2026-11-20");
        using var leader = await app.SignInAsync(Role.Leader);
        var rows = await LinesAsync(leader, "");
        int[] SumOf(string kind) => [.. Enumerable.Range(0, 5).Select(column => rows.Where(r => r.Kind == kind).Sum(r => r.Figures[column]))];

        // By the state that each row has, not by what the screen asks the database.
        var all = (await app.OccurrencesAsync(plan.Id)).Concat(await app.OccurrencesAsync(other.Id)).Where(o => !o.IsRequest && o.ScheduledOn.Year == 2026).ToList();
        int Count(Func<OccurrenceState, Occurrence, bool> of) => all.Count(o => of(o.StateOn(today), o));
        int[] expected =
        [
            Count((s, _) => s is OccurrenceState.DoneOnTime or OccurrenceState.NothingArose), Count((s, _) => s == OccurrenceState.DoneLate), Count((s, _) => s == OccurrenceState.AwaitingConfirmation),
            Count((_, o) => o.Facts().IsDebtOn(today)), 0,
        ];
        expected[4] = expected.Sum();
        expected.ShouldAllBe(n => n > 0);
        SumOf("Kế hoạch").ShouldBe(SumOf("Cơ quan"));
        // Other tests of this class add plans of the same kind: the whole is at least this, and each part is a whole.
        SumOf("Cơ quan").Zip(expected, (found, wanted) => found >= wanted).ShouldAllBe(yes => yes);
        var only = (await LinesAsync(leader, $"plan={plan.Id}&")).Where(r => r.Kind == "Kế hoạch").ToList();
        var mine = all.Where(o => o.PlanId == plan.Id).ToList();
        only.ShouldHaveSingleItem().Figures.ShouldBe(
        [
            mine.Count(o => o.StateOn(today) is OccurrenceState.DoneOnTime or OccurrenceState.NothingArose), mine.Count(o => o.StateOn(today) == OccurrenceState.DoneLate), mine.Count(o => o.StateOn(today) == OccurrenceState.AwaitingConfirmation),
            mine.Count(o => o.Facts().IsDebtOn(today)), mine.Count(o => o.StateOn(today) is OccurrenceState.DoneOnTime or OccurrenceState.NothingArose or OccurrenceState.DoneLate or OccurrenceState.AwaitingConfirmation || o.Facts().IsDebtOn(today)),
        ]);
    }

    /// <summary>The file of the screen: after the name, which may hold commas, five whole numbers and three shares.</summary>
    private static async Task<List<(string Kind, int[] Figures)>> LinesAsync(TestBrowser person, string query) =>
        [.. (await person.Http.GetStringAsync($"/obligations/overview?{query}handler=Export&dang=csv")).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(l => l.Split(','))
            .Select(cells => (cells[0], cells[^8..^3].Select(n => int.Parse(n, CultureInfo.InvariantCulture)).ToArray()))];
}
