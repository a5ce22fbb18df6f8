using LanToa.Reading.Model;

namespace LanToa.Reading.Phrases;

/// <summary>Lists of citations: each act once, in the order of first mention, with what any of its mentions says of it.</summary>
public static class CitationList
{
    /// <summary>
    /// Each act once. Two mentions are of one act where kind and number agree and neither date nor issuer shows that they are two:
    /// 12/KH-UBND of two districts are two plans; 3524/QĐ-UBND of one district with two dates is one decision, misprinted.
    /// </summary>
    public static IReadOnlyList<Citation> Distinct(IEnumerable<Citation> citations)
    {
        ArgumentNullException.ThrowIfNull(citations);
        var acts = new List<Citation>();
        var byKey = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        foreach (var citation in citations)
        {
            if (citation is null) continue;
            var key = Key(citation);
            if (!byKey.TryGetValue(key, out var places)) byKey[key] = places = [];
            var place = places.FindIndex(p => ActIdentity.Same(acts[p], citation));
            if (place >= 0)
            {
                acts[places[place]] = Merge(acts[places[place]], citation);
                continue;
            }
            places.Add(acts.Count);
            acts.Add(citation);
        }
        return acts;
    }

    /// <summary>The list without the document itself, which decisions cite on their annexes.</summary>
    public static IReadOnlyList<Citation> Without(IEnumerable<Citation> citations, string? number, string? symbol)
    {
        ArgumentNullException.ThrowIfNull(citations);
        if (number is null || symbol is null) return citations.ToList();
        var own = ActNumber.Key($"{number}/{symbol}");
        return citations.Where(c => c.Number is null || ActNumber.Key(c.Number) != own).ToList();
    }

    internal static string Key(Citation citation) =>
        citation.Number is { } number ? ActNumber.Key(number) : $"{citation.Kind}|{citation.Date:yyyyMMdd}|{ActIdentity.Folded(citation.Subject)}";

    private static Citation Merge(Citation known, Citation other) => known with
    {
        Date = known.Date ?? other.Date,
        Issuer = known.Issuer ?? other.Issuer,
        Subject = known.Subject ?? other.Subject,
        Statement = known.Statement ?? other.Statement,
    };
}
