namespace LanToa.Planning.Obligations.Rules;

/// <summary>One change of the due date, from the history.</summary>
public sealed record DueMove(DateOnly From, DateOnly To, DateOnly On, string By, string Reason);

/// <summary>One step from the plan's rule to today.</summary>
public sealed record WhyStep(string Label, string Text);

/// <summary>"Vì sao trễ?": rule, date of the rule, shift, moves, due date, today, and who can extend; for any occurrence on any day.</summary>
public static class WhyLate
{
    /// <param name="rule">The sentences stored with the occurrence (<see cref="PlannedOccurrence.Why"/>).</param>
    /// <param name="extender">Who may move the due date: usually the body that assigned the duty.</param>
    /// <param name="ruled">The day of the rule, where a person gave a later one and an amendment has moved the rule's since.</param>
    public static IReadOnlyList<WhyStep> Explain(
        OccurrenceFacts facts, DateOnly today, IReadOnlyList<string> rule, HolidayCalendar calendar, IReadOnlyList<DueMove>? moves = null, string? extender = null, DateOnly? ruled = null)
    {
        var shifts = rule.Where(IsShift).ToList();
        var steps = new List<WhyStep>(rule.Where(line => !IsShift(line)).Select(line => new WhyStep(line.StartsWith(Note, StringComparison.Ordinal) ? "Lưu ý" : "Quy tắc", Noted(line))))
        {
            new("Ngày theo quy tắc", $"{ViText.DateWithDay(facts.Scheduled)}."),
        };
        steps.AddRange(shifts.Select(line => new WhyStep("Ngày nghỉ", line)));
        if (shifts.Count == 0 && calendar.IsWorkingDay(facts.Scheduled))
            steps.Add(new WhyStep("Ngày nghỉ", "Ngày này không rơi vào ngày nghỉ nên không dời."));
        foreach (var move in moves ?? [])
            steps.Add(new WhyStep("Đổi hạn", $"Từ {ViText.Date(move.From)} sang {ViText.Date(move.To)}; {move.By} đổi ngày {ViText.Date(move.On)}, lý do: {move.Reason.TrimEnd('.', ' ')}."));
        if (ruled is { } day) steps.Add(new WhyStep("Hạn theo kế hoạch", $"Nay là {ViText.DateWithDay(day)}; hạn đã cho lùi muộn hơn nên giữ nguyên."));
        steps.Add(new WhyStep("Hạn đang áp dụng", $"{ViText.DateWithDay(facts.Due)}."));
        // A settled period has its result, not a standing of today.
        steps.Add(new WhyStep(facts.StateOn(today).IsSettled() || facts.ClaimedOn is not null ? "Kết quả" : "Hôm nay", Standing(facts, today, calendar)));
        if (extender is not null || facts.IsDebtOn(today))
            steps.Add(new WhyStep("Ai được đổi hạn", $"{extender ?? "Cơ quan giao việc"}, kèm lý do."));
        return steps;
    }

    // The sentences that DueDates and the generator write.
    private const string Note = "Lưu ý: ";

    private static bool IsShift(string line) => line.StartsWith("Ngày ", StringComparison.Ordinal);

    private static string Noted(string line) => line.StartsWith(Note, StringComparison.Ordinal) ? char.ToUpperInvariant(line[Note.Length]) + line[(Note.Length + 1)..] : line;

    private static string Standing(OccurrenceFacts facts, DateOnly today, HolidayCalendar calendar)
    {
        var days = facts.DaysLateOn(today);
        var done = facts.DoneOn ?? facts.ClaimedOn;
        return facts.StateOn(today) switch
        {
            OccurrenceState.Overdue => $"{ViText.Date(today)}: quá hạn {Late(facts.Due, today, days, calendar)}.",
            OccurrenceState.Returned when days > 0 =>
                $"Bị trả lại ngày {ViText.Date(facts.ReturnedOn!.Value)}{Because(facts)}; hôm nay là {ViText.Date(today)}, quá hạn {Late(facts.Due, today, days, calendar)}.",
            OccurrenceState.Returned => $"Bị trả lại ngày {ViText.Date(facts.ReturnedOn!.Value)}{Because(facts)}; còn trong hạn đến {ViText.Date(facts.Due)}.",
            OccurrenceState.AwaitingConfirmation when facts.ClaimsNothing =>
                $"Đơn vị báo không phát sinh ngày {ViText.Date(facts.ClaimedOn!.Value)}{Because(facts)}{(days > 0 ? $", khi đã quá hạn {Late(facts.Due, facts.ClaimedOn.Value, days, calendar)}" : "")}; đang chờ xác nhận.",
            OccurrenceState.AwaitingConfirmation or OccurrenceState.DoneLate or OccurrenceState.DoneOnTime when days > 0 =>
                $"Hoàn thành ngày {ViText.Date(done!.Value)}, chậm {Late(facts.Due, done.Value, days, calendar)}.",
            OccurrenceState.AwaitingConfirmation or OccurrenceState.DoneOnTime => facts.IsRequest
                ? $"Hoàn thành ngày {ViText.Date(done!.Value)}. Đây là đề nghị nên không tính quá hạn."
                : $"Hoàn thành ngày {ViText.Date(done!.Value)}, không chậm.",
            OccurrenceState.Requested => "Đây là đề nghị, không phải nhiệm vụ giao; không tính quá hạn.",
            OccurrenceState.BeforeTracking => "Hạn này trước khi theo dõi kế hoạch; không tính quá hạn.",
            OccurrenceState.NotYet => $"Chưa đến kỳ; bắt đầu từ ngày {ViText.Date(facts.OpensOn)}.",
            OccurrenceState.Open => $"Còn trong hạn đến {ViText.Date(facts.Due)}.",
            OccurrenceState.NothingArose => $"Đã ghi “không phát sinh” ngày {ViText.Date(facts.NothingAroseOn!.Value)}{Because(facts)}.",
            _ => $"Đã ghi “không áp dụng” ngày {ViText.Date(facts.NotApplicableOn!.Value)}{Because(facts)}.",
        };
    }

    private static string Late(DateOnly due, DateOnly until, int days, HolidayCalendar calendar) =>
        $"{ViText.Figure(days)} ngày ({ViText.Figure(calendar.WorkingDaysBetween(due, until.AddDays(1)))} ngày làm việc)";

    private static string Because(OccurrenceFacts facts) => facts.Reason is { Length: > 0 } reason ? $" ({reason.TrimEnd('.', ' ')})" : "";
}
