using LanToa.Contracts.Organizations;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace LanToa.Planning.Plans.Pages.Cascade;

/// <summary>An upper task that is still open, and which task of the unit's plan is the most like it.</summary>
public sealed record MatchRow(CascadeItem Item, IReadOnlyList<SelectListItem> Choices, double Likeness);

/// <summary>The unit's own plan beside the upper one: what answers what is suggested by the words and confirmed by a person, several at once.</summary>
public sealed class MatchModel(CascadeItems items, CascadeRights rights, LinkTasks link, IOrganizationDirectory directory) : CascadePage(items, rights, directory)
{
    /// <summary>From here on the suggestion is chosen beforehand; a person still confirms it.</summary>
    private const double Sure = 0.35;

    [FromQuery(Name = "kehoach")]
    public Guid? OwnId { get; set; }

    /// <summary>The unit's task for each upper one that has an answer.</summary>
    [BindProperty]
    public Dictionary<Guid, Guid?> Chosen { get; set; } = [];

    /// <summary>The unit's plans of that year that have tasks.</summary>
    public IReadOnlyList<SelectListItem> Plans { get; private set; } = [];

    public Plan? Own { get; private set; }

    public IReadOnlyList<MatchRow> Rows { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel) => await FindAsync(id, cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancel)
    {
        if (!await FindAsync(id, cancel)) return NotFound();
        if (!ModelState.IsValid) return Page();
        var step = await link.HandleAsync(new LinkInput(UnitId, id, [.. Chosen.Where(c => c.Value is not null).Select(c => (c.Key, c.Value!.Value))]), cancel);
        if (step.IsDone)
        {
            this.Flash($"Đã nối {step.Decided} việc với kế hoạch của đơn vị.{(step.Before > 0 ? $" {step.Before} việc đã nối từ trước." : "")}");
            return Redirect(PlanLinks.CascadeOf(id));
        }
        Show(step);
        return Page();
    }

    private async Task<bool> FindAsync(Guid id, CancellationToken cancel)
    {
        if (!await OpenAsync(id, cancel)) return false;
        var own = await Items.OwnAsync(UnitId, Upper.Plan, cancel);
        Plans = [.. own.Select(p => new SelectListItem(Name(p.Plan), p.Plan.Id.ToString()))];
        if (own.Count == 0) return true;
        var (plan, tasks) = own.FirstOrDefault(p => p.Plan.Id == OwnId) is { Plan: not null } named ? named : own[0];
        (Own, OwnId) = (plan, plan.Id);
        var open = All.Where(i => i.IsOpen).ToList();
        var found = TaskMatches.Suggest([.. open.Select(i => new TaskText(i.Task.Id, i.Task.Text))], [.. tasks.Select(t => new TaskText(t.Id, t.Text))], int.MaxValue).ToLookup(m => m.Upper);
        Rows = [.. open.Select(i => Row(i, tasks, [.. found[i.Task.Id]]))];
        return true;
    }

    private MatchRow Row(CascadeItem item, IReadOnlyList<PlanTask> tasks, IReadOnlyList<TaskMatch> alike)
    {
        var best = alike.Count > 0 ? alike[0].Likeness : 0;
        var rank = alike.Select((m, n) => (m.Lower, n)).ToDictionary(m => m.Lower, m => m.n);
        if (!Chosen.TryGetValue(item.Task.Id, out var chosen) && HttpMethodIsGet && best >= Sure) chosen = alike[0].Lower;
        return new MatchRow(item, [.. tasks.OrderBy(t => rank.GetValueOrDefault(t.Id, int.MaxValue)).ThenBy(t => t.Ordinal).Select(t => new SelectListItem($"{PlanWords.Short(t.Text, 140)}{(t.RuleWords.Length > 0 ? $" ({t.RuleWords})" : "")}", t.Id.ToString(), t.Id == chosen))], best);
    }

    private bool HttpMethodIsGet => Microsoft.AspNetCore.Http.HttpMethods.IsGet(Request.Method);
}
