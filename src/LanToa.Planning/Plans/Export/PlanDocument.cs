using System.Text.RegularExpressions;
using LanToa.Contracts.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Documents;
using LanToa.Platform.Time;

namespace LanToa.Planning.Plans;

/// <summary>A plan as a document to be signed: its own words in order, its facts in head and foot. A plan written here brings the annex of its tasks along.</summary>
public sealed partial class PlanDocument(PlanView view, LanToaDb db, IOrganizationDirectory directory, Clock clock)
{
    /// <summary>The document, and the tasks that its annex lists.</summary>
    public async Task<(OfficialDocument Document, DocumentAnnex Annex, IReadOnlyList<TaskView> Tasks)> OfAsync(Plan plan, CancellationToken cancel = default)
    {
        var (statements, tasks) = await view.OfAsync(plan, clock.Today, cancel);
        if (await CopyText.OfAsync(db, plan, statements, [.. tasks.Select(t => t.Task)], cancel) is { } copy) statements = copy.Printed();
        var (document, annex) = Of(plan, statements, tasks);
        return (document, annex, tasks);
    }

    /// <summary>The same of what was read already.</summary>
    public (OfficialDocument Document, DocumentAnnex Annex) Of(Plan plan, IReadOnlyList<PlanStatement> statements, IReadOnlyList<TaskView> tasks)
    {
        var issuer = directory.Find(plan.IssuerId) ?? throw new InvalidOperationException($"The issuer {plan.IssuerId} of plan {plan.Id} is unknown.");
        var lines = new IssuerLines(directory, issuer);
        if (DraftText.Follows(plan)) statements = DraftText.Of(statements, tasks.Select(t => t.Task)).Printed(statements);
        var outline = PlanOutline.Of(statements, tasks.SelectMany(t => t.Sentences.Select(s => (s.Key, Task: t))).ToLookup(p => p.Key, p => p.Task));
        var annex = PlanAnnex.Of(plan, tasks);
        var listed = plan.SourceFileId is null && tasks.Any(t => t.Task.State == TaskState.Active);
        var document = new OfficialDocument
        {
            Superior = lines.Superior, Issuer = lines.Issuer, IssuerName = issuer.Name, Number = plan.Number, Symbol = string.IsNullOrWhiteSpace(plan.Symbol) ? Symbol(plan, lines) : plan.Symbol,
            Place = string.IsNullOrWhiteSpace(plan.Place) ? lines.Place : plan.Place, Date = plan.Date, Year = plan.Date is null ? clock.Today.Year : null, Kind = plan.Kind, Subject = OfficialText.Bound(plan.Title),
            Bases = outline.Bases, Body = outline.OnlyTasks ? Framed(plan, issuer, outline.Body, listed) : plan.SourceFileId is null ? WithAnnexesNamed(plan, outline, listed) : outline.Body,
            Signature = new DocumentSignature(lines.Authority(plan.SignerAuthority), lines.Position(plan.SignerPosition), plan.SignerName),
            Recipients = outline.Recipients.Count > 0 ? outline.Recipients : Recipients(plan, lines, tasks),
            Annexes = listed ? [.. outline.Annexes, annex] : outline.Annexes,
        };
        return (document, annex);
    }

    private static string Symbol(Plan plan, IssuerLines lines) => lines.Symbol(DocumentForm.Current.AbbreviationOf(plan.Kind) ?? "KH");

    /// <summary>The opening and closing sentences that every plan has, around tasks that stand alone.</summary>
    private static IReadOnlyList<DocumentBlock> Framed(Plan plan, OrganizationInfo issuer, IReadOnlyList<DocumentBlock> tasks, bool listed)
    {
        var what = $"{plan.Kind} {PlanAnnex.Lower(plan.Title)}";
        return
        [
            new ParagraphBlock($"{issuer.Name} ban hành {what} như sau:"), .. tasks,
            .. listed ? (DocumentBlock[])[new ParagraphBlock($"Nhiệm vụ, cơ quan thực hiện và thời gian hoàn thành được tổng hợp tại Phụ lục kèm theo {plan.Kind} này.")] : [],
            new ParagraphBlock($"Trên đây là {what}, yêu cầu các cơ quan, đơn vị được giao nhiệm vụ tổ chức thực hiện."),
        ];
    }

    /// <summary>
    /// Each annex is named in the text that it belongs to (Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục III): before the words with which a text takes its leave, else at the end. Of a document that
    /// was read every word is its own.
    /// </summary>
    private static IReadOnlyList<DocumentBlock> WithAnnexesNamed(Plan plan, PlanOutline outline, bool listed)
    {
        if (outline.Body.Count == 0) return outline.Body;
        var (own, all) = (outline.Annexes, outline.Annexes.Count + (listed ? 1 : 0));
        List<string> names = [.. own.Select((a, n) => (a.Title, Label: LabelOf(n, all))).Where((a, n) => !IsNamed(outline.Body, n, own.Count)).Select(a => $"{Said(a.Title)} được nêu tại {a.Label} kèm theo {plan.Kind} này.")];
        if (listed && (own.Count > 0 || !IsNamed(outline.Body, 0, 1))) names.Add($"Nhiệm vụ, cơ quan thực hiện và thời gian hoàn thành được tổng hợp tại {LabelOf(own.Count, all)} kèm theo {plan.Kind} này.");
        var paragraphs = names.Select(n => new ParagraphBlock(n));
        return outline.Body[^1] is ParagraphBlock last && SentencePlaces.TakesLeave(last.Label, last.Text) ? [.. outline.Body.SkipLast(1), .. paragraphs, last] : [.. outline.Body, .. paragraphs];
    }

    private static string LabelOf(int annex, int all) => all == 1 ? "Phụ lục" : $"Phụ lục {OfficialText.Roman(annex + 1)}";

    /// <summary>Whether the text speaks of its nth annex: of one by the word, of several by their numbers.</summary>
    private static bool IsNamed(IEnumerable<DocumentBlock> body, int annex, int of)
    {
        var words = body.Select(b => b switch { ParagraphBlock p => p.Text, HeadingBlock h => h.Text, _ => "" }).Where(t => t.Contains("phụ lục", StringComparison.OrdinalIgnoreCase)).ToList();
        return of == 1 ? words.Exists(w => OwnAnnex().IsMatch(w)) : words.Exists(w => Numbers().Matches(w).Any(m => m.Groups[1].Value == OfficialText.Roman(annex + 1) || m.Groups[1].Value == $"{annex + 1}"));
    }

    private static string Said(string title) => title.Length == 0 || title == title.ToUpperInvariant() ? "Nội dung chi tiết" : OfficialText.WithoutEnd(title);

    // "Phụ lục I ban hành kèm theo Nghị định số …" is another document's.
    [GeneratedRegex(@"phụ lục(?!(?:\s+\w{1,4})?(?:\s*,?\s*(?:của|tại|ban hành|kèm theo|ban hành kèm theo))?\s+(?:Nghị|Quyết|Thông|Luật|Công văn))", RegexOptions.IgnoreCase)]
    private static partial Regex OwnAnnex();

    [GeneratedRegex(@"phụ lục(?:\s+số)?\s+([IVX]+|\d{1,2})\b", RegexOptions.IgnoreCase)]
    private static partial Regex Numbers();

    /// <summary>Whom it is reported to and the bodies that the tasks name, never the issuer itself; many of them in one line.</summary>
    private List<string> Recipients(Plan plan, IssuerLines lines, IReadOnlyList<TaskView> tasks)
    {
        const int Named = 10;
        var own = directory.Find(plan.IssuerId);
        // A committee stands alone in the head, and reports to the one above it all the same.
        var above = lines.Superior.Count > 0 ? string.Join(' ', lines.Superior) : own?.ParentId is { } parent && directory.Find(parent) is { Level: not nameof(Organizations.OrganizationLevel.Nation) } body ? body.Name : null;
        var parties = tasks.Where(t => t.Task.State == TaskState.Active).SelectMany(t => t.Leads.Concat(t.Coordinating)).Where(p => p.Party.OrganizationId != plan.IssuerId && p.Name != above).Select(p => p.Name).Distinct().ToList();
        List<string> recipients = [.. above is null ? (string[])[] : [$"{above} (để báo cáo)"]];
        recipients.AddRange(parties.Count > Named ? ["Các cơ quan, đơn vị được giao nhiệm vụ"] : parties);
        recipients.Add("Lưu: VT");
        return recipients;
    }
}
