using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LanToa.Reading.Restoration;

/// <summary>A word that may have been printed as something else; the cost is −ln of how likely that is.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Candidate(int Word, float Cost);

/// <summary>What a printed word may have been.</summary>
internal interface ICandidates
{
    /// <summary>Candidates in a fixed order, at most a score of them; never empty (a word may stand for itself, as <see cref="LanguageModel.Unknown"/>).</summary>
    Candidate[] Of(ReadOnlySpan<char> printed, bool upperLine);

    /// <summary>May this source of candidates also cut words that were run together?</summary>
    bool Splits { get; }
}

/// <summary>Words whose bare letters are exactly the printed ones: for text that only lost its marks.</summary>
internal sealed class MarkCandidates : ICandidates
{
    private const int MaxLength = 12, MostCandidates = 24;

    /// <summary>What a word without marks costs more where it may stand for another that lost them.</summary>
    private const float Unmarked = 3;

    private static readonly Candidate[] Itself = [new(LanguageModel.Unknown, 0)];

    private readonly Dictionary<string, Candidate[]>.AlternateLookup<ReadOnlySpan<char>> _byBare;
    private readonly LanguageModel _model;

    public MarkCandidates(LanguageModel model)
    {
        _model = model;
        _byBare = ByBareLetters(model).GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Every word that may be a candidate.</summary>
    public IEnumerable<int> All => _byBare.Dictionary.Values.SelectMany(c => c).Select(c => c.Word);

    public bool Splits => false;

    // Runs once in a process, over all words: compiled as well as can be at once.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static Dictionary<string, Candidate[]> ByBareLetters(LanguageModel model)
    {
        var byBare = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        foreach (var id in ByRarity(model))
        {
            var bare = Syllable.Fold(model.Words[id]);
            if (!byBare.TryGetValue(bare, out var same)) byBare[bare] = same = [];
            if (same.Count < MostCandidates) same.Add(id);
        }

        var candidates = new Dictionary<string, Candidate[]>(byBare.Count, StringComparer.Ordinal);
        foreach (var (bare, same) in byBare)
        {
            var commonest = same[0];
            same.RemoveAll(id => IsStrippedTwin(model, id, commonest) && !Syllable.MayLackTone(model.Words[id]));
            var words = candidates[bare] = new Candidate[same.Count];
            for (var i = 0; i < words.Length; i++) words[i] = new Candidate(same[i], IsStrippedTwin(model, same[i], commonest) ? Unmarked : 0);
        }

        return candidates;
    }

    /// <summary>What may be a candidate, the commonest first; equally common words in the order of the model.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int[] ByRarity(LanguageModel model)
    {
        var fit = new List<int>(model.Words.Length);
        var before = new int[byte.MaxValue + 2];
        for (var id = 0; id < model.Words.Length; id++)
        {
            var word = model.Words[id];
            if (word.Length > MaxLength || !char.IsLetter(word[0]) || !(model.Unigram(id) < 13 || Syllable.IsWellFormed(word))) continue;
            fit.Add(id);
            before[model.Rarity(id) + 1]++;
        }

        for (var rarity = 1; rarity < before.Length; rarity++) before[rarity] += before[rarity - 1];
        var ordered = new int[fit.Count];
        foreach (var id in fit) ordered[before[model.Rarity(id)]++] = id;
        return ordered;
    }

    // The counted texts hold some that had lost their marks: "hoach" is no word beside "hoạch", and "sua" a rare one beside "sửa"; "bang" is one.
    private static bool IsStrippedTwin(LanguageModel model, int word, int commonest) =>
        !Syllable.HasMark(model.Words[word]) && model.Unigram(word) > model.Unigram(commonest) + 5;

    public Candidate[] Of(ReadOnlySpan<char> printed, bool upperLine)
    {
        if (printed.Length > MaxLength) return Itself;
        Span<char> lower = stackalloc char[printed.Length];
        printed.ToLowerInvariant(lower);
        if (!Syllable.HasMark(lower)) return _byBare.TryGetValue(lower, out var found) ? found : Itself;
        var id = _model.Id(lower);
        return id < 0 ? Itself : [new Candidate(id, 0)];
    }
}
