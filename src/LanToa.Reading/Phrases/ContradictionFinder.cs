using System.Globalization;
using LanToa.Reading.Model;

namespace LanToa.Reading.Phrases;

/// <summary>
/// What a document says against itself: one act with two dates ("date") or two issuers ("issuer"), a period that ends before it begins ("period"),
/// a deadline before the document's own date ("deadline"). Wordings that only differ in completeness are no contradiction.
/// </summary>
public static class ContradictionFinder
{
    /// <summary>A number that is printed in more different ways than this is the number of many acts: what is beyond is not compared.</summary>
    private const int MostWordings = 24;

    public static IReadOnlyList<Contradiction> Find(
        IReadOnlyList<(string StatementId, FoundCitation Found)> citations,
        DateOnly? documentDate = null,
        DatePeriod? period = null,
        IReadOnlyList<(string StatementId, Schedule Schedule)>? schedules = null)
    {
        ArgumentNullException.ThrowIfNull(citations);
        var found = new List<Contradiction>();
        var groups = new Dictionary<string, List<List<(string StatementId, Citation Act)>>>(StringComparer.Ordinal);
        var order = new List<List<(string StatementId, Citation Act)>>();
        foreach (var (statement, mention) in citations)
        {
            if (mention.Act.Number is null) continue;
            var key = CitationList.Key(mention.Act);
            if (!groups.TryGetValue(key, out var acts)) groups[key] = acts = [];
            var same = acts.Find(a => a.TrueForAll(m => ActIdentity.Same(m.Act, mention.Act)));
            if (same is null)
            {
                if (acts.Count == MostWordings) continue;
                same = [];
                acts.Add(same);
                order.Add(same);
            }
            Add(same, statement, mention.Act);
        }
        foreach (var act in order)
        {
            if (act.Count > 1) Compare(act, found);
        }
        if (period is { } span && span.To < span.From)
        {
            found.Add(new Contradiction("period", [], $"Thời gian của kế hoạch kết thúc ({Day(span.To)}) trước khi bắt đầu ({Day(span.From)})"));
        }
        foreach (var (statement, schedule) in schedules ?? []) CheckSchedule(statement, schedule, documentDate, found);
        return found;
    }

    /// <summary>A mention that says nothing new of its act adds nothing.</summary>
    private static void Add(List<(string StatementId, Citation Act)> act, string statement, Citation mention)
    {
        if (act.Count == MostWordings || act.Exists(m => m.Act.Number == mention.Number && m.Act.Date == mention.Date && m.Act.Issuer == mention.Issuer && m.Act.Subject == mention.Subject)) return;
        act.Add((statement, mention));
    }

    private static void Compare(List<(string StatementId, Citation Act)> mentions, List<Contradiction> found)
    {
        var (firstStatement, first) = mentions[0];
        var dates = mentions.Where(m => m.Act.Date is not null).DistinctBy(m => m.Act.Date).ToList();
        if (dates.Count > 1)
        {
            found.Add(new Contradiction("date", Statements(dates), $"{first.Kind} số {first.Number} được dẫn với các ngày khác nhau: {string.Join(" và ", dates.Select(m => Day(m.Act.Date!.Value)))}"));
        }
        var issuers = new List<(string StatementId, Citation Act)>();
        foreach (var mention in mentions)
        {
            if (mention.Act.Issuer is null) continue;
            if (issuers.Count == 0 || issuers.TrueForAll(i => ActIdentity.DifferentIssuers(i.Act.Issuer!, mention.Act.Issuer))) issuers.Add(mention);
        }
        if (issuers.Count > 1)
        {
            found.Add(new Contradiction("issuer", Statements(issuers), $"{first.Kind} số {first.Number} được dẫn với các cơ quan ban hành khác nhau: {string.Join(" và ", issuers.Select(m => m.Act.Issuer))}"));
        }
    }

    private static void CheckSchedule(string statement, Schedule schedule, DateOnly? documentDate, List<Contradiction> found)
    {
        if (schedule is { From: { } from, To: { } to } && to < from)
        {
            found.Add(new Contradiction("period", [statement], $"Thời gian thực hiện kết thúc ({Day(to)}) trước khi bắt đầu ({Day(from)})"));
        }
        // Spans that began before the signature are usual in January; a single day before it is not, unless the event is named as past.
        if (documentDate is { } issued && schedule is { Kind: "once", Due: { } due } && due < issued && issued.DayNumber - due.DayNumber <= 3660)
        {
            found.Add(new Contradiction("deadline", [statement], $"Thời hạn {Day(due)} trước ngày ban hành văn bản ({Day(issued)})"));
        }
    }

    private static List<string> Statements(List<(string StatementId, Citation Act)> mentions) => mentions.Select(m => m.StatementId).Distinct(StringComparer.Ordinal).ToList();

    private static string Day(DateOnly date) => date.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture);
}
