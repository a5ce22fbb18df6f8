using LanToa.Contracts.Organizations;
using LanToa.Planning.Obligations.Rules;
using LanToa.Platform.Data;
using LanToa.Platform.Modules;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Obligations;

/// <summary>A request for on-request work: within so many days, or by a date.</summary>
public sealed record AskInput(Guid ObligationId, Guid FormKey, int? Days, bool Working, DateOnly? DueOn, string? What);

/// <summary>"Yêu cầu": the assigning side asks for on-request work, and its clock starts.</summary>
public sealed class AskObligation(LanToaDb db, OccurrenceAccess access, RuleBooks books, IOrganizationDirectory directory, DutyNotices notices, Clock clock)
{
    public IReadOnlyList<string> WhyNot(Obligation obligation)
    {
        if (obligation.Kind != DutyKind.OnRequest) return ["Việc này có kỳ, hạn theo kế hoạch; không cần yêu cầu."];
        if (access.WhyNotJudge(obligation.UnitId, obligation.AssignerId) is { } denied) return [denied];
        if (directory.Find(obligation.UnitId) is { ValidTo: { } last } unit && last < clock.Today) return [$"{unit.Name} đã hết hiệu lực từ sau ngày {VietnameseFormat.Date(last)}; hãy yêu cầu cơ quan kế thừa."];
        return obligation.EndedOn is null ? [] : ["Việc này đã thôi hiệu lực."];
    }

    public async Task<(Outcome Outcome, Guid? OccurrenceId)> HandleAsync(AskInput input, CancellationToken cancel = default)
    {
        var obligation = await db.Set<Obligation>().AsNoTracking().FirstOrDefaultAsync(o => o.Id == input.ObligationId, cancel);
        if (obligation is null || !access.MayRead(obligation.UnitId, obligation.AssignerId)) return (Outcome.NotFound, null);
        if (WhyNot(obligation) is { Count: > 0 } why) return (access.MayJudge(obligation.UnitId, obligation.AssignerId) ? Outcome.Refused(why) : Outcome.Denied(why[0]), null);
        if (await SentAsync(input, cancel) is { } before) return (Outcome.Already, before);
        var today = clock.Today;
        if (Problems(input, today) is { Count: > 0 } problems) return (Outcome.Refused(problems), null);

        var book = (await books.OfAsync(obligation.TaskProvinceId, cancel)).For(obligation.AssignerId);
        var context = book.ContextOf(new PlanCalendar(obligation.PlanDate, new DateSpan(obligation.PlanFrom, obligation.PlanTo)), obligation.RegimeCode, directory.Find(obligation.AssignerId));
        var sequence = 1 + await db.Set<Occurrence>().CountAsync(o => o.ObligationId == obligation.Id && o.OpensOn == today, cancel);
        var planned = input.DueOn is { } due
            ? OccurrenceGenerator.Ask(obligation.Rule, context, today, due, sequence)
            : OccurrenceGenerator.Ask(obligation.Rule, context, today, new DutyOffset(input.Days!.Value, input.Working), sequence);
        planned = planned with { Why = [.. planned.Why, $"Nội dung yêu cầu: {input.What!.Trim()}"] };
        var occurrence = DutyPatterns.OccurrenceOf(obligation, planned);
        occurrence.FormKey = input.FormKey;
        await db.Database.ExecuteSqlAsync($"INSERT INTO due_reason (province_id, id, sentences, version) VALUES ({obligation.ProvinceId}, {occurrence.DueReasonId}, {planned.Why.ToArray()}, 1) ON CONFLICT DO NOTHING", cancel);
        db.Add(occurrence);
        db.Because("occurrence.ask", input.What);
        var outcome = await db.SaveOnceAsync(occurrence.Id, input.FormKey, cancel, () => notices.AskedAsync(occurrence, obligation, input.What, cancel));
        return (outcome, outcome.Succeeded ? occurrence.Id : null);
    }

    private Task<Guid?> SentAsync(AskInput input, CancellationToken cancel) =>
        db.Set<Occurrence>().Where(o => o.ObligationId == input.ObligationId && o.FormKey == input.FormKey).Select(o => (Guid?)o.Id).FirstOrDefaultAsync(cancel);

    private static List<string> Problems(AskInput input, DateOnly today)
    {
        var problems = new List<string>();
        if (string.IsNullOrWhiteSpace(input.What)) problems.Add("Hãy ghi nội dung yêu cầu.");
        if (input is { Days: null, DueOn: null }) problems.Add("Hãy chọn số ngày hoặc một ngày hạn.");
        if (input.DueOn is { } due && due < today) problems.Add($"Hạn {VietnameseFormat.Date(due)} đã qua.");
        if (input.DueOn is { } far && far.Year > today.Year + 5) problems.Add($"Hạn {VietnameseFormat.Date(far)} quá xa; hãy kiểm tra lại năm.");
        if (input.DueOn is null && input.Days is < 1 or > 365) problems.Add("Số ngày phải từ 1 đến 365.");
        return problems;
    }
}
