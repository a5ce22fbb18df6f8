using System.Text.Json;
using System.Text.Json.Serialization;
using LanToa.Planning.Obligations.Rules;
using LanToa.Reading.Model;

namespace LanToa.Planning.Plans;

/// <summary>A sentence of a version, as people read it.</summary>
public sealed record StatementContent(string Key, string Kind, string? Label, IReadOnlyList<string> Path, string Text)
{
    /// <summary>Where it stands in the text: of one issued version only.</summary>
    public const string Furniture = "furniture";
}

/// <summary>Who has a part in a task of a version. <paramref name="Means"/>: whom it binds, to tell a new name from a new agency.</summary>
public sealed record PartyContent(string Name, string Means);

/// <summary>What a version asks in one task. The id is the task's in the plan, the same in all versions.</summary>
public sealed record TaskContent(Guid Id, string Text, string? Section, string Modality, IReadOnlyList<PartyContent> Leads, IReadOnlyList<PartyContent> Coordinating, string Time)
{
    /// <summary>The rule without the plan's words about it: tells whether anything is due otherwise.</summary>
    public string Rule { get; init; } = "";
    public IReadOnlyList<string> Products { get; init; } = [];
    public IReadOnlyList<string> Channels { get; init; } = [];
    public IReadOnlyList<string> Audiences { get; init; } = [];
    public IReadOnlyList<string> Topics { get; init; } = [];
    public IReadOnlyList<string> StatementKeys { get; init; } = [];

    /// <summary>Of an amendment's task: a person said that it is a new one.</summary>
    [JsonIgnore]
    public bool StandsAlone { get; init; }

    internal static string RuleOf(DutyRule? rule) => rule is null ? "" : JsonSerializer.Serialize(rule with { Wording = null, Where = null }, RuleJson.Options);
}

/// <summary>All that a version of a plan says: kept as it was when a later one takes its place.</summary>
public sealed record PlanContent(string Title, DatePeriod? Period, IReadOnlyList<StatementContent> Statements, IReadOnlyList<TaskContent> Tasks);
