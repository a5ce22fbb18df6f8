using LanToa.Contracts.Activities;
using LanToa.Contracts.Documents;
using LanToa.Contracts.Organizations;
using LanToa.Platform.Audit;
using LanToa.Platform.Data;
using LanToa.Platform.Documents.Writing;
using LanToa.Platform.Files;
using LanToa.Platform.Modules;
using LanToa.Platform.Text;
using LanToa.Platform.Time;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Accountability.Reports.Pages;

/// <summary>What every form on a report carries.</summary>
public sealed class ReportVerbForm
{
    public Guid FormKey { get; set; }
    public int Version { get; set; }
}

/// <summary>One report: its figures and words, what stands against sending it, and what the addressee does with it.</summary>
public sealed class ReportModel(LanToaDb db, ReportBuilder builder, ReportAccess access, SendReport send, CarryDifference carry, DecideReport decide, SinceSent since, IDuties duties, History history, IPdfPrinter printer, IOrganizationDirectory directory, Clock clock) : ReportPage(db, builder, access, clock)
{
    private readonly ReportBuilder _builder = builder;
    private readonly ReportAccess _access = access;

    /// <summary>So much of a reason stands in the table; all of it on the page of the figure.</summary>
    public const int ReasonShown = 80;

    /// <summary>So many figures are named that the records have otherwise by now.</summary>
    public const int MostNamed = 10;

    /// <param name="words">A reason, or what stands before one.</param>
    /// <param name="all">So many characters at least stand: what is no reason, and the beginning of it.</param>
    public static string Beginning(string words, int all = 0) => words.Beginning(Math.Max(ReasonShown, all));

    [BindProperty] public ReportVerbForm Form { get; set; } = new();

    public IReadOnlyList<string> Errors { get; private set; } = [];
    public IReadOnlyList<string> Warnings { get; private set; } = [];
    public IReadOnlyList<ReportSnapshot> Snapshots { get; private set; } = [];
    /// <summary>By number of the sending: what it says otherwise than the one before.</summary>
    public IReadOnlyDictionary<int, IReadOnlyList<string>> Changes { get; private set; } = new Dictionary<int, IReadOnlyList<string>>();
    /// <summary>How many reports above that were sent count this one.</summary>
    public int Above { get; private set; }
    /// <summary>What the units below say otherwise since this was sent.</summary>
    public IReadOnlyList<string> BelowNow { get; private set; } = [];
    /// <summary>What the unit's own records say otherwise since this was sent.</summary>
    public IReadOnlyList<string> RecordsNow { get; private set; } = [];
    /// <summary>Tasks of plans that ask the unit for a report of just this period, and that nobody has reported as done.</summary>
    public IReadOnlyList<DutyInfo> Duties { get; private set; } = [];
    /// <summary>Whether the next sending adds to one that was accepted.</summary>
    public bool IsAddendum { get; private set; }
    public IReadOnlyList<HistoryLine> History { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel)) return NotFound();
        await ShowAsync(cancel);
        return Page();
    }

    public async Task<IActionResult> OnGetWordAsync(int? sending, CancellationToken cancel)
    {
        if (await ContentAsync(sending, cancel) is not { } content) return NotFound();
        Response.Headers.CacheControl = "no-store";
        return File(DocumentWriter.Write(ReportDocument.Of(content, Report.FirstSentOn ?? Today)), FileTypes.Docx, $"{DownloadName}.docx");
    }

    public async Task<IActionResult> OnGetExcelAsync(int? sending, CancellationToken cancel)
    {
        if (await ContentAsync(sending, cancel) is not { } content) return NotFound();
        Response.Headers.CacheControl = "no-store";
        return ReportSheet.Of(content, $"{DownloadName}.xlsx");
    }

    public async Task<IActionResult> OnGetPdfAsync(int? sending, CancellationToken cancel)
    {
        if (await ContentAsync(sending, cancel) is not { } content) return NotFound();
        Response.Headers.CacheControl = "no-store";
        try
        {
            return File(await printer.PrintAsync(DocumentWriter.Write(ReportDocument.Of(content, Report.FirstSentOn ?? Today)), await SentAtAsync(sending, cancel), cancel), "application/pdf", $"{DownloadName}.pdf");
        }
        catch (PdfRefusedException e)
        {
            ModelState.AddModelError("", e.Message);
            await ShowAsync(cancel);
            return Page();
        }
    }

    /// <summary>The newest sending as an envelope to exchange (edXML), with what the office gave the document when it was issued.</summary>
    public async Task<IActionResult> OnGetEdXmlAsync(IssuedAs issued, CancellationToken cancel)
    {
        if (!await LoadAsync(cancel) || Report.Sendings == 0 || await _builder.SnapshotAsync(Report, Report.Sendings, cancel) is not { } snapshot) return NotFound();
        Response.Headers.CacheControl = "no-store";
        // What is no day or no number has been said already.
        foreach (var (field, problem) in issued.WhyNot().Where(w => ModelState.GetFieldValidationState(w.Field) != ModelValidationState.Invalid)) ModelState.AddModelError(field, problem);
        if (ModelState.IsValid)
        {
            var content = ReportContent.FromText(snapshot.Content);
            List<EdXmlFile> files = [new($"{DownloadName}.docx", FileTypes.Docx, DocumentWriter.Write(ReportDocument.Of(content, issued.On!.Value)), "Báo cáo"), new($"{DownloadName}.xlsx", FileTypes.Xlsx, ReportSheet.Bytes(content), "Phụ lục số liệu")];
            var envelope = EdXml.Write(content, issued, BodyOf(Report.UnitId), [.. EnvelopeTo.Select(BodyOf)], files, snapshot.ByName, snapshot.At);
            var problems = EdXml.Check(envelope);
            if (problems.Count == 0) return File(envelope, EdXml.MediaType, $"{DownloadName}.edxml");
            foreach (var problem in problems) ModelState.AddModelError("", problem);
        }
        AsksEnvelope = true;
        await ShowAsync(cancel);
        return Page();
    }

    /// <summary>The envelope could not be made of what was given: its dialog stands open again.</summary>
    public bool AsksEnvelope { get; private set; }

    private IEnumerable<Guid> EnvelopeTo => ((Guid?[])[Report.AddresseeId, Report.FinalId]).OfType<Guid>().Distinct();

    /// <summary>Who of the envelope has no identifier of the exchange axis, with the code that stands for it.</summary>
    public IReadOnlyList<string> WithoutId => [.. EnvelopeTo.Prepend(Report.UnitId).Distinct().Where(u => directory.Find(u)?.ElectronicId is null).Select(BodyOf).Select(b => $"{b.Name} (ghi mã {b.Code})")];

    /// <summary>Who is in the head of the newest sending, to begin the form with.</summary>
    public string Letters => Said.Head?.Letters is { } letters ? $"BC-{letters}" : "BC";

    public async Task<IActionResult> OnPostSendAsync(string? note, CancellationToken cancel) => await ShownAsync(await send.HandleAsync(Id, Form.FormKey, Form.Version, note, cancel), "Đã gửi báo cáo.", cancel);

    /// <summary>Takes over what earlier reports of the year wrote otherwise than the records had; <paramref name="back"/>: no longer.</summary>
    public async Task<IActionResult> OnPostCarryAsync(string code, bool inside, bool back, string? by, CancellationToken cancel) =>
        await ShownAsync(await carry.HandleAsync(Id, Form.FormKey, Form.Version, code, inside, back, by, cancel), back ? "Số lũy kế trở lại như tính được." : "Đã tính phần chênh của báo cáo trước vào số này, kèm lý do.", cancel);

    public async Task<IActionResult> OnPostReceiveAsync(CancellationToken cancel) => await ShownAsync(await decide.ReceiveAsync(Id, Form.FormKey, Form.Version, cancel), "Đã tiếp nhận báo cáo.", cancel);

    public async Task<IActionResult> OnPostAcceptAsync(CancellationToken cancel) => await ShownAsync(await decide.AcceptAsync(Id, Form.FormKey, Form.Version, cancel), "Đã chấp nhận báo cáo.", cancel);

    public async Task<IActionResult> OnPostReopenAsync(DateOnly? until, string? reason, CancellationToken cancel) => await ShownAsync(await decide.ReopenAsync(Id, Form.FormKey, Form.Version, until, reason, cancel), "Đã mở lại báo cáo.", cancel);

    public bool MayOpen(ContentPart part) => _access.MayOpen(part, Report.UnitId);

    /// <summary>What the units below come to together.</summary>
    public string Below(ContentRow row) => Figure.Combine(row.Aggregation, [.. Said.Parts.Zip(row.Parts, (p, f) => (p.Unit, f))]).Words(row.Aggregation, row.Decimals);

    private EdXmlBody BodyOf(Guid unit)
    {
        var info = directory.Find(unit);
        return new EdXmlBody(info?.ElectronicId ?? info?.Code ?? unit.ToString(), directory.DistinctNameOf(unit) ?? info?.Name ?? "", info?.ParentId is { } above ? directory.Find(above)?.Name : null);
    }

    private async Task<IActionResult> ShownAsync(Outcome outcome, string done, CancellationToken cancel)
    {
        var answer = await AnswerAsync(outcome, done, cancel);
        if (answer is Microsoft.AspNetCore.Mvc.RazorPages.PageResult) await ShowAsync(cancel);
        return answer;
    }

    private static bool AsksFor(DutyInfo duty) => duty.Forms.Contains("report") || duty.Text.StartsWith("Báo cáo", StringComparison.OrdinalIgnoreCase);

    // A plan's quarter is the calendar's, a report's ends at its cut-off.
    private static bool IsNear(DateOnly one, DateOnly other) => Math.Abs(one.DayNumber - other.DayNumber) <= 31;

    private async Task<ReportContent?> ContentAsync(int? sending, CancellationToken cancel)
    {
        if (!await LoadAsync(cancel)) return null;
        if (sending is not { } number) return Said;
        return await _builder.SnapshotAsync(Report, number, cancel) is { } snapshot ? ReportContent.FromText(snapshot.Content) : null;
    }

    /// <summary>When what is shown was sent; null for what is still written.</summary>
    private async Task<DateTimeOffset?> SentAtAsync(int? sending, CancellationToken cancel) =>
        (sending ?? (Report.IsFrozen ? Report.Sendings : 0)) is > 0 and var number ? (await _builder.SnapshotAsync(Report, number, cancel))?.At : null;

    private async Task ShowAsync(CancellationToken cancel)
    {
        ModelState.Remove("Form.FormKey");
        ModelState.Remove("Form.Version");
        Form = new ReportVerbForm { FormKey = Guid.CreateVersion7(), Version = Report.Version };
        if (Report.IsOpenOn(Today) && MayWrite) (Errors, Warnings) = await send.CheckAsync(Report, Said, cancel);
        Snapshots = await Db.Set<ReportSnapshot>().AsNoTracking().Where(s => s.ReportId == Id).OrderByDescending(s => s.Number).ToListAsync(cancel);
        var said = Snapshots.OrderBy(s => s.Number).Select(s => (s.Number, On: Clock.DateOf(s.At), Said: ReportContent.FromText(s.Content))).ToList();
        Changes = said.Skip(1).Zip(said, (now, before) => (now.Number, Differences: (IReadOnlyList<string>)[.. Addendum.Differences(before.Said, before.On, now.Said).Select(d => $"{d.Name}: {d.Before} → {d.After}")])).ToDictionary(d => d.Number, d => d.Differences);
        BelowNow = await since.BelowAsync(Report, Said, cancel);
        if (MayWrite || MayDecide) RecordsNow = await since.RecordsAsync(Report, Said, cancel);
        if (MayWrite && Report is { IsFrozen: true, IsAnswer: false }) Duties = [.. (await duties.OpenAsync(Report.UnitId, cancel)).Where(d => d.IsOpen && AsksFor(d) && d.PeriodFrom <= Report.PeriodTo && Report.PeriodTo <= d.PeriodTo && IsNear(d.PeriodFrom, Report.PeriodFrom) && IsNear(d.PeriodTo, Report.PeriodTo)).Take(MostNamed)];
        Above = await decide.SentAboveAsync(Report, cancel);
        IsAddendum = Report.State == ReportState.Reopened || (said is [.., var newest] && newest.Said.Addendum is not null);
        History = ReportHistory.Named(await history.OfAsync(Id, cancel: cancel), Said);
    }
}
