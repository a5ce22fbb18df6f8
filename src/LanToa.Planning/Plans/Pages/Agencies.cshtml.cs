using LanToa.Contracts.Organizations;
using LanToa.Contracts.Plans;
using LanToa.Planning.Organizations;
using LanToa.Platform.Documents.Sheets;
using LanToa.Platform.Identity;
using LanToa.Platform.Search;
using LanToa.Platform.Text;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans.Pages;

/// <summary>One task as it addresses one agency.</summary>
public sealed record AgencyTask(TaskView Task, PartyRole Role, TaskProgress? Progress, string? Duties);

/// <summary>An agency and all that the plan asks of it.</summary>
public sealed record AgencyWork(OrganizationInfo Unit, IReadOnlyList<AgencyTask> Tasks)
{
    /// <summary>Who carries on today an agency that the plan calls by its name of then.</summary>
    public IReadOnlyList<OrganizationInfo> Heirs { get; init; } = [];

    public DateOnly? NextDue => Tasks.Min(t => t.Progress?.NextDue);

    public int Late => Tasks.Sum(t => t.Progress?.Late ?? 0);
}

/// <summary>For every agency that a plan addresses: what must be done by when, and how far it is.</summary>
public sealed class AgenciesModel(PlanAccess access, PlanView view, IPlanProgress progress, OrganizationDirectory directory, SuccessionReader successions, Actor actor, Clock clock) : ListPage
{
    private const int PerPage = 10;

    public Plan Plan { get; private set; } = null!;

    public string Issuer => directory.DistinctNameOf(Plan.IssuerId) ?? "–";

    public int Tasks { get; private set; }

    public int All { get; private set; }

    public IReadOnlyList<AgencyWork> Shown { get; private set; } = [];

    public string PathOf(AgencyWork work) => directory.PathOf(work.Unit.Id);

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel) => await LoadAsync(id, PerPage, cancel) ? Page() : NotFound();

    /// <summary>One line per agency and task, all agencies of the filter.</summary>
    public async Task<IActionResult> OnGetExportAsync(Guid id, CancellationToken cancel) => await LoadAsync(id, int.MaxValue, cancel)
        ? this.FileOf("nhiem-vu-tung-co-quan", "Nhiệm vụ từng cơ quan",
            [
                new("Cơ quan", w => w.Unit.Name, 44), new("Nhiệm vụ", w => w.Task.Task.Task.Text, 70), new("Vai trò", w => w.Task.Role.Name()), new("Thời hạn", w => w.Task.Task.Task.RuleWords, 30), new("Hạn tới", w => w.Task.Progress?.NextDue, 12),
                new("Kỳ đã xong", w => w.Task.Progress?.Done, 12), new("Kỳ phải làm", w => w.Task.Progress?.Target, 12), new("Kỳ trễ", w => w.Task.Progress?.Late, 10),
            ], [.. Shown.SelectMany(w => w.Tasks.Select(t => (w.Unit, Task: t)))])
        : NotFound();

    private async Task<bool> LoadAsync(Guid id, int perPage, CancellationToken cancel)
    {
        if (await access.Visible().AsNoTracking().FirstOrDefaultAsync(p => p.Id == id, cancel) is not { } plan) return false;
        Plan = plan;
        var active = (await view.OfAsync(plan, clock.Today, cancel)).Tasks.Where(t => t.Task.State == TaskState.Active).ToList();
        Tasks = active.Count;
        var asked = active.SelectMany(t => t.Units.Select(u => (u.Unit, u.Role, Task: t))).GroupBy(a => a.Unit.Id).Select(g => (g.First().Unit, Asked: g.ToList())).ToList();
        All = asked.Count;
        var sought = new SearchQuery(Search);
        // One's own first, then the tree from above: departments before communes.
        var found = asked.Where(a => sought.Finds($"{a.Unit.Name} {a.Unit.ShortName}"))
            .OrderByDescending(a => a.Unit.Id == actor.UnitId).ThenBy(a => Enum.Parse<OrganizationLevel>(a.Unit.Level)).ThenBy(a => Folding.Fold(a.Unit.Name), StringComparer.Ordinal).ThenBy(a => a.Unit.Code, StringComparer.Ordinal).ToList();
        var page = PageOf(found, perPage);
        var done = plan.State.IsPublished() && page.Count > 0 ? await progress.OfUnitsAsync(plan.Id, [.. page.Select(a => a.Unit.Id)], cancel) : new Dictionary<(Guid, Guid), TaskProgress>();
        var heirs = page.Exists(a => !a.Unit.ExistsOn(clock.Today)) ? await successions.MapAsync(cancel) : null;
        Shown = [.. page.Select(a => Work(a.Unit, a.Asked))];
        return true;

        AgencyWork Work(OrganizationInfo unit, List<(OrganizationInfo Unit, PartyRole Role, TaskView Task)> tasks)
        {
            var opens = plan.State.IsPublished() && progress.MayOpen(unit.Id, plan.IssuerId);
            return new AgencyWork(unit, [.. tasks.Select(t => (t, Counted: done.GetValueOrDefault((unit.Id, t.Task.Task.Id)))).Select(t =>
                new AgencyTask(t.t.Task, t.t.Role, t.Counted, opens && t.t.Role != PartyRole.Coordinating && (t.Counted is not null || t.t.Task.IsOnRequest) ? t.t.Task.DutiesOf(plan.Id, unit.Id) : null))])
            {
                Heirs = unit.ExistsOn(clock.Today) ? [] : [.. heirs!.AsOf(unit.Id, clock.Today).Where(s => s.OrganizationId != unit.Id).Select(s => directory.Find(s.OrganizationId)).OfType<OrganizationInfo>()],
            };
        }
    }
}
