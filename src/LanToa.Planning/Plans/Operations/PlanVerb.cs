namespace LanToa.Planning.Plans;

/// <summary>What can be done to a plan as a whole.</summary>
public enum PlanVerb
{
    Submit,
    Return,
    Approve,
    /// <summary>Gives force to a plan drafted and approved here.</summary>
    Issue,
    /// <summary>Takes over a document that was signed elsewhere: issued with its own number and date, without approval here.</summary>
    RecordIssued,
    Start,
    Close,
    Withdraw,
}

public static class PlanVerbs
{
    private static readonly Dictionary<PlanVerb, (string Code, string Name, PlanState[] From, PlanState To, bool NeedsReason)> Table = new()
    {
        [PlanVerb.Submit] = ("plan.submit", "Trình duyệt", [PlanState.Drafted], PlanState.Submitted, false),
        [PlanVerb.Return] = ("plan.return", "Trả lại", [PlanState.Submitted, PlanState.Approved], PlanState.Drafted, true),
        [PlanVerb.Approve] = ("plan.approve", "Duyệt", [PlanState.Submitted], PlanState.Approved, false),
        [PlanVerb.Issue] = ("plan.issue", "Ban hành", [PlanState.Approved], PlanState.Issued, false),
        [PlanVerb.RecordIssued] = ("plan.record-issued", "Ghi nhận đã ban hành", [PlanState.Drafted, PlanState.Submitted, PlanState.Approved], PlanState.Issued, false),
        [PlanVerb.Start] = ("plan.start", "Bắt đầu thực hiện", [PlanState.Issued], PlanState.InProgress, false),
        [PlanVerb.Close] = ("plan.close", "Kết thúc", [PlanState.Issued, PlanState.InProgress], PlanState.Closed, true),
        [PlanVerb.Withdraw] = ("plan.withdraw", "Thu hồi", [PlanState.Drafted, PlanState.Submitted, PlanState.Approved, PlanState.Issued, PlanState.InProgress], PlanState.Withdrawn, true),
    };

    public static string Code(this PlanVerb verb) => Table[verb].Code;

    public static string Name(this PlanVerb verb) => Table[verb].Name;

    /// <summary>As it is called for a plan in this state: what was never issued is dropped, nothing of it is called back.</summary>
    public static string Name(this PlanVerb verb, PlanState state) => verb.Drops(state) ? "Bỏ dự thảo" : verb.Name();

    /// <summary>Takes away a plan that bound nobody yet.</summary>
    public static bool Drops(this PlanVerb verb, PlanState state) => verb == PlanVerb.Withdraw && state is (PlanState.Drafted or PlanState.Submitted or PlanState.Approved);

    public static bool CanLeave(this PlanVerb verb, PlanState state) => Table[verb].From.Contains(state);

    public static PlanState To(this PlanVerb verb) => Table[verb].To;

    public static bool NeedsReason(this PlanVerb verb, PlanState state) => Table[verb].NeedsReason && !verb.Drops(state);

    /// <summary>Nothing may be open in the plan: whoever approves or does the work relies on it.</summary>
    public static bool NeedsWhole(this PlanVerb verb) => verb is PlanVerb.Submit or PlanVerb.Issue or PlanVerb.RecordIssued;

    public static IEnumerable<string> StatesBefore(this PlanVerb verb) => Table[verb].From.Select(s => s.Name());
}
