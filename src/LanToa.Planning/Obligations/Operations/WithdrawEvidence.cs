using LanToa.Planning.Obligations.Rules;
using LanToa.Platform.Data;
using LanToa.Platform.Files;
using LanToa.Platform.Modules;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Obligations;

/// <summary>
/// "Gỡ tệp": a file that was attached by mistake no longer counts. It stays, struck through, with who withdrew it and why. The unit does it until its
/// result is confirmed; whoever judges the result does it at any time.
/// </summary>
public sealed class WithdrawEvidence(LanToaDb db, OccurrenceAccess access, DutyNotices notices, PeriodProof proof, Clock clock)
{
    public const string Verb = "attachment.withdraw";

    /// <summary>Whether the file that was withdrawn was the last proof of a result that only the unit's own word had confirmed: it waits for the superior again.</summary>
    public bool TookLastProof { get; private set; }

    /// <summary>Why this person may not withdraw files of the occurrence; null when they may.</summary>
    public string? WhyNot(Occurrence o)
    {
        if (access.MayJudge(o.UnitId, o.AssignerId)) return null;
        if (access.WhyNotDo(o.UnitId) is { } denied) return denied;
        return o.StateOn(clock.Today).IsSettled() ? "Kỳ này đã khép lại nên đơn vị không gỡ tệp được nữa; hãy nhờ cấp trên gỡ, hoặc mở lại." : null;
    }

    public async Task<Outcome> HandleAsync(Guid occurrenceId, Guid fileId, string? reason, CancellationToken cancel = default)
    {
        var occurrence = await db.Set<Occurrence>().FirstOrDefaultAsync(o => o.Id == occurrenceId, cancel);
        if (occurrence is null || !access.MayRead(occurrence.UnitId, occurrence.AssignerId)) return Outcome.NotFound;
        if (await Evidence.Of(db, occurrenceId).AsTracking().FirstOrDefaultAsync(a => a.Id == fileId, cancel) is not { } file) return Outcome.NotFound;
        if (!access.MayDo(occurrence.UnitId) && !access.MayJudge(occurrence.UnitId, occurrence.AssignerId)) return Outcome.Denied(WhyNot(occurrence)!);
        if (file.WithdrawnAt is not null) return Outcome.Already;
        if (WhyNot(occurrence) is { } why) return Outcome.Refused(why);
        if (string.IsNullOrWhiteSpace(reason)) return Outcome.Refused(NoReason);
        if (reason.Length > 2000) return Outcome.Refused("Lý do dài quá 2.000 ký tự; hãy rút gọn.");
        file.WithdrawnAt = clock.Now;
        // A result is not confirmed on the strength of a file that is gone: whoever has the occurrence before them is told that it changed.
        db.Entry(occurrence).Property(o => o.Note).IsModified = true;
        var isLast = occurrence.DoneOn is not null && !await Evidence.Of(db, occurrenceId).AnyAsync(a => a.Id != fileId && a.WithdrawnAt == null, cancel);
        var isAll = isLast && occurrence.Accepted is null;
        if (isAll) TookLastProof = occurrence.LoseProof();
        if (TookLastProof) db.RecordLost(occurrenceId, OnWorkLogged.NothingLeft + PeriodProof.StandsNoMore);
        try
        {
            await db.Because(Verb, reason).SaveAndTellAsync(
                TookLastProof ? () => notices.ProofTakenAsync(occurrence, $"tệp cuối cùng làm minh chứng đã bị gỡ ({reason.Trim()})", DutyNotices.NothingLeft, cancel) : isLast ? () => LookAsync(occurrence, reason, cancel) : null, cancel);
            return Outcome.Done;
        }
        catch (DbUpdateConcurrencyException)
        {
            TookLastProof = false;
            db.ChangeTracker.Clear();
            return await Evidence.Of(db, occurrenceId).AnyAsync(a => a.Id == fileId && a.WithdrawnAt != null, cancel) ? Outcome.Already : Outcome.Stale;
        }
    }

    // The file was all that proved it where what is logged for it is proved by nothing.
    private async Task LookAsync(Occurrence occurrence, string reason, CancellationToken cancel)
    {
        var stood = occurrence.ConfirmedOn is not null;
        await proof.LookAsync([occurrence], new ProofWords($"tệp cuối cùng đã gỡ, {OnWorkLogged.Left}", $"tệp làm minh chứng đã bị gỡ ({reason.Trim()})", OnWorkLogged.Again), cancel);
        TookLastProof = stood && occurrence.ConfirmedOn is null;
    }

    public const string NoReason = "Hãy ghi lý do gỡ tệp.";
}
