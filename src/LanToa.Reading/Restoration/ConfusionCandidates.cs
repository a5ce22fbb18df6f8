using System.Collections.Concurrent;

namespace LanToa.Reading.Restoration;

/// <summary>
/// Syllables that a misreading may have printed: a search of the tree of all syllables with the costs of <see cref="Confusions"/>, pruned by the best found.
/// What was found for a printed word is remembered up to a bound; it depends on nothing else, so the result never depends on what is remembered.
/// </summary>
internal sealed class ConfusionCandidates : ICandidates
{
    private const int Kept = 14, Remembered = 24_000, MaxPrinted = 9, MaxDepth = 8;
    private const float UnigramWeight = 0.6f, Dearest = 17f, Spread = 9f;

    private readonly LanguageModel _model;
    private readonly Confusions _confusions;
    private readonly MarkCandidates _marks;
    private readonly ConcurrentDictionary<string, Candidate[]>[] _found = [new(StringComparer.Ordinal), new(StringComparer.Ordinal)];

    // The tree: children of a node are chained by sibling; node 0 is the root.
    private readonly List<int> _letter = [-1], _child = [-1], _sibling = [-1], _word = [-1];

    public ConfusionCandidates(LanguageModel model, MarkCandidates marks)
    {
        (_model, _marks) = (model, marks);
        var words = marks.All.Where(id => model.Words[id].Length <= MaxDepth && model.Words[id].All(char.IsLetter)
            && (Syllable.IsWellFormed(model.Words[id]) || (model.Words[id].Length is > 1 and <= 4 && model.Unigram(id) < 11))).ToList();
        var letters = words.SelectMany(id => model.Words[id]).Distinct().Order().ToList();
        _confusions = new Confusions(letters);
        var number = letters.Select((l, i) => (l, i)).ToDictionary(p => p.l, p => p.i);
        foreach (var id in words.Order()) Plant(id, model.Words[id], number);
    }

    public bool Splits => true;

    public Candidate[] Of(ReadOnlySpan<char> printed, bool upperLine)
    {
        var found = _found[upperLine ? 1 : 0];
        if (found.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(printed, out var known)) return known;
        var candidates = Search(printed, upperLine);
        if (printed.Length <= 24)
        {
            if (found.Count >= Remembered) found.Clear();
            found[printed.ToString()] = candidates;
        }
        return candidates;
    }

    private Candidate[] Search(ReadOnlySpan<char> printed, bool upperLine)
    {
        if (!upperLine && IsAbbreviation(printed)) return _marks.Of(printed, upperLine);
        var best = new Best();
        if (printed.Length <= MaxPrinted) new Walk(this, printed, upperLine, best).Run();
        Itself(printed, best);
        return best.ToArray();
    }

    /// <summary>A few capitals that form no syllable (VP, TQ, HDND) stand for words; only their own marks may have been lost.</summary>
    private bool IsAbbreviation(ReadOnlySpan<char> printed)
    {
        if (printed.Length is < 2 or > 6) return false;
        foreach (var c in printed)
            if (!char.IsUpper(c)) return false;
        Span<char> lower = stackalloc char[printed.Length];
        for (var i = 0; i < lower.Length; i++) lower[i] = char.ToLowerInvariant(Syllable.BareLetter(printed[i]));
        return !Syllable.IsWellFormed(lower);
    }

    /// <summary>What is printed may be what was written: a name, a foreign word, an abbreviation. Less so the longer and the odder it is.</summary>
    private void Itself(ReadOnlySpan<char> printed, Best best)
    {
        Span<char> lower = printed.Length <= 64 ? stackalloc char[printed.Length] : new char[printed.Length];
        printed.ToLowerInvariant(lower);
        var id = _model.Id(lower);
        if (id >= 0 && best.Has(id)) return;
        var ascii = !lower.ContainsAnyExceptInRange('a', 'z');
        if (id < 0) best.AddLast(LanguageModel.Unknown, printed.Length <= 3 || (ascii && char.IsUpper(printed[0])) ? 5 : ascii ? 12 : 18);
        else if (!Syllable.IsWellFormed(lower)) best.Add(id, !ascii ? 6 : printed.Length <= 5 && _model.Unigram(id) < 12.5f ? 1.5f : 9, _model.Unigram(id));
        if (best.Count == 0) best.AddLast(LanguageModel.Unknown, 0);
    }

    private void Plant(int id, string word, Dictionary<char, int> number)
    {
        var node = 0;
        foreach (var c in word)
        {
            var letter = number[c];
            var next = _child[node];
            while (next >= 0 && _letter[next] != letter) next = _sibling[next];
            if (next < 0)
            {
                next = _letter.Count;
                _letter.Add(letter);
                _child.Add(-1);
                _sibling.Add(_child[node]);
                _word.Add(-1);
                _child[node] = next;
            }
            node = next;
        }
        _word[node] = id;
    }

    /// <summary>The cheapest candidates so far, in order of cost with the word's own rarity; ties keep the smaller number.</summary>
    private sealed class Best
    {
        private readonly (float Rank, Candidate Candidate)[] _kept = new (float, Candidate)[Kept + 1];

        public int Count { get; private set; }

        public float Limit => Count < Kept ? Dearest : Math.Min(_kept[0].Rank + Spread, _kept[Count - 1].Rank);

        public bool Has(int word)
        {
            for (var i = 0; i < Count; i++)
                if (_kept[i].Candidate.Word == word) return true;
            return false;
        }

        public void Add(int word, float cost, float unigram)
        {
            var rank = cost + (UnigramWeight * unigram);
            if (Count == Kept && rank >= _kept[Count - 1].Rank) return;
            var i = Count < Kept ? Count++ : Count - 1;
            for (; i > 0 && _kept[i - 1].Rank > rank; i--) _kept[i] = _kept[i - 1];
            _kept[i] = (rank, new Candidate(word, cost));
        }

        public void AddLast(int word, float cost) => _kept[Count++] = (float.MaxValue, new Candidate(word, cost));

        public Candidate[] ToArray() =>
            [.. _kept.Take(Count).Where((k, i) => i < 3 || k.Candidate.Word < 0 || k.Rank <= _kept[0].Rank + Spread).Select(k => k.Candidate)];
    }

    private sealed class Walk
    {
        private readonly ConfusionCandidates _of;
        private readonly Best _best;
        private readonly int _length;
        private readonly float[][] _costs;

        // Rows of costs by printed place: [0] for the first letter, [1] for the others.
        private readonly float[][][] _one = [new float[MaxPrinted][], new float[MaxPrinted][]];
        private readonly float[]?[][] _two = [new float[MaxPrinted][], new float[MaxPrinted][]];
        private readonly float[][] _none = new float[2][];
        private readonly float[] _extra = new float[MaxPrinted];

        public Walk(ConfusionCandidates of, ReadOnlySpan<char> printed, bool upperLine, Best best)
        {
            (_of, _best, _length) = (of, best, printed.Length);
            _costs = new float[MaxDepth + 1][];
            for (var d = 0; d < _costs.Length; d++) _costs[d] = new float[_length + 1];
            for (var j = 0; j < _length; j++) _extra[j] = Confusions.Extra(printed[j]);
            var (first, all) = LetterCase.Of(printed);
            all |= upperLine;
            for (var kind = 0; kind < 2; kind++)
            {
                var upper = all || (kind == 0 && first);
                _none[kind] = of._confusions.None(upper);
                for (var j = 0; j < _length; j++)
                {
                    _one[kind][j] = of._confusions.One(printed[j], upper);
                    if (j + 1 < _length) _two[kind][j] = of._confusions.Two(printed[j], printed[j + 1], upper);
                }
            }
        }

        public void Run()
        {
            // Signs printed before the first letter are extra.
            for (var j = 0; j < _length; j++) _costs[0][j + 1] = _costs[0][j] + _extra[j];
            Down(0, 0);
        }

        private void Down(int node, int depth)
        {
            var above = _costs[depth];
            var here = _costs[depth + 1];
            var kind = depth == 0 ? 0 : 1;
            var one = _one[kind];
            var two = _two[kind];
            for (var child = _of._child[node]; child >= 0; child = _of._sibling[child])
            {
                var letter = _of._letter[child];
                var none = _none[kind][letter];
                var least = here[0] = above[0] + none;
                for (var j = 1; j <= _length; j++)
                {
                    var cost = Math.Min(above[j] + none, Math.Min(above[j - 1] + one[j - 1][letter], here[j - 1] + _extra[j - 1]));
                    if (j >= 2 && two[j - 2] is { } row) cost = Math.Min(cost, above[j - 2] + row[letter]);
                    here[j] = cost;
                    least = Math.Min(least, cost);
                }
                if (least >= _best.Limit) continue;
                var word = _of._word[child];
                if (word >= 0 && here[_length] < Dearest) _best.Add(word, here[_length], _of._model.Unigram(word));
                if (depth + 1 < MaxDepth && _of._child[child] >= 0) Down(child, depth + 1);
            }
        }
    }
}
