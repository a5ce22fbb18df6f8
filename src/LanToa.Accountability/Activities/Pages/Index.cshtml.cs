using LanToa.Contracts.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Documents.Sheets;
using LanToa.Platform.Identity;
using LanToa.Platform.Search;
using LanToa.Platform.Text;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Accountability.Activities.Pages;

/// <summary>Activities that this person may see, narrowed and ordered; also as a file.</summary>
public sealed class IndexModel(LanToaDb db, ActivityRows rows, ActivityAccess access, IOrganizationDirectory directory, Actor actor) : ListPage
{
    private const int MostUnits = 150;

    [FromQuery(Name = "unit")] public Guid? UnitId { get; set; }
    [FromQuery(Name = "state")] public string? State { get; set; }
    [FromQuery(Name = "form")] public string? Form { get; set; }
    [FromQuery(Name = "channel")] public string? Channel { get; set; }
    [FromQuery(Name = "topic")] public string? Topic { get; set; }
    [FromQuery(Name = "task")] public Guid? TaskId { get; set; }
    [FromQuery(Name = "occurrence")] public Guid? OccurrenceId { get; set; }
    [FromQuery(Name = "from")] public DateOnly? From { get; set; }
    [FromQuery(Name = "to")] public DateOnly? To { get; set; }

    public sealed record Row(Activity Activity, string UnitName, int Evidence);

    public IReadOnlyList<Row> Rows { get; private set; } = [];
    public bool MayLog => actor.UnitId is { } unit && access.MayDo(unit);
    public string NameOf(Guid unit) => directory.DistinctNameOf(unit) ?? "";

    public IReadOnlyList<SelectListItem> Units
    {
        get
        {
            IEnumerable<Guid> units = actor.UnitId is { } own && directory.Subtree(own) is { Count: <= MostUnits } few ? few.Select(o => o.Id) : [];
            if (UnitId is { } named) units = units.Append(named).Distinct();
            return [.. units.Where(u => directory.Find(u) is not null).Select(u => new SelectListItem(NameOf(u), u.ToString())).OrderBy(u => Folding.Fold(u.Text), StringComparer.Ordinal)];
        }
    }

    public IReadOnlyList<SelectListItem> States { get; } = [.. Enum.GetValues<ActivityState>().Select(s => new SelectListItem(EnumWords.Of(s), s.ToString().ToLowerInvariant()))];
    public IReadOnlyList<SelectListItem> Forms => CodeNames.Items(CodeKind.Product);
    public IReadOnlyList<SelectListItem> Channels => CodeNames.Items(CodeKind.Channel);
    public IReadOnlyList<SelectListItem> Topics => CodeNames.Items(CodeKind.Topic);

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var page = await PageOfAsync(Ordered(), cancel);
        List<Guid> ids = [.. page.Select(a => a.Id)];
        var counts = await db.Set<ActivityEvidence>().AsNoTracking().Where(e => ids.Contains(e.ActivityId) && e.RemovedAt == null).GroupBy(e => e.ActivityId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        Rows = [.. page.Select(a => new Row(a, NameOf(a.UnitId), counts.GetValueOrDefault(a.Id)))];
    }

    public IActionResult OnGetExport() => this.FileOf("hoat-dong", "Hoạt động", Columns, Ordered().AsAsyncEnumerable());

    private IReadOnlyList<FileColumn<Activity>> Columns =>
    [
        new("Ngày", a => a.HappenedOn, 12), new("Đến ngày", a => a.EndedOn, 12), new("Đơn vị", a => NameOf(a.UnitId), 40), new("Hoạt động", a => a.Title, 60), new("Sản phẩm", a => CodeNames.Of(CodeKind.Product, a.Form), 22),
        new("Số lượng", a => a.Counts, 10), new("Đơn vị tính", a => a.QuantityUnit, 14), new("Người dự", a => a.Attendance, 10), new("Lượt nghe, nhận", a => a.Listeners, 12), new("Lượt xem", a => a.Views, 12),
        new("Số phút", a => a.Minutes, 10), new("Số trang", a => a.Pages, 10), new("Bài dự thi", a => a.Entries, 10), new("Kênh", a => CodeNames.Of(CodeKind.Channel, a.Channels), 30), new("Nội dung", a => CodeNames.Of(CodeKind.Topic, a.Topics), 30),
        new("Đối tượng", a => CodeNames.Of(CodeKind.Audience, a.Audiences), 30), new("Địa điểm", a => a.Place, 24), new("Lồng ghép trong", a => a.HostEvent, 24), new("Kinh phí (đồng)", a => a.Cost, 14), new("Nguồn kinh phí", a => a.CostSource, 20),
        new("Trạng thái", a => EnumWords.Of(a.State), 16), new("Lý do", a => a.DecisionReason, 30), new("Không có minh chứng vì", a => a.NoEvidenceReason, 30), new("Người ghi", a => a.RecordedByName, 24), new("Ghi thay", a => a.RecordedFor, 20), new("Ghi lúc", a => a.RecordedAt, 18),
    ];

    private IOrderedQueryable<Activity> Ordered() => Sort switch
    {
        "day" => Found().OrderBy(a => a.HappenedOn).ThenBy(a => a.Id),
        "title" => Found().OrderBy(a => a.Title).ThenBy(a => a.Id),
        "-title" => Found().OrderByDescending(a => a.Title).ThenBy(a => a.Id),
        _ => Found().OrderByDescending(a => a.HappenedOn).ThenByDescending(a => a.Id),
    };

    private IQueryable<Activity> Found()
    {
        var all = rows.Visible();
        if (UnitId is { } unit) all = all.Where(a => a.UnitId == unit);
        if (Enum.TryParse<ActivityState>(State, ignoreCase: true, out var state)) all = all.Where(a => a.State == state);
        else all = all.Where(a => a.State != ActivityState.Withdrawn);
        if (!string.IsNullOrEmpty(Form)) all = all.Where(a => a.Form == Form);
        if (!string.IsNullOrEmpty(Channel)) all = all.Where(a => a.Channels.Contains(Channel));
        if (!string.IsNullOrEmpty(Topic)) all = all.Where(a => a.Topics.Contains(Topic));
        if (From is { } from) all = all.Where(a => a.HappenedOn >= from);
        if (To is { } to) all = all.Where(a => a.HappenedOn <= to);
        if (TaskId is { } task) all = all.Where(a => db.Set<ActivityAnswer>().Any(x => x.ProvinceId == a.ProvinceId && x.ActivityId == a.Id && x.TaskId == task));
        if (OccurrenceId is { } occurrence) all = all.Where(a => db.Set<ActivityAnswer>().Any(x => x.ProvinceId == a.ProvinceId && x.ActivityId == a.Id && x.OccurrenceId == occurrence));
        if (new SearchQuery(Search) is { IsEmpty: false } query) all = all.Where(a => SearchWords.Match(a.Title, query.All));
        return all;
    }
}
