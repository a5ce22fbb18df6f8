using LanToa.Planning.Organizations;
using System.Security.Cryptography;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans;

/// <summary>How a decision went: how many were decided now, how many had been before, or why not (by field of the form).</summary>
public sealed record CascadeStep(IReadOnlyList<FieldProblem> WhyNot, int Decided = 0, int Before = 0)
{
    public bool IsDone => WhyNot.Count == 0;

    public static CascadeStep Refused(string why, string field = "") => new([new FieldProblem(field, why)]);

    public static CascadeStep Refused(IEnumerable<string> why) => new([.. why.Select(w => new FieldProblem("", w))]);
}

/// <summary>
/// What all decisions about upper tasks share. A unit decides about one upper plan at a time: whoever comes second waits, and then sees what the first one decided.
/// </summary>
public sealed class CascadeDesk(LanToaDb db, Actor actor, CascadeRights rights, CascadeItems items, Clock clock)
{
    public const int LongestReason = 2000;

    public const string NotFound = "Không tìm thấy việc này trong những việc cấp trên giao cho đơn vị; kế hoạch cấp trên có thể vừa được sửa hoặc thu hồi. Hãy tải lại trang.";

    /// <summary>Holds the unit's decisions about the plan until the transaction ends, and reads them. Call it inside one.</summary>
    public async Task<(IReadOnlyList<CascadeItem> Items, CascadeStep? Refused)> HoldAsync(Guid unit, Guid upperPlan, IReadOnlyCollection<Guid> tasks, CancellationToken cancel)
    {
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({$"cascade:{unit}:{upperPlan}"}, 0))", cancel);
        if (await items.OfPlanAsync(unit, upperPlan, cancel) is not { } found) return ([], CascadeStep.Refused(NotFound));
        if (rights.WhyNot(unit, found.Plan.Plan.IssuerId) is { Count: > 0 } why) return ([], CascadeStep.Refused(why));
        var chosen = found.Items.Where(i => tasks.Contains(i.Task.Id)).ToList();
        if (tasks.Count == 0) return ([], CascadeStep.Refused("Bạn chưa chọn việc nào.", "ids"));
        return chosen.Count == tasks.Distinct().Count() ? (chosen, null) : ([], CascadeStep.Refused(NotFound));
    }

    /// <summary>What to tell somebody who decides about what is decided already.</summary>
    public static string Decided(CascadeItem item) =>
        $"“{PlanWords.Short(item.Task.Text)}”: {item.Decision!.DecidedByName} đã quyết định “{item.Kind.Name()}” lúc {VietnameseFormat.DateTime(item.Decision.DecidedAt)}. Hãy xem lại; cần đổi thì bỏ quyết định đó trước.";

    /// <summary>Writes a decision with the tasks that answer (saved by the caller).</summary>
    public async Task WriteAsync(Guid unit, CascadeItem item, CascadeKind kind, string? reason, IReadOnlyList<(Guid Plan, Guid Task, string Words)> answers, CancellationToken cancel)
    {
        var decision = await db.Set<CascadeDecision>().FirstOrDefaultAsync(d => d.UnitId == unit && d.UpperTaskId == item.Task.Id, cancel);
        if (decision is null)
        {
            decision = new CascadeDecision { ProvinceId = db.ProvinceId, Id = IdOf("decision", unit, item.Task.Id, 0), UnitId = unit, UpperProvinceId = item.Upper.ProvinceId, UpperPlanId = item.Upper.Id, UpperTaskId = item.Task.Id };
            db.Add(decision);
        }
        (decision.Kind, decision.Reason) = (kind, string.IsNullOrWhiteSpace(reason) ? null : reason.Trim());
        (decision.Asked, decision.TaskWords) = (CascadeWords.AskedBy(item.Task), string.Join("; ", answers.Select(a => $"“{PlanWords.Short(a.Words, 200)}”")));
        (decision.DecidedAt, decision.DecidedByName) = (clock.Now, actor.Name);
        foreach (var (plan, task, _) in answers) db.Add(new CascadeLink { ProvinceId = db.ProvinceId, DecisionId = decision.Id, PlanId = plan, TaskId = task });
    }

    /// <summary>
    /// A draft that was made from the upper plan answers what it copied: what the unit has not decided yet is taken over. Call it inside the transaction; where this person does not decide for
    /// the unit, nothing is written (saved by the caller).
    /// </summary>
    public async Task TakeOverAsync(Guid unit, Guid upperPlan, IReadOnlyDictionary<Guid, PlanTask> tasks, CancellationToken cancel)
    {
        var (chosen, _) = await HoldAsync(unit, upperPlan, [.. tasks.Keys], cancel);
        foreach (var item in chosen.Where(i => i.Kind == CascadeKind.Open)) await WriteAsync(unit, item, CascadeKind.Adopted, null, [(tasks[item.Task.Id].PlanId, tasks[item.Task.Id].Id, tasks[item.Task.Id].Text)], cancel);
    }

    /// <summary>
    /// The id of what comes of an upper task follows from it, so that a second press makes nothing twice: a version-8 UUID (RFC 9562, 5.8) of the first 128 bits of SHA-256
    /// over what it is, the two ids and a number.
    /// </summary>
    public static Guid IdOf(string what, Guid one, Guid other, int number)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($"lantoa:cascade:{what}:{one:N}:{other:N}:{number}"), hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }

    public static FieldProblem? ReasonProblem(string? reason, bool needed, string because = "") => needed && string.IsNullOrWhiteSpace(reason) ? new("Reason", $"Hãy ghi lý do{(because.Length > 0 ? $": {because}" : "; lý do được ghi vào lịch sử và bảng đối chiếu của cấp trên.")}")
        : reason?.Length > LongestReason ? new("Reason", $"Lý do dài quá {LongestReason} chữ; hãy rút gọn.") : null;
}
