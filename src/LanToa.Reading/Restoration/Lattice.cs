using System.Runtime.InteropServices;

namespace LanToa.Reading.Restoration;

/// <summary>One reading of a stretch of the source: from one place between words to another.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Edge(int To, int Word, float Cost, int Start, int Length, bool Fixed);

/// <summary>All readings of one sentence. Edges are added place by place, in order; the readings that start at place n stand together.</summary>
internal sealed class Lattice
{
    private readonly List<Edge> _edges = [];
    private readonly List<int> _from = [0];

    public int Places => _from.Count;

    public bool IsEmpty => _edges.Count == 0;

    public Edge this[int edge] => _edges[edge];

    /// <summary>All edges in order, until the next one is added.</summary>
    public ReadOnlySpan<Edge> Edges => CollectionsMarshal.AsSpan(_edges);

    public (int First, int End) From(int place) => (_from[place], place + 1 < _from.Count ? _from[place + 1] : _edges.Count);

    public void Add(Edge edge) => _edges.Add(edge);

    /// <summary>Ends the place that edges were being added to and begins the next one.</summary>
    public void Next() => _from.Add(_edges.Count);

    public void Clear()
    {
        _edges.Clear();
        _from.Clear();
        _from.Add(0);
    }
}
