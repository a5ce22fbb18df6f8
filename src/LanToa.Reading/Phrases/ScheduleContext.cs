using LanToa.Reading.Model;

namespace LanToa.Reading.Phrases;

/// <summary>
/// What completes a date without a year: the period that the plan covers, else the day it was issued. <see cref="Dedicated"/> says that the text is nothing
/// but a wording of time (a cell of the column "Thời gian", a line "Thời gian thực hiện: …"); where it is false the reader still recognises such texts by their words.
/// </summary>
public sealed record ScheduleContext(DateOnly? DocumentDate, DatePeriod? Period)
{
    public bool Dedicated { get; init; }

    /// <summary>The year of a date that prints none. Without a period, January after a plan signed in December is next year's.</summary>
    internal int YearFor(int month)
    {
        if (Period is { } period)
        {
            if (period.From.Year == period.To.Year || DocumentDate is null) return period.From.Year;
            if (DocumentDate.Value.Year < period.From.Year) return period.From.Year;
            if (DocumentDate.Value.Year > period.To.Year) return period.To.Year;
            return DocumentDate.Value.Year;
        }
        if (DocumentDate is not { } issued) return 0;
        return issued.Month >= 11 && month > 0 && month <= 6 ? issued.Year + 1 : issued.Year;
    }
}
