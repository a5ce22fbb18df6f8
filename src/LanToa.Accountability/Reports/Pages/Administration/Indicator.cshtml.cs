using LanToa.Accountability.Reports.Formulas;
using LanToa.Contracts.Organizations;
using LanToa.Contracts.Reports;
using LanToa.Platform.Audit;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Modules;
using LanToa.Platform.Text;
using LanToa.Platform.Time;
using LanToa.Platform.Ui.Binding;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc;

namespace LanToa.Accountability.Reports.Pages.Administration;

/// <summary>One indicator: add, change, try its formula on the records of the last quarter, take out of use and back.</summary>
public sealed class IndicatorModel(Indicators indicators, EditIndicators edit, OwnFigures figures, IReportingPeriods periods, IOrganizationDirectory directory, Actor actor, LanToaDb db, Clock clock, History history, LastChange last)
    : SharedFormPage<IndicatorForm>(last)
{
    /// <summary>Empty for an indicator that is still to be made.</summary>
    [FromQuery(Name = "code")] public string? Code { get; set; }

    protected override SharedForm<IndicatorForm> Shared => IndicatorForm.Shared;

    public short Province => db.ProvinceId;
    public Indicator? Row { get; private set; }
    /// <summary>The row that a change from here writes.</summary>
    public Indicator? Mine { get; private set; }
    public IReadOnlyList<string> Themes { get; private set; } = [];
    public IReadOnlyList<HistoryLine> History { get; private set; } = [];
    public FormulaValue? Tried { get; private set; }
    public string TriedOn { get; private set; } = "";
    public IReadOnlyList<SelectListItem> Sources { get; } = [.. Enum.GetValues<IndicatorSource>().Select(s => new SelectListItem(EnumWords.Of(s), s.ToString()))];
    public IReadOnlyList<SelectListItem> Aggregations { get; } = [.. Enum.GetValues<Aggregation>().Select(a => new SelectListItem(EnumWords.Of(a), a.ToString()))];

    public string Shown(decimal number) => Input.Aggregation == Aggregation.YesNo ? number > 0 ? "Có" : "Không" : $"{VietnameseFormat.Number(Math.Round(number, Math.Clamp(Input.Decimals, 0, 4), MidpointRounding.AwayFromZero))} {Input.Unit}";

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel)) return NotFound();
        Input = Row is { } row ? IndicatorForm.Of(row, Mine?.Version ?? 0) : new IndicatorForm();
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel)) return NotFound();
        this.AskFor("Input.Source", "Input.Aggregation");
        if (Row is { } row)
        {
            Input.Code = row.Code;
            var now = IndicatorForm.Of(row, Mine?.Version ?? 0);
            var meeting = Meet(now);
            if (meeting == FormMeeting.Same) return Saved("Đã lưu chỉ tiêu.");
            if (meeting == FormMeeting.Clash) return await ShowClashAsync(row.Id, now, cancel);
        }
        if (!ModelState.IsValid) return Page();
        var outcome = await edit.SaveAsync(Row is null, Input.Version, Input.ToInput(), cancel);
        return await AnswerAsync(outcome, "Đã lưu chỉ tiêu.", "Input.Reason", cancel);
    }

    public async Task<IActionResult> OnPostTryAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel)) return NotFound();
        if (Row is { } row) Input.Code = row.Code;
        ModelState.Clear();
        if (Input.Source != IndicatorSource.Formula)
        {
            ModelState.AddModelError("Input.Source", "Chỉ tiêu nhập tay không có công thức để tính thử.");
            return Page();
        }
        var tried = edit.Of(Input.ToInput());
        var inForce = Indicators.InForce(await indicators.RowsAsync(cancel)).Where(i => i.Code != tried.Code).ToList();
        foreach (var problem in Indicators.WhyNot(tried, inForce)) ModelState.AddModelError("Input.Formula", problem);
        if (!ModelState.IsValid || actor.UnitId is not { } unit) return Page();
        var name = tried.Code.Length > 0 ? tried.Code : "thu";
        var formulas = new Dictionary<string, Formula>(Indicators.FormulasOf(inForce)) { [name] = Formula.Read(tried.Formula!) };
        // The newest quarter whose data are complete.
        var begun = await periods.BegunAsync(unit, ["quarter"], clock.Today, 3, cancel);
        if ((begun.FirstOrDefault(p => p.To < clock.Today) ?? begun.FirstOrDefault()) is not { } period) return Page();
        var atoms = await figures.AtomsAsync([.. directory.Subtree(unit).Select(o => o.Id)], period.From, period.To, formulas.Values, cancel);
        Tried = OwnFigures.Calculate(formulas, atoms, new Dictionary<string, decimal?>())[name];
        TriedOn = $"Trên số liệu {period.Name} ({VietnameseFormat.Date(period.From)} – {VietnameseFormat.Date(period.To)}) của {directory.Find(unit)?.Name} và các đơn vị trực thuộc. Chưa có gì được lưu.";
        return Page();
    }

    public async Task<IActionResult> OnPostWithdrawAsync(string? why, bool back, CancellationToken cancel)
    {
        if (string.IsNullOrEmpty(Code) || !await LoadAsync(cancel) || Mine is null) return NotFound();
        ModelState.Clear();
        var outcome = await edit.WithdrawAsync(Code, Input.Version, !back, why, cancel);
        return await AnswerAsync(outcome, back ? "Đã lấy lại chỉ tiêu." : "Đã gỡ chỉ tiêu.", "why", cancel);
    }

    private LocalRedirectResult Saved(string done)
    {
        this.Flash(done);
        return LocalRedirect("/reports/indicators");
    }

    private async Task<IActionResult> AnswerAsync(Outcome outcome, string done, string reasonField, CancellationToken cancel)
    {
        if (outcome.Kind == OutcomeKind.NotFound) return NotFound();
        if (outcome.Kind == OutcomeKind.Denied) return Forbid();
        if (outcome.Succeeded) return Saved(done);
        db.ChangeTracker.Clear();
        await LoadAsync(cancel);
        if (outcome.Kind == OutcomeKind.Stale) ModelState.Remove("Input.Version");
        foreach (var problem in outcome.Problems) ModelState.AddModelError(FieldOf(problem, reasonField), problem);
        if (reasonField == "why" && Row is { } row)
        {
            var version = Input.Version;
            Input = IndicatorForm.Of(row, outcome.Kind == OutcomeKind.Stale ? Mine?.Version ?? 0 : version);
        }
        else if (outcome.Kind == OutcomeKind.Stale) Input.Version = Mine?.Version ?? 0;
        return Page();
    }

    private static string FieldOf(string problem, string reasonField) => problem switch
    {
        _ when problem.Contains("lý do", StringComparison.OrdinalIgnoreCase) => reasonField,
        _ when problem.StartsWith("Mã gồm", StringComparison.Ordinal) || problem.StartsWith("Đã có chỉ tiêu", StringComparison.Ordinal) => "Input.Code",
        "Hãy ghi tên chỉ tiêu." => "Input.Name",
        "Hãy ghi nhóm của chỉ tiêu." => "Input.Theme",
        "Hãy ghi đơn vị tính." => "Input.Unit",
        _ when problem.StartsWith("Ngày cuối", StringComparison.Ordinal) => "Input.ValidTo",
        _ when problem.StartsWith("Số chữ số", StringComparison.Ordinal) => "Input.Decimals",
        _ when problem.StartsWith("Tên nhiều", StringComparison.Ordinal) => "Input.Name",
        _ when reasonField == "why" || problem.StartsWith("Trong lúc", StringComparison.Ordinal) => "",
        _ => "Input.Formula",
    };

    private async Task<bool> LoadAsync(CancellationToken cancel)
    {
        var rows = await indicators.RowsAsync(cancel);
        Themes = [.. rows.Select(i => i.Theme).Distinct()];
        if (string.IsNullOrEmpty(Code)) return true;
        var versions = rows.Where(i => i.Code == Code).ToList();
        Mine = versions.FirstOrDefault(i => i.ProvinceId == Province);
        Row = versions.Where(i => i.WithdrawnAt is null).MaxBy(i => i.ProvinceId) ?? versions.MaxBy(i => i.ProvinceId);
        if (Row is null) return false;
        History = await history.OfAsync(Row.Id, shared: true, cancel: cancel);
        return true;
    }
}

public sealed class IndicatorForm : ISharedForm
{
    public string? Code { get; set; }
    public string? Name { get; set; }
    public string? Theme { get; set; }
    public string? Unit { get; set; }
    public Aggregation Aggregation { get; set; }
    public IndicatorSource Source { get; set; }
    public string? Formula { get; set; }
    public bool Cumulative { get; set; }
    public int Decimals { get; set; }
    public string? Meaning { get; set; }
    public DateOnly? ValidFrom { get; set; }
    public DateOnly? ValidTo { get; set; }
    public string? Reason { get; set; }
    public int Version { get; set; }
    public string? Seen { get; set; }
    public List<string> Take { get; set; } = [];

    public IndicatorInput ToInput() => new(Code?.Trim() ?? "", Name, Theme, Unit, Aggregation, Source, Formula) { Cumulative = Cumulative, Decimals = Decimals, Meaning = Meaning, ValidFrom = ValidFrom, ValidTo = ValidTo, Reason = Reason };

    /// <summary>The fields that two people may change at once; the reason is each one's own.</summary>
    public static readonly SharedForm<IndicatorForm> Shared = new(
        new(nameof(Name), "Tên", f => f.Name?.Trim()), new(nameof(Theme), "Nhóm", f => f.Theme?.Trim()), new(nameof(Unit), "Đơn vị tính", f => f.Unit?.Trim()), new(nameof(Source), "Nguồn số liệu", f => EnumWords.Of(f.Source)),
        new(nameof(Aggregation), "Cách tổng hợp", f => EnumWords.Of(f.Aggregation)), new(nameof(Decimals), "Số chữ số thập phân", f => VietnameseFormat.Number(f.Decimals)), new(nameof(Formula), "Công thức", f => f.Formula?.ReplaceLineEndings("\n").Trim()),
        new(nameof(Cumulative), "Có số lũy kế", f => f.Cumulative ? "có" : "không"), new(nameof(Meaning), "Cách hiểu", f => f.Meaning?.ReplaceLineEndings("\n").Trim()),
        new(nameof(ValidFrom), "Dùng từ ngày", f => VietnameseFormat.DateOrNothing(f.ValidFrom)), new(nameof(ValidTo), "Dùng đến hết ngày", f => VietnameseFormat.DateOrNothing(f.ValidTo)));

    public static IndicatorForm Of(Indicator row, int version)
    {
        var form = new IndicatorForm
        {
            Code = row.Code, Name = row.Name, Theme = row.Theme, Unit = row.Unit, Aggregation = row.Aggregation, Source = row.Source, Formula = row.Formula, Cumulative = row.Cumulative, Decimals = row.Decimals, Meaning = row.Meaning,
            ValidFrom = row.ValidFrom, ValidTo = row.ValidTo, Version = version,
        };
        form.Seen = Shared.Seen(form);
        return form;
    }
}
