using LanToa.Contracts.Organizations;
using LanToa.Contracts.Plans;
using LanToa.Planning.Plans;
using LanToa.Platform.Audit;
using LanToa.Platform.Data;
using LanToa.Platform.Jobs;
using LanToa.Platform.Notices;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace LanToa.Planning.Obligations;

/// <summary>
/// Follows an amendment: from its day on, what the changed tasks no longer ask of a unit ends, what is due on another day moves (both days stay in the history),
/// what is new is made. What was due before and what was done stays. Task by task, each in a transaction; it compares what stands with what is asked, so that it can
/// start over at any point and changes nothing the second time.
/// </summary>
public sealed class AmendObligations(LanToaDb db, [FromKeyedServices(Connections.Long)] NpgsqlDataSource database, PlanDuties duties, AmendedWork work, IOrganizationDirectory directory, NoticeBoard board, DutyNotices notices, JobQueue jobs, Clock clock) : IJobHandler<PlanAmended>
{
    public const string Job = "obligations.amend";
    public const string MoveVerb = "occurrence.amend";
    public const string CountVerb = "occurrence.amend-count";

    public static string KeyOf(Guid plan, int version) => $"{Job}:{plan}:{version}";

    public async Task RunAsync(PlanAmended amended, JobRun run, CancellationToken cancel)
    {
        db.Database.SetCommandTimeout(0);
        var all = (await duties.OfAsync(amended.PlanId, cancel)).ToLookup(d => d.TaskId);
        var (problems, units, settled) = (new List<string>(), new HashSet<Guid>(), new HashSet<Guid>());
        var (made, moved, resized, rebound, counted, ended, seen) = (0, 0, 0, 0, 0, 0, 0);
        var tasks = amended.Changed.Concat(amended.Ended).ToList();
        var ground = await work.GroundAsync(cancel);
        foreach (var task in tasks)
        {
            var (planned, changes) = await work.OfAsync(amended.PlanId, task, [.. all[task]], amended.EffectiveOn, ground, problems, cancel);
            await WriteAsync(amended, task, changes, cancel);
            var writer = new ObligationWriter(database, db.Model, planned.Patterns, amended: true);
            foreach (var batch in planned.Batches()) await writer.InsertAsync(batch, cancel, change: true);
            units.UnionWith(changes.Select(u => u.UnitId));
            settled.UnionWith(changes.Where(u => u.IsSettled).Select(u => u.UnitId));
            (made, moved, resized) = (made + changes.Sum(u => u.Periods.Made.Count), moved + changes.Sum(u => u.Periods.Moved.Count(m => m.ChangesDue)), resized + changes.Sum(u => u.Periods.Moved.Count(m => m.ChangesTarget)));
            (rebound, counted, ended) = (rebound + changes.Sum(u => u.Periods.Moved.Count(m => m.ChangesBinding)), counted + changes.Sum(u => u.Periods.Counted.Count), ended + changes.Sum(u => u.Periods.Ended.Count));
            await run.ReportAsync(++seen * 95 / tasks.Count, $"Đã điều chỉnh việc của {seen}/{tasks.Count} nhiệm vụ");
        }
        var figures = $"{made} kỳ mới, {moved} kỳ đổi hạn, {(resized > 0 ? $"{resized} kỳ đổi số lượng, " : "")}{(rebound > 0 ? $"{rebound} kỳ đổi giữa phải làm và đề nghị, " : "")}{(counted > 0 ? $"{counted} kỳ đã làm tính cho hạn mới, " : "")}{ended} kỳ thôi áp dụng";
        await RecordAsync(amended, figures, [.. units.Select(directory.Find).OfType<OrganizationInfo>()], cancel);
        if (settled.Count > 0)
        {
            jobs.Enqueue(SettleHeirs.Job, new SettleHeirsPayload(amended.PlanId, [.. settled]), province: db.ProvinceId);
            await db.SaveChangesAsync(cancel);
        }
        run.ResultPath = $"/obligations?plan={amended.PlanId}";
        await run.ReportAsync(100, figures);
        if (problems.Count > 0) throw new JobFailedException("Các nhiệm vụ khác đã xong, còn nhiệm vụ chưa đủ thông tin: " + string.Join(" ", problems));
    }

    private async Task WriteAsync(PlanAmended amended, Guid task, IReadOnlyList<UnitChanges> changes, CancellationToken cancel)
    {
        var reason = $"{AmendedWork.Ending}{amended.Document}, áp dụng từ {VietnameseFormat.Date(amended.EffectiveOn)}{(amended.Reason is { } why ? $". {BehindReason.Ended(why)}" : "")}";
        var moves = changes.SelectMany(u => u.Periods.Moved.Select(m => (u.Province, u.ObligationId, Move: m))).ToList();
        var gone = changes.SelectMany(u => u.Periods.Ended.Select(e => (u.Province, e.Id))).ToList();
        var left = changes.Where(u => !u.Binds).ToList();
        // What somebody reports at this moment as done is as good as what was done before: its result stands for the new day too.
        var counted = changes.SelectMany(u => u.Periods.Counted.Concat(u.Periods.Moved.Where(m => m.ChangesKey)).Select(m => (u.Province, Move: m))).ToList();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        // Somebody who reports at this moment comes first: what they wrote is looked at again by the condition.
        if (moves.Count > 0)
            await db.Database.ExecuteSqlAsync($"""
                WITH given AS (SELECT o.province_id, o.id, o.obligation_id, o.due_on AS due_from, o.target AS target_from, o.is_request AS request_from, o.not_applicable_on, o.extension_to AS asked_to, o.extension_reason AS asked_why,
                                   o.extension_to IS NOT NULL AND (g.is_request OR o.extension_to <= g.due_to) AS is_over, s.stays, s.stays AND o.rule_due_on IS DISTINCT FROM g.rule_due AS stands, s.same AND NOT s.stays AS meets, g.due_to, g.rule_due, g.key, g.target, g.is_request, g.event_id
                               FROM unnest({moves.Select(m => m.Province).ToArray()}, {moves.Select(m => m.Move.From.Id).ToArray()}, {moves.Select(m => m.Move.DueOn).ToArray()}, {moves.Select(m => m.Move.To.DueOn).ToArray()}, {moves.Select(m => m.Move.To.Key).ToArray()}, {moves.Select(m => m.Move.To.Target).ToArray()}, {moves.Select(m => m.Move.To.IsRequest).ToArray()}, {moves.Select(_ => Guid.CreateVersion7()).ToArray()})
                                    AS g(province_id, id, due_to, rule_due, key, target, is_request, event_id)
                                   JOIN occurrence o ON o.province_id = g.province_id AND o.id = g.id
                                   CROSS JOIN LATERAL (SELECT o.due_moved AND g.due_to = o.due_on AS same, o.due_moved AND g.due_to = o.due_on AND g.rule_due <> g.due_to AS stays) s
                               WHERE o.claimed_on IS NULL AND o.confirmed_on IS NULL AND o.nothing_arose_on IS NULL ORDER BY o.province_id, o.id FOR UPDATE OF o),
                told AS (INSERT INTO history_event (province_id, id, at, account_id, actor_name, process, subject_kind, subject_id, whole_id, verb, reason, before, after)
                         SELECT province_id, event_id, {clock.Now}, {db.Actor.AccountId}, {db.Actor.Name}, {db.Actor.Process}, 'occurrence', id, obligation_id, {MoveVerb},
                            {reason} || CASE WHEN is_over THEN format(CASE WHEN is_request THEN {BehindReason.OnlyAsked} ELSE {BehindReason.GivenByPlan} END, to_char(asked_to, 'DD/MM/YYYY')) ELSE '' END || CASE WHEN stands THEN format({BehindReason.Stands}, to_char(rule_due, 'DD/MM/YYYY')) WHEN meets THEN format({BehindReason.Meets}, to_char(rule_due, 'DD/MM/YYYY')) ELSE '' END,
                            jsonb_build_object('DueOn', due_from) || CASE WHEN is_over THEN jsonb_build_object('ExtensionTo', asked_to, 'ExtensionReason', asked_why) ELSE jsonb_build_object() END || CASE WHEN target_from IS DISTINCT FROM target THEN jsonb_build_object('Target', target_from) ELSE jsonb_build_object() END || CASE WHEN request_from <> is_request THEN jsonb_build_object('IsRequest', request_from) ELSE jsonb_build_object() END,
                            jsonb_build_object('DueOn', due_to) || CASE WHEN is_over THEN jsonb_build_object('ExtensionTo', NULL, 'ExtensionReason', NULL) ELSE jsonb_build_object() END || CASE WHEN target_from IS DISTINCT FROM target THEN jsonb_build_object('Target', target) ELSE jsonb_build_object() END || CASE WHEN request_from <> is_request THEN jsonb_build_object('IsRequest', is_request) ELSE jsonb_build_object() END
                         FROM given WHERE due_from <> due_to OR not_applicable_on IS NOT NULL OR target_from IS DISTINCT FROM target OR request_from <> is_request OR is_over OR stands OR meets)
                UPDATE occurrence o SET due_on = g.due_to, stands_for = CASE WHEN g.key = o.period_key THEN NULL ELSE g.key END, target = g.target, is_request = g.is_request, not_applicable_on = NULL,
                    due_moved = g.stays, rule_due_on = CASE WHEN g.stays THEN g.rule_due END, reason = CASE WHEN o.not_applicable_on IS NULL THEN o.reason END,
                    extension_to = CASE WHEN NOT g.is_over THEN o.extension_to END, extension_reason = CASE WHEN NOT g.is_over THEN o.extension_reason END, version = o.version + 1
                FROM given g WHERE o.province_id = g.province_id AND o.id = g.id
                """, cancel);
        if (counted.Count > 0)
            await db.Database.ExecuteSqlAsync($"""
                WITH given AS (SELECT o.province_id, o.id, o.obligation_id, g.key, g.said, g.event_id
                               FROM unnest({counted.Select(c => c.Province).ToArray()}, {counted.Select(c => c.Move.From.Id).ToArray()}, {counted.Select(c => c.Move.To.Key).ToArray()}, {counted.Select(c => BehindReason.Of(BehindReason.Counted, c.Move.To.DueOn)).ToArray()}, {counted.Select(_ => Guid.CreateVersion7()).ToArray()})
                                    AS g(province_id, id, key, said, event_id)
                                   JOIN occurrence o ON o.province_id = g.province_id AND o.id = g.id
                               WHERE (o.claimed_on IS NOT NULL OR o.confirmed_on IS NOT NULL OR o.nothing_arose_on IS NOT NULL) AND coalesce(o.stands_for, o.period_key) <> g.key ORDER BY o.province_id, o.id FOR UPDATE OF o),
                told AS (INSERT INTO history_event (province_id, id, at, account_id, actor_name, process, subject_kind, subject_id, whole_id, verb, reason)
                         SELECT province_id, event_id, {clock.Now}, {db.Actor.AccountId}, {db.Actor.Name}, {db.Actor.Process}, 'occurrence', id, obligation_id, {CountVerb},
                            {reason} || said FROM given)
                UPDATE occurrence o SET stands_for = CASE WHEN g.key = o.period_key THEN NULL ELSE g.key END, version = o.version + 1 FROM given g WHERE o.province_id = g.province_id AND o.id = g.id
                """, cancel);
        if (gone.Count > 0)
            await db.Database.ExecuteSqlAsync($"""
                UPDATE occurrence o SET not_applicable_on = {clock.Today}, reason = {reason}, returned_on = NULL, extension_to = NULL, extension_reason = NULL, version = o.version + 1
                FROM unnest({gone.Select(g => g.Province).ToArray()}, {gone.Select(g => g.Id).ToArray()}) AS g(province_id, id)
                WHERE o.province_id = g.province_id AND o.id = g.id AND o.claimed_on IS NULL AND o.confirmed_on IS NULL AND o.nothing_arose_on IS NULL AND o.not_applicable_on IS NULL
                """, cancel);
        if (left.Count > 0)
            await db.Database.ExecuteSqlAsync($"""
                UPDATE obligation o SET ended_on = {amended.EffectiveOn}, end_reason = {reason}, version = o.version + 1
                FROM unnest({left.Select(u => u.Province).ToArray()}, {left.Select(u => u.ObligationId).ToArray()}) AS g(province_id, id) WHERE o.province_id = g.province_id AND o.id = g.id AND o.ended_on IS NULL
                """, cancel);
        await SettleAsync(amended.PlanId, task, cancel);
        await transaction.CommitAsync(cancel);
    }

    /// <summary>Nobody has to answer any more a unit that asked for more time for what has ended, is given by the plan or is only asked for.</summary>
    private async Task SettleAsync(Guid plan, Guid task, CancellationToken cancel)
    {
        await board.HoldAsync([DutyNotices.ExtensionKey(task)], cancel);
        var provinces = await db.Set<Obligation>().IgnoreQueryFilters([LanToaDb.ProvinceFilter]).Where(o => o.PlanId == plan && o.TaskId == task).Select(o => o.ProvinceId).Distinct().ToListAsync(cancel);
        var asking = await db.Set<Occurrence>().IgnoreQueryFilters([LanToaDb.ProvinceFilter]).Unsettled().OfTask(db, task, plan).Where(o => o.ExtensionTo != null).Select(o => o.ProvinceId).Distinct().ToListAsync(cancel);
        if (provinces.Except(asking).ToList() is { Count: > 0 } settled) await board.SettleAsync([DutyNotices.ExtensionKey(task)], settled, cancel);
    }

    // Told once: what came of a run that was cut short is counted by it no more.
    private async Task RecordAsync(PlanAmended amended, string figures, IReadOnlyList<OrganizationInfo> units, CancellationToken cancel)
    {
        var head = $"Phiên bản {amended.Version}:";
        if (await db.Set<HistoryEvent>().AnyAsync(e => e.SubjectId == amended.PlanId && e.Verb == Job && e.Reason != null && e.Reason.StartsWith(head), cancel)) return;
        db.RecordEvent("plan", amended.PlanId, Job, $"{head} {figures}");
        await db.SaveAndTellAsync(units.Count == 0 ? null : () => notices.AmendedAsync(amended, units, cancel), cancel);
    }
}
