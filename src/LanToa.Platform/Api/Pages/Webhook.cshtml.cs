using LanToa.Contracts.Organizations;
using LanToa.Platform.Api.Webhooks;
using LanToa.Platform.Text;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LanToa.Platform.Api.Pages;

/// <summary>One address with its newest messages: what was taken, what is tried again, what was given up.</summary>
public sealed class WebhookModel(WebhookBook webhooks, IOrganizationDirectory organizations) : PageModel
{
    private const int Shown = 50;

    [FromRoute] public Guid Id { get; set; }

    public Webhook Webhook { get; private set; } = null!;
    public IReadOnlyList<WebhookDelivery> Deliveries { get; private set; } = [];
    public string NameOf(string code) => webhooks.NameOf(code);
    public string UnitName => organizations.DistinctNameOf(Webhook.UnitId) ?? "–";

    public static StatusMark MarkOf(WebhookDelivery delivery) => delivery is { State: DeliveryState.Waiting, Trouble: not null } ? new(StatusKind.DueSoon, "Chờ gửi lại")
        : new(delivery.State switch { DeliveryState.Delivered => StatusKind.Done, DeliveryState.Dead => StatusKind.Overdue, _ => StatusKind.InProgress }, EnumWords.Of(delivery.State));

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (await webhooks.FindAsync(Id, cancel) is not { } found) return NotFound();
        (Webhook, Deliveries) = (found, await webhooks.DeliveriesAsync(Id, Shown, cancel));
        return Page();
    }

    public async Task<IActionResult> OnPostEndAsync(CancellationToken cancel)
    {
        if (!await webhooks.EndAsync(Id, cancel)) return NotFound();
        this.Flash("Đã gỡ nơi nhận tin.");
        return RedirectToPage("/Api/Pages/Webhooks");
    }

    public async Task<IActionResult> OnPostResumeAsync(CancellationToken cancel)
    {
        if (!await webhooks.ResumeAsync(Id, cancel)) return NotFound();
        this.Flash("Đã bật lại. Tin mới được gửi; tin đã bỏ thì bấm gửi lại từng tin.");
        return RedirectToPage();
    }

    public async Task<IActionResult> OnPostAgainAsync(Guid delivery, CancellationToken cancel)
    {
        if (!await webhooks.AgainAsync(Id, delivery, cancel)) return NotFound();
        this.Flash("Tin đang được gửi lại.");
        return RedirectToPage();
    }
}
