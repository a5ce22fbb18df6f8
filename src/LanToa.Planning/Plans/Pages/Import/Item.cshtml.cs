using LanToa.Contracts.Organizations;
using LanToa.Planning.Organizations;
using LanToa.Platform.Data;
using LanToa.Reading.Model;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans.Pages.Import;

/// <summary>One task in a form: inside its card with script, on a page of its own without.</summary>
public sealed class ItemModel(LanToaDb db, ReviewBoards boards, EditItem edit, DecideItem decide, IOrganizationDirectory directory) : PageModel
{
    private const int MostNames = 1500;

    public sealed class Form
    {
        public int Version { get; set; }
        public string? Text { get; set; }
        public TaskModality Modality { get; set; }
        public List<string> Leads { get; set; } = [];
        public string? NewLead { get; set; }
        public List<string> Coordinating { get; set; } = [];
        public string? NewCoordinating { get; set; }
        public RuleForm Rule { get; set; } = new();
        public List<string> Channels { get; set; } = [];
    }

    [BindProperty]
    public Form Input { get; set; } = new();

    public ImportItem Item { get; private set; } = null!;

    public IReadOnlyList<Statement> Sentences { get; private set; } = [];

    public IReadOnlyList<SelectListItem> Leads { get; private set; } = [];

    public IReadOnlyList<SelectListItem> Coordinating { get; private set; } = [];

    public IReadOnlyList<string> Names { get; private set; } = [];

    public IReadOnlyList<SelectListItem> Modalities { get; } = [.. Enum.GetValues<TaskModality>().Select(m => new SelectListItem(m.Name(), m.ToString()))];

    public IReadOnlyList<SelectListItem> ChannelItems { get; } = [.. PlanCodes.Channels.Select(c => new SelectListItem(c.Name, c.Code))];

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel)
    {
        if (await OpenAsync(id, cancel) is not { } import) return NotFound();
        if (import.State != ImportState.Ready) return Redirect(ImportLinks.Of(import));
        Input = new Form
        {
            Version = Item.Version, Text = Item.Text, Modality = Item.Modality, Leads = [.. Item.Leads.Select(p => p.Printed)], Coordinating = [.. Item.Coordinating.Select(p => p.Printed)],
            Rule = RuleForm.Of(Item.Rule), Channels = [.. Item.Channels],
        };
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, string? then, CancellationToken cancel)
    {
        if (await OpenAsync(id, cancel) is not { } import) return NotFound();
        var (rule, problems) = Input.Rule.Read(Item.Rule);
        var input = new ItemInput(id, Input.Version, Input.Text ?? "", Input.Modality, Parties(Input.Leads, Input.NewLead), Parties(Input.Coordinating, Input.NewCoordinating), rule, Input.Channels);
        foreach (var problem in problems) ModelState.AddModelError($"Input.Rule.{problem.Field}", problem.Message);
        foreach (var problem in edit.Check(input, import)) ModelState.AddModelError($"Input.{problem.Field}", problem.Message);
        if (!ModelState.IsValid) return Page();

        var step = await edit.HandleAsync(input, cancel);
        if (!step.IsDone)
        {
            await ShowTheirsAsync(id, step, cancel);
            return Page();
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

    // What was typed stays; the version moves on, so that pressing Lưu again is a decision to replace what the other person wrote.
    private async Task ShowTheirsAsync(Guid id, ImportStep step, CancellationToken cancel)
    {
        var theirs = await db.Set<ImportItem>().AsNoTracking().FirstAsync(i => i.Id == id, cancel);
        foreach (var why in step.WhyNot)
            ModelState.AddModelError("", why == ImportDesk.Stale ? $"Người khác vừa sửa nhiệm vụ này. Nội dung hiện nay: “{theirs.Text}” ({theirs.PartyWords}; {theirs.RuleWords}). Những gì bạn nhập vẫn còn dưới đây; bấm Lưu để thay." : why);
        ModelState.Remove("Input.Version");
        Input.Version = theirs.Version;
    }

    private async Task<PlanImport?> OpenAsync(Guid id, CancellationToken cancel)
    {
        if (await db.Set<ImportItem>().AsNoTracking().FirstOrDefaultAsync(i => i.Id == id, cancel) is not { } item || await boards.FindAsync(item.ImportId, cancel) is not { } import) return null;
        Item = item;
        var board = await boards.OpenAsync(import, cancel, []);
        Sentences = board.Cards.FirstOrDefault(c => c.Item.Id == id)?.Sentences ?? [];
        Leads = Choices(item.Leads);
        Coordinating = Choices(item.Coordinating);
        var day = import.Date ?? item.Rule?.From;
        var near = import.IssuerId is { } issuer ? directory.Subtree(issuer) : directory.Subtree(import.UnitId);
        var groups = await db.Set<OrganizationGroup>().AsNoTracking().OrderBy(g => g.Name).Select(g => g.Name).ToListAsync(cancel);
        Names = [.. groups.Concat(near.Where(o => day is null || o.ExistsOn(day.Value)).Select(o => o.Name)).Distinct().Take(MostNames)];
        return import;
    }

    private List<SelectListItem> Choices(List<ItemParty> parties) =>
        [.. parties.Select(p => new SelectListItem(p.OrganizationId is { } unit && directory.Find(unit) is { } known && known.Name != p.Printed ? $"{p.Printed} ({known.Name})" : p.Printed, p.Printed))];

    private static List<string> Parties(List<string> kept, string? added) => [.. kept, .. (added ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
}
