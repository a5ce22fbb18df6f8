using LanToa.Platform.Time;

namespace LanToa.Accountability.Reports.Formulas;

/// <summary>
/// In what order formulas that name each other are worked out, and which have no end because they go in a circle or name one that does. Made once for all of them, in steps and not in depth: a chain of indicators
/// may be as long as the dictionary.
/// </summary>
internal sealed class FormulaOrder
{
    /// <summary>So many codes of a circle are named; of a longer one the rest is counted.</summary>
    private const int MostNamed = 12;

    private readonly IReadOnlyDictionary<string, Formula> _all;
    private readonly HashSet<string> _ending;
    private readonly Dictionary<string, (IReadOnlyList<string> Ring, int From)> _circles = [];

    public FormulaOrder(IReadOnlyDictionary<string, Formula> all)
    {
        _all = all;
        var waitsFor = all.ToDictionary(f => f.Key, f => f.Value.References.Count(all.ContainsKey));
        var namedBy = all.SelectMany(f => f.Value.References.Select(named => (Named: named, By: f.Key))).ToLookup(n => n.Named, n => n.By);
        var codes = new List<string>(all.Count);
        var ready = new Queue<string>(all.Keys.Where(code => waitsFor[code] == 0));
        while (ready.TryDequeue(out var code))
        {
            codes.Add(code);
            foreach (var by in namedBy[code])
                if (--waitsFor[by] == 0) ready.Enqueue(by);
        }
        (Codes, _ending) = (codes, [.. codes]);
    }

    /// <summary>Each after those that it names; what goes in a circle, or names what does, is left out.</summary>
    public IReadOnlyList<string> Codes { get; }

    /// <summary>The circle to which a formula leads, in words: "a → b → a", beginning at itself where it stands in it; of a long one the beginning. Null where there is none.</summary>
    public string? CircleFrom(string code)
    {
        if (!_all.ContainsKey(code) || _ending.Contains(code)) return null;
        var (ring, from) = Circle(code);
        var named = Enumerable.Range(from, Math.Min(ring.Count, MostNamed)).Select(n => ring[n % ring.Count]).ToList();
        if (ring.Count > MostNamed) named.Add($"… (còn {VietnameseFormat.Number(ring.Count - MostNamed)} chỉ tiêu)");
        return string.Join(" → ", [.. named, ring[from]]);
    }

    // What has no end names something that has none: the first of them is followed until a formula comes again. Each is passed once, whoever asks.
    private (IReadOnlyList<string> Ring, int From) Circle(string code)
    {
        var (path, places, at) = (new List<string>(), new Dictionary<string, int>(), code);
        while (!_circles.ContainsKey(at) && places.TryAdd(at, path.Count))
        {
            path.Add(at);
            at = _all[at].References.First(r => _all.ContainsKey(r) && !_ending.Contains(r));
        }
        if (!_circles.TryGetValue(at, out var circle)) circle = (path.GetRange(places[at], path.Count - places[at]), 0);
        for (var i = 0; i < path.Count; i++) _circles[path[i]] = places.TryGetValue(at, out var first) && i >= first ? (circle.Ring, i - first) : circle;
        return _circles[code];
    }
}
