using LanToa.Planning.Obligations.Rules;
using LanToa.Platform.Data;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans;

/// <summary>Where a gap is filled: the words of the link and the address of the form's field.</summary>
public sealed record GapPlace(string Words, string Href);

/// <summary>What a plan lacks before it can be submitted or issued, and where to mend it.</summary>
public sealed record PlanGap(string What, IReadOnlyList<GapPlace> Places)
{
    private const int MostNamed = 3;

    /// <summary>In one sentence, for a place without links.</summary>
    public string Message => Places.Count == 0 || What.EndsWith('.') ? What : $"{What}: {string.Join("; ", Places.Take(MostNamed).Select(p => p.Words))}{(Places.Count > MostNamed ? "…" : "")}.";
}

/// <summary>Finds what is still open in a plan: tasks without a time or an agency, rules that do not fit its calendar, groups that are empty on its date.</summary>
public sealed class PlanGaps(LanToaDb db, PartyMembers members, PlanTwins twins)
{
    private const string TimeField = "#Input_Rule_Kind", LeadField = "#Input_NewLead";

    public async Task<IReadOnlyList<PlanGap>> OfAsync(Plan plan, DateOnly date, CancellationToken cancel = default)
    {
        var tasks = await db.Set<PlanTask>().AsNoTracking().Where(t => t.PlanId == plan.Id && t.State == TaskState.Active).OrderBy(t => t.Ordinal).ToListAsync(cancel);
        var parties = (await db.Set<TaskParty>().AsNoTracking().Where(p => p.PlanId == plan.Id && p.Role != PartyRole.Coordinating).OrderBy(p => p.Ordinal).ToListAsync(cancel)).ToLookup(p => p.TaskId);
        var gaps = new List<PlanGap>();
        if (tasks.Count == 0) gaps.Add(new("Kế hoạch chưa có nhiệm vụ nào.", [new("Thêm nhiệm vụ", PlanLinks.NewTask(plan.Id))]));
        if (plan.AmendsId is null && (await twins.OfAsync(plan, date, cancel)).FirstOrDefault(t => t.State.IsPublished()) is { } twin)
            gaps.Add(new($"Đã có {twin.Words} của cùng cơ quan. Nếu là cùng một văn bản thì thu hồi bản dự thảo này; nếu không thì sửa {(string.IsNullOrWhiteSpace(plan.Number) ? "số hoặc trích yếu" : "số")}.", [new("Mở kế hoạch đó", PlanLinks.Of(twin.Id))]));
        var calendar = plan.CalendarAsOf(date);
        gaps.AddRange(calendar.Problems().Select(p => new PlanGap(p, [new("Sửa thời gian thực hiện", PlanLinks.Edit(plan.Id) + "#Input_PeriodFrom")])));
        Add("chưa rõ thời hạn", tasks.Where(t => t.Rule is null), TimeField);
        Add("chưa rõ cơ quan chủ trì", tasks.Where(t => parties[t.Id].All(p => p.OrganizationId is null && p.GroupId is null && !p.AsPrinted)), LeadField);
        if (calendar.Problems().Count == 0)
            gaps.AddRange(tasks.Where(t => t.Rule is not null).SelectMany(t => t.Rule!.Problems(calendar).Select(p => new PlanGap($"Thời hạn của “{PlanWords.Short(t.Text)}” chưa đúng. {p}", [new("Sửa thời hạn", PlanLinks.EditTask(t.Id) + TimeField)]))));
        foreach (var task in tasks)
            foreach (var party in parties[task.Id].Where(p => p.GroupId is not null))
            {
                if ((await members.OfAsync(plan, party, date, cancel)).Count == 0)
                    gaps.Add(new($"“{PlanWords.Short(task.Text)}”: nhóm “{party.Printed}” không có đơn vị nào vào ngày {VietnameseFormat.Date(date)}. Hãy chọn nhóm khác hoặc nêu tên đơn vị.", [new("Sửa cơ quan chủ trì", PlanLinks.EditTask(task.Id) + LeadField)]));
            }
        return gaps;

        void Add(string lacks, IEnumerable<PlanTask> which, string field)
        {
            if (which.ToList() is { Count: > 0 } some) gaps.Add(new($"{some.Count} nhiệm vụ {lacks}", [.. some.Select(t => new GapPlace($"“{PlanWords.Short(t.Text)}”", PlanLinks.EditTask(t.Id) + field))]));
        }
    }
}
