using LanToa.Platform.Audit;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Time;
using LanToa.Reading.Phrases;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LanToa.Planning.Plans.Pages.Acts;

/// <summary>One act: what is known of it, what it replaced and what replaced it, who changed it.</summary>
public sealed class ActModel(ActBooks books, LanToaDb db, Actor actor, History history, Clock clock) : PageModel
{
    public LegalAct Act { get; private set; } = null!;

    public LegalAct? Successor { get; private set; }

    public IReadOnlyList<LegalAct> Predecessors { get; private set; } = [];

    public IReadOnlyList<HistoryLine> Changes { get; private set; } = [];

    public bool MayEdit => actor.CanForProvince(PlanPermissions.ManageActs);

    public short Province => db.ProvinceId;

    public DateOnly Today => clock.Today;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel)
    {
        var rows = await books.RowsAsync(Province, cancel);
        if (rows.Find(a => a.Id == id) is not { } act) return NotFound();
        // The province's own row stands before the country's; the address of the latter still leads to the act.
        if (ActBooks.Effective(rows).FirstOrDefault(a => a.IsSameAs(act)) is { } own && own.Id != id) return Redirect(ActLinks.Of(own.Id));
        if (act.WithdrawnAt is not null && !MayEdit) return NotFound();
        var book = new ActBook(ActBooks.Listed(rows));
        Act = act;
        Successor = book.Find(act.ReplacedBy);
        Predecessors = [.. book.Acts.Where(a => a.ReplacedBy is { } by && ActRegister.Key(by) == ActRegister.Key(act.Code))];
        Changes = await history.OfAsync(id, cancel: cancel);
        return Page();
    }
}
