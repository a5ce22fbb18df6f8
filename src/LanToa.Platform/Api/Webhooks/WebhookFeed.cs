using System.Collections.Frozen;
using System.Text.Json;
using LanToa.Platform.Audit;
using LanToa.Platform.Data;
using LanToa.Platform.Jobs;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Platform.Api.Webhooks;

/// <summary>That something happened to a record, for a job to tell.</summary>
public sealed record Happening(string Event, Guid Subject, DateTimeOffset At);

/// <summary>
/// Puts what other systems want to be told into the outbox, in the transaction in which it happens. Which events are wanted in which province is remembered for a second, so that a program that tells nobody
/// asks once a second and not at every change.
/// </summary>
public sealed class WebhookFeed(IEnumerable<ApiEvent> events, TimeProvider time)
{
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(1);

    private readonly FrozenDictionary<(string Kind, string Verb), ApiEvent> _events = events.SelectMany(e => e.Verbs.Select(v => (Key: (e.SubjectKind, v), e))).ToFrozenDictionary(e => e.Key, e => e.e);

    /// <summary>Never changed, always replaced: whoever reads while another writes sees one of them whole.</summary>
    private sealed record Known(DateTimeOffset At, FrozenSet<(short Province, string Event)> Wanted);

    private volatile Known? _known;

    public void Forget() => _known = null;

    /// <summary>The jobs that tell of these changes; none where nobody wants to know.</summary>
    internal async Task<IReadOnlyList<Job>> JobsAsync(LanToaDb db, IReadOnlyList<HistoryEvent> written, CancellationToken cancel)
    {
        List<Job>? jobs = null;
        foreach (var one in written)
            if (_events.TryGetValue((one.SubjectKind, one.Verb), out var happened) && (await WantedAsync(db, cancel)).Contains((one.ProvinceId, happened.Code)))
                (jobs ??= []).Add(new Job
                {
                    ProvinceId = one.ProvinceId, Kind = GatherWebhooks.Job, Payload = JsonSerializer.Serialize(new Happening(happened.Code, one.SubjectId, one.At)), CreatedAt = one.At, RunAfter = one.At, CreatedBy = one.AccountId, CreatedByName = one.ActorName,
                });
        return jobs ?? (IReadOnlyList<Job>)[];
    }

    // By the connection that writes: a second one for each writer could be more than there are.
    private async Task<FrozenSet<(short, string)>> WantedAsync(LanToaDb db, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        if (_known is { } known && (now - known.At).Duration() < Life) return known.Wanted;
        var wanted = (await db.Set<Webhook>().IgnoreQueryFilters([LanToaDb.ProvinceFilter]).AsNoTracking().Where(w => w.EndedAt == null && w.StoppedAt == null).Select(w => new { w.ProvinceId, w.Events }).ToListAsync(cancel))
            .SelectMany(w => w.Events.Select(e => (w.ProvinceId, e))).ToFrozenSet();
        _known = new(now, wanted);
        return wanted;
    }
}
