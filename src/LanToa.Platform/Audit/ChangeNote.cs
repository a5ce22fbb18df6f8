namespace LanToa.Platform.Audit;

/// <summary>What a person is doing and why, while it is being saved: the verb ("plan.issue") and the reason given.</summary>
public sealed record ChangeNote(string Verb, string? Reason = null);

/// <summary>The Vietnamese words of a verb in the history: ("plan.issue", "Ban hành kế hoạch").</summary>
public sealed record VerbName(string Verb, string Name);
