using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using LanToa.Reading.Model;

namespace LanToa.Reading.Phrases;

/// <summary>
/// An act and the time in which it holds. <see cref="ValidTo"/> is the last day; <see cref="ReplacedBy"/> the acts that took its place; <see cref="AmendedBy"/>
/// changed it and left it in force. Unknown facts are null, never guessed.
/// </summary>
public sealed record RegisteredAct
{
    public required string Kind { get; init; }
    public required string Number { get; init; }
    public DateOnly? Date { get; init; }
    public string? Issuer { get; init; }
    public string? Subject { get; init; }
    public DateOnly? ValidFrom { get; init; }
    public DateOnly? ValidTo { get; init; }
    public IReadOnlyList<string> ReplacedBy { get; init; } = [];
    public IReadOnlyList<string> AmendedBy { get; init; } = [];
    /// <summary>Where the facts were seen.</summary>
    public string? Note { get; init; }
}

/// <summary>A cited act that was not in force on the day asked for: what is known of it, where it is cited, and a Vietnamese sentence (without full stop) that says since or until when.</summary>
public sealed record ActWarning(RegisteredAct Act, Citation Citation, string Message);

/// <summary>
/// The register of acts with their validity: the data that ships with the reader, or what an administrator keeps. It warns of law that is dead, or not yet
/// in force, on a given day.
/// </summary>
public sealed class ActRegister
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };
    private static readonly Lazy<ActRegister> Shipped = new(LoadShipped);
    private readonly Dictionary<string, List<RegisteredAct>> acts = new(StringComparer.Ordinal);

    /// <summary>A register of the given acts. Where an act stands twice the later one counts.</summary>
    public ActRegister(IEnumerable<RegisteredAct> acts)
    {
        ArgumentNullException.ThrowIfNull(acts);
        foreach (var act in acts)
        {
            if (!this.acts.TryGetValue(ActNumber.Key(act.Number), out var same)) this.acts[ActNumber.Key(act.Number)] = same = [];
            same.RemoveAll(other => IsOne(act.Number, other.Date, act.Date));
            same.Add(act);
        }
    }

    /// <summary>The register that ships with the reader.</summary>
    public static ActRegister Default => Shipped.Value;

    public IReadOnlyCollection<RegisteredAct> Acts => [.. acts.Values.SelectMany(same => same)];

    /// <summary>The number as it is compared: capitals, no spaces, 05 as 5.</summary>
    public static string Key(string number) => ActNumber.Key(number);

    /// <summary>
    /// Whether two acts of one number are the same: a number that names no year begins anew each year, so that 5/QĐ-UBND of 2020 and of 2024 are two acts.
    /// A date that is not known separates nothing.
    /// </summary>
    public static bool IsOne(string number, DateOnly? date, DateOnly? otherDate)
    {
        ArgumentNullException.ThrowIfNull(number);
        if (date is not { } one || otherDate is not { } other || one.Year == other.Year) return true;
        return number.Split('/') is [_, { Length: 4 } year, ..] && year.All(char.IsAsciiDigit);
    }

    /// <summary>A register from JSON: an array of acts as in <c>acts.json</c>. Throws <see cref="JsonException"/> where it is none.</summary>
    public static ActRegister Parse(string json) => new(JsonSerializer.Deserialize<List<RegisteredAct>>(json, Options) ?? []);

    /// <summary>The act of a number; the date, where known, tells the acts of different years apart.</summary>
    public RegisteredAct? Find(string? number, DateOnly? date = null) =>
        number is not null && acts.TryGetValue(ActNumber.Key(number), out var same) ? same.FindLast(act => IsOne(act.Number, act.Date, date)) : null;

    /// <summary>Warnings, in Vietnamese and with dates, for each cited act that is no longer or not yet in force on a day. Each act once.</summary>
    public IReadOnlyList<string> DeadLaw(IEnumerable<Citation> citations, DateOnly asOf) => [.. Check(citations, asOf).Select(w => w.Message)];

    /// <summary>The cited acts that are no longer or not yet in force on a day, each where it is cited first.</summary>
    public IReadOnlyList<ActWarning> Check(IEnumerable<Citation> citations, DateOnly asOf)
    {
        ArgumentNullException.ThrowIfNull(citations);
        var warnings = new List<ActWarning>();
        var seen = new HashSet<RegisteredAct>(ReferenceEqualityComparer.Instance);
        foreach (var citation in citations)
        {
            if (Find(citation.Number, citation.Date) is not { } act || !seen.Add(act)) continue;
            var name = $"{act.Kind} số {act.Number}";
            if (act.ValidTo is { } last && last < asOf)
            {
                var by = act.ReplacedBy.Count == 0 ? "" : $", thay bằng {string.Join(", ", act.ReplacedBy.Select(Name))}";
                warnings.Add(new ActWarning(act, citation, $"{name} hết hiệu lực từ ngày {Day(last.AddDays(1))}{by}"));
            }
            else if (act.ValidFrom is { } first && first > asOf)
            {
                warnings.Add(new ActWarning(act, citation, $"{name} chỉ có hiệu lực từ ngày {Day(first)}"));
            }
        }
        return warnings;
    }

    private string Name(string number) => Find(number) is { } act ? $"{act.Kind} số {act.Number}" : number;

    private static string Day(DateOnly date) => date.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture);

    private static ActRegister LoadShipped()
    {
        using var stream = typeof(ActRegister).Assembly.GetManifestResourceStream("LanToa.Reading.Phrases.acts.json")
            ?? throw new InvalidOperationException("The register of acts is missing from the assembly.");
        return new ActRegister(JsonSerializer.Deserialize<List<RegisteredAct>>(stream, Options) ?? []);
    }
}
