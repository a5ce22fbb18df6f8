using System.Text.Json.Serialization;
using LanToa.Platform.Time;

namespace LanToa.Accountability.Reports;

/// <summary>A value of one indicator with what is needed to make one of several: parts of a ratio, units counted, how many said yes.</summary>
public sealed record Figure
{
    public decimal? Number { get; init; }
    public decimal? Numerator { get; init; }
    public decimal? Denominator { get; init; }
    public IReadOnlyList<Guid>? Units { get; init; }
    public string? Text { get; init; }

    /// <summary>Of a yes or no that stands for several units: of how many.</summary>
    public int? Of { get; init; }

    [JsonIgnore]
    public bool IsEmpty => Number is null && string.IsNullOrWhiteSpace(Text);

    public static readonly Figure None = new();

    /// <summary>The value of several together, each with whose it is. Empty ones say nothing.</summary>
    public static Figure Combine(Aggregation aggregation, IEnumerable<(string Whose, Figure Figure)> all)
    {
        var saying = all.Where(f => !f.Figure.IsEmpty || f.Figure.Denominator is not null);
        // A report above adds up tens of thousands of them: these are not listed first.
        if (aggregation is Aggregation.Sum or Aggregation.Latest) return Added(saying);
        var said = saying.ToList();
        if (said.Count == 0) return None;
        switch (aggregation)
        {
            case Aggregation.Ratio:
                var (over, under) = (said.Sum(f => f.Figure.Numerator ?? 0), said.Sum(f => f.Figure.Denominator ?? 0));
                return new Figure { Numerator = over, Denominator = under, Number = under == 0 ? null : over / under };
            case Aggregation.Distinct:
                var units = said.SelectMany(f => f.Figure.Units ?? []).Distinct().Order().ToList();
                return new Figure { Units = units, Number = units.Count };
            case Aggregation.YesNo:
                return said is [var one] ? one.Figure : new Figure { Number = said.Sum(f => f.Figure.Of is null ? f.Figure.Number > 0 ? 1 : 0 : f.Figure.Number ?? 0), Of = said.Sum(f => f.Figure.Of ?? 1) };
            case Aggregation.Maximum:
                return new Figure { Number = said.Max(f => f.Figure.Number) };
            case Aggregation.Text:
                return said is [var only] ? only.Figure : new Figure { Text = string.Join("; ", said.Select(f => $"{f.Whose}: {f.Figure.Text}")) };
            default:
                throw new ArgumentOutOfRangeException(nameof(aggregation));
        }
    }

    private static Figure Added(IEnumerable<(string Whose, Figure Figure)> all)
    {
        decimal? sum = null;
        foreach (var (_, figure) in all) sum = (sum ?? 0) + (figure.Number ?? 0);
        return sum is null ? None : new Figure { Number = sum };
    }

    /// <summary>As a report prints it: a yes of several with its denominator.</summary>
    public string Words(Aggregation aggregation, int decimals) => this switch
    {
        { Text: { Length: > 0 } text } => text,
        { Number: null } => "",
        { Of: { } of, Number: { } yes } => $"{VietnameseFormat.Number(yes)}/{VietnameseFormat.Number(of)}",
        _ when aggregation == Aggregation.YesNo => Number > 0 ? "Có" : "Không",
        _ => VietnameseFormat.Number(Math.Round(Number!.Value, decimals, MidpointRounding.AwayFromZero)),
    };
}
