using LanToa.Platform.Data;
using LanToa.Platform.Documents.Sheets;
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

    public async Task OnGetAsync(CancellationToken cancel) => Acts = PageOf(await FoundAsync(cancel));

    public async Task<IActionResult> OnGetExportAsync(CancellationToken cancel) => this.FileOf("van-ban-phap-luat", "Sổ văn bản pháp luật",
        [
            new("Loại", a => a.Kind), new("Số, ký hiệu", a => a.Code, 20), new("Trích yếu", a => a.Title, 60), new("Ngày ban hành", a => a.Date, 14), new("Cơ quan ban hành", a => a.Issuer, 30),
            new("Hiệu lực hôm nay", a => a.StateOn(Today).Name(), 18), new("Có hiệu lực từ", a => a.ValidFrom, 14), new("Đến hết", a => a.ValidTo, 14), new("Thay bằng", a => a.ReplacedBy, 20), new("Được sửa đổi bởi", a => a.AmendedBy, 24),
            new("Phạm vi", a => a.ProvinceId == 0 ? "Cả nước" : "Của tỉnh"),
        ], await FoundAsync(cancel));

    private async Task<IReadOnlyList<LegalAct>> FoundAsync(CancellationToken cancel)
    {
        var rows = await books.RowsAsync(Province, cancel);
        Book = new ActBook(ActBooks.Listed(rows));
        Kinds = [.. Book.Acts.Select(a => a.Kind).Distinct().Order(StringComparer.Ordinal).Select(k => new SelectListItem(k, k))];
        var acts = State == ActState.Withdrawn && MayEdit ? ActBooks.Effective(rows).Where(a => a.WithdrawnAt is not null) : Book.Acts;
        foreach (var word in Folding.Fold(Search).Split(' ', StringSplitOptions.RemoveEmptyEntries)) acts = acts.Where(a => a.SearchText.Contains(word, StringComparison.Ordinal));
        if (Kind is not null) acts = acts.Where(a => a.Kind == Kind);
        if (State is { } state) acts = acts.Where(a => a.StateOn(Today) == state);
        return [.. Sort switch
        {
            "so" => acts.OrderBy(a => a.Key, StringComparer.Ordinal),
            "-so" => acts.OrderByDescending(a => a.Key, StringComparer.Ordinal),
            "ngay" => acts.OrderBy(a => a.Date),
            "hethieuluc" => acts.OrderBy(a => a.ValidTo is null).ThenBy(a => a.ValidTo),
            "-hethieuluc" => acts.OrderByDescending(a => a.ValidTo),
            _ => acts.OrderByDescending(a => a.Date).ThenBy(a => a.Key, StringComparer.Ordinal),
        }];
    }
}
