using LanToa.Reading.Model;

namespace LanToa.Planning.Plans.Pages.Import;

/// <summary>A sentence as it is shown: restored words where the text is damaged, cut where words may be wrong.</summary>
public static class SentenceWords
{
    public static IEnumerable<(string Text, bool IsDoubtful)> Parts(Statement statement)
    {
        var (words, at) = (statement.Restored ?? statement.Text, 0);
        foreach (var doubt in statement.Doubts)
        {
            if (doubt.Start < at || doubt.Start + doubt.Length > words.Length) continue;
            if (doubt.Start > at) yield return (words[at..doubt.Start], false);
            yield return (words.Substring(doubt.Start, doubt.Length), true);
            at = doubt.Start + doubt.Length;
        }
        if (at < words.Length) yield return (words[at..], false);
    }

    /// <summary>The doubtful words of some sentences, each once, as many as a person takes in at a glance.</summary>
    public static IReadOnlyList<string> Doubtful(IEnumerable<Statement> statements) =>
        [.. statements.SelectMany(Parts).Where(p => p.IsDoubtful).Select(p => p.Text).Distinct(StringComparer.Ordinal).Take(8)];
}
