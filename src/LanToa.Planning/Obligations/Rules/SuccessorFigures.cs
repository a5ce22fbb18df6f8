using LanToa.Planning.Organizations;

namespace LanToa.Planning.Obligations.Rules;

/// <summary>Periods done, owed and late; parts of them where a body was split.</summary>
public readonly record struct Figures(decimal Done, decimal Of, decimal Late)
{
    public static Figures operator +(Figures a, Figures b) => new(a.Done + b.Done, a.Of + b.Of, a.Late + b.Late);

    public static Figures operator *(Figures figures, decimal weight) => new(figures.Done * weight, figures.Of * weight, figures.Late * weight);
}

/// <summary>What one body of then gave to a present one.</summary>
public sealed record FiguresPart(Guid From, decimal Weight, Figures AsWas, Figures AsIs);

/// <summary>A present body (null: nobody, where all or a part was abolished) with the bodies of then whose figures are its own now.</summary>
public sealed record SuccessorFigures(Guid? Unit, Figures AsIs, IReadOnlyList<FiguresPart> Parts)
{
    /// <summary>Whether anything of it comes from another body, or not all of its own stays with it.</summary>
    public bool IsChanged => Parts is not [{ Weight: 1 } only] || only.From != Unit;

    /// <summary>The figures of bodies as they were, given to those who carry them on as of a day. The sum of all stays exactly what it was.</summary>
    public static IReadOnlyList<SuccessorFigures> Of(IReadOnlyDictionary<Guid, Figures> asWas, SuccessionMap map, DateOnly day) =>
    [
        .. map.Attribute(asWas.Keys, day).GroupBy(a => a.To).Select(g =>
        {
            var parts = g.Select(a => new FiguresPart(a.From, a.Weight, asWas[a.From], asWas[a.From] * a.Weight)).ToList();
            return new SuccessorFigures(g.Key, parts.Aggregate(default(Figures), (sum, p) => sum + p.AsIs), parts);
        }),
    ];
}
