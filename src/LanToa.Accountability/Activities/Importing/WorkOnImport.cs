using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Jobs;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Accountability.Activities;

public sealed record ImportPayload(Guid Import, ActingNow Who);

/// <summary>
/// Looks through a long file, and records it once its person has confirmed, as that person. Rows are recorded in portions, each in one transaction: broken off, it goes on with those that
/// are not there yet, for a row is its own key.
/// </summary>
public sealed class WorkOnImport(LanToaDb db, ActingAgain acting, ImportReading reading, ImportRecorder recorder, Clock clock) : IJobHandler<ImportPayload>
{
    public const string Job = "activities.import";

    private const int Portion = 100;

    public async Task RunAsync(ImportPayload payload, JobRun run, CancellationToken cancel)
    {
        if (await acting.BecomeAsync(payload.Who, cancel) is { } why) throw new JobFailedException(why);
        if (await db.Set<ActivityImport>().FirstOrDefaultAsync(i => i.Id == payload.Import && i.ReadBy == payload.Who.Account, cancel) is not { } import) throw new JobFailedException("Tệp này không còn.");
        run.ResultPath = $"/activities/import/{import.Id}";
        if (import.RecordedAt is not null) return;
        var recording = import.ConfirmedAt is not null;
        var lines = await LookAsync(import, run, recording ? 20 : 98, cancel);
        if (!recording || Differs(import.Lines, lines) || recorder.WhyNot(lines.Where(l => l.IsGood)) is not null)
        {
            // Once rows of it are recorded it stays confirmed.
            if (recording) (import.ConfirmedAt, import.Trouble) = (import.Brought > 0 ? import.ConfirmedAt : null, ImportActivities.StaleOf(import));
            (import.Lines, import.LookedAt) = (lines, clock.Now);
            await db.SaveChangesAsync(cancel);
            return;
        }
        List<ImportLine> good = [.. lines.Where(l => l.IsGood)];
        var done = 0;
        foreach (var portion in good.Chunk(Portion))
        {
            // It takes a while: whoever loses the role meanwhile records no more.
            if (await acting.BecomeAsync(payload.Who, cancel) is { } lost) throw new JobFailedException(lost);
            if (recorder.WhyNot(portion) is { } denied) throw new JobFailedException(denied);
            await RecordAsync(import, portion, cancel);
            done += portion.Length;
            await run.ReportAsync(20 + (75 * done / good.Count), $"Đã ghi {VietnameseFormat.Number(done)}/{VietnameseFormat.Number(good.Count)} dòng");
        }
        (import.Lines, import.RecordedAt) = (await reading.LinesAsync(import, null, cancel), clock.Now);
        await db.SaveChangesAsync(cancel);
    }

    private Task<IReadOnlyList<ImportLine>> LookAsync(ActivityImport import, JobRun run, int share, CancellationToken cancel) =>
        reading.LinesAsync(import, seen => run.ReportAsync(share * seen / import.Rows.Count, $"Đã xem {VietnameseFormat.Number(seen)}/{VietnameseFormat.Number(import.Rows.Count)} dòng"), cancel);

    private async Task RecordAsync(ActivityImport import, ImportLine[] portion, CancellationToken cancel)
    {
        try
        {
            await recorder.RecordAsync(import, portion, cancel);
        }
        catch (Exception e) when (e.IsLostRace())
        {
            throw new JobAgainException("Cùng lúc này có nơi khác ghi một dòng của tệp; hệ thống tự ghi tiếp các dòng còn lại sau ít giây.");
        }
        // What is written is forgotten: the next portion need not be compared with it.
        db.ChangeTracker.Clear();
        db.Attach(import);
    }

    /// <summary>A row that is to be recorded now was not shown so when its person confirmed; one that was recorded meanwhile is no such difference.</summary>
    private static bool Differs(IReadOnlyList<ImportLine>? seen, IReadOnlyList<ImportLine> now)
    {
        var shown = (seen ?? []).ToDictionary(l => l.Row);
        return now.Any(l => l.Fate != ImportFate.Already && (!shown.TryGetValue(l.Row, out var was) || (was.Fate, was.Key, was.PeriodId) != (l.Fate, l.Key, l.PeriodId)));
    }
}
