using FsCheck;
using FsCheck.Fluent;
using LanToa.Planning.Obligations.Rules;
using LanToa.Planning.Plans;

namespace LanToa.Planning.Tests.Plans;

/// <summary>Two versions compared: pure, whatever the words are.</summary>
public sealed class PlanDifferenceTests
{
    private static readonly string[] Vocabulary = ["tuyên", "truyền", "mỗi", "quý", "01", "02", "chuyên", "mục", "hội", "nghị", "báo", "cáo"];

    private static readonly Gen<string> Sentences = Gen.Elements(Vocabulary).ListOf().Where(w => w.Count is > 0 and < 12).Select(w => string.Join(' ', w));

    // Sentences repeat in real plans ("Thời gian thực hiện: thường xuyên."), and labels start anew under each heading.
    private static readonly Gen<List<StatementContent>> Texts = Sentences.ListOf().Where(t => t.Count < 15).Select(t => t.Select((s, n) => new StatementContent($"k{n}", "item", n % 3 == 0 ? null : $"{(char)('a' + (n % 4))})", [], s)).ToList());

    private static PlanContent Content(IReadOnlyList<StatementContent> statements, params IReadOnlyList<TaskContent> tasks) => new("Kế hoạch", null, statements, tasks);

    private static TaskContent Task(Guid id, string text, string time = "mỗi quý 01", string lead = "Sở Tài chính") => new(id, text, null, "Giao", [new(lead, $"o:{lead}")], [], time) { Rule = time, StatementKeys = [] };

    [Fact]
    public void Compare_DayMovedByAPersonPastTheDayOfApplication_IsCountedAmongWhatStays()
    {
        var (from, given) = (new DateOnly(2026, 6, 5), new DateOnly(2026, 6, 20));
        var extended = new StandingPeriod(Guid.CreateVersion7(), "2026-Q1", new DateOnly(2026, 1, 1), given, true, 1, false, true);
        var past = new StandingPeriod(Guid.CreateVersion7(), "2025-Q4", new DateOnly(2025, 10, 1), new DateOnly(2026, 1, 15), false, 1, false, true);
        var changes = AmendedPeriods.Compare([extended, past], [], new HashSet<string> { "2026-Q1", "2025-Q4" }, true, from);
        (changes.Extended, changes.Past, changes.Ended.Count, changes.Moved.Count).ShouldBe((1, 1, 0, 0));
    }

    [Fact]
    public void Of_AnyTwoTexts_HasEveryStatementOfEitherExactlyOnce_TheLaterInItsOrder() =>
        Prop.ForAll(Texts.ToArbitrary(), Texts.ToArbitrary(), (old, now) =>
        {
            var rows = PlanDifference.Of(Content(old), Content([.. now.Select(s => s with { Key = "n" + s.Key })])).Statements;
            rows.Select(r => r.New).OfType<StatementContent>().Select(s => s.Key).ShouldBe(now.Select(s => "n" + s.Key));
            rows.Select(r => r.Old).OfType<StatementContent>().Select(s => s.Key).ShouldBe(old.Select(s => s.Key), ignoreOrder: true);
            rows.ShouldAllBe(r => r.Old != null || r.New != null);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Of_AVersionWithItself_IsNoDifference() => Prop.ForAll(Texts.ToArbitrary(), text =>
    {
        List<TaskContent> tasks = [.. text.Select(s => Task(Guid.CreateVersion7(), s.Text))];
        PlanDifference.Of(Content(text, tasks), Content(text, tasks)).IsNone.ShouldBeTrue();
        // The same document read again has other tasks with the same words.
        PlanDifference.Of(Content(text, tasks), Content(text, [.. tasks.Select(t => t with { Id = Guid.CreateVersion7() })])).IsNone.ShouldBeTrue();
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Words_OfAnyTwoSentences_GiveBothBackInOrder() => Prop.ForAll(Sentences.ToArbitrary(), Sentences.ToArbitrary(), (before, after) =>
    {
        var parts = WordDifference.Of(before, after);
        string.Join(' ', parts.Where(p => p.Change != WordChange.Added).Select(p => p.Text)).ShouldBe(before);
        string.Join(' ', parts.Where(p => p.Change != WordChange.Removed).Select(p => p.Text)).ShouldBe(after);
        parts.Zip(parts.Skip(1)).ShouldAllBe(p => p.First.Change != p.Second.Change);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Of_TaskWithOtherWordsTimeAndAgency_IsOneChangedTaskThatSaysWhat()
    {
        var (kept, gone, came) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        var rows = PlanDifference.Of(
            Content([], Task(kept, "Xây dựng 01 chuyên mục cải cách hành chính trên Cổng thông tin"), Task(gone, "In tờ rơi phát cho người dân")),
            Content([], Task(came, "Xây dựng 02 chuyên mục cải cách hành chính trên Cổng thông tin", "mỗi tháng 02", "Sở Văn hóa"), Task(Guid.CreateVersion7(), "Tổ chức cuộc thi tìm hiểu dịch vụ công"))).Tasks;
        rows.Select(r => r.Change).ShouldBe([PieceChange.Changed, PieceChange.Removed, PieceChange.Added]);
        rows[0].Fields.Select(f => f.Field).ShouldBe(["Nội dung", "Chủ trì", "Thời hạn"]);
        rows[0].Words.Where(w => w.Change != WordChange.Same).Select(w => (w.Change, w.Text)).ShouldBe([(WordChange.Removed, "01"), (WordChange.Added, "02")]);
    }

    [Fact]
    public void Of_DocumentThatOnlyAmends_KeepsWhatItDoesNotSpeakOf()
    {
        StatementContent one = new("s1", "item", "1.", [], "Việc thứ nhất của kế hoạch năm"), two = new("s2", "item", "2.", [], "Việc hoàn toàn khác không ai nhắc tới");
        var amended = new StatementContent("m1", "item", "1.", [], "Việc thứ nhất của kế hoạch năm, làm xong trước tháng 10");
        TaskContent first = Task(Guid.CreateVersion7(), one.Text) with { StatementKeys = ["s1"] }, second = Task(Guid.CreateVersion7(), two.Text) with { StatementKeys = ["s2"] };
        var difference = PlanDifference.Of(Content([one, two], first, second), Content([new("m0", "header", null, [], "ỦY BAN NHÂN DÂN"), amended], first with { Text = amended.Text, StatementKeys = ["m1"] }), whole: false);
        difference.Tasks.Select(t => t.Change).ShouldBe([PieceChange.Changed, PieceChange.Same]);
        difference.Statements.Select(s => s.Change).ShouldBe([PieceChange.Changed, PieceChange.Same], "the head of the amending document is no sentence of the plan");
    }

    private static readonly DateOnly From = new(2026, 6, 1);

    private static readonly Gen<StandingPeriod> Periods =
        from day in Gen.Choose(0, 200)
        from form in Gen.Choose(0, 2)
        from open in Gen.Elements(true, false)
        from ended in Gen.Elements(true, false)
        from moved in Gen.Elements(true, false)
        let due = new DateOnly(2026, 3, 1).AddDays(day)
        select new StandingPeriod(Guid.CreateVersion7(), form switch { 0 => $"{due:yyyy-MM-dd}", 1 => $"{due:yyyy-MM}", _ => $"ask-{due:yyyy-MM-dd}" }, due.AddDays(-20), due, moved, 1, false, open) { EndedByAmendment = !open && ended, Answered = !open && !ended };

    private static readonly Gen<AskedPeriod> Asked =
        from day in Gen.Choose(0, 200)
        from dated in Gen.Elements(true, false)
        from target in Gen.Elements(1, 2)
        let due = From.AddDays(day)
        select new AskedPeriod(dated ? $"{due:yyyy-MM-dd}" : $"{due:yyyy-MM}", due, target, false);

    [Fact]
    public void Compare_AnyPeriods_LeavesThePastAndTheDone_AndComparedAgainChangesNothing() =>
        Prop.ForAll(Periods.ListOf().ToArbitrary(), Asked.ListOf().ToArbitrary(), (standing, asked) =>
        {
            List<StandingPeriod> before = [.. standing.DistinctBy(s => s.Key)];
            List<AskedPeriod> wanted = [.. asked.DistinctBy(a => a.Key)];
            var changes = AmendedPeriods.Compare(before, wanted, new HashSet<string>(), true, From);
            changes.Ended.Concat(changes.Moved.Select(m => m.From)).ShouldAllBe(p => p.DueOn >= From && (p.Open || p.EndedByAmendment) && !p.IsAsked);
            changes.Moved.ShouldAllBe(m => m.DueOn >= From);
            changes.Counted.ShouldAllBe(m => m.From.Answered && m.DueOn == m.From.DueOn && m.To.Target <= m.From.Target);
            wanted.ShouldAllBe(a => before.Exists(p => p.Key == a.Key) || (changes.Made.Contains(a) ? 1 : 0) + changes.Moved.Count(m => m.To == a) + changes.Counted.Count(m => m.To == a) == 1, "each period that is asked for is answered by one");
            // What came of it: ended ones are ended, moved and counted ones answer the new period, new ones are there.
            var after = before.ConvertAll(p => changes.Counted.FirstOrDefault(m => m.From == p) is { } c ? p with { Key = c.To.Key } : changes.Ended.Contains(p) ? p with { Open = false, EndedByAmendment = true }
                : changes.Moved.FirstOrDefault(m => m.From == p) is { } m ? p with
                {
                    Key = m.To.Key, DueOn = m.DueOn, DueMoved = m.Stays, RuleDueOn = m.Stays ? m.To.DueOn : null, Target = m.To.Target, IsRequest = m.To.IsRequest, Open = true, EndedByAmendment = false,
                } : p);
            after.AddRange(changes.Made.Select(a => new StandingPeriod(Guid.CreateVersion7(), a.Key, a.DueOn, a.DueOn, false, a.Target, a.IsRequest, true)));
            var again = AmendedPeriods.Compare(after, wanted, new HashSet<string>(), true, From);
            (again.Made.Count, again.Moved.Count, again.Ended.Count, again.Counted.Count).ShouldBe((0, 0, 0, 0));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Compare_DaysMoved_WhoDidTheWorkOwesOnlyWhatIsMore() =>
        Prop.ForAll(Periods.ListOf().ToArbitrary(), Asked.ListOf().ToArbitrary(), (standing, asked) =>
        {
            List<StandingPeriod> before = [.. standing.Where(s => s.Key.Length == 10).DistinctBy(s => s.Key)];
            List<AskedPeriod> wanted = [.. asked.Where(a => a.Key.Length == 10).Select(a => a with { Target = 1 }).DistinctBy(a => a.Key)];
            var changes = AmendedPeriods.Compare(before, wanted, new HashSet<string>(), true, From);
            var elsewhere = before.FindAll(p => wanted.TrueForAll(a => a.Key != p.Key));
            var newDays = wanted.Count(a => before.TrueForAll(p => p.Key != a.Key));
            changes.Made.Count.ShouldBe(Math.Max(0, newDays - elsewhere.Count(p => p.Answered || (p.Open && p.DueOn >= From))));
            changes.Counted.Concat(changes.Moved.Where(m => m.ChangesKey)).OrderBy(m => m.From.DueOn).Select(m => m.To.DueOn).ShouldBeInOrder();
        }).QuickCheckThrowOnFailure();
}
