using LanToa.Planning.Organizations;
using LanToa.Planning.Plans.Pages.Forms;
using LanToa.Platform.Audit;
using LanToa.Platform.Data;
using LanToa.Platform.Ui;
using LanToa.Reading.Model;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans.Pages.Import;

/// <summary>One task in a form: inside its card with script, on a page of its own without.</summary>
public sealed class ItemModel(LanToaDb db, ReviewBoards boards, ImportDesk desk, EditItem edit, DecideItem decide, PartyPicker picker, PartyLookup lookup, LastChange last) : PageModel
{
    private (IReadOnlyList<NameSuggestion> Leads, IReadOnlyList<NameSuggestion> Coordinating) _found = ([], []);
    private IReadOnlyList<string> _names = [];
    private IReadOnlyDictionary<Guid, string> _groups = new Dictionary<Guid, string>();

    [BindProperty]
    public TaskForm Input { get; set; } = new();

    public ImportItem Item { get; private set; } = null!;

    public IReadOnlyList<Statement> Sentences { get; private set; } = [];

    public EditClash? Clash { get; private set; }

    public TaskFields Fields => new(Input, picker.Choices(Item.Leads, Input.Leads, _found.Leads, _groups), picker.Choices(Item.Coordinating, Input.Coordinating, _found.Coordinating, _groups), _names, Item.ScheduleText);

    private SharedForm<TaskForm> Shared => TaskForm.Shared(key => picker.Words(key, _groups));

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel)
    {
        if (await OpenAsync(id, cancel) is not { } import) return NotFound();
        if (import.State != ImportState.Ready) return Redirect(ImportLinks.Of(import));
        Input = TaskForm.Of(Item, Item.Leads, Item.Coordinating);
        return Show();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, string? then, string? find, CancellationToken cancel)
    {
        if (await OpenAsync(id, cancel) is not { } import) return NotFound();
        if (PartyPicker.IsSearch(Input, find))
        {
            _found = await picker.SearchAsync(Input, import.IssuerId ?? import.UnitId, desk.DayOf(import), ModelState, cancel);
            return Show();
        }
        var now = TaskForm.Of(Item, Item.Leads, Item.Coordinating);
        if (Input.Version != Item.Version && import.State == ImportState.Ready)
        {
            if (Shared.HasChanged(Input.Seen, now)) return await ShowClashAsync(now, cancel);
            Input.Version = Item.Version;
        }
        Shared.TakeOver(Input.Take, now, Input, ModelState, nameof(Input));
        var input = new ItemInput(id, Input.Version, Input.Read(Item.Rule, ModelState));
        foreach (var problem in edit.Check(input, import)) ModelState.AddModelError($"Input.{problem.Field}", problem.Message);
        if (!ModelState.IsValid) return Show();

        var step = await edit.HandleAsync(input, cancel);
        if (!step.IsDone)
        {
            foreach (var why in step.WhyNot) ModelState.AddModelError("", why);
            return Show();
        }
        if (then == "accept")
        {
            var saved = await db.Set<ImportItem>().AsNoTracking().FirstAsync(i => i.Id == id, cancel);
            step = await decide.HandleAsync(id, saved.Version, ItemDecision.Accepted, cancel);
        }
        if (!Request.Headers.ContainsKey("HX-Request")) return Redirect(ImportLinks.Card(import.Id, id));
        var board = await boards.OpenAsync(import, cancel, [id]);
        // The form asks for its card only; the answer brings the card and the foot as parts that find their own place.
        Response.Headers["HX-Reswap"] = "none";
        Response.Headers["HX-Reselect"] = "unset";
        return Partial("/Plans/Pages/Import/_Answer.cshtml", new ReviewAnswer(board, id, step.WhyNot, AsInDocument: false));
    }

    // The version moves on, so that saving again is a decision about what the other person wrote.
    private async Task<IActionResult> ShowClashAsync(TaskForm now, CancellationToken cancel)
    {
        var (who, at) = await last.OfAsync(Item.Id, cancel);
        Clash = Shared.Clash(Input.Seen, now, Input, ModelState, nameof(Input), who, at);
        ModelState.Remove("Input.Version");
        Input.Version = Item.Version;
        return Show(now);
    }

    private PageResult Show(TaskForm? seen = null)
    {
        if (seen is not null || Input.Seen is null)
        {
            ModelState.Remove("Input.Seen");
            Input.Seen = Shared.Seen(seen ?? Input);
        }
        Input.Spare();
        return Page();
    }

    private async Task<PlanImport?> OpenAsync(Guid id, CancellationToken cancel)
    {
        if (await db.Set<ImportItem>().AsNoTracking().FirstOrDefaultAsync(i => i.Id == id, cancel) is not { } item || await boards.FindAsync(item.ImportId, cancel) is not { } import) return null;
        Item = item;
        var board = await boards.OpenAsync(import, cancel, []);
        Sentences = board.Cards.FirstOrDefault(c => c.Item.Id == id)?.Sentences ?? [];
        _groups = await db.Set<OrganizationGroup>().AsNoTracking().ToDictionaryAsync(g => g.Id, g => g.Name, cancel);
        _names = await lookup.NamesNearAsync(import.IssuerId ?? import.UnitId, desk.DayOf(import), cancel: cancel);
        return import;
    }
}
