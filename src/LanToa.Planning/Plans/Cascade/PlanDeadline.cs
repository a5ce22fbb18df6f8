using LanToa.Planning.Obligations.Rules;
using LanToa.Platform.Text;

namespace LanToa.Planning.Plans;

/// <summary>The task by which a plan asks its units for plans of their own ("Xây dựng kế hoạch …, ban hành trước ngày 31/3"): their issued plan is its answer.</summary>
public static class PlanDeadline
{
    private static readonly string[] Asks = ["xay dung ke hoach", "ban hanh ke hoach", "xay dung, ban hanh ke hoach", "xay dung va ban hanh ke hoach", "lap ke hoach"];

    // What stands far back in a sentence is said of something else ("kiểm tra việc xây dựng kế hoạch").
    private const int Begins = 40;

    public static bool IsAskedBy(string text)
    {
        var folded = Folding.Fold(text);
        return Array.Exists(Asks, a => folded.IndexOf(a, StringComparison.Ordinal) is >= 0 and < Begins && !folded.StartsWith("kiem tra", StringComparison.Ordinal) && !folded.StartsWith("huong dan", StringComparison.Ordinal));
    }

    /// <summary>By when; null where the task asks for no plan or sets no day.</summary>
    public static DateOnly? Of(string text, DutyRule? rule) => IsAskedBy(text) ? TaskMeasure.Of(rule, []).DoneBy : null;
}
