using System.Globalization;
using LanToa.Contracts.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Documents.Sheets;
using LanToa.Platform.Identity;
using LanToa.Platform.Modules;
using LanToa.Platform.Search;
using LanToa.Platform.Text;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Accountability.Activities.Pages;

/// <summary>Activities that this person may see, narrowed and ordered; also as a file.</summary>
public sealed class IndexModel(LanToaDb db, ActivityRows rows, ActivityAccess access, DecideActivity decide, IOrganizationDirectory directory, Actor actor) : ListPage
{
    private const int MostUnits = 150, MostNamed = 5, MostAtOnce = 200;

    [FromQuery(Name = "unit")] public Guid? UnitId { get; set; }
    [FromQuery(Name = "state")] public string? State { get; set; }
    [FromQuery(Name = "form")] public string? Form { get; set; }
    [FromQuery(Name = "channel")] public string? Channel { get; set; }
    [FromQuery(Name = "topic")] public string? Topic { get; set; }
    [FromQuery(Name = "task")] public Guid? TaskId { get; set; }
    [FromQuery(Name = "occurrence")] public Guid? OccurrenceId { get; set; }
    [FromQuery(Name = "from")] public DateOnly? From { get; set; }
    [FromQuery(Name = "to")] public DateOnly? To { get; set; }

    /// <param name="MayAccept">It waits, and this person may say yes to it: it can be chosen.</param>
    public sealed record Row(Activity Activity, string UnitName, int Evidence, bool MayAccept);

    /// <summary>What was chosen: an id and the version that was seen.</summary>
    [BindProperty(Name = "ids")] public List<string> Chosen { get; set; } = [];
    [BindProperty] public Guid FormKey { get; set; }

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

    public Task OnGetAsync(CancellationToken cancel) => LoadAsync(cancel);

    /// <summary>Accepts those that were chosen, each by itself; what changed meanwhile is named and left as it is.</summary>
    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var chosen = Chosen.Select(ChosenOne.Read).ToList();
        if (chosen.Count == 0) ModelState.AddModelError("", "Bạn chưa chọn hoạt động nào. Hãy đánh dấu ở đầu dòng rồi bấm Chấp nhận.");
        else if (chosen.Count > MostAtOnce) ModelState.AddModelError("", $"Mỗi lần chấp nhận nhiều nhất {MostAtOnce} hoạt động.");
        else if (chosen.Exists(c => c is null) || FormKey == Guid.Empty) ModelState.AddModelError("", "Có dòng không đọc được nên chưa chấp nhận gì. Hãy tải lại trang rồi chọn lại.");
        if (!ModelState.IsValid)
        {
            await LoadAsync(cancel);
            return Page();
        }
        var (accepted, left) = (0, new List<string>());
        foreach (var one in chosen.OfType<ChosenOne>().DistinctBy(c => c.Id))
        {
            var outcome = await decide.AcceptFromListAsync(one.Id, FormKey, one.Version, cancel);
            db.ChangeTracker.Clear();
            if (outcome.Succeeded) accepted++;
            else left.Add(await WhyLeftAsync(one.Id, outcome, cancel));
        }
        if (accepted > 0) this.Flash($"Đã chấp nhận {VietnameseFormat.Number(accepted)} hoạt động.");
        foreach (var why in left.Take(MostNamed)) this.Flash(why, StatusKind.DueSoon);
        if (left.Count > MostNamed) this.Flash($"Còn {VietnameseFormat.Number(left.Count - MostNamed)} hoạt động khác chưa chấp nhận được; chúng vẫn ở trong danh sách.", StatusKind.DueSoon);
        return LocalRedirect($"{Request.Path}{Request.QueryString}");
    }

    private async Task<string> WhyLeftAsync(Guid id, ActivityOutcome outcome, CancellationToken cancel)
    {
        if (outcome.Kind == OutcomeKind.NotFound) return "Một hoạt động đã chọn không còn, hoặc bạn không xem được.";
        var title = await db.Set<Activity>().AsNoTracking().Where(a => a.Id == id).Select(a => a.Title).FirstOrDefaultAsync(cancel);
        return $"Để lại “{title}”: {(outcome.Kind == OutcomeKind.Stale ? "đã thay đổi từ lúc bạn xem danh sách. Hãy mở ra xem lại." : string.Join(" ", outcome.Problems.Select(p => p.Text)))}";
    }

    private sealed record ChosenOne(Guid Id, int Version)
    {
        public static ChosenOne? Read(string value) => value.Split(':') is [var id, var version] && Guid.TryParse(id, out var known) && int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var seen) ? new(known, seen) : null;
    }

    private async Task LoadAsync(CancellationToken cancel)
    {
        var page = await PageOfAsync(Ordered(), cancel);
        List<Guid> ids = [.. page.Select(a => a.Id)];
        var counts = await db.Set<ActivityEvidence>().AsNoTracking().Where(e => ids.Contains(e.ActivityId) && e.RemovedAt == null).GroupBy(e => e.ActivityId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        List<Guid> waiting = actor.Holds(ActivityPermissions.Confirm) ? [.. page.Where(a => a.State == ActivityState.Recorded).Select(a => a.Id)] : [];
        var assigners = waiting.Count == 0 ? Array.Empty<ActivityAnswer>().ToLookup(x => x.ActivityId, x => x.AssignerId)
            : (await db.Set<ActivityAnswer>().AsNoTracking().Where(x => waiting.Contains(x.ActivityId)).ToListAsync(cancel)).ToLookup(x => x.ActivityId, x => x.AssignerId);
        // What was refused before is looked at first: it is not accepted from here.
        var again = waiting.Count == 0 ? [] : await db.Set<ActivityEvidence>().AsNoTracking().Where(u => waiting.Contains(u.ActivityId) && u.RemovedAt == null).Join(db.Set<Evidence>().Where(e => e.State == EvidenceState.InReview && e.DecisionReason != null), u => new { u.ProvinceId, Id = u.EvidenceId }, e => new { e.ProvinceId, e.Id }, (u, _) => u.ActivityId).ToListAsync(cancel);
        Rows = [.. page.Select(a => new Row(a, NameOf(a.UnitId), counts.GetValueOrDefault(a.Id), waiting.Contains(a.Id) && !again.Contains(a.Id) && decide.WhyNot(ActivityVerb.Accept, a, [.. assigners[a.Id]]) is null))];
        ModelState.Remove(nameof(FormKey));
        FormKey = Guid.CreateVersion7();
    }

    public IActionResult OnGetExport() => this.FileOf("hoat-dong", "Hoạt động",
    [
        .. Columns.Select(c => new FileColumn<FileLine>(c.Head, l => c.Of(l.Activity), c.Width)), new("Trả lời nhiệm vụ", l => string.Join("; ", l.Tasks), 60), new("Số minh chứng", l => l.Evidence, 14),
    ], Ordered().Select(a => new FileLine(a, db.Set<ActivityAnswer>().Where(x => x.ProvinceId == a.ProvinceId && x.ActivityId == a.Id).OrderBy(x => x.Id).Select(x => x.TaskText).ToList(),
        db.Set<ActivityEvidence>().Count(e => e.ProvinceId == a.ProvinceId && e.ActivityId == a.Id && e.RemovedAt == null))).AsAsyncEnumerable());

    private sealed record FileLine(Activity Activity, List<string> Tasks, int Evidence);

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
