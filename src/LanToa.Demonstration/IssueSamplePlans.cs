using LanToa.Planning.Plans;
using LanToa.Platform.Data;
using LanToa.Platform.Jobs;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Demonstration;

/// <summary>A sample document, who uploads it, and whether it becomes a plan or waits for a person to check it.</summary>
public sealed record SampleDocument(string File, string By, bool BecomesPlan)
{
    /// <summary>The title as the officer reads it in the original, where the reading cannot know it: a made-up name without its tones.</summary>
    public string? Title { get; init; }

    /// <summary>Everyone may read it without signing in.</summary>
    public bool IsPublic { get; init; }
}

public sealed record IssuePayload;

/// <summary>Uploads the sample documents, and once they are read accepts and records them as issued: the same operations as the pages. One document that fails is said and does not stop the others.</summary>
public sealed class IssueSamplePlans(ActAs people, Clock clock, JobQueue jobs) : IJobHandler<IssuePayload>
{
    public const string Job = "demonstration.plans";

    public const string Key = "demonstration:plans";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private static readonly SampleDocument[] Documents =
    [
        new("ke-hoach-2025-tinh.docx", "cchc", true),
        new("ke-hoach-2026-tinh.docx", "cchc", true) { IsPublic = true },
        new("ke-hoach-2026-xa-van-khe.docx", "xa.vankhe", true),
        new("ke-hoach-2025-tinh-ocr.txt", "cchc", false) { Title = "Tuyên truyền cải cách hành chính tỉnh Lam Giang năm 2025" },
        new("ke-hoach-2026-xa-van-khe-scan.pdf", "xa.vankhe", false),
    ];

    /// <summary>Uploads what is not there yet; the reading is a job of its own for each.</summary>
    public async Task UploadAsync(CancellationToken cancel)
    {
        foreach (var document in Documents)
            await people.RunAsync(document.By, async services =>
            {
                await using var content = Samples.Open(document.File);
                return await services.GetRequiredService<StartImport>().HandleAsync(new StartImportInput(document.File, content, Again: false), cancel);
            }, cancel);
    }

    public async Task RunAsync(IssuePayload payload, JobRun run, CancellationToken cancel)
    {
        var failures = new List<string>();
        foreach (var (document, i) in Documents.Where(d => d.BecomesPlan).Select((d, i) => (d, i)))
        {
            await run.ReportAsync(10 + (15 * i), $"Kế hoạch mẫu: {document.File}");
            if (await people.RunAsync(document.By, services => IssueAsync(services, document, cancel), cancel) is { } why) failures.Add($"{document.File}: {why}");
        }
        var issued = Documents.Count(d => d.BecomesPlan) - failures.Count;
        foreach (var document in Documents.Where(d => d.Title is not null))
            if (await people.RunAsync(document.By, services => CorrectAsync(services, document, cancel), cancel) is { } why) failures.Add($"{document.File}: {why}");
        if (await people.RunAsync("xa.vankhe", services => services.GetRequiredService<AnswerSamplePlans>().RunAsync(cancel), cancel) is { } unanswered) failures.Add($"đối chiếu kế hoạch cấp trên: {unanswered}");
        await jobs.EnqueueOnceAsync(LiveSamplePlans.Job, new LivePayload(), LiveSamplePlans.Key, Samples.ProvinceId, cancel);
        var words = $"Đã ban hành {issued} kế hoạch mẫu";
        await run.ReportAsync(100, failures.Count == 0 ? words : $"{words}. Không nạp được: {string.Join("; ", failures)}");
        run.ResultPath = "/plans";
    }

    /// <summary>Null when the plan stands; otherwise why not.</summary>
    private async Task<string?> IssueAsync(IServiceProvider services, SampleDocument document, CancellationToken cancel)
    {
        var db = services.GetRequiredService<LanToaDb>();
        if (await ReadAsync(db, document.File, cancel) is not { } import) return "chưa đọc xong";
        if (import.State == ImportState.Failed) return import.Error ?? "không đọc được";
        if (import.State == ImportState.Ready)
        {
            var decide = services.GetRequiredService<DecideItem>();
            foreach (var item in await db.Set<ImportItem>().AsNoTracking().Where(i => i.ImportId == import.Id && i.Decision == ItemDecision.Pending).OrderBy(i => i.Ordinal).ToListAsync(cancel))
            {
                var step = await decide.HandleAsync(item.Id, item.Version, ItemDecision.Accepted, cancel);
                // What still asks for an agency or a time is left out, as an officer in a hurry would do.
                if (!step.IsDone) step = await decide.HandleAsync(item.Id, item.Version, ItemDecision.Rejected, cancel);
                if (!step.IsDone) return $"“{item.Text}”: {string.Join(" ", step.WhyNot)}";
            }
        }
        var accepted = await services.GetRequiredService<AcceptImport>().HandleAsync(import.Id, cancel);
        if (accepted.PlanId is not { } planId) return string.Join(" ", accepted.WhyNot);
        var plan = await db.Set<Plan>().AsNoTracking().FirstAsync(p => p.Id == planId, cancel);
        if (plan.State != PlanState.Drafted) return null;
        // The plan of a year that is over is kept, not followed: its duties were done before this program.
        var tracking = plan.PeriodTo < clock.Today ? clock.Today : (DateOnly?)null;
        var issued = await services.GetRequiredService<ChangePlanState>().HandleAsync(new PlanStateInput(planId, plan.Version, PlanVerb.RecordIssued, TrackingFrom: tracking), cancel);
        if (!issued.Changed) return string.Join(" ", issued.WhyNot);
        // One whose year is over is closed when its duties are made.
        if (tracking is not null) return null;
        var moved = await services.GetRequiredService<ChangePlanState>().HandleAsync(new PlanStateInput(planId, plan.Version + 1, PlanVerb.Start), cancel);
        if (!moved.Changed) return string.Join(" ", moved.WhyNot);
        if (!document.IsPublic) return null;
        var published = await services.GetRequiredService<PublishPlan>().HandleAsync(planId, isPublic: true, cancel);
        return published.IsDone ? null : string.Join(" ", published.WhyNot.Select(p => p.Message));
    }

    /// <summary>Corrects the title in the review of a document that waits to be checked. Null when it stands; otherwise why not.</summary>
    private static async Task<string?> CorrectAsync(IServiceProvider services, SampleDocument document, CancellationToken cancel)
    {
        if (await ReadAsync(services.GetRequiredService<LanToaDb>(), document.File, cancel) is not { State: ImportState.Ready } import || import.Title == document.Title) return null;
        var corrected = new DocumentInput(import.Id, import.Version, import.Kind, import.Number, import.Symbol, import.IssuerId, import.Place, import.Date, document.Title, import.PeriodFrom, import.PeriodTo,
            import.SignerAuthority, import.SignerPosition, import.SignerName);
        var step = await services.GetRequiredService<SetDocumentFields>().HandleAsync(corrected, cancel);
        return step.IsDone ? null : string.Join(" ", step.WhyNot);
    }

    private static async Task<PlanImport?> ReadAsync(LanToaDb db, string file, CancellationToken cancel)
    {
        for (var waited = TimeSpan.Zero; waited < Patience; waited += TimeSpan.FromSeconds(1))
        {
            var import = await db.Set<PlanImport>().AsNoTracking().Where(i => i.FileName == file).OrderBy(i => i.CreatedAt).FirstOrDefaultAsync(cancel);
            if (import is null or { State: not (ImportState.Uploaded or ImportState.Reading) }) return import;
            await Task.Delay(TimeSpan.FromSeconds(1), cancel);
        }
        return null;
    }
}
