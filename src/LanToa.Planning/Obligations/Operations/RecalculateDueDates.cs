using System.Data;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Jobs;
using LanToa.Platform.Modules;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using NpgsqlTypes;

namespace LanToa.Planning.Obligations;

/// <summary>An administrator has seen what would move and wants it moved: the rows stand under <paramref name="Confirmation"/>, worked out by <paramref name="Rules"/>.</summary>
public sealed record RecalculatePayload(short Province, string Reason, Guid Confirmation, string Rules, int Total);

/// <summary>"Cập nhật hạn": what was shown is confirmed with a reason and written down row by row; a job moves it.</summary>
public sealed class ConfirmRecalculation(LanToaDb db, Actor actor, DueChanges changes, JobQueue jobs)
{
    /// <param name="seen"><see cref="DueChangeSet.Seen"/> of what the person was shown.</param>
    public async Task<(Outcome Outcome, Guid? JobId)> HandleAsync(string? seen, Guid formKey, string? reason, CancellationToken cancel = default)
    {
        if (!actor.CanForProvince(ObligationPermissions.ManageRules)) return (Outcome.Denied("Chỉ quản trị của tỉnh (hoặc cấp trung ương) cập nhật được hạn theo lịch nghỉ và kỳ báo cáo."), null);
        if (string.IsNullOrWhiteSpace(reason)) return (Outcome.Refused("Hãy ghi lý do."), null);
        if (reason.Length > 500) return (Outcome.Refused("Lý do dài quá 500 ký tự; hãy rút gọn."), null);
        var key = $"{RecalculateDueDates.Job}:{formKey}";
        if (await JobAsync(key, cancel) is { } before) return (Outcome.Already, before);
        try
        {
            // What is compared with what was shown is what is written down: nothing can come in between.
            await using var transaction = await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancel);
            var now = await changes.OfAsync(db.ProvinceId, cancel);
            if (now.Total == 0) return (Outcome.Refused("Không còn hạn nào phải đổi."), null);
            if (now.Seen != seen) return (Changed, null);
            var job = jobs.Enqueue(RecalculateDueDates.Job, new RecalculatePayload(db.ProvinceId, reason.Trim(), formKey, now.Rules, now.Total), key);
            await db.SaveChangesAsync(cancel);
            await changes.KeepAsync(now, formKey, cancel);
            await transaction.CommitAsync(cancel);
            return (Outcome.Done, job);
        }
        catch (Exception e) when (e.IsLostRace())
        {
            // Pressed twice at once: the other press has it.
            db.ChangeTracker.Clear();
            return await JobAsync(key, cancel) is { } other ? (Outcome.Already, other) : (Changed, null);
        }
    }

    private static Outcome Changed => new(OutcomeKind.Stale, ["Từ lúc bạn xem, các hạn sẽ đổi đã khác. Chưa có hạn nào đổi; hãy xem lại rồi xác nhận."]);

    private Task<Guid?> JobAsync(string key, CancellationToken cancel) => db.Set<Job>().Where(j => j.Key == key).Select(j => (Guid?)j.Id).FirstOrDefaultAsync(cancel);
}

/// <summary>
/// Moves the rows that were confirmed, in batches, each with its history in the same transaction. A row that has been dealt with is gone from the
/// list, so the job can start over at any point. When the rules have changed since, it stops and asks for another look; what somebody settled
/// or moved meanwhile stays as it is.
/// </summary>
public sealed class RecalculateDueDates(LanToaDb db, DueChanges changes, DutyNotices notices, Clock clock) : IJobHandler<RecalculatePayload>
{
    public const string Job = "obligations.recalculate";
    public const string Verb = "occurrence.recalculate";
    private const int Batch = 2000;

    private sealed record Row(short Province, Guid Id, DateOnly From, DateOnly To, string Why);

    public async Task RunAsync(RecalculatePayload payload, JobRun run, CancellationToken cancel)
    {
        var provinces = await changes.ProvincesAsync(payload.Province, cancel);
        var (moved, kept) = (0, 0);
        while (true)
        {
            if (await changes.RulesAsync(provinces, cancel) != payload.Rules) await StopAsync(payload, cancel);
            var batch = await MoveAsync(payload, cancel);
            if (batch.Taken == 0) break;
            (moved, kept) = (moved + batch.Moved, kept + batch.Taken - batch.Moved);
            await run.ReportAsync(Math.Min(99, (moved + kept) * 100 / Math.Max(1, payload.Total)), $"Đã đổi {moved}/{payload.Total} hạn");
        }
        run.ResultPath = "/rules/recalculation";
        await run.ReportAsync(100, $"Đã đổi {moved} hạn{(kept > 0 ? $"; {kept} hạn giữ nguyên vì việc đã thay đổi sau khi bạn xác nhận" : "")}");
    }

    private async Task StopAsync(RecalculatePayload payload, CancellationToken cancel)
    {
        var left = await db.Set<ConfirmedMove>().Where(m => m.ConfirmationId == payload.Confirmation).ExecuteDeleteAsync(cancel);
        if (left > 0) throw new JobFailedException($"Lịch nghỉ hoặc kỳ báo cáo đã đổi sau khi bạn xác nhận, nên dừng lại: {left} hạn chưa đổi. Hãy xem lại rồi xác nhận lại.");
    }

    private async Task<(int Taken, int Moved)> MoveAsync(RecalculatePayload payload, CancellationToken cancel)
    {
        await using var change = await db.Database.BeginTransactionAsync(cancel);
        var (connection, transaction) = ((NpgsqlConnection)db.Database.GetDbConnection(), (NpgsqlTransaction)change.GetDbTransaction());
        var taken = await TakeAsync(connection, transaction, payload.Confirmation, cancel);
        if (taken.Count == 0) return (0, 0);
        // Locked and looked at again: what is no longer as it was confirmed stays, and nothing moves into the past that has begun since.
        await using var move = new NpgsqlCommand($"""
            WITH given AS (SELECT o.province_id, o.id, o.obligation_id, o.plan_id, o.task_id, o.extension_to AS asked_to, o.extension_reason AS asked_why, coalesce(o.extension_to <= g.due_to, false) AS is_given, g.due_from, g.due_to, g.reason, g.event_id
                           FROM unnest($2::smallint[], $3::uuid[], $4::date[], $5::date[], $6::text[], $7::uuid[]) AS g(province_id, id, due_from, due_to, reason, event_id)
                               JOIN occurrence o ON o.province_id = g.province_id AND o.id = g.id AND o.due_on = g.due_from
                               JOIN obligation b ON b.province_id = o.province_id AND b.id = o.obligation_id
                           WHERE {DueChanges.Movable} AND g.due_to >= $1 ORDER BY o.province_id, o.id FOR UPDATE OF o),
            told AS (INSERT INTO history_event (province_id, id, at, account_id, actor_name, process, subject_kind, subject_id, whole_id, verb, reason, before, after)
                     SELECT province_id, event_id, $8, $9, $10, $11, 'occurrence', id, obligation_id, $12, CASE WHEN is_given THEN rtrim(reason, '. ') || format($13, to_char(asked_to, 'DD/MM/YYYY')) ELSE reason END,
                         jsonb_build_object('DueOn', due_from) || CASE WHEN is_given THEN jsonb_build_object('ExtensionTo', asked_to, 'ExtensionReason', asked_why) ELSE jsonb_build_object() END,
                         jsonb_build_object('DueOn', due_to) || CASE WHEN is_given THEN jsonb_build_object('ExtensionTo', NULL, 'ExtensionReason', NULL) ELSE jsonb_build_object() END FROM given)
            UPDATE occurrence o SET due_on = g.due_to, extension_to = CASE WHEN NOT g.is_given THEN o.extension_to END, extension_reason = CASE WHEN NOT g.is_given THEN o.extension_reason END, version = o.version + 1
            FROM given g WHERE o.province_id = g.province_id AND o.id = g.id RETURNING g.is_given, g.province_id, g.plan_id, g.task_id
            """, connection, transaction)
        {
            Parameters =
            {
                new() { Value = clock.Today }, new() { Value = taken.Select(r => r.Province).ToArray() }, new() { Value = taken.Select(r => r.Id).ToArray() },
                new() { Value = taken.Select(r => r.From).ToArray() }, new() { Value = taken.Select(r => r.To).ToArray() },
                new() { Value = taken.Select(r => $"{BehindReason.Ended(payload.Reason)}. {r.Why}").ToArray() }, new() { Value = taken.Select(_ => Guid.CreateVersion7()).ToArray() },
                new() { Value = clock.Now }, new() { Value = (object?)db.Actor.AccountId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid }, new() { Value = db.Actor.Name }, new() { Value = db.Actor.Process }, new() { Value = Verb }, new() { Value = BehindReason.GivenByRules },
            },
        };
        var (moved, given) = (0, new List<(short, Guid, Guid)>());
        await using (var reader = await move.ExecuteReaderAsync(cancel))
            for (; await reader.ReadAsync(cancel); moved++)
                if (reader.GetBoolean(0)) given.Add((reader.GetInt16(1), reader.GetGuid(2), reader.GetGuid(3)));
        // Nobody has to answer any more who asked for a day that the rules give by themselves: settled with the change, so that a stop in between leaves no notice behind.
        await notices.ExtensionsOverAsync(given, cancel);
        await change.CommitAsync(cancel);
        return (taken.Count, moved);
    }

    private static async Task<List<Row>> TakeAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Guid confirmation, CancellationToken cancel)
    {
        await using var take = new NpgsqlCommand($"""
            DELETE FROM confirmed_move WHERE confirmation_id = $1 AND (province_id, occurrence_id) IN (SELECT province_id, occurrence_id FROM confirmed_move WHERE confirmation_id = $1 LIMIT {Batch})
            RETURNING province_id, occurrence_id, due_from, due_to, why
            """, connection, transaction)
        {
            Parameters = { new() { Value = confirmation } },
        };
        await using var reader = await take.ExecuteReaderAsync(cancel);
        var rows = new List<Row>();
        while (await reader.ReadAsync(cancel)) rows.Add(new Row(reader.GetInt16(0), reader.GetGuid(1), reader.GetFieldValue<DateOnly>(2), reader.GetFieldValue<DateOnly>(3), reader.GetString(4)));
        return rows;
    }
}
