using LanToa.Planning.Plans.Pages.Forms;
using LanToa.Platform.Audit;
using LanToa.Platform.Data;
using LanToa.Platform.Ui;
using LanToa.Reading.Model;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans.Pages.Import;

/// <summary>One task in a form: inside its card with script, on a page of its own without.</summary>
public sealed class ItemModel(LanToaDb db, ReviewBoards boards, ImportDesk desk, EditItem edit, DecideItem decide, PartyPicker picker, PartyLookup lookup, LastChange last) : TaskFormPage(db, picker, lookup, last)
{
    public ImportItem Item { get; private set; } = null!;

    public IReadOnlyList<Statement> Sentences { get; private set; } = [];

    protected override TaskFacts? Facts => Item;

    protected override IReadOnlyList<ItemParty> Leads => Item.Leads;

    protected override IReadOnlyList<ItemParty> Coordinating => Item.Coordinating;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel)
    {
        if (await OpenAsync(id, cancel) is not { } import) return NotFound();
        if (import.State != ImportState.Ready) return Redirect(ImportLinks.Of(import));
        Input = Now();
        return Show();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, string? then, string? find, CancellationToken cancel)
    {
        if (await OpenAsync(id, cancel) is not { } import) return NotFound();
        if (PartyPicker.IsSearch(Input, find))
        {
            await FindAsync(import.IssuerId ?? import.UnitId, desk.DayOf(import), cancel);
            return Show();
        }
        if (import.State == ImportState.Ready && await ClashAsync(cancel) is { } clash) return clash;
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
            var saved = await Db.Set<ImportItem>().AsNoTracking().FirstAsync(i => i.Id == id, cancel);
            step = await decide.HandleAsync(id, saved.Version, ItemDecision.Accepted, cancel);
        }
        if (!Request.Headers.ContainsKey("HX-Request"))
        {
            this.Flash("Đã lưu nhiệm vụ.");
            return Redirect(ImportLinks.Card(import.Id, id));
        }
        var board = await boards.OpenAsync(import, cancel, [id]);
        // The form asks for its card only; the answer brings the card and the foot as parts that find their own place.
        Response.Headers["HX-Reswap"] = "none";
        Response.Headers["HX-Reselect"] = "unset";
        return Partial("/Plans/Pages/Import/_Answer.cshtml", new ReviewAnswer(board, id, step.WhyNot, AsInDocument: false));
    }

    private async Task<PlanImport?> OpenAsync(Guid id, CancellationToken cancel)
    {
        if (await Db.Set<ImportItem>().AsNoTracking().FirstOrDefaultAsync(i => i.Id == id, cancel) is not { } item || await boards.FindAsync(item.ImportId, cancel) is not { } import) return null;
        Item = item;
        var board = await boards.OpenAsync(import, cancel, []);
        Sentences = board.Cards.FirstOrDefault(c => c.Item.Id == id)?.Sentences ?? [];
        await OfferAsync(import.IssuerId ?? import.UnitId, desk.DayOf(import), cancel);
        return import;
    }
}
