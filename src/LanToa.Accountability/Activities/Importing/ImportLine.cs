using System.Text.Json.Serialization;
using LanToa.Contracts.Activities;

namespace LanToa.Accountability.Activities;

public enum ImportFate
{
    /// <summary>Is recorded when the person confirms.</summary>
    Records,
    /// <summary>Is kept as a draft: only the evidence that its form expects is missing.</summary>
    Drafts,
    /// <summary>Was recorded before, from this file or another with the same row.</summary>
    Already,
    /// <summary>Cannot be taken as it stands.</summary>
    Wrong,
}

/// <summary>What is wrong in a cell ("F12"; null for the row), and what to do.</summary>
public sealed record CellProblem(string? Cell, string Text);

/// <summary>A row of a file as it would be recorded. Kept as JSON without what the row itself says.</summary>
public sealed record ImportLine(int Row, Guid UnitId, ImportFate Fate)
{
    [JsonIgnore] public ActivityInput Input { get; init; } = new();
    public IReadOnlyList<CellProblem> Problems { get; init; } = [];
    /// <summary>What the person should know of it, though it stands.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
    /// <summary>Says which activity it is, however often the row is sent.</summary>
    public Guid Key { get; init; }
    /// <summary>The unit as the file names it, where that is none of whom the person may write for.</summary>
    public string? UnitWords { get; init; }
    [JsonIgnore] public DutyInfo? Duty { get; init; }
    /// <summary>The period that it counts in, and how people call it.</summary>
    public Guid? PeriodId { get; init; }
    public string? PeriodWords { get; init; }
    /// <summary>The activity that it is already.</summary>
    public Guid? ActivityId { get; init; }
    public ActivityState? State { get; init; }

    /// <summary>It would be recorded, or kept as a draft.</summary>
    [JsonIgnore] public bool IsGood => Fate is ImportFate.Records or ImportFate.Drafts;
}
