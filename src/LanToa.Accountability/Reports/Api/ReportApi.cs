using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using LanToa.Contracts.Organizations;
using LanToa.Platform.Api;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Modules;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Accountability.Reports.Api;

/// <summary>A report; its figures and words are told of one report, not in lists.</summary>
[Description("Một báo cáo: mẫu × đơn vị × kỳ × nơi nhận. Số liệu là số sống cho đến khi gửi; sau đó là đúng như đã gửi.")]
public sealed record ReportView
{
    [Description("Mã của báo cáo.")] public Guid Id { get; init; }
    [Description("Mã mẫu.")] public required string Form { get; init; }
    [Description("Đơn vị báo cáo.")] public required ApiUnit Unit { get; init; }
    [Description("Nơi nhận.")] public required ApiUnit Addressee { get; init; }
    [Description("Mã kỳ: 2026-Q1, 2026-H1, 2026-9M, 2026, 2026-03.")] public required string Period { get; init; }
    [Description("Tên kỳ.")] public required string PeriodName { get; init; }
    [Description("Số liệu từ ngày.")] public DateOnly From { get; init; }
    [Description("Số liệu đến hết ngày.")] public DateOnly To { get; init; }
    [Description("Hạn gửi.")] public DateOnly DueOn { get; init; }
    [Description("draft: đang lập; sent: đã gửi; returned: bị trả lại; accepted: đã chấp nhận, khóa; reopened: được mở lại.")] public ReportState State { get; init; }
    [Description("Đã gửi mấy lần.")] public int Sendings { get; init; }
    [Description("Gửi lần đầu ngày.")] public DateOnly? FirstSentOn { get; init; }
    [Description("Gửi trễ.")] public bool IsLate { get; init; }
    [Description("Lý do trả lại hoặc mở lại.")] public string? Reason { get; init; }
    [Description("Số liệu, theo thứ tự của mẫu.")] public IReadOnlyList<FigureView>? Figures { get; init; }
    [Description("Đoạn lời.")] public IReadOnlyList<ParagraphView>? Paragraphs { get; init; }
}

/// <summary>One line of a report.</summary>
public sealed record FigureView(
    [property: Description("Mã chỉ tiêu.")] string Code,
    [property: Description("Tên.")] string Name,
    [property: Description("Đơn vị tính.")] string Unit,
    [property: Description("formula: tính từ hồ sơ; byHand: nhập tay; imported: từ hệ thống khác.")] IndicatorSource Source,
    [property: Description("Bắt buộc.")] bool Required,
    [property: Description("Số của chính đơn vị.")] decimal? Own,
    [property: Description("Số tính được, khi người lập ghi số khác.")] decimal? Computed,
    [property: Description("Vì sao khác số tính được.")] string? Reason,
    [property: Description("Cùng các đơn vị cấp dưới.")] decimal? Total,
    [property: Description("Lũy kế từ đầu năm.")] decimal? Cumulative,
    [property: Description("Bằng lời.")] string? Text,
    [property: Description("Ý kiến của nơi nhận.")] string? Remark);

/// <summary>One paragraph of a report.</summary>
public sealed record ParagraphView([property: Description("Thứ tự.")] int Number, [property: Description("Nội dung.")] string Text, [property: Description("Người đã sửa, không phải lời soạn tự động.")] bool IsWritten);

/// <summary>Which report is to be begun.</summary>
public sealed record ReportBody
{
    [Required, Description("Mã mẫu."), MaxLength(80)] public required string Form { get; init; }
    [Required, Description("Mã kỳ: 2026-Q1, 2026-H1, 2026-9M, 2026, 2026-03."), MaxLength(20)] public required string Period { get; init; }
    [Description("Nơi nhận, khi đơn vị gửi mẫu này đến nhiều nơi.")] public Guid? Addressee { get; init; }
}

/// <summary>Figures that are entered; those that are left out stay as they are.</summary>
public sealed record FiguresBody
{
    [Required, Description("Từng chỉ tiêu; không có number và text là trở lại số tính được."), MaxLength(500)] public required IReadOnlyList<FigureBody> Figures { get; init; }
}

/// <summary>One figure that is entered.</summary>
public sealed record FigureBody
{
    [Required, Description("Mã chỉ tiêu có trong mẫu."), MaxLength(80)] public required string Code { get; init; }
    [Description("Số; có/không là 1 hoặc 0."), Range(0, 1000000000000)] public decimal? Number { get; init; }
    [Description("Bằng lời, với chỉ tiêu bằng lời."), MaxLength(2000)] public string? Text { get; init; }
    [Description("Lý do, khi khác số tính được."), MaxLength(1000)] public string? Reason { get; init; }
}

/// <summary>An indicator of the dictionary.</summary>
[Description("Một chỉ tiêu của danh mục.")]
public sealed record IndicatorView(
    [property: Description("Mã.")] string Code, [property: Description("Tên.")] string Name, [property: Description("Nhóm.")] string Theme, [property: Description("Đơn vị tính.")] string Unit,
    [property: Description("sum: cộng; latest: số mới nhất; maximum: lớn nhất; ratio: tỷ số; distinct: đếm đơn vị; yesNo: có hay không; text: bằng lời.")] Aggregation Aggregation,
    [property: Description("formula, byHand, imported.")] IndicatorSource Source, [property: Description("Công thức.")] string? Formula, [property: Description("Có số lũy kế.")] bool Cumulative, [property: Description("Số chữ số thập phân.")] int Decimals,
    [property: Description("Cách hiểu.")] string? Meaning, [property: Description("Riêng của tỉnh, thay bản chung cả nước.")] bool IsOfProvince);

/// <summary>Reports and indicators for other systems. A person sends a report; a program reads it and gives figures.</summary>
internal static class ReportApi
{
    private const string Group = "Báo cáo, chỉ tiêu", Path = "Mã của báo cáo.";

    public static IEnumerable<ApiOperation> Operations =>
    [
        new()
        {
            Id = "listReports", Method = "GET", Path = "reports", Group = Group, Summary = "Danh sách báo cáo của đơn vị, cấp dưới, và gửi đến đơn vị; kỳ mới nhất trước", Permission = ReportPermissions.Read, IsList = true, Answer = typeof(ReportView), Handle = ListAsync,
            Query = [new("unit", ApiParameterKind.Id, "Chỉ của một đơn vị."), new("addressee", ApiParameterKind.Id, "Chỉ gửi đến một đơn vị."), new("form", ApiParameterKind.Text, "Mã mẫu."), new("period", ApiParameterKind.Text, "Mã kỳ."), new("state", ApiParameterKind.Text, "Trạng thái.") { Values = ApiJson.Words<ReportState>() }],
        },
        new() { Id = "getReport", Method = "GET", Path = "reports/{id:guid}", PathText = Path, Group = Group, Summary = "Một báo cáo, với số liệu và lời", Permission = ReportPermissions.Read, Answer = typeof(ReportView), Handle = async call => ApiAnswer.Of((await ReadAsync(call)).View) },
        new()
        {
            Id = "beginReport", Method = "POST", Path = "reports", Group = Group, Summary = "Bắt đầu lập báo cáo của một kỳ; có rồi thì trả lại báo cáo đó", Permission = ReportPermissions.Write, Body = typeof(ReportBody), Answer = typeof(ReportView), Status = 201, Example = """{"form": "tuyen-truyen", "period": "2026-Q3"}""", Handle = BeginAsync,
            Text = "Cần có đường gửi báo cáo của đơn vị cho mẫu này. Người của đơn vị xem lại và gửi báo cáo trên trang.",
        },
        new()
        {
            Id = "giveFigures", Method = "PUT", Path = "reports/{id:guid}/figures", PathText = Path, Group = Group, Summary = "Ghi số liệu nhập tay vào báo cáo đang lập", Permission = ReportPermissions.Write, Body = typeof(FiguresBody), Answer = typeof(ReportView), Changes = true, Example = """{"figures": [{"code": "so_phong_vien", "number": 12}]}""", Handle = FiguresAsync,
        },
        new() { Id = "listIndicators", Method = "GET", Path = "indicators", Group = Group, Summary = "Danh mục chỉ tiêu đang dùng ở tỉnh", Permission = ReportPermissions.Read, IsList = true, Answer = typeof(IndicatorView), Handle = IndicatorsAsync },
        new() { Id = "getIndicator", Method = "GET", Path = "indicators/{code}", PathText = "Mã chỉ tiêu, ví dụ tin_bai.", Group = Group, Summary = "Một chỉ tiêu", Permission = ReportPermissions.Read, Answer = typeof(IndicatorView), Handle = IndicatorAsync },
    ];

    private static async Task<ApiAnswer> ListAsync(ApiCall call)
    {
        var (db, actor, limit) = (call.Get<LanToaDb>(), call.Get<Actor>(), call.Limit);
        var all = db.Set<Report>().AsNoTracking();
        if (!actor.CanForProvince(ReportPermissions.Read))
        {
            var units = actor.UnitsOf(ReportPermissions.Read);
            all = all.Where(r => units.Contains(r.UnitId) || units.Contains(r.AddresseeId) || (r.FinalId != null && units.Contains(r.FinalId.Value)));
        }
        if (call.IdOf("unit") is { } unit) all = all.Where(r => r.UnitId == unit);
        if (call.IdOf("addressee") is { } addressee) all = all.Where(r => r.AddresseeId == addressee);
        if (call.Text("form") is { } form) all = all.Where(r => r.FormCode == form);
        if (call.Text("period") is { } period) all = all.Where(r => r.PeriodKey == period);
        if (call.Choice<ReportState>("state") is { } state) all = all.Where(r => r.State == state);
        if (call.Cursor is (var day, var id)) all = all.Where(r => EF.Functions.LessThan(ValueTuple.Create(r.PeriodTo, r.Id), ValueTuple.Create(day, id)));
        var page = await all.OrderByDescending(r => r.PeriodTo).ThenByDescending(r => r.Id).Take(limit + 1).ToListAsync(call.Cancel);
        var directory = call.Get<IOrganizationDirectory>();
        return ApiAnswer.Page(page, limit, r => ApiCall.CursorOf(r.PeriodTo, r.Id), r => View(r, directory));
    }

    private static Task<(Report Row, ReportView View)> ReadAsync(ApiCall call, Guid? of = null) => ReadAsync(call.Http.RequestServices, of ?? call.Id, call.Cancel);

    /// <exception cref="ApiProblemException">There is none, or whoever acts may not see it.</exception>
    public static async Task<(Report Row, ReportView View)> ReadAsync(IServiceProvider services, Guid id, CancellationToken cancel)
    {
        var report = await services.GetRequiredService<LanToaDb>().Set<Report>().AsNoTracking().FirstOrDefaultAsync(r => r.Id == id, cancel);
        if (report is null || !services.GetRequiredService<ReportAccess>().MayRead(report)) throw new ApiProblemException(ApiProblem.NotFound);
        var said = await services.GetRequiredService<ReportBuilder>().OfAsync(report, cancel);
        return (report, View(report, services.GetRequiredService<IOrganizationDirectory>()) with
        {
            Figures = [.. said.Rows.Select(r => new FigureView(r.Code, r.Name, r.Unit, r.Source, r.Required, r.Own.Number, r.Computed?.Number, r.Reason, r.Total.Number, r.Cumulative?.Number, r.Total.Text, r.Remark))],
            Paragraphs = [.. said.Paragraphs.Select(p => new ParagraphView(p.Number, p.Text, p.Written is not null))],
        });
    }

    private static async Task<ApiAnswer> BeginAsync(ApiCall call)
    {
        var body = await call.BodyAsync<ReportBody>();
        var unit = call.Known.Token.UnitId;
        var routes = (await call.Get<LanToaDb>().Set<ReportRoute>().AsNoTracking().Where(r => r.UnitId == unit && r.FormCode == body.Form).ToListAsync(call.Cancel)).Where(r => body.Addressee is null || r.AddresseeId == body.Addressee).ToList();
        if (routes.Count == 0) throw new ApiProblemException(ApiProblem.Field(body.Addressee is null ? "form" : "addressee", "Đơn vị không có đường gửi báo cáo theo mẫu này đến nơi đó; người quản lý đặt ở trang Đường gửi báo cáo."));
        if (routes.Select(r => r.AddresseeId).Distinct().Count() > 1) throw new ApiProblemException(ApiProblem.Field("addressee", "Đơn vị gửi mẫu này đến nhiều nơi; hãy ghi nơi nhận."));
        // Of several over the years the one that a period of its own time takes.
        Outcome? last = null;
        foreach (var route in routes.OrderByDescending(r => r.ValidFrom))
        {
            var (outcome, id) = await call.Get<WriteReport>().BeginAsync(route.Id, body.Period, call.Cancel);
            if (id is { } begun) return ApiAnswer.Created((await ReadAsync(call, begun)).View, $"reports/{begun}");
            last = outcome;
        }
        throw new ApiProblemException(ProblemOf(last!));
    }

    private static async Task<ApiAnswer> FiguresAsync(ApiCall call)
    {
        var body = await call.BodyAsync<FiguresBody>();
        if (body.Figures.Any(f => f is null)) throw new ApiProblemException(ApiProblem.Field("figures", "Có phần tử là null."));
        var (row, view) = await ReadAsync(call);
        call.RequireMatch(view);
        var known = view.Figures!.Select(f => f.Code).ToHashSet();
        var wrong = body.Figures.Select((f, i) => (f, i)).Where(x => !known.Contains(x.f.Code)).Select(x => new ApiFieldProblem($"figures[{x.i}].code", $"Mẫu báo cáo không có chỉ tiêu “{x.f.Code}”.")).ToList();
        if (body.Figures.GroupBy(f => f.Code).FirstOrDefault(g => g.Count() > 1) is { } twice) wrong.Add(new("figures", $"Chỉ tiêu “{twice.Key}” được ghi hai lần."));
        if (wrong.Count > 0) throw new ApiProblemException(ApiProblem.Fields(wrong));
        var outcome = await call.Get<WriteReport>().SaveFiguresAsync(call.Id, ApiCall.NewKey(), row.Version, [.. body.Figures.Select(f => new CellInput(f.Code, f.Number, f.Text, f.Reason))], call.Cancel);
        if (!outcome.Succeeded) throw new ApiProblemException(ProblemOf(outcome));
        call.Get<LanToaDb>().ChangeTracker.Clear();
        return ApiAnswer.Of((await ReadAsync(call)).View);
    }

    private static async Task<ApiAnswer> IndicatorsAsync(ApiCall call)
    {
        // The dictionary is short and read as a whole; its pages go by the code.
        var all = (await call.Get<Indicators>().InForceAsync(call.Cancel)).Values.OrderBy(i => i.Ordinal).ThenBy(i => i.Code, StringComparer.Ordinal).ToList();
        var from = call.Cursor is (_, var id) ? all.FindIndex(i => i.Id == id) + 1 : 0;
        return ApiAnswer.Page(all.Skip(from).Take(call.Limit + 1).ToList(), call.Limit, i => ApiCall.CursorOf(DateOnly.MinValue, i.Id), View);
    }

    private static async Task<ApiAnswer> IndicatorAsync(ApiCall call) =>
        (await call.Get<Indicators>().InForceAsync(call.Cancel)).TryGetValue(call.Route("code"), out var indicator) ? ApiAnswer.Of(View(indicator)) : throw new ApiProblemException(ApiProblem.NotFound);

    private static ApiProblem ProblemOf(Outcome outcome) => outcome.Kind switch
    {
        OutcomeKind.NotFound => ApiProblem.NotFound,
        OutcomeKind.Denied => ApiProblem.Denied(string.Join(" ", outcome.Problems)),
        OutcomeKind.Stale => ApiProblem.Stale,
        _ => ApiProblem.Refused(outcome.Problems),
    };

    private static ReportView View(Report r, IOrganizationDirectory directory) => new()
    {
        Id = r.Id, Form = r.FormCode, Unit = directory.UnitOf(r.UnitId)!, Addressee = directory.UnitOf(r.AddresseeId)!, Period = r.PeriodKey, PeriodName = r.PeriodName, From = r.PeriodFrom, To = r.PeriodTo, DueOn = r.DueOn,
        State = r.State, Sendings = r.Sendings, FirstSentOn = r.FirstSentOn, IsLate = r.IsLate, Reason = r.Reason,
    };

    private static IndicatorView View(Indicator i) => new(i.Code, i.Name, i.Theme, i.Unit, i.Aggregation, i.Source, i.Formula, i.Cumulative, i.Decimals, i.Meaning, i.ProvinceId != 0);
}
