using LanToa.Contracts.Organizations;
using LanToa.Planning.Obligations.Rules;
using LanToa.Platform.Data;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans;

/// <summary>
/// What an issued plan of an upper level asks of a unit, as the source of that unit's own plan: the dates stay, the upper plan is the ground. What the unit has called not applicable
/// is left out and listed with the reason that it gave.
/// </summary>
public sealed class UpperTasks(LanToaDb db, PlanDuties duties, IOrganizationDirectory directory)
{
    /// <summary>Null where the plan asks nothing of the unit; without tasks where the unit has called all of it not applicable.</summary>
    public async Task<(DraftSource Source, IReadOnlyList<DraftChange> Changes)?> OfAsync(Plan upper, Plan plan, CancellationToken cancel = default)
    {
        var unit = directory.Find(plan.IssuerId)!;
        var asked = (await duties.OfAsync(upper.Id, cancel)).Where(d => d.OwingUnits.Contains(unit.Id) || d.CoordinatingUnits.Contains(unit.Id)).DistinctBy(d => d.TaskId).ToList();
        if (asked.Count == 0) return null;
        var ids = asked.ConvertAll(d => d.TaskId);
        var left = await db.Set<CascadeDecision>().AsNoTracking().Where(d => d.UnitId == unit.Id && d.Kind == CascadeKind.NotApplicable && ids.Contains(d.UpperTaskId)).ToDictionaryAsync(d => d.UpperTaskId, cancel);
        var called = $"{upper.Kind} số {upper.NumberAndSymbol}";
        if (upper.NumberAndSymbol.Length == 0) called = upper.Kind;
        var issuer = directory.Find(upper.IssuerId)?.Name ?? "";
        var dated = upper.Date is { } day ? $" ngày {VietnameseFormat.Date(day)}" : "";
        List<PlanStatement> statements =
        [
            Statement("can-cu", "basis", 0, $"Căn cứ {called}{dated} của {issuer} về {PlanAnnex.Lower(upper.Title)};"),
        ];
        var (tasks, changes) = (new List<DraftTask>(), new List<DraftChange>());
        foreach (var duty in asked)
        {
            var from = await db.Set<PlanTask>().AsNoTracking().FirstAsync(t => t.Id == duty.TaskId, cancel);
            if (left.TryGetValue(from.Id, out var decision))
            {
                changes.Add(new DraftChange
                {
                    ProvinceId = plan.ProvinceId, PlanId = plan.Id, About = ChangeAbout.Left, State = ChangeState.Made, Before = from.Text,
                    Reason = $"{unit.Name} đã quyết định “{decision.Kind.Name()}” ({decision.DecidedByName}, {VietnameseFormat.DateTime(decision.DecidedAt)}){(decision.Reason is { } why ? $": {why.TrimEnd('.', ' ')}" : "")}",
                });
                continue;
            }
            var key = TaskSentences.OwnKeyOf(from.Id);
            statements.Add(Statement(key, "item", statements.Count, from.Text));
            var task = new PlanTask { ProvinceId = plan.ProvinceId, Id = from.Id, PlanId = plan.Id, Ordinal = tasks.Count, Text = from.Text };
            task.TakeFacts(from);
            (task.Section, task.StatementKeys) = ($"Nhiệm vụ theo {called}", [key]);
            // Who is only to help there leads its own part here.
            task.Modality = duty.OwingUnits.Contains(unit.Id) ? TaskModality.Command : TaskModality.Coordinate;
            tasks.Add(new DraftTask(task, [new ItemParty(unit.Name, unit.Id)], [], from.Id));
            changes.Add(new DraftChange
            {
                ProvinceId = plan.ProvinceId, PlanId = plan.Id, About = ChangeAbout.Body, State = ChangeState.Made, StatementKey = null, Before = from.PartyWords, After = unit.Name,
                Reason = $"Phần việc của {unit.Name} trong nhiệm vụ “{PlanWords.Short(from.Text)}”",
            });
        }
        var source = new DraftSource($"Thực hiện {called}{dated} của {issuer}", upper.Period is { } p ? new DateSpan(p.From, p.To) : upper.Date is { } made ? new DateSpan(new(made.Year, 1, 1), new(made.Year, 12, 31)) : null, statements, tasks);
        return (source, changes);

        PlanStatement Statement(string key, string kind, int ordinal, string text) => new() { ProvinceId = plan.ProvinceId, PlanId = plan.Id, Ordinal = ordinal, Key = key, Kind = kind, Text = text };
    }
}
