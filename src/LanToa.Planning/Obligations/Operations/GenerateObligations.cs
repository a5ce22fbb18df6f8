using LanToa.Contracts.Organizations;
using LanToa.Planning.Organizations;
using LanToa.Planning.Plans;
using LanToa.Platform.Audit;
using LanToa.Platform.Data;
using LanToa.Platform.Jobs;
using LanToa.Platform.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace LanToa.Planning.Obligations;

/// <summary>The plan; <paramref name="Tell"/>: units that were given work after it was issued, who are told of it.</summary>
public sealed record GeneratePayload(Guid PlanId, IReadOnlyList<Guid>? Tell = null);

/// <summary>
/// Makes the obligations of an issued plan, one per task and unit, and their occurrences, one per period. Ids follow from task, unit and
/// period and rows are inserted only where they are missing, so it can start over at any point and changes nothing the second time.
/// Units alike have periods alike: they are worked out once, and the database multiplies them by the units, some units at a time.
/// </summary>
public sealed class GenerateObligations(LanToaDb db, [FromKeyedServices(Connections.Long)] NpgsqlDataSource database, PlanDuties duties, RuleBooks books, IOrganizationDirectory directory, SuccessionReader successions, JobQueue jobs, DutyNotices notices) : IJobHandler<GeneratePayload>
{
    public const string Job = "obligations.generate";

    /// <summary>By which the plan's page finds the work that its issuing caused: a plan is issued once.</summary>
    public static string KeyOf(Guid plan) => $"{Job}:{plan}";

    private const int AtOnce = 3;

    public async Task RunAsync(GeneratePayload payload, JobRun run, CancellationToken cancel)
    {
        var all = await duties.OfAsync(payload.PlanId, cancel);
        var rules = await books.OfAsync(db.ProvinceId, cancel);
        var problems = new List<string>();
        var planned = new DutyPatterns(directory, await successions.MapAsync(cancel), db.ProvinceId);
        foreach (var duty in all) planned.Bind(duty, rules.For(duty.IssuerId), problems);
        var (patterns, bound) = (planned.Patterns, planned.Bound);

        var writer = new ObligationWriter(database, db.Model, patterns, amended: all.Any(d => d.BindsFrom is not null));
        var (inserted, done) = (0, 0);
        using var telling = new SemaphoreSlim(1);
        await Parallel.ForEachAsync(planned.Batches(), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancel }, async (batch, stop) =>
        {
            var rows = await writer.InsertAsync(batch, stop);
            await telling.WaitAsync(stop);
            try
            {
                (inserted, done) = (inserted + rows, done + batch.Count);
                await run.ReportAsync(done * 95 / bound.Count, $"Đã phát sinh việc của {done}/{bound.Count} đơn vị");
            }
            finally
            {
                telling.Release();
            }
        });
        var owed = bound.Values.Sum(b => b.Patterns.Count(p => patterns[p].Obligation.Role != DutyRole.Coordinating));
        var occurrences = bound.Values.Sum(b => b.Patterns.Sum(p => patterns[p].Occurrences.Count));
        await EndWithdrawnAsync(payload.PlanId, cancel);
        await RecordAsync(payload, inserted, owed, occurrences, [.. bound.Values.Select(b => b.Unit)], cancel);
        if (payload.Tell is { Count: > 0 } later)
        {
            // What was reported before those who carry others on had the duty is not asked again.
            jobs.Enqueue(SettleHeirs.Job, new SettleHeirsPayload(payload.PlanId, later), province: db.ProvinceId);
            await db.SaveChangesAsync(cancel);
        }
        run.ResultPath = $"/obligations?plan={payload.PlanId}";
        await run.ReportAsync(100, $"{owed} việc phải làm, {occurrences} kỳ thực hiện");
        if (problems.Count > 0) throw new JobFailedException("Các nhiệm vụ khác đã xong, còn nhiệm vụ chưa đủ thông tin: " + string.Join(" ", problems));
    }

    // Withdrawn while its duties were being made: those made after it was ended are ended too.
    private async Task EndWithdrawnAsync(Guid planId, CancellationToken cancel)
    {
        foreach (var task in await duties.WithdrawnAsync(planId, cancel))
        {
            var binding = db.Set<Obligation>().IgnoreQueryFilters([LanToaDb.ProvinceFilter]).Where(o => o.PlanId == planId && o.EndedOn == null);
            if (!await binding.AnyAsync(o => task == null || o.TaskId == task, cancel)) continue;
            jobs.Enqueue(EndObligations.Job, new EndPayload(planId, task, task is null ? "Kế hoạch đã thu hồi khi việc đang phát sinh" : "Nhiệm vụ đã rút khi việc đang phát sinh"), province: db.ProvinceId);
        }
        await db.SaveChangesAsync(cancel);
    }

    private async Task RecordAsync(GeneratePayload payload, int inserted, int owed, int occurrences, IReadOnlyList<OrganizationInfo> units, CancellationToken cancel)
    {
        var planId = payload.PlanId;
        var known = await db.Set<HistoryEvent>().AnyAsync(e => e.SubjectId == planId && e.Verb == Job, cancel);
        if (inserted == 0 && known) return;
        db.RecordEvent("plan", planId, Job, $"{owed} việc, {occurrences} kỳ thực hiện", new { Obligations = owed, Occurrences = occurrences });
        // All of them the first time, afterwards only those who were given something since.
        IReadOnlyList<OrganizationInfo> told = known ? [.. units.Where(u => payload.Tell?.Contains(u.Id) == true)] : units;
        await db.SaveAndTellAsync(told.Count == 0 ? null : () => notices.IssuedAsync(planId, told, cancel), cancel);
    }
}
