using LanToa.Contracts.Organizations;
using LanToa.Planning.Obligations.Rules;
using LanToa.Planning.Organizations;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace LanToa.Planning.Plans.Pages.Cascade;

/// <summary>One part of an upper task: what, by whom, how many in each period, by when. The rest is as the upper task says it.</summary>
public sealed class PartForm
{
    public string? Text { get; set; }
    public Guid? Lead { get; set; }
    public int? Count { get; set; }
    public DateOnly? By { get; set; }
}

/// <summary>Splits an upper task into several tasks of the unit's plan; rows left empty are no task.</summary>
public sealed class SplitModel(CascadeItems items, CascadeRights rights, SplitTask split, OrganizationDirectory directory, Clock clock) : CascadePage(items, rights, directory)
{
    private const int Rows = 4;

    [BindProperty]
    public Guid? Into { get; set; }

    [BindProperty]
    public Guid Key { get; set; }

    [BindProperty]
    public List<PartForm> Parts { get; set; } = [];

    [BindProperty]
    public string? Reason { get; set; }

    public CascadeItem Item { get; private set; } = null!;

    /// <summary>The unit and what stands directly below it.</summary>
    public IReadOnlyList<SelectListItem> Leads { get; private set; } = [];

    /// <summary>Whether the upper task counts, so that each part says how many.</summary>
    public bool Counts => Item.Task.Rule is { Count: not null } or { Kind: DutyKind.Counted };

    public bool HasDay => Item.Task.Rule is { Kind: DutyKind.Once };

    public async Task<IActionResult> OnGetAsync(Guid id, Guid task, CancellationToken cancel)
    {
        if (!await FindAsync(id, task, cancel)) return NotFound();
        Key = Guid.CreateVersion7();
        Parts = [.. Enumerable.Range(0, Rows).Select(n => new PartForm { Text = n < 2 ? Item.Task.Text : null, Lead = UnitId, Count = n < 2 ? Item.Task.Rule?.Count : null, By = n < 2 ? TaskMeasure.Of(Item.Task.Rule, []).DoneBy : null })];
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, Guid task, CancellationToken cancel)
    {
        if (!await FindAsync(id, task, cancel)) return NotFound();
        Parts = [.. Parts.Take(SplitTask.Most)];
        var filled = Parts.Select((p, n) => (Part: p, Row: n)).Where(p => !string.IsNullOrWhiteSpace(p.Part.Text)).ToList();
        foreach (var (part, row) in filled.Where(p => p.Part.Lead is { } lead && Leads.All(l => l.Value != lead.ToString()))) ModelState.AddModelError($"Parts[{row}].Lead", "Cơ quan chủ trì phải là đơn vị hoặc bộ phận của đơn vị; hãy chọn lại.");
        if (Into is not { } into) ModelState.AddModelError(nameof(Into), "Bạn chưa chọn kế hoạch của đơn vị.");
        else if (Key == Guid.Empty) ModelState.AddModelError("", "Hãy mở lại trang tách nhiệm vụ.");
        else if (ModelState.IsValid && WhyNot.Count == 0)
        {
            var step = await split.HandleAsync(new SplitInput(UnitId, id, task, into, Key, [.. filled.Select(p => Input(p.Part))], Reason), cancel);
            if (step.IsDone)
            {
                this.Flash($"Đã tách thành {filled.Count} nhiệm vụ trong kế hoạch của đơn vị.");
                return Redirect(PlanLinks.CascadeItem(id, task));
            }
            foreach (var problem in step.WhyNot) ModelState.AddModelError(FieldOf(problem.Field, filled), problem.Message);
        }
        while (Parts.Count < Rows) Parts.Add(new PartForm { Lead = UnitId });
        return Page();
    }

    // A problem of the n-th part stands at the text of its row.
    private static string FieldOf(string field, List<(PartForm Part, int Row)> filled) =>
        field.StartsWith("Parts[", StringComparison.Ordinal) && int.TryParse(field.AsSpan(6, field.IndexOf(']') - 6), out var n) && n < filled.Count ? $"Parts[{filled[n].Row}].Text" : field == "Parts" ? "Parts[1].Text" : field is "Reason" or "Into" ? field : "";

    private TaskInput Input(PartForm part)
    {
        var asked = AdoptTasks.AsAsked(Item, UnitId);
        var rule = asked.Rule;
        if (rule is not null && Counts) rule = rule with { Count = part.Count };
        if (rule is not null && HasDay && part.By is { } by) rule = rule with { Dates = [by], Spans = [] };
        return asked with { Text = part.Text!, Leads = [new ItemParty("", part.Lead ?? UnitId).Key], Rule = rule, Products = Counts ? [] : asked.Products };
    }

    private async Task<bool> FindAsync(Guid id, Guid task, CancellationToken cancel)
    {
        if (!await OpenAsync(id, cancel) || All.FirstOrDefault(i => i.Task.Id == task) is not { } item) return false;
        Item = item;
        Leads = [.. directory.ChildrenOf(UnitId).Where(o => o.ExistsOn(clock.Today)).Select(o => o.Id).Prepend(UnitId).Select(o => new SelectListItem(directory.DistinctNameOf(o), o.ToString()))];
        return true;
    }
}
