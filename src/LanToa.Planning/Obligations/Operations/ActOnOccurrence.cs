using LanToa.Planning.Obligations.Rules;
using LanToa.Platform.Data;
using LanToa.Platform.Files;
using LanToa.Platform.Modules;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Obligations;

/// <summary>A file sent with a form.</summary>
public sealed record SentFile(string Name, Func<Stream> Open);

/// <summary>
/// A verb on an occurrence as a form sends it. <see cref="FormKey"/> is made with the form, so that a second press changes nothing;
/// <see cref="Version"/> is the one that the person saw.
/// </summary>
public sealed record ActInput(Guid OccurrenceId, OccurrenceVerb Verb, Guid FormKey, int Version)
{
    public string? Reason { get; init; }
    public DateOnly? DoneOn { get; init; }
    public DateOnly? NewDue { get; init; }
    public string? Note { get; init; }
    /// <summary>How many are done in all, for work that is counted.</summary>
    public int? Quantity { get; init; }
    public IReadOnlyList<SentFile> Files { get; init; } = [];
    /// <summary>Why it is late (giải trình), with what is claimed or saved.</summary>
    public string? Explanation { get; init; }
}

/// <summary>Start, claim done, confirm, return, settle, reopen, move the due date, follow: the rules say what is possible, the access who may.</summary>
public sealed class ActOnOccurrence(LanToaDb db, OccurrenceAccess access, FileStore files, DutyNotices notices, CountedDays counted, PeriodProof proof, Clock clock)
{
    public const int MaxQuantity = 1_000_000;

    /// <summary>All that stands against the verb before anything is filled in; empty when the form may be opened.</summary>
    public IReadOnlyList<string> WhyNot(OccurrenceVerb verb, Occurrence occurrence)
    {
        if (access.WhyNot(verb, occurrence.UnitId, occurrence.AssignerId) is { } denied) return [denied];
        if (OccurrenceVerbs.WhyNot(verb, occurrence.Facts(), clock.Today) is { } reason) return [reason];
        return IsOwnAsDeputy(verb, occurrence) ? [NotYourOwn] : [];
    }

    internal const string NothingProves = "Kỳ này chưa có hoạt động hay tệp nào làm minh chứng. Hãy ghi hoạt động hoặc đính kèm tệp; nếu không có thì ghi rõ vì sao ở phần kết quả, cấp trên xem rồi xác nhận.";

    private const string NotYourOwn = "Kết quả này do chính bạn báo nên không xác nhận thay được; hãy để người được thay, hoặc người khác làm thay, xác nhận.";

    /// <summary>Whether a deputy would confirm what they reported in their own role.</summary>
    private bool IsOwnAsDeputy(OccurrenceVerb verb, Occurrence occurrence) =>
        verb == OccurrenceVerb.Confirm && db.Actor.DelegationId is not null && occurrence.ClaimedBy is { } by && by == db.Actor.AccountId;

    /// <summary>
    /// Whether a claim needs nobody's confirmation: the duty says so, or whoever writes down for the unit a past period, or that nothing arose, is the one who would confirm it.
    /// </summary>
    public bool IsConfirmedAtOnce(OccurrenceVerb verb, Occurrence occurrence, Obligation obligation) =>
        obligation.ConfirmsItself || ((occurrence.BeforeTracking || verb == OccurrenceVerb.NothingArose) && access.MayJudge(occurrence.UnitId, occurrence.AssignerId) && !access.WorksFor(occurrence.UnitId));

    public async Task<Outcome> HandleAsync(ActInput input, CancellationToken cancel = default)
    {
        var occurrence = await db.Set<Occurrence>().FirstOrDefaultAsync(o => o.Id == input.OccurrenceId, cancel);
        if (occurrence is null || !access.MayRead(occurrence.UnitId, occurrence.AssignerId)) return Outcome.NotFound;
        if (access.WhyNot(input.Verb, occurrence.UnitId, occurrence.AssignerId) is { } denied) return Outcome.Denied(denied);
        if (occurrence.FormKey == input.FormKey) return Outcome.Already;
        if (occurrence.Version != input.Version) return Outcome.Stale;

        var obligation = await db.Set<Obligation>().AsNoTracking().FirstAsync(o => o.Id == occurrence.ObligationId, cancel);
        var unproved = input.Verb == OccurrenceVerb.ClaimDone && await IsUnprovedAsync(input, occurrence, cancel);
        // What nothing proves is not confirmed by the unit's own word.
        var facts = occurrence.Facts(IsConfirmedAtOnce(input.Verb, occurrence, obligation) && !(unproved && obligation.ConfirmsItself && access.WorksFor(occurrence.UnitId)));
        var given = new VerbInput(clock.Today, input.Reason, input.DoneOn, input.NewDue);
        var problems = OccurrenceVerbs.WhyNot(input.Verb, facts, given).Concat(OfClaim(input, occurrence)).ToList();
        if (await OwesExplanationAsync(input, occurrence, cancel)) problems.Add(Explanations.Needed);
        if (unproved && string.IsNullOrWhiteSpace(input.Note)) problems.Add(NothingProves);
        if (IsOwnAsDeputy(input.Verb, occurrence)) problems.Add(NotYourOwn);
        if (problems.Count > 0) return Outcome.Refused(problems);

        if (input.Verb is OccurrenceVerb.ClaimDone or OccurrenceVerb.NothingArose) occurrence.Unproved = unproved;
        var (verb, why) = HistoryOf(input, occurrence);
        var granted = verb == GrantedExtension;
        if (input.Verb == OccurrenceVerb.MoveDueDate && !occurrence.DueMoved) occurrence.RuleDueOn = occurrence.DueOn;
        occurrence.Become(OccurrenceVerbs.Apply(input.Verb, facts, given));
        occurrence.FormKey = input.FormKey;
        // What was claimed was claimed for the number that was asked then.
        Note(input, occurrence, obligation);
        if (input.Verb is OccurrenceVerb.Return or OccurrenceVerb.Reopen) await counted.AskAgainAsync(occurrence, obligation, cancel);
        if (input.Verb == OccurrenceVerb.ClaimDone) Explain(db, occurrence, input, clock);
        if (await files.AttachAllAsync(occurrence.Id, input.Files, cancel) is { } refused) return Outcome.Refused(refused);
        db.Because(verb, input.Verb.Party() == VerbParty.Owner ? access.InWordsOf(occurrence.UnitId, why) : why);
        return await db.SaveOnceAsync(occurrence.Id, input.FormKey, cancel, async () =>
        {
            await notices.TellAsync(input.Verb, occurrence, obligation, granted, cancel);
            // What proved it may have been refused since it was looked at, by whoever held the period before this was written.
            if (input.Verb == OccurrenceVerb.ClaimDone && !unproved) await proof.LookAsync([occurrence], new ProofWords(OnWorkUnproved.Why, OnWorkUnproved.Why, "kỳ đã lại có minh chứng khi báo hoàn thành"), cancel);
        });
    }

    /// <summary>The name and reason in the history: it says who wrote for a unit, and when the same person then confirmed it.</summary>
    private (string Verb, string? Why) HistoryOf(ActInput input, Occurrence was) => input.Verb switch
    {
        OccurrenceVerb.ClaimDone or OccurrenceVerb.NothingArose when access.WritesFor(was.UnitId) => (input.Verb.Verb() + ForTheUnit, input.Reason),
        OccurrenceVerb.Confirm => (was.ClaimsNothing ? ConfirmedNothing : input.Verb.Verb(), was.ClaimedBy is { } one && one == db.Actor.AccountId ? ClaimNotes.SamePerson : input.Reason),
        OccurrenceVerb.MoveDueDate when was.ExtensionTo is not null => (GrantedExtension, input.Reason),
        _ => (input.Verb.Verb(), input.Reason),
    };

    /// <summary>Ends the history's name of a claim that another body's person wrote down for the unit.</summary>
    internal const string ForTheUnit = "-for-unit";

    /// <summary>The due date was moved for a unit that had asked for more time.</summary>
    internal const string GrantedExtension = "occurrence.grant-extension";

    internal const string ConfirmedNothing = "occurrence.confirm-nothing";

    /// <summary>Whether work is closed without anything that proves it.</summary>
    private async Task<bool> IsUnprovedAsync(ActInput input, Occurrence o, CancellationToken cancel) =>
        input.Files.Count == 0 && !(await proof.ProvedAsync([o.Id], cancel)).Contains(o.Id);

    /// <summary>Whether the unit claims late work whose explanation was asked for, and says nothing of it.</summary>
    private async Task<bool> OwesExplanationAsync(ActInput input, Occurrence o, CancellationToken cancel)
    {
        if (input.Verb != OccurrenceVerb.ClaimDone || !string.IsNullOrWhiteSpace(input.Explanation) || o.IsRequest || (input.DoneOn ?? clock.Today) <= o.DueOn || access.WritesFor(o.UnitId)) return false;
        return Explanations.IsAwaited(await db.Set<Explanation>().AsNoTracking().Where(e => e.OccurrenceId == o.Id).OrderBy(e => e.At).ThenBy(e => e.Id).ToListAsync(cancel));
    }

    /// <summary>Adds the explanation that was written with the form; the save that follows keeps both, once by the key that the occurrence keeps.</summary>
    internal static void Explain(LanToaDb db, Occurrence o, ActInput input, Clock clock)
    {
        if (!string.IsNullOrWhiteSpace(input.Explanation)) db.Add(Explanations.Make(db, o, ExplanationStep.Given, input.Explanation, Guid.CreateVersion7(), clock));
    }

    internal static IEnumerable<string> OfText(ActInput input)
    {
        foreach (var problem in input.Explanation is null ? [] : Explanations.Problems(ExplanationStep.Asked, input.Explanation)) yield return problem;
        if (input.Reason is { Length: > 2000 } || input.Note is { Length: > 4000 }) yield return "Nội dung dài quá; hãy rút gọn, phần chi tiết đính kèm thành tệp.";
    }

    private static IEnumerable<string> OfClaim(ActInput input, Occurrence occurrence)
    {
        foreach (var problem in OfText(input)) yield return problem;
        if (input.Verb != OccurrenceVerb.ClaimDone) yield break;
        if (input.Quantity is < 0 or > MaxQuantity) yield return "Số lượng phải từ 0 đến 1.000.000.";
        else if (occurrence.Target is null && occurrence.Progress < occurrence.OwnFloor && string.IsNullOrWhiteSpace(input.Note))
            yield return $"Mới được {occurrence.Progress}/{occurrence.OwnFloor} so với mức đơn vị tự đặt. Hãy ghi rõ ở phần kết quả vì sao vẫn coi là hoàn thành.";
        else if (input.Quantity < occurrence.Target && string.IsNullOrWhiteSpace(input.Note))
            yield return $"Mới được {input.Quantity}/{occurrence.Target}. Hãy ghi rõ ở phần kết quả vì sao vẫn coi là hoàn thành, hoặc bấm “Lưu tiến độ”.";
    }

    private void Note(ActInput input, Occurrence occurrence, Obligation obligation)
    {
        switch (input.Verb)
        {
            case OccurrenceVerb.ClaimDone:
                occurrence.Note = Trimmed(input.Note) ?? occurrence.Note;
                occurrence.Tell(input.Quantity ?? occurrence.Target ?? Math.Max(1, occurrence.Progress));
                (occurrence.ClaimedBy, occurrence.ClaimedByName) = (db.Actor.AccountId, db.Actor.Name);
                if (occurrence.ConfirmedOn is not null && (!obligation.ConfirmsItself || access.WritesFor(occurrence.UnitId))) (occurrence.ConfirmedBy, occurrence.ConfirmedByName) = (db.Actor.AccountId, db.Actor.Name);
                (occurrence.ExtensionTo, occurrence.ExtensionReason) = (null, null);
                break;
            case OccurrenceVerb.Confirm:
                (occurrence.ConfirmedBy, occurrence.ConfirmedByName) = (db.Actor.AccountId, db.Actor.Name);
                break;
            case OccurrenceVerb.Return when occurrence.Target == 1:
                occurrence.Tell(0); // the one that was claimed does not count; of several, some may
                break;
            case OccurrenceVerb.Reopen:
                (occurrence.ConfirmedBy, occurrence.ConfirmedByName) = (null, null);
                break;
            case OccurrenceVerb.MoveDueDate:
                (occurrence.DueMoved, occurrence.ExtensionTo, occurrence.ExtensionReason) = (true, null, null);
                break;
            case OccurrenceVerb.NothingArose:
                (occurrence.ClaimedBy, occurrence.ClaimedByName) = (db.Actor.AccountId, db.Actor.Name);
                if (occurrence.ConfirmedOn is not null && (!obligation.ConfirmsItself || access.WritesFor(occurrence.UnitId))) (occurrence.ConfirmedBy, occurrence.ConfirmedByName) = (db.Actor.AccountId, db.Actor.Name);
                (occurrence.ExtensionTo, occurrence.ExtensionReason) = (null, null);
                break;
            case OccurrenceVerb.NotApplicable:
                (occurrence.ExtensionTo, occurrence.ExtensionReason) = (null, null);
                break;
        }
    }

    internal static string? Trimmed(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
