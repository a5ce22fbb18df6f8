using LanToa.Platform.Data;
using LanToa.Platform.Files;
using LanToa.Platform.Identity;
using LanToa.Platform.Jobs;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans;

/// <param name="Again">Read the file although the unit has an import of the same bytes.</param>
/// <param name="Amends">The issued plan of which the document is said to be a later version.</param>
public sealed record StartImportInput(string FileName, Stream Content, bool Again, Guid? Amends = null);

/// <summary>The new import, or the one of the same file that stands already.</summary>
public sealed record StartedImport(Guid? ImportId, PlanImport? SameFile);

/// <summary>Keeps an uploaded document for the person's unit and enqueues its reading.</summary>
public sealed class StartImport(LanToaDb db, Actor actor, FileStore files, JobQueue jobs, TimeProvider time)
{
    private static readonly FileLimits Limits = FileLimits.Document with
    {
        MediaTypes = new HashSet<string>
        {
            "application/pdf", FileTypes.Docx, "application/msword", "application/rtf", "application/zip", "text/plain", "text/html", "image/png", "image/jpeg", "image/tiff", "image/webp",
        },
    };

    // Longer than any document before it in the queue takes.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(30);

    public IReadOnlyList<string> WhyNot() =>
        actor.UnitId is { } unit && actor.Can(PlanPermissions.Write, unit) ? [] : ["Bạn cần vai trò phụ trách CCHC của một đơn vị để nhập kế hoạch từ văn bản."];

    /// <exception cref="FileRefusedException">Empty, too large, or not a document.</exception>
    public async Task<StartedImport> HandleAsync(StartImportInput input, CancellationToken cancel = default)
    {
        if (WhyNot() is [var why, ..]) throw new FileRefusedException(why);
        var unit = actor.UnitId!.Value;
        var import = Guid.CreateVersion7();
        Attachment attachment;
        try
        {
            attachment = await files.AttachAsync(ImportAttachments.Kind, import, input.FileName, input.Content, Limits, cancel);
        }
        catch (FileRefusedException e) when (e.Message.StartsWith("Loại tệp này", StringComparison.Ordinal))
        {
            throw new FileRefusedException("Tệp này không phải văn bản. Hãy gửi tệp Word (.docx, .doc), PDF, ảnh chụp, HTML hoặc văn bản thuần.");
        }
        // One at a time for the same bytes: of two presses the second finds the import of the first.
        await using var alone = await db.Database.BeginTransactionAsync(cancel);
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({unit.ToString() + attachment.Sha256}, 0))", cancel);
        if (!input.Again && await SameFileAsync(unit, attachment.Sha256, cancel) is { } same)
        {
            db.ChangeTracker.Clear();
            return new StartedImport(null, same);
        }
        db.Add(new PlanImport
        {
            ProvinceId = db.ProvinceId, Id = import, UnitId = unit, FileName = attachment.FileName, Sha256 = attachment.Sha256, FileId = attachment.Id, State = ImportState.Uploaded,
            JobId = Enqueue(import), CreatedAt = time.GetUtcNow(), CreatedBy = actor.AccountId, CreatedByName = actor.Name, AmendsId = input.Amends,
        });
        await db.Because("plan-import.create").SaveChangesAsync(cancel);
        await alone.CommitAsync(cancel);
        return new StartedImport(import, null);
    }

    /// <summary>Reads a document again that could not be read.</summary>
    public async Task<IReadOnlyList<string>> AgainAsync(Guid id, CancellationToken cancel = default)
    {
        var import = await db.Set<PlanImport>().FirstOrDefaultAsync(i => i.Id == id, cancel);
        if (import is null || !actor.Can(PlanPermissions.Write, import.UnitId)) return ["Bạn không phụ trách văn bản này."];
        if (import.State != ImportState.Failed && !await IsStuckAsync(import, cancel)) return ["Chỉ đọc lại được văn bản đã đọc hỏng."];
        await CancelAsync(import.JobId, cancel);
        (import.State, import.Error, import.JobId) = (ImportState.Uploaded, null, Enqueue(id));
        try
        {
            await db.Because("plan-import.read").SaveChangesAsync(cancel);
            return [];
        }
        catch (DbUpdateConcurrencyException)
        {
            return [ImportDesk.Stale];
        }
    }

    /// <summary>Not read, and no job is going on with it: it ran out of time, was cancelled, lost its worker, or nobody has taken it for long.</summary>
    public async Task<bool> IsStuckAsync(PlanImport import, CancellationToken cancel = default)
    {
        var now = time.GetUtcNow();
        var waited = now - LongestWait;
        return import.State is ImportState.Uploaded or ImportState.Reading
            && !await db.Set<Job>().AnyAsync(j => j.Id == import.JobId && ((j.State == JobState.Queued && j.RunAfter > waited) || (j.State == JobState.Running && j.LeaseUntil > now)), cancel);
    }

    /// <summary>The job that lost its worker must not come back beside the new one.</summary>
    private async Task CancelAsync(Guid? id, CancellationToken cancel)
    {
        if (await db.Set<Job>().FirstOrDefaultAsync(j => j.Id == id && (j.State == JobState.Queued || j.State == JobState.Running), cancel) is not { } job) return;
        (job.State, job.FinishedAt, job.Lease, job.LeaseUntil) = (JobState.Cancelled, time.GetUtcNow(), null, null);
    }

    private Guid Enqueue(Guid import) => jobs.Enqueue(ReadPlanDocument.Job, new ReadPayload(import), maxAttempts: 3);

    private Task<PlanImport?> SameFileAsync(Guid unit, string sha256, CancellationToken cancel) => db.Set<PlanImport>().AsNoTracking()
        .Where(i => i.UnitId == unit && i.Sha256 == sha256 && i.State != ImportState.Discarded && i.State != ImportState.Failed).OrderByDescending(i => i.CreatedAt).FirstOrDefaultAsync(cancel);
}

/// <summary>The original of an import is read by those who may work on it.</summary>
internal sealed class ImportAttachments(LanToaDb db, Actor actor) : IAttachmentGuard
{
    public const string Kind = "plan-import";

    public string SubjectKind => Kind;

    public async Task<bool> MayReadAsync(Guid subjectId, CancellationToken cancel) =>
        await db.Set<PlanImport>().AsNoTracking().FirstOrDefaultAsync(i => i.Id == subjectId, cancel) is { } import && actor.Can(PlanPermissions.Write, import.UnitId);
}
