using LanToa.Platform.Data;
using LanToa.Platform.Files;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans;

/// <summary>
/// Takes the signed copy that came back as the plan's authoritative text. A copy that stood there before stays among the files. The same file sent
/// again changes nothing.
/// </summary>
public sealed class AttachSignedCopy(LanToaDb db, FileStore files, PlanRights rights)
{
    private static readonly FileLimits Limits = FileLimits.Attachment with { MediaTypes = new HashSet<string> { "application/pdf", FileTypes.Docx, "image/png", "image/jpeg" } };

    public IReadOnlyList<string> WhyNot(Plan plan)
    {
        if (rights.WhyNot(PlanPermissions.Issue, plan.IssuerId, "đính kèm bản đã ký") is { Count: > 0 } why) return why;
        return plan.State.IsPublished() ? [] : [$"Kế hoạch đang ở trạng thái “{plan.State.Name()}”; bản đã ký được đính kèm khi ban hành hoặc sau đó."];
    }

    /// <exception cref="FileRefusedException">Not a PDF, picture or Word file, empty or too large.</exception>
    public async Task<IReadOnlyList<string>> HandleAsync(Guid planId, string fileName, Stream content, string? reason, CancellationToken cancel = default)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var plan = await db.LockPlanAsync(planId, cancel);
        if (plan is null) return ["Không tìm thấy kế hoạch trong phạm vi của bạn."];
        if (WhyNot(plan) is { Count: > 0 } why) return why;
        var before = plan.SignedFileId is { } signed ? await db.Set<Attachment>().AsNoTracking().FirstOrDefaultAsync(a => a.Id == signed, cancel) : null;
        var attachment = await KeepAsync(planId, fileName, content, cancel);
        if (before?.Sha256 == attachment.Sha256)
        {
            db.ChangeTracker.Clear();
            return [];
        }
        if (before is not null && string.IsNullOrWhiteSpace(reason)) return ["Kế hoạch đã có bản đã ký. Hãy ghi lý do thay bản khác."];
        plan.SignedFileId = attachment.Id;
        await db.Because("plan.signed-copy", reason).SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return [];
    }

    private async Task<Attachment> KeepAsync(Guid planId, string fileName, Stream content, CancellationToken cancel)
    {
        try
        {
            return await files.AttachAsync("plan", planId, fileName, content, Limits, cancel);
        }
        catch (FileRefusedException e) when (e.Message.StartsWith("Loại tệp này", StringComparison.Ordinal))
        {
            throw new FileRefusedException("Bản đã ký phải là tệp PDF, ảnh chụp (PNG, JPEG) hoặc Word. Hãy quét văn bản rồi gửi lại.");
        }
    }
}
