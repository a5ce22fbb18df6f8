using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using LanToa.Platform.Data;
using LanToa.Platform.Documents.Sheets;
using LanToa.Platform.Files;
using LanToa.Platform.Identity;
using LanToa.Platform.Jobs;
using LanToa.Platform.Modules;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Accountability.Activities;

/// <summary>What came of confirming a file.</summary>
public sealed record ImportOutcome(OutcomeKind Kind, int Recorded, int Drafted, string? Why)
{
    public static ImportOutcome Refused(OutcomeKind kind, string why) => new(kind, 0, 0, why);
}

/// <summary>
/// Takes a file of activities: first only to be looked through, then, when its person confirms, all its good rows. Few rows are done at once in one transaction; for many a job looks and
/// records (<see cref="WorkOnImport"/>), and the person may leave.
/// </summary>
public sealed class ImportActivities(LanToaDb db, Actor actor, ImportReading reading, ImportRecorder recorder, JobQueue jobs, Clock clock)
{
    public const string Verb = "activity.import";

    /// <summary>What was looked at and never confirmed goes after this.</summary>
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(14);

    /// <summary>Keeps the rows of a file for its person; nothing is recorded.</summary>
    /// <exception cref="SheetRefusedException">It is no file of this form.</exception>
    public async Task<ActivityImport> ReadAsync(Guid unit, string fileName, Stream content, CancellationToken cancel)
    {
        var (letters, rows, sha256) = ImportSheet.Read(content);
        var person = actor.AccountId!.Value;
        var old = clock.Now - KeptFor;
        await db.Set<ActivityImport>().Where(i => i.ReadBy == person && i.RecordedAt == null && i.ConfirmedAt == null && i.ReadAt < old).ExecuteDeleteAsync(cancel);
        var import = new ActivityImport { ProvinceId = actor.ProvinceId, UnitId = unit, FileName = FileStore.SafeName(fileName), Sha256 = sha256, Columns = letters, Rows = rows, ReadBy = person, ReadAt = clock.Now };
        db.Add(import);
        if (import.IsLong) import.JobId = Enqueue(import);
        await db.SaveChangesAsync(cancel);
        return import;
    }

    /// <summary>Its person's only.</summary>
    public async Task<ActivityImport?> FindAsync(Guid id, CancellationToken cancel)
    {
        var person = actor.AccountId;
        return await db.Set<ActivityImport>().FirstOrDefaultAsync(i => i.Id == id && i.ReadBy == person, cancel);
    }

    /// <summary>The job that works on the file, or did last; null where none was needed.</summary>
    public async Task<Job?> JobOfAsync(ActivityImport import, CancellationToken cancel) => import.JobId is { } id ? await db.Set<Job>().AsNoTracking().FirstOrDefaultAsync(j => j.Id == id, cancel) : null;

    /// <summary>Stands for what a person saw of the rows: another one when any of them would fare otherwise.</summary>
    public static string SeenOf(IEnumerable<ImportLine> lines) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines.Select(l => string.Create(CultureInfo.InvariantCulture, $"{l.Row} {l.Fate} {l.Key} {l.PeriodId}"))))))[..16];

    /// <summary>Records the good rows, each once, with the progress that they move; <paramref name="whole"/>: none of them while one is wrong. Of many rows: has it done.</summary>
    public async Task<ImportOutcome> HandleAsync(ActivityImport import, string seen, bool whole, CancellationToken cancel = default)
    {
        // What was confirmed before is not asked about again: pressed twice, it says what came of it.
        if (import.RecordedAt is not null || (import.IsLong && await JobOfAsync(import, cancel) is { State: JobState.Queued or JobState.Running })) return new(OutcomeKind.Already, import.Recorded, import.Drafted, null);
        var lines = import.IsLong ? import.Lines : await reading.LinesAsync(import, null, cancel);
        if (lines is null) return ImportOutcome.Refused(OutcomeKind.Refused, "Tệp chưa được xem trước xong nên chưa ghi gì. Hãy tải lại tệp.");
        if (SeenOf(lines) != seen) return ImportOutcome.Refused(OutcomeKind.Stale, StaleOf(import));
        if (whole && lines.Any(l => l.Fate == ImportFate.Wrong)) return ImportOutcome.Refused(OutcomeKind.Refused, "Còn dòng sai nên chưa ghi gì, như bạn đã chọn. Hãy sửa trong tệp rồi tải lại, hoặc bỏ chọn “Chỉ ghi khi mọi dòng đều đúng”.");
        List<ImportLine> good = [.. lines.Where(l => l.IsGood)];
        if (good.Count == 0) return ImportOutcome.Refused(OutcomeKind.Refused, "Không có dòng nào để ghi.");
        if (recorder.WhyNot(good) is { } denied) return ImportOutcome.Refused(OutcomeKind.Denied, denied);
        try
        {
            if (import.IsLong)
            {
                (import.ConfirmedAt, import.Trouble, import.JobId) = (clock.Now, null, Enqueue(import));
                await db.SaveChangesAsync(cancel);
            }
            else
            {
                import.RecordedAt = clock.Now;
                await recorder.RecordAsync(import, good, cancel);
            }
            return new(OutcomeKind.Done, import.Recorded, import.Drafted, null);
        }
        catch (Exception e) when (e.IsLostRace())
        {
            db.ChangeTracker.Clear();
            return await FindAsync(import.Id, cancel) is { } first && (first.RecordedAt ?? first.ConfirmedAt) is not null ? new(OutcomeKind.Already, first.Recorded, first.Drafted, null)
                : ImportOutcome.Refused(OutcomeKind.Stale, "Cùng lúc này có nơi khác ghi một dòng của tệp nên chưa ghi gì. Hãy xem lại rồi ghi.");
        }
    }

    internal static string StaleOf(ActivityImport import) => "Từ lúc bạn xem, có dòng đã khác (kế hoạch, đơn vị hoặc hoạt động đã đổi) " + (import.Brought == 0 ? "nên chưa ghi gì. Hãy xem lại rồi ghi."
        : $"nên dừng lại khi mới ghi {VietnameseFormat.Number(import.Brought)} dòng. Hãy xem lại rồi ghi các dòng còn lại; dòng đã ghi không bị ghi lặp.");

    private Guid Enqueue(ActivityImport import) => jobs.Enqueue(WorkOnImport.Job, new ImportPayload(import.Id, ActingNow.Of(actor)));
}
