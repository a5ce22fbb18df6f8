using System.Collections.Concurrent;
using LanToa.Contracts.Activities;
using LanToa.Contracts.Organizations;
using LanToa.Platform.Api;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Modules;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace LanToa.Accountability.Activities.Api;

/// <summary>Logs an activity together with those that others send in the same moment: checked by itself, written with them (adr/0067).</summary>
public sealed class GatheredLog(LogActivity log, LanToaDb db, Actor actor, GatheredWriter writer, ApiReplies replies, IOrganizationDirectory directory)
{
    /// <summary>The answer when it is written, or was before; what stands against it otherwise.</summary>
    public async Task<(ActivityOutcome Outcome, ApiAnswer? Answer)> LogAsync(ApiCall call, ActivityInput input, bool draft)
    {
        var (key, hash, known) = (call.KeyText, await call.HashAsync(), call.Known);
        var (unit, sendKey) = (known.Token.UnitId, call.Key);
        if (log.WhyNot(sendKey, unit) is { } denied) return (denied, null);
        var (activity, periods, problems) = await log.PrepareAsync(sendKey, unit, input, draft, call.Cancel);
        // What could be said yesterday and cannot today was still said yesterday.
        if (activity is null) return (ActivityOutcome.Refused(problems), await replies.FindAsync(known, key, hash, call.Cancel));
        var rows = await db.Because(draft ? LogActivity.DraftVerb : LogActivity.Verb).TakeAddedAsync(call.Cancel);
        var answer = ApiAnswer.Created(ViewOf(activity, rows), $"activities/{activity.Id}");
        try
        {
            var written = await writer.WriteAsync(new GatheredItem(actor, rows, periods, replies.Make(known, key, hash, answer)));
            return (ActivityOutcome.Done(activity.Id), written is null ? answer with { IsKept = true } : ApiReplies.Again(written, hash));
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            // The activity is there and its answer is forgotten, or another node was quicker.
            if (await replies.FindAsync(known, key, hash, call.Cancel) is { } kept) return (ActivityOutcome.Already(activity.Id), kept);
            if (await log.SentBeforeAsync(sendKey, call.Cancel) is not { } before) throw;
            return (before, before.Succeeded ? await replies.KeepAsync(known, key, hash, await ActivityApi.DoneAsync(call, before, 201), CancellationToken.None) : null);
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

/// <summary>What one request has to write: by whom, its rows with their history, the periods that it moves, and its answer.</summary>
public sealed record GatheredItem(Actor Actor, IReadOnlyList<object> Rows, IReadOnlyCollection<Guid> Periods, ApiReply Reply)
{
    /// <summary>Null when it was written; the answer that is kept when the same was sent before.</summary>
    internal TaskCompletionSource<ApiReply?> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>
/// Writes what concurrent requests bring in one transaction and answers each after its commit: the disk is waited for once for all of them. While one transaction is written the next ones gather by
/// themselves, so that nobody waits for company. When one cannot be written, each is written alone.
/// </summary>
public sealed class GatheredWriter(IServiceScopeFactory scopes)
{
    private const int Most = 200;

    private readonly ConcurrentQueue<GatheredItem> _waiting = new();
    private int _writing;

    public Task<ApiReply?> WriteAsync(GatheredItem item)
    {
        _waiting.Enqueue(item);
        if (Interlocked.CompareExchange(ref _writing, 1, 0) == 0) _ = Task.Run(WriteAllAsync);
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
                foreach (var ofProvince in items.GroupBy(i => i.Reply.ProvinceId)) await WriteAsync([.. ofProvince]);
            }
            Volatile.Write(ref _writing, 0);
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
        catch (Exception) when (items.Count > 1)
        {
            foreach (var item in items.Where(i => !i.Done.Task.IsCompleted)) await WriteAsync([item]);
        }
        catch (Exception e)
        {
            items[0].Done.TrySetException(e);
        }
    }

    private async Task TogetherAsync(List<GatheredItem> items)
    {
        await using var scope = scopes.CreateAsyncScope();
        var (db, actor) = (scope.ServiceProvider.GetRequiredService<LanToaDb>(), scope.ServiceProvider.GetRequiredService<Actor>());
        actor.BecomeLike(items[0].Actor);
        await using var transaction = await db.Database.BeginTransactionAsync();
        Guid[] tokens = [.. items.Select(i => i.Reply.TokenId).Distinct()];
        string[] keys = [.. items.Select(i => i.Reply.Key).Distinct()];
        var known = await db.Set<ApiReply>().AsNoTracking().Where(r => tokens.Contains(r.TokenId) && keys.Contains(r.Key)).ToDictionaryAsync(r => (r.TokenId, r.Key));
        var fresh = items.Where(i => known.TryAdd((i.Reply.TokenId, i.Reply.Key), i.Reply)).ToList();
        if (fresh.Count > 0)
        {
            await db.SaveTakenAsync(fresh.SelectMany(i => i.Rows.Append(i.Reply)));
            foreach (var item in fresh.Where(i => i.Periods.Count > 0))
            {
                // Each moves its progress in its own name.
                actor.BecomeLike(item.Actor);
                await scope.ServiceProvider.GetRequiredService<Events>().PublishAsync(new WorkLogged(item.Reply.ProvinceId, item.Periods));
            }
        }
        await transaction.CommitAsync();
        foreach (var item in fresh) item.Done.TrySetResult(null);
        foreach (var item in items.Except(fresh)) item.Done.TrySetResult(known[(item.Reply.TokenId, item.Reply.Key)]);
    }
}
