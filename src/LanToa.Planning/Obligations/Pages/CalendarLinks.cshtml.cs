using LanToa.Contracts.Organizations;
using LanToa.Planning.Obligations.Calendars;
using LanToa.Platform.Identity;
using LanToa.Platform.Modules;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc;
using QRCoder;

namespace LanToa.Planning.Obligations.Pages;

/// <summary>The addresses by which my calendar programs follow due dates.</summary>
public sealed class CalendarLinksModel(CalendarLinks links, IOrganizationDirectory directory, Actor actor) : PageModel
{
    public OrganizationInfo? Unit => actor.Unit;
    public IReadOnlyList<CalendarLink> Links { get; private set; } = [];

    /// <summary>What can still be made for the unit chosen now.</summary>
    public IReadOnlyList<CalendarWork> Offered => Unit is null ? [] : [.. Enum.GetValues<CalendarWork>().Where(w => !Links.Any(l => l.UnitId == Unit.Id && l.Whose == w))];

    public static string NameOf(CalendarWork whose) => whose == CalendarWork.Mine ? "Việc giao cho tôi và việc chưa giao ai" : "Mọi việc của đơn vị";

    public string UnitOf(CalendarLink link) => directory.NameOf(link.UnitId);

    public string AddressOf(CalendarLink link) => $"{Request.Scheme}://{Request.Host}{link.Path}";

    /// <summary>The same for programs that subscribe when such an address is opened.</summary>
    public string SubscriptionOf(CalendarLink link) => $"webcal://{Request.Host}{link.Path}";

    /// <summary>As a picture for the camera of a telephone.</summary>
    public string PictureOf(CalendarLink link)
    {
        using var code = QRCodeGenerator.GenerateQrCode(SubscriptionOf(link), QRCodeGenerator.ECCLevel.M);
        return "data:image/png;base64," + Convert.ToBase64String(new PngByteQRCode(code).GetGraphic(5));
    }

    public async Task OnGetAsync(CancellationToken cancel) => Links = await links.MineAsync(cancel);

    public async Task<IActionResult> OnPostAsync(CalendarWork whose, CancellationToken cancel) => Answer(await links.MakeAsync(whose, cancel), "Đã tạo đường dẫn lịch.");

    public async Task<IActionResult> OnPostEndAsync(Guid id, CancellationToken cancel) => Answer(await links.EndAsync(id, cancel), "Đã thu hồi. Chương trình lịch nào đang dùng đường dẫn đó không đọc được nữa.");

    private IActionResult Answer(Outcome outcome, string done)
    {
        if (outcome.Kind == OutcomeKind.NotFound) return NotFound();
        if (outcome.Kind == OutcomeKind.Denied) return Forbid();
        this.Flash(outcome.Succeeded ? done : string.Join(" ", outcome.Problems), outcome.Succeeded ? StatusKind.Done : StatusKind.DueSoon);
        return RedirectToPage();
    }
}
