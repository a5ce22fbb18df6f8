using LanToa.Contracts.Organizations;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace LanToa.Planning.Plans.Pages;

/// <summary>From what a plan is made: an earlier plan, a template, a plan of the upper level, or nothing. One form, one press.</summary>
public sealed class NewModel(DraftPlan draft, DraftOrigins origins, PlanTemplates templates, SavePlan save, IOrganizationDirectory directory, Clock clock) : PageModel
{
    /// <summary>truoc, mau or captren.</summary>
    [FromQuery(Name = "tu")]
    public string? Part { get; set; }

    [BindProperty]
    public Guid Key { get; set; }

    [BindProperty]
    public string? Source { get; set; }

    [BindProperty]
    public int? Year { get; set; }

    /// <summary>The source whose year was proposed: where another one was chosen since, its year is proposed before anything is written.</summary>
    [BindProperty]
    public string? YearOf { get; set; }

    [BindProperty]
    public DateOnly? Date { get; set; }

    public DraftFrom From => Part switch { "mau" => DraftFrom.Template, "captren" => DraftFrom.Upper, _ => DraftFrom.Earlier };

    public IReadOnlyList<SelectListItem> Sources { get; private set; } = [];

    /// <summary>The templates that the province keeps, with the reasons where this person cannot end one.</summary>
    public IReadOnlyList<(PlanTemplate Template, IReadOnlyList<string> WhyNot)> Kept { get; private set; } = [];

    public IReadOnlyList<string> WhyNot { get; private set; } = [];

    /// <summary>What stands chosen first: of plans the newest that is issued, since next year's is not written from this year's draft.</summary>
    private string? _latest;

    /// <param name="nguon">The source, in an address that leads here.</param>
    /// <param name="source">The source that was chosen in the form.</param>
    /// <param name="cancel">Ends the reading.</param>
    public async Task OnGetAsync(string? nguon, string? source, CancellationToken cancel)
    {
        var years = await LoadAsync(cancel);
        Key = Guid.CreateVersion7();
        Source = Sources.FirstOrDefault(s => s.Value == (nguon ?? source))?.Value ?? _latest;
        Propose(years);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var years = await LoadAsync(cancel);
        if (From == DraftFrom.Earlier && WhyNot.Count == 0 && Source is not null && YearOf is not null && Source != YearOf && years.TryGetValue(Source, out var of) && years.TryGetValue(YearOf, out var before) && of != before && Year == before + 1)
        {
            // The year still is the one proposed for the plan that stood there first.
            foreach (var field in new[] { nameof(Year), nameof(Date), nameof(YearOf) }) ModelState.Remove(field);
            Propose(years);
            ModelState.AddModelError(nameof(Year), $"Kế hoạch vừa chọn là của năm {of}, nên năm mới được đề nghị là {Year}. Hãy xem lại rồi bấm “Lập dự thảo”.");
            return Page();
        }
        if (WhyNot.Count > 0 || !ModelState.IsValid) return Page();
        var done = await draft.HandleAsync(new DraftInput(Key, From, Source, Year, Date), cancel);
        if (done.IsDone)
        {
            this.Flash(await origins.OfAsync(Key, cancel) is { Open: > 0 } ? "Đã lập dự thảo. Hãy xem những chỗ cần xem, sửa nhiệm vụ rồi trình duyệt." : "Đã lập dự thảo. Hãy sửa nhiệm vụ rồi trình duyệt.");
            return Redirect(PlanLinks.Changes(Key));
        }
        foreach (var problem in done.WhyNot) ModelState.AddModelError(problem.Field, problem.Message);
        return Page();
    }

    /// <summary>The year after the plan chosen; a draft is usually written at the end of the year before.</summary>
    private void Propose(Dictionary<string, int> years)
    {
        Year = Source is not null && years.TryGetValue(Source, out var year) ? year + 1 : clock.Today.Year + 1;
        Date = From == DraftFrom.Upper || Year == clock.Today.Year ? clock.Today : new DateOnly(Math.Clamp(Year.Value, 1990, 2100), 1, 5);
        YearOf = Source;
    }

    public async Task<IActionResult> OnPostEndAsync(Guid template, CancellationToken cancel)
    {
        var done = await templates.WithdrawAsync(template, cancel);
        if (done.IsDone)
        {
            this.Flash("Đã thôi dùng mẫu. Kế hoạch đã lập từ mẫu vẫn giữ nguyên.");
            return Redirect(PlanLinks.NewFrom("mau"));
        }
        foreach (var problem in done.WhyNot) ModelState.AddModelError("", problem.Message);
        await LoadAsync(cancel);
        return Page();
    }

    /// <summary>What may be chosen; the years of the plans among it.</summary>
    private async Task<Dictionary<string, int>> LoadAsync(CancellationToken cancel)
    {
        if (save.OwnIssuer() is null) WhyNot = ["Bạn cần vai trò Công chức phụ trách CCHC của một đơn vị để lập kế hoạch."];
        if (From == DraftFrom.Template)
        {
            var offered = await templates.OfAsync(cancel);
            Sources = [.. offered.Select(t => new SelectListItem(t.Kept is null ? $"{t.Name} (mẫu có sẵn)" : t.Name, t.Code))];
            _latest = Sources is [var first, ..] ? first.Value : null;
            Kept = [.. offered.Select(t => t.Kept).OfType<PlanTemplate>().Select(t => (t, templates.WhyNotWithdraw(t)))];
            return [];
        }
        var offers = await draft.OffersAsync(From, cancel);
        Sources = [.. offers.Select(o => new SelectListItem($"{PlanWords.Short(o.Title, 90)} ({o.Called}{(From == DraftFrom.Upper ? $", {directory.DistinctNameOf(o.IssuerId)}" : "")}, {o.State.Name().ToLowerInvariant()})", o.Id.ToString()))];
        _latest = (offers.FirstOrDefault(o => o.State.IsPublished()) ?? offers.FirstOrDefault())?.Id.ToString();
        return offers.ToDictionary(o => o.Id.ToString(), o => o.Year);
    }
}
