using LanToa.Planning.Obligations;
using LanToa.Planning.Obligations.Rules;
using LanToa.Planning.Plans;
using LanToa.Platform.Data;
using LanToa.Platform.Modules;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Planning.Tests.Obligations;

/// <summary>The lists of Hôm nay, which one statement reads, are those of the states that the rules give.</summary>
public sealed class UnitTodayTests(ObligationsApp app) : IClassFixture<ObligationsApp>
{
    private const int Most = 3;

    private static DateOnly D(string iso) => DateOnly.Parse(iso, System.Globalization.CultureInfo.InvariantCulture);

    private static TodayList? ListOf(Occurrence o, Guid? assignee, Guid me, bool all, DateOnly today)
    {
        if (o.ConfirmedOn is not null || o.NothingAroseOn is not null || o.NotApplicableOn is not null || o.ClaimedOn is not null) return null;
        if (!all && assignee is not null && assignee != me) return !o.BeforeTracking && !o.IsRequest && o.DueOn < today ? TodayList.Others : null;
        return o.StateOn(today) switch
        {
            OccurrenceState.Returned => TodayList.Returned,
            OccurrenceState.Overdue => TodayList.Overdue,
            OccurrenceState.BeforeTracking or OccurrenceState.NotYet => null,
            _ => o.DueOn >= today && o.DueOn <= today.AddDays(UnitToday.WeekDays) ? TodayList.Week : TodayList.Later,
        };
    }

    [Theory]
    [InlineData(21)]
    [InlineData(22)]
    public async Task Of_AnyVerbsAndAssignees_ListsAreThoseOfTheRules(int seed)
    {
        var random = new Random(seed);
        app.Clock.MoveTo(D("2026-07-05"));
        var plan = await app.IssueAsync(D("2026-01-15"), random.Next(2) == 0 ? D("2026-03-01") : null,
            new TaskGiven($"Việc hôm nay {seed}", ObligationsApp.OneEachQuarter, [app.Culture.Id, app.Commune.Id]), new TaskGiven($"Việc của tôi {seed}", ObligationsApp.OneEachQuarter, [app.Culture.Id, app.Commune.Id]),
            new TaskGiven($"Việc của người khác {seed}", new DutyRule { Kind = DutyKind.Counted, Every = [PeriodKind.Month], Count = 1 }, [app.Culture.Id, app.Commune.Id]),
            new TaskGiven($"Đề nghị hôm nay {seed}", ObligationsApp.OneEachQuarter, [app.Culture.Id, app.Commune.Id], TaskModality.Request));
        var (me, other) = ((await app.AddPersonAsync(Role.Officer, app.Culture)).Id, (await app.AddPersonAsync(Role.Officer, app.Culture)).Id);
        await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            foreach (var duty in await db.Set<Obligation>().Where(o => o.PlanId == plan.Id).ToListAsync())
                duty.AssigneeId = duty.Text.StartsWith("Việc của tôi", StringComparison.Ordinal) ? me : duty.Text.StartsWith("Việc của người khác", StringComparison.Ordinal) ? other : null;
            await db.SaveChangesAsync();
        });
        for (var round = 0; round < 2; round++)
            foreach (var o in (await app.OccurrencesAsync(plan.Id)).Where(_ => random.Next(3) > 0))
                await ActAsync(o, OccurrenceVerbs.All[random.Next(OccurrenceVerbs.All.Count)]);
        // Chance seldom returns what it has claimed.
        foreach (var o in (await app.OccurrencesAsync(plan.Id)).Where(o => o.StateOn(D("2026-07-05")) is OccurrenceState.Open or OccurrenceState.Overdue).DistinctBy(o => o.UnitId))
        {
            await ActAsync(o, OccurrenceVerb.ClaimDone);
            await ActAsync(await app.OccurrenceAsync(o.Id), OccurrenceVerb.Return);
        }

        // The last step decides; each occurrence is asked, some have answered, some answers were returned.
        await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            foreach (var o in (await app.OccurrencesAsync(plan.Id)).Where(_ => random.Next(2) == 0))
            {
                var said = new[] { ExplanationStep.Asked, ExplanationStep.Given, ExplanationStep.Returned, ExplanationStep.Given, ExplanationStep.Accepted }[..random.Next(1, 6)];
                for (var n = 0; n < said.Length; n++)
                    db.Add(new Explanation { ProvinceId = 99, OccurrenceId = o.Id, UnitId = o.UnitId, Step = said[n], Text = "", ByName = "Ai đó", At = app.Clock.GetUtcNow().AddMinutes(n), FormKey = Guid.CreateVersion7() });
            }
            await db.SaveChangesAsync();
        });

        var stored = await app.InScopeAsync(async s => await s.GetRequiredService<LanToaDb>().Set<Occurrence>().AsNoTracking().ToListAsync());
        var steps = (await app.InScopeAsync(async s => await s.GetRequiredService<LanToaDb>().Set<Explanation>().AsNoTracking().ToListAsync())).GroupBy(e => e.OccurrenceId).ToDictionary(g => g.Key, g => g.MaxBy(e => e.At)!.Step);
        var assignees = await app.InScopeAsync(async s => await s.GetRequiredService<LanToaDb>().Set<Obligation>().AsNoTracking().ToDictionaryAsync(o => o.Id, o => o.AssigneeId));
        var seen = new HashSet<TodayList>();
        foreach (var unit in new[] { app.Culture.Id, app.Commune.Id })
            foreach (var today in new[] { D("2026-03-28"), D("2026-07-05"), D("2026-09-25") })
                foreach (var all in new[] { false, true })
                {
                    var own = stored.Where(o => o.UnitId == unit).Select(o => (Row: o, Assignee: assignees[o.ObligationId])).ToList();
                    var asked = own.Where(o => o.Row.NotApplicableOn is null && steps.TryGetValue(o.Row.Id, out var last) && (last is ExplanationStep.Asked or ExplanationStep.Returned) && (all || o.Assignee is null || o.Assignee == me));
                    var expected = own.Select(o => (o.Row, o.Assignee, List: ListOf(o.Row, o.Assignee, me, all, today))).Where(o => o.List is not null)
                        .Concat(asked.Select(o => (o.Row, o.Assignee, List: (TodayList?)TodayList.Explain))).ToLookup(o => o.List!.Value);

                    var found = await app.InScopeAsync(s => s.GetRequiredService<UnitToday>().OfAsync(99, unit, me, all, [], today, Most, default));

                    found.Counts.ShouldBe(expected.ToDictionary(list => list.Key, list => list.Count()), ignoreOrder: true);
                    foreach (var list in expected.Where(l => l.Key != TodayList.Others))
                        found.First[list.Key].ShouldBe(list.OrderByDescending(o => o.Assignee == me).ThenBy(o => o.Row.DueOn).ThenBy(o => Ordered(o.Row.Id), StringComparer.Ordinal).Take(Most).Select(o => o.Row.Id));
                    found.DoneThisMonth.ShouldBe(own.Count(o => o.Row.DoneOn >= new DateOnly(today.Year, today.Month, 1) && o.Row.DoneOn <= today));
                    seen.UnionWith(expected.Select(e => e.Key));
                }
        seen.ShouldBe(Enum.GetValues<TodayList>(), ignoreOrder: true);

        Task<Outcome> ActAsync(Occurrence o, OccurrenceVerb verb) => app.InScopeAsync(s => s.GetRequiredService<ActOnOccurrence>().HandleAsync(new ActInput(o.Id, verb, Guid.CreateVersion7(), o.Version)
        {
            Reason = "lý do", Note = "đã làm, không có tệp", NewDue = o.DueOn.AddDays(random.Next(1, 40)), DoneOn = D("2026-07-05"),
        }));
    }

    // As the database orders them: byte by byte.
    private static string Ordered(Guid id) => id.ToString("N");
}
