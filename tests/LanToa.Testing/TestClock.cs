namespace LanToa.Testing;

/// <summary>Time that stands at a chosen moment until moved; timers still run, so that background work goes on.</summary>
public sealed class TestClock : TimeProvider
{
    private TimeSpan _shift;

    /// <summary>Makes it noon in Vietnam on a day.</summary>
    public void MoveTo(DateOnly day) => _shift = new DateTimeOffset(day, new TimeOnly(12, 0), TimeSpan.FromHours(7)) - System.GetUtcNow();

    /// <summary>Sets it forward, or back.</summary>
    public void Shift(TimeSpan by) => _shift += by;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + _shift;
}
