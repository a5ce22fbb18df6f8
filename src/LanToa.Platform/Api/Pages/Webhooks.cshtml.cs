using LanToa.Contracts.Organizations;
using LanToa.Platform.Api.Webhooks;
using LanToa.Platform.Identity;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace LanToa.Platform.Api.Pages;

/// <summary>The addresses of other systems that this person lets be told, and a new one.</summary>
public sealed class WebhooksModel(WebhookBook webhooks, Actor actor, IOrganizationDirectory organizations, IDataProtectionProvider protection) : PageModel
{
    [BindProperty] public string? Name { get; set; }
    [BindProperty] public Guid? UnitId { get; set; }
    [BindProperty] public string? Address { get; set; }
    [BindProperty] public List<string> Events { get; set; } = [];
    [BindProperty] public Guid FormKey { get; set; }

    /// <summary>The secret, sealed: pressed twice, the form makes one address and shows its secret both times.</summary>
    [BindProperty] public string? Ticket { get; set; }

    public IReadOnlyList<Webhook> Mine { get; private set; } = [];

    /// <summary>Of the address that was made just now: shown this once.</summary>
    public string? Secret { get; private set; }

    public IReadOnlyList<SelectListItem> Units => actor.OnBehalfOf is not null ? [] : [.. actor.Memberships.Select(m => m.OrganizationId).Distinct().Where(u => organizations.Find(u) is not null).Select(u => new SelectListItem(UnitName(u), u.ToString()))];

    public IReadOnlyList<SelectListItem> Offered => [.. Units.SelectMany(u => webhooks.EventsAt(Guid.Parse(u.Value))).DistinctBy(e => e.Code).Select(e => new SelectListItem(NameOf(e.Code), e.Code))];

    public string NameOf(string code) => webhooks.NameOf(code);

    public string UnitName(Guid id) => organizations.DistinctNameOf(id) ?? "–";

    public static StatusMark MarkOf(Webhook webhook) => webhook.EndedAt is not null ? new(StatusKind.Neutral, "Đã gỡ") : webhook.StoppedAt is { } at ? new(StatusKind.Overdue, $"Tạm dừng từ {VietnameseFormat.DateTime(at)}")
        : webhook.FailingSince is { } since ? new(StatusKind.DueSoon, $"Không gửi được từ {VietnameseFormat.DateTime(since)}") : webhook.DeliveredAt is { } last ? new(StatusKind.Done, $"Nhận gần nhất {VietnameseFormat.DateTime(last)}") : new(StatusKind.Neutral, "Chưa gửi tin nào");

    public async Task OnGetAsync(CancellationToken cancel)
    {
        UnitId = Units is [var first, ..] ? Guid.Parse(first.Value) : null;
        Begin();
        Mine = await webhooks.MineAsync(cancel);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!Tickets.TryOpen(protection, Ticket, out var secret) || FormKey == Guid.Empty)
        {
            ModelState.AddModelError("", "Trang đã mở quá lâu. Hãy bấm “Thêm” lần nữa.");
            ModelState.Remove(nameof(Ticket));
            ModelState.Remove(nameof(FormKey));
            Begin();
        }
        else if (ModelState.IsValid)
        {
            var problem = await webhooks.MakeAsync(FormKey, secret, new NewWebhook(Name, UnitId ?? (Units is [var only] ? Guid.Parse(only.Value) : null), Address, Events), cancel);
            if (problem is null) Secret = secret;
            else ModelState.AddModelError(problem.Field, problem.Text);
        }
        Mine = await webhooks.MineAsync(cancel);
        return Page();
    }

    private void Begin() => (FormKey, Ticket) = (Guid.CreateVersion7(), Tickets.Seal(protection, WebhookBook.NewSecret()));
}
