using LanToa.Platform.Audit;
using LanToa.Platform.Data;
using LanToa.Platform.Modules;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc;

namespace LanToa.Accountability.Reports.Pages.Administration;

/// <summary>One form of a year: write it, see it empty, save with a reason.</summary>
public sealed class FormModel(ReportForms forms, Indicators indicators, EditForms edit, LanToaDb db, Clock clock, History history, LastChange last) : SharedFormPage<FormForm>(last)
{
    [FromQuery(Name = "id")] public Guid? Id { get; set; }

    protected override SharedForm<FormForm> Shared => FormForm.Shared;

    public short Province => db.ProvinceId;
    public ReportForm? Row { get; private set; }
    public ReportForm? Mine => Row?.ProvinceId == Province ? Row : null;

    /// <summary>The text that comes with the program, where this row says otherwise.</summary>
    public string? Delivered { get; private set; }
    public FormText? Preview { get; private set; }
    public IReadOnlyDictionary<string, Indicator> Known { get; private set; } = new Dictionary<string, Indicator>();
    public IReadOnlyList<HistoryLine> History { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Periods { get; } = [.. EditForms.Periods.Select(p => new SelectListItem(p.Name, p.Code))];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel)) return NotFound();
        Input = Row is { } row ? FormForm.Of(row) : new FormForm { YearFrom = clock.Today.Year, Periods = ["quarter", "year"], Body = "# I. Kết quả\n! Trong {kỳ}, {đơn_vị} đã …\n- tin_bai *" };
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel)) return NotFound();
        if (Row is { } row)
        {
            Input.Code = row.Code;
            var now = FormForm.Of(row);
            var meeting = Meet(now);
            if (meeting == FormMeeting.Same) return Saved("Đã lưu mẫu báo cáo.");
            if (meeting == FormMeeting.Clash) return await ShowClashAsync(row.Id, now, cancel);
        }
        if (!ModelState.IsValid) return Page();
        return await AnswerAsync(await edit.SaveAsync(Id, Input.Version, new FormInput(Input.Code?.Trim() ?? "", Input.YearFrom, Input.Name, Input.Periods, Input.Body, Input.Reason), cancel), "Đã lưu mẫu báo cáo.", "Input.Reason", cancel);
    }

    public async Task<IActionResult> OnPostPreviewAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel)) return NotFound();
        ModelState.Clear();
        var (text, problems) = await edit.ReadAsync(Input.Body, cancel);
        foreach (var problem in problems) ModelState.AddModelError("Input.Body", problem);
        var known = (await indicators.InForceAsync(cancel)).ToDictionary();
        foreach (var question in text.Questions) known[question.Code] = question;
        (Preview, Known) = (text, known);
        return Page();
    }

    public async Task<IActionResult> OnPostWithdrawAsync(string? why, bool back, CancellationToken cancel)
    {
        if (Id is not { } id || !await LoadAsync(cancel) || Mine is null) return NotFound();
        ModelState.Clear();
        return await AnswerAsync(await edit.WithdrawAsync(id, Input.Version, !back, why, cancel), back ? "Đã lấy lại mẫu." : "Đã gỡ mẫu.", "why", cancel);
    }

    private LocalRedirectResult Saved(string done)
    {
        this.Flash(done);
        return LocalRedirect("/reports/forms");
    }

    private async Task<IActionResult> AnswerAsync(Outcome outcome, string done, string reasonField, CancellationToken cancel)
    {
        if (outcome.Kind == OutcomeKind.NotFound) return NotFound();
        if (outcome.Kind == OutcomeKind.Denied) return Forbid();
        if (outcome.Succeeded) return Saved(done);
        db.ChangeTracker.Clear();
        await LoadAsync(cancel);
        foreach (var problem in outcome.Problems) ModelState.AddModelError(FieldOf(problem, reasonField), problem);
        var version = outcome.Kind == OutcomeKind.Stale ? Row?.Version ?? 0 : Input.Version;
        if (reasonField == "why" && Row is { } row) Input = FormForm.Of(row);
        ModelState.Remove("Input.Version");
        Input.Version = version;
        return Page();
    }

    private static string FieldOf(string problem, string reasonField) => problem switch
    {
        _ when problem.Contains("lý do", StringComparison.OrdinalIgnoreCase) => reasonField,
        _ when problem.StartsWith("Mã gồm", StringComparison.Ordinal) || problem.StartsWith("Đã có mẫu", StringComparison.Ordinal) => "Input.Code",
        _ when problem.StartsWith("Năm bắt đầu", StringComparison.Ordinal) || problem.StartsWith("Đã có b", StringComparison.Ordinal) => "Input.YearFrom",
        "Hãy ghi tên mẫu báo cáo." => "Input.Name",
        "Hãy chọn ít nhất một kỳ báo cáo." => "Input.Periods",
        _ when reasonField == "why" || problem.StartsWith("Trong lúc", StringComparison.Ordinal) => "",
        _ => "Input.Body",
    };

    private async Task<bool> LoadAsync(CancellationToken cancel)
    {
        if (Id is not { } id) return true;
        var rows = await forms.RowsAsync(cancel);
        Row = rows.Find(f => f.Id == id);
        if (Row is null) return false;
        Delivered = ReportForms.Delivered.FirstOrDefault(d => d.Code == Row.Code && d.YearFrom <= Row.YearFrom && !rows.Exists(f => f.ProvinceId == Row.ProvinceId && d.Is(f)))?.Text;
        History = await history.OfAsync(id, shared: true, cancel: cancel);
        return true;
    }
}

public sealed class FormForm : ISharedForm
{
    public string? Code { get; set; }
    public int YearFrom { get; set; }
    public string? Name { get; set; }
    public List<string> Periods { get; set; } = [];
    public string? Body { get; set; }
    public string? Reason { get; set; }
    public int Version { get; set; }
    public string? Seen { get; set; }
    public List<string> Take { get; set; } = [];

    /// <summary>The fields that two people may change at once; the reason is each one's own.</summary>
    public static readonly SharedForm<FormForm> Shared = new(
        new(nameof(Name), "Tên", f => f.Name?.Trim()), new(nameof(YearFrom), "Dùng từ năm", f => f.YearFrom.ToString(System.Globalization.CultureInfo.InvariantCulture)),
        new(nameof(Periods), "Kỳ báo cáo", f => string.Join(", ", f.Periods)), new(nameof(Body), "Nội dung mẫu", f => f.Body?.ReplaceLineEndings("\n").Trim()));

    public static FormForm Of(ReportForm row)
    {
        var form = new FormForm { Code = row.Code, YearFrom = row.YearFrom, Name = row.Name, Periods = [.. row.Periods], Body = row.Body, Version = row.Version };
        form.Seen = Shared.Seen(form);
        return form;
    }
}
