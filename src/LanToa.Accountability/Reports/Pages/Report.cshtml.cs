using LanToa.Platform.Audit;
using LanToa.Platform.Data;
using LanToa.Platform.Documents.Writing;
using LanToa.Platform.Files;
using LanToa.Platform.Time;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Accountability.Reports.Pages;

/// <summary>What every form on a report carries.</summary>
public sealed class ReportVerbForm
{
    public Guid FormKey { get; set; }
    public int Version { get; set; }
}

/// <summary>One report: its figures and words, what stands against sending it, and what the addressee does with it.</summary>
public sealed class ReportModel(LanToaDb db, ReportBuilder builder, ReportAccess access, SendReport send, DecideReport decide, History history, Clock clock) : ReportPage(db, builder, access, clock)
{
    private readonly ReportBuilder _builder = builder;
    private readonly ReportAccess _access = access;

    [BindProperty] public ReportVerbForm Form { get; set; } = new();

    public IReadOnlyList<string> Errors { get; private set; } = [];
    public IReadOnlyList<string> Warnings { get; private set; } = [];
    public IReadOnlyList<ReportSnapshot> Snapshots { get; private set; } = [];
    /// <summary>By number of the sending: what it says otherwise than the one before.</summary>
    public IReadOnlyDictionary<int, IReadOnlyList<string>> Changes { get; private set; } = new Dictionary<int, IReadOnlyList<string>>();
    /// <summary>How many reports above that were sent count this one.</summary>
    public int Above { get; private set; }
    public IReadOnlyList<HistoryLine> History { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel)) return NotFound();
        await ShowAsync(cancel);
        return Page();
    }

    public async Task<IActionResult> OnGetWordAsync(int? sending, CancellationToken cancel)
    {
        if (await ContentAsync(sending, cancel) is not { } content) return NotFound();
        Response.Headers.CacheControl = "no-store";
        return File(DocumentWriter.Write(ReportDocument.Of(content, Report.FirstSentOn ?? Today)), FileTypes.Docx, $"{Report.FormCode}-{Report.PeriodKey}.docx");
    }

    public async Task<IActionResult> OnGetExcelAsync(int? sending, CancellationToken cancel)
    {
        if (await ContentAsync(sending, cancel) is not { } content) return NotFound();
        Response.Headers.CacheControl = "no-store";
        return ReportSheet.Of(content, $"{Report.FormCode}-{Report.PeriodKey}.xlsx");
    }

    public async Task<IActionResult> OnPostSendAsync(string? note, CancellationToken cancel) => await ShownAsync(await send.HandleAsync(Id, Form.FormKey, Form.Version, note, cancel), "Đã gửi báo cáo.", cancel);

    public async Task<IActionResult> OnPostReceiveAsync(CancellationToken cancel) => await ShownAsync(await decide.ReceiveAsync(Id, Form.FormKey, Form.Version, cancel), "Đã tiếp nhận báo cáo.", cancel);

    public async Task<IActionResult> OnPostAcceptAsync(CancellationToken cancel) => await ShownAsync(await decide.AcceptAsync(Id, Form.FormKey, Form.Version, cancel), "Đã chấp nhận báo cáo.", cancel);

    public async Task<IActionResult> OnPostReopenAsync(DateOnly? until, string? reason, CancellationToken cancel) => await ShownAsync(await decide.ReopenAsync(Id, Form.FormKey, Form.Version, until, reason, cancel), "Đã mở lại báo cáo.", cancel);

    public bool MayOpen(ContentPart part) => _access.MayOpen(part, Report.UnitId);

    /// <summary>What the units below come to together.</summary>
    public string Below(ContentRow row) => Figure.Combine(row.Aggregation, [.. Said.Parts.Zip(row.Parts, (p, f) => (p.Unit, f))]).Words(row.Aggregation, row.Decimals);

    private async Task<IActionResult> ShownAsync(Outcome outcome, string done, CancellationToken cancel)
    {
        var answer = await AnswerAsync(outcome, done, cancel);
        if (answer is Microsoft.AspNetCore.Mvc.RazorPages.PageResult) await ShowAsync(cancel);
        return answer;
    }

    private async Task<ReportContent?> ContentAsync(int? sending, CancellationToken cancel)
    {
        if (!await LoadAsync(cancel)) return null;
        if (sending is not { } number) return Said;
        return await _builder.SnapshotAsync(Report, number, cancel) is { } snapshot ? ReportContent.FromText(snapshot.Content) : null;
    }

    private async Task ShowAsync(CancellationToken cancel)
    {
        ModelState.Remove("Form.FormKey");
        ModelState.Remove("Form.Version");
        Form = new ReportVerbForm { FormKey = Guid.CreateVersion7(), Version = Report.Version };
        if (Report.IsOpenOn(Today) && MayWrite) (Errors, Warnings) = await send.CheckAsync(Report, Said, cancel);
        Snapshots = await Db.Set<ReportSnapshot>().AsNoTracking().Where(s => s.ReportId == Id).OrderByDescending(s => s.Number).ToListAsync(cancel);
        var said = Snapshots.OrderBy(s => s.Number).Select(s => (s.Number, Said: ReportContent.FromText(s.Content))).ToList();
        Changes = said.Skip(1).Zip(said, (now, before) => (now.Number, Differences: Differences(before.Said, now.Said))).ToDictionary(d => d.Number, d => d.Differences);
        Above = await decide.SentAboveAsync(Report, cancel);
        History = await history.OfAsync(Id, cancel: cancel);
    }

    private static IReadOnlyList<string> Differences(ReportContent before, ReportContent now)
    {
        var then = before.Rows.ToDictionary(r => r.Code);
        return [.. now.Rows.Where(r => then.TryGetValue(r.Code, out var b) && b.TotalWords != r.TotalWords).Select(r => $"{r.Name}: {(then[r.Code].TotalWords is { Length: > 0 } was ? was : "trống")} → {(r.TotalWords.Length > 0 ? r.TotalWords : "trống")}")];
    }
}
