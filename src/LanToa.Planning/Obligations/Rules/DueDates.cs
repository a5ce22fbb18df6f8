namespace LanToa.Planning.Obligations.Rules;

/// <summary>A due date with the sentences that explain it.</summary>
internal sealed record DueDate(DateOnly Scheduled, DateOnly Due, IReadOnlyList<string> Why);

/// <summary>From a rule and a period to a date. Each branch says in Vietnamese what it did.</summary>
internal sealed class DueDates(DutyRule rule, GenerationContext context)
{
    private readonly string _where = rule.Where is { } where ? $" theo {where}" : "";

    public DueDate OfPeriod(CalendarPeriod period, DateSpan span)
    {
        var (date, why, counted) = ByRule(period) ?? (rule.Kind == DutyKind.Cutoff ? BySendRule(period) : ByEndOf(period, span));
        return Shifted(date, [why], counted);
    }

    public DueDate OfDate(DateOnly date) => Shifted(date, [$"Hạn ghi trong kế hoạch: ngày {ViText.Date(date)}{_where}."]);

    public DueDate OfSpan(DateSpan span) => Shifted(span.To, [$"Hạn là ngày cuối của thời gian thực hiện ({span}){_where}."]);

    public DueDate OfOffset(DutyOffset offset, DateOnly from, string ofWhat)
    {
        var date = Add(offset, from);
        return Shifted(date, [$"Hạn {Term(offset)} kể từ {ofWhat} ({ViText.Date(from)}), không tính ngày đầu{_where}."], counted: !offset.Working);
    }

    public static string Term(DutyOffset offset) => $"{ViText.Count(offset.Days)} {(offset.Working ? "ngày làm việc" : "ngày")}";

    /// <summary>Counted: a term of calendar days, which ends by the Civil Code's rule rather than the authority's.</summary>
    private (DateOnly Date, string Why, bool Counted)? ByRule(CalendarPeriod period)
    {
        var month = rule.Month is { } m ? new DateOnly(period.Year, m, 1) : period.LastMonth;
        var which = rule.Month is { } named ? $"tháng {ViText.Number(named)}" : LastMonthWords(period);
        if (rule.Offset is { } offset)
        {
            var end = period.Span.To;
            return (Add(offset, end), $"Hạn {Term(offset)} sau khi kết thúc {period.Name} ({ViText.Date(end)}){_where}.", !offset.Working);
        }
        if (rule.LastWorkingDay)
            return (context.Calendar.LastWorkingDayOfMonth(month), $"Hạn ngày làm việc cuối cùng của {which}{_where}.", false);
        if (rule.Week is { } week)
        {
            var friday = FridayOfWeek(month, week);
            return (friday, $"Hạn tuần thứ {ViText.Number(week)} của {which}: thứ Sáu ngày {ViText.Date(friday)}{_where}.", false);
        }
        if (rule.Day is { } day)
        {
            var date = CalendarPeriod.DayOf(month, day);
            var clamped = date.Day < day ? $" Tháng này không có ngày {ViText.Number(day)} nên lấy ngày cuối tháng." : "";
            return (date, $"Hạn ngày {ViText.Number(day)} của {which}{_where}.{clamped}", false);
        }
        return null;
    }

    private (DateOnly Date, string Why, bool Counted) BySendRule(CalendarPeriod period)
    {
        var regime = context.Regime;
        var send = regime.SendRuleOf(period.Kind, context.Level);
        var how = send.Kind switch
        {
            SendKind.DayOfLastMonth => $"ngày {ViText.Number(send.Day!.Value)} của {LastMonthWords(period)}",
            SendKind.WorkingDaysAfterCutoff => $"{ViText.Count(send.Days!.Value)} ngày làm việc sau ngày chốt số liệu {ViText.Date(regime.CutoffOf(period))}",
            _ => $"trước ngày {ViText.Number(send.Day!.Value)}/{ViText.Number(send.Month ?? period.LastMonth.Month)}",
        };
        return (regime.SendDateOf(period, context.Calendar, context.Level), $"Kế hoạch không ghi ngày gửi{_where}; lấy hạn của {RegimeWords}: {how} ({period.Name}).", false);
    }

    private (DateOnly Date, string Why, bool Counted) ByEndOf(CalendarPeriod period, DateSpan span)
    {
        var end = span.To;
        var why = end == period.Span.To
            ? $"Hạn là ngày cuối của {period.Name}{_where}."
            : $"Hạn là ngày cuối thời gian thực hiện trong {period.Name}: {ViText.Date(end)}{_where}.";
        return (end, why, false);
    }

    private DueDate Shifted(DateOnly date, List<string> why, bool counted = false)
    {
        var calendar = context.Calendar;
        if (calendar.WhyClosed(date) is not { } closed)
            return new DueDate(date, date, why);
        var shift = counted ? context.Regime.OffsetShift : context.Regime.Shift;
        var due = calendar.Shifted(date, shift);
        var basis = counted && context.Regime.OffsetShiftSource is { } source ? $" ({source})" : $" theo {RegimeWords}";
        why.Add(shift switch
        {
            ShiftRule.Before => $"Ngày {ViText.Date(date)} là ngày nghỉ ({closed}); hạn chuyển về ngày làm việc liền trước, {ViText.DateWithDay(due)}{basis}.",
            ShiftRule.After => $"Ngày {ViText.Date(date)} là ngày nghỉ ({closed}); hạn chuyển đến ngày làm việc liền sau, {ViText.DateWithDay(due)}{basis}.",
            _ => $"Ngày {ViText.Date(date)} là ngày nghỉ ({closed}); không có quy định dời ngày nên giữ nguyên.",
        });
        return new DueDate(date, due, why);
    }

    private string RegimeWords => $"“{context.Regime.Name}” ({context.Regime.Source})";

    private DateOnly Add(DutyOffset offset, DateOnly from) =>
        offset.Working ? context.Calendar.AddWorkingDays(from, offset.Days) : from.AddDays(offset.Days);

    private string LastMonthWords(CalendarPeriod period)
    {
        if (period.Kind == PeriodKind.Month)
            return period.Name;
        var kind = rule.Kind == DutyKind.Cutoff ? "kỳ báo cáo" : "kỳ";
        return $"tháng cuối {kind} ({period.Name}: tháng {ViText.Number(period.LastMonth.Month)})";
    }

    /// <summary>Weeks run from Monday to Sunday; the first is the one with most of its days in the month, as in ISO 8601. A fifth that runs over ends with the month.</summary>
    internal static DateOnly FridayOfWeek(DateOnly month, int week)
    {
        var fourth = new DateOnly(month.Year, month.Month, 4);
        var monday = fourth.AddDays(-(((int)fourth.DayOfWeek + 6) % 7));
        var friday = monday.AddDays((7 * (week - 1)) + 4);
        var end = CalendarPeriod.EndOfMonth(month);
        return friday > end ? end : friday;
    }
}
