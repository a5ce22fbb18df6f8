using System.ComponentModel.DataAnnotations;
using LanToa.Planning.Obligations.Rules;
using LanToa.Platform.Data;
using LanToa.Reading.Model;

namespace LanToa.Planning.Plans;

/// <summary>What a plan document says of itself: of a plan, and of an import on its way to being one.</summary>
public abstract class DocumentFacts : TenantRow
{
    [Display(Name = "Số")]
    public string? Number { get; set; }

    [Display(Name = "Ký hiệu")]
    public string? Symbol { get; set; }

    [Display(Name = "Địa danh")]
    public string? Place { get; set; }

    /// <summary>The date that the document bears: groups and names are resolved as of it.</summary>
    [Display(Name = "Ngày ban hành")]
    public DateOnly? Date { get; set; }

    [Display(Name = "Thực hiện từ")]
    public DateOnly? PeriodFrom { get; set; }

    [Display(Name = "Thực hiện đến")]
    public DateOnly? PeriodTo { get; set; }

    [Display(Name = "Thẩm quyền ký")]
    public string? SignerAuthority { get; set; }

    [Display(Name = "Chức vụ người ký")]
    public string? SignerPosition { get; set; }

    [Display(Name = "Người ký")]
    public string? SignerName { get; set; }

    /// <summary>10/KH-UBND; empty while there is no number: a symbol alone names no document.</summary>
    public string NumberAndSymbol => PlanWords.NumberOf(Number, Symbol);

    public DatePeriod? Period => PeriodFrom is { } from && PeriodTo is { } to ? new DatePeriod(from, to) : null;

    /// <summary>The calendar that rules are checked against; a document without a date is seen from <paramref name="today"/>.</summary>
    public PlanCalendar CalendarOn(DateOnly today) => CalendarAsOf(Date ?? today);

    /// <summary>The calendar if the document bore this date.</summary>
    public PlanCalendar CalendarAsOf(DateOnly date) => PlanCalendar.Of(date, Period is { } p ? new DateSpan(p.From, p.To) : null);

    public void TakeFacts(DocumentFacts from)
    {
        (Number, Symbol, Place, Date) = (from.Number, from.Symbol, from.Place, from.Date);
        (PeriodFrom, PeriodTo) = (from.PeriodFrom, from.PeriodTo);
        (SignerAuthority, SignerPosition, SignerName) = (from.SignerAuthority, from.SignerPosition, from.SignerName);
    }
}
