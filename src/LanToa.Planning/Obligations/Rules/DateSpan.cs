using System.Runtime.InteropServices;

namespace LanToa.Planning.Obligations.Rules;

/// <summary>Calendar dates in Vietnam, both ends included.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct DateSpan(DateOnly From, DateOnly To)
{
    public int Days => To.DayNumber - From.DayNumber + 1;

    public bool Contains(DateOnly date) => date >= From && date <= To;

    public bool Overlaps(DateSpan other) => From <= other.To && other.From <= To;

    /// <summary>What both spans share; null when they do not meet.</summary>
    public DateSpan? Intersect(DateSpan other)
    {
        var from = From > other.From ? From : other.From;
        var to = To < other.To ? To : other.To;
        return from <= to ? new DateSpan(from, to) : null;
    }

    public override string ToString() => $"từ {ViText.Date(From)} đến {ViText.Date(To)}";
}
