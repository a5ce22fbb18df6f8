using LanToa.Platform.Text;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans;

/// <summary>Which issued plan a document that is being taken in amends, as a person says.</summary>
public sealed class AmendedPlan(PlanAccess access, StartAmendment start, PlanVersions versions, ImportDesk desk)
{
    private const int MostOffered = 100;

    /// <summary>The plan, where this person may see it.</summary>
    public Task<Plan?> FindAsync(Guid plan, CancellationToken cancel = default) => access.Visible().AsNoTracking().FirstOrDefaultAsync(p => p.Id == plan, cancel);

    /// <summary>Why no document can amend the plan now; one that is under way comes first. <paramref name="issuer"/>: who issued the document, once that is known.</summary>
    public async Task<IReadOnlyList<string>> WhyNotAsync(Guid plan, Guid? issuer = null, CancellationToken cancel = default)
    {
        if (await FindAsync(plan, cancel) is not { } amended) return ["Không tìm thấy kế hoạch được điều chỉnh trong phạm vi của bạn."];
        if (start.WhyNot(amended) is { Count: > 0 } why) return why;
        if (issuer is { } other && other != amended.IssuerId) return [$"{amended.Called()} do cơ quan khác ban hành; hãy chọn đúng kế hoạch được điều chỉnh, hoặc sửa cơ quan ban hành của văn bản."];
        return await versions.OpenAsync(plan, cancel) is { } open ? [$"{amended.Called()} đã có {PlanVersions.WordsOf(open)}; hãy áp dụng hoặc thu hồi bản đó trước."] : [];
    }

    /// <summary>The plans of the issuer that a document could amend, the latest first.</summary>
    public async Task<IReadOnlyList<Plan>> OfferedAsync(Guid issuer, CancellationToken cancel = default) =>
        [.. (await access.Visible().AsNoTracking().Where(p => p.IssuerId == issuer && p.AmendsId == null && (p.State == PlanState.Issued || p.State == PlanState.InProgress)).OrderByDescending(p => p.Date).Take(MostOffered).ToListAsync(cancel)).Where(p => start.WhyNot(p).Count == 0)];

    /// <summary>Chooses the plan; null: the document is a plan of its own.</summary>
    public async Task<ImportStep> ChooseAsync(Guid importId, Guid? plan, CancellationToken cancel = default)
    {
        var import = await desk.FindAsync(importId, cancel);
        if (desk.WhyNot(import) is { Count: > 0 } denied) return new ImportStep(denied);
        if (import!.AmendsId == plan) return new ImportStep([]);
        if (plan is { } amended && await WhyNotAsync(amended, import.IssuerId, cancel) is { Count: > 0 } why) return new ImportStep(why);
        import.AmendsId = plan;
        return await desk.SaveAsync("plan-import.amends", cancel);
    }

    /// <summary>Whether a title says that the document changes only parts of the plan.</summary>
    public static bool SaysPart(string? title) => Folding.Fold(title) is var said && (said.Contains("sua doi", StringComparison.Ordinal) || said.Contains("bo sung", StringComparison.Ordinal) || said.Contains("dieu chinh mot so", StringComparison.Ordinal));
}
