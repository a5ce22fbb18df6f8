using LanToa.Contracts.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Documents.Sheets;
using LanToa.Platform.Identity;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Organizations.Pages;

public sealed class IndexModel(LanToaDb db, Actor actor, OrganizationDirectory directory, Clock clock) : ListPage
{
    [FromQuery(Name = "cap")]
    public OrganizationLevel? Level { get; set; }

    [FromQuery(Name = "loai")]
    public OrganizationKind? Kind { get; set; }

    [FromQuery(Name = "ngay")]
    public DateOnly? AsOf { get; set; }

    /// <summary>"danh-sach": all in one list, though nothing is looked for.</summary>
    [FromQuery(Name = "xem")]
    public string? View { get; set; }

    /// <summary>The body whose own bodies the tree shows; the person's own unit when none is named.</summary>
    [FromQuery(Name = "mo")]
    public Guid? Open { get; set; }

    public bool IsTree => View is null && Search is null && Level is null && Kind is null;

    public IReadOnlyList<TreeLine> Tree { get; private set; } = [];

    /// <summary>Bodies of the Party and of vertical lines in the areas that the tree shows open.</summary>
    public IReadOnlyList<TreeLine> Outside { get; private set; } = [];

    public IReadOnlyList<Organization> Organizations { get; private set; } = [];

    public bool MayManage { get; private set; }

    /// <summary>The national list is the installation's.</summary>
    public bool MayImport => actor.AdministersInstallation;

    /// <summary>There is nothing below the nation yet, and this is the person who brings it in.</summary>
    public bool LacksNationalList => actor.AdministersInstallation && directory.All.All(o => o.Level == nameof(OrganizationLevel.Nation));

    public IReadOnlyList<SelectListItem> Levels { get; } = [.. Enum.GetValues<OrganizationLevel>().Select(l => new SelectListItem(l.Words(), l.ToString()))];

    public IReadOnlyList<SelectListItem> Kinds { get; } = [.. Enum.GetValues<OrganizationKind>().Select(k => new SelectListItem(k.Words(), k.ToString()))];

    public DateOnly Day => AsOf ?? clock.Today;

    /// <summary>The body above; of one that stands outside the tree in whose area it works.</summary>
    public string? AboveOf(Organization organization) => directory.Find(organization.Id) is not { } body ? null
        : directory.AreaOf(body) is { } committee ? $"ngoài cây tổ chức, trên địa bàn {OrganizationWords.Area(committee)}" : body.ParentId is { } id ? directory.Find(id)?.Name : null;

    /// <summary>"12 trực thuộc, 3 ngoài cây": what stands below the body of a line, and beside the tree in its area.</summary>
    public static string BelowWords(TreeLine line) => string.Join(", ", new[] { (line.Below, Words: "trực thuộc"), (line.Outside, Words: "ngoài cây tổ chức") }.Where(n => n.Item1 > 0).Select(n => $"{VietnameseFormat.Number(n.Item1)} {n.Words}"));

    public string? AreaWords(OrganizationInfo body) => directory.AreaOf(body) is { } committee ? $"trên địa bàn {OrganizationWords.Area(committee)}" : null;

    /// <summary>Of a body that stands first because the one above it has ended: whose it was. Many offices bear one name.</summary>
    public string? EndedAboveWords(TreeLine line) => line.Depth == 0 && line.Body.ParentId is { } id && directory.Find(id) is { } above && above.ValidTo < Day ? $"trực thuộc {above.Name}, đã kết thúc" : null;

    /// <summary>Opens what stands below a line, or closes it: then the one above it is open.</summary>
    public string Toggle(TreeLine line) => Query.With(Request, "mo", (line.IsOpen ? line.Body.ParentId ?? Guid.Empty : line.Body.Id).ToString()) + $"#cq-{line.Body.Id:N}";

    public async Task OnGetAsync(CancellationToken cancel)
    {
        MayManage = actor.Holds(OrganizationPermissions.Manage);
        if (IsTree) (Tree, Outside) = new OrganizationTree(directory, actor.ProvinceId, Day).Lines(Open ?? actor.UnitId);
        else Organizations = await PageOfAsync(Found(), cancel);
    }

    /// <summary>The list of the filter, also where the page shows the tree.</summary>
    public IActionResult OnGetExport() => this.FileOf("co-quan", "Cơ quan",
        [
            new("Tên", o => o.Name, 50), new("Mã", o => o.Code, 14), new("Cấp", o => o.Level.Words(), 14), new("Loại", OrganizationWords.Kind, 24), new("Trực thuộc", AboveOf, 44),
            new("Hiệu lực từ", o => o.ValidFrom, 12), new("Đến", o => o.ValidTo, 12), new("Ghi chú", o => o.KeptFor is null ? o.Absence(Day) : "giữ vì một văn bản nêu tên", 30),
        ], Found().AsAsyncEnumerable());

    private IOrderedQueryable<Organization> Found()
    {
        var day = Day;
        var all = db.Set<Organization>().AsNoTracking();
        // What is looked for by name may have ended: it is found and marked, unless a day was asked for.
        var query = Search is not null && AsOf is null ? all.SeenFrom(actor.ProvinceId) : all.SeenFrom(actor.ProvinceId, day);
        if (Level is { } level) query = query.Where(o => o.Level == level);
        if (Kind is { } kind) query = query.Where(o => o.Kind == kind);
        query = query.Named(db, Search);
        // The province before its communes, whose codes are numbers of another series.
        return query.OrderBy(o => o.ValidTo != null && o.ValidTo < day).ThenBy(o => o.ProvinceId).ThenBy(o => o.Level == OrganizationLevel.Commune || o.Level == OrganizationLevel.Unit).ThenBy(o => o.Code);
    }
}
