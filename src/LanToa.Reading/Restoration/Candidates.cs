using System.Collections.Frozen;
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
    private const int MaxLength = 12;
    private static readonly Candidate[] Itself = [new(LanguageModel.Unknown, 0)];

    private readonly FrozenDictionary<string, Candidate[]>.AlternateLookup<ReadOnlySpan<char>> _byBare;
    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _syllables;
    private readonly LanguageModel _model;

    public MarkCandidates(LanguageModel model)
    {
        _model = model;
        _byBare = model.Words.Select((word, id) => (word, id))
            .Where(w => w.word.Length <= MaxLength && char.IsLetter(w.word[0]) && (Syllable.IsWellFormed(w.word) || model.Unigram(w.id) < 13))
            .GroupBy(w => Syllable.Fold(w.word), StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.OrderBy(w => model.Unigram(w.id)).ThenBy(w => w.id).Take(24).ToArray(), StringComparer.Ordinal)
            .ToFrozenDictionary(g => g.Key, g => g.Value.Where(w => !IsStrippedTwin(w, g.Value[0])).Select(w => new Candidate(w.id, 0)).ToArray(), StringComparer.Ordinal)
            .GetAlternateLookup<ReadOnlySpan<char>>();
        _syllables = model.Words.Where(w => Syllable.IsWellFormed(w)).Select(w => Syllable.Fold(w)).ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        All = _byBare.Dictionary.Values.SelectMany(c => c).Select(c => c.Word).ToFrozenSet();
    }

    /// <summary>Every word that may be a candidate.</summary>
    public FrozenSet<int> All { get; }

    public bool Splits => false;

    // The counted texts hold some that had lost their marks: "hoach", "sua" are no words beside "hoạch", "sửa".
    private bool IsStrippedTwin((string Word, int Id) word, (string Word, int Id) commonest) =>
        !Syllable.HasMark(word.Word) && _model.Unigram(word.Id) > _model.Unigram(commonest.Id) + 5;

    public Candidate[] Of(ReadOnlySpan<char> printed, bool upperLine)
    {
        if (printed.Length > MaxLength) return Itself;
        Span<char> lower = stackalloc char[printed.Length];
        printed.ToLowerInvariant(lower);
        if (!Syllable.HasMark(lower)) return _byBare.TryGetValue(lower, out var found) ? found : Itself;
        var id = _model.Id(lower);
        return id < 0 ? Itself : [new Candidate(id, 0)];
    }

    /// <summary>Is this, marks aside, a syllable of the language? Any case.</summary>
    public bool IsSyllable(ReadOnlySpan<char> printed)
    {
        if (printed.Length is 0 or > MaxLength) return false;
        Span<char> bare = stackalloc char[printed.Length];
        for (var i = 0; i < bare.Length; i++) bare[i] = char.ToLowerInvariant(Syllable.BareLetter(printed[i]));
        return _syllables.Contains(bare);
    }
}
