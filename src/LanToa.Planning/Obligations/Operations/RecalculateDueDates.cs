using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Jobs;
using LanToa.Platform.Time;
using Npgsql;
using NpgsqlTypes;

namespace LanToa.Planning.Obligations;

/// <summary>An administrator has seen what would move and wants it moved.</summary>
public sealed record RecalculatePayload(short Province, string Reason);

/// <summary>"Cập nhật hạn": what was shown is confirmed with a reason; a job does it.</summary>
public sealed class ConfirmRecalculation(LanToaDb db, Actor actor, DueChanges changes, JobQueue jobs)
{
    /// <param name="seen"><see cref="DueChangeSet.Seen"/> of what the person was shown.</param>
    public async Task<(Outcome Outcome, Guid? JobId)> HandleAsync(string? seen, Guid formKey, string? reason, CancellationToken cancel = default)
    {
        if (!actor.CanForProvince(ObligationPermissions.ManageRules)) return (Outcome.Denied("Chỉ quản trị của tỉnh (hoặc cấp trung ương) cập nhật được hạn theo lịch nghỉ và kỳ báo cáo."), null);
        if (string.IsNullOrWhiteSpace(reason)) return (Outcome.Refused("Hãy ghi lý do."), null);
        if (reason.Length > 500) return (Outcome.Refused("Lý do dài quá 500 ký tự; hãy rút gọn."), null);
        var now = await changes.OfAsync(db.ProvinceId, cancel);
        if (now.Total > 0 && now.Seen != seen) return (new Outcome(OutcomeKind.Stale, ["Từ lúc bạn xem, các hạn sẽ đổi đã khác. Chưa có hạn nào đổi; hãy xem lại rồi xác nhận."]), null);
        return (Outcome.Done, await jobs.EnqueueOnceAsync(RecalculateDueDates.Job, new RecalculatePayload(db.ProvinceId, reason.Trim()), $"{RecalculateDueDates.Job}:{formKey}", cancel: cancel));
    }
}

/// <summary>
/// Moves the due dates that <see cref="DueChanges"/> finds, in batches, each with its history in the same transaction. A date that has been
/// moved is not found again, so the job can start over at any point.
/// </summary>
public sealed class RecalculateDueDates(LanToaDb db, NpgsqlDataSource database, DueChanges changes, Clock clock) : IJobHandler<RecalculatePayload>
{
    public const string Job = "obligations.recalculate";
    public const string Verb = "occurrence.recalculate";
    private const int Batch = 2000;

    public async Task RunAsync(RecalculatePayload payload, JobRun run, CancellationToken cancel)
    {
        var found = await changes.OfAsync(payload.Province, cancel);
        var moved = 0;
        foreach (var alike in found.Changes.GroupBy(c => c.Of))
        {
            var changing = alike.ToList();
            int batch;
            do
            {
                moved += batch = await MoveAsync(alike.Key, changing, payload.Reason, cancel);
                await run.ReportAsync(Math.Min(99, moved * 100 / Math.Max(1, found.Total)), $"Đã đổi {moved}/{found.Total} hạn");
            }
            while (batch == Batch);
        }
        run.ResultPath = "/rules/recalculation";
        await run.ReportAsync(100, $"Đã đổi {moved} hạn");
    }

    private async Task<int> MoveAsync(DatedAlike of, List<DueChange> changing, string reason, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var rows = await LockAsync(connection, transaction, of, changing, cancel);
        await using var move = new NpgsqlCommand("""
            WITH given AS (SELECT * FROM unnest($1::smallint[], $2::uuid[], $3::uuid[], $4::date[], $5::date[], $6::text[], $7::uuid[]) AS g(province_id, id, whole_id, due_from, due_to, reason, event_id)),
            told AS (INSERT INTO history_event (province_id, id, at, account_id, actor_name, process, subject_kind, subject_id, whole_id, verb, reason, before, after)
                     SELECT province_id, event_id, $8, $9, $10, $11, 'occurrence', id, whole_id, $12, reason, jsonb_build_object('DueOn', due_from), jsonb_build_object('DueOn', due_to) FROM given)
            UPDATE occurrence o SET due_on = g.due_to, version = o.version + 1 FROM given g WHERE o.province_id = g.province_id AND o.id = g.id
            """, connection, transaction)
        {
            Parameters =
            {
                new() { Value = rows.Select(r => r.Province).ToArray() }, new() { Value = rows.Select(r => r.Id).ToArray() }, new() { Value = rows.Select(r => r.Whole).ToArray() },
                new() { Value = rows.Select(r => r.Change.From).ToArray() }, new() { Value = rows.Select(r => r.Change.To).ToArray() },
                new() { Value = rows.Select(r => $"{reason.TrimEnd('.', ' ')}. {r.Change.Why}").ToArray() }, new() { Value = rows.Select(_ => Guid.CreateVersion7()).ToArray() },
                new() { Value = clock.Now }, new() { Value = (object?)db.Actor.AccountId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid }, new() { Value = db.Actor.Name }, new() { Value = db.Actor.Process }, new() { Value = Verb },
            },
        };
        var moved = await move.ExecuteNonQueryAsync(cancel);
        await transaction.CommitAsync(cancel);
        return moved;
    }

    // Locked and looked at again: what somebody settled or moved since it was found stays as it is.
    private async Task<List<(short Province, Guid Id, Guid Whole, DueChange Change)>> LockAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, DatedAlike of, List<DueChange> changing, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand($"""
            SELECT o.province_id, o.id, o.obligation_id, c.n
            FROM obligation b JOIN occurrence o ON o.province_id = b.province_id AND o.obligation_id = b.id JOIN organization u ON u.id = b.unit_id
                 JOIN unnest($2::text[], $3::text[], $4::date[], $5::int[], $13::date[]) AS c(level, period_key, due_from, n, opens_on) ON c.level = {DueChanges.Level} AND c.period_key = o.period_key AND c.due_from = o.due_on AND c.opens_on = o.opens_on
            WHERE {DueChanges.Movable} AND b.plan_id = $6 AND b.task_id = $7 AND b.rule = $8::jsonb AND b.regime_code = $9 AND b.plan_date = $10 AND b.plan_from = $11 AND b.plan_to = $12
            LIMIT {Batch} FOR UPDATE OF o
            """, connection, transaction)
        {
            Parameters =
            {
                new() { Value = clock.Today }, new() { Value = changing.Select(c => c.Level).ToArray() }, new() { Value = changing.Select(c => c.PeriodKey).ToArray() },
                new() { Value = changing.Select(c => c.From).ToArray() }, new() { Value = Enumerable.Range(0, changing.Count).ToArray() },
                new() { Value = of.PlanId }, new() { Value = of.TaskId }, new() { Value = of.RuleJson }, new() { Value = of.RegimeCode }, new() { Value = of.PlanDate }, new() { Value = of.PlanFrom }, new() { Value = of.PlanTo },
                new() { Value = changing.Select(c => c.OpensOn).ToArray() },
            },
        };
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var rows = new List<(short, Guid, Guid, DueChange)>();
        while (await reader.ReadAsync(cancel)) rows.Add((reader.GetInt16(0), reader.GetGuid(1), reader.GetGuid(2), changing[reader.GetInt32(3)]));
        return rows;
    }
}
