using LanToa.Contracts.Organizations;
using LanToa.Planning.Obligations.Rules;
using LanToa.Planning.Plans;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Obligations.Pages;

/// <summary>Duties without a period: on request, and those that a unit only coordinates.</summary>
public sealed class DutiesModel(OccurrenceRows rows, PlanNames plans, IOrganizationDirectory directory) : ListPage
{
    [FromQuery(Name = "plan")] public Guid? PlanId { get; set; }
    [FromQuery(Name = "task")] public Guid? TaskId { get; set; }
    [FromQuery(Name = "unit")] public Guid? UnitId { get; set; }

    /// <summary>The task that the list is narrowed to.</summary>
    public OneTask? OneTask { get; private set; }

    public IReadOnlyList<(Obligation Duty, string Unit, string Plan)> Rows { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var found = rows.VisibleObligations().Where(o => o.EndedOn == null && (o.Kind == DutyKind.OnRequest || o.Role == DutyRole.Coordinating));
        if (PlanId is { } plan) found = found.Where(o => o.PlanId == plan);
        if (TaskId is { } task) found = found.Where(o => o.TaskId == task);
        if (UnitId is { } unit) found = found.Where(o => o.UnitId == unit);
        OneTask = await rows.TaskAsync(TaskId, cancel);
        var page = await PageOfAsync(found.OrderBy(o => o.Role).ThenBy(o => o.SearchText).ThenBy(o => o.Id), cancel);
        var names = await plans.OfAsync([.. page.Select(o => o.PlanId).Distinct()], cancel);
        Rows = [.. page.Select(o => (o, directory.NameOf(o.UnitId), names.GetValueOrDefault(o.PlanId)?.Short ?? ""))];
    }
}
