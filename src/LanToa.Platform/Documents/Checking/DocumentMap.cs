using System.Text.RegularExpressions;
using LanToa.Platform.Text;

namespace LanToa.Platform.Documents.Checking;

/// <summary>Which paragraph is which element of the form: found by words and place, not by style names.</summary>
internal sealed partial class DocumentMap
{
    private static readonly string[] OtherBases = ["xet de nghi", "xet ", "theo de nghi", "theo to trinh"];

    public DocumentMap(WordView view, DocumentForm form)
    {
        Form = form;
        View = view;
        Seen = [.. view.Paragraphs.Where(p => !p.IsEmpty)];
        // An annex begins a section of its own or, without one, a page; only words tell.
        var annex = Seen.FirstOrDefault(p => p.Cell is null && Annex().IsMatch(p.Text) && p.Runs.Any(r => r.Bold));
        IsAnnexAlone = annex is not null && Seen.TakeWhile(p => p != annex).Count() < 3;
        AnnexLabels = [.. Seen.Where(p => p.Cell is null && Annex().IsMatch(p.Text) && p.Runs.Any(r => r.Bold))];
        Main = IsAnnexAlone ? [] : annex is null ? Seen : [.. Seen.TakeWhile(p => p != annex)];
        var top = Main.Take(40).ToList();
        Nation = top.Find(p => Folding.Fold(p.Text).Contains("cong hoa xa hoi chu nghia viet nam", StringComparison.Ordinal));
        Motto = top.Find(p => p != Nation && Folding.Fold(p.Text) is var f && f.StartsWith("doc lap", StringComparison.Ordinal) && f.Contains("hanh phuc", StringComparison.Ordinal));
        NumberLine = top.Find(p => NumberStart().IsMatch(p.Text));
        PlaceDate = top.Find(p => p != NumberLine && DateWords().IsMatch(Folding.Fold(p.Text)) && p.Text.Length < 90 && !p.Text.StartsWith('('));
        FindIssuer();
        FindTitle();
        FindText();
    }

    public DocumentForm Form { get; }
    public WordView View { get; }

    /// <summary>Paragraphs with words.</summary>
    public IReadOnlyList<WordParagraph> Seen { get; }

    /// <summary>Those before the first annex.</summary>
    public IReadOnlyList<WordParagraph> Main { get; }

    public bool IsAnnexAlone { get; }
    public IReadOnlyList<WordParagraph> AnnexLabels { get; }
    public WordParagraph? Nation { get; }
    public WordParagraph? Motto { get; }
    public WordParagraph? NumberLine { get; }
    public WordParagraph? PlaceDate { get; }
    public IReadOnlyList<WordParagraph> IssuerCell { get; private set; } = [];
    public WordParagraph? LetterSubject { get; private set; }
    public WordParagraph? Kind { get; private set; }
    public IReadOnlyList<WordParagraph> Subject { get; private set; } = [];
    public IReadOnlyList<WordParagraph> Bases { get; private set; } = [];

    /// <summary>The text between the grounds and what closes the document; no tables.</summary>
    public IReadOnlyList<WordParagraph> Body { get; private set; } = [];

    public WordParagraph? Recipients { get; private set; }
    public IReadOnlyList<WordParagraph> RecipientList { get; private set; } = [];
    public IReadOnlyList<WordParagraph> Authority { get; private set; } = [];
    public WordParagraph? Signer { get; private set; }

    /// <summary>The line under an element: its own or of the empty paragraphs that follow it in the same place.</summary>
    public IReadOnlyList<DrawnLine> LinesUnder(WordParagraph paragraph)
    {
        var lines = paragraph.Lines.ToList();
        foreach (var next in View.Paragraphs.Skip(paragraph.Number))
        {
            if (!next.IsEmpty || !SameCell(next, paragraph)) break;
            lines.AddRange(next.Lines);
        }
        // Drawn shapes are anchored anywhere in the cell.
        if (lines.Count == 0 && paragraph.Cell is { } cell) lines.AddRange(View.Paragraphs.Where(p => p.Cell is { } c && c.Table == cell.Table && c.Column == cell.Column).SelectMany(p => p.Lines));
        return lines;
    }

    private static bool SameCell(WordParagraph a, WordParagraph b) => (a.Cell, b.Cell) switch
    {
        (null, null) => true,
        ({ } x, { } y) => x.Table == y.Table && x.Row == y.Row && x.Column == y.Column,
        _ => false,
    };

    private void FindIssuer()
    {
        if (Nation?.Cell is not { Column: > 0 } cell) return;
        IssuerCell = [.. Main.TakeWhile(p => p.Cell is null || p.Cell.Table <= cell.Table).Where(p => p.Cell is { } c && c.Table == cell.Table && c.Row == cell.Row && c.Column < cell.Column)
            .TakeWhile(p => !NumberStart().IsMatch(p.Text) && !LetterStart().IsMatch(p.Text))];
    }

    private void FindTitle()
    {
        var head = Nation?.Cell?.Table;
        LetterSubject = Main.Take(20).FirstOrDefault(p => LetterStart().IsMatch(p.Text));
        var after = Main.Where(p => p.Cell is null || p.Cell.Table != head).ToList();
        Kind = after.Take(15).FirstOrDefault(p => p.Text.Length < 40 && Form.Kinds.Values.Any(k => Folding.Fold(k) == Folding.Fold(p.Text)));
        if (Kind is null) return;
        Subject = [.. View.Paragraphs.Skip(Kind.Number).SkipWhile(p => p.IsEmpty && p.Lines.Count == 0).TakeWhile(p => !p.IsEmpty && p.Lines.Count == 0 && p.Align == "center" && SameCell(p, Kind)).Take(5)];
        if (Subject.Count == 0 && View.Paragraphs.Skip(Kind.Number).FirstOrDefault(p => !p.IsEmpty) is { } next && next.Text.Length < 250 && !IsBasis(next) && !Label().IsMatch(next.Text)) Subject = [next];
    }

    private void FindText()
    {
        var from = new[] { Subject.LastOrDefault(), Kind, PlaceDate, Motto, LetterSubject }.Max(p => p?.Number ?? 0);
        var rest = Main.Where(p => p.Number > from && p.Cell?.Table != Nation?.Cell?.Table).ToList();
        if (Nation?.Cell is null) rest = [.. Main.Where(p => p.Number > from)];
        Recipients = rest.Find(p => Folding.Fold(p.Text).StartsWith("noi nhan", StringComparison.Ordinal));
        var closing = Recipients?.Cell is { } cell ? rest.First(p => p.Cell?.Table == cell.Table).Number : Recipients?.Number ?? int.MaxValue;
        var authority = rest.FindIndex(p => p.Number >= Math.Min(closing, rest.Count > 0 ? rest[^1].Number : 0) - 4 && SignatureStart().IsMatch(p.Text) && Form.Nation != p.Text && IsCapital(p.Text));
        if (authority >= 0) FindSignature(rest, rest[authority]);
        var end = Math.Min(closing, authority >= 0 ? rest[authority].Number : int.MaxValue);
        Bases = [.. rest.TakeWhile(p => IsBasis(p) && p.Number < end)];
        Body = [.. rest.Skip(Bases.Count).Where(p => p.Cell is null && p.Number < end)];
        if (Recipients is not null)
            RecipientList = [.. rest.Where(p => p.Number > Recipients.Number && SameCell(p, Recipients)).TakeWhile(p => p.Cell is not null || !IsCapital(p.Text))];
    }

    private void FindSignature(List<WordParagraph> rest, WordParagraph first)
    {
        var block = rest.Where(p => p.Number >= first.Number && SameCell(p, first)).ToList();
        Authority = [.. block.TakeWhile(p => IsCapital(p.Text) && p.Text.Length < 80)];
        Signer = block.Skip(Authority.Count).FirstOrDefault(p => p.Text.Length < 60 && !p.Text.StartsWith('(') && !p.Text.StartsWith('['));
    }

    // A ground that the sentence goes on from is part of the text.
    private static bool IsBasis(WordParagraph p) => Folding.Fold(p.Text) is var f && (f.StartsWith("can cu", StringComparison.Ordinal) || Array.Exists(OtherBases, b => f.StartsWith(b, StringComparison.Ordinal))) && !p.Text.EndsWith(':');

    private static bool IsCapital(string text) => text.Any(char.IsLetter) && text == text.ToUpperInvariant();

    [GeneratedRegex(@"^\(?\s*Phụ lục(\s+(số\s*)?[IVX\d]+[A-Z]?)?\s*[:.)]?$", RegexOptions.IgnoreCase)]
    private static partial Regex Annex();

    [GeneratedRegex(@"^S[ốôo]\s*(:|[\d.…]*\s*/)", RegexOptions.IgnoreCase)]
    private static partial Regex NumberStart();

    [GeneratedRegex(@"ngay\b.*thang\b.*nam\b|, ngay \d+[/-]\d+")]
    private static partial Regex DateWords();

    [GeneratedRegex(@"^(V/v|Về việc)\b", RegexOptions.IgnoreCase)]
    private static partial Regex LetterStart();

    [GeneratedRegex(@"^([IVXLC]+|\d+)[.)]\s")]
    private static partial Regex Label();

    [GeneratedRegex(@"^(TM|KT|TL|TUQ|Q|T/M|K/T|T/L)\b|^(PHÓ |QUYỀN )?(CHỦ TỊCH|GIÁM ĐỐC|TỔNG GIÁM ĐỐC|BỘ TRƯỞNG|THỨ TRƯỞNG|TRƯỞNG|CHÁNH|CỤC TRƯỞNG|VỤ TRƯỞNG|BÍ THƯ|HIỆU TRƯỞNG|THỦ TRƯỞNG|THỦ TƯỚNG|CHI CỤC TRƯỞNG)")]
    private static partial Regex SignatureStart();
}
