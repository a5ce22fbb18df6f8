using LanToa.Contracts.Activities;
using LanToa.Contracts.Organizations;
using LanToa.Platform.Identity;
using LanToa.Platform.Modules;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;

namespace LanToa.Accountability.Activities.Pages;

/// <summary>Logs what was done, from a duty (with what it says filled in) or freely: one screen, made for a phone.</summary>
public sealed class LogModel(LogActivity log, ActivityAccess access, ActivityChoices choices, IDuties duties, IOrganizationDirectory directory, Actor actor, Clock clock) : ActivityFormPage(duties, actor, clock)
{
    [FromQuery(Name = "duty")] public Guid? DutyId { get; set; }

    /// <summary>A record of another room that proves it, as "report:id".</summary>
    [FromQuery(Name = "record")] public string? Record { get; set; }

    /// <summary>The duty from which the person came.</summary>
    public DutyInfo? Duty { get; private set; }
    public Guid Unit { get; private set; }
    public override Guid EvidenceUnit => Unit;
    public string UnitName => directory.DistinctNameOf(Unit) ?? "";

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel)) return NotFound();
        if (!access.MayDo(Unit)) return Forbid();
        Input = new ActivityForm { SendKey = Guid.CreateVersion7(), HappenedOn = Today, Languages = ["vi"] };
        if (Duty is not { } duty) return Page();
        Input.Duties = [duty.OccurrenceId];
        (Input.Form, Input.Channels, Input.Topics, Input.Audiences) = (duty.Forms is [var form, ..] ? form : null, [.. duty.Channels], [.. duty.Topics], [.. duty.Audiences]);
        Input.Title = TitleOf(duty);
        Input.MakesUp = Today > duty.PeriodTo;
        Input.Claims = duty.IsOpen && duty.Target is not null;
        if (Record is { Length: > 0 and <= 100 } record) (Input.Records, Input.Claims) = ([record], duty.IsOpen);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string? save, CancellationToken cancel)
    {
        if (!await LoadAsync(cancel)) return NotFound();
        if (!access.MayDo(Unit)) return Forbid();
        if (!ModelState.IsValid) return Again([]);
        var draft = save == "draft";
        var outcome = await log.HandleAsync(Input.SendKey, Unit, Input.ToInput(), draft, cancel);
        if (outcome.Kind == OutcomeKind.Denied && !WantsJson) return Forbid();
        if (!outcome.Succeeded) return Again(outcome.Problems);
        var told = outcome.Kind == OutcomeKind.Done && !draft && Input.Claims ? await ClaimAsync(outcome.Id, cancel) : null;
        if (!Request.Headers.ContainsKey("X-Lt-Quiet")) this.Flash(draft ? "Đã lưu nháp." : told ?? "Đã ghi hoạt động.");
        if (WantsJson) return new JsonResult(new { id = outcome.Id, href = $"/activities/{outcome.Id}", already = outcome.Kind == OutcomeKind.Already });
        return RedirectToPage("/Activities/Pages/Detail", new { id = outcome.Id });
    }

    private static string TitleOf(DutyInfo duty) => duty.Text.Length <= 200 ? duty.Text.TrimEnd('.', ';') : duty.Text[..199].TrimEnd() + "…";

    protected override object? Preset => Duty is not { } duty ? null : new { title = TitleOf(duty), forms = duty.Forms, channels = duty.Channels };

    /// <summary>Reports the period as done where the number asked for is reached by a product that the task asks for; what came of it in words.</summary>
    private async Task<string?> ClaimAsync(Guid activity, CancellationToken cancel)
    {
        var words = new List<string>();
        foreach (var duty in (await AllDuties.FindAsync(Input.Duties, cancel)).Where(d => d.IsOpen))
        {
            if (!duty.AsksFor(Input.Form))
            {
                words.Add($"chưa báo hoàn thành {duty.PeriodName} vì việc này cần {CodeNames.Of(CodeKind.Product, duty.Forms).ToLowerInvariant()}{(duty.Target is null ? "" : ", hoạt động này không tính vào số lượng")}; nếu thực tế đã xong thì báo ở trang của việc");
                continue;
            }
            if (duty.Progress < duty.Target) continue;
            var problems = await AllDuties.ClaimAsync(duty.OccurrenceId, Input.EndedOn ?? Input.HappenedOn!.Value, Input.Title!.Trim(), activity, cancel);
            words.Add(problems.Count == 0 ? $"đã báo hoàn thành {duty.PeriodName}" : $"chưa báo hoàn thành được {duty.PeriodName}: {string.Join(" ", problems)}");
        }
        return words.Count == 0 ? null : $"Đã ghi hoạt động; {string.Join("; ", words)}.";
    }

    private async Task<bool> LoadAsync(CancellationToken cancel)
    {
        if (DutyId is { } id)
        {
            Duty = (await AllDuties.FindAsync([id], cancel)).FirstOrDefault();
            if (Duty is null) return false;
        }
        Unit = Duty?.UnitId ?? Actor.UnitId ?? Guid.Empty;
        if (Unit == Guid.Empty) return false;
        var open = access.MayDo(Unit) ? await AllDuties.OpenAsync(Unit, cancel) : [];
        (Places, Hosts) = (choices.Places(Unit), await choices.HostsAsync(Unit, null, Input.HostActivityId, cancel));
        Duties = Duty is null ? open : [Duty, .. open.Where(d => d.OccurrenceId != Duty.OccurrenceId)];
        return true;
    }
}
