namespace LanToa.Contracts.Plans;

/// <summary>
/// The periods of a plan, each counted once in the first that fits: requests stand apart, then what does not apply, done on time, done late, claimed and not confirmed,
/// before tracking, and what is still owed, overdue or not yet due.
/// </summary>
public sealed record ClosingCounts(int OnTime, int Late, int Unconfirmed, int Overdue, int NotYetDue, int NotApplicable, int BeforeTracking, int Requested, int RequestedDone)
{
    public static readonly ClosingCounts None = new(0, 0, 0, 0, 0, 0, 0, 0, 0);

    /// <summary>What was asked and followed: the denominator.</summary>
    public int Owed => OnTime + Late + Unconfirmed + Overdue + NotYetDue;

    public int Done => OnTime + Late;

    /// <summary>What stays as debt when the plan is closed.</summary>
    public int Open => Unconfirmed + Overdue + NotYetDue;

    public ClosingCounts Plus(ClosingCounts other) => new(OnTime + other.OnTime, Late + other.Late, Unconfirmed + other.Unconfirmed, Overdue + other.Overdue, NotYetDue + other.NotYetDue,
        NotApplicable + other.NotApplicable, BeforeTracking + other.BeforeTracking, Requested + other.Requested, RequestedDone + other.RequestedDone);
}
