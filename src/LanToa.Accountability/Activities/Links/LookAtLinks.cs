using System.Security.Cryptography;
using System.Text;
using LanToa.Platform.Data;
using LanToa.Platform.Jobs;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace LanToa.Accountability.Activities.Links;

/// <summary>The versions to look at now; none: all that are due, of every province.</summary>
public sealed record LookPayload(IReadOnlyList<Guid>? Versions);

/// <summary>
/// Looks at addresses given as evidence: stores title and words the first time that there are any, afterwards only whether the address still answers. Each host is asked rarely, by
/// whichever node: what has to wait too long is left to the nightly run.
/// </summary>
public sealed partial class LookAtLinks(LanToaDb db, LinkFetcher fetcher, LinkSettings settings, Clock clock, ILogger<LookAtLinks> log) : IJobHandler<LookPayload?>
{
    public const string Job = "activities.links", Nightly = "activities.links.night";

    private const int MostANight = 2000, WaitAtMost = 30;

    /// <summary>So long after a look the address is looked at again, by whether it answered.</summary>
    private static readonly TimeSpan Again = TimeSpan.FromDays(30), AgainAfterTrouble = TimeSpan.FromDays(3);

    /// <summary>Longer than this nobody has answered: it is looked at when a person asks.</summary>
    private static readonly TimeSpan GivenUpAfter = TimeSpan.FromDays(90);

    public async Task RunAsync(LookPayload? payload, JobRun run, CancellationToken cancel)
    {
        if (!settings.Fetches) return;
        var now = clock.Now;
        var all = db.Set<EvidenceVersion>().IgnoreQueryFilters([LanToaDb.ProvinceFilter]).Where(v => v.Url != null);
        var wanted = payload?.Versions is { } named ? all.Where(v => named.Contains(v.Id)) : all.Where(v => v.CheckAfter <= now).OrderBy(v => v.CheckAfter).Take(MostANight);
        var due = await wanted.Select(v => new { v.Id, v.Url }).ToListAsync(cancel);
        var done = 0;
        foreach (var link in due)
        {
            try
            {
                await LookAsync(await all.FirstAsync(v => v.Id == link.Id, cancel), cancel);
            }
            catch (Exception e) when (!cancel.IsCancellationRequested)
            {
                // One address must not keep all that come after it waiting, tonight and every night. Where it is the database that is away, this fails too, and the job is tried again.
                LogFailure(e, link.Id);
                var later = now + AgainAfterTrouble;
                await all.Where(v => v.Id == link.Id).ExecuteUpdateAsync(v => v.SetProperty(x => x.CheckAfter, later), cancel);
            }
            db.ChangeTracker.Clear();
            await run.ReportAsync(100 * ++done / due.Count, $"{VietnameseFormat.Number(done)}/{VietnameseFormat.Number(due.Count)} đường dẫn");
        }
    }

    private async Task LookAsync(EvidenceVersion version, CancellationToken cancel)
    {
        var answer = await fetcher.FetchAsync(version.Url!, host => TurnAsync(host, cancel), cancel);
        if (answer == LinkAnswer.NoTurn) return;
        var now = clock.Now;
        (version.CheckedAt, version.Answers, version.LinkTrouble) = (now, answer.Answers, answer.Trouble);
        if (answer is { Answers: true, Text.Length: > 0 } && version.SnapshotAt is null)
            (version.SnapshotAt, version.LinkTitle, version.LinkText, version.Sha256) = (now, answer.Title, answer.Text, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(answer.Text))));
        version.CheckAfter = answer.Answers ? now + Again : now - version.AddedAt < GivenUpAfter || version.SnapshotAt is not null ? now + AgainAfterTrouble : null;
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>Takes a turn at the host, waiting a little for it; false where it has to wait longer.</summary>
    private async Task<bool> TurnAsync(string named, CancellationToken cancel)
    {
        var (host, gap) = (named.ToLowerInvariant(), settings.Gap);
        for (var tries = 0; tries <= WaitAtMost; tries++)
        {
            var taken = await db.Database.ExecuteSqlAsync($"""
                INSERT INTO link_host (host, next_at) VALUES ({host}, clock_timestamp() + {gap})
                ON CONFLICT (host) DO UPDATE SET next_at = excluded.next_at WHERE link_host.next_at <= clock_timestamp()
                """, cancel);
            if (taken > 0) return true;
            await Task.Delay(TimeSpan.FromSeconds(1), cancel);
        }
        return false;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The look at the address of the evidence version {Id} failed; it is looked at again later")]
    private partial void LogFailure(Exception e, Guid id);
}
