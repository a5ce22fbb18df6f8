using LanToa.Contracts.Organizations;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace LanToa.Platform.Api.Pages;

/// <summary>The tokens that this person has issued; a new one; those of others in the units that they administer.</summary>
public sealed class TokensModel(ApiTokens tokens, IOrganizationDirectory organizations, IDataProtectionProvider protection, Clock clock) : PageModel
{
    [BindProperty] public string? Name { get; set; }
    [BindProperty] public Guid? UnitId { get; set; }
    [BindProperty] public List<string> Scopes { get; set; } = [];
    [BindProperty] public DateOnly? ExpiresOn { get; set; }

    /// <summary>What will be the token, sealed: pressed twice, the form makes one token and shows it both times.</summary>
    [BindProperty] public string? Ticket { get; set; }

    public IReadOnlyList<ApiToken> Mine { get; private set; } = [];
    public IReadOnlyList<(ApiToken Token, string Owner)> Others { get; private set; } = [];

    /// <summary>The token that was issued just now: shown this once.</summary>
    public string? Secret { get; private set; }

    public IReadOnlyList<SelectListItem> Units => [.. tokens.Units().Select(u => new SelectListItem(UnitName(u.Id), u.Id.ToString()))];

    public IReadOnlyList<SelectListItem> Offered => [.. tokens.Units().SelectMany(u => tokens.ScopesAt(u.Id)).DistinctBy(s => s.Permission.Code).Select(s => new SelectListItem(s.Permission.NameForPrograms, s.Permission.Code))];

    public string UnitName(Guid id) => organizations.DistinctNameOf(id) ?? "–";

    public string ScopeName(string code) => Offered.FirstOrDefault(o => o.Value == code)?.Text ?? code;

    public StatusMark MarkOf(ApiToken token) => token.EndedAt is { } at ? new(StatusKind.Neutral, $"Đã thu hồi {VietnameseFormat.DateTime(at)}") : token.ExpiresOn < clock.Today ? new(StatusKind.Neutral, "Đã hết hạn")
        : token.ExpiresOn <= clock.Today.AddDays(ApiUpkeep.SoonDays) ? new(StatusKind.DueSoon, $"Sắp hết hạn {VietnameseFormat.Date(token.ExpiresOn)}") : new(StatusKind.Done, $"Dùng đến {VietnameseFormat.Date(token.ExpiresOn)}");

    public bool MayEnd(ApiToken token) => token.HoldsOn(clock.Today);

    public async Task OnGetAsync(CancellationToken cancel)
    {
        (UnitId, ExpiresOn) = (tokens.Units() is [var first, ..] ? first.Id : null, clock.Today.AddDays(90));
        Ticket = Tickets.Seal(protection, ApiTokens.NewSecret());
        await LoadAsync(cancel);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!Tickets.TryOpen(protection, Ticket, out var secret))
        {
            ModelState.AddModelError("", "Trang đã mở quá lâu. Hãy bấm “Cấp khóa” lần nữa.");
            ModelState.Remove(nameof(Ticket));
            Ticket = Tickets.Seal(protection, ApiTokens.NewSecret());
        }
        if (ModelState.IsValid)
        {
            var problem = await tokens.IssueAsync(secret, new NewToken(Name, UnitId ?? (tokens.Units() is [var only] ? only.Id : null), Scopes, ExpiresOn), cancel);
            if (problem is null) Secret = secret;
            else ModelState.AddModelError(problem.Field, problem.Text);
        }
        await LoadAsync(cancel);
        return Page();
    }

    public async Task<IActionResult> OnPostEndAsync(Guid id, CancellationToken cancel)
    {
        if (!await tokens.RevokeAsync(id, cancel)) return NotFound();
        this.Flash("Đã thu hồi khóa. Hệ thống dùng khóa này không vào được nữa.");
        return RedirectToPage();
    }

    private async Task LoadAsync(CancellationToken cancel) => (Mine, Others) = (await tokens.MineAsync(cancel), await tokens.OfOthersAsync(cancel));
}
