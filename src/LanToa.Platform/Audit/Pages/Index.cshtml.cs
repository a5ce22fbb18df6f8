using LanToa.Platform.Data;
using LanToa.Platform.Documents.Sheets;
using LanToa.Platform.Identity;
using LanToa.Platform.Jobs;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Platform.Audit.Pages;

/// <summary>The state of the province's chain: sealed up to where, what waits, the last verifications; and the history as a file.</summary>
public sealed class IndexModel(LanToaDb db, Actor actor, VerifyHistory verify, HistoryExport export, Clock clock) : PageModel
{
    private const int ChecksShown = 10;

    [FromQuery(Name = "tu")]
    public DateOnly? From { get; set; }

    [FromQuery(Name = "den")]
    public DateOnly? To { get; set; }

    /// <summary>csv, xlsx or jsonl.</summary>
    [FromQuery(Name = "dang")]
    public string? Form { get; set; }

    public HistoryChain? Chain { get; private set; }

    public int Waiting { get; private set; }

    public DateTimeOffset? WaitingSince { get; private set; }

    public IReadOnlyList<HistoryCheck> Checks { get; private set; } = [];

    /// <summary>The verification that was asked for, or else one that is waiting or running.</summary>
    [FromQuery(Name = "viec")]
    public Guid? Asked { get; set; }

    public Job? Verification { get; private set; }

    public bool IsRunning => Verification?.State is JobState.Queued or JobState.Running;

    public IReadOnlyList<string> WhyNot => VerifyHistory.WhyNot(actor);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        var province = db.ProvinceId;
        Chain = await db.Set<HistoryChain>().AsNoTracking().FirstOrDefaultAsync(c => c.ProvinceId == province, cancel);
        var waiting = db.Set<HistoryWaiting>().AsNoTracking().Where(w => w.ProvinceId == province);
        Waiting = await waiting.CountAsync(cancel);
        if (Waiting > 0)
            WaitingSince = await waiting.OrderBy(w => w.EventId).Take(1).Join(db.Set<HistoryEvent>().Where(e => e.ProvinceId == province), w => w.EventId, e => e.Id, (_, e) => (DateTimeOffset?)e.At).FirstOrDefaultAsync(cancel);
        Checks = await db.Set<HistoryCheck>().AsNoTracking().Where(c => c.ProvinceId == province).OrderByDescending(c => c.CheckedAt).Take(ChecksShown).ToListAsync(cancel);
        Verification = await db.Set<Job>().AsNoTracking().Where(j => j.ProvinceId == province && j.Kind == VerifyHistory.Job && (j.Id == Asked || j.State == JobState.Queued || j.State == JobState.Running))
            .OrderByDescending(j => j.Id == Asked).ThenBy(j => j.CreatedAt).FirstOrDefaultAsync(cancel);
        return this.PageWhile(IsRunning);
    }

    public async Task<IActionResult> OnPostVerifyAsync(Guid formKey, CancellationToken cancel)
    {
        if (await verify.StartAsync(formKey, cancel) is { } job) return RedirectToPage(new { viec = job });
        this.Flash(string.Join(' ', WhyNot));
        return RedirectToPage();
    }

    public async Task<IActionResult> OnGetExportAsync(CancellationToken cancel)
    {
        if (WhyNot.Count > 0) return Forbid();
        if (From > To) ModelState.AddModelError("den", "Ngày cuối đứng trước ngày đầu. Hãy đổi lại một trong hai ngày.");
        if (!ModelState.IsValid) return await OnGetAsync(cancel);
        var rows = export.RowsAsync(db.ProvinceId, From, To, cancel);
        return Form == "jsonl" ? new JsonLinesResult($"lich-su-{clock.Today:yyyy-MM-dd}.jsonl", rows) : this.FileOf("lich-su", "Lịch sử", export.Columns, rows);
    }
}
