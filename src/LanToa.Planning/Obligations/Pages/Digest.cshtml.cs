using LanToa.Planning.Obligations.Digests;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Identity.Delegations;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LanToa.Planning.Obligations.Pages;

/// <summary>The groups of one digest, one's own or those of somebody who is away.</summary>
public sealed record DigestParts(IReadOnlyList<DigestGroup> Groups, DigestSummary? Summary, string Whose);

/// <summary>The digest of a day as it was told.</summary>
public sealed class DigestModel(MyDigest mine, DigestSettings settings, DigestLetter letters, Deputies deputies, Actor actor, LanToaDb db, Clock clock) : PageModel
{
    [FromQuery(Name = "ngay")] public DateOnly? Wanted { get; set; }

    public DateOnly Today => clock.Today;
    public DateOnly Day => Wanted ?? Today;
    public Digest? Digest { get; private set; }
    public string WhyNone { get; private set; } = "";

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Digest = await mine.OfAsync(Day, cancel);
        if (Digest is { Content.Lent.Count: > 0 }) _lent = [.. (await deputies.LentToAsync(actor.AccountId!.Value, cancel)).Select(l => l.Delegation.Id)];
        if (Digest is not null) return;
        var setting = await settings.OfAsync(db.ProvinceId, cancel);
        WhyNone = !setting.IsOn ? "Quản trị đã tắt bản tổng hợp hằng ngày."
            : $"Bản tổng hợp gửi từ {setting.Hour} giờ{(setting.RestsOnWeekends ? ", trừ thứ Bảy, Chủ nhật" : "")}{(setting.RestsOnHolidays ? ", trừ ngày nghỉ lễ" : "")} và những ngày bạn chọn không nhận; hôm nào không có gì để nhắc thì không gửi.";
    }

    public string WordsOf(DigestLent lent) => letters.LentWords(lent);

    /// <summary>Whether the person acts by what is lent now; null when it is not lent any more.</summary>
    public bool? Acts(DigestLent lent) => actor.DelegationId == lent.DelegationId ? true : _lent.Contains(lent.DelegationId) ? false : null;

    private HashSet<Guid> _lent = [];

    public static string FactsOf(DigestLine line) => $"hạn {VietnameseFormat.Date(line.DueOn)}{(line.Reason is { Length: > 0 } why ? $" · lý do trả lại: {OccurrenceWords.Short(why)}" : "")}";

    public static StatusKind KindOf(DigestPart part) => part switch
    {
        DigestPart.Overdue => StatusKind.Overdue,
        DigestPart.Soon => StatusKind.InProgress,
        _ => StatusKind.DueSoon,
    };
}
