using LanToa.Contracts.Organizations;
using LanToa.Planning.Obligations.Rules;
using LanToa.Planning.Plans;
using LanToa.Platform.Data;
using LanToa.Platform.Files;
using LanToa.Platform.Identity;
using LanToa.Platform.Modules;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Obligations.Pages;

/// <summary>One verb on one occurrence: its form, what stands against it, and the answer.</summary>
public sealed class ActModel(LanToaDb db, OccurrenceAccess access, ActOnOccurrence act, SmallActs small, IOrganizationDirectory directory, PlanNames plans, EarlierWordings wordings, Actor actor, Clock clock, DueSoon dueSoon, Explanations explanations) : PageModel
{
    private const string AskExtension = "ask-extension";
    private const string RefuseExtension = "refuse-extension";

    private static readonly Dictionary<string, OccurrenceVerb> Verbs = new(StringComparer.OrdinalIgnoreCase)
    {
        ["start"] = OccurrenceVerb.Start, ["claim-done"] = OccurrenceVerb.ClaimDone, ["confirm"] = OccurrenceVerb.Confirm, ["return"] = OccurrenceVerb.Return,
        ["nothing-arose"] = OccurrenceVerb.NothingArose, ["not-applicable"] = OccurrenceVerb.NotApplicable, ["reopen"] = OccurrenceVerb.Reopen,
        ["move-due-date"] = OccurrenceVerb.MoveDueDate, ["follow"] = OccurrenceVerb.Follow,
    };

    [FromRoute] public Guid Id { get; set; }
    [FromRoute(Name = "verb")] public string Code { get; set; } = "";
    [BindProperty] public ActForm Input { get; set; } = new();

    public Occurrence Occurrence { get; private set; } = null!;
    public Obligation Obligation { get; private set; } = null!;
    public string UnitName => directory.NameOf(Occurrence.UnitId);
    public string PlanName { get; private set; } = "";
    /// <summary>What the plan says to this period.</summary>
    public string Text { get; private set; } = "";
    public DateOnly Today => clock.Today;
    public int Soon { get; private set; }
    public OccurrenceVerb? Verb => Verbs.TryGetValue(Code, out var verb) ? verb : null;
    public IReadOnlyList<string> WhyNot { get; private set; } = [];
    /// <summary>The files that are there already.</summary>
    public IReadOnlyList<Attachment> Kept { get; private set; } = [];
    /// <summary>What whoever confirms has to see first.</summary>
    public IReadOnlyList<string> ClaimNotes { get; private set; } = [];
    /// <summary>What was asked and said of its lateness.</summary>
    public IReadOnlyList<Explanation> Explained { get; private set; } = [];
    /// <summary>The unit may say with its result why it is late.</summary>
    public bool AsksWhyLate => Claims && !Occurrence.IsRequest && Occurrence.DueOn < Today && !access.WritesFor(Occurrence.UnitId);
    public bool Claims => Verb == OccurrenceVerb.ClaimDone;
    /// <summary>What the unit reported stands beside the decision about it.</summary>
    public bool Judges => Verb is OccurrenceVerb.Confirm or OccurrenceVerb.Return;
    public bool AsksDate => Verb == OccurrenceVerb.MoveDueDate || Code == AskExtension;
    public bool AsksReason => Code is AskExtension or RefuseExtension || (Verb is { } verb && verb.NeedsReason());

    public string Title => Code switch
    {
        AskExtension => "Xin lùi hạn",
        RefuseExtension => "Không cho lùi hạn",
        _ when Verb == OccurrenceVerb.MoveDueDate && Occurrence.ExtensionTo is not null => "Cho lùi hạn",
        _ when Verb == OccurrenceVerb.NothingArose && AtOnce => "Ghi không phát sinh",
        _ => Claims ? "Ghi nhận kết quả" : Verb!.Value.Label(),
    };

    /// <summary>Nobody has to confirm what is sent now.</summary>
    private bool AtOnce => Verb is { } verb && act.IsConfirmedAtOnce(verb, Occurrence, Obligation);

    /// <summary>The unit had asked for the day that was moved.</summary>
    private bool Granted { get; set; }

    public string Effect => Code switch
    {
        AskExtension => "Bên giao việc xem và quyết định; hạn hiện tại giữ nguyên cho đến khi được đồng ý.",
        RefuseExtension => "Hạn giữ nguyên; lý do được ghi vào lịch sử.",
        _ => Verb switch
        {
            OccurrenceVerb.ClaimDone => AtOnce ? Obligation.ConfirmsItself && access.WorksFor(Occurrence.UnitId) ? "Việc được tính hoàn thành ngay; chưa có hoạt động hay tệp làm minh chứng thì cấp trên xem và xác nhận." : "Việc được tính hoàn thành ngay." : "Cấp trên xem và xác nhận; đúng hạn hay không tính theo ngày hoàn thành.",
            OccurrenceVerb.Return => "Đơn vị thấy lý do và báo lại; điều đã báo được giữ để đơn vị sửa.",
            OccurrenceVerb.NothingArose => AtOnce ? "Kỳ này khép lại ngay, không tính là trễ." : "Cấp trên xem và xác nhận; được xác nhận thì kỳ này khép lại, không tính là trễ.",
            OccurrenceVerb.NotApplicable => "Kỳ này không còn tính cho đơn vị.",
            OccurrenceVerb.Reopen => "Việc trở lại trạng thái phải làm.",
            OccurrenceVerb.MoveDueDate => "Ngày theo kế hoạch vẫn được giữ; cả hai ngày và lý do nằm trong lịch sử.",
            OccurrenceVerb.Follow => "Từ nay việc này có thể bị tính quá hạn.",
            OccurrenceVerb.Confirm => Occurrence.ClaimsNothing ? "Kỳ này khép lại là “không phát sinh”." : "Kỳ này được tính hoàn thành.",
            _ => "Người khác thấy đơn vị đã bắt đầu làm.",
        },
    };

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel)) return NotFound();
        if (Denied is not null) return Forbid();
        Input = new ActForm { FormKey = Guid.CreateVersion7(), Version = Occurrence.Version, Note = Occurrence.Note };
        if (Claims)
        {
            // What was claimed before the return is there to be put right, above all its day: on time is judged by it.
            Input.DoneOn = (Occurrence.ReturnedOn is null ? null : await OccurrenceWords.ReturnedDoneOnAsync(db, Id, cancel)) ?? (Occurrence.BeforeTracking ? null : Today);
            // One of one is said by the verb itself; a number that nobody typed must not be saved as progress.
            Input.Quantity = Occurrence.Target is null || (Occurrence.Target == 1 && Occurrence.Progress == 0) ? null : Occurrence.Progress;
        }
        if (Verb == OccurrenceVerb.MoveDueDate) Input.NewDue = Occurrence.ExtensionTo;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string? save, CancellationToken cancel)
    {
        if (!await LoadAsync(cancel)) return NotFound();
        if (Denied is not null) return Forbid();
        if (!ModelState.IsValid) return Again();
        var progress = Claims && save is not null;
        var input = new ActInput(Id, Verb ?? OccurrenceVerb.MoveDueDate, Input.FormKey, Input.Version)
        {
            Reason = Input.Reason, NewDue = Input.NewDue, Explanation = AsksWhyLate ? Input.Explanation : null, DoneOn = Claims ? Input.DoneOn : null, Note = Input.Note, Quantity = Input.Quantity,
            Files = [.. Input.Files.Where(IsChosen).Select(f => new SentFile(f.FileName, f.OpenReadStream))],
        };
        Granted = Verb == OccurrenceVerb.MoveDueDate && Occurrence.ExtensionTo is not null;
        var outcome = Code switch
        {
            AskExtension => await small.AskExtensionAsync(Id, Input.FormKey, Input.Version, Input.NewDue, Input.Reason, cancel),
            RefuseExtension => await small.RefuseExtensionAsync(Id, Input.FormKey, Input.Version, Input.Reason, cancel),
            _ when progress => await small.SaveProgressAsync(input, cancel),
            _ => await act.HandleAsync(input, cancel),
        };
        switch (outcome.Kind)
        {
            case OutcomeKind.Done or OutcomeKind.Already:
                this.Flash(Told(progress, await db.Set<Occurrence>().AnyAsync(o => o.Id == Id && o.ConfirmedOn != null, cancel)));
                return RedirectToPage("/Obligations/Pages/Occurrence", new { id = Id });
            case OutcomeKind.NotFound:
                return NotFound();
            case OutcomeKind.Denied:
                return Forbid();
            case OutcomeKind.Stale:
                // Shown against the newest version: sending again is then a decision, not an accident.
                db.ChangeTracker.Clear();
                await LoadAsync(cancel);
                ModelState.Remove("Input.Version");
                Input.Version = Occurrence.Version;
                break;
        }
        // The button of this page may bear other words than the verb: "Cho lùi hạn" moves a date that the unit asked for.
        foreach (var problem in outcome.Problems) ModelState.AddModelError(FieldOf(problem), Verb is { } verb ? problem.Replace($"“{verb.Label()}”", $"“{Title}”", StringComparison.Ordinal) : problem);
        return Again();
    }

    /// <summary>The form as it was sent. A chosen file never goes back: without script the person is told to choose it again.</summary>
    private PageResult Again()
    {
        var chosen = Input.Files.Where(IsChosen).Select(f => f.FileName).ToList();
        if (chosen.Count > 0 && !Request.KeepsChosenFiles()) ModelState.AddModelError("Input.Files", $"Tệp chưa được lưu, hãy chọn lại: {string.Join(", ", chosen)}.");
        return Page();
    }

    private string Told(bool progress, bool confirmed) => Code switch
    {
        AskExtension => "Đã xin lùi hạn, chờ bên giao việc trả lời.",
        RefuseExtension => "Đã trả lời: không cho lùi hạn.",
        _ => Verb switch
        {
            OccurrenceVerb.ClaimDone => progress ? "Đã lưu tiến độ." : confirmed ? "Đã ghi nhận hoàn thành." : "Đã báo hoàn thành.",
            OccurrenceVerb.Confirm => "Đã xác nhận.",
            OccurrenceVerb.Return => "Đã trả lại.",
            OccurrenceVerb.Start => "Đã bắt đầu làm.",
            OccurrenceVerb.Reopen => "Đã mở lại.",
            OccurrenceVerb.MoveDueDate => Granted ? "Đã cho lùi hạn." : "Đã đổi hạn.",
            OccurrenceVerb.Follow => "Đã đưa vào theo dõi.",
            OccurrenceVerb.NothingArose => AtOnce ? "Đã ghi không phát sinh." : "Đã báo không phát sinh, chờ xác nhận.",
            _ => "Đã ghi không áp dụng.",
        },
    };

    private static bool IsChosen(IFormFile file) => file.Length > 0 || file.FileName.Length > 0;

    private string? Denied => Code switch
    {
        AskExtension => access.WhyNotDo(Occurrence.UnitId),
        RefuseExtension => access.WhyNotJudge(Occurrence.UnitId, Occurrence.AssignerId),
        _ => access.WhyNot(Verb!.Value, Occurrence.UnitId, Occurrence.AssignerId),
    };

    private async Task<bool> LoadAsync(CancellationToken cancel)
    {
        if (Verb is null && Code is not (AskExtension or RefuseExtension)) return false;
        if (await db.Set<Occurrence>().AsNoTracking().FirstOrDefaultAsync(o => o.Id == Id, cancel) is not { } occurrence || !access.MayRead(occurrence.UnitId, occurrence.AssignerId)) return false;
        Occurrence = occurrence;
        Soon = await dueSoon.DaysAsync(cancel);
        Obligation = await db.Set<Obligation>().AsNoTracking().FirstAsync(o => o.Id == occurrence.ObligationId, cancel);
        var named = await plans.OfAsync([occurrence.PlanId], cancel);
        PlanName = named.GetValueOrDefault(occurrence.PlanId)?.Short ?? "";
        Text = (await wordings.OfAsync(named.Values, cancel)).TextOf(occurrence) ?? Obligation.Text;
        Kept = Claims || Judges ? await db.EvidenceOfAsync(Id, cancel) : [];
        Explained = AsksWhyLate || Judges ? await explanations.OfAsync(Id, cancel) : [];
        if (Judges && occurrence.ClaimedOn is not null)
            ClaimNotes = Obligations.ClaimNotes.Of(occurrence, await OccurrenceWords.ReturnedDoneOnAsync(db, Id, cancel), actor.AccountId, Today);
        WhyNot = Code switch
        {
            AskExtension => small.WhyNotAskExtension(occurrence),
            RefuseExtension => small.WhyNotRefuseExtension(occurrence),
            _ => act.WhyNot(Verb!.Value, occurrence),
        };
        return true;
    }

    private static string FieldOf(string problem) =>
        problem == ActOnOccurrence.NothingProves ? "Input.Note" : problem == Explanations.Needed ? "Input.Explanation" : problem.StartsWith("Hãy ghi lý do", StringComparison.Ordinal) ? "Input.Reason"
        : problem.Contains("ạn mới", StringComparison.Ordinal) ? "Input.NewDue"
        : problem.StartsWith("Ngày hoàn thành", StringComparison.Ordinal) || problem.Contains("ngày đã hoàn thành", StringComparison.Ordinal) ? "Input.DoneOn"
        : problem.StartsWith("Số lượng", StringComparison.Ordinal) || problem.StartsWith("Hãy ghi đã làm", StringComparison.Ordinal) || problem.StartsWith("Mới được", StringComparison.Ordinal) ? "Input.Quantity"
        : problem.StartsWith("Tệp", StringComparison.Ordinal) || problem.StartsWith("Loại tệp", StringComparison.Ordinal) ? "Input.Files" : "";
}

public sealed class ActForm
{
    public Guid FormKey { get; set; }
    public int Version { get; set; }
    public string? Reason { get; set; }
    public DateOnly? DoneOn { get; set; }
    public DateOnly? NewDue { get; set; }
    public string? Note { get; set; }
    public string? Explanation { get; set; }
    public int? Quantity { get; set; }
    public List<IFormFile> Files { get; set; } = [];
}
