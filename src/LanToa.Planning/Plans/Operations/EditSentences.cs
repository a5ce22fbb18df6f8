using LanToa.Planning.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans;

/// <summary>
/// A sentence of a drafted plan that asks nobody for anything, as a person writes it. Version 0 is a new one, whose id the form gives. <paramref name="After"/> is the key of the
/// sentence behind which it stands; null: the text begins with it. The kind of a sentence that is there already stays.
/// </summary>
public sealed record SentenceInput(Guid Id, Guid PlanId, int Version, string Kind, string? Label, string? Text, string? After);

/// <summary>
/// Adds, changes, moves and removes the sentences around the tasks of a plan that is written here: grounds, purposes, how it is carried out. The plan's history has the words of before and after.
/// </summary>
public sealed class EditSentences(LanToaDb db, PlanRights rights)
{
    public const string CreateVerb = "plan-sentence.create", ChangeVerb = "plan-sentence.change", RemoveVerb = "plan-sentence.remove";
    private const int LongestText = 5_000, LongestLabel = 20;

    /// <summary>The kinds that a person writes, as the text has them, in words.</summary>
    public static readonly IReadOnlyList<(string Kind, string Words)> Kinds =
        [("basis", "Căn cứ"), ("heading", "Tên mục"), ("paragraph", "Đoạn văn"), ("item", "Gạch đầu dòng, điểm, khoản"), ("recipients", "Nơi nhận")];

    public static string KindWords(string kind) => kind switch { "table-cell" => "Ô của bảng", _ => Kinds.FirstOrDefault(k => k.Kind == kind).Words ?? "" };

    /// <summary>Why this person cannot write around the tasks of the plan now.</summary>
    public IReadOnlyList<string> WhyNot(Plan plan) => rights.WhyNotEdit(plan) is { Count: > 0 } why ? why
        : plan.SourceFileId is not null ? ["Lời văn của kế hoạch này là của văn bản đã tải lên nên giữ nguyên; chỉ sửa được nhiệm vụ."] : [];

    /// <summary>The same for one sentence: what a task says is changed there, what the head says in the plan's facts.</summary>
    public async Task<IReadOnlyList<string>> WhyNotAsync(Plan plan, PlanStatement sentence, CancellationToken cancel = default)
    {
        if (WhyNot(plan) is { Count: > 0 } why) return why;
        if (!IsWritten(sentence.Kind)) return ["Phần này lấy theo thông tin của kế hoạch; hãy sửa ở “Sửa thông tin”."];
        var own = sentence.Key.StartsWith(TaskSentences.OwnKey, StringComparison.Ordinal);
        return own || await db.Set<PlanTask>().AnyAsync(t => t.PlanId == plan.Id && t.State == TaskState.Active && t.StatementKeys.Contains(sentence.Key), cancel) ? ["Câu này có nhiệm vụ; hãy sửa hoặc rút nhiệm vụ, câu đi theo."] : [];
    }

    /// <summary>Whether people write such a sentence: head, title and signature are made from the plan's facts.</summary>
    public static bool IsWritten(string kind) => KindWords(kind).Length > 0;

    public async Task<PlanEdit> SaveAsync(SentenceInput input, CancellationToken cancel = default)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await db.LockPlanAsync(input.PlanId, cancel) is not { } plan || input.Id == Guid.Empty) return PlanEdit.Refused(["Không tìm thấy kế hoạch trong phạm vi của bạn."]);
        if (WhyNot(plan) is { Count: > 0 } why) return PlanEdit.Refused(why);
        // Who receives it is told from who is only named there by the dash.
        var (label, text) = (string.IsNullOrWhiteSpace(input.Label) ? input is { Version: 0, Kind: "recipients" } ? "-" : null : input.Label.Trim(), input.Text?.Trim() ?? "");
        var problems = Problems(input, label, text);
        if (problems.Count > 0) return new PlanEdit(problems);
        var all = await db.Set<PlanStatement>().AsNoTracking().Where(s => s.PlanId == plan.Id).OrderBy(s => s.Ordinal).ThenBy(s => s.Id).ToListAsync(cancel);
        var sentence = all.Find(s => s.Id == input.Id);
        if (input.After is { } behind && all.TrueForAll(s => s.Key != behind)) return new PlanEdit([new("After", "Câu đứng trước không còn trong kế hoạch; hãy chọn lại.")]);
        if (input.Version == 0)
        {
            if (sentence is not null)
                return (sentence.Label, sentence.Words) == (label, text) ? PlanEdit.Done : PlanEdit.Refused(["Câu đã được thêm từ biểu mẫu này rồi, nên những gì bạn vừa sửa ở đây chưa được lưu. Hãy mở câu đó trong phần “Văn bản” rồi sửa."]);
            var above = input.Kind == "heading" || input.After is null ? null : all.Take(all.FindIndex(s => s.Key == input.After) + 1).LastOrDefault(s => s.Kind == "heading");
            db.Add(new PlanStatement
            {
                ProvinceId = plan.ProvinceId, Id = input.Id, PlanId = plan.Id, Ordinal = await RoomAsync(plan.Id, all, input.After, cancel), Key = KeyOf(input.Id), Kind = input.Kind, Label = label, Path = [.. above?.Path ?? []], Text = text,
            });
            return await DoneAsync(plan, CreateVerb, $"“{text}”", transaction, cancel);
        }
        if (sentence is null) return PlanEdit.Refused(["Câu này đã được bỏ khỏi kế hoạch. Chưa lưu gì; cần thì thêm câu mới."]);
        if (await WhyNotAsync(plan, sentence, cancel) is { Count: > 0 } not) return PlanEdit.Refused(not);
        if (input.After == sentence.Key) return new PlanEdit([new("After", "Câu không thể đứng sau chính nó; hãy chọn lại.")]);
        var (said, moves) = ((sentence.Label, sentence.Words), Before(all, sentence) != input.After);
        if (said == (label, text) && !moves) return PlanEdit.Done;
        if (sentence.Version != input.Version) return PlanEdit.Stale;
        if (said != (label, text))
        {
            var row = await db.Set<PlanStatement>().FirstAsync(s => s.Id == sentence.Id, cancel);
            row.Label = label;
            if (row.Words != text) row.Restate(text, []);
        }
        // Places are no part of what two people edit: the versions of the sentences stand.
        if (moves && await RoomAsync(plan.Id, all, input.After, cancel) is var place) await db.Set<PlanStatement>().Where(s => s.Id == sentence.Id).ExecuteUpdateAsync(set => set.SetProperty(s => s.Ordinal, place), cancel);
        return await DoneAsync(plan, ChangeVerb, said == (label, text) ? $"Đổi chỗ “{PlanWords.Short(text, 200)}”" : $"“{$"{said.Label} {said.Words}".Trim()}” → “{$"{label} {text}".Trim()}”", transaction, cancel);
    }

    public async Task<PlanEdit> RemoveAsync(Guid id, Guid planId, int version, CancellationToken cancel = default)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await db.LockPlanAsync(planId, cancel) is not { } plan) return PlanEdit.Refused(["Không tìm thấy kế hoạch trong phạm vi của bạn."]);
        if (WhyNot(plan) is { Count: > 0 } why) return PlanEdit.Refused(why);
        // Pressed twice: the first press has removed it.
        if (await db.Set<PlanStatement>().FirstOrDefaultAsync(s => s.Id == id && s.PlanId == planId, cancel) is not { } sentence) return PlanEdit.Done;
        if (await WhyNotAsync(plan, sentence, cancel) is { Count: > 0 } not) return PlanEdit.Refused(not);
        if (sentence.Version != version) return PlanEdit.Stale;
        var moved = await DraftText.CloseUpAsync(db, plan, sentence, cancel);
        db.Remove(sentence);
        return await DoneAsync(plan, RemoveVerb, $"“{$"{sentence.Label} {sentence.Words}".Trim()}”{(moved.Count > 0 ? $"; các câu sau đánh số lại: {string.Join(", ", moved)}" : "")}", transaction, cancel);
    }

    /// <summary>What a sentence that a person added is called in the text.</summary>
    public static string KeyOf(Guid id) => $"cau-{id:N}";

    /// <summary>The key of the sentence before this one; null where it is the first.</summary>
    public static string? Before(IReadOnlyList<PlanStatement> inOrder, PlanStatement sentence) => inOrder.TakeWhile(s => s.Id != sentence.Id).LastOrDefault()?.Key;

    private static List<FieldProblem> Problems(SentenceInput input, string? label, string text)
    {
        var problems = new List<FieldProblem>();
        if (text.Length == 0) problems.Add(new("Text", "Bạn chưa nhập nội dung câu."));
        else if (text.Length > LongestText) problems.Add(new("Text", $"Câu dài quá {VietnameseFormat.Number(LongestText)} ký tự (đang có {VietnameseFormat.Number(text.Length)}); hãy tách thành nhiều câu."));
        if (label?.Length > LongestLabel) problems.Add(new("Label", $"Số, ký hiệu đầu câu dài quá {LongestLabel} chữ."));
        if (input.Version == 0 && Kinds.All(k => k.Kind != input.Kind)) problems.Add(new("Kind", "Bạn chưa chọn loại câu."));
        return problems;
    }

    /// <summary>The place behind a sentence, or at the beginning; what stands from there on moves on.</summary>
    private async Task<int> RoomAsync(Guid plan, List<PlanStatement> all, string? after, CancellationToken cancel)
    {
        if (all.Count == 0) return 0;
        var place = after is null ? all[0].Ordinal : all.First(s => s.Key == after).Ordinal + 1;
        await db.Set<PlanStatement>().Where(s => s.PlanId == plan && s.Ordinal >= place).ExecuteUpdateAsync(set => set.SetProperty(s => s.Ordinal, s => s.Ordinal + 1), cancel);
        return place;
    }

    private async Task<PlanEdit> DoneAsync(Plan plan, string verb, string words, Microsoft.EntityFrameworkCore.Storage.IDbContextTransaction transaction, CancellationToken cancel)
    {
        db.Touch(plan);
        db.RecordEvent("plan", plan.Id, verb, words);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return PlanEdit.Done;
    }
}
