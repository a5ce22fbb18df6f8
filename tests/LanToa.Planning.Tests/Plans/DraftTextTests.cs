using FsCheck;
using FsCheck.Fluent;
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

    // Each sentence: its label (headings are I, II…, points count under them); / removed from the copy, > the label that it was given there, + added to the copy, - added and its task taken out again. The paths are those that
    // a text that was read has ("own"), or none, as where a person wrote the headings.
    [Theory]
    [InlineData("I 1 2 /3", "I 1 2 3")]
    [InlineData("I /1 2 3 II 1", "I 1 2 3 II 1")]
    [InlineData("/I 1 2 II 1", "I 1 2 II 1")]
    [InlineData("I 1 /2 3>2", "I 1 3>2")]
    [InlineData("I 1 2 /3 +3", "I 1 2 +3")]
    [InlineData("I 1 +2 /2 3", "I 1 +2 3")]
    [InlineData("I /1 +1 2", "I +1 2")]
    [InlineData("I 1 2 /3 -3", "I 1 2 3 -3")]
    [InlineData("I 1. /2. 3.>2", "I 1. 3.>2")]
    [InlineData("I 1 2 /3. +3)", "I 1 2 +3)")]
    [InlineData("I 1 2 II 1 /2", "I 1 2 II 1 2")]
    [InlineData("I 1 /2 II 1 2", "I 1 2 II 1 2")]
    [InlineData("I 1 a b 2 a /b", "I 1 a b 2 a b")]
    [InlineData("I 1 2 3 1 /2 3", "I 1 2 3 1 2 3")]
    [InlineData("I 1 2 /1 2", "I 1 2 1 2")]
    [InlineData("I 1 /2 1 +2", "I 1 2 1 +2")]
    [InlineData("I 1 2 /II /1 /2 III>II 1 2", "I 1 2 III>II 1 2")]
    [InlineData("I 1 /II +II 1 /2 3", "I 1 +II 1 2 3")]
    [InlineData("I 1 /II /1 /2 /3 +II +1 +2 III 1", "I 1 +II +1 +2 III 1")]
    [InlineData("I 1 2 +a +b /3 4", "I 1 2 +a +b 3 4")]
    [InlineData("I 1 +2 +a /II III 1", "I 1 +2 +a II III 1")]
    [InlineData("1 /2 3 I 1 2", "1 2 3 I 1 2")]
    [InlineData("I /1 /a /b 2 a", "I 1 a b 2 a")]
    [InlineData("I 1 1.1 /1.2 2 2.1 2.2", "I 1 1.1 1.2 2 2.1 2.2")]
    [InlineData("I 1 /2 /2.1 3>2 3.1>2.1", "I 1 3>2 3.1>2.1")]
    public void WithRemoved_NumberedSentenceStandsWhereItWas_NotWhereAnotherBearsItsNumberThere(string given, string becomes)
    {
        var all = given.Split(' ').Select((g, n) => (Given: g, Was: g.TrimStart('/', '+', '-').Split('>')[0], Is: g.TrimStart('/', '+', '-').Split('>')[^1], Key: $"k{n}")).ToList();
        foreach (var read in (bool[])[true, false])
        {
            string? heading = null;
            PlanStatement Sentence((string Given, string Was, string Is, string Key) line, string label)
            {
                var isHeading = line.Was.All(c => "IVX".Contains(c));
                if (isHeading) heading = line.Was;
                // What a person adds has the path of its heading, what was read its own.
                List<string> path = !read ? [] : isHeading ? [line.Was] : [.. heading is null ? Array.Empty<string>() : [heading], .. line.Given[0] is '+' or '-' ? Array.Empty<string>() : [line.Was]];
                return new PlanStatement { ProvinceId = 99, PlanId = Plan, Key = line.Key, Kind = isHeading ? "heading" : "item", Label = label, Path = path, Text = line.Given };
            }
            List<PlanStatement> plan = [.. all.Where(l => l.Given[0] is not ('+' or '-')).Select(l => Sentence(l, l.Was))];
            heading = null;
            List<PlanStatement> said = [.. all.Where(l => l.Given[0] != '/').Select(l => Sentence(l, l.Is))];
            string.Join(' ', Repealed.WithRemoved(said, plan, s => s.Text[0] == '-').Select(s => s.Text.TrimStart('/'))).ShouldBe(becomes, $"paths: {read}");
        }
    }

    /// <summary>Where sentences are only removed, every number of the plan is there in its order, whatever the text counts how.</summary>
    [Fact]
    public void WithRemoved_AnyText_HasEveryNumberOfThePlan()
    {
        var line = from kind in Gen.Elements("heading", "item", "item", "item", "paragraph") from label in Gen.Elements(null, "I.", "II.", "1.", "2.", "1.1.", "a)", "b)", "-", "Điều 1") from isRemoved in Gen.Elements(true, false) select (kind, label, isRemoved);
        Prop.ForAll(line.ListOf().Where(l => l.Count < 20).ToArbitrary(), lines =>
        {
            var plan = Text([.. lines.Select(l => (l.kind, l.label, "Lời"))]);
            var said = plan.Where((_, n) => !lines[n].isRemoved).ToList();
            Repealed.WithRemoved(said, plan).Select(s => s.Key).ShouldBe(plan.Where(s => said.Contains(s) || s.Label?.Any(char.IsLetterOrDigit) == true).Select(s => s.Key));
        }).QuickCheckThrowOnFailure();
    }

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
        Repealed.WithoutInner([.. Points.Select((s, n) => (s, n is 0 or 1 or 2))]).Select(p => p.Sentence.Label).ShouldBe(["I.", "1.", "2.", "a)", "-", "b)", "3.", null], "over what stays each number stays");
    }

    [Fact]
    public void Replaced_HeadingOrPointWithoutANumber_GoesWithAllThatCountsUnderIt()
    {
        var text = Text(("heading", "I.", "NHIỆM VỤ"), ("heading", null, "Sở Nội vụ"), ("item", "1.", "Kiểm tra"), ("heading", null, "Sở Y tế"), ("item", "1.", "Phát tờ rơi"), ("item", "2.", "Treo pa nô"), ("heading", null, "Sở Tài chính"), ("item", "1.", "Bố trí kinh phí"), ("paragraph", null, "Các xã:"), ("item", "-", "Phát thanh"), ("item", "a)", "Họp thôn"));
        Replaced(text, Task(TaskState.Active, "k2"), Task(TaskState.Withdrawn, "k4"), Task(TaskState.Withdrawn, "k5"), Task(TaskState.Withdrawn, "k8"), Task(TaskState.Withdrawn, "k9"), Task(TaskState.Withdrawn, "k10"))
            .ShouldBe(["I. NHIỆM VỤ", "Sở Nội vụ", "1. Kiểm tra", "Sở Tài chính", "1. Bố trí kinh phí"]);
        // A task's own sentence has a number only where the text has no heading of its section.
        List<PlanStatement> own = [.. Text(("heading", "I.", "Báo chí"), ("item", null, "Viết bài")), Own("tay-1", "Đưa tin", "I. Báo chí"), Own("tay-2", "Tập huấn", "II. Hội nghị")];
        Replaced(own, Task(TaskState.Withdrawn, "tay-1"), Task(TaskState.Withdrawn, "tay-2")).ShouldBe(["I. Báo chí", "Viết bài", "(được bãi bỏ)"]);
    }

    [Fact]
    public void Replaced_CellOfARow_GoesWithTheRow_OrKeepsItsColumn()
    {
        var text = Text(("table-cell", "TT", "Nội dung"), ("table-cell", null, "Thời gian"), ("table-cell", "1", "In sổ tay"), ("table-cell", null, "Quý I"), ("table-cell", "2", "Treo pa nô"), ("table-cell", null, "Quý II"), ("paragraph", null, "Ghi chú"), ("table-cell", null, "Sở Y tế"), ("table-cell", null, "Phát thanh"), ("table-cell", null, "Quý III"));
        Replaced(text, Task(TaskState.Withdrawn, "k2"), Task(TaskState.Withdrawn, "k5"), Task(TaskState.Active, "k4"), Task(TaskState.Withdrawn, "k8"))
            .ShouldBe(["TT Nội dung", "Thời gian", "1 (được bãi bỏ)", "2 Treo pa nô", "Quý II", "Ghi chú", "Sở Y tế", "(được bãi bỏ)", "Quý III"]);
    }

    /// <summary>Whatever was written anew, added, moved or taken out: what is not taken out is said word for word, in its order, and what is taken out is said no more.</summary>
    [Fact]
    public void Replaced_AnyWorkingCopy_LosesNoWordOfWhatIsNotTakenOut()
    {
        string[] words = ["tuyên truyền", "mỗi quý", "chuyên mục", "hội nghị", "kinh phí", "dự toán", "Sở Tài chính", "tham mưu"];
        var sentence = from count in Gen.Choose(1, 4) from said in Gen.Elements(words).ListOf(count) select string.Join(' ', said);
        var line = from kind in Gen.Elements("heading", "item", "item", "item", "paragraph", "table-cell") from label in Gen.Elements(null, "I.", "1.", "2.", "1.1.", "a)", "b)", "-")
                   from before in sentence from after in sentence from fate in Gen.Choose(0, 9) select (kind, label, before, after, fate);
        Prop.ForAll(line.ListOf().Where(l => l.Count < 14).ToArbitrary(), lines =>
        {
            // 0: written anew; 1, 2: its task taken out; 3: a new sentence; 4: a new one that was taken out again; 5: another one's task called a new one; 6: removed by hand; else as it was.
            var was = Text([.. lines.Select(l => (l.kind, l.label, l.before))]);
            var said = Text([.. lines.Select(l => (l.kind, l.label, l.fate is 0 or 3 or 4 or 5 ? l.after : l.before))]).Where((_, n) => lines[n].fate != 6).ToList();
            List<PlanTask> tasks = [.. lines.Select((l, n) => l.fate switch { 1 or 2 or 4 => Task(TaskState.Withdrawn, $"k{n}"), 5 => Task(TaskState.Active, $"k{n}"), _ => null }).OfType<PlanTask>()];
            foreach (var task in tasks.Where(t => t.State == TaskState.Active)) task.StandsAlone = true;
            was.RemoveAll(s => lines[PlaceOf(s)].fate is 3 or 4);
            var left = PlanContents.LeftOut(Copy, said, tasks);
            var next = Next(said, was, tasks, left);
            next.Where(s => !s.IsOut).Select(s => (s.Sentence.Key, s.Sentence.Words)).ShouldBe(said.Where(s => !left.Contains(s.Key)).Select(s => (s.Key, s.Words)));
            next.TrueForAll(s => !s.IsOut || (left.Contains(s.Sentence.Key) && lines[PlaceOf(s.Sentence)].fate != 4)).ShouldBeTrue();
            PlanContents.LeftOut(new Plan { ProvinceId = 99, Kind = "Kế hoạch", Title = "", AmendsId = Plan, SourceFileId = Plan }, said, tasks).ShouldBeEmpty("what was signed stands as it was signed");
        }).QuickCheckThrowOnFailure();
    }

    private static int PlaceOf(PlanStatement sentence) => int.Parse(sentence.Key.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture);

    private static readonly Plan Copy = new() { ProvinceId = 99, Kind = "Kế hoạch", Title = "", AmendsId = Plan, AmendsWhole = true };

    private static PlanStatement Own(string key, string words, string section) => new() { ProvinceId = 99, PlanId = Plan, Key = key, Kind = "item", Path = [section], Text = words };

    private static IEnumerable<string> Replaced(List<PlanStatement> text, params PlanTask[] tasks) =>
        Next(text, text, tasks, PlanContents.LeftOut(Copy, text, tasks)).Select(s => $"{s.Sentence.Label} {(s.IsOut ? Repealed.Words : s.Sentence.Words)}".Trim());

    private static List<(PlanStatement Sentence, bool IsOut)> Next(List<PlanStatement> said, List<PlanStatement> was, IReadOnlyList<PlanTask> tasks, IReadOnlySet<string> left)
    {
        var before = Contents(was, tasks);
        return Repealed.Next(said, before.Statements, PlanDifference.Of(before, Contents([.. said.Where(s => !left.Contains(s.Key))], [.. tasks.Where(t => t.State == TaskState.Active)])));
    }

    private static PlanContent Contents(IReadOnlyList<PlanStatement> text, IReadOnlyList<PlanTask> tasks) => new("Kế hoạch", null, [.. text.Select(s => new StatementContent(s.Key, s.Kind, s.Label, s.Path, s.Words))],
        [.. tasks.Select(t => new TaskContent(t.Id, t.StatementKeys[0], null, "", [], [], "") { StatementKeys = [.. t.StatementKeys], StandsAlone = t.StandsAlone })]);

    [Theory]
    // Each: the label, + added to the copy, - its task taken out; / where it was removed by hand. Headings are I, II…, points count under them.
    [InlineData("I 1 2 +-3 +4 +5 II 1", "I 1 2 3 4 II 1")]
    [InlineData("I 1 2 +3 +-4 +5", "I 1 2 3 4")]
    [InlineData("I 1 -2 +3 +-4 +5", "I 1 2 3 4")]
    [InlineData("I 1 2 +/3 +4", "I 1 2 3")]
    [InlineData("I 1 2 /3 +4", "I 1 2 3 4")]
    [InlineData("I +1 +-2 +3 II +-1 +2", "I 1 2 II 1")]
    [InlineData("I 1 II 1 +-III +-1 +IV +1", "I 1 II 1 III 1")]
    [InlineData("I 1 2 4 +-5 +6", "I 1 2 4 5")]
    [InlineData("I a b +-c +d +đ", "I a b c d")]
    [InlineData("I 1 1.1 1.2 +-1.3 +1.4 2", "I 1 1.1 1.2 1.3 2")]
    [InlineData("I 1 1.1 1.8 +-1.9 +1.10 2", "I 1 1.1 1.8 1.9 2")]
    [InlineData("I 1 2 +-3 +3 +4", "I 1 2 3 4")]
    [InlineData("I 1 2 +3 +-3 +4", "I 1 2 3 4")]
    [InlineData("I 1 +-2 3", "I 1 3")]
    public void Copy_WhatWasAddedAndIsOutAgain_LeavesNoGap_WhatWasIssuedKeepsItsNumber(string given, string becomes)
    {
        var all = given.Split(' ').Select((g, n) => (Label: g.TrimStart('+', '-', '/'), IsAdded: g.Contains('+'), IsOut: g.Contains('-'), IsRemoved: g.Contains('/'), Key: $"k{n}")).ToList();
        List<PlanStatement> Sentences(IEnumerable<(string Label, bool IsAdded, bool IsOut, bool IsRemoved, string Key)> of) =>
            [.. of.Select(l => new PlanStatement { ProvinceId = 99, PlanId = Plan, Key = l.Key, Kind = l.Label.All(c => "IVX".Contains(c)) ? "heading" : "item", Label = $"{l.Label}.", Text = $"Câu {l.Key}" })];
        var (plan, said) = (Sentences(all.Where(l => !l.IsAdded)), Sentences(all.Where(l => !l.IsRemoved)));
        List<PlanTask> tasks = [.. all.Where(l => !l.IsRemoved).Select(l => Task(l.IsOut ? TaskState.Withdrawn : TaskState.Active, l.Key))];
        var numbers = CopyText.Of(Copy, said, tasks, plan).ShouldNotBeNull();
        string Text() => string.Join(' ', Next(Repealed.WithRemoved(said, plan), plan, tasks, PlanContents.LeftOut(Copy, said, tasks)).Select(s => numbers.LabelOf(s.Sentence)!.TrimEnd('.')));
        Text().ShouldBe(becomes);
        // Back in the copy, everything stands as it was written.
        foreach (var task in tasks) task.State = TaskState.Active;
        numbers = CopyText.Of(Copy, said, tasks, plan).ShouldNotBeNull();
        if (!given.Contains('/')) said.ShouldAllBe(s => numbers.LabelOf(s) == s.Label);
        // A document that was signed says what it says.
        CopyText.Of(new Plan { ProvinceId = 99, Kind = "Kế hoạch", Title = "", AmendsId = Plan, AmendsWhole = true, SourceFileId = Plan }, said, tasks, plan).ShouldBeNull();
    }

    [Fact]
    public void Copy_SectionsThatOnlyTasksName_CountOnOverOneThatWasAddedAndIsOutAgain()
    {
        (string Section, TaskState State, bool IsAdded)[] given = [("I. Báo chí", TaskState.Active, false), ("II. Hội nghị", TaskState.Withdrawn, false), ("III. Pa nô", TaskState.Withdrawn, true), ("IV. Tờ rơi", TaskState.Active, true), ("V. Loa", TaskState.Active, true)];
        var tasks = given.Select((g, n) => new PlanTask { ProvinceId = 99, PlanId = Plan, Ordinal = n, Text = $"Việc {n}", Section = g.Section, State = g.State, StatementKeys = [$"tay-{n}"] }).ToList();
        List<PlanStatement> text = [.. tasks.Select(t => Own(t.StatementKeys[0], t.Text, t.Section!))];
        var numbers = CopyText.Of(Copy, text, tasks, [.. text.Where((_, n) => !given[n].IsAdded)]).ShouldNotBeNull();
        tasks.Select(numbers.SectionOf).ShouldBe(["I. Báo chí", "II. Hội nghị", "III. Pa nô", "III. Tờ rơi", "IV. Loa"]);
        text.Select(s => numbers.PathOf(s).Single()).ShouldBe(tasks.Select(numbers.SectionOf));
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

    /// <summary>- withdrawn, + added later: such a task is the last one, and its sentence stands with its section.</summary>
    [Theory]
    [InlineData("-I II +I", "II I")]
    [InlineData("I -II III IV +III", "I II III II")]
    [InlineData("-I II +-I III +II", "I II I")]
    [InlineData("I -1 2 II 1 2", "I 1 II 1 2")]
    [InlineData("I 1 2 II -1 2", "I 1 2 II 1")]
    [InlineData("I 1 -2 3 II 1 2 +1", "I 1 2 II 1 2 1")]
    [InlineData("II -I +II", "II II")]
    [InlineData("I -1 2 II +1", "I 2 II 1")]
    [InlineData("I -1 2 II 1 +2", "I 1 II 1 1")]
    [InlineData("I 1 -2 II +2 1", "I 1 II 2 1")]
    public void SectionOf_TaskThatWasAddedLater_StandsInItsSection(string given, string becomes)
    {
        var tasks = given.Split(' ').Select((g, n) => new PlanTask { ProvinceId = 99, PlanId = Plan, Ordinal = n, Text = $"Việc {n}", Section = $"{g.TrimStart('-', '+')}. Mục {g.TrimStart('-', '+')}", State = g.Contains('-') ? TaskState.Withdrawn : TaskState.Active, StatementKeys = [$"tay-{n}"] }).ToList();
        List<PlanStatement> text = [];
        foreach (var (task, n) in tasks.Select((t, n) => (t, n)))
        {
            var behind = given.Split(' ')[n][0] == '+' ? text.FindLastIndex(s => s.Path[0] == task.Section) : text.Count - 1;
            text.Insert(behind + 1, Own(task.StatementKeys[0], task.Text, task.Section!));
        }
        var draft = DraftText.Of(text, tasks);
        tasks.Where(t => t.State == TaskState.Active).Select(t => draft.SectionOf(t)!.Split('.')[0]).ShouldBe(becomes.Split(' '));
        draft.Printed(text).Select(s => s.Path[0].Split('.')[0]).ShouldBe(text.Select(s => tasks.Single(t => t.StatementKeys[0] == s.Key)).Where(t => t.State == TaskState.Active).Select(t => draft.SectionOf(t)!.Split('.')[0]));
    }
}
