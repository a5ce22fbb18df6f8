using LanToa.Planning.Obligations.Rules;
using LanToa.Platform.Data;
using LanToa.Platform.Files;
using LanToa.Platform.Modules;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Obligations;

/// <summary>What a unit notes on the way: how far it is, and that it needs more time; and the answer to that.</summary>
public sealed class SmallActs(LanToaDb db, OccurrenceAccess access, FileStore files, DutyNotices notices, Clock clock)
{
    /// <summary>
    /// Keeps how many are done, the words and the files, without saying that it is finished. The day of completion belongs to the claim: it is
    /// only checked here, so that a wrong one is not taken in silence.
    /// </summary>
    public Task<Outcome> SaveProgressAsync(ActInput input, CancellationToken cancel = default) =>
        ChangeAsync(input.OccurrenceId, input.FormKey, input.Version, "occurrence.progress", null, o => access.WhyNotDo(o.UnitId), o =>
        {
            var problems = OccurrenceVerbs.WhyNot(OccurrenceVerb.ClaimDone, o.Facts(), new VerbInput(clock.Today, DoneOn: input.DoneOn ?? clock.Today)).Concat(ActOnOccurrence.OfText(input)).ToList();
            if (input.Quantity is < 0 or > ActOnOccurrence.MaxQuantity) problems.Add("Số lượng phải từ 0 đến 1.000.000.");
            if (problems.Count > 0) return problems;
            var (progress, note) = (input.Quantity ?? o.Progress, ActOnOccurrence.Trimmed(input.Note) ?? o.Note);
            if (progress == o.Progress && note == o.Note && input.Files.Count == 0 && string.IsNullOrWhiteSpace(input.Explanation)) return ["Hãy ghi đã làm được bao nhiêu, kết quả, hoặc chọn tệp: chưa có gì mới để lưu."];
            o.Tell(progress);
            (o.Note, o.StartedOn) = (note, o.StartedOn ?? clock.Today);
            ActOnOccurrence.Explain(db, o, input, clock);
            return [];
        }, cancel, input.Files);

    public IReadOnlyList<string> WhyNotAskExtension(Occurrence o)
    {
        if (access.WhyNotDo(o.UnitId) is { } denied) return [denied];
        if (o.IsRequest) return ["Đây là đề nghị, không tính quá hạn nên không cần xin lùi hạn."];
        return o.StateOn(clock.Today) is OccurrenceState.Open or OccurrenceState.Overdue or OccurrenceState.Returned or OccurrenceState.NotYet ? [] : ["Chỉ xin lùi hạn khi việc còn đang phải làm."];
    }

    /// <summary>The unit asks for a later date; the assigning side decides by moving the due date or refusing.</summary>
    public Task<Outcome> AskExtensionAsync(Guid id, Guid formKey, int version, DateOnly? to, string? reason, CancellationToken cancel = default) =>
        ChangeAsync(id, formKey, version, "occurrence.ask-extension", reason, o => access.WhyNotDo(o.UnitId), o =>
        {
            var problems = WhyNotAskExtension(o).ToList();
            if (problems.Count > 0) return problems;
            if (string.IsNullOrWhiteSpace(reason)) problems.Add("Hãy ghi lý do xin lùi hạn.");
            if (to is null) problems.Add("Hãy chọn hạn mới.");
            else if (to <= o.DueOn || to < clock.Today) problems.Add($"Hạn mới phải sau hạn hiện tại ({VietnameseFormat.Date(o.DueOn)}) và không trước hôm nay.");
            else if (to.Value.Year > o.ScheduledOn.Year + 5) problems.Add($"Hạn mới {VietnameseFormat.Date(to.Value)} quá xa; hãy kiểm tra lại năm.");
            if (problems.Count == 0) (o.ExtensionTo, o.ExtensionReason) = (to, reason!.Trim());
            return problems;
        }, cancel, tell: o => notices.ExtensionAskedAsync(o, cancel));

    public IReadOnlyList<string> WhyNotRefuseExtension(Occurrence o) =>
        access.WhyNotJudge(o.UnitId, o.AssignerId) is { } denied ? [denied] : o.ExtensionTo is null ? ["Đơn vị không xin lùi hạn."] : [];

    public Task<Outcome> RefuseExtensionAsync(Guid id, Guid formKey, int version, string? reason, CancellationToken cancel = default) =>
        ChangeAsync(id, formKey, version, "occurrence.refuse-extension", reason, o => access.WhyNotJudge(o.UnitId, o.AssignerId), o =>
        {
            var problems = WhyNotRefuseExtension(o).ToList();
            if (problems.Count == 0 && string.IsNullOrWhiteSpace(reason)) problems.Add("Hãy ghi lý do không cho lùi hạn.");
            if (problems.Count == 0) (o.ExtensionTo, o.ExtensionReason) = (null, null);
            return problems;
        }, cancel, tell: o => notices.ExtensionRefusedAsync(o, reason!, cancel), ofUnit: false);

    private async Task<Outcome> ChangeAsync(
        Guid id, Guid formKey, int version, string verb, string? reason, Func<Occurrence, string?> denied, Func<Occurrence, IReadOnlyList<string>> change, CancellationToken cancel,
        IReadOnlyList<SentFile>? sent = null, Func<Occurrence, Task>? tell = null, bool ofUnit = true)
    {
        var occurrence = await db.Set<Occurrence>().FirstOrDefaultAsync(o => o.Id == id, cancel);
        if (occurrence is null || !access.MayRead(occurrence.UnitId, occurrence.AssignerId)) return Outcome.NotFound;
        if (denied(occurrence) is { } why) return Outcome.Denied(why);
        if (occurrence.FormKey == formKey) return Outcome.Already;
        if (occurrence.Version != version) return Outcome.Stale;
        if (change(occurrence) is { Count: > 0 } problems) return Outcome.Refused(problems);
        occurrence.FormKey = formKey;
        if (await files.AttachAllAsync(id, sent ?? [], cancel) is { } refused) return Outcome.Refused(refused);
        db.Because(verb, ofUnit ? access.InWordsOf(occurrence.UnitId, reason) : reason);
        return await db.SaveOnceAsync(id, formKey, cancel, tell is null ? null : () => tell(occurrence));
    }
}
