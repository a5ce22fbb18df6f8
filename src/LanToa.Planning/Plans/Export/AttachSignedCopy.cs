using LanToa.Planning.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Files;
using LanToa.Reading.Extraction;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans;

/// <summary>
/// Takes the signed copy that came back as the plan's authoritative text, or as that of a document that amends it, before it is applied or after. A copy that stood
/// there before stays among the files. The same file sent again changes nothing.
/// </summary>
public sealed class AttachSignedCopy(LanToaDb db, FileStore files, PlanRights rights)
{
    public const string Verb = "plan.signed-copy";

    private static readonly FileLimits Limits = FileLimits.Attachment with
    {
        MediaTypes = new HashSet<string> { "application/pdf", FileTypes.Docx, "image/png", "image/jpeg" }, WrongType = "Bản đã ký phải là tệp PDF, ảnh chụp (PNG, JPEG) hoặc Word. Hãy quét văn bản rồi gửi lại.",
    };

    public IReadOnlyList<string> WhyNot(Plan plan)
    {
        if (rights.WhyNot(PlanPermissions.Issue, plan.IssuerId, "đính kèm bản đã ký") is { Count: > 0 } why) return why;
        if (plan.AmendsId is not null) return plan.State == PlanState.Withdrawn ? ["Bản điều chỉnh này đã thu hồi."] : [];
        return plan.State.IsPublished() ? [] : [$"Kế hoạch đang ở trạng thái “{plan.State.Name()}”; bản đã ký được đính kèm khi ban hành hoặc sau đó."];
    }

    /// <summary>Keeps the file of a signed copy, also where it comes with the issuing; the caller saves.</summary>
    /// <exception cref="FileRefusedException">Not a PDF, picture or Word file, a PDF that does not open or has no page, empty or too large.</exception>
    internal static async Task<Attachment> KeepAsync(FileStore files, Guid plan, string fileName, Stream content, CancellationToken cancel)
    {
        if (await PdfCheck.WhyNotAsync(content, cancel) is { } why) throw new FileRefusedException(why);
        return await files.AttachAsync("plan", plan, fileName, content, Limits, cancel);
    }

    /// <exception cref="FileRefusedException">As <see cref="KeepAsync"/>.</exception>
    public async Task<IReadOnlyList<FieldProblem>> HandleAsync(Guid planId, string fileName, Stream content, string? reason, CancellationToken cancel = default)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var plan = await db.LockPlanAsync(planId, cancel);
        if (plan is null) return [new("", "Không tìm thấy kế hoạch trong phạm vi của bạn.")];
        if (WhyNot(plan) is { Count: > 0 } why) return [.. why.Select(w => new FieldProblem("", w))];
        var before = plan.SignedFileId is { } signed ? await db.Set<Attachment>().AsNoTracking().FirstOrDefaultAsync(a => a.Id == signed, cancel) : null;
        var attachment = await KeepAsync(files, planId, fileName, content, cancel);
        if (before?.Sha256 == attachment.Sha256)
        {
            db.ChangeTracker.Clear();
            return [];
        }
        if (before is not null && string.IsNullOrWhiteSpace(reason)) return [new("Reason", "Đã có bản đã ký. Hãy ghi lý do thay bản khác.")];
        plan.SignedFileId = attachment.Id;
        if (plan is { AmendsId: { } amended, State: PlanState.Applied }) await StandsForVersionAsync(plan, amended, attachment, reason, cancel);
        await db.Because(Verb, reason).SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return [];
    }

    /// <summary>What was applied is a version of the plan that it amends: its document is read there, by everyone who reads the plan.</summary>
    private async Task StandsForVersionAsync(Plan amendment, Guid amended, Attachment signed, string? reason, CancellationToken cancel)
    {
        var version = await db.Set<PlanVersion>().FirstAsync(v => v.PlanId == amended && v.AmendmentId == amendment.Id, cancel);
        var copy = new Attachment { ProvinceId = amendment.ProvinceId, SubjectKind = "plan", SubjectId = amended, Sha256 = signed.Sha256, FileName = signed.FileName, AddedAt = signed.AddedAt, AddedBy = signed.AddedBy, AddedByName = signed.AddedByName };
        db.Add(copy);
        version.FileId = copy.Id;
        db.RecordEvent("plan", amended, Verb, $"Phiên bản {version.Ordinal}, {version.Called}{(string.IsNullOrWhiteSpace(reason) ? "" : $". {reason.Trim()}")}");
    }
}
