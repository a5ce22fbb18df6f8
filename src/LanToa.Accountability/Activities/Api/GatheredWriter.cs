using System.Collections.Concurrent;
using LanToa.Contracts.Activities;
using LanToa.Contracts.Organizations;
using LanToa.Platform.Api;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Modules;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Accountability.Activities.Api;

/// <summary>
/// Checks and writes what concurrent requests bring in one transaction and answers each after its commit: what the checks need is read once for all of them, and the disk is waited for once. While one
/// transaction is written the next ones gather by themselves, so that nobody waits for company. When the database refuses what one of them brings, each is written alone.
/// </summary>
public sealed class GatheredWriter(IServiceScopeFactory scopes, IOrganizationDirectory directory)
{
    private const int Most = 200;

    private readonly ConcurrentQueue<GatheredItem> _waiting = new();
    private int _writing;

    public Task<(ActivityOutcome Outcome, ApiAnswer? Answer)> LogAsync(GatheredItem item)
    {
        _waiting.Enqueue(item);
        if (Interlocked.CompareExchange(ref _writing, 1, 0) == 0)
        {
            // It writes for others too, also when the request that came first has been answered: nothing of that one goes with it.
            using (ExecutionContext.SuppressFlow()) _ = Task.Run(WriteAllAsync);
        }
        return item.Done.Task;
    }

    private async Task WriteAllAsync()
    {
        do
        {
            while (!_waiting.IsEmpty)
            {
                var items = new List<GatheredItem>();
                while (items.Count < Most && _waiting.TryDequeue(out var item)) items.Add(item);
                foreach (var ofProvince in items.GroupBy(i => i.Known.Token.ProvinceId)) await WriteAsync([.. ofProvince]);
            }
            // A full fence: the look for somebody new must not come before it.
            Interlocked.Exchange(ref _writing, 0);
        }
        // Somebody may have come between the last look and the end.
        while (!_waiting.IsEmpty && Interlocked.CompareExchange(ref _writing, 1, 0) == 0);
    }

    private async Task WriteAsync(List<GatheredItem> items)
    {
        try
        {
            await TogetherAsync(items);
        }
        catch (Exception e) when (items.Count > 1 && IsOfOne(e))
        {
            foreach (var item in items.Where(i => !i.Done.Task.IsCompleted)) await WriteAsync([item]);
        }
        catch (Exception e)
        {
            // None is written, or nobody knows: each may be sent again under its key.
            foreach (var item in items) item.Done.TrySetException(e);
        }
    }

    // Data that cannot be, a row that is there already or lacks its other, a meeting with another writer: alone the others are written.
    private static bool IsOfOne(Exception e) => e.Refusal() is { SqlState: ['2', '2' or '3', ..] or ['4', '0', ..] };

    private async Task TogetherAsync(List<GatheredItem> items)
    {
        await using var scope = scopes.CreateAsyncScope();
        var (services, db, actor) = (scope.ServiceProvider, scope.ServiceProvider.GetRequiredService<LanToaDb>(), scope.ServiceProvider.GetRequiredService<Actor>());
        actor.BecomeLike(items[0].Actor);
        db.KeepApart();
        await using var transaction = await db.Database.BeginTransactionAsync();
        var (tokens, keys) = (items.ConvertAll(i => i.Known.Token.Id), items.ConvertAll(i => i.Key));
        var known = await db.Set<ApiReply>().AsNoTracking().Where(r => tokens.Contains(r.TokenId) && keys.Contains(r.Key)).ToDictionaryAsync(r => (r.TokenId, r.Key));
        // The answer may be forgotten, or was never kept: what was recorded under the key still is.
        var sendKeys = items.ConvertAll(i => i.SendKey);
        var sent = (await db.Set<Activity>().AsNoTracking().Where(a => sendKeys.Contains(a.SendKey)).Select(a => a.SendKey).ToListAsync()).ToHashSet();
        var duties = services.GetRequiredService<IDuties>();
        await duties.ReadAheadAsync([.. items.SelectMany(i => i.Input.Duties).Select(d => d.OccurrenceId).Distinct()]);

        var (rows, moved, ended) = (new List<object>(items.Count * 9), new List<(GatheredItem Item, IReadOnlyCollection<Guid> Periods)>(), new List<(GatheredItem Item, Func<(ActivityOutcome, ApiAnswer?)> Result)>());
        foreach (var item in items)
        {
            actor.BecomeLike(item.Actor);
            var (token, unit) = (item.Known.Token, item.Known.Token.UnitId);
            var log = services.GetRequiredService<LogActivity>();
            if (log.WhyNot(item.SendKey, unit) is { } denied) ended.Add((item, () => (denied, null)));
            // What could be said yesterday and cannot today was still said yesterday.
            else if (known.TryGetValue((token.Id, item.Key), out var before) && (before.Status != ApiReplies.Begun || before.RequestHash != item.Hash)) ended.Add((item, () => (ActivityOutcome.Already(Guid.Empty), ApiReplies.Again(before, item.Hash))));
            else if (sent.Contains(item.SendKey) && await log.SentBeforeAsync(item.SendKey, CancellationToken.None) is { } recorded) ended.Add((item, () => (recorded, null)));
            else
            {
                var (activity, periods, problems) = await log.PrepareAsync(item.SendKey, unit, item.Input, item.Draft);
                if (activity is null)
                {
                    ended.Add((item, () => (ActivityOutcome.Refused(problems), null)));
                    continue;
                }
                var brought = await db.Because(item.Draft ? LogActivity.DraftVerb : LogActivity.Verb).TakeBroughtAsync();
                var answer = ApiAnswer.Created(ViewOf(activity, brought), $"activities/{activity.Id}");
                var reply = services.GetRequiredService<ApiReplies>().Make(item.Known, item.Key, item.Hash, answer);
                known.Add((token.Id, item.Key), reply);
                rows.AddRange(brought);
                rows.Add(reply);
                if (periods.Count > 0) moved.Add((item, periods));
                ended.Add((item, () => (ActivityOutcome.Done(activity.Id), answer)));
            }
        }
        if (rows.Count > 0) await db.WriteAsync(rows);
        // Each token holds its own periods below, in the order of the tokens: all of them are held first, in the order that everybody keeps.
        if (moved.DistinctBy(m => m.Item.Known.Token.Id).Skip(1).Any()) await duties.HoldAsync([.. moved.SelectMany(m => m.Periods).Distinct()]);
        foreach (var own in moved.GroupBy(m => m.Item.Known.Token.Id))
        {
            // Each moves its progress in its own name.
            actor.BecomeLike(own.Last().Item.Actor);
            await services.GetRequiredService<Events>().PublishAsync(new WorkLogged(own.First().Item.Known.Token.ProvinceId, [.. own.SelectMany(m => m.Periods).Distinct()]));
        }
        await transaction.CommitAsync();
        foreach (var (item, result) in ended)
        {
            try
            {
                item.Done.TrySetResult(result());
            }
            catch (ApiProblemException e)
            {
                item.Done.TrySetException(e);
            }
        }
    }

    private ActivityView ViewOf(Activity activity, IReadOnlyList<object> rows)
    {
        var versions = rows.OfType<EvidenceVersion>().ToDictionary(v => v.EvidenceId);
        return ActivityReader.View(activity, directory) with
        {
            Answers = [.. rows.OfType<ActivityAnswer>().OrderBy(x => x.Id).Select(ActivityReader.AnswerOf)], Partners = [.. rows.OfType<ActivityPartner>().OrderBy(p => p.Id).Select(p => p.Name)],
            Evidence = [.. rows.OfType<Evidence>().OrderBy(e => e.AddedAt).ThenBy(e => e.Id).Select(e => ActivityReader.View(new ShownEvidence(e, versions[e.Id]), directory))],
        };
    }
}
