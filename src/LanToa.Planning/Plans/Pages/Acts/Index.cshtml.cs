using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Text;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace LanToa.Planning.Plans.Pages.Acts;

/// <summary>The register of legal acts: everyone reads it, administrators keep it.</summary>
public sealed class IndexModel(ActBooks books, LanToaDb db, Actor actor, Clock clock) : ListPage
{
    [FromQuery(Name = "loai")]
    public string? Kind { get; set; }

    [FromQuery(Name = "hieuluc")]
    public ActState? State { get; set; }

    public bool MayEdit => actor.CanForProvince(PlanPermissions.ManageActs);

    public short Province => db.ProvinceId;

    public bool IsFiltered => Search is not null || Kind is not null || State is not null;

    public DateOnly Today => clock.Today;

    public IReadOnlyList<LegalAct> Acts { get; private set; } = [];

    public IReadOnlyList<SelectListItem> Kinds { get; private set; } = [];

    public IReadOnlyList<SelectListItem> States => [.. Enum.GetValues<ActState>().Where(s => MayEdit || s != ActState.Withdrawn).Select(s => new SelectListItem(s.Name(), s.ToString()))];

    /// <summary>The act that took another's place, for its link.</summary>
    public LegalAct? Successor(LegalAct act) => Book.Find(act.ReplacedBy);

    private ActBook Book { get; set; } = new([]);

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var rows = await books.RowsAsync(Province, cancel);
        Book = new ActBook(ActBooks.Listed(rows));
        Kinds = [.. Book.Acts.Select(a => a.Kind).Distinct().Order(StringComparer.Ordinal).Select(k => new SelectListItem(k, k))];
        var acts = State == ActState.Withdrawn && MayEdit ? ActBooks.Effective(rows).Where(a => a.WithdrawnAt is not null) : Book.Acts;
        foreach (var word in Folding.Fold(Search).Split(' ', StringSplitOptions.RemoveEmptyEntries)) acts = acts.Where(a => a.SearchText.Contains(word, StringComparison.Ordinal));
        if (Kind is not null) acts = acts.Where(a => a.Kind == Kind);
        if (State is { } state) acts = acts.Where(a => a.StateOn(Today) == state);
        Acts = PageOf([.. Sort switch
        {
            "so" => acts.OrderBy(a => a.Key, StringComparer.Ordinal),
            "-so" => acts.OrderByDescending(a => a.Key, StringComparer.Ordinal),
            "ngay" => acts.OrderBy(a => a.Date),
            "hethieuluc" => acts.OrderBy(a => a.ValidTo is null).ThenBy(a => a.ValidTo),
            "-hethieuluc" => acts.OrderByDescending(a => a.ValidTo),
            _ => acts.OrderByDescending(a => a.Date).ThenBy(a => a.Key, StringComparer.Ordinal),
        }]);
    }
}
