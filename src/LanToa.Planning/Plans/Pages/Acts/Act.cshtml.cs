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

    /// <summary>The country's row of the act, if there is one.</summary>
    public LegalAct? Country { get; private set; }

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
        Country = act.ProvinceId == 0 ? act : rows.Find(a => a.ProvinceId == 0 && a.IsSameAs(act));
        // What the nation did before the province made the row its own belongs to the story of the act.
        var ofCountry = Country is { } country && country.Id != id ? await history.OfAsync(country.Id, shared: true, cancel: cancel) : [];
        Changes = [.. (await history.OfAsync(id, shared: act.ProvinceId == 0, cancel: cancel)).Concat(ofCountry).OrderByDescending(c => c.At)];
        return Page();
    }
}
