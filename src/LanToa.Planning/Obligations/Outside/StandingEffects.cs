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
            .. duties.GroupBy(d => (d.UnitId, d.Change, d.TakesOver, d.OnlyCoordinates)).OrderBy(g => g.Key.UnitId == changed.Id ? 0 : 1).ThenBy(g => directory.NameOf(g.Key.UnitId), StringComparer.Ordinal).ThenBy(g => g.Key.Change).ThenBy(g => g.Key.TakesOver).ThenBy(g => g.Key.OnlyCoordinates)
                .Select(g => new BodyHolding(g.Key.UnitId, StandingWords.Of(g.First(), g.Count(), g.Sum(d => (periods.GetValueOrDefault(d.Id) is { } p ? g.Key.Change == StandingChange.BindsAgain ? p.Open + p.Ended : p.Open : 0) + missed.GetValueOrDefault(d.Id))))),
        ];
    }
}

/// <summary>The same words before and after.</summary>
internal static class StandingWords
{
    /// <param name="one">One of the duties that change alike.</param>
    public static string Of(StandingDuty one, int duties, int periods)
    {
        var work = $"{VietnameseFormat.Number(duties)} việc";
        // No sentence counts nothing.
        string Open(string words) => periods == 0 ? ", không có kỳ nào chưa báo kết quả" : $": {VietnameseFormat.Number(periods)} kỳ{words}";
        return one.Change switch
        {
            StandingChange.Ends when one.OnlyCoordinates && periods == 0 => $"{work} giao chung cho nhóm cơ quan thôi phối hợp",
            StandingChange.Ends => $"{work} giao chung cho nhóm cơ quan thôi phải làm{Open(" chưa báo kết quả thành “Không áp dụng”, kỳ đã báo giữ nguyên")}",
            StandingChange.BindsAgain when one.OnlyCoordinates && periods == 0 => $"{work} giao chung cho nhóm cơ quan phối hợp trở lại, không phải báo kết quả kỳ nào",
            StandingChange.BindsAgain when one.TakesOver => $"{work} giao chung cho nhóm cơ quan, trước chỉ phối hợp, nay phải làm{Open("")}",
            StandingChange.BindsAgain => $"{work} giao chung cho nhóm cơ quan phải làm trở lại{Open("")}",
            StandingChange.IsAsked => $"{work} giao đích danh hoặc kế thừa thành đề nghị{Open(" chưa báo kết quả không tính quá hạn")}",
            _ => $"{work} đề nghị thành việc được giao{Open(" chưa báo kết quả tính hạn như của cơ quan khác")}",
        };
    }
}
