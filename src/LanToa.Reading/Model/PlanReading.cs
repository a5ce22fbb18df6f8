using System.Text.Json.Serialization;

namespace LanToa.Reading.Model;

/// <summary>
/// A plan document as structure: exactly what <c>lantoa read FILE --json</c> prints (contract <c>plan-reading-1</c>).
/// Offsets count UTF-16 code units of the extracted text.
/// </summary>
public sealed record PlanReading
{
    public string Schema { get; init; } = "plan-reading-1";
    public required SourceInfo Source { get; init; }
    public required DocumentInfo Document { get; init; }
    public IReadOnlyList<Citation> LegalBases { get; init; } = [];
    public IReadOnlyList<Citation> Citations { get; init; } = [];
    public IReadOnlyList<Statement> Statements { get; init; } = [];
    public IReadOnlyList<TaskReading> Tasks { get; init; } = [];
    public IReadOnlyList<string> Channels { get; init; } = [];
    public IReadOnlyList<string> Audiences { get; init; } = [];
    public IReadOnlyList<string> Topics { get; init; } = [];
    public BudgetReading Budget { get; init; } = new();
    public IReadOnlyList<ReportingRule> Reporting { get; init; } = [];
    public IReadOnlyList<string> Recipients { get; init; } = [];
    public Signer Signer { get; init; } = new();
    public IReadOnlyList<Repair> Repairs { get; init; } = [];
    public IReadOnlyList<Contradiction> Contradictions { get; init; } = [];
    public IReadOnlyList<string> Warnings { get; init; } = [];
    /// <summary>The fault of the program that cost the structure of this text, for whoever keeps a log; null where all went well. Never written as JSON.</summary>
    [JsonIgnore]
    public Exception? Fault { get; init; }
}

/// <summary>The bytes that were read. <see cref="Damage"/> is none, light or heavy (diacritics lost through most of the text).</summary>
public sealed record SourceInfo(string FileName, string MediaType, string Sha256, int Characters, string Damage);

/// <summary>What the document says of itself; null where it does not say.</summary>
public sealed record DocumentInfo
{
    public string? Kind { get; init; }
    public string? Number { get; init; }
    public string? Symbol { get; init; }
    public string? Issuer { get; init; }
    public string? ParentBody { get; init; }
    public string? Place { get; init; }
    public DateOnly? Date { get; init; }
    public string? Title { get; init; }
    public DatePeriod? Period { get; init; }
}

public sealed record DatePeriod(DateOnly From, DateOnly To);

/// <summary>An act cited: kind "Nghị quyết", number "76/NQ-CP", date, issuer and subject where printed.</summary>
public sealed record Citation
{
    public required string Kind { get; init; }
    public string? Number { get; init; }
    public DateOnly? Date { get; init; }
    public string? Issuer { get; init; }
    public string? Subject { get; init; }
    public string? Statement { get; init; }
}

/// <summary>An addressed piece of the text. Statements cover every character, in order, without gaps.</summary>
public sealed record Statement
{
    public required string Id { get; init; }
    /// <summary>header, title, basis, heading, item, paragraph, table-cell, recipients, signature or furniture.</summary>
    public required string Kind { get; init; }
    public string? Label { get; init; }
    public IReadOnlyList<string> Path { get; init; } = [];
    public required int Start { get; init; }
    public required int End { get; init; }
    public required string Text { get; init; }
    public string? Restored { get; init; }
    /// <summary>Words of <see cref="Restored"/> (of <see cref="Text"/> where that is null) that may be wrong, in order. Not part of the published contract, which lists them as repairs.</summary>
    public IReadOnlyList<DoubtfulWord> Doubts { get; init; } = [];
    public double Confidence { get; init; } = 1;
}

/// <summary>[Start, Start + Length) of a restored sentence, in UTF-16 code units.</summary>
public sealed record DoubtfulWord(int Start, int Length);

public sealed record TaskReading
{
    public required string Id { get; init; }
    public required IReadOnlyList<string> Statements { get; init; }
    /// <summary>command, coordinate or request.</summary>
    public required string Modality { get; init; }
    public IReadOnlyList<Actor> Lead { get; init; } = [];
    public IReadOnlyList<Actor> Coordinating { get; init; } = [];
    public required string Text { get; init; }
    public IReadOnlyList<ProductReading> Products { get; init; } = [];
    public required Schedule Schedule { get; init; }
    public IReadOnlyList<string> Channels { get; init; } = [];
    public IReadOnlyList<string> Topics { get; init; } = [];
    public IReadOnlyList<string> Audiences { get; init; } = [];
    public double Confidence { get; init; } = 1;
}

public sealed record Actor(string Name, bool Group = false, string? Text = null);

public sealed record ProductReading(string Form, decimal? Quantity, string Text);

/// <summary>When a task is due. Dates are calendar dates in Vietnam; <see cref="Day"/> is a day of the period's last month.</summary>
public sealed record Schedule
{
    /// <summary>once, counted, standing, cutoff, campaign, on-request or unspecified.</summary>
    public required string Kind { get; init; }
    /// <summary>month, quarter, half-year, nine-months, year.</summary>
    public IReadOnlyList<string> Every { get; init; } = [];
    public int? Count { get; init; }
    public DateOnly? Due { get; init; }
    public int? Day { get; init; }
    public DateOnly? From { get; init; }
    public DateOnly? To { get; init; }
    public IReadOnlyList<DateOnly> Dates { get; init; } = [];
    public int? Week { get; init; }
    public string? With { get; init; }
    public bool Tentative { get; init; }
    public ScheduleOffset? Offset { get; init; }
    public string? Text { get; init; }

    public static readonly Schedule Unspecified = new() { Kind = "unspecified" };
}

public sealed record ScheduleOffset(int Days, bool Working, string After);

public sealed record BudgetReading
{
    public IReadOnlyList<string> Statements { get; init; } = [];
    public IReadOnlyList<string> Sources { get; init; } = [];
}

/// <summary>A reporting route: unit → via → to, how often, by which day of the period's last month.</summary>
public sealed record ReportingRule
{
    public IReadOnlyList<Actor> From { get; init; } = [];
    public IReadOnlyList<Actor> Via { get; init; } = [];
    public IReadOnlyList<Actor> To { get; init; } = [];
    public IReadOnlyList<string> Every { get; init; } = [];
    public int? Day { get; init; }
    public string? Statement { get; init; }
}

public sealed record Signer
{
    public string? Authority { get; init; }
    public string? Position { get; init; }
    public string? Name { get; init; }
}

/// <summary>A listed, reversible suggestion: replace [Start, End) of the extracted text.</summary>
public sealed record Repair(string Kind, int Start, int End, string Before, string After);

public sealed record Contradiction(string Kind, IReadOnlyList<string> Statements, string Message);
