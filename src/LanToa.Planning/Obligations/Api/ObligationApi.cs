using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using LanToa.Contracts.Organizations;
using LanToa.Planning.Obligations.Rules;
using LanToa.Planning.Plans;
using LanToa.Platform.Api;
using LanToa.Platform.Data;
using LanToa.Platform.Modules;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Planning.Obligations.Api;

/// <summary>A duty of a unit.</summary>
[Description("Một nhiệm vụ của kế hoạch, như nó ràng buộc một đơn vị.")]
public sealed record ObligationView(
    [property: Description("Mã của việc phải làm.")] Guid Id,
    [property: Description("Đơn vị phải làm.")] ApiUnit Unit,
    [property: Description("Cơ quan giao.")] ApiUnit? Assigner,
    [property: Description("Kế hoạch.")] Guid PlanId,
    [property: Description("Nhiệm vụ của kế hoạch.")] Guid TaskId,
    [property: Description("lead: chủ trì; requested: đề nghị; coordinating: phối hợp.")] DutyRole Role,
    [property: Description("Nội dung.")] string Text,
    [property: Description("Người thực hiện của đơn vị.")] string? Assignee,
    [property: Description("Hiệu lực từ.")] DateOnly From,
    [property: Description("Hiệu lực đến.")] DateOnly To,
    [property: Description("Thôi hiệu lực từ ngày.")] DateOnly? EndedOn);

/// <summary>One period of a duty.</summary>
[Description("Một kỳ thực hiện của việc phải làm: hạn, chỉ tiêu, đã làm được bao nhiêu, đang ở trạng thái nào hôm nay.")]
public sealed record OccurrenceView(
    [property: Description("Mã của kỳ thực hiện.")] Guid Id,
    [property: Description("Việc phải làm.")] Guid ObligationId,
    [property: Description("Đơn vị phải làm.")] ApiUnit Unit,
    [property: Description("Kế hoạch.")] Guid PlanId,
    [property: Description("Nhiệm vụ của kế hoạch.")] Guid TaskId,
    [property: Description("Nội dung.")] string Text,
    [property: Description("Tên kỳ, ví dụ “tháng 11/2026”.")] string Period,
    [property: Description("Từ ngày.")] DateOnly From,
    [property: Description("Đến hết ngày.")] DateOnly To,
    [property: Description("Hạn.")] DateOnly DueOn,
    [property: Description("not-yet: chưa đến kỳ; open: trong hạn; overdue: quá hạn; awaiting-confirmation: chờ xác nhận; done-on-time, done-late: hoàn thành đúng hạn, quá hạn; returned: bị trả lại; nothing-arose: không phát sinh; not-applicable: không áp dụng; requested: đề nghị; before-tracking: trước khi theo dõi.")] OccurrenceState State,
    [property: Description("Chỉ tiêu; không có khi không đếm.")] int? Target,
    [property: Description("Đã làm, tính cả phần chờ chấp nhận.")] int Progress,
    [property: Description("Do hoạt động đã được chấp nhận mang lại.")] decimal? Accepted,
    [property: Description("Do hoạt động đang chờ chấp nhận mang lại.")] decimal? Waiting,
    [property: Description("Ngày của hoạt động gần nhất.")] DateOnly? LastActivityOn,
    [property: Description("Kết quả đơn vị ghi.")] string? Note,
    [property: Description("Báo kết quả ngày.")] DateOnly? ClaimedOn,
    [property: Description("Hoàn thành ngày.")] DateOnly? DoneOn,
    [property: Description("Xác nhận ngày.")] DateOnly? ConfirmedOn,
    [property: Description("Lý do trả lại, không phát sinh, không áp dụng.")] string? Reason);

/// <summary>How far a period of a duty is.</summary>
public sealed record ProgressBody
{
    [Description("Đã làm được bao nhiêu trong kỳ, tính từ đầu kỳ."), Range(0, ActOnOccurrence.MaxQuantity)] public int? Quantity { get; init; }
    [Description("Kết quả bằng lời."), MaxLength(4000)] public string? Note { get; init; }
    [Description("Giải trình khi trễ hạn."), MaxLength(4000)] public string? Explanation { get; init; }
}

/// <summary>That a period of a duty is done.</summary>
public sealed record ClaimBody
{
    [Description("Ngày hoàn thành; không gửi là hôm nay. Đúng hạn hay không tính theo ngày này.")] public DateOnly? DoneOn { get; init; }
    [Description("Đã làm được bao nhiêu trong kỳ."), Range(0, ActOnOccurrence.MaxQuantity)] public int? Quantity { get; init; }
    [Description("Kết quả bằng lời; ít hơn chỉ tiêu, hoặc kỳ chưa có hoạt động hay tệp làm minh chứng, thì phải ghi vì sao."), MaxLength(4000)] public string? Note { get; init; }
    [Description("Giải trình khi trễ hạn."), MaxLength(4000)] public string? Explanation { get; init; }
}

/// <summary>That nothing arose in a period of a duty.</summary>
public sealed record NothingAroseBody
{
    [Required, Description("Vì sao kỳ này không phát sinh, cho cấp trên đọc."), MaxLength(2000)] public required string Reason { get; init; }
}

/// <summary>Duties and their periods for other systems.</summary>
internal static class ObligationApi
{
    private const string Group = "Việc phải làm", Path = "Mã của kỳ thực hiện.";

    public static IEnumerable<ApiOperation> Operations =>
    [
        new()
        {
            Id = "listObligations", Method = "GET", Path = "obligations", Group = Group, Summary = "Danh sách việc phải làm của đơn vị và các đơn vị trực thuộc", Permission = ObligationPermissions.Read, IsList = true, Answer = typeof(ObligationView), Handle = ListAsync,
            Query = [new("unit", ApiParameterKind.Id, "Chỉ của một đơn vị."), new("plan", ApiParameterKind.Id, "Chỉ của một kế hoạch."), new("task", ApiParameterKind.Id, "Chỉ của một nhiệm vụ."), new("role", ApiParameterKind.Text, "Vai trò.") { Values = ApiJson.Words<DutyRole>() }],
        },
        new() { Id = "getObligation", Method = "GET", Path = "obligations/{id:guid}", PathText = "Mã của việc phải làm.", Group = Group, Summary = "Một việc phải làm", Permission = ObligationPermissions.Read, Answer = typeof(ObligationView), Handle = OneAsync },
        new()
        {
            Id = "listOccurrences", Method = "GET", Path = "occurrences", Group = Group, Summary = "Danh sách kỳ thực hiện, theo hạn", Permission = ObligationPermissions.Read, IsList = true, Answer = typeof(OccurrenceView), Handle = ListOccurrencesAsync,
            Query =
            [
                new("unit", ApiParameterKind.Id, "Chỉ của một đơn vị."), new("obligation", ApiParameterKind.Id, "Chỉ của một việc phải làm."), new("plan", ApiParameterKind.Id, "Chỉ của một kế hoạch."), new("task", ApiParameterKind.Id, "Chỉ của một nhiệm vụ."),
                new("state", ApiParameterKind.Text, "Trạng thái hôm nay.") { Values = ApiJson.Words<OccurrenceState>() }, new("from", ApiParameterKind.Date, "Hạn từ ngày."), new("to", ApiParameterKind.Date, "Hạn đến hết ngày."),
            ],
        },
        new() { Id = "getOccurrence", Method = "GET", Path = "occurrences/{id:guid}", PathText = Path, Group = Group, Summary = "Một kỳ thực hiện", Permission = ObligationPermissions.Read, Answer = typeof(OccurrenceView), Handle = async call => ApiAnswer.Of((await ReadAsync(call)).View) },
        new()
        {
            Id = "reportProgress", Method = "POST", Path = "occurrences/{id:guid}/progress", PathText = Path, Group = Group, Summary = "Lưu tiến độ của một kỳ, chưa báo hoàn thành", Permission = ObligationPermissions.Do, Body = typeof(ProgressBody), Answer = typeof(OccurrenceView), Changes = true, Example = """{"quantity": 2, "note": "Đã đăng hai bài."}""",
            Handle = call => ActAsync<ProgressBody>(call, (body, version) => call.Get<SmallActs>().SaveProgressAsync(new ActInput(call.Id, OccurrenceVerb.ClaimDone, call.Key, version) { Quantity = body.Quantity, Note = body.Note, Explanation = body.Explanation }, call.Cancel)),
        },
        new()
        {
            Id = "claimOccurrence", Method = "POST", Path = "occurrences/{id:guid}/claim", PathText = Path, Group = Group, Summary = "Báo hoàn thành một kỳ", Permission = ObligationPermissions.Do, Body = typeof(ClaimBody), Answer = typeof(OccurrenceView), Changes = true, Text = "Cấp trên xem và xác nhận trên trang.", Example = """{"doneOn": "2026-11-20", "quantity": 3, "note": "Đã phát ba chương trình."}""",
            Handle = call => ActAsync<ClaimBody>(call, (body, version) => call.Get<ActOnOccurrence>().HandleAsync(new ActInput(call.Id, OccurrenceVerb.ClaimDone, call.Key, version) { DoneOn = body.DoneOn ?? call.Get<Clock>().Today, Quantity = body.Quantity, Note = body.Note, Explanation = body.Explanation }, call.Cancel)),
        },
        new()
        {
            Id = "reportNothingArose", Method = "POST", Path = "occurrences/{id:guid}/nothing-arose", PathText = Path, Group = Group, Summary = "Báo kỳ này không phát sinh", Permission = ObligationPermissions.Do, Body = typeof(NothingAroseBody), Answer = typeof(OccurrenceView), Changes = true, Text = "Cấp trên xem và xác nhận trên trang.", Example = """{"reason": "Trong tháng không có văn bản mới cần tuyên truyền."}""",
            Handle = call => ActAsync<NothingAroseBody>(call, (body, version) => call.Get<ActOnOccurrence>().HandleAsync(new ActInput(call.Id, OccurrenceVerb.NothingArose, call.Key, version) { Reason = body.Reason }, call.Cancel)),
        },
    ];

    private static async Task<ApiAnswer> ListAsync(ApiCall call)
    {
        var (limit, unit, plan, task) = (call.Limit, call.IdOf("unit"), call.IdOf("plan"), call.IdOf("task"));
        var all = call.Get<OccurrenceRows>().VisibleObligations(named: (unit ?? plan ?? task) is not null);
        if (unit is not null) all = all.Where(o => o.UnitId == unit);
        if (plan is not null) all = all.Where(o => o.PlanId == plan);
        if (task is not null) all = all.Where(o => o.TaskId == task);
        if (call.Choice<DutyRole>("role") is { } role) all = all.Where(o => o.Role == role);
        if (call.Cursor is (var day, var id)) all = all.Where(o => EF.Functions.GreaterThan(ValueTuple.Create(o.PlanFrom, o.Id), ValueTuple.Create(day, id)));
        var page = await all.OrderBy(o => o.PlanFrom).ThenBy(o => o.Id).Take(limit + 1).ToListAsync(call.Cancel);
        var directory = call.Get<IOrganizationDirectory>();
        return ApiAnswer.Page(page, limit, o => ApiCall.CursorOf(o.PlanFrom, o.Id), o => View(o, directory));
    }

    private static async Task<ApiAnswer> OneAsync(ApiCall call)
    {
        var id = call.Id;
        var obligation = await call.Get<LanToaDb>().Set<Obligation>().AsNoTracking().FirstOrDefaultAsync(o => o.Id == id, call.Cancel);
        if (obligation is null || !call.Get<OccurrenceAccess>().MayRead(obligation.UnitId, obligation.AssignerId)) throw new ApiProblemException(ApiProblem.NotFound);
        return ApiAnswer.Of(View(obligation, call.Get<IOrganizationDirectory>()));
    }

    private static async Task<ApiAnswer> ListOccurrencesAsync(ApiCall call)
    {
        var (limit, rows, unit, plan, task, obligation) = (call.Limit, call.Get<OccurrenceRows>(), call.IdOf("unit"), call.IdOf("plan"), call.IdOf("task"), call.IdOf("obligation"));
        var all = rows.Visible(named: (unit ?? plan ?? task ?? obligation) is not null);
        if (unit is not null) all = all.Where(o => o.UnitId == unit);
        if (plan is not null) all = all.Where(o => o.PlanId == plan);
        if (task is { } one) all = rows.OfTask(all, one);
        if (obligation is not null) all = all.Where(o => o.ObligationId == obligation);
        var today = call.Get<Clock>().Today;
        if (call.Choice<OccurrenceState>("state") is { } state) all = all.In(state, today);
        if (call.Date("from") is { } from) all = all.Where(o => o.DueOn >= from);
        if (call.Date("to") is { } to) all = all.Where(o => o.DueOn <= to);
        if (call.Cursor is (var day, var id)) all = all.Where(o => EF.Functions.GreaterThan(ValueTuple.Create(o.DueOn, o.Id), ValueTuple.Create(day, id)));
        var page = await rows.Join(all.FirstOfBothParts(limit + 1).ByDue().Take(limit + 1)).OrderBy(r => r.Occurrence.DueOn).ThenBy(r => r.Occurrence.Id).ToListAsync(call.Cancel);
        var directory = call.Get<IOrganizationDirectory>();
        var before = await call.Get<EarlierWordings>().OfPlansAsync([.. page.Select(r => r.Occurrence.PlanId).Distinct()], call.Cancel);
        return ApiAnswer.Page(page, limit, r => ApiCall.CursorOf(r.Occurrence.DueOn, r.Occurrence.Id), r => View(r.Occurrence, before.TextOf(r.Occurrence) ?? r.Obligation.Text, today, directory));
    }

    private static Task<(Occurrence Row, OccurrenceView View)> ReadAsync(ApiCall call) => ReadAsync(call.Http.RequestServices, call.Id, call.Cancel);

    /// <exception cref="ApiProblemException">There is none, or whoever acts may not see it.</exception>
    public static async Task<(Occurrence Row, OccurrenceView View)> ReadAsync(IServiceProvider services, Guid id, CancellationToken cancel)
    {
        var db = services.GetRequiredService<LanToaDb>();
        var occurrence = await db.Set<Occurrence>().AsNoTracking().FirstOrDefaultAsync(o => o.Id == id, cancel);
        if (occurrence is null || !services.GetRequiredService<OccurrenceAccess>().MayRead(occurrence.UnitId, occurrence.AssignerId)) throw new ApiProblemException(ApiProblem.NotFound);
        var text = await db.Set<Obligation>().Where(o => o.Id == occurrence.ObligationId).Select(o => o.Text).FirstAsync(cancel);
        text = (await services.GetRequiredService<EarlierWordings>().OfPlansAsync([occurrence.PlanId], cancel)).TextOf(occurrence) ?? text;
        return (occurrence, View(occurrence, text, services.GetRequiredService<Clock>().Today, services.GetRequiredService<IOrganizationDirectory>()));
    }

    private static async Task<ApiAnswer> ActAsync<TBody>(ApiCall call, Func<TBody, int, Task<Outcome>> act) where TBody : class
    {
        var body = await call.BodyAsync<TBody>();
        var (row, view) = await ReadAsync(call);
        if (row.FormKey != call.Key) call.RequireMatch(view);
        var outcome = await act(body, row.Version);
        if (!outcome.Succeeded)
            throw new ApiProblemException(outcome.Kind switch
            {
                OutcomeKind.NotFound => ApiProblem.NotFound,
                OutcomeKind.Denied => ApiProblem.Denied(string.Join(" ", outcome.Problems)),
                OutcomeKind.Stale => ApiProblem.Stale,
                _ => ApiProblem.Refused(outcome.Problems),
            });
        call.Get<LanToaDb>().ChangeTracker.Clear();
        return ApiAnswer.Of((await ReadAsync(call)).View);
    }

    private static ObligationView View(Obligation o, IOrganizationDirectory directory) =>
        new(o.Id, directory.UnitOf(o.UnitId)!, directory.UnitOf(o.AssignerId), o.PlanId, o.TaskId, o.Role, o.Text, o.AssigneeName, o.PlanFrom, o.PlanTo, o.EndedOn);

    private static OccurrenceView View(Occurrence o, string text, DateOnly today, IOrganizationDirectory directory) => new(
        o.Id, o.ObligationId, directory.UnitOf(o.UnitId)!, o.PlanId, o.TaskId, text, o.PeriodName, o.OwnFrom ?? o.PeriodFrom, o.OwnTo ?? o.PeriodTo, o.DueOn, o.StateOn(today), o.Target, o.Progress, o.Accepted, o.Recorded, o.LastActivityOn,
        o.Note, o.ClaimedOn, o.DoneOn, o.ConfirmedOn, o.Reason);
}
