using LanToa.Planning.Organizations;
using LanToa.Planning.Plans;
using LanToa.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Demonstration;

/// <summary>A commune answers the province's plan: what its own plan has already, what it only does in part, what does not apply to it. The other units have not answered yet.</summary>
public sealed class AnswerSamplePlans(LanToaDb db, CascadeItems items, LinkTasks link, SettleTasks settle, OrganizationDirectory directory)
{
    /// <summary>The made-up commune Vân Khê.</summary>
    private const string Commune = "99605";

    /// <summary>The words are alike enough to be one work.</summary>
    private const double Alike = 0.35;

    /// <summary>Null when the answers stand; otherwise why not. What was decided before is left alone.</summary>
    public async Task<string?> RunAsync(CancellationToken cancel)
    {
        if (directory.All.FirstOrDefault(o => o.Code == Commune) is not { } unit || await db.Set<Plan>().AsNoTracking().FirstOrDefaultAsync(p => p.Number == "36" && p.State == PlanState.InProgress, cancel) is not { } upper
            || await items.OfPlanAsync(unit.Id, upper.Id, cancel) is not { } asked || await items.OwnAsync(unit.Id, upper, cancel) is not [var own, ..]) return null;
        var open = asked.Items.Where(i => i.IsOpen).ToList();
        var pairs = TaskMatches.Suggest([.. open.Where(i => i.Role == PartyRole.Lead).Select(i => new TaskText(i.Task.Id, i.Task.Text))], [.. own.Tasks.Select(t => new TaskText(t.Id, t.Text))], 1)
            .Where(m => m.Likeness >= Alike).Select(m => (m.Upper, m.Lower)).ToList();
        if (open.FirstOrDefault(i => i.Task.Text.Contains("tờ rơi", StringComparison.Ordinal)) is { } leaflets && own.Tasks.FirstOrDefault(t => t.Text.Contains("Niêm yết", StringComparison.Ordinal)) is { } posting) pairs.Add((leaflets.Task.Id, posting.Id));
        var steps = new List<CascadeStep>();
        if (pairs.Count > 0) steps.Add(await link.HandleAsync(new LinkInput(unit.Id, upper.Id, pairs), cancel));
        if (open.FirstOrDefault(i => i.Task.Text.Contains("dân tộc thiểu số", StringComparison.Ordinal)) is { } language)
            steps.Add(await settle.NotApplicableAsync(unit.Id, upper.Id, [language.Task.Id], "Xã không có thôn đặc biệt khó khăn có đồng bào dân tộc thiểu số.", cancel));
        return steps.Exists(s => !s.IsDone) ? string.Join(" ", steps.SelectMany(s => s.WhyNot).Select(w => w.Message)) : null;
    }
}
