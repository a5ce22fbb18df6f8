using LanToa.Platform.Data;
using LanToa.Platform.Time;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Accountability.Reports.Pages;

/// <summary>One cell as it is typed; the number as text, as people write it here.</summary>
public sealed class CellForm
{
    public string? Code { get; set; }
    public string? Number { get; set; }
    public string? Text { get; set; }
    public string? Reason { get; set; }
    public string? Estimate { get; set; }
    public string? LastYear { get; set; }
}

/// <summary>All figures of a report on one form.</summary>
public sealed class FiguresModel(LanToaDb db, ReportBuilder builder, ReportAccess access, WriteReport write, Clock clock) : ReportPage(db, builder, access, clock)
{
    [BindProperty] public ReportVerbForm Form { get; set; } = new();
    [BindProperty] public List<CellForm> Cells { get; set; } = [];

    public IReadOnlyList<SelectListItem> YesNo { get; } = [new("Có", "1"), new("Không", "0")];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel)) return NotFound();
        if (!MayWrite) return Forbid();
        Form = new ReportVerbForm { FormKey = Guid.CreateVersion7(), Version = Report.Version };
        var given = await Db.Set<ReportCell>().AsNoTracking().Where(c => c.ReportId == Id).ToDictionaryAsync(c => c.Code, cancel);
        Cells = [.. Said.Rows.Select(r => given.GetValueOrDefault(r.Code) is { } cell
            ? new CellForm { Code = r.Code, Number = cell.Number is { } number ? VietnameseFormat.Exact(number) : null, Text = cell.Text, Reason = cell.Reason, Estimate = cell.Estimate is { } estimate ? VietnameseFormat.Exact(estimate) : null, LastYear = cell.LastYear is { } last ? VietnameseFormat.Exact(last) : null } : new CellForm { Code = r.Code })];
        if (WhyNotWrite is { } why) ModelState.AddModelError("", why);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel)) return NotFound();
        if (!MayWrite) return Forbid();
        var sent = Cells.Where(c => c.Code is not null).DistinctBy(c => c.Code).ToDictionary(c => c.Code!);
        Cells = [.. Said.Rows.Select(r => sent.GetValueOrDefault(r.Code) ?? new CellForm { Code = r.Code })];
        var (given, names) = (new List<CellInput>(), Said.Rows.Select((r, i) => (r, i)).ToDictionary(x => x.r.Code, x => (x.r.Name, Field: $"Cells[{x.i}].Number")));
        foreach (var cell in Cells.Where(c => sent.ContainsKey(c.Code!)))
        {
            var (name, field) = names[cell.Code!];
            given.Add(new CellInput(cell.Code!, NumberOf(cell.Number, name, field), cell.Text, cell.Reason)
            {
                WithYear = true, Estimate = NumberOf(cell.Estimate, name, field.Replace(".Number", ".Estimate", StringComparison.Ordinal)), LastYear = NumberOf(cell.LastYear, name, field.Replace(".Number", ".LastYear", StringComparison.Ordinal)),
            });
        }
        if (ModelState.ErrorCount > 0) return Page();
        var typedCells = Cells;
        var answer = await AnswerAsync(await write.SaveFiguresAsync(Id, Form.FormKey, Form.Version, given, cancel), "Đã lưu số liệu.", cancel,
            problem => names.Values.FirstOrDefault(v => problem.StartsWith(v.Name + ":", StringComparison.Ordinal)).Field ?? "");
        Cells = typedCells;
        // Shown against the newest version: sending again is then a decision, not an accident.
        ModelState.Remove("Form.Version");
        Form.Version = Report.Version;
        return answer;
    }

    private decimal? NumberOf(string? typed, string name, string field)
    {
        if (string.IsNullOrWhiteSpace(typed)) return null;
        if (VietnameseFormat.TryParseDecimal(typed, out var number)) return number;
        var shown = typed.Length > 40 ? typed[..40] + "…" : typed;
        ModelState.AddModelError(field, typed.TrimStart() is ['-', _, ..] && VietnameseFormat.TryParseDecimal(typed.TrimStart()[1..], out _)
            ? $"{name}: “{shown}” là số âm. Số liệu báo cáo từ 0 trở lên; không phát sinh thì ghi 0." : $"{name}: “{shown}” không phải là số. Ghi 1.000 hoặc 0,5; không phát sinh thì ghi 0.");
        return null;
    }
}
