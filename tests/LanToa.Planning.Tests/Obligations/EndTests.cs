using LanToa.Planning.Obligations;
using LanToa.Planning.Plans;
using LanToa.Platform.Audit;
using LanToa.Platform.Data;
using LanToa.Platform.Jobs;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Planning.Tests.Obligations;

/// <summary>What a withdrawal leaves: duties that end, also those made while it happened, and debts that stay.</summary>
public sealed class EndTests(ObligationsApp app) : IClassFixture<ObligationsApp>
{
    private static DateOnly D(string iso) => DateOnly.Parse(iso, System.Globalization.CultureInfo.InvariantCulture);

    private Task<Plan> GivenAsync(string text)
    {
        app.Clock.MoveTo(D("2026-05-05"));
        return app.IssueAsync(D("2026-01-15"), null, new TaskGiven(text, ObligationsApp.OneEachQuarter, [app.Culture.Id]), new TaskGiven(text + " khác", ObligationsApp.OneEachQuarter, [app.Culture.Id]));
    }

    private async Task RunAsync<T>(string job, T payload)
    {
        await app.InScopeAsync(async s =>
        {
            s.GetRequiredService<JobQueue>().Enqueue(job, payload);
            await s.GetRequiredService<LanToaDb>().SaveChangesAsync();
        });
        await app.RunJobsAsync();
    }

    private Task<int> EventsAsync(Guid plan, string verb) => app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<HistoryEvent>().CountAsync(e => e.SubjectId == plan && e.Verb == verb));

    [Fact]
    public async Task Generate_PlanWithdrawnMeanwhile_MakesNothingAndEndsWhatIsThere()
    {
        var plan = await GivenAsync("Việc của kế hoạch thu hồi");
        var gone = (await app.OccurrencesAsync(plan.Id))[0].Id;
        await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            await db.Set<Occurrence>().Where(o => o.Id == gone).ExecuteDeleteAsync();
            await db.Set<Plan>().Where(p => p.Id == plan.Id).ExecuteUpdateAsync(set => set.SetProperty(p => p.State, PlanState.Withdrawn));
        });

        await RunAsync(GenerateObligations.Job, new GeneratePayload(plan.Id));

        var left = await app.OccurrencesAsync(plan.Id);
        left.Count.ShouldBe(7);
        left.ShouldAllBe(o => o.Id != gone && o.NotApplicableOn == D("2026-05-05"));
        (await app.ObligationsAsync(plan.Id)).ShouldAllBe(o => o.EndedOn == D("2026-05-05"));
    }

    [Fact]
    public async Task Generate_TaskWithdrawnMeanwhile_EndsThatTaskFromTodayOn()
    {
        var plan = await GivenAsync("Việc của nhiệm vụ rút");
        var task = (await app.ObligationsAsync(plan.Id))[0].TaskId;
        await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<PlanTask>().Where(t => t.Id == task).ExecuteUpdateAsync(set => set.SetProperty(t => t.State, TaskState.Withdrawn)));

        await RunAsync(GenerateObligations.Job, new GeneratePayload(plan.Id));

        (await app.ObligationsAsync(plan.Id)).ShouldAllBe(o => (o.EndedOn != null) == (o.TaskId == task));
        (await app.OccurrencesAsync(plan.Id)).ShouldAllBe(o => (o.NotApplicableOn != null) == (o.TaskId == task && o.DueOn >= D("2026-05-05")));
    }

    [Fact]
    public async Task End_OnlyOccurrencesLeftOrNothing_IsToldOnceInTheHistory()
    {
        var plan = await GivenAsync("Việc kết thúc dần");
        var tasks = (await app.ObligationsAsync(plan.Id)).Select(o => o.TaskId).ToList();
        foreach (var task in tasks) await RunAsync(EndObligations.Job, new EndPayload(plan.Id, task, "Rút nhiệm vụ: thử"));
        var before = await EventsAsync(plan.Id, EndObligations.Job);
        before.ShouldBe(2);

        // The debts of the tasks' past fall with the plan.
        await RunAsync(EndObligations.Job, new EndPayload(plan.Id, null, "Thu hồi kế hoạch: thử"));
        await RunAsync(EndObligations.Job, new EndPayload(plan.Id, null, "Thu hồi kế hoạch: thử"));

        (await app.OccurrencesAsync(plan.Id)).ShouldAllBe(o => o.NotApplicableOn != null);
        (await EventsAsync(plan.Id, EndObligations.Job)).ShouldBe(before + 1);
    }

    [Fact]
    public async Task Assign_DebtOfAWithdrawnTask_IsTakenWhileSomethingIsOpen()
    {
        var plan = await GivenAsync("Việc còn nợ");
        var duty = (await app.ObligationsAsync(plan.Id))[0];
        await RunAsync(EndObligations.Job, new EndPayload(plan.Id, duty.TaskId, "Rút nhiệm vụ: thử"));
        using var leader = await app.SignInAsync(Role.Leader, app.Culture);
        using var person = await app.SignInAsync(Role.FocalPoint, app.Culture);

        await leader.SubmitAsync(await leader.GetAsync($"/obligations/duty/{duty.Id}"), "#giao-viec", new() { ["Assignee"] = person.AccountId.ToString() });
        (await app.ObligationsAsync(plan.Id)).Single(o => o.Id == duty.Id).AssigneeId.ShouldBe(person.AccountId);

        await RunAsync(EndObligations.Job, new EndPayload(plan.Id, null, "Thu hồi kế hoạch: thử"));
        (await leader.GetAsync($"/obligations/duty/{duty.Id}")).Html.QuerySelector("#giao-viec").ShouldBeNull();
    }
}
