using LanToa.Contracts.Activities;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Modules;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Accountability.Activities.Pages;

/// <summary>Corrects an activity, adds evidence, sends a draft or what was returned.</summary>
public sealed class EditModel(EditActivity edit, LanToaDb db, ActivityAccess access, ActivityChoices choices, IDuties duties, Actor actor, Clock clock) : ActivityFormPage(duties, actor, clock)
{
    [FromRoute] public Guid Id { get; set; }

    public Activity Activity { get; private set; } = null!;
    public string? WhyNot => edit.WhyNot(Activity);
    /// <summary>The form was sent: what stands in it is shown again, whatever became of the activity meanwhile.</summary>
    public bool HasTyped => HttpMethods.IsPost(Request.Method);
    public override Guid EvidenceUnit => Activity.UnitId;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel)) return NotFound();
        if (!access.MayFinish(Activity.UnitId)) return Forbid();
        Input = ActivityForm.Of(Activity, await db.Set<ActivityAnswer>().AsNoTracking().Where(x => x.ActivityId == Id).ToListAsync(cancel), await db.Set<ActivityPartner>().AsNoTracking().Where(p => p.ActivityId == Id).ToListAsync(cancel));
        await OfferAsync(cancel);
        return Page();
    }

    /// <param name="awaitsReturn">The form was shown again while the activity was accepted, with the word to have it sent back and to press once more.</param>
    public async Task<IActionResult> OnPostAsync(string? save, bool awaitsReturn, CancellationToken cancel)
    {
        if (!await LoadAsync(cancel)) return NotFound();
        if (!access.MayFinish(Activity.UnitId)) return Forbid();
        await OfferAsync(cancel);
        if (!ModelState.IsValid) return Again([]);
        // Of what was accepted nothing is changed but by sending it back: that one step is what the person asked for.
        if (awaitsReturn && Activity.State == ActivityState.Returned && Activity.Version == Input.Version + 1) Input.Version = Activity.Version;
        var outcome = await edit.HandleAsync(Id, Input.SendKey, Input.Version, Input.ToInput(), save == "draft", cancel);
        if (outcome.Kind == OutcomeKind.NotFound) return NotFound();
        if (outcome.Kind == OutcomeKind.Stale)
        {
            await LoadAsync(cancel);
            ModelState.Remove("Input.Version");
            Input.Version = Activity.Version;
        }
        if (!outcome.Succeeded) return Again(outcome.Problems);
        this.Flash(save == "draft" ? "Đã lưu nháp." : Activity.State is ActivityState.Draft or ActivityState.Returned ? "Đã gửi, chờ chấp nhận." : "Đã lưu.");
        return RedirectToPage("/Activities/Pages/Detail", new { id = Id });
    }

    private async Task<bool> LoadAsync(CancellationToken cancel)
    {
        if (await db.Set<Activity>().AsNoTracking().FirstOrDefaultAsync(a => a.Id == Id, cancel) is not { } activity || !access.MayRead(activity, await db.AssignersAsync(Id, cancel))) return false;
        Activity = activity;
        Kept = await db.EvidenceOfAsync(Id, cancel);
        return true;
    }

    private async Task OfferAsync(CancellationToken cancel)
    {
        (Places, Hosts) = (choices.Places(Activity.UnitId), await choices.HostsAsync(Activity.UnitId, Id, Input.HostActivityId, cancel));
        var answered = await AllDuties.FindAsync(Input.Duties, cancel);
        Duties = [.. answered, .. (await AllDuties.OpenAsync(Activity.UnitId, cancel)).Where(d => answered.All(a => a.OccurrenceId != d.OccurrenceId))];
    }
}
