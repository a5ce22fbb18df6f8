using LanToa.Reading.Model;

namespace LanToa.Reading.Grammar;

/// <summary>Lists what was put together again, syllables split by blanks, sentences cut by a page, words cut at a hyphen, and restored words that may be wrong. Each can be undone by its offsets.</summary>
internal static class Repairs
{
    public static List<Repair> Of(TextView view, List<Block> blocks)
    {
        var repairs = new List<Repair>();
        foreach (var at in view.ClosedGaps) repairs.Add(new Repair("split-syllable", at, at + 1, view.Source[at..(at + 1)], ""));
        foreach (var block in blocks)
        {
            foreach (var piece in block.Pieces)
                foreach (var (start, end) in view.Doubtful(piece.Start, piece.End)) Add(view, repairs, "doubtful-word", start, end, view.Text[start..end]);
            for (var i = 1; i < block.Pieces.Count; i++)
                if (Cleaner.JoinsAtHyphen(view.Text, block.Pieces[i - 1], block.Pieces[i]))
                    Add(view, repairs, "hyphenation", block.Pieces[i - 1].End, block.Pieces[i].Start, "");
            if (block is { ContinuedBy: { Pieces.Count: > 0 } next, Pieces.Count: > 0 } && next.Pieces[0].Start > block.Pieces[^1].End && !view.Text.AsSpan(block.Pieces[^1].End, next.Pieces[0].Start - block.Pieces[^1].End).Contains('<'))
                Add(view, repairs, "page-cut", block.Pieces[^1].End, next.Pieces[0].Start, " ");
        }

        return repairs;
    }

    private static void Add(TextView view, List<Repair> repairs, string kind, int start, int end, string after)
    {
        var (from, to) = (view.ToSource(start), view.ToSource(end));
        if (to > from && view.Source[from..to] != after) repairs.Add(new Repair(kind, from, to, view.Source[from..to], after));
    }
}
