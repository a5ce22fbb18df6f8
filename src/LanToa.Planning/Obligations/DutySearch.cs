using LanToa.Contracts.Organizations;
using LanToa.Planning.Plans;
using LanToa.Platform.Identity;
using LanToa.Platform.Search;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Obligations;

/// <summary>
/// Duties by the words of their task and the name of their unit: "chuyen muc suoi thu". The words that a task lacks must stand in the unit's
/// name, so both are found where they are few and the duties by their key. The unit chosen now comes first.
/// </summary>
internal sealed class DutySearch(OccurrenceRows rows, TasksFound tasks, PlanNames plans, IOrganizationDirectory directory, Actor actor) : ISearchSource
{
    private const int MostUnits = 200;

    public string Title => "Việc phải làm";

    public int Order => 30;

    public async Task<SearchHits> FindAsync(SearchQuery query, int most, CancellationToken cancel)
    {
        if (!actor.Holds(ObligationPermissions.Read)) return SearchHits.None;
        var binding = rows.VisibleObligations(named: true).Where(o => o.EndedOn == null);
        var found = await tasks.OfAsync(query, binding.Select(o => o.TaskId), cancel);
        if (found.Count == 0) return SearchHits.None;
        var units = rows.Units.Select(directory.Find).OfType<OrganizationInfo>().Select(u => (u.Id, Mask: query.Mask($"{directory.NameOf(u.Id)} {u.ShortName}"))).ToList();
        var duties = new List<Obligation>();
        // The tasks that have most of the words first; a task without any of them is not asked for by a unit's name alone.
        foreach (var alike in found.Where(t => t.Mask != 0).GroupBy(t => t.Mask).OrderByDescending(g => int.PopCount(g.Key)))
        {
            if (duties.Count > most) break;
            var (lacking, ids) = (query.WholeMask & ~alike.Key, alike.Select(t => t.Id).ToList());
            var some = binding.Where(o => ids.Contains(o.TaskId));
            if (lacking != 0)
            {
                List<Guid> named = [.. units.Where(u => (u.Mask & lacking) == lacking).Select(u => u.Id).Take(MostUnits)];
                if (named.Count == 0) continue;
                some = some.Where(o => named.Contains(o.UnitId));
            }
            var mine = actor.UnitId;
            duties.AddRange(await some.OrderByDescending(o => o.UnitId == mine).ThenByDescending(o => o.PlanDate).ThenBy(o => o.Id).Take(most + 1 - duties.Count).ToListAsync(cancel));
        }
        var names = await plans.OfAsync([.. duties.Select(o => o.PlanId).Distinct()], cancel);
        return SearchHits.Of([.. duties.Select(o => new SearchHit(o.Text, $"/obligations/duty/{o.Id}", string.Join(" · ", new[] { directory.NameOf(o.UnitId), o.Role.Name(), names.GetValueOrDefault(o.PlanId)?.Short }.Where(s => !string.IsNullOrEmpty(s)))))],
            most, $"/obligations?state=all&q={Uri.EscapeDataString(query.Bare)}");
    }
}
