using LanToa.Reading.Model;

namespace LanToa.Planning.Plans;

/// <summary>A sentence as it is shown: restored words where the text is damaged, cut where words may be wrong.</summary>
public static class SentenceWords
{
    /// <summary>Letters that must be the same around a word for it to be the same word.</summary>
    private const int Beside = 4;

    public static IEnumerable<(string Text, bool IsDoubtful)> Parts(Statement statement) => Parts(statement.Restored ?? statement.Text, statement.Doubts);

    public static IEnumerable<(string Text, bool IsDoubtful)> Parts(PlanStatement statement) => Parts(statement.Words, statement.Doubts);

    public static IEnumerable<(string Text, bool IsDoubtful)> Parts(PlanSentence sentence) => Parts(sentence.Words, sentence.Doubts);

    /// <summary>The text of a task with the doubtful words of its sentences: where a person has changed them, they are gone.</summary>
    public static IEnumerable<(string Text, bool IsDoubtful)> Parts(string text, IReadOnlyList<Statement> sentences) => Parts(text, sentences.Select(s => (s.Restored ?? s.Text, s.Doubts)));

    public static IEnumerable<(string Text, bool IsDoubtful)> Parts(string text, IReadOnlyList<PlanStatement> sentences) => Parts(text, sentences.Select(s => (s.Words, (IReadOnlyList<DoubtfulWord>)s.Doubts)));

    private static IEnumerable<(string Text, bool IsDoubtful)> Parts(string words, IReadOnlyList<DoubtfulWord> doubts)
    {
        var at = 0;
        foreach (var doubt in doubts)
        {
            if (doubt.Start < at || doubt.Start + doubt.Length > words.Length) continue;
            if (doubt.Start > at) yield return (words[at..doubt.Start], false);
            yield return (words.Substring(doubt.Start, doubt.Length), true);
            at = doubt.Start + doubt.Length;
        }
        if (at < words.Length) yield return (words[at..], false);
    }

    private static IEnumerable<(string Text, bool IsDoubtful)> Parts(string text, IEnumerable<(string Words, IReadOnlyList<DoubtfulWord> Doubts)> sentences)
    {
        var places = new SortedDictionary<int, int>();
        foreach (var (words, doubts) in sentences)
            foreach (var doubt in doubts)
                if (PlaceOf(words, doubt, text) is >= 0 and var place) places[place] = Math.Max(doubt.Length, places.GetValueOrDefault(place));
        var at = 0;
        foreach (var (place, length) in places)
        {
            if (place < at) continue;
            if (place > at) yield return (text[at..place], false);
            yield return (text.Substring(place, length), true);
            at = place + length;
        }
        if (at < text.Length) yield return (text[at..], false);
    }

    /// <summary>Where a word of a sentence stands in a text that was taken from it: among its like beside the same letters; −1 where it is gone.</summary>
    private static int PlaceOf(string words, DoubtfulWord doubt, string text)
    {
        if (doubt.Length == 0 || doubt.Start + doubt.Length > words.Length) return -1;
        var (best, most) = (-1, Beside - 1);
        for (var at = text.IndexOf(words.Substring(doubt.Start, doubt.Length), StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(words.Substring(doubt.Start, doubt.Length), at + 1, StringComparison.OrdinalIgnoreCase))
        {
            var end = at + doubt.Length;
            if (at > 0 && char.IsLetterOrDigit(text[at - 1]) || end < text.Length && char.IsLetterOrDigit(text[end])) continue;
            int before = 0, after = 0;
            while (before < at && before < doubt.Start && text[at - 1 - before] == words[doubt.Start - 1 - before]) before++;
            while (end + after < text.Length && doubt.Start + doubt.Length + after < words.Length && text[end + after] == words[doubt.Start + doubt.Length + after]) after++;
            if (before + after > most) (best, most) = (at, before + after);
        }
        return best;
    }

    /// <summary>The doubtful words of some sentences, each once, as many as a person takes in at a glance.</summary>
    public static IReadOnlyList<string> Doubtful(IEnumerable<Statement> statements) =>
        [.. statements.SelectMany(Parts).Where(p => p.IsDoubtful).Select(p => p.Text).Distinct(StringComparer.Ordinal).Take(8)];
}
