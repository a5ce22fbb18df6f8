using LanToa.Platform.Data;
using LanToa.Platform.Jobs;
using LanToa.Platform.Notices;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace LanToa.Planning.Obligations;

/// <summary>What no longer binds: a whole plan, or one task of it.</summary>
public sealed record EndPayload(Guid PlanId, Guid? TaskId, string Reason);

/// <summary>
/// Ends the duties of a withdrawn plan or task: what is still open becomes "không áp dụng" with the reason; what was done stays. A task ends
/// from today on: what was due before stays owed. Goes over every province that owes them, in one transaction, as one event.
/// </summary>
public sealed class EndObligations(LanToaDb db, NoticeBoard board, Clock clock) : IJobHandler<EndPayload>
{
    public const string Job = "obligations.end";

    public async Task RunAsync(EndPayload payload, JobRun run, CancellationToken cancel)
    {
        // Millions of rows take longer than a command may by default; the job's own limit cancels it.
        db.Database.SetCommandTimeout(0);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var ended = await ExecuteAsync("UPDATE obligation SET ended_on = $3, end_reason = $4, version = version + 1 WHERE plan_id = $1 AND ($2::uuid IS NULL OR task_id = $2) AND ended_on IS NULL");
        var closed = await ExecuteAsync("""
            UPDATE occurrence SET not_applicable_on = $3, reason = $4, returned_on = NULL, extension_to = NULL, extension_reason = NULL, version = version + 1
            WHERE plan_id = $1 AND ($2::uuid IS NULL OR (task_id = $2 AND due_on >= $3)) AND claimed_on IS NULL AND confirmed_on IS NULL AND nothing_arose_on IS NULL AND not_applicable_on IS NULL
            """);
        if (ended + closed > 0)
        {
            db.RecordEvent("plan", payload.PlanId, Job, $"{payload.Reason} ({ended} việc phải làm thôi hiệu lực, {closed} kỳ chưa làm chuyển thành không áp dụng)");
            await db.SaveChangesAsync(cancel);
        }
        await SettleAsync(payload, cancel);
        await transaction.CommitAsync(cancel);
        run.ResultPath = $"/obligations?plan={payload.PlanId}";
        await run.ReportAsync(100, $"{ended} việc thôi hiệu lực, {closed} kỳ không áp dụng");

        async Task<int> ExecuteAsync(string sql)
        {
            await using var command = new NpgsqlCommand(sql, (NpgsqlConnection)db.Database.GetDbConnection(), (NpgsqlTransaction)transaction.GetDbTransaction())
            {
                CommandTimeout = 0,
                Parameters = { new() { Value = payload.PlanId }, new() { Value = (object?)payload.TaskId ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Uuid }, new() { Value = clock.Today }, new() { Value = payload.Reason } },
            };
            return await command.ExecuteNonQueryAsync(cancel);
        }
    }

    /// <summary>
    /// Nobody has to answer any more a unit that asked for more time; nor, where the whole plan is withdrawn, to confirm what was claimed: that can still be done, but it is no work that waits.
    /// </summary>
    private async Task SettleAsync(EndPayload payload, CancellationToken cancel)
    {
        var tasks = db.Set<Obligation>().IgnoreQueryFilters([LanToaDb.ProvinceFilter]).Where(o => o.PlanId == payload.PlanId && (payload.TaskId == null || o.TaskId == payload.TaskId));
        var bound = await tasks.Select(o => new { o.ProvinceId, o.TaskId }).Distinct().ToListAsync(cancel);
        if (bound.Count == 0) return;
        string[] KeysOf(Guid task) => payload.TaskId is null ? [DutyNotices.ExtensionKey(task), DutyNotices.ClaimedKey(task)] : [DutyNotices.ExtensionKey(task)];
        await board.HoldAsync(bound.SelectMany(b => KeysOf(b.TaskId)), cancel);
        var asking = await db.Set<Occurrence>().IgnoreQueryFilters([LanToaDb.ProvinceFilter]).Unsettled()
            .Where(o => o.PlanId == payload.PlanId && (payload.TaskId == null || o.TaskId == payload.TaskId) && o.ExtensionTo != null).Select(o => new { o.ProvinceId, o.TaskId }).Distinct().ToListAsync(cancel);
        foreach (var over in bound.GroupBy(b => b.ProvinceId))
            await board.SettleAsync([.. over.SelectMany(b => KeysOf(b.TaskId)).Except(asking.Where(a => a.ProvinceId == over.Key).Select(a => DutyNotices.ExtensionKey(a.TaskId)))], [over.Key], cancel);
    }
}
