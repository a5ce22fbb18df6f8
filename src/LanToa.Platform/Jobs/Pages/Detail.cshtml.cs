using LanToa.Platform.Audit;
using LanToa.Platform.Data;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Platform.Jobs.Pages;

public sealed class DetailModel(LanToaDb db, JobsInSight jobs, JobQueue queue, IEnumerable<JobKind> kinds, History history, TimeProvider time) : PageModel
{
    public Job Job { get; private set; } = null!;

    public IReadOnlyList<HistoryLine> Changes { get; private set; } = [];

    public string KindName => kinds.FirstOrDefault(k => k.Code == Job.Kind)?.Name ?? Job.Kind;

    /// <summary>How often it was begun since somebody last asked for it, beside how often it is by itself. What ends the program in the middle of it is begun more often than an error allows.</summary>
    public string Runs => Job.Attempts <= Job.MaxAttempts ? $"{Job.Attempts}, tự chạy tối đa {Job.MaxAttempts}" : $"{Job.Attempts}, kể cả các lần chạy lại vì chương trình dừng đột ngột (lỗi thường: tối đa {Job.MaxAttempts})";

    public bool IsOpen => Job.State is JobState.Queued or JobState.Running;

    public IReadOnlyList<string> WhyNotRunAgain => Job.State is JobState.Dead or JobState.Cancelled ? [] : ["Chỉ việc dừng vì lỗi hoặc đã hủy mới chạy lại được."];

    public IReadOnlyList<string> WhyNotCancel => IsOpen ? [] : ["Việc này đã kết thúc."];

    /// <summary>Given up and looked at: set aside it is not counted among those that wait for an administrator.</summary>
    public bool IsDead => Job.State == JobState.Dead;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel) => await LoadAsync(id, cancel) ? this.PageWhile(IsOpen) : NotFound();

    public async Task<IActionResult> OnPostAgainAsync(Guid id, CancellationToken cancel)
    {
        if (!await LoadAsync(id, cancel)) return NotFound();
        var started = await queue.AgainAsync(id, cancel);
        if (started) await NoteAsync("job.again", cancel);
        this.Flash(started ? "Đã xếp việc để chạy lại." : "Việc này không còn ở trạng thái chạy lại được.");
        return RedirectToPage(new { id });
    }

    /// <param name="dead">The person saw it given up, and sets it aside.</param>
    public async Task<IActionResult> OnPostCancelAsync(Guid id, bool dead, CancellationToken cancel)
    {
        if (!await LoadAsync(id, cancel)) return NotFound();
        var now = time.GetUtcNow();
        // Only what the person saw: a job that was given up meanwhile is not set aside unread, nor one that runs again cancelled.
        var cancelled = await db.Set<Job>().Where(j => j.Id == id && (dead ? j.State == JobState.Dead : j.State == JobState.Queued || j.State == JobState.Running)).ExecuteUpdateAsync(j => j
            .SetProperty(x => x.State, JobState.Cancelled).SetProperty(x => x.FinishedAt, x => x.FinishedAt ?? now).SetProperty(x => x.Lease, (Guid?)null).SetProperty(x => x.LeaseUntil, (DateTimeOffset?)null), cancel);
        if (cancelled > 0) await NoteAsync(dead ? "job.set-aside" : "job.cancel", cancel);
        this.Flash(cancelled == 0 ? dead ? "Việc này không còn dừng vì lỗi nữa; chưa có gì thay đổi." : "Việc này đã kết thúc trước đó." : dead ? "Đã bỏ qua: việc này không còn tính là dừng vì lỗi." : "Đã hủy việc.");
        return RedirectToPage(new { id });
    }

    private async Task NoteAsync(string verb, CancellationToken cancel)
    {
        db.RecordEvent("job", Job.Id, verb);
        await db.SaveChangesAsync(cancel);
    }

    private async Task<bool> LoadAsync(Guid id, CancellationToken cancel)
    {
        var job = await jobs.Query().FirstOrDefaultAsync(j => j.Id == id, cancel);
        if (job is null) return false;
        (Job, Changes) = (job, await history.OfAsync(id, shared: true, cancel: cancel));
        return true;
    }
}
