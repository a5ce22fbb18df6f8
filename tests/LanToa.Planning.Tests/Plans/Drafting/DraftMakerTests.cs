using FsCheck;
using FsCheck.Fluent;
using LanToa.Contracts.Organizations;
using LanToa.Planning.Obligations.Rules;
using LanToa.Planning.Organizations;
using LanToa.Planning.Plans;

namespace LanToa.Planning.Tests.Plans.Drafting;

public sealed class DraftMakerTests
{
    private static readonly DateOnly Before = new(2026, 1, 15), Day = new(2027, 1, 5);
    private static readonly YearShift OneYear = new(2026, 2026, 1);

    // One heir, two heirs, none.
    private static readonly OrganizationInfo Old = Unit("Sở Thông tin và Truyền thông", ended: true), Heir = Unit("Sở Khoa học và Công nghệ"), Split = Unit("Ủy ban nhân dân xã Chia Đôi", ended: true),
        First = Unit("Ủy ban nhân dân xã Nửa Trên"), Second = Unit("Ủy ban nhân dân xã Nửa Dưới"), Gone = Unit("Ban Giải Thể", ended: true);

    [Theory]
    [InlineData("Hoàn thành trước ngày 15/11/2026.", "Hoàn thành trước ngày 15/11/2027.")]
    [InlineData("Trong quý I/2026 và Quý IV năm 2026", "Trong quý I/2027 và Quý IV năm 2027")]
    [InlineData("ngày 20 tháng 01 năm 2026", "ngày 20 tháng 01 năm 2027")]
    [InlineData("Tháng 5/2026; năm 2026 và những năm tiếp theo", "Tháng 5/2027; năm 2027 và những năm tiếp theo")]
    [InlineData("báo cáo năm trước ngày 10/01/2027", "báo cáo năm trước ngày 10/01/2028")]
    [InlineData("Nghị quyết số 76/NQ-CP ngày 15/7/2021, giai đoạn 2021 - 2030", "Nghị quyết số 76/NQ-CP ngày 15/7/2021, giai đoạn 2021 - 2030")]
    [InlineData("Nghị định số 224/2026/NĐ-CP; Quyết định 282/QĐ-TTg ngày 12/02/2026 của Thủ tướng Chính phủ", "Nghị định số 224/2026/NĐ-CP; Quyết định 282/QĐ-TTg ngày 12/02/2026 của Thủ tướng Chính phủ")]
    public void YearWords_OwnYears_MoveAndActsDoNot(string text, string moved) => DraftTexts.Apply(text, [.. YearWords.Of(text, OneYear).Where(c => c.Certain)]).ShouldBe(moved);

    [Theory]
    [InlineData("Kết quả năm 2025 đã công bố", "năm 2025", "năm 2026")]
    [InlineData("Bộ chỉ số 2026", "2026", "2027")]
    [InlineData("giai đoạn 2021-2025", "2021-2025", null)]
    public void YearWords_Uncertain_IsAskedAndNothingChanges(string text, string piece, string? offered)
    {
        var change = YearWords.Of(text, OneYear).ShouldHaveSingleItem();
        (change.Certain, change.Before, change.After).ShouldBe((false, piece, offered));
    }

    [Fact]
    public void YearWords_LeapDay_BecomesTheLastOfFebruaryAndSaysWhy()
    {
        var change = YearWords.Of("trước 29/02/2028", new YearShift(2028, 2028, 1)).ShouldHaveSingleItem();
        (change.After, change.Reason.Contains("chỉ có 28 ngày", StringComparison.Ordinal)).ShouldBe(("28/02/2029", true));
    }

    [Fact]
    public void RuleMove_DatesAndPeriods_KeepDayMonthAndKind()
    {
        var rule = new DutyRule { Kind = DutyKind.Once, Dates = [new(2028, 2, 29), new(2028, 11, 15)], Spans = [new(new(2028, 2, 1), new(2028, 2, 29)), new(new(2028, 1, 1), new(2028, 3, 31))], From = new(2028, 1, 1), To = new(2028, 12, 31) };
        var moved = RuleMove.By(rule, 1);
        moved.Dates.ShouldBe([new(2029, 2, 28), new(2029, 11, 15)]);
        moved.Spans.ShouldBe([new(new(2029, 2, 1), new(2029, 2, 28)), new(new(2029, 1, 1), new(2029, 3, 31))]);
        (moved.From, moved.To).ShouldBe((new DateOnly(2029, 1, 1), new DateOnly(2029, 12, 31)));
        RuleMove.By(new DutyRule { Kind = DutyKind.Campaign, Spans = [new(new(2027, 2, 1), new(2027, 2, 28))] }, 1).Spans[0].To.ShouldBe(new DateOnly(2028, 2, 29));
    }

    [Fact]
    public void Make_EndedBodies_OneHeirIsPutInSeveralAreOfferedNoneIsNamed()
    {
        var made = Make(["Sở Thông tin và Truyền thông đăng tin", "Ủy ban nhân dân xã Chia Đôi phát thanh", "Ban Giải Thể treo pa nô"], [Old, Split, Gone]);
        made.Tasks.Select(t => t.Leads.ShouldHaveSingleItem().OrganizationId).ShouldBe([Heir.Id, null, null]);
        made.Tasks.Select(t => t.Task.Text).ShouldBe(["Sở Khoa học và Công nghệ đăng tin", "Ủy ban nhân dân xã Chia Đôi phát thanh", "Ban Giải Thể treo pa nô"]);
        var parties = made.Changes.Where(c => c.Places.Exists(p => p.Field == ChangeField.Party)).ToList();
        parties.Select(c => (c.State, c.After)).ShouldBe([(ChangeState.Made, Heir.Name), (ChangeState.Open, "Ủy ban nhân dân xã Nửa Dưới; Ủy ban nhân dân xã Nửa Trên"), (ChangeState.Open, null)]);
        parties[1].Becomes!.Parties!.Count.ShouldBe(2);
        parties[2].Reason.ShouldContain("chưa ghi cơ quan kế thừa");
    }

    [Fact]
    public void Make_DeadAct_IsListedWithWhatReplacedItAndTheTextStays()
    {
        const string Text = "Căn cứ Nghị định số 42/2022/NĐ-CP của Chính phủ";
        var made = Make([Text], [Heir]);
        made.Tasks[0].Task.Text.ShouldBe(Text);
        var change = made.Changes.Where(c => c.About == ChangeAbout.Law).ShouldHaveSingleItem();
        (change.State, change.Reason.Contains("hết hiệu lực từ ngày 01/07/2026", StringComparison.Ordinal), change.After!.Contains("224/2026/NĐ-CP", StringComparison.Ordinal)).ShouldBe((ChangeState.Open, true, true));
        // In the sentence and in its task: one line, two places.
        change.Places.Select(p => p.Field).ShouldBe([ChangeField.Statement, ChangeField.TaskText]);
    }

    [Fact]
    public void Make_RowOfAnAnnex_TimeInItsCellAndInItsTask_IsOneChange_AndTheReferenceToTheOldPlanStaysBehind()
    {
        var source = Source(["Treo pa nô"], [Heir]);
        var task = source.Tasks[0].Task;
        (task.StatementKeys, task.ScheduleText) = (["o1", "o2"], "Quý III/2026");
        (string Key, string Kind, string? Label, string Text)[] text =
            [("p0", "heading", "PHỤ LỤC", ""), ("p1", "item", null, "Hoạt động năm 2026"), ("p2", "item", null, "(Kèm theo Kế hoạch số 36/KH-UBND ngày 25 tháng 02 năm 2026)"), ("o1", "table-cell", "1", "Treo pa nô"), ("o2", "table-cell", null, "Quý III/2026")];
        var made = Maker().Make(source with { Statements = [.. text.Select((t, n) => new PlanStatement { ProvinceId = 99, PlanId = task.PlanId, Ordinal = n, Key = t.Key, Kind = t.Kind, Label = t.Label, Text = t.Text })] });
        made.Statements.Select(s => s.Key).ShouldBe(["p0", "p1", "o1", "o2"]);
        made.Changes.Where(c => c.Before == "Quý III/2026").ShouldHaveSingleItem().Places.Select(p => p.Field).ShouldBe([ChangeField.Statement, ChangeField.ScheduleText]);
    }

    [Fact]
    public void Make_WithdrawnTask_IsNotCopiedAndNamed()
    {
        var source = Source(["Việc còn", "Việc đã rút"], [Heir]);
        source.Tasks[1].Task.State = TaskState.Withdrawn;
        var made = Maker().Make(source);
        made.Tasks.ShouldHaveSingleItem().Task.Text.ShouldBe("Việc còn");
        made.Changes.Where(c => c.About == ChangeAbout.Left).ShouldHaveSingleItem().Before.ShouldBe("Việc đã rút");
        made.Statements.ShouldHaveSingleItem().Text.ShouldBe("Việc còn", "nobody does what the sentence of a withdrawn task says");
    }

    [Fact]
    public void Make_HeadingWhoseOnlyTaskWasWithdrawn_IsLeftOut_AndTheSeriesCountsOn()
    {
        var source = Source(["Việc rút", "Việc còn", "Việc cuối"], [Heir]);
        var (gone, stays, last) = (source.Tasks[0].Task, source.Tasks[1].Task, source.Tasks[2].Task);
        gone.State = TaskState.Withdrawn;
        foreach (var task in (PlanTask[])[gone, stays, last]) task.StatementKeys = [$"tay-{task.Id:N}"];
        (stays.Section, last.Section) = ("II. SỞ TƯ PHÁP", "2.1. Truyền thanh");
        (string Kind, string? Label, string Text, PlanTask? Task)[] text =
        [
            ("heading", "I.", "SỞ NỘI VỤ", null), ("item", null, gone.Text, gone), ("heading", "II.", "SỞ TƯ PHÁP", null), ("item", null, stays.Text, stays), ("heading", "III", "CHẾ ĐỘ BÁO CÁO", null), ("heading", "2", "Cấp xã", null),
            ("heading", "2.1", "Truyền thanh", null), ("item", null, last.Text, last), ("paragraph", null, "Báo cáo theo Mục II, theo Mục I Nghị quyết số 76/NQ-CP và danh mục 2; việc của Mục I.", null), ("heading", "V", "KINH PHÍ", null),
        ];
        var plan = gone.PlanId;
        var made = Maker().Make(source with
        {
            Statements = [.. text.Select((t, n) => new PlanStatement { ProvinceId = 99, PlanId = plan, Ordinal = n, Key = t.Task is { } task ? $"tay-{task.Id:N}" : $"h{n}", Kind = t.Kind, Label = t.Label, Text = t.Text })],
        });
        // V did not count on from III: the series is not consecutive, and nobody's to mend.
        made.Statements.Where(s => s.Kind == "heading").Select(s => s.Label).ShouldBe(["II.", "III", "2", "2.1", "V"]);

        // Without the gap it is one.
        text[^1].Label = "IV";
        made = Maker().Make(source with
        {
            Statements = [.. text.Select((t, n) => new PlanStatement { ProvinceId = 99, PlanId = plan, Ordinal = n, Key = t.Task is { } task ? $"tay-{task.Id:N}" : $"h{n}", Kind = t.Kind, Label = t.Label, Text = t.Text })],
        });
        made.Statements.Where(s => s.Kind == "heading").Select(s => s.Label).ShouldBe(["I.", "II", "2", "2.1", "III"]);
        made.Tasks.Select(t => t.Task.Section).ShouldBe(["I. SỞ TƯ PHÁP", "2.1. Truyền thanh"]);
        made.Changes.Where(c => c.About == ChangeAbout.Left).Select(c => c.Before).ShouldBe(["I. SỞ NỘI VỤ", "Việc rút"]);
        var numbers = made.Changes.Where(c => c.About == ChangeAbout.Number).ToList();
        numbers.Where(c => c.State == ChangeState.Made).Select(c => (c.Before, c.After, c.StatementKey)).ShouldBe([("II", "I", "h2"), ("III", "II", "h4"), ("IV", "III", "h9")]);
        numbers[0].Places.Select(p => p.Field).ShouldBe([ChangeField.Label, ChangeField.Section], "the task's section is the same change");
        // What names a section that has another number now is for a person to say; another act's sections are its own.
        numbers.Where(c => c.State == ChangeState.Open).Select(c => (c.Before, c.After)).ShouldBe([("Mục II", "Mục I"), ("Mục I", null)]);
    }

    [Theory]
    [InlineData("1 2* 3 3.1 3.2 4", "1 - 2 2.1 2.2 3")]
    [InlineData("I 1* 2 3 II 1 2", "I - 1 2 II 1 2")]
    [InlineData("I 1.1* 1.2 II 2.1", "I - 1.1 II 2.1")]
    [InlineData("I* II 2.1 2.2", "- I 1.1 1.2")]
    [InlineData("a) b)* c) d) đ)", "a) - b) c) d)")]
    [InlineData("1 2* 4 5", "1 - 4 5")]
    [InlineData("1. - -* - 2.", "1. - - - 2.")]
    public void SectionNumbers_SeriesThatCountedOn_CountsOnAgain(string before, string after)
    {
        var labels = before.Split(' ');
        var text = labels.Select((l, n) => new PlanStatement { Ordinal = n, Key = $"k{n}", Kind = "heading", Label = l.TrimEnd('*'), Text = $"Mục {n}" }).ToList();
        bool Gone(PlanStatement s) => labels[s.Ordinal].EndsWith('*');
        var numbers = SectionNumbers.Of(text, Gone);
        text.Select(s => Gone(s) ? "-" : numbers.Of(s) is { } move ? $"{s.Label![..move.At]}{move.To}{s.Label[(move.At + move.From.Length)..]}" : s.Label).ShouldBe(after.Split(' '));
    }

    /// <summary>No task is lost or changes places, dates move by whole years, and with the listed changes undone every text is the source's.</summary>
    [Fact]
    public void Make_AnyPlan_KeepsTasksInOrderAndListsEveryDifference()
    {
        string[] pieces =
        [
            "trước ngày 15/11/2026", "trong quý II/2026", "năm 2026", "năm 2025", "2026", "29/02/2026", "31.12.2026", "tháng 02 năm 2026", "giai đoạn 2021-2025", "giai đoạn 2026 - 2030", "từ năm 2026 đến năm 2026", "ngày 5 tháng 9 năm 2026",
            "theo Nghị định số 42/2022/NĐ-CP", "Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ", "Sở Thông tin và Truyền thông", "SỞ THÔNG TIN VÀ TRUYỀN THÔNG", "Ủy ban nhân dân xã Chia Đôi", "Ban Giải Thể", "treo pa nô", "mỗi quý 01 chuyên mục", "10/KH-UBND", "06/2026/TT-BNV", ";", ",",
        ];
        var sentence = Gen.Elements(pieces).ListOf().Select(p => string.Join(' ', p));
        var day = Gen.Choose(0, 364);
        Prop.ForAll(sentence.ListOf().ToArbitrary(), Gen.Elements(1, 2, 5).ToArbitrary(), day.ToArbitrary(), (texts, years, offset) =>
        {
            var source = Source(texts, [Old, Split, Heir], new DateOnly(2026, 1, 1).AddDays(offset));
            var made = Maker(OneYear with { By = years }).Make(source);
            var order = made.Tasks.Select(t => t.From!.Value).SequenceEqual(source.Tasks.Select(t => t.Task.Id));
            var dates = made.Tasks.All(t => t.Task.Rule!.Dates[0] == new DateOnly(2026, 1, 1).AddDays(offset).AddYears(years));
            var same = made.Tasks.Zip(source.Tasks).All(p => Undone(p.First.Task.Text, made.Changes, c => c.Field == ChangeField.TaskText && c.Task == p.First.Task.Id) == p.Second.Task.Text)
                && made.Statements.Zip(source.Statements).All(p => Undone(p.First.Text, made.Changes, c => c.Field == ChangeField.Statement && c.Statement == p.First.Key) == p.Second.Text)
                && Undone(made.Title, made.Changes, c => c.Field == ChangeField.Title) == source.Title;
            return made.Tasks.Count == texts.Count && order && dates && same && made.Tasks.All(t => t.Task.StatementKeys.Count > 0);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Make_GroupWithoutAnybodyLeft_IsAskedAtEachOfItsTasks()
    {
        var group = Guid.CreateVersion7();
        var source = Source(["Phát thanh mỗi tháng 04 lượt", "Báo cáo kết quả"], [Heir]);
        source = source with { Tasks = [.. source.Tasks.Select(t => t with { Leads = [new ItemParty("Ủy ban nhân dân các huyện", GroupId: group)] })] };
        var made = Maker(groups: new() { [group] = new GroupChange("Ủy ban nhân dân các huyện", [Split, Gone], [], null) }).Make(source);
        var asked = made.Changes.Where(c => c.About == ChangeAbout.Group).ToList();
        asked.ShouldAllBe(c => c.State == ChangeState.Open && c.After == null && c.Reason.Contains("không còn đơn vị nào"));
        asked.Select(c => c.TaskId).ShouldBe(made.Tasks.Select(t => (Guid?)t.Task.Id));
    }

    private static string? Undone(string text, IReadOnlyList<DraftChange> changes, Func<ChangePlace, bool> here)
    {
        var pieces = changes.Where(c => c.InEffect).SelectMany(c => c.Places.Where(here).Select(p => (p.At, c.Before, After: c.After!))).OrderBy(p => p.At).ToList();
        for (var n = pieces.Count - 1; n >= 0; n--)
        {
            var at = pieces[n].At + pieces.Take(n).Sum(p => p.After.Length - p.Before.Length);
            if (at < 0 || at + pieces[n].After.Length > text.Length || text.Substring(at, pieces[n].After.Length) != pieces[n].After) return null;
            text = $"{text[..at]}{pieces[n].Before}{text[(at + pieces[n].After.Length)..]}";
        }
        return text;
    }

    [Theory]
    [InlineData(10, 31, "31/10/2027 là Chủ nhật")]
    [InlineData(9, 2, "02/09/2027 là ngày nghỉ (")]
    [InlineData(6, 30, null)]
    public void Make_DateThatFallsOnADayOfRestInTheNewYear_IsMovedAndRemarkedOn(int month, int day, string? remark)
    {
        var made = Maker().Make(Source(["Tổ chức hội nghị"], [Heir], new DateOnly(2026, month, day)));
        made.Tasks[0].Task.Rule!.Dates.ShouldBe([new DateOnly(2027, month, day)]);
        var time = made.Changes.Single(c => c.About == ChangeAbout.Time && c.TaskId is not null);
        if (remark is null) time.Reason.ShouldEndWith("tính khi phát sinh việc");
        else time.Reason.ShouldContain(remark);
    }

    private static DraftMade Make(IReadOnlyList<string> texts, IReadOnlyList<OrganizationInfo> leads) => Maker().Make(Source(texts, leads));

    private static DraftMaker Maker(YearShift? shift = null, Dictionary<Guid, GroupChange>? groups = null)
    {
        OrganizationInfo[] all = [Old, Heir, Split, First, Second, Gone];
        var on = new DateOnly(2026, 7, 1);
        var map = new SuccessionMap([(on, Old.Id, Heir.Id, 1m), (on, Split.Id, First.Id, 0.5m), (on, Split.Id, Second.Id, 0.5m), (on, Gone.Id, null, 1m)]);
        var acts = new ActBook([Act("Nghị định", "42", "2022/NĐ-CP", to: new DateOnly(2026, 6, 30), by: "224/2026/NĐ-CP"), Act("Nghị định", "224", "2026/NĐ-CP", from: on), Act("Nghị quyết", "76", "NQ-CP")]);
        var plan = new Plan { ProvinceId = 99, IssuerId = Heir.Id, Title = "" };
        return new DraftMaker(plan, shift ?? OneYear, acts, new BodyChanges(all, map, Before, Day, 99), groups ?? [], Day, BuiltInRules.Holidays);
    }

    private static DraftSource Source(IReadOnlyList<string> texts, IReadOnlyList<OrganizationInfo> leads, DateOnly? due = null)
    {
        var plan = Guid.CreateVersion7();
        var statements = texts.Select((t, n) => new PlanStatement { ProvinceId = 99, PlanId = plan, Ordinal = n, Key = $"s{n}", Kind = "item", Label = $"{n + 1}.", Text = t }).ToList();
        var tasks = texts.Select((t, n) => new DraftTask(
            new PlanTask { ProvinceId = 99, PlanId = plan, Ordinal = n, Text = t, StatementKeys = [$"s{n}"], Rule = new DutyRule { Kind = DutyKind.Once, Dates = [due ?? new DateOnly(2026, 6, 30)] } },
            [new ItemParty(leads[n % leads.Count].Name, leads[n % leads.Count].Id)], [])).Select(t => t with { From = t.Task.Id }).ToList();
        return new DraftSource("Tuyên truyền cải cách hành chính năm 2026", new DateSpan(new(2026, 1, 1), new(2026, 12, 31)), statements, tasks);
    }

    private static LegalAct Act(string kind, string number, string symbol, DateOnly? from = null, DateOnly? to = null, string? by = null)
    {
        var act = new LegalAct { Kind = kind, Number = number, Symbol = symbol, Issuer = "Chính phủ", ValidFrom = from, ValidTo = to, ReplacedBy = by };
        act.Refresh();
        return act;
    }

    private static OrganizationInfo Unit(string name, bool ended = false) => new(Guid.CreateVersion7(), name, name, "", 99, null, "Province", "Department", new DateOnly(2000, 1, 1), ended ? new DateOnly(2026, 6, 30) : null);
}
