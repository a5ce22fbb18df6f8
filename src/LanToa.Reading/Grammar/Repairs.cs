using LanToa.Reading.Model;

namespace LanToa.Reading.Grammar;

/// <summary>
/// Lists what was put together or parted again: syllables split by blanks or run together, sentences cut by a page, words cut at a hyphen, letters of symbols
/// that lost their stroke, and restored words that may be wrong. Each can be undone by its offsets.
/// </summary>
internal static class Repairs
{
    public static List<Repair> Of(TextView view, List<Block> blocks, List<(Block In, string Printed, string Read)> numbers)
    {
        var repairs = new List<Repair>();
        foreach (var at in view.ClosedGaps) repairs.Add(new Repair("split-syllable", at, at + 1, view.Source[at..(at + 1)], ""));
        foreach (var at in view.OpenedGaps) repairs.Add(new Repair("joined-syllables", at, at, "", " "));
        foreach (var (at, letter) in view.Strokes) repairs.Add(new Repair("symbol-stroke", at, at + 1, view.Source[at..(at + 1)], letter));
        foreach (var (block, printed, read) in numbers) Symbol(view, repairs, block, printed, read);
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

    /// <summary>The letters of a number or symbol that are read otherwise than printed, wherever the block prints it; each place once.</summary>
    private static void Symbol(TextView view, List<Repair> repairs, Block block, string printed, string read)
    {
        if (printed.Length != read.Length) return;
        for (var part = block; part is { Pieces.Count: > 0 }; part = part.ContinuedBy)
        {
            var last = part.ContinuedBy is { Pieces.Count: > 0 } next ? next.Pieces[^1].End : part.Pieces[^1].End;
            for (var start = part.Pieces[0].Start; start < part.Pieces[^1].End; start++)
            {
                if (Places(view.Text, start, last, printed) is not { } places) continue;
                for (var i = 0; i < places.Length; i++)
                {
                    if (printed[i] == read[i]) continue;
                    var at = view.ToSource(places[i]);
                    if (!repairs.Exists(r => r.Kind == "symbol-stroke" && r.Start == at)) repairs.Add(new Repair("symbol-stroke", at, at + 1, view.Source[at..(at + 1)], read[i..(i + 1)]));
                }
            }
        }
    }

    /// <summary>Where the characters of a number stand from <paramref name="start"/> on, blanks and the kind of dash aside; null where it does not stand there.</summary>
    private static int[]? Places(string text, int start, int end, string printed)
    {
        if (text[start] != printed[0] || start > 0 && char.IsLetterOrDigit(text[start - 1])) return null;
        var places = new int[printed.Length];
        var at = start;
        for (var i = 0; i < printed.Length; at++)
        {
            if (at >= end) return null;
            if (i > 0 && Vn.IsSpace(text[at]) || text[at] is '\n') continue;
            if (text[at] != printed[i] && !(printed[i] == '-' && text[at] is '–' or '—')) return null;
            places[i++] = at;
        }

        return at < text.Length && char.IsLetterOrDigit(text[at]) ? null : places;
    }

    private static void Add(TextView view, List<Repair> repairs, string kind, int start, int end, string after)
    {
        var (from, to) = (view.ToSource(start), view.ToSource(end));
        if (to > from && view.Source[from..to] != after) repairs.Add(new Repair(kind, from, to, view.Source[from..to], after));
    }
}
