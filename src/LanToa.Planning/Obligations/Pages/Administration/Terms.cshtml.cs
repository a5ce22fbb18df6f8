using System.Globalization;
using LanToa.Planning.Obligations.Rules;
using LanToa.Platform.Audit;
using LanToa.Platform.Data;
using LanToa.Platform.Modules;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc;

namespace LanToa.Planning.Obligations.Pages.Administration;

/// <summary>A new reporting regime, or the days of one: which reports, data windows, send dates.</summary>
public sealed class TermsModel(RuleBooks books, RegimeScopes scopes, EditRegimes edit, LastChange last, DueChanges changes, LanToaDb db, Clock clock) : PageModel
{
    [FromQuery(Name = "code")] public string? Code { get; set; }
    [BindProperty] public RegimeTerms Input { get; set; } = new();
    [BindProperty] public string? Reason { get; set; }
    [BindProperty] public int Version { get; set; }
    [BindProperty] public string? Seen { get; set; }
    [BindProperty] public List<string> Take { get; set; } = [];

    public RegimeRow? Row { get; private set; }
    public EditClash? Clash { get; private set; }
    public IReadOnlyList<SelectListItem> Bases { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Confidences { get; } = [new("Văn bản chính thức", "official"), new("Quy định của địa phương", "local"), new("Dẫn lại từ nơi khác", "second-hand")];
    public IReadOnlyList<SelectListItem> SeriesItems { get; } = [.. RegimeTerms.SeriesKeys.Select(s => new SelectListItem(s.Name, s.Key))];

    /// <summary>The kinds of period as the table names them, in the order of <see cref="RegimeTerms.Windows"/>.</summary>
    public IReadOnlyList<string> Kinds { get; } = ["Tháng", "Quý", "6 tháng", "9 tháng", "Năm"];
    public IReadOnlyList<SelectListItem> FromMonths { get; } = [new("tháng trước kỳ", "-1"), new("tháng đầu kỳ", "0")];
    public IReadOnlyList<SelectListItem> ToMonths { get; } = [new("tháng trước tháng cuối kỳ", "-1"), new("tháng cuối kỳ", "0"), new("tháng sau kỳ", "1")];

    public IReadOnlyList<SelectListItem> Choices { get; } =
    [
        new("Như hạn gửi chung", nameof(SendChoice.AsUsual)), new("Ngày … của tháng cuối kỳ", nameof(SendChoice.DayOfLastMonth)), new("… ngày làm việc sau ngày chốt", nameof(SendChoice.WorkingDaysAfterCutoff)),
        new("Trước ngày … tháng …", nameof(SendChoice.BeforeDate)), new("Trước ngày … tháng … năm sau", nameof(SendChoice.BeforeDateNextYear)),
    ];

    public string Back => Code is null ? "/rules/regimes" : $"/rules/regimes/edit?code={Code}";

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel)) return NotFound();
        if (Row is { } row)
        {
            Input = RegimeTerms.Of(row.Data, _set![row.Code]);
            Seen = RegimeForm.Shared.Seen(new RegimeForm(row.Data));
        }
        else
        {
            Input = RegimeTerms.Of(new RegimeData { Code = "", Name = "", Source = "", BasedOn = RegimeSet.GovernmentDefault, Scope = new(RuleBook.Topic), ValidFrom = new DateOnly(clock.Today.Year, 1, 1) }, _set![RegimeSet.GovernmentDefault]);
        }
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel)) return NotFound();
        if (!IsWhole()) return BadRequest();
        Check();
        if (!ModelState.IsValid) return Page();
        var code = Row?.Code ?? Input.Code!.Trim();
        var typed = new RegimeForm(Input.With(Row?.Data ?? new RegimeData { Code = code, Name = "", Source = "" }, BasisOf(code)));
        if (Row is not null && await ClashesAsync(typed, cancel)) return Page();
        var outcome = await edit.SaveAsync(Code ?? "", Version, EditRegimes.Text(typed.Data), Reason, cancel);
        if (outcome.Kind == OutcomeKind.Denied) return Forbid();
        if (outcome.Succeeded) return await this.SavedRuleAsync(changes, db.ProvinceId, "Đã lưu chế độ báo cáo", Back, cancel);
        foreach (var problem in outcome.Problems) ModelState.AddModelError(FieldOf(problem), problem);
        return Page();
    }

    private RegimeSet? _set;
    private int _version;

    private async Task<bool> LoadAsync(CancellationToken cancel)
    {
        var all = await books.RegimesAsync(db.ProvinceId, cancel);
        var rows = RuleBooks.InForce(all).ToList();
        _set = new RegimeSet(rows.Select(r => r.Data));
        Bases = [.. rows.Where(r => r.Code != Code).Select(r => new SelectListItem(r.Data.Name, r.Code))];
        if (Code is null) return true;
        Row = rows.Find(r => r.Code == Code);
        if (Row is null || scopes.IsOfAnother(Row, db.ProvinceId)) return false;
        // A province's first save makes its own version of the country's regime, from nothing.
        _version = all.Find(r => r.Code == Code && r.ProvinceId == db.ProvinceId)?.Version ?? 0;
        if (Request.Method == "GET") Version = _version;
        return true;
    }

    // Lists and choices that no form of ours sends.
    private bool IsWhole() => Input.Windows.Count == Kinds.Count && Input.SendBy.Count == RegimeTerms.Levels.Count && Input.SendBy.Append(Input.Send).All(s => Enum.IsDefined(s.Choice))
        && Input.Windows.All(w => FromMonths.Any(m => m.Value == Text(w.FromMonth)) && ToMonths.Any(m => m.Value == Text(w.ToMonth)))
        && Input.Series.All(k => RegimeTerms.SeriesKeys.Any(s => s.Key == k)) && Confidences.Any(c => c.Value == Input.Confidence) && (string.IsNullOrEmpty(Input.BasedOn) || Bases.Any(b => b.Value == Input.BasedOn));

    private void Check()
    {
        if (Row is null && string.IsNullOrWhiteSpace(Input.Code)) Wrong(nameof(Input.Code), "Hãy đặt mã cho chế độ.");
        if (string.IsNullOrWhiteSpace(Input.Name)) Wrong(nameof(Input.Name), "Hãy ghi tên chế độ báo cáo.");
        if (string.IsNullOrWhiteSpace(Input.Source)) Wrong(nameof(Input.Source), "Hãy ghi căn cứ: văn bản nào quy định.");
        if (Input.Series.Count == 0) Wrong(nameof(Input.Series), "Hãy chọn ít nhất một báo cáo.");
        if (Input.Send.Choice == SendChoice.AsUsual) Wrong("Send.Choice", "Hãy chọn hạn gửi chung.");
        if (Input.Send.Wrong is { } send) Wrong($"Send.{send.Field}", send.Problem);
        foreach (var (by, i) in Input.SendBy.Select((s, i) => (s, i)))
            if (by.Wrong is { } wrong) Wrong($"SendBy[{i}].{wrong.Field}", $"{RegimeTerms.Levels[i].Name}: {wrong.Problem}");
        foreach (var (window, i) in Input.Windows.Select((w, i) => (w, i)))
            if (window.Wrong((PeriodKind)i) is { } wrong) Wrong($"Windows[{i}].ToDay", $"{Kinds[i]}: {wrong}");
        if (string.IsNullOrWhiteSpace(Reason)) ModelState.AddModelError(nameof(Reason), "Hãy ghi lý do.");

        void Wrong(string field, string problem) => ModelState.AddModelError($"Input.{field}", problem);
    }

    /// <summary>What the regime inherits from; one that would follow itself through others inherits nothing here and is refused on saving.</summary>
    private ReportingRegime? BasisOf(string code) => Input.BasedOn is { Length: > 0 } basis && basis != code ? _set![basis] : null;

    private async Task<bool> ClashesAsync(RegimeForm typed, CancellationToken cancel)
    {
        if (Version == _version) return false;
        Clash = await RegimeForm.MeetAsync(Row!, Take.Count == 0, Seen, Take, typed, ModelState, last, cancel);
        (Version, Seen) = (_version, RegimeForm.Shared.Seen(new RegimeForm(Row!.Data)));
        if (Clash is null) return false;
        ModelState.Clear();
        var merged = (await edit.ReadAsync(EditRegimes.Text(typed.Data), cancel)).Set ?? _set!;
        Input = RegimeTerms.Of(typed.Data, merged[Row.Code]);
        return true;
    }

    private static string FieldOf(string problem) => problem == "Hãy ghi lý do." ? nameof(Reason)
        : problem.StartsWith("Mã", StringComparison.Ordinal) || problem.StartsWith("Đã có chế độ", StringComparison.Ordinal) ? "Input.Code" : "";

    private static string Text(int month) => month.ToString(CultureInfo.InvariantCulture);
}
