using LanToa.Contracts.Organizations;

namespace LanToa.Planning.Organizations;

/// <summary>What each form of reorganization is made of: how many old bodies and how many new ones.</summary>
internal static class SuccessionForms
{
    /// <summary>What does not fit the form (Vietnamese).</summary>
    public static IEnumerable<string> WhyNot(SuccessionInput input, Func<Guid, OrganizationInfo?> find)
    {
        var from = input.Lines.Select(l => l.FromId).Distinct().ToList();
        var to = input.Lines.Select(l => l.ToId).OfType<Guid>().Distinct().ToList();
        if (input.Kind == SuccessionKind.Abolish)
        {
            if (to.Count > 0) yield return "Giải thể thì không có cơ quan kế thừa. Hãy để trống, hoặc chọn hình thức khác.";
            yield break;
        }
        if (input.Lines.Any(l => l.ToId is null))
        {
            yield return $"{input.Kind.Words()} thì mỗi dòng phải có cơ quan kế thừa. Không có ai kế thừa thì chọn Giải thể.";
            yield break;
        }
        switch (input.Kind)
        {
            case SuccessionKind.Rename when from.Count != 1 || to.Count != 1:
                yield return "Đổi tên là một cơ quan cũ thành một cơ quan mới. Mỗi lần đổi tên hãy ghi nhận riêng.";
                break;
            case SuccessionKind.Rename when find(to[0]) is { } renamed && renamed.ValidFrom < input.EffectiveOn:
                yield return $"{renamed.Name} đã có từ trước ngày đổi tên nên không phải tên mới. Hãy thêm cơ quan mang tên mới, hoặc chọn Hợp nhất, sáp nhập.";
                break;
            case SuccessionKind.Merge when to.Count != 1:
                yield return "Hợp nhất, sáp nhập thì mọi cơ quan cũ vào cùng một cơ quan. Vào các cơ quan khác nhau thì ghi nhận từng lần.";
                break;
            // One body alone merges into one that was there before.
            case SuccessionKind.Merge when from.Count == 1 && find(to[0]) is { } heir && heir.ValidFrom >= input.EffectiveOn:
                yield return "Hợp nhất cần ít nhất hai cơ quan cũ, hoặc một cơ quan sáp nhập vào cơ quan đã có từ trước. Chỉ một cơ quan cũ thành một cơ quan mới thì chọn Đổi tên.";
                break;
            case SuccessionKind.Split when from.Count != 1 || to.Count < 2:
                yield return "Chia, tách là một cơ quan cũ thành ít nhất hai cơ quan, mỗi cơ quan một dòng với tỷ lệ của nó.";
                break;
            case SuccessionKind.Transfer when from.Exists(id => input.Lines.Where(l => l.FromId == id).All(l => l.ToId == id)):
                yield return "Chuyển giao nhiệm vụ thì phải có cơ quan khác nhận.";
                break;
        }
    }

    /// <summary>A body that would carry on itself through others, where all is effective on one day; null when there is none.</summary>
    public static Guid? RingIn(IEnumerable<(Guid From, Guid To)> lines)
    {
        var next = lines.Where(l => l.From != l.To).ToLookup(l => l.From, l => l.To);
        foreach (var start in next.Select(n => n.Key))
        {
            var seen = new HashSet<Guid>();
            var open = new Queue<Guid>(next[start]);
            while (open.TryDequeue(out var body))
            {
                if (body == start) return start;
                if (!seen.Add(body)) continue;
                foreach (var further in next[body]) open.Enqueue(further);
            }
        }
        return null;
    }
}
