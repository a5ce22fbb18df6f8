using System.Runtime.InteropServices;

namespace LanToa.Reading.Restoration;

/// <summary>What stands for a stretch of the source: a word of the model, or <see cref="LanguageModel.Unknown"/> for what is printed.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Choice(int Start, int Length, int Word, float Confidence, float Cost = 0)
{
    public int End => Start + Length;
}

/// <summary>
/// Beam search for the likeliest sentence of a lattice by the trigram model. States with the same two last words are one state, so the search is exact
/// but for the width of the beam; work and memory are linear in the length of the sentence. One instance serves one thread.
/// </summary>
internal sealed class Decoder(LanguageModel model, int width = Decoder.Narrow, float reach = 9, TextMemory? memory = null)
{
    public const int Narrow = 8, Wide = 24;

    /// <summary>How far a reading's share is flattened, so that confidences are as often right as they say.</summary>
    private const float Temperature = 1.6f, Negligible = 10;

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct State(float Score, int Word, int Pair, int Edge, int Back);

    private readonly List<List<int>> _at = [];
    private readonly List<int> _path = [];
    private readonly int[] _group = new int[width];
    private State[] _states = new State[4096];
    private float[] _bestAt = [];
    private int _count;
    private readonly float most = memory is null ? 0 : TextMemory.Most;

    /// <summary>Appends the choices for the sentence to <paramref name="to"/>, in order of the source.</summary>
    public void Decode(Lattice lattice, List<Choice> to)
    {
        if (lattice.IsEmpty) return;
        _count = 0;
        while (_at.Count < lattice.Places) _at.Add([]);
        for (var place = 0; place < lattice.Places; place++) _at[place].Clear();
        if (_bestAt.Length < lattice.Places) _bestAt = new float[lattice.Places * 2];
        Array.Fill(_bestAt, float.MaxValue);
        Put(0, new State(0, model.LineStart, -1, -1, -1));
        for (var place = 0; place < lattice.Places - 1; place++)
        {
            Prune(place);
            Expand(lattice, place);
        }
        Choose(lattice, Best(_at[lattice.Places - 1]), to);
    }

    private void Put(int place, State state)
    {
        if (_count == _states.Length) Array.Resize(ref _states, _count * 2);
        _states[_count] = state;
        _at[place].Add(_count++);
        if (state.Score < _bestAt[place]) _bestAt[place] = state.Score;
    }

    private void Expand(Lattice lattice, int place)
    {
        var here = CollectionsMarshal.AsSpan(_at[place]);
        var (first, end) = lattice.From(place);
        var edges = lattice.Edges;
        // States that end in the same word share their pair costs with each next word; the best of them stands first.
        Span<bool> done = stackalloc bool[here.Length];
        for (var s = 0; s < here.Length; s++)
        {
            if (done[s]) continue;
            ref readonly var leader = ref _states[here[s]];
            var (word, least) = (leader.Word, leader.Score);
            var count = 0;
            for (var t = s; t < here.Length; t++)
                if (_states[here[t]].Word == word)
                {
                    done[t] = true;
                    _group[count++] = here[t];
                }
            for (var e = first; e < end; e++)
            {
                ref readonly var edge = ref edges[e];
                // No word costs less than nothing, but for what the text is known to say: what is already out of reach needs no look at the model.
                if (least + edge.Cost - most > _bestAt[edge.To] + reach) continue;
                var pair = model.Bigram(word, edge.Word);
                var pairCost = model.PairCost(word, edge.Word, pair);
                var known = memory?.Gain(word, edge.Word) ?? 0;
                var best = float.MaxValue;
                var back = -1;
                for (var g = 0; g < count; g++)
                {
                    ref readonly var state = ref _states[_group[g]];
                    var score = state.Score + model.Cost(state.Pair, edge.Word, pairCost);
                    if (score < best) (best, back) = (score, _group[g]);
                }
                best += edge.Cost - known;
                if (best <= _bestAt[edge.To] + reach) Put(edge.To, new State(best, edge.Word, pair, e, back));
            }
        }
    }

    /// <summary>Keeps the best states in order of score; ties keep the earlier.</summary>
    private void Prune(int place)
    {
        var at = _at[place];
        if (at.Count < 2) return;
        var limit = _bestAt[place] + reach;
        Span<int> kept = stackalloc int[width];
        var n = 0;
        foreach (var s in at)
        {
            var score = _states[s].Score;
            if (score > limit || (n == width && score >= _states[kept[n - 1]].Score)) continue;
            var i = n < width ? n++ : n - 1;
            for (; i > 0 && _states[kept[i - 1]].Score > score; i--) kept[i] = kept[i - 1];
            kept[i] = s;
        }
        at.Clear();
        for (var i = 0; i < n; i++) at.Add(kept[i]);
    }

    private int Best(List<int> at)
    {
        var best = at[0];
        var least = float.MaxValue;
        foreach (var s in at)
        {
            var state = _states[s];
            var score = state.Score + model.Cost(state.Pair, model.LineEnd, model.PairCost(state.Word, model.LineEnd, model.Bigram(state.Word, model.LineEnd)));
            if (score < least) (best, least) = (s, score);
        }
        return best;
    }

    private void Choose(Lattice lattice, int last, List<Choice> to)
    {
        _path.Clear();
        for (var s = last; _states[s].Edge >= 0; s = _states[s].Back) _path.Add(s);
        _path.Reverse();
        for (var i = 0; i < _path.Count; i++)
        {
            var edge = lattice[_states[_path[i]].Edge];
            if (!edge.Fixed) to.Add(new Choice(edge.Start, edge.Length, edge.Word, Share(lattice, i), edge.Cost));
        }
    }

    /// <summary>The chosen reading's share among the readings of the same stretch, its neighbours held as chosen.</summary>
    private float Share(Lattice lattice, int at)
    {
        var chosen = _states[_path[at]];
        var (first, end) = lattice.From(PlaceOf(lattice, at));
        var edge = lattice[chosen.Edge];
        if (end - first == 1) return edge.Word < 0 ? 0.5f : 1f;
        var before = _states[chosen.Back];
        var after = at + 1 < _path.Count ? lattice[_states[_path[at + 1]].Edge].Word : model.LineEnd;
        var next = at + 2 < _path.Count ? lattice[_states[_path[at + 2]].Edge].Word : LanguageModel.Unknown;
        var nextCost = next < 0 ? 0 : model.PairCost(after, next, model.Bigram(after, next));
        var best = Around(before, edge, after, next, nextCost);
        var sum = 0.0;
        foreach (ref readonly var other in lattice.Edges[first..end])
        {
            // Even if its neighbours cost it nothing it would not count.
            if (other.To == edge.To && other.Cost < best + Negligible) sum += Math.Exp((best - Around(before, other, after, next, nextCost)) / Temperature);
        }
        return (float)(1 / Math.Max(1, sum));
    }

    private int PlaceOf(Lattice lattice, int at) => at == 0 ? 0 : lattice[_states[_path[at - 1]].Edge].To;

    /// <summary>Cost of an edge between its neighbours, where <paramref name="nextCost"/> is that of <paramref name="next"/> after <paramref name="after"/> alone.</summary>
    private float Around(in State before, in Edge edge, int after, int next, float nextCost)
    {
        var pair = model.Bigram(before.Word, edge.Word);
        var cost = edge.Cost + model.Cost(before.Pair, edge.Word, model.PairCost(before.Word, edge.Word, pair));
        var pairAfter = model.Bigram(edge.Word, after);
        cost += model.Cost(pair, after, model.PairCost(edge.Word, after, pairAfter));
        if (memory is not null) cost -= memory.Gain(before.Word, edge.Word) + memory.Gain(edge.Word, after);
        return next < 0 ? cost : cost + model.Cost(pairAfter, next, nextCost);
    }
}
