using LanToa.Platform.Api;
using LanToa.Platform.Identity;
using LanToa.Platform.Modules;
using Npgsql;

namespace LanToa.Accountability.Activities.Api;

/// <summary>What one request wants to log: by whom, under which key, and what it says.</summary>
public sealed record GatheredItem(Actor Actor, KnownToken Known, string Key, string Hash, Guid SendKey, ActivityInput Input, bool Draft)
{
    /// <summary>What came of it; the answer when it is written, or was before.</summary>
    internal TaskCompletionSource<(ActivityOutcome Outcome, ApiAnswer? Answer)> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>Logs an activity of a request together with those that others send in the same moment (adr/0067).</summary>
internal static class GatheredLog
{
    /// <summary>The answer when it is written, or was before; what stands against it otherwise.</summary>
    public static async Task<(ActivityOutcome Outcome, ApiAnswer? Answer)> LogAsync(ApiCall call, ActivityInput input, bool draft)
    {
        var (key, hash, known, sendKey) = (call.KeyText, await call.HashAsync(), call.Known, call.Key);
        try
        {
            var (outcome, answer) = await call.Get<GatheredWriter>().LogAsync(new GatheredItem(call.Get<Actor>(), known, key, hash, sendKey, input, draft));
            return answer is null && outcome.Kind == OutcomeKind.Already ? await AgainAsync(outcome) : (outcome, answer);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            // The activity is there and its answer is forgotten, or another node was quicker.
            var replies = call.Get<ApiReplies>();
            if (await replies.FindAsync(known, key, hash, call.Cancel) is { } kept) return (ActivityOutcome.Already(Guid.Empty), kept);
            if (await call.Get<LogActivity>().SentBeforeAsync(sendKey, call.Cancel) is not { } before) throw;
            return await AgainAsync(before);
        }

        // The record is there and its answer is forgotten: answered is what the record says now.
        async Task<(ActivityOutcome, ApiAnswer?)> AgainAsync(ActivityOutcome before) =>
            (before, before.Succeeded ? await call.Get<ApiReplies>().KeepAsync(known, key, hash, await ActivityApi.DoneAsync(call, before, 201), CancellationToken.None) : null);
    }
}
