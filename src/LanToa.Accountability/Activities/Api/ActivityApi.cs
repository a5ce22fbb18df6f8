using LanToa.Contracts.Organizations;
using LanToa.Platform.Api;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Modules;
using LanToa.Platform.Search;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Accountability.Activities.Api;

/// <summary>Activities for other systems: the same rows, rules and operations as the pages.</summary>
internal static class ActivityApi
{
    private const string Group = "Hoạt động", Path = "Mã của hoạt động.";

    private const string Example = """{"happenedOn": "2026-11-20", "form": "article", "title": "Bài về cải cách hành chính", "channels": ["portal"], "views": 1284, "links": ["https://baochinhphu.vn/bai-viet"]}""";

    public static IEnumerable<ApiOperation> Operations =>
    [
        new()
        {
            Id = "listActivities", Method = "GET", Path = "activities", Group = Group, Summary = "Danh sách hoạt động, mới nhất trước", Permission = ActivityPermissions.Read, IsList = true, Answer = typeof(ActivityView), Handle = ListAsync,
            Text = "Của đơn vị của khóa, các đơn vị trực thuộc, và hoạt động trả lời nhiệm vụ mà các đơn vị đó giao.",
            Query =
            [
                new("unit", ApiParameterKind.Id, "Chỉ của một đơn vị."), new("state", ApiParameterKind.Text, "Trạng thái; không ghi thì mọi trạng thái trừ đã rút.") { Values = ApiJson.Words<ActivityState>() },
                new("form", ApiParameterKind.Text, "Mã sản phẩm."), new("channel", ApiParameterKind.Text, "Mã kênh."), new("topic", ApiParameterKind.Text, "Mã nội dung."), new("occurrence", ApiParameterKind.Id, "Trả lời kỳ thực hiện này."), new("task", ApiParameterKind.Id, "Trả lời nhiệm vụ này."),
                new("from", ApiParameterKind.Date, "Từ ngày thực hiện."), new("to", ApiParameterKind.Date, "Đến hết ngày thực hiện."), new("q", ApiParameterKind.Text, "Có những chữ này trong tên, có dấu hoặc không."),
            ],
        },
        new() { Id = "getActivity", Method = "GET", Path = "activities/{id:guid}", PathText = Path, Group = Group, Summary = "Một hoạt động, với nhiệm vụ, đơn vị phối hợp, minh chứng", Permission = ActivityPermissions.Read, Answer = typeof(ActivityView), Handle = async call => ApiAnswer.Of(await call.Get<ActivityReader>().OneAsync(call.Id, call.Cancel)) },
        new()
        {
            Id = "createActivity", Method = "POST", Path = "activities", Group = Group, Summary = "Ghi một hoạt động của đơn vị của khóa", Permission = ActivityPermissions.Do, Body = typeof(ActivityBody), Answer = typeof(ActivityView), Status = 201, Example = Example, KeepsReplies = true,
            Text = "Loại sản phẩm cần minh chứng nào thì gửi cùng (links) hoặc ghi noEvidenceReason rồi gửi tệp sau bằng addEvidence.", Handle = CreateAsync,
        },
        new()
        {
            Id = "changeActivity", Method = "PUT", Path = "activities/{id:guid}", PathText = Path, Group = Group, Summary = "Sửa hoạt động chưa được chấp nhận; gửi lại hoạt động nháp hoặc bị trả lại", Permission = ActivityPermissions.Do, Body = typeof(ActivityBody), Answer = typeof(ActivityView), Changes = true, Example = Example,
            Handle = ChangeAsync,
        },
        new()
        {
            Id = "withdrawActivity", Method = "POST", Path = "activities/{id:guid}/withdrawal", PathText = Path, Group = Group, Summary = "Rút một hoạt động chưa được chấp nhận", Permission = ActivityPermissions.Do, Body = typeof(ReasonBody), Answer = typeof(ActivityView), Changes = true,
            Text = "Hoạt động không được tính ở đâu nữa; bản ghi và lịch sử vẫn còn.", Example = """{"reason": "Ghi trùng với hoạt động khác."}""", Handle = WithdrawAsync,
        },
        new() { Id = "listCodes", Method = "GET", Path = "codes", Group = Group, Summary = "Danh mục mã: sản phẩm, kênh, nội dung, đối tượng, ngôn ngữ", Permission = ActivityPermissions.Read, Answer = typeof(CodesView), Handle = _ => Task.FromResult(ApiAnswer.Of(Codes)) },
    ];

    private static CodesView Codes => new(Of(CodeKind.Product), Of(CodeKind.Channel), Of(CodeKind.Topic), Of(CodeKind.Audience), Of(CodeKind.Language));

    private static List<CodeView> Of(CodeKind kind) => [.. CodeNames.List(kind).Select(c => new CodeView(c.Code, c.Name))];

    private static async Task<ApiAnswer> ListAsync(ApiCall call)
    {
        var (db, limit) = (call.Get<LanToaDb>(), call.Limit);
        var all = call.Get<ActivityRows>().Visible();
        if (call.IdOf("unit") is { } unit) all = all.Where(a => a.UnitId == unit);
        all = call.Choice<ActivityState>("state") is { } state ? all.Where(a => a.State == state) : all.Where(a => a.State != ActivityState.Withdrawn);
        if (call.Text("form") is { } form) all = all.Where(a => a.Form == form);
        if (call.Text("channel") is { } channel) all = all.Where(a => a.Channels.Contains(channel));
        if (call.Text("topic") is { } topic) all = all.Where(a => a.Topics.Contains(topic));
        if (call.Date("from") is { } from) all = all.Where(a => a.HappenedOn >= from);
        if (call.Date("to") is { } to) all = all.Where(a => a.HappenedOn <= to);
        if (call.IdOf("task") is { } task) all = all.Where(a => db.Set<ActivityAnswer>().Any(x => x.ProvinceId == a.ProvinceId && x.ActivityId == a.Id && x.TaskId == task));
        if (call.IdOf("occurrence") is { } occurrence) all = all.Where(a => db.Set<ActivityAnswer>().Any(x => x.ProvinceId == a.ProvinceId && x.ActivityId == a.Id && x.OccurrenceId == occurrence));
        if (call.Text("q") is { } words && new SearchQuery(words) is { IsEmpty: false } query) all = all.Where(a => SearchWords.Match(a.Title, query.All));
        if (call.Cursor is (var day, var id)) all = all.Where(a => EF.Functions.LessThan(ValueTuple.Create(a.HappenedOn, a.Id), ValueTuple.Create(day, id)));
        var page = await all.OrderByDescending(a => a.HappenedOn).ThenByDescending(a => a.Id).Take(limit + 1).ToListAsync(call.Cancel);
        var directory = call.Get<IOrganizationDirectory>();
        return ApiAnswer.Page(page, limit, a => ApiCall.CursorOf(a.HappenedOn, a.Id), a => ActivityReader.View(a, directory));
    }

    private static async Task<ApiAnswer> CreateAsync(ApiCall call)
    {
        var body = await BodyAsync(call);
        var (outcome, answer) = await GatheredLog.LogAsync(call, body.ToInput(), body.Draft == true);
        return answer ?? await DoneAsync(call, outcome, 201);
    }

    private static Task<ActivityBody> BodyAsync(ApiCall call) => call.BodyAsync<ActivityBody>(body =>
        ActivityChecks.Of(body.ToInput(), call.Get<IOrganizationDirectory>().Find(call.Known.Token.UnitId)?.Level ?? "", call.Get<Clock>().Today, body.Draft == true).Select(p => new ApiFieldProblem(FieldOf(p.Field), p.Text)));

    private static async Task<ApiAnswer> ChangeAsync(ApiCall call)
    {
        var body = await BodyAsync(call);
        var reader = call.Get<ActivityReader>();
        call.RequireMatch(await reader.OneAsync(call.Id, call.Cancel));
        return await DoneAsync(call, await call.Get<EditActivity>().HandleAsync(call.Id, ApiCall.NewKey(), reader.Version, body.ToInput(), body.Draft == true, call.Cancel));
    }

    private static async Task<ApiAnswer> WithdrawAsync(ApiCall call)
    {
        var body = await call.BodyAsync<ReasonBody>();
        var reader = call.Get<ActivityReader>();
        var known = await reader.OneAsync(call.Id, call.Cancel);
        if (!await reader.IsDoneByAsync(call.Id, call.Key, call.Cancel)) call.RequireMatch(known);
        return await DoneAsync(call, await call.Get<DecideActivity>().HandleAsync(call.Id, ActivityVerb.Withdraw, call.Key, reader.Version, body.Reason, call.Cancel));
    }

    /// <summary>The activity as it now is, or the problem.</summary>
    public static async Task<ApiAnswer> DoneAsync(ApiCall call, ActivityOutcome outcome, int status = 200)
    {
        if (!outcome.Succeeded) throw new ApiProblemException(ProblemOf(outcome));
        call.Get<LanToaDb>().ChangeTracker.Clear();
        var view = await call.Get<ActivityReader>().OneAsync(outcome.Id, call.Cancel);
        return status == 201 ? ApiAnswer.Created(view, $"activities/{outcome.Id}") : ApiAnswer.Of(view, status);
    }

    public static ApiProblem ProblemOf(ActivityOutcome outcome) => outcome.Kind switch
    {
        OutcomeKind.NotFound => ApiProblem.NotFound,
        OutcomeKind.Denied => ApiProblem.Denied(string.Join(" ", outcome.Problems.Select(p => p.Text))),
        OutcomeKind.Stale => ApiProblem.Stale,
        _ => ApiProblem.Fields([.. outcome.Problems.Select(p => new ApiFieldProblem(FieldOf(p.Field), p.Text))]),
    };

    private static string FieldOf(string field) => field switch { nameof(ActivityInput.Duties) => "occurrences", "Photos" or nameof(ActivityInput.Files) => "file", _ => ApiJson.Field(field) };
}

/// <summary>Reads activities and evidence for the API, as the acting token may see them.</summary>
public sealed class ActivityReader(LanToaDb db, ActivityAccess access, IOrganizationDirectory directory)
{
    /// <summary>Of the activity that was read last.</summary>
    public int Version { get; private set; }

    /// <exception cref="ApiProblemException">There is none, or it may not be seen.</exception>
    public async Task<ActivityView> OneAsync(Guid id, CancellationToken cancel)
    {
        var activity = await db.Set<Activity>().AsNoTracking().FirstOrDefaultAsync(a => a.Id == id, cancel) ?? throw new ApiProblemException(ApiProblem.NotFound);
        var answers = await db.Set<ActivityAnswer>().AsNoTracking().Where(x => x.ActivityId == id).OrderBy(x => x.Id).ToListAsync(cancel);
        if (!access.MayRead(activity, answers.Select(x => x.AssignerId))) throw new ApiProblemException(ApiProblem.NotFound);
        var partners = await db.Set<ActivityPartner>().AsNoTracking().Where(p => p.ActivityId == id).OrderBy(p => p.Id).Select(p => p.Name).ToListAsync(cancel);
        Version = activity.Version;
        return View(activity, directory) with
        {
            Answers = [.. answers.Select(AnswerOf)], Partners = partners, Evidence = [.. (await db.EvidenceOfAsync(id, cancel)).Select(e => View(e, directory))],
        };
    }

    /// <summary>Whether the last change of the activity was made by this key.</summary>
    public Task<bool> IsDoneByAsync(Guid id, Guid key, CancellationToken cancel) => db.Set<Activity>().AnyAsync(a => a.Id == id && a.FormKey == key, cancel);

    public static AnswerView AnswerOf(ActivityAnswer x) => new(x.OccurrenceId, x.TaskId, x.PlanId, x.TaskText, Plain(x.Counted)!.Value, x.MakesUp);

    // As the database gives them back, so that what is answered to its creation is what is read afterwards: microseconds, no zeros at the end.
    private static DateTimeOffset Kept(DateTimeOffset at) => new(at.Ticks - (at.Ticks % 10), at.Offset);

    private static decimal? Plain(decimal? number) => number / 1.0000000000000000000000000000m;

    public static ActivityView View(Activity a, IOrganizationDirectory directory) => new()
    {
        Id = a.Id, Unit = directory.UnitOf(a.UnitId)!, State = a.State, HappenedOn = a.HappenedOn, EndedOn = a.EndedOn, Form = a.Form, Title = a.Title, Description = a.Description.Length == 0 ? null : a.Description,
        Channels = a.Channels, Topics = a.Topics, Audiences = a.Audiences, Languages = a.Languages, Quantity = Plain(a.Quantity), QuantityUnit = a.QuantityUnit, Attendance = a.Attendance, Listeners = a.Listeners, Views = a.Views,
        Pages = Plain(a.Pages), Minutes = Plain(a.Minutes), Entries = a.Entries, PlaceUnitId = a.PlaceUnitId, Place = a.Place, Latitude = a.Latitude, Longitude = a.Longitude, Accuracy = a.Accuracy, Cost = a.Cost, CostSource = a.CostSource, HostActivityId = a.HostActivityId, HostEvent = a.HostEvent, HostMinutes = a.HostMinutes,
        RecordedFor = a.RecordedFor, ChangedForUnitBy = a.ChangedForUnitBy, RecordedBy = a.RecordedByName, RecordedAt = Kept(a.RecordedAt), AcceptedAt = a.AcceptedOn, AcceptedBy = a.AcceptedByName, Reason = a.DecisionReason, NoEvidenceReason = a.NoEvidenceReason,
    };

    public static EvidenceView View(ShownEvidence e, IOrganizationDirectory directory) => new()
    {
        Id = e.Evidence.Id, Unit = directory.UnitOf(e.Evidence.UnitId)!, Kind = e.Evidence.Kind, Title = e.Evidence.Title, State = e.Evidence.State, WaitsAgain = e.Evidence.WaitsAgain, EffectiveOn = e.Evidence.EffectiveOn, Version = e.Evidence.Number,
        Sha256 = e.Version.Sha256, Size = e.Version.Size, MediaType = e.Version.MediaType, FileName = e.Version.FileName, Url = e.Version.Url, TakenAt = e.Version.TakenAt, Latitude = e.Version.Latitude, Longitude = e.Version.Longitude,
        AddedBy = e.Version.AddedByName, AddedAt = Kept(e.Version.AddedAt), Content = e.Version.AttachmentId is null ? null : $"{ApiCaller.Root}/evidence/{e.Evidence.Id}/content",
    };
}
