using LanToa.Planning.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans;

/// <summary>For which units words stand from now on, none where they bind nobody.</summary>
public sealed record WordsInput(Guid Id, int Version, IReadOnlyCollection<Guid> Units, string? Reason);

/// <summary>
/// Changes what is remembered of words for later documents, gives it up, or takes it up again. Documents that were checked before stay as they are.
/// </summary>
public sealed class EditWords(LanToaDb db, Actor actor, OrganizationDirectory directory, PlanRights rights, Clock clock)
{
    private const int MostUnits = 500;
    private const int LongestReason = 500;

    /// <summary>Why this person may not decide about it (Vietnamese); empty when they may.</summary>
    public IReadOnlyList<string> WhyNot(WordsMeaning meaning) => actor.CanForProvince(PlanPermissions.Words) ? [] : rights.WhyNot(PlanPermissions.Words, meaning.IssuerId, "sửa hoặc bỏ điều đã nhớ");

    public async Task<PlanEdit> SaveAsync(WordsInput input, CancellationToken cancel = default)
    {
        if (await FindAsync(input.Id, cancel) is not { } meaning) return PlanEdit.Refused(["Không tìm thấy điều đã nhớ này."]);
        if (WhyNot(meaning) is { Count: > 0 } why) return PlanEdit.Refused(why);
        // Pressed twice, or two people of one mind.
        if (!meaning.Forgotten && meaning.Units.ToHashSet().SetEquals(input.Units)) return PlanEdit.Done;
        if (meaning.Version != input.Version) return PlanEdit.Stale;
        if (Problems(input) is { Count: > 0 } problems) return new PlanEdit(problems);
        // Those that stay keep their order.
        meaning.Units = [.. meaning.Units.Where(input.Units.Contains).Union(input.Units)];
        if (meaning.Units.Count == 0) meaning.GroupId = null;
        meaning.Forgotten = false;
        return await StoreAsync(meaning, "words-meaning.change", input.Reason, cancel);
    }

    /// <summary>Gives it up for later documents, or takes it up again.</summary>
    public async Task<PlanEdit> ForgetAsync(Guid id, int version, bool forgotten, string? reason, CancellationToken cancel = default)
    {
        if (await FindAsync(id, cancel) is not { } meaning) return PlanEdit.Refused(["Không tìm thấy điều đã nhớ này."]);
        if (WhyNot(meaning) is { Count: > 0 } why) return PlanEdit.Refused(why);
        if (meaning.Forgotten == forgotten) return PlanEdit.Done;
        if (meaning.Version != version) return PlanEdit.Stale;
        if (ReasonProblem(reason) is { } problem) return new PlanEdit([problem]);
        meaning.Forgotten = forgotten;
        return await StoreAsync(meaning, forgotten ? "words-meaning.forget" : "words-meaning.again", reason, cancel);
    }

    private Task<WordsMeaning?> FindAsync(Guid id, CancellationToken cancel) => db.Set<WordsMeaning>().FirstOrDefaultAsync(m => m.Id == id, cancel);

    private List<FieldProblem> Problems(WordsInput input)
    {
        var problems = new List<FieldProblem>();
        if (input.Units.Count > MostUnits) problems.Add(new("Units", $"Chọn nhiều nhất {MostUnits} đơn vị; bạn đã chọn {input.Units.Count}."));
        else if (input.Units.Any(u => directory.Find(u) is not { } body || (body.ProvinceId != db.ProvinceId && body.ProvinceId != 0 && db.ProvinceId != 0))) problems.Add(new("Units", "Có đơn vị không còn trong danh mục hoặc ở ngoài tỉnh; hãy tìm và chọn lại."));
        if (ReasonProblem(input.Reason) is { } problem) problems.Add(problem);
        return problems;
    }

    private static FieldProblem? ReasonProblem(string? reason) => string.IsNullOrWhiteSpace(reason) ? new("Reason", "Hãy ghi lý do; lý do được ghi vào lịch sử.")
        : reason.Length > LongestReason ? new("Reason", $"Lý do dài quá {LongestReason} chữ; hãy rút gọn.") : null;

    private async Task<PlanEdit> StoreAsync(WordsMeaning meaning, string verb, string? reason, CancellationToken cancel)
    {
        (meaning.ByName, meaning.At) = (actor.Name, clock.Now);
        try
        {
            await db.Because(verb, reason).SaveChangesAsync(cancel);
            return PlanEdit.Done;
        }
        catch (DbUpdateConcurrencyException)
        {
            db.ChangeTracker.Clear();
            return PlanEdit.Stale;
        }
    }
}
