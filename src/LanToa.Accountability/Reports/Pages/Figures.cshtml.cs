using System.Security.Cryptography;
using System.Text;
using LanToa.Platform.Data;
using LanToa.Platform.Modules;
using LanToa.Platform.Time;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
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

    /// <summary>The <see cref="Mark"/> of what the person saw here, to tell what they changed from what another one did.</summary>
    public string? Was { get; set; }

    public string Mark() => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', new[] { Number, Text?.ReplaceLineEndings(" "), Reason, Estimate, LastYear }.Select(v => v?.Trim() ?? "")))))[..16];
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
        Cells = await CellsAsync(cancel);
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
        var outcome = await write.SaveFiguresAsync(Id, Form.FormKey, Form.Version, given, cancel);
        var answer = await AnswerAsync(outcome, "Đã lưu số liệu.", cancel,
            problem => names.Values.FirstOrDefault(v => problem.StartsWith(v.Name + ":", StringComparison.Ordinal)).Field ?? "");
        Cells = typedCells;
        if (outcome.Kind == OutcomeKind.Stale && answer is PageResult) await MeetAsync(cancel);
        // Shown against the newest version: sending again is then a decision, not an accident.
        ModelState.Remove("Form.Version");
        Form.Version = Report.Version;
        return answer;
    }

    /// <summary>The cells as they are kept.</summary>
    private async Task<List<CellForm>> CellsAsync(CancellationToken cancel)
    {
        var given = await Db.Set<ReportCell>().AsNoTracking().Where(c => c.ReportId == Id).ToDictionaryAsync(c => c.Code, cancel);
        List<CellForm> cells = [.. Said.Rows.Select(r => given.GetValueOrDefault(r.Code) is { } cell
            ? new CellForm { Code = r.Code, Number = cell.Number is { } number ? VietnameseFormat.Exact(number) : null, Text = cell.Text, Reason = cell.Reason, Estimate = cell.Estimate is { } estimate ? VietnameseFormat.Exact(estimate) : null, LastYear = cell.LastYear is { } last ? VietnameseFormat.Exact(last) : null } : new CellForm { Code = r.Code })];
        foreach (var cell in cells) cell.Was = cell.Mark();
        return cells;
    }

    /// <summary>Another person saved meanwhile: what this one left as it was is theirs now, and where both wrote this one sees it before sending again.</summary>
    private async Task MeetAsync(CancellationToken cancel)
    {
        var (now, names, taken) = (await CellsAsync(cancel), Said.Rows.Select(r => r.Name).ToList(), new List<string>());
        for (var i = 0; i < Cells.Count; i++)
        {
            var (typed, theirs) = (Cells[i], now[i]);
            if (typed.Was == theirs.Was) continue;
            if (typed.Was == typed.Mark())
            {
                foreach (var field in new[] { nameof(CellForm.Number), nameof(CellForm.Text), nameof(CellForm.Reason), nameof(CellForm.Estimate), nameof(CellForm.LastYear) }) ModelState.Remove($"Cells[{i}].{field}");
                Cells[i] = theirs;
                taken.Add(names[i]);
            }
            else if (typed.Mark() != theirs.Mark()) ModelState.AddModelError($"Cells[{i}].Number", $"{names[i]}: người khác vừa ghi {theirs.Number ?? theirs.Text ?? "để trống"}; gửi lại thì số bạn ghi thay số đó.");
            typed.Was = theirs.Was;
        }
        if (taken.Count > 0) ModelState.AddModelError("", $"Số người khác vừa ghi đã có trong bảng: {string.Join("; ", taken)}.");
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
