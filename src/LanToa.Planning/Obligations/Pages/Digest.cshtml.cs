using LanToa.Contracts.Organizations;
using LanToa.Planning.Obligations.Digests;
using LanToa.Platform.Data;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LanToa.Planning.Obligations.Pages;

/// <summary>The digest of a day as it was told.</summary>
public sealed class DigestModel(MyDigest mine, DigestSettings settings, DigestLetter letters, IOrganizationDirectory directory, LanToaDb db, Clock clock) : PageModel
{
    [FromQuery(Name = "ngay")] public DateOnly? Wanted { get; set; }

    public DateOnly Today => clock.Today;
    public DateOnly Day => Wanted ?? Today;
    public Digest? Digest { get; private set; }
    public string WhyNone { get; private set; } = "";

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Digest = await mine.OfAsync(Day, cancel);
        if (Digest is not null) return;
        var setting = await settings.OfAsync(db.ProvinceId, cancel);
        WhyNone = !setting.IsOn ? "Quản trị đã tắt bản tổng hợp hằng ngày."
            : $"Bản tổng hợp gửi từ {setting.Hour} giờ{(setting.RestsOnWeekends ? ", trừ thứ Bảy, Chủ nhật" : "")}{(setting.RestsOnHolidays ? ", trừ ngày nghỉ lễ" : "")} và những ngày bạn chọn không nhận; hôm nào không có gì để nhắc thì không gửi.";
    }

    public string UnitOf(DigestLine line) => directory.NameOf(line.UnitId);

    public string WordsOf(LateUnit unit) => letters.UnitWords(unit);

    public static string FactsOf(DigestLine line) => $"hạn {VietnameseFormat.Date(line.DueOn)}{(line.Reason is { Length: > 0 } why ? $" · lý do trả lại: {OccurrenceWords.Short(why)}" : "")}";

    public static StatusKind KindOf(DigestPart part) => part switch
    {
        DigestPart.Overdue => StatusKind.Overdue,
        DigestPart.Soon => StatusKind.InProgress,
        _ => StatusKind.DueSoon,
    };
}
