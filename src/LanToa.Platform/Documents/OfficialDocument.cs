namespace LanToa.Platform.Documents;

/// <summary>An administrative document by its parts; <see cref="Writing.DocumentWriter"/> sets it after the form in force.</summary>
public sealed record OfficialDocument
{
    /// <summary>The body above the issuer, line by line; empty where none is printed.</summary>
    public IReadOnlyList<string> Superior { get; init; } = [];

    /// <summary>The issuing body, line by line; broken where it does not fit.</summary>
    public required IReadOnlyList<string> Issuer { get; init; }

    /// <summary>The issuing body as it is written in a sentence: "Ủy ban nhân dân tỉnh Lam Giang".</summary>
    public required string IssuerName { get; init; }

    /// <summary>Null leaves room for the number given after signing.</summary>
    public string? Number { get; init; }

    /// <summary>KH-UBND.</summary>
    public string? Symbol { get; init; }

    public required string Place { get; init; }

    /// <summary>Null leaves room for day and month.</summary>
    public DateOnly? Date { get; init; }

    /// <summary>The year printed while there is no date.</summary>
    public int? Year { get; init; }

    /// <summary>Kế hoạch, Báo cáo…; null for an official letter (công văn), whose subject follows "V/v".</summary>
    public string? Kind { get; init; }

    public required string Subject { get; init; }

    /// <summary>"Kính gửi": for letters, and reports to the level above.</summary>
    public IReadOnlyList<string> Addressees { get; init; } = [];

    /// <summary>Legal grounds, each "Căn cứ …": marks at their ends are set by the writer.</summary>
    public IReadOnlyList<string> Bases { get; init; } = [];

    public IReadOnlyList<DocumentBlock> Body { get; init; } = [];

    public DocumentSignature? Signature { get; init; }

    /// <summary>Who receives it, without dashes and end marks; the last one is the file copy ("Lưu: VT, NC").</summary>
    public IReadOnlyList<string> Recipients { get; init; } = [];

    public IReadOnlyList<DocumentAnnex> Annexes { get; init; } = [];
}

/// <summary>A piece of the text.</summary>
public abstract record DocumentBlock;

/// <summary>A heading, level 1 the highest, with its printed label ("I.", "1.").</summary>
public sealed record HeadingBlock(int Level, string? Label, string Text) : DocumentBlock;

/// <summary>A paragraph with its printed label ("a)", "-"), if it has one.</summary>
public sealed record ParagraphBlock(string Text, string? Label = null) : DocumentBlock;

/// <summary>A column: its head, its share of the width, and whether its cells are centred.</summary>
public sealed record DocumentColumn(string Head, double Share, bool Centred = false);

/// <summary>A ruled table; its head repeats on each page.</summary>
public sealed record TableBlock(IReadOnlyList<DocumentColumn> Columns, IReadOnlyList<IReadOnlyList<string>> Rows) : DocumentBlock
{
    /// <summary>Rows, counted from 0, that head those below them: in bold.</summary>
    public IReadOnlyCollection<int> Headings { get; init; } = [];
}

/// <summary>Who signs: lines of authority ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH"), the position, the name where it is known.</summary>
public sealed record DocumentSignature(IReadOnlyList<string> Authority, string Position, string? Name);

/// <summary>An annex on pages and page numbers of its own. Two or more of one document are numbered I, II… by the writer.</summary>
public sealed record DocumentAnnex(string Title, IReadOnlyList<DocumentBlock> Body, bool Landscape = false);
