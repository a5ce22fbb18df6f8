using LanToa.Platform.Data;
using LanToa.Platform.Documents.Sheets;
using LanToa.Platform.Identity;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Platform.Jobs.Pages;

/// <summary>A recurring piece of work: its latest job, and when the next one is due.</summary>
public sealed record RecurringRow(RecurringJob Work, Job? Latest, DateTimeOffset? Next);

/// <summary>Jobs of the administrator's province (all of them for the nation) that are not settled, or those of a state, newest first; and the recurring ones.</summary>
public sealed class IndexModel(LanToaDb db, Actor actor, JobsInSight jobs, IEnumerable<JobKind> kinds, IEnumerable<RecurringJob> recurring, TimeProvider time) : ListPage
{
    /// <summary>Of the filter: every job, whatever became of it.</summary>
    private const string Every = "all";

    /// <summary>A state, or <see cref="Every"/>; otherwise what is not settled: what stopped first, then what runs, then what waits.</summary>
    [FromQuery(Name = "trangthai")]
    public string? Wanted { get; set; }

    /// <summary>Only the jobs of one state.</summary>
    public bool IsOneState => State is not null;

    private JobState? State => Enum.TryParse<JobState>(Wanted, ignoreCase: true, out var state) && Enum.IsDefined(state) ? state : null;

    /// <summary>What nobody has to do anything about stands aside.</summary>
    public bool IsUnsettled => State is null && Wanted != Every;

    public IReadOnlyList<Job> Jobs { get; private set; } = [];

    public IReadOnlyList<RecurringRow> Recurring { get; private set; } = [];

    /// <summary>The list is folded while there is nothing to do about it.</summary>
    public bool HasStoppedRecurring => Recurring.Any(r => r.Latest?.State == JobState.Dead);

    public string RecurringWords => $"{Recurring.Count} việc · {(Recurring.Count(r => r.Latest?.State == JobState.Dead) is > 0 and var dead ? $"{dead} việc dừng vì lỗi" : "không việc nào dừng vì lỗi")}{(Recurring.Min(r => r.Next) is { } next ? $" · lần tới {VietnameseFormat.DateTime(next)}" : "")}";

    /// <summary>Recurring work is the installation's: only its administrator may open those jobs.</summary>
    public bool MayOpenRecurring => actor.AdministersInstallation;

    public IReadOnlyList<SelectListItem> States { get; } = [new("Mọi trạng thái", Every), .. Enum.GetValues<JobState>().Select(s => new SelectListItem(s.Mark().Text, s.ToString()))];

    public string KindName(string code) => kinds.FirstOrDefault(k => k.Code == code)?.Name ?? code;

    public IActionResult OnGetExport() => this.FileOf("viec-nen", "Việc nền",
        [
            new("Việc", j => KindName(j.Kind), 40), new("Trạng thái", j => j.State.Mark().Text), new("Tiến độ (%)", j => j.Progress, 12), new("Người yêu cầu", j => j.CreatedByName, 26), new("Lúc", j => j.CreatedAt, 18),
            new("Bắt đầu", j => j.StartedAt, 18), new("Kết thúc", j => j.FinishedAt, 18), new("Số lần chạy", j => j.Attempts, 12), new("Lỗi", j => j.Error, 50),
        ], Found().AsAsyncEnumerable());

    private IOrderedQueryable<Job> Found()
    {
        var query = jobs.Query();
        if (State is { } state) query = query.Where(j => j.State == state);
        if (IsUnsettled)
            return query.Where(j => j.State == JobState.Dead || j.State == JobState.Running || j.State == JobState.Queued)
                .OrderBy(j => j.State == JobState.Dead ? 0 : j.State == JobState.Running ? 1 : 2).ThenByDescending(j => j.CreatedAt);
        return query.OrderByDescending(j => j.CreatedAt);
    }

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Jobs = await PageOfAsync(Found(), cancel);
        // A run is written down when it falls due; whether and when it ran, its job says.
        var runs = db.Set<RecurringRun>().AsNoTracking();
        var latest = await runs.Where(r => r.Due == runs.Where(other => other.Name == r.Name).Max(other => other.Due))
            .Join(db.Set<Job>().AsNoTracking(), r => r.JobId, j => j.Id, (r, j) => new { r.Name, Job = j }).ToDictionaryAsync(r => r.Name, r => r.Job, cancel);
        var now = time.GetUtcNow();
        Recurring = [.. recurring.Select(r => new RecurringRow(r, latest.GetValueOrDefault(r.Name), r.NextDue(now)))];
    }
}
