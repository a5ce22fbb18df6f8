using LanToa.Planning.Obligations.Rules;
using static LanToa.Planning.Tests.Obligations.Rules.RuleSamples;

namespace LanToa.Planning.Tests.Obligations.Rules;

public sealed class OccurrenceStateTests
{
    private static readonly OccurrenceFacts Fresh = new() { OpensOn = D("2023-01-01"), Scheduled = D("2023-03-16"), Due = D("2023-03-16") };

    private static OccurrenceFacts In(OccurrenceState state) => state switch
    {
        OccurrenceState.AwaitingConfirmation => Fresh with { ClaimedOn = D("2023-03-10"), DoneOn = D("2023-03-10") },
        OccurrenceState.DoneOnTime => Fresh with { ClaimedOn = D("2023-03-10"), DoneOn = D("2023-03-10"), ConfirmedOn = D("2023-03-11") },
        OccurrenceState.DoneLate => Fresh with { ClaimedOn = D("2023-03-18"), DoneOn = D("2023-03-18"), ConfirmedOn = D("2023-03-19") },
        OccurrenceState.Returned => Fresh with { ReturnedOn = D("2023-03-12"), Reason = "Thiếu số liệu" },
        OccurrenceState.NothingArose => Fresh with { NothingAroseOn = D("2023-03-12"), Reason = "Không có đơn" },
        OccurrenceState.NotApplicable => Fresh with { NotApplicableOn = D("2023-03-12"), Reason = "Đã giải thể" },
        OccurrenceState.Requested => Fresh with { IsRequest = true },
        OccurrenceState.BeforeTracking => Fresh with { BeforeTracking = true },
        _ => Fresh,
    };

    private static DateOnly TodayIn(OccurrenceState state) => state switch
    {
        OccurrenceState.NotYet => D("2022-12-31"),
        OccurrenceState.Open => D("2023-03-16"),
        _ => D("2023-03-20"),
    };

    [Theory]
    [InlineData(OccurrenceState.NotYet, "not-applicable move-due-date")]
    [InlineData(OccurrenceState.Open, "start claim-done nothing-arose not-applicable move-due-date")]
    [InlineData(OccurrenceState.Overdue, "start claim-done nothing-arose not-applicable move-due-date")]
    [InlineData(OccurrenceState.AwaitingConfirmation, "confirm return")]
    [InlineData(OccurrenceState.DoneOnTime, "reopen")]
    [InlineData(OccurrenceState.DoneLate, "reopen")]
    [InlineData(OccurrenceState.Returned, "start claim-done nothing-arose not-applicable move-due-date")]
    [InlineData(OccurrenceState.NothingArose, "reopen")]
    [InlineData(OccurrenceState.NotApplicable, "reopen")]
    [InlineData(OccurrenceState.Requested, "start claim-done nothing-arose not-applicable move-due-date")]
    [InlineData(OccurrenceState.BeforeTracking, "start claim-done nothing-arose not-applicable follow")]
    public void WhyNot_EachState_AllowsExactlyTheseVerbs(OccurrenceState state, string verbs)
    {
        var (facts, today) = (In(state), TodayIn(state));
        facts.StateOn(today).ShouldBe(state);

        var possible = OccurrenceVerbs.All.Where(v => OccurrenceVerbs.WhyNot(v, facts, today) is null).Select(Code);

        string.Join(' ', possible).ShouldBe(verbs);
    }

    [Fact]
    public void WhyNot_EveryRefusal_IsASentence()
    {
        foreach (var state in Enum.GetValues<OccurrenceState>())
        {
            foreach (var verb in OccurrenceVerbs.All)
            {
                var reason = OccurrenceVerbs.WhyNot(verb, In(state), TodayIn(state));
                (reason is null || (reason.EndsWith('.') && char.IsUpper(reason[0]))).ShouldBeTrue($"{verb} in {state}: {reason}");
            }
        }
    }

    [Theory]
    [InlineData("2023-03-16", OccurrenceState.Open, 0)]
    [InlineData("2023-03-17", OccurrenceState.Overdue, 1)]
    [InlineData("2023-04-16", OccurrenceState.Overdue, 31)]
    public void StateOn_AroundDue_TurnsTheDayAfter(string today, OccurrenceState state, int late)
    {
        Fresh.StateOn(D(today)).ShouldBe(state);
        Fresh.DaysLateOn(D(today)).ShouldBe(late);
    }

    [Fact]
    public void StateOn_Request_NeverOverdue()
    {
        var facts = Fresh with { IsRequest = true };

        facts.StateOn(D("2030-01-01")).ShouldBe(OccurrenceState.Requested);
        var done = OccurrenceVerbs.Apply(OccurrenceVerb.ClaimDone, facts with { ConfirmsItself = true }, new VerbInput(D("2023-05-01")));
        done.StateOn(D("2023-05-01")).ShouldBe(OccurrenceState.DoneOnTime);
        done.DaysLateOn(D("2030-01-01")).ShouldBe(0);
    }

    [Fact]
    public void Apply_ClaimedLateConfirmedLater_LateByTheDayItWasDone()
    {
        var claimed = OccurrenceVerbs.Apply(OccurrenceVerb.ClaimDone, Fresh, new VerbInput(D("2023-03-20"), DoneOn: D("2023-03-18")));
        claimed.StateOn(D("2023-03-25")).ShouldBe(OccurrenceState.AwaitingConfirmation);

        var confirmed = OccurrenceVerbs.Apply(OccurrenceVerb.Confirm, claimed, new VerbInput(D("2023-03-25")));

        confirmed.StateOn(D("2023-12-31")).ShouldBe(OccurrenceState.DoneLate);
        confirmed.DaysLateOn(D("2023-12-31")).ShouldBe(2);
    }

    [Fact]
    public void Apply_NothingAroseWhenLate_StaysLateUntilConfirmed()
    {
        var claimed = OccurrenceVerbs.Apply(OccurrenceVerb.NothingArose, Fresh, new VerbInput(D("2023-03-20"), "Không có đơn"));
        (claimed.StateOn(D("2023-03-25")), claimed.ClaimsNothing, claimed.DaysLateOn(D("2023-03-25"))).ShouldBe((OccurrenceState.AwaitingConfirmation, true, 4));

        var returned = OccurrenceVerbs.Apply(OccurrenceVerb.Return, claimed, new VerbInput(D("2023-03-25"), "Có 2 đơn"));
        (returned.StateOn(D("2023-03-25")), returned.ClaimsNothing, returned.IsDebtOn(D("2023-03-25"))).ShouldBe((OccurrenceState.Returned, false, true));
        var confirmed = OccurrenceVerbs.Apply(OccurrenceVerb.Confirm, claimed, new VerbInput(D("2023-03-25")));
        (confirmed.StateOn(D("2023-03-26")), confirmed.DaysLateOn(D("2023-03-26"))).ShouldBe((OccurrenceState.NothingArose, 0));
        OccurrenceVerbs.Apply(OccurrenceVerb.Reopen, confirmed, new VerbInput(D("2023-03-27"), "Nhầm")).StateOn(D("2023-03-27")).ShouldBe(OccurrenceState.Overdue);
        OccurrenceVerbs.Apply(OccurrenceVerb.NothingArose, Fresh with { ConfirmsItself = true }, new VerbInput(D("2023-03-20"), "Không có đơn")).StateOn(D("2023-03-20")).ShouldBe(OccurrenceState.NothingArose);
    }

    [Fact]
    public void Apply_ReturnedAfterDue_IsDebtAgain()
    {
        var facts = OccurrenceVerbs.Apply(OccurrenceVerb.ClaimDone, Fresh, new VerbInput(D("2023-03-15")));
        facts = OccurrenceVerbs.Apply(OccurrenceVerb.Return, facts, new VerbInput(D("2023-03-20"), " Thiếu phụ lục. "));

        facts.StateOn(D("2023-03-20")).ShouldBe(OccurrenceState.Returned);
        facts.IsDebtOn(D("2023-03-20")).ShouldBeTrue();
        facts.Reason.ShouldBe("Thiếu phụ lục.");
        WhyLate.Explain(facts, D("2023-03-20"), ["Hạn ngày 16."], BuiltInRules.Holidays, extender: "Sở Nội vụ").ShouldBe(
        [
            new("Quy tắc", "Hạn ngày 16."),
            new("Ngày theo quy tắc", "thứ Năm ngày 16/03/2023."),
            new("Ngày nghỉ", "Ngày này không rơi vào ngày nghỉ nên không dời."),
            new("Hạn đang áp dụng", "thứ Năm ngày 16/03/2023."),
            new("Hôm nay", "Bị trả lại ngày 20/03/2023 (Thiếu phụ lục); hôm nay là 20/03/2023, quá hạn 4 ngày (2 ngày làm việc)."),
            new("Ai được đổi hạn", "Sở Nội vụ, kèm lý do."),
        ]);
    }

    [Fact]
    public void Apply_ReopenedAfterConfirmation_OwedByItsDates()
    {
        var facts = OccurrenceVerbs.Apply(OccurrenceVerb.Reopen, In(OccurrenceState.DoneOnTime), new VerbInput(D("2023-04-01"), "Số liệu sai"));

        facts.StateOn(D("2023-04-01")).ShouldBe(OccurrenceState.Overdue);
    }

    [Fact]
    public void Apply_Follow_MakesOldDebtCount()
    {
        var facts = OccurrenceVerbs.Apply(OccurrenceVerb.Follow, In(OccurrenceState.BeforeTracking), new VerbInput(D("2023-04-01")));

        facts.StateOn(D("2023-04-01")).ShouldBe(OccurrenceState.Overdue);
    }

    [Theory]
    [InlineData(OccurrenceVerb.Return, OccurrenceState.AwaitingConfirmation, "Hãy ghi lý do khi chọn “Trả lại”.")]
    [InlineData(OccurrenceVerb.NothingArose, OccurrenceState.Open, "Hãy ghi lý do khi chọn “Báo không phát sinh”.")]
    [InlineData(OccurrenceVerb.NotApplicable, OccurrenceState.Open, "Hãy ghi lý do khi chọn “Không áp dụng”.")]
    [InlineData(OccurrenceVerb.Reopen, OccurrenceState.DoneLate, "Hãy ghi lý do khi chọn “Mở lại”.")]
    [InlineData(OccurrenceVerb.ClaimDone, OccurrenceState.BeforeTracking, "Hạn này trước khi theo dõi; hãy ghi ngày đã hoàn thành.")]
    [InlineData(OccurrenceVerb.Start, OccurrenceState.NotYet, "Chưa đến kỳ: việc này bắt đầu từ ngày 01/01/2023.")]
    [InlineData(OccurrenceVerb.Confirm, OccurrenceState.Returned, "Đã trả lại ngày 12/03/2023; đơn vị chưa báo hoàn thành lại.")]
    public void WhyNot_WithoutWhatIsNeeded_SaysSo(OccurrenceVerb verb, OccurrenceState state, string sentence)
    {
        OccurrenceVerbs.WhyNot(verb, In(state), new VerbInput(TodayIn(state))).ShouldBe([sentence]);
        Should.Throw<InvalidOperationException>(() => OccurrenceVerbs.Apply(verb, In(state), new VerbInput(TodayIn(state)))).Message.ShouldBe(sentence);
    }

    [Theory]
    [InlineData("2023-03-16", "Hạn mới trùng với hạn hiện tại (16/03/2023).")]
    [InlineData("2022-12-31", "Hạn mới 31/12/2022 trước khi kỳ bắt đầu (01/01/2023).")]
    [InlineData("2203-04-16", "Hạn mới 16/04/2203 quá xa hạn theo kế hoạch (16/03/2023); hãy kiểm tra lại năm.")]
    public void WhyNot_MoveDueDateBadDate_SaysSo(string due, string sentence) =>
        OccurrenceVerbs.WhyNot(OccurrenceVerb.MoveDueDate, Fresh, new VerbInput(D("2023-03-01"), "Lùi theo công văn", NewDue: D(due))).ShouldBe([sentence]);

    [Fact]
    public void Explain_MovedDue_TellsEachMove()
    {
        var moved = OccurrenceVerbs.Apply(OccurrenceVerb.MoveDueDate, Fresh, new VerbInput(D("2023-03-14"), "Chờ số liệu", NewDue: D("2023-03-20")));

        moved.Scheduled.ShouldBe(D("2023-03-16"));
        WhyLate.Explain(moved, D("2023-03-25"), ["Hạn ngày 16.", "Ngày 16/03/2023 là ngày nghỉ (ví dụ).", "Lưu ý: lịch nghỉ lễ chưa có."], BuiltInRules.Holidays,
            [new DueMove(D("2023-03-16"), D("2023-03-20"), D("2023-03-14"), "Sở Nội vụ", "Chờ số liệu")]).ShouldBe(
        [
            new("Quy tắc", "Hạn ngày 16."),
            new("Lưu ý", "Lịch nghỉ lễ chưa có."),
            new("Ngày theo quy tắc", "thứ Năm ngày 16/03/2023."),
            new("Ngày nghỉ", "Ngày 16/03/2023 là ngày nghỉ (ví dụ)."),
            new("Đổi hạn", "Từ 16/03/2023 sang 20/03/2023; Sở Nội vụ đổi ngày 14/03/2023, lý do: Chờ số liệu."),
            new("Hạn đang áp dụng", "thứ Hai ngày 20/03/2023."),
            new("Hôm nay", "25/03/2023: quá hạn 5 ngày (4 ngày làm việc)."),
            new("Ai được đổi hạn", "Cơ quan giao việc, kèm lý do."),
        ]);
    }

    private static string Code(OccurrenceVerb verb) => System.Text.Json.JsonSerializer.Serialize(verb, RuleJson.Options).Trim('"');
}
