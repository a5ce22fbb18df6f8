using System.Globalization;
using LanToa.Reading.Model;
using LanToa.Reading.Phrases;

namespace LanToa.Reading.Grammar;

/// <summary>Puts the reading of a whole text together from its documents.</summary>
internal sealed class DocumentReading(TextView view)
{
    private readonly List<PartText> parts = [];
    private readonly List<Outline> outlines = [];

    public PlanReading Read()
    {
        var lines = LineReader.Read(view);
        FurnitureFinder.Mark(view, lines);
        FlatTableFinder.Mark(view, lines);
        LayoutTableFinder.Mark(view, lines);
        var builder = new BlockBuilder(view, lines);
        foreach (var part in new PartFinder(view, lines).Find()) parts.Add(new PartReader(view, lines, builder).Read(part));
        foreach (var part in parts) outlines.Add(new Outline(part.Body));
        foreach (var outline in outlines) Chain(outline.Root, "");
        var blocks = AllBlocks();
        var statements = Statements.Build(view, blocks);
        var document = Document();
        var citations = Citations();
        var drafts = Drafts(document.Issuer);
        var context = new ScheduleContext(document.Date, document.Period);
        var tasks = new TaskBuilder(context).Build(drafts);
        var bases = Bases(citations, document);
        var (channels, audiences, topics) = Codes();
        var signer = parts.Select(p => p.Tail.Signer).FirstOrDefault(s => s.Name is not null || s.Position is not null) ?? new Signer();
        return new PlanReading
        {
            Source = new SourceInfo("", "", "", 0, ""),
            Document = document,
            LegalBases = bases,
            Citations = Distinct(citations.Where(c => !c.Opening).Select(c => c.Act), besides: bases),
            Statements = statements,
            Tasks = tasks,
            Channels = channels,
            Audiences = audiences,
            Topics = topics,
            Budget = Facts.Budget(outlines.Select(o => o.Root)),
            Reporting = Facts.Reporting(tasks),
            Recipients = parts.Select(p => p.Tail.Recipients).FirstOrDefault(r => r.Count > 0) ?? [],
            Signer = signer,
            Repairs = Repairs.Of(view, blocks, PrintedNumbers(citations)),
            Contradictions = ContradictionFinder.Find(citations.ConvertAll(c => (c.In.Id!, c.Found)), document.Date, document.Period, tasks.ConvertAll(t => (t.Statements[^1], t.Schedule))),
            Warnings = [.. Warnings(document, tasks), .. LostTables.Of(view, lines, drafts)],
        };
    }

    /// <summary>Codes named anywhere between the title and the tail, in the order of first mention.</summary>
    private (List<string> Channels, List<string> Audiences, List<string> Topics) Codes()
    {
        List<string> channels = [], audiences = [], topics = [];
        foreach (var part in parts)
        {
            foreach (var piece in part.Body)
            {
                if (piece is PlanTable table) foreach (var cell in table.Blocks) Add(cell);
                else Add((Block)piece);
            }
        }

        return (channels, audiences, topics);

        void Add(Block block)
        {
            if (block.Continues is not null || block.Kind == BlockKind.Furniture) return;
            AddNew(channels, block.Codes.Channels);
            AddNew(audiences, block.Codes.Audiences);
            AddNew(topics, block.Codes.Topics);
        }
    }

    private static void AddNew(List<string> to, IReadOnlyList<string> codes)
    {
        foreach (var code in codes)
            if (!to.Contains(code))
                to.Add(code);
    }

    private static List<string> Warnings(DocumentInfo document, List<TaskReading> tasks)
    {
        var warnings = new List<string>();
        if (document.Title is null) warnings.Add("Không tìm thấy tên văn bản.");
        if (document.Issuer is null) warnings.Add("Không tìm thấy cơ quan ban hành.");
        if (document.Date is null) warnings.Add("Không tìm thấy ngày ban hành.");
        if (tasks.Count == 0) warnings.Add("Không tìm thấy nhiệm vụ nào trong văn bản.");
        return warnings;
    }

    private List<Block> AllBlocks()
    {
        var blocks = new List<Block>();
        foreach (var part in parts)
        {
            blocks.AddRange(part.Header.Blocks);
            blocks.AddRange(part.TitleBlocks);
            blocks.AddRange(part.Opening);
            blocks.AddRange(part.Tail.Blocks);
            foreach (var piece in part.Body)
            {
                if (piece is Block block) blocks.Add(block);
                else blocks.AddRange(((PlanTable)piece).Blocks);
            }
        }

        return blocks;
    }

    /// <summary>Titles of the headings above each block, which go into its id.</summary>
    private static void Chain(Node node, string chain)
    {
        foreach (var child in node.Children)
        {
            if (child.Block is { } block)
            {
                for (var at = block; at is not null; at = at.ContinuedBy)
                {
                    at.HeadingChain = chain;
                    if (at != block) at.Path = block.Path;
                }

                Chain(child, child.IsHeading ? Statements.Hash(1, chain, block.Text).ToString("x", CultureInfo.InvariantCulture) : chain);
            }
            else
            {
                var group = chain;
                foreach (var cell in child.Table!.Blocks)
                {
                    cell.HeadingChain = group;
                    cell.Path = node.Block?.Path ?? [];
                    if (cell.Kind == BlockKind.Heading) group = Statements.Hash(2, chain, cell.Text).ToString("x", CultureInfo.InvariantCulture);
                }
            }
        }
    }

    private DocumentInfo Document()
    {
        var first = parts.Count > 0 ? parts[0] : new PartText { Part = new Part(0, -1, null, 0, 0, 0) };
        var plan = first.Part.Kind?.Name is "Quyết định" or "Thông báo" or "Tờ trình" ? parts.Find(p => p != first && p.Part.Kind is { Name: "Kế hoạch" or "Chương trình" or "Phương án" or "Đề án" }) ?? first : first;
        var header = first.Header;
        var (issuer, parent) = IssuerNames.From(header.Bodies, header.Symbol, view.Text, view.Lower);
        (issuer, parent) = (IssuerNames.WithPlace(issuer, header.Place), IssuerNames.WithPlace(parent, header.Place));
        if (string.Equals(issuer, parent, StringComparison.OrdinalIgnoreCase)) parent = null;
        issuer ??= IssuerNames.FromOpening(plan.Opening) ?? IssuerNames.FromOpening(first.Opening);
        if (issuer is not null) issuer = IssuerNames.Completed(issuer, plan.Title, header.Place, view.Text, view.Lower);
        var (number, symbol, date) = (header.Number, header.Symbol, header.Date);
        if (number is null && symbol is null && plan.Attachment is { } attachment && CitationReader.Read(attachment).Select(f => f.Act).FirstOrDefault() is { Number: { } wrapping } act)
        {
            var slash = wrapping.IndexOf('/', StringComparison.Ordinal);
            if (slash > 0) (number, symbol) = (wrapping[..slash], wrapping[(slash + 1)..]);
            date ??= act.Date;
            issuer ??= act.Issuer;
        }

        var headline = plan.Title is null && plan.Part.Kind is null ? Titles.Headline(plan.Header.Blocks.Concat(plan.Opening)) : null;
        var decided = plan == first && (first.Part.Kind?.Name ?? Titles.KindOfSymbol(symbol)) == "Quyết định";
        var title = decided ? Titles.Unwrapped(plan.Title) : plan.Title ?? headline;
        return new DocumentInfo
        {
            Kind = (headline is not null || plan == first && title != plan.Title ? "Kế hoạch" : plan.Part.Kind?.Name) ?? Titles.KindOfSymbol(symbol),
            Number = number, Symbol = symbol, Issuer = issuer, ParentBody = parent, Place = header.Place, Date = date, Title = title,
            Period = Facts.Period(title, date) ?? Facts.Period(TimeSection()),
        };
    }

    private string? TimeSection()
    {
        foreach (var outline in outlines)
            foreach (var node in outline.Root.Children)
                if (node.IsHeading && node.Section == SectionKind.Time && node.Children.Count > 0)
                    return node.Children[0].Block?.WholeText;
        return null;
    }

    /// <summary>Numbers and symbols that the reading gives with a letter put right, and the blocks in which they stand.</summary>
    private List<(Block In, string Printed, string Read)> PrintedNumbers(List<(Citation Act, FoundCitation Found, Block In, bool Opening)> citations)
    {
        var numbers = new List<(Block, string, string)>();
        foreach (var header in parts.Select(p => p.Header))
            if (header is { PrintedSymbol: { } symbol, Symbol: { } read }) numbers.AddRange(header.Blocks.Select(b => (b, symbol, read)));
        foreach (var citation in citations)
            if (citation.Found is { Printed: { } printed, Act.Number: { } read }) numbers.Add((citation.In, printed, read));
        return numbers;
    }

    private List<(Citation Act, FoundCitation Found, Block In, bool Opening)> Citations()
    {
        var found = new List<(Citation, FoundCitation, Block, bool)>();
        var grounds = Grounds();
        foreach (var part in parts)
        {
            foreach (var block in part.Opening) Cite(block, opening: true);
            foreach (var piece in part.Body)
            {
                if (piece is Block block) Cite(block, opening: grounds.Contains(block));
                else foreach (var cell in ((PlanTable)piece).Blocks) Cite(cell, opening: false);
            }
        }

        return found;

        void Cite(Block block, bool opening)
        {
            if (block.Continues is not null || block.Kind == BlockKind.Furniture || block.Id is null || !block.WholeText.AsSpan().ContainsAnyInRange('0', '9')) return;
            foreach (var citation in CitationReader.Read(block.WholeText)) found.Add((citation.Act with { Statement = block.Id }, citation, block, opening));
            // The words of the block have just been cut: its codes cost least now.
            if (!opening) _ = block.Codes;
        }
    }

    /// <summary>Blocks of a first section that holds the grounds: "I. CĂN CỨ PHÁP LÝ".</summary>
    private HashSet<Block> Grounds()
    {
        var blocks = new HashSet<Block>();
        foreach (var outline in outlines)
            foreach (var node in outline.Root.Children.Take(2))
                if (node is { IsHeading: true, Block: { Lower.Length: < 60 } head } && head.Lower.StartsWith("căn cứ", StringComparison.Ordinal)) Collect(node);
        return blocks;

        void Collect(Node node)
        {
            foreach (var child in node.Children)
            {
                if (child.Block is { } block) blocks.Add(block);
                Collect(child);
            }
        }
    }

    private static List<Citation> Bases(List<(Citation Act, FoundCitation Found, Block In, bool Opening)> citations, DocumentInfo document) =>
        Distinct(citations.Where(c => c.Opening).Select(c => c.Act)).Where(c => c.Number is null || document.Number is null || !string.Equals(c.Number, $"{document.Number}/{document.Symbol}", StringComparison.OrdinalIgnoreCase)).ToList();

    /// <summary>Each act once, in order; an act without a number is like no other.</summary>
    private static List<Citation> Distinct(IEnumerable<Citation> citations, IEnumerable<Citation>? besides = null)
    {
        var known = new HashSet<string>((besides ?? []).Where(c => c.Number is not null).Select(Key), StringComparer.OrdinalIgnoreCase);
        // A long text cites the same act a thousand times in the same letters: those are told without the tables of capitals.
        var printed = new HashSet<(string Kind, string Number)>();
        return citations.Where(c => c.Number is null || printed.Add((c.Kind, c.Number)) && known.Add(Key(c))).ToList();

        static string Key(Citation act) => act.Kind + "\u0001" + act.Number;
    }

    private List<TaskDraft> Drafts(string? issuer)
    {
        var drafts = new List<TaskDraft>();
        foreach (var outline in outlines) drafts.AddRange(new TaskReader(issuer).Read(outline.Root));
        return drafts;
    }
}
