using LanToa.Planning.Plans;

namespace LanToa.Planning.Tests.Plans;

/// <summary>What leaves a text with the task that said it, and what keeps a number.</summary>
public sealed class DraftTextTests
{
    private static readonly Guid Plan = Guid.CreateVersion7();

    private static List<PlanStatement> Text(params (string Kind, string? Label, string Words)[] lines) =>
        [.. lines.Select((l, n) => new PlanStatement { ProvinceId = 99, PlanId = Plan, Ordinal = n, Key = $"k{n}", Kind = l.Kind, Label = l.Label, Text = l.Words })];

    private static PlanTask Task(TaskState state, params string[] keys) => new() { ProvinceId = 99, PlanId = Plan, Text = "", State = state, StatementKeys = [.. keys] };

    private static readonly List<PlanStatement> Points = Text(("heading", "I.", "NHIỆM VỤ"), ("item", "1.", "Tổ chức hội nghị"), ("item", "2.", "Xây dựng chuyên mục, gồm:"), ("item", "a)", "Trên báo"), ("item", "-", "Mỗi tuần"), ("item", "b)", "Trên đài"), ("item", "3.", "Phát tờ rơi"), ("paragraph", null, "Trên đây là Kế hoạch."));

    [Fact]
    public void Printed_PointWhoseTaskWasTakenOut_TakesAlongWhatStandsUnderIt()
    {
        DraftText.Of(Points, [Task(TaskState.Active, "k1"), Task(TaskState.Withdrawn, "k2"), Task(TaskState.Active, "k6")]).Printed(Points).Select(s => $"{s.Label} {s.Text}".Trim())
            .ShouldBe(["I. NHIỆM VỤ", "1. Tổ chức hội nghị", "2. Phát tờ rơi", "Trên đây là Kế hoạch."]);
    }

    [Fact]
    public void Printed_PointUnderWhichATaskStays_Stays()
    {
        DraftText.Of(Points, [Task(TaskState.Withdrawn, "k2"), Task(TaskState.Active, "k5"), Task(TaskState.Withdrawn, "k3")]).Printed(Points).Select(s => s.Label)
            .ShouldBe(["I.", "1.", "2.", "a)", "3.", null], "b is the only letter left");
    }

    [Fact]
    public void Repealed_PointOrHeading_SaysItOnceForAllThatStoodUnderIt()
    {
        var out1 = Repealed.WithoutInner([.. Points.Select((s, n) => (s, n is >= 2 and <= 5))]);
        out1.Select(p => p.Sentence.Label).ShouldBe(["I.", "1.", "2.", "3.", null]);
        Repealed.WithoutInner([.. Points.Select((s, n) => (s, n is 0 or 1 or 2))]).Select(p => p.Sentence.Label).ShouldBe(["I.", "a)", "-", "b)", "3.", null], "what stays, stays");
    }

    [Fact]
    public void SectionOf_SectionsThatOnlyTasksName_CountOnWhenOneIsLeftOut()
    {
        (string Section, TaskState State)[] given = [("I. Báo chí", TaskState.Active), ("II. Hội nghị", TaskState.Withdrawn), ("II. Hội nghị", TaskState.Withdrawn), ("III. Pa nô", TaskState.Active), ("IV. Tờ rơi", TaskState.Active)];
        var tasks = given.Select((g, n) => new PlanTask { ProvinceId = 99, PlanId = Plan, Ordinal = n, Text = $"Việc {n}", Section = g.Section, State = g.State, StatementKeys = [$"tay-{n}"] }).ToList();
        List<PlanStatement> text = [.. tasks.Select((t, n) => new PlanStatement { ProvinceId = 99, PlanId = Plan, Ordinal = n, Key = t.StatementKeys[0], Kind = "item", Path = [t.Section!], Text = t.Text })];
        var draft = DraftText.Of(text, tasks);
        tasks.Where(t => t.State == TaskState.Active).Select(draft.SectionOf).ShouldBe(["I. Báo chí", "II. Pa nô", "III. Tờ rơi"]);
        draft.Printed(text).Select(s => s.Path[0]).ShouldBe(["I. Báo chí", "II. Pa nô", "III. Tờ rơi"]);
    }
}
