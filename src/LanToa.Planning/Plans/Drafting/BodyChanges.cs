using LanToa.Contracts.Organizations;
using LanToa.Planning.Organizations;
using LanToa.Platform.Time;
using LanToa.Reading.Phrases;

namespace LanToa.Planning.Plans;

/// <summary>A body that has ended by the new day, and who carries it on then.</summary>
public sealed record EndedBody(OrganizationInfo Body, IReadOnlyList<OrganizationInfo> Heirs)
{
    public string Why => $"{Body.Name} đã kết thúc{(Body.ValidTo is { } last ? $" từ {VietnameseFormat.Date(last.AddDays(1))}" : "")}" + Heirs.Count switch
    {
        0 => "; chưa ghi cơ quan kế thừa",
        1 => $"; kế thừa: {Heirs[0].Name}",
        _ => $"; {Heirs.Count} cơ quan kế thừa, hãy chọn",
    };

    public string? Offer => Heirs.Count == 0 ? null : string.Join("; ", Heirs.Select(h => h.Name));
}

/// <summary>The bodies of which an earlier plan speaks, seen on the day of the new one.</summary>
public sealed class BodyChanges
{
    private readonly IReadOnlyDictionary<Guid, OrganizationInfo> _all;
    private readonly SuccessionMap _map;
    private readonly DateOnly _day;
    private readonly IReadOnlyList<(string Name, EndedBody Ended)> _named;

    public BodyChanges(IEnumerable<OrganizationInfo> all, SuccessionMap map, DateOnly before, DateOnly day, short province)
    {
        (_all, _map, _day) = (all.DistinctBy(o => o.Id).ToDictionary(o => o.Id), map, day);
        // A name is no key: one that another body bears on either day names none with certainty.
        var near = _all.Values.Where(o => o.ProvinceId == province || o.ProvinceId == 0).ToList();
        var living = near.Where(o => o.ExistsOn(day)).Select(o => o.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        _named = [.. near.Where(o => o.ExistsOn(before) && !o.ExistsOn(day)).GroupBy(o => o.Name, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() == 1 && !living.Contains(g.Key))
            .Select(g => (g.Key, Ended(g.First().Id)!)).OrderByDescending(n => n.Key.Length)];
    }

    /// <summary>Null while the body exists on the new day, and for one that nobody knows.</summary>
    public EndedBody? Ended(Guid unit)
    {
        if (!_all.TryGetValue(unit, out var body) || body.ExistsOn(_day)) return null;
        return new EndedBody(body, [.. _map.AsOf(unit, _day).Select(s => _all.GetValueOrDefault(s.OrganizationId)).OfType<OrganizationInfo>().Where(o => o.ExistsOn(_day)).OrderBy(o => o.Name, StringComparer.Ordinal)]);
    }

    /// <summary>Names of ended bodies in a text; certain with one heir. What an act is called by does not change.</summary>
    public IReadOnlyList<TextChange> Of(string text)
    {
        var found = new List<TextChange>();
        var acts = _named.Count == 0 ? [] : CitationReader.Read(text);
        foreach (var (name, ended) in _named)
            for (var at = text.IndexOf(name, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(name, at + 1, StringComparison.OrdinalIgnoreCase))
            {
                var end = at + name.Length;
                if ((at > 0 && char.IsLetterOrDigit(text[at - 1])) || (end < text.Length && char.IsLetterOrDigit(text[end])) || found.Exists(f => at < f.End && end > f.At) || acts.Any(a => at < a.End && end > a.Start)) continue;
                var capitals = text[at..end] == text[at..end].ToUpperInvariant();
                var offer = ended.Offer is { } heirs && capitals ? heirs.ToUpperInvariant() : ended.Offer;
                found.Add(new TextChange(at, text[at..end], offer, ended.Why, ChangeAbout.Body, ended.Heirs.Count == 1));
            }
        return found;
    }
}
