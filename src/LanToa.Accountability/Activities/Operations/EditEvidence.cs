using LanToa.Accountability.Activities.Links;
using LanToa.Platform.Data;
using LanToa.Platform.Files;
using LanToa.Platform.Modules;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Accountability.Activities;

/// <summary>What a person corrects about evidence, and its new content where there is any.</summary>
public sealed record EvidenceInput(string? Title, DateOnly? EffectiveOn, DateOnly? ExpiresOn, ActivityDocument? Document, SentFile? File, string? Link, string? Note);

/// <summary>
/// Corrects what is said of a piece of evidence and adds versions: the earlier ones stay readable. What a superior has accepted or refused goes back to them.
/// </summary>
public sealed class EditEvidence(LanToaDb db, EvidenceAccess access, EvidenceKeeper keeper, LinkLooks looks, UnprovedWork unproved, Clock clock)
{
    public const string Verb = "evidence.change", VersionVerb = "evidence.version", LookVerb = "evidence.look";

    public string? WhyNot(Evidence evidence) => access.WhyNotDo(evidence) ?? (evidence.State == EvidenceState.Expired ? "Minh chứng đã hết giá trị; hãy thêm minh chứng mới ở hoạt động." : null);

    public async Task<ActivityOutcome> HandleAsync(Guid id, Guid formKey, int version, EvidenceInput input, CancellationToken cancel = default)
    {
        if (await db.Set<Evidence>().FirstOrDefaultAsync(e => e.Id == id, cancel) is not { } evidence || !await access.MayReadAsync(evidence, cancel)) return ActivityOutcome.NotFound;
        if (access.WhyNotDo(evidence) is { } denied) return ActivityOutcome.Denied(denied);
        if (evidence.FormKey == formKey) return ActivityOutcome.Already(id);
        if (evidence.Version != version) return Stale;
        if (WhyNot(evidence) is { } why) return ActivityOutcome.Refused(new Problem("", why));
        var problems = Problems(evidence, input).ToList();
        if (problems.Count > 0) return ActivityOutcome.Refused(problems);

        var before = evidence.ProvesNow();
        (evidence.Title, evidence.EffectiveOn, evidence.ExpiresOn) = (input.Title!.Trim(), input.EffectiveOn!.Value, input.ExpiresOn);
        if (evidence.Kind == EvidenceKind.IssuedDocument && input.Document is { } document) (evidence.DocumentNumber, evidence.DocumentOn, evidence.Signer, evidence.Pointer) = (document.Number, document.On, document.Signer, document.Pointer);
        var renewed = false;
        try
        {
            if (input.File is { } file)
            {
                var (kind, content) = await keeper.VersionOfAsync(id, evidence.Number + 1, file with { IsPhoto = evidence.Kind == EvidenceKind.Photo }, false, ActivityWriter.Trimmed(input.Note), cancel);
                if (evidence.Kind == EvidenceKind.File && kind == EvidenceKind.Photo) throw new FileRefusedException("Minh chứng này là tài liệu, tệp mới lại là ảnh. Ảnh thì hãy thêm thành minh chứng khác.");
                db.Add(content);
                renewed = true;
            }
        }
        catch (FileRefusedException e)
        {
            db.ChangeTracker.Clear();
            return ActivityOutcome.Refused(new Problem(nameof(input.File), $"“{FileStore.SafeName(input.File!.Name)}”: {e.Message}"));
        }
        if (ActivityWriter.Trimmed(input.Link) is { } link)
        {
            var content = keeper.LinkVersion(id, evidence.Number + 1, link, ActivityWriter.Trimmed(input.Note));
            db.Add(content);
            looks.Enqueue(content.Id);
            renewed = true;
        }
        if (renewed) evidence.Number++;
        // Why it was refused stays until somebody accepts it: corrected by its unit alone it proves nothing.
        if (db.Entry(evidence).Properties.Any(p => p.IsModified) && evidence.State is EvidenceState.Accepted or EvidenceState.Rejected) (evidence.State, evidence.DecidedByName, evidence.DecidedAt) = (EvidenceState.InReview, null, null);
        evidence.FormKey = formKey;
        return await SaveAsync(db, id, formKey, renewed ? VersionVerb : Verb, renewed ? input.Note : null, () => unproved.TellAsync(evidence, before, cancel), cancel);
    }

    /// <summary>Has the newest version's address looked at now.</summary>
    public async Task<ActivityOutcome> LookAsync(Guid id, Guid formKey, int version, CancellationToken cancel = default)
    {
        if (await db.Set<Evidence>().FirstOrDefaultAsync(e => e.Id == id, cancel) is not { } evidence || !await access.MayReadAsync(evidence, cancel)) return ActivityOutcome.NotFound;
        if (access.WhyNotDo(evidence) is { } denied) return ActivityOutcome.Denied(denied);
        if (evidence.FormKey == formKey) return ActivityOutcome.Already(id);
        if (evidence.Version != version) return Stale;
        if (!looks.Fetches) return ActivityOutcome.Refused(new Problem("", "Hệ thống này được cài đặt không truy cập ra ngoài nên không xem đường dẫn."));
        if (await db.Set<EvidenceVersion>().AsNoTracking().Where(v => v.EvidenceId == id && v.Number == evidence.Number && v.Url != null).Select(v => (Guid?)v.Id).FirstOrDefaultAsync(cancel) is not { } newest) return ActivityOutcome.Refused(new Problem("", "Minh chứng này không phải đường dẫn."));
        looks.Enqueue(newest);
        evidence.FormKey = formKey;
        return await SaveAsync(db, id, formKey, LookVerb, null, null, cancel);
    }

    internal static readonly ActivityOutcome Stale = new(OutcomeKind.Stale, Guid.Empty, [new("", "Trong lúc bạn làm, người khác đã thay đổi minh chứng này. Chưa có gì bị ghi đè; hãy xem lại rồi gửi lại.")]);

    /// <summary>Saves, and tells of it, as one.</summary>
    internal static async Task<ActivityOutcome> SaveAsync(LanToaDb db, Guid id, Guid formKey, string verb, string? reason, Func<Task>? then, CancellationToken cancel)
    {
        try
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancel);
            await db.Because(verb, reason).SaveChangesAsync(cancel);
            if (then is not null) await then();
            await transaction.CommitAsync(cancel);
            return ActivityOutcome.Done(id);
        }
        catch (Exception e) when (e.IsLostRace())
        {
            db.ChangeTracker.Clear();
            return await db.Set<Evidence>().AsNoTracking().AnyAsync(e => e.Id == id && e.FormKey == formKey, cancel) ? ActivityOutcome.Already(id) : Stale;
        }
    }

    private IEnumerable<Problem> Problems(Evidence evidence, EvidenceInput input)
    {
        if (string.IsNullOrWhiteSpace(input.Title)) yield return new(nameof(input.Title), "Hãy đặt tên minh chứng.");
        else if (input.Title.Trim().Length > 300) yield return new(nameof(input.Title), "Tên dài quá 300 chữ; hãy rút gọn.");
        if (input.EffectiveOn is not { } day) yield return new(nameof(input.EffectiveOn), "Hãy ghi ngày của minh chứng: ngày mà nó chứng minh, không phải ngày tải lên.");
        else if (day > clock.Today) yield return new(nameof(input.EffectiveOn), $"Ngày {VietnameseFormat.Date(day)} còn ở tương lai.");
        else if (input.ExpiresOn < day) yield return new(nameof(input.ExpiresOn), $"Ngày hết giá trị trước ngày của minh chứng ({VietnameseFormat.Date(day)}).");
        if (input.Note is { Length: > 500 }) yield return new(nameof(input.Note), "Ghi chú dài quá 500 chữ; hãy rút gọn.");
        if (evidence.Kind == EvidenceKind.IssuedDocument)
            foreach (var problem in ActivityChecks.Of(input.Document ?? new(null, null, null, null, null), clock.Today)) yield return problem;
        if (input.File is not null && evidence.Kind is EvidenceKind.Link or EvidenceKind.SystemRecord) yield return new(nameof(input.File), "Minh chứng này không phải là tệp.");
        if (ActivityWriter.Trimmed(input.Link) is not { } link) yield break;
        if (evidence.Kind != EvidenceKind.Link) yield return new(nameof(input.Link), "Minh chứng này không phải đường dẫn.");
        else if (WebLinks.WhyNot(link) is { } why) yield return new(nameof(input.Link), why);
    }
}
