using LanToa.Contracts.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Obligations.Outside;

/// <summary>What <see cref="FollowStanding"/> would change, in words.</summary>
internal sealed class StandingEffects(LanToaDb db, DutyStanding standing, MissedAmendments amendments, IOrganizationDirectory directory) : IStandingEffects
{
    public async Task<IReadOnlyList<BodyHolding>> OfAsync(OrganizationInfo changed, CancellationToken cancel = default)
    {
        var tree = new ChangedBody(directory, changed);
        var (duties, _) = await standing.OfAsync(tree.Subtree(changed.Id), tree, cancel);
        if (duties.Count == 0) return [];
        short[] provinces = [.. duties.Select(d => d.Province).Distinct()];
        Guid[] ids = [.. duties.Select(d => d.Id)];
        // Plain counts of open work, and of what ended so before; with what the plan came to ask for meanwhile.
        var periods = (await db.Set<Occurrence>().IgnoreQueryFilters([LanToaDb.ProvinceFilter]).Where(o => provinces.Contains(o.ProvinceId) && ids.Contains(o.ObligationId) && o.ConfirmedOn == null && o.NothingAroseOn == null && o.ClaimedOn == null)
                .GroupBy(o => o.ObligationId).Select(g => new { g.Key, Open = g.Count(o => o.NotApplicableOn == null), Ended = g.Count(o => o.NotApplicableOn != null && o.Reason!.StartsWith(DutyStanding.Ended)) }).ToListAsync(cancel))
            .ToDictionary(p => p.Key);
        var missed = (await amendments.OfAsync(duties, cancel)).ToDictionary(m => m.Duty.Id, m => m.Periods.Made.Count - m.Periods.Ended.Count);
        return
        [
            .. duties.GroupBy(d => (d.UnitId, d.Change, d.TakesOver)).OrderBy(g => g.Key.UnitId == changed.Id ? 0 : 1).ThenBy(g => directory.NameOf(g.Key.UnitId), StringComparer.Ordinal).ThenBy(g => g.Key.Change).ThenBy(g => g.Key.TakesOver)
                .Select(g => new BodyHolding(g.Key.UnitId, StandingWords.Of(g.Key.Change, g.Key.TakesOver, g.Count(), g.Sum(d => (periods.GetValueOrDefault(d.Id) is { } p ? g.Key.Change == StandingChange.BindsAgain ? p.Open + p.Ended : p.Open : 0) + missed.GetValueOrDefault(d.Id))))),
        ];
    }
}

/// <summary>The same words before and after.</summary>
internal static class StandingWords
{
    public static string Of(StandingChange change, bool takesOver, int duties, int periods)
    {
        var (work, open) = ($"{VietnameseFormat.Number(duties)} việc", VietnameseFormat.Number(periods));
        return change switch
        {
            StandingChange.Ends => $"{work} giao chung cho nhóm cơ quan thôi phải làm: {open} kỳ chưa báo kết quả thành “Không áp dụng”, kỳ đã báo giữ nguyên",
            StandingChange.BindsAgain when takesOver => $"{work} giao chung cho nhóm cơ quan, trước chỉ phối hợp, nay phải làm: {open} kỳ",
            StandingChange.BindsAgain => $"{work} giao chung cho nhóm cơ quan phải làm trở lại: {open} kỳ",
            StandingChange.IsAsked => $"{work} giao đích danh hoặc kế thừa thành đề nghị: {open} kỳ chưa báo kết quả không tính quá hạn",
            _ => $"{work} đề nghị thành việc được giao: {open} kỳ chưa báo kết quả tính hạn như của cơ quan khác",
        };
    }
}
