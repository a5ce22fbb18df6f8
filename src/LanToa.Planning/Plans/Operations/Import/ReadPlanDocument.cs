using LanToa.Planning.Obligations.Rules;
using LanToa.Planning.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Files;
using LanToa.Platform.Jobs;
using LanToa.Reading;
using LanToa.Reading.Extraction;
using LanToa.Reading.Model;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace LanToa.Planning.Plans;

public sealed record ReadPayload(Guid ImportId);

/// <summary>How long the structure of one text may take.</summary>
public sealed record ReadingLimits(TimeSpan Structure);

/// <summary>Reads an uploaded document into an import's fields and items, in one transaction: a crash leaves it to be read again.</summary>
public sealed partial class ReadPlanDocument(
    LanToaDb db, FileStore files, OrganizationNames names, ImportDesk desk, ImportQuestions questions, ReadingLimits limits, ILogger<ReadPlanDocument> log) : IJobHandler<ReadPayload>
{
    public const string Job = "plans.read";

    public async Task RunAsync(ReadPayload payload, JobRun run, CancellationToken cancel)
    {
        var import = await db.Set<PlanImport>().FirstOrDefaultAsync(i => i.Id == payload.ImportId, cancel);
        // One that could not be read comes here again when an administrator runs its job again.
        if (import is not { State: ImportState.Uploaded or ImportState.Reading or ImportState.Failed }) return;
        if (import.State == ImportState.Failed && await db.Set<PlanImport>().AnyAsync(i => i.UnitId == import.UnitId && i.Sha256 == import.Sha256 && i.State != ImportState.Failed && i.State != ImportState.Discarded, cancel))
            throw new JobFailedException("Văn bản này đã được tải lên lại, nên không đọc lần tải cũ nữa.");
        if (import.State != ImportState.Reading)
        {
            (import.State, import.Error, import.JobId) = (ImportState.Reading, null, run.Id);
            await db.Because("plan-import.read").SaveChangesAsync(cancel);
        }
        try
        {
            var (text, reading) = await ReadAsync(import, run, cancel);
            await run.ReportAsync(80, "Đối chiếu tên cơ quan");
            await FillAsync(import, text, reading, cancel);
            await db.Because("plan-import.read").SaveChangesAsync(cancel);
        }
        catch (UnreadableFileException e)
        {
            await FailAsync(payload.ImportId, e.Message, cancel);
            throw new JobFailedException(e.Message);
        }
        catch (Exception e) when (run.Attempt >= 3 && e is not OperationCanceledException)
        {
            await FailAsync(payload.ImportId, "Máy gặp lỗi khi đọc văn bản này. Hãy thử đọc lại; nếu vẫn lỗi, lưu văn bản thành .docx rồi tải lên.", cancel);
            throw;
        }
        run.ResultPath = $"/plans/import/review/{import.Id}";
    }

    private async Task<(string Text, PlanReading Reading)> ReadAsync(PlanImport import, JobRun run, CancellationToken cancel)
    {
        await run.ReportAsync(5, "Lấy chữ trong văn bản");
        using var bytes = new MemoryStream();
        await using (var file = await files.OpenAsync(import.Sha256, cancel)) await file.CopyToAsync(bytes, cancel);
        var pages = new PageReports(run);
        var extracted = await DocumentReader.ReadAsync(bytes.ToArray(), import.FileName, ExtractionOptions.Default with { Progress = pages }, cancel);
        await pages.Last;
        await run.ReportAsync(65, "Đọc cấu trúc và nhiệm vụ");
        var reading = await PlanReader.ReadAsync(extracted, limits.Structure, cancel);
        Note(log, import.Id, import.Sha256, reading);
        return (extracted.Text, reading);
    }

    /// <summary>A fault of the grammar is told to the person as a warning of the reading; who mends the program needs what it was and the document.</summary>
    public static void Note(ILogger log, Guid import, string sha256, PlanReading reading)
    {
        if (reading.Fault is { } fault) LogFault(log, fault, import, sha256);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The structure of the document of import {Import} ({Sha256}) could not be built")]
    private static partial void LogFault(ILogger log, Exception e, Guid import, string sha256);

    private async Task FillAsync(PlanImport import, string text, PlanReading reading, CancellationToken cancel)
    {
        var (document, signer) = (reading.Document, reading.Signer);
        (import.Kind, import.Number, import.Symbol, import.Title) = (document.Kind, document.Number, document.Symbol, document.Title);
        (import.IssuerText, import.Place, import.Date) = (document.Issuer, document.Place, document.Date);
        (import.PeriodFrom, import.PeriodTo) = (document.Period?.From, document.Period?.To);
        (import.SignerAuthority, import.SignerPosition, import.SignerName) = (signer.Authority, signer.Position, signer.Name);
        (import.Damage, import.Error, import.State) = (reading.Source.Damage, null, ImportState.Ready);
        // Departments of all provinces bear the same names: what another province's document says is asked, not taken.
        if (document.Issuer is { } printed)
        {
            if ((await names.ResolveAsync(printed, import.UnitId, desk.DayOf(import), cancel)).OrganizationId is { } issuer && !names.IsElsewhere(issuer, document.Place, document.ParentBody)) import.IssuerId = issuer;
            // Taken in with an earlier document of the same body.
            else import.IssuerId = names.Kept(printed, import.ProvinceId, desk.DayOf(import), document.Place, document.ParentBody)?.Id;
        }
        db.Add(new ImportReading { ProvinceId = import.ProvinceId, ImportId = import.Id, Text = text.Replace("\0", "", StringComparison.Ordinal), Reading = PlanReadingJson.WriteWhole(reading).Replace("\\u0000", "", StringComparison.Ordinal) });
        var sections = Sections(reading.WithPrintedLabels(text).Statements);
        var ordinal = 0;
        var items = new List<ImportItem>(reading.Tasks.Count);
        foreach (var task in reading.Tasks)
        {
            var item = new ImportItem
            {
                ProvinceId = import.ProvinceId, ImportId = import.Id, Ordinal = ordinal += ImportItems.Gap, Section = sections.GetValueOrDefault(task.Statements[0]), Text = task.Text,
                Modality = PlanWords.ModalityOf(task.Modality), Rule = DutyRule.FromSchedule(task.Schedule, PlanWords.PlaceOf(sections.GetValueOrDefault(task.Statements[0]))), ScheduleText = task.Schedule.Text,
                Channels = [.. task.Channels], Topics = [.. task.Topics], Audiences = [.. task.Audiences], Products = [.. task.Products.Select(p => new TaskProduct(p.Form, p.Quantity, p.Text))],
                StatementKeys = [.. task.Statements], Confidence = task.Confidence,
            };
            // A plan that names nobody speaks of its own issuer.
            item.Leads = task.Lead.Count == 0 ? [new ItemParty(document.Issuer ?? "Cơ quan ban hành", import.IssuerId)] : await PartiesAsync(import, task.Lead, cancel);
            item.Coordinating = await PartiesAsync(import, task.Coordinating, cancel);
            desk.Describe(item);
            items.Add(item);
        }
        await RankAsync(import, items, ImportReading.DoubtfulSentences(reading), cancel);
        db.AddRange(items);
    }

    /// <summary>What asks the most comes first, then what was read with little confidence; the rest follows as in the document.</summary>
    private async Task RankAsync(PlanImport import, List<ImportItem> items, HashSet<string> doubtful, CancellationToken cancel)
    {
        var doubts = new List<(ImportItem Item, double Doubt)>(items.Count);
        foreach (var item in items)
        {
            var open = await questions.OfAsync(import, item, cancel);
            doubts.Add((item, open.Count == 0 && item.IsSure(doubtful.Overlaps(item.StatementKeys)) ? 0 : (open.Count(q => q.Blocks) * 10) + open.Count + (1 - item.Confidence)));
        }
        foreach (var (item, rank) in doubts.OrderByDescending(d => d.Doubt).Select((d, n) => (d.Item, n))) item.Rank = rank;
    }

    private async Task<List<ItemParty>> PartiesAsync(PlanImport import, IReadOnlyList<LanToa.Reading.Model.Actor> actors, CancellationToken cancel)
    {
        var parties = new List<ItemParty>(actors.Count);
        foreach (var actor in actors) parties.AddRange(await desk.MeaningAsync(import, actor.Name, actor.Text, cancel));
        return [.. parties.DistinctBy(p => p.Key)];
    }

    // The heading above each statement, with its printed label.
    private static Dictionary<string, string> Sections(IReadOnlyList<Statement> statements)
    {
        var sections = new Dictionary<string, string>(StringComparer.Ordinal);
        string? heading = null;
        foreach (var s in statements)
        {
            if (s.Kind == "heading") heading = $"{s.Label} {s.Restored ?? s.Text}".Trim();
            if (heading is not null) sections[s.Id] = heading.Length <= 200 ? heading : heading[..200] + "…";
        }
        return sections;
    }

    private async Task FailAsync(Guid id, string message, CancellationToken cancel)
    {
        db.ChangeTracker.Clear();
        var import = await db.Set<PlanImport>().FirstAsync(i => i.Id == id, cancel);
        if (import.State is not (ImportState.Uploaded or ImportState.Reading)) return;
        (import.State, import.Error) = (ImportState.Failed, message);
        await db.Because("plan-import.read", message).SaveChangesAsync(cancel);
    }

    /// <summary>Pages of a PDF or an image as the part of the work from 5 to 60 percent.</summary>
    private sealed class PageReports(JobRun run) : IProgress<(int Page, int Pages)>
    {
        public Task Last { get; private set; } = Task.CompletedTask;

        public void Report((int Page, int Pages) value) => Last = AfterAsync(Last, value);

        private async Task AfterAsync(Task before, (int Page, int Pages) value)
        {
            await before;
            await run.ReportAsync(5 + (55 * value.Page / Math.Max(1, value.Pages)), $"Trang {value.Page}/{value.Pages}");
        }
    }
}

internal static class ImportItems
{
    /// <summary>Between the ordinals of two tasks, so that parts split off find a place.</summary>
    public const int Gap = 1024;
}
