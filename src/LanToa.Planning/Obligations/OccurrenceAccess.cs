using LanToa.Planning.Obligations.Rules;
using LanToa.Planning.Organizations;
using LanToa.Platform.Audit;
using LanToa.Platform.Data;
using LanToa.Platform.Files;
using LanToa.Platform.Identity;
using LanToa.Platform.Permissions;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Obligations;

/// <summary>
/// Who may see, do and judge what a unit owes. The unit and the assigning body see it; the unit does it; it is judged from above: by an
/// officer or leader of a unit that stands over it, or of the body that assigned it. What an ended body still owes is done by whoever carries it on: the record stays with the
/// old body, and the history names both.
/// </summary>
public sealed class OccurrenceAccess(Actor actor, OrganizationDirectory directory, Clock clock)
{
    public bool MayRead(Guid unit, Guid assigner) => actor.Can(ObligationPermissions.Read, unit) || HeirsOf(unit).Any(heir => actor.Can(ObligationPermissions.Read, heir)) || actor.Can(ObligationPermissions.Read, assigner) || (IsKeptHere(unit) && actor.CanForProvince(ObligationPermissions.Read));

    // Kept by the province without standing in its tree: whoever reads the whole province reads it too, and no more.
    private bool IsKeptHere(Guid unit) => directory.Find(unit)?.ProvinceId == actor.ProvinceId && directory.IsKept(unit);

    public bool MayDo(Guid unit) => actor.Can(ObligationPermissions.Do, unit) || HeirsOf(unit).Any(heir => actor.Can(ObligationPermissions.Do, heir));

    /// <summary>Who carries on the unit, when it has ended.</summary>
    public IReadOnlyList<Guid> HeirsOf(Guid unit) => directory.HeirsOf(unit, clock.Today);

    public IReadOnlyList<string> NamesOfHeirs(Guid unit) => [.. HeirsOf(unit).Select(Name)];

    /// <summary>The ended bodies whose open work falls to the unit chosen now.</summary>
    public IReadOnlyList<Guid> Inherited() => actor.UnitId is { } unit ? EndedInto(unit) : [];

    /// <summary>The ended bodies that this one carries on.</summary>
    public IReadOnlyList<Guid> EndedInto(Guid unit) => directory.EndedInto(unit, clock.Today);

    /// <summary>What the history says of work that is done for an ended body: by which heir, and the reason that was given. The reason alone for a unit's own.</summary>
    public string? InWordsOf(Guid unit, string? reason)
    {
        if (actor.UnitId == unit || HeirsOf(unit) is not { Count: > 0 } heirs) return reason;
        var heir = heirs.Contains(actor.UnitId ?? unit) ? actor.UnitId : actor.Can(ObligationPermissions.Do, unit) ? null : heirs.Cast<Guid?>().FirstOrDefault(h => actor.Can(ObligationPermissions.Do, h!.Value));
        if (heir is not { } by) return reason;
        var words = $"{Name(by)} làm tiếp việc của {Name(unit)} đã kết thúc";
        return string.IsNullOrWhiteSpace(reason) ? words : $"{words}: {reason.Trim()}";
    }

    /// <summary>Whether the unit chosen now is this one: its work is theirs to report.</summary>
    public bool WorksFor(Guid unit) => actor.UnitId == unit || (actor.UnitId is { } mine && HeirsOf(unit).Contains(mine));

    /// <summary>Whether a person of another body writes down what this unit would report.</summary>
    public bool WritesFor(Guid unit) => actor.AccountId is not null && !WorksFor(unit);

    public bool MayAssign(Guid unit) => actor.Can(ObligationPermissions.Assign, unit) || HeirsOf(unit).Any(heir => actor.Can(ObligationPermissions.Assign, heir));

    public bool MayJudge(Guid unit, Guid assigner) =>
        actor.Can(ObligationPermissions.Confirm, assigner) || actor.ScopesOf(ObligationPermissions.Confirm).Any(scope => scope != unit && directory.IsWithin(unit, scope));

    /// <summary>The units whose work this person judges by standing above them, working for the unit chosen now.</summary>
    public HashSet<Guid> JudgedUnits() => [.. ChosenScope().SelectMany(scope => directory.Subtree(scope).Where(o => o.Id != scope)).Select(o => o.Id)];

    /// <summary>The bodies in whose name this person judges what they assigned, working for the unit chosen now.</summary>
    public HashSet<Guid> AssigningUnits() => [.. ChosenScope().SelectMany(directory.Subtree).Select(o => o.Id)];

    private IEnumerable<Guid> ChosenScope() => actor.ScopesOf(ObligationPermissions.Confirm).Where(scope => scope == actor.UnitId);

    /// <summary>Why this person may not say the verb; null when they may.</summary>
    public string? WhyNot(OccurrenceVerb verb, Guid unit, Guid assigner) => verb.Party() == VerbParty.Owner ? WhyNotDo(unit) : WhyNotJudge(unit, assigner);

    public string? WhyNotDo(Guid unit) => MayDo(unit) ? null : $"Việc này của {Name(unit)}; bạn không có vai trò thực hiện ở đơn vị đó.";

    public string? WhyNotJudge(Guid unit, Guid assigner) =>
        MayJudge(unit, assigner) ? null : $"Chỉ công chức phụ trách hoặc lãnh đạo của {Name(assigner)}, hoặc của cơ quan cấp trên của đơn vị, mới làm được.";

    private string Name(Guid unit) => directory.Find(unit)?.Name ?? "đơn vị khác";
}

/// <summary>Files of an occurrence are read by whoever may read it.</summary>
internal sealed class OccurrenceFiles(LanToaDb db, OccurrenceAccess access) : IAttachmentGuard
{
    public const string Kind = "occurrence";

    public string SubjectKind => Kind;

    public async Task<bool> MayReadAsync(Guid subjectId, CancellationToken cancel) =>
        await db.Set<Occurrence>().AsNoTracking().FirstOrDefaultAsync(o => o.Id == subjectId, cancel) is { } o && access.MayRead(o.UnitId, o.AssignerId);

    /// <summary>What was withdrawn is still there for the unit whose work it is and for those who judge it.</summary>
    public async Task<bool> MayReadWithdrawnAsync(Guid subjectId, CancellationToken cancel) =>
        await db.Set<Occurrence>().AsNoTracking().FirstOrDefaultAsync(o => o.Id == subjectId, cancel) is { } o && (access.MayDo(o.UnitId) || access.MayJudge(o.UnitId, o.AssignerId));
}

/// <summary>A file that was withdrawn: by whom, and why.</summary>
public sealed record WithdrawnFile(Attachment File, string Who, string Why);

internal static class Evidence
{
    /// <summary>Keeps what was sent with a form (saved by the caller); the sentence that refuses it when one cannot be kept.</summary>
    public static async Task<string?> AttachAllAsync(this FileStore files, Guid occurrenceId, IReadOnlyList<SentFile> sent, CancellationToken cancel)
    {
        try
        {
            foreach (var file in sent)
            {
                await using var content = file.Open();
                await files.AttachAsync(OccurrenceFiles.Kind, occurrenceId, file.Name, content, FileLimits.Attachment, cancel);
            }
            return null;
        }
        catch (FileRefusedException e)
        {
            return e.Message;
        }
    }

    /// <summary>The files of an occurrence that nobody has withdrawn, oldest first.</summary>
    public static Task<List<Attachment>> EvidenceOfAsync(this LanToaDb db, Guid occurrenceId, CancellationToken cancel) =>
        Of(db, occurrenceId).Where(a => a.WithdrawnAt == null).OrderBy(a => a.AddedAt).ToListAsync(cancel);

    /// <summary>The files that were withdrawn, each with who did it and why.</summary>
    public static async Task<IReadOnlyList<WithdrawnFile>> WithdrawnOfAsync(this LanToaDb db, Guid occurrenceId, CancellationToken cancel)
    {
        var files = await Of(db, occurrenceId).Where(a => a.WithdrawnAt != null).OrderBy(a => a.WithdrawnAt).ToListAsync(cancel);
        if (files.Count == 0) return [];
        Guid[] ids = [.. files.Select(f => f.Id)];
        var told = await db.Set<HistoryEvent>().AsNoTracking().Where(e => e.ProvinceId == db.ProvinceId && ids.Contains(e.SubjectId) && e.Verb == WithdrawEvidence.Verb).ToDictionaryAsync(e => e.SubjectId, cancel);
        return [.. files.Select(f => told.TryGetValue(f.Id, out var e) ? new WithdrawnFile(f, e.ActorName, e.Reason ?? "") : new WithdrawnFile(f, "", ""))];
    }

    internal static IQueryable<Attachment> Of(LanToaDb db, Guid occurrenceId) => db.Set<Attachment>().AsNoTracking().Where(a => a.SubjectKind == OccurrenceFiles.Kind && a.SubjectId == occurrenceId);
}
