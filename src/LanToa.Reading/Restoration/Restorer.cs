using System.Runtime.InteropServices;
using System.Text;

namespace LanToa.Reading.Restoration;

/// <summary>
/// Proposes the Vietnamese that a damaged text probably held: marks lost, or letters misread by a reader of another language. Offline and
/// deterministic; safe for use by several threads. Lines are kept; numbers, dates, symbols of documents, e-mail and web addresses are never changed.
/// </summary>
public sealed class Restorer
{
    /// <summary>Sentences longer than this are searched in pieces, so that memory stays bounded.</summary>
    private const int LongestSentence = 600;

    /// <summary>Longer texts are read once: a second look costs three times as much.</summary>
    private const int LongestReadAgain = 200_000;

    /// <summary>Sentences whose words are all surer than this need no second look.</summary>
    private const float SureWithoutSecondLook = 0.97f;

    private static readonly Lazy<Restorer> Shared = new(() => new Restorer(LanguageModel.Default));

    private readonly LanguageModel _model;
    private readonly MarkCandidates _marks;
    private readonly Lazy<ConfusionCandidates> _confusions;

    internal Restorer(LanguageModel model)
    {
        _model = model;
        _marks = new MarkCandidates(model);
        _confusions = new(() => new ConfusionCandidates(model, _marks));
    }

    /// <summary>The restorer with the model that is part of the program; loaded at the first use.</summary>
    public static Restorer Default => Shared.Value;

    /// <summary>The text as it probably read. A text that <see cref="TextDamage"/> finds undamaged comes back as it is.</summary>
    public RestoredText Restore(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TextDamage.Measure(text) == TextDamage.None ? RestoredText.Unchanged(text) : RestoreDamaged(text);
    }

    /// <summary>As <see cref="Restore"/>, for a text that the caller knows to be damaged, however short it is.</summary>
    public RestoredText RestoreDamaged(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Run(text, TextDamage.OnlyMarksLost(text) ? _marks : _confusions.Value);
    }

    /// <summary>Puts the marks back on text that is clean but carries none. Words that carry marks stay as they are.</summary>
    public RestoredText RestoreMarks(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Run(text, _marks);
    }

    private RestoredText Run(string text, ICandidates candidates)
    {
        var builder = new LatticeBuilder(_model, candidates);
        var decoder = new Decoder(_model);
        var choices = new List<Choice>(text.Length / 5);
        var pieces = Pieces.Cut(text, candidates.Splits);
        var sentences = Sentences(pieces);
        var ends = new List<int>(sentences.Count);
        foreach (var (from, to) in sentences)
        {
            Read(builder, decoder, text, pieces, from, to, choices);
            ends.Add(choices.Count);
        }
        if (text.Length <= LongestReadAgain) choices = ReadAgain(text, builder, pieces, sentences, choices, ends);
        // Bare words of a text that only lost its marks are no nonsense; what a misreader printed may become some.
        if (candidates.Splits) Doubts.KeepHopeless(choices);
        return Write(text, choices, candidates.Splits);
    }

    /// <summary>Stretches of pieces that are read as one sentence.</summary>
    private static List<(int From, int To)> Sentences(List<Piece> pieces)
    {
        var sentences = new List<(int, int)>();
        var from = 0;
        for (var i = 0; i <= pieces.Count; i++)
        {
            if (i < pieces.Count && pieces[i].Kind != PieceKind.Break && i - from < LongestSentence) continue;
            if (i > from) sentences.Add((from, i));
            from = i < pieces.Count && pieces[i].Kind == PieceKind.Break ? i + 1 : i;
        }
        return sentences;
    }

    private static void Read(LatticeBuilder builder, Decoder decoder, string text, List<Piece> pieces, int from, int to, List<Choice> choices)
    {
        for (var i = from; i < to; i++) builder.Add(text, pieces[i]);
        decoder.Decode(builder.Lattice, choices);
        builder.Lattice.Clear();
    }

    /// <summary>Sentences that hold a doubtful word once more: more widely, and with what the rest of the text says for certain.</summary>
    private List<Choice> ReadAgain(string text, LatticeBuilder builder, List<Piece> pieces, List<(int From, int To)> sentences, List<Choice> choices, List<int> ends)
    {
        var memory = new TextMemory();
        var all = CollectionsMarshal.AsSpan(choices);
        for (var s = 0; s < ends.Count; s++) memory.Learn(all[(s > 0 ? ends[s - 1] : 0)..ends[s]]);
        var decoder = new Decoder(_model, Decoder.Wide, reach: 14, memory);
        var again = new List<Choice>(choices.Count);
        for (var s = 0; s < ends.Count; s++)
        {
            var sentence = all[(s > 0 ? ends[s - 1] : 0)..ends[s]];
            if (IsDoubtful(sentence)) Read(builder, decoder, text, pieces, sentences[s].From, sentences[s].To, again);
            else again.AddRange(sentence);
        }
        return again;
    }

    private static bool IsDoubtful(ReadOnlySpan<Choice> sentence)
    {
        foreach (ref readonly var choice in sentence)
            if (choice.Confidence < SureWithoutSecondLook) return true;
        return false;
    }

    private RestoredText Write(string text, List<Choice> choices, bool misread)
    {
        var to = new StringBuilder(text.Length + 64);
        var spans = new List<RestoredText.Span>(choices.Count);
        var changes = new List<SyllableChange>();
        var doubtful = Doubts.Of(text, choices, _model);
        var at = 0;
        for (var i = 0; i < choices.Count; i++)
        {
            var choice = choices[i];
            var printed = text.AsSpan(choice.Start, choice.Length);
            if (choice.Start > at && at > 0 && IsRunOn(text, at)) Space(at);
            to.Append(text, at, choice.Start - at);
            if (choice.Start > 0 && (choice.Start == at ? spans.Count > 0 : choice.Word >= 0 && IsRunOnLabel(text, choice.Start))) Space(choice.Start);
            var start = to.Length;
            if (choice.Word < 0) to.Append(printed);
            else LetterCase.Append(to, printed, _model.Words[choice.Word], Pieces.Opens(text, choice.Start), misread && Pieces.IsWithin(text, choice.Start, choice.End), misread && Pieces.IsBeforeSmall(text, choice.End));
            at = choice.Start + choice.Length;
            spans.Add(new RestoredText.Span(start, to.Length - start, choice.Start, choice.Length, choice.Confidence, doubtful[i]));
            var restored = to.ToString(start, to.Length - start);
            if (!printed.SequenceEqual(restored))
                changes.Add(new SyllableChange(choice.Start, at, start, to.Length, printed.ToString(), restored, Math.Round(choice.Confidence, 4)));
        }
        if (at > 0 && at < text.Length && IsRunOn(text, at)) Space(at);
        to.Append(text, at, text.Length - at);
        return new RestoredText(to.ToString(), text.Length, [.. spans], changes);

        void Space(int source)
        {
            spans.Add(new RestoredText.Span(to.Length, 1, source, 0, 1));
            to.Append(' ');
        }
    }

    /// <summary>"doan2021": a number begins right behind the word that ends at <paramref name="at"/>.</summary>
    private static bool IsRunOn(string text, int at) => char.IsAsciiDigit(text[at]) && at >= 2 && char.IsLetter(text[at - 1]) && char.IsLetter(text[at - 2]);

    /// <summary>"7.Báo": a word begins right behind a printed label at the beginning of a line.</summary>
    private static bool IsRunOnLabel(string text, int at)
    {
        var i = at - 1;
        if (text[i] != '.') return false;
        while (i >= 0 && (char.IsAsciiDigit(text[i]) || text[i] == '.')) i--;
        return at - i > 2 && (i < 0 || text[i] is '\n' or '\f');
    }
}
