using LanToa.Contracts.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Modules;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Accountability.Activities.Pages;

/// <summary>Accept, return, withdraw: one form per verb, with what is decided about in sight.</summary>
public sealed class ActModel(LanToaDb db, ActivityAccess access, DecideActivity decide, IOrganizationDirectory directory) : PageModel
{
    [FromRoute] public Guid Id { get; set; }
    [FromRoute(Name = "verb")] public string Code { get; set; } = "";
    [BindProperty] public string? Reason { get; set; }
    [BindProperty] public Guid FormKey { get; set; }
    [BindProperty] public int Version { get; set; }

    public ActivityVerb Verb { get; private set; }
    public Activity Activity { get; private set; } = null!;
    public IReadOnlyList<ShownEvidence> Evidence { get; private set; } = [];
    public string? WhyNot { get; private set; }
    public string UnitName => directory.DistinctNameOf(Activity.UnitId) ?? "";
    public bool IsDraft => Activity.State == ActivityState.Draft;

    public string Title => Verb switch { ActivityVerb.Accept => "Chấp nhận hoạt động", ActivityVerb.Return => "Trả lại hoạt động", _ => IsDraft ? "Bỏ bản nháp" : "Rút hoạt động" };

    public string Effect => Verb switch
    {
        ActivityVerb.Accept => "Hoạt động được tính vào tiến độ và số liệu báo cáo.",
        ActivityVerb.Return => "Đơn vị thấy lý do, sửa rồi gửi lại; trong lúc đó hoạt động không được tính." + ProofGone,
        _ => "Hoạt động không được tính ở đâu nữa; bản ghi và lịch sử vẫn còn." + (IsDraft ? "" : " Báo cáo đã gửi giữ nguyên số; trang báo cáo chỉ ra chỗ nay khác để mở lại và gửi bản bổ sung." + ProofGone),
    };

    private const string ProofGone = " Kỳ đã báo hoàn thành mà không còn hoạt động hay tệp nào khác làm minh chứng thì cấp trên phải xem và xác nhận, kể cả khi đơn vị đã tự xác nhận; đơn vị tự xác nhận thì chỉ đến khi có minh chứng mới.";

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel)) return NotFound();
        (FormKey, Version) = (Guid.CreateVersion7(), Activity.Version);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel)) return NotFound();
        var outcome = await decide.HandleAsync(Id, Verb, FormKey, Version, Reason, cancel);
        switch (outcome.Kind)
        {
            case OutcomeKind.Done or OutcomeKind.Already:
                this.Flash(Verb switch { ActivityVerb.Accept => "Đã chấp nhận.", ActivityVerb.Return => "Đã trả lại.", _ => "Đã rút." });
                return RedirectToPage("/Activities/Pages/Detail", new { id = Id });
            case OutcomeKind.NotFound:
                return NotFound();
            case OutcomeKind.Denied:
                return Forbid();
            case OutcomeKind.Stale:
                db.ChangeTracker.Clear();
                await LoadAsync(cancel);
                ModelState.Remove(nameof(Version));
                Version = Activity.Version;
                break;
        }
        foreach (var problem in outcome.Problems) ModelState.AddModelError(problem.Field, problem.Text);
        return Page();
    }

    private async Task<bool> LoadAsync(CancellationToken cancel)
    {
        if (!Enum.TryParse<ActivityVerb>(Code, ignoreCase: true, out var verb) || !Enum.IsDefined(verb)) return false;
        Verb = verb;
        var assigners = await db.AssignersAsync(Id, cancel);
        if (await db.Set<Activity>().AsNoTracking().FirstOrDefaultAsync(a => a.Id == Id, cancel) is not { } activity || !access.MayRead(activity, assigners)) return false;
        (Activity, Evidence) = (activity, await db.EvidenceOfAsync(Id, cancel));
        WhyNot = decide.WhyNot(verb, activity, assigners) ?? await decide.WhyNotProofsAsync(verb, [.. Evidence.Select(e => e.Evidence)], cancel);
        return true;
    }
}
