using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using LanToa.Platform.Ui;
using LanToa.Platform.Ui.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace LanToa.Web.Pages.Design;

/// <summary>Every part of the kit with its states, with made-up words: to look at, and for the tests of contrast and structure.</summary>
public sealed class IndexModel : PageModel
{
    public sealed class Sample
    {
        [Display(Name = "Tên kế hoạch")]
        public string? Title { get; set; }
        [Display(Name = "Cơ quan chủ trì")]
        public string? Lead { get; set; }
        [Display(Name = "Hạn hoàn thành")]
        public DateOnly? Due { get; set; }
        public string? Note { get; set; }
        public int? People { get; set; }
        public string? Kind { get; set; }
        public List<string> Channels { get; set; } = [];
        public bool Notify { get; set; }
    }

    [BindProperty]
    public Sample Input { get; set; } = new() { Title = "Tuyên truyền cải cách hành chính năm 2026", Kind = "quarter", Channels = ["radio"] };

    /// <summary>2026-11-20 09:30 in Viet Nam: sample events need a fixed time.</summary>
    public DateTimeOffset Then { get; } = new(2026, 11, 20, 2, 30, 0, TimeSpan.Zero);

    public IReadOnlyList<SelectListItem> Agencies { get; } =
        [new("Sở Nội vụ", "snv"), new("Sở Văn hóa, Thể thao và Du lịch", "svh"), new("UBND xã Khe Mây", "khemay")];

    public IReadOnlyList<SelectListItem> Kinds { get; } =
    [
        new("Một lần", "once"), new("Mỗi quý", "quarter") { Group = new SelectListGroup { Name = "Hạn là ngày cuối của quý, theo lịch của kế hoạch" } },
        new("Thường xuyên", "standing"),
    ];

    public IReadOnlyList<SelectListItem> ChannelItems { get; } = [new("Đài truyền thanh xã", "radio"), new("Trang thông tin điện tử", "portal"), new("Zalo", "zalo")];

    public StatusMark Late { get; } = new(StatusKind.Overdue, "Quá hạn");

    /// <summary>What the picker of agencies shows after a search that found two bodies of one name.</summary>
    public UnitField Unit { get; } = new("UnitId", "Find", "Đơn vị", Sample1, null,
    [
        new("Phòng Văn hóa - Xã hội", Sample1.ToString()) { Group = new SelectListGroup { Name = "UBND xã Khe Mây · UBND tỉnh Vân Sơn · 99001-03" } },
        new("Phòng Văn hóa - Xã hội", Sample2.ToString()) { Group = new SelectListGroup { Name = "UBND xã Suối Vàng · UBND tỉnh Vân Sơn · 99002-03" } },
    ], All: false);

    private static readonly Guid Sample1 = new("01900000-0000-7000-8000-000000000001"), Sample2 = new("01900000-0000-7000-8000-000000000002");

    /// <summary>Whether the parts stand in the frame of the public portal.</summary>
    public bool InPortal { get; private set; }

    public void OnGet(string? khung)
    {
        ViewData["Shell"] = Shell();
        InPortal = khung == "portal";
        if (InPortal) ViewData["Layout"] = "_PortalLayout";
    }

    public IActionResult OnGetToast()
    {
        const string words = "Đã lưu. Bước tiếp theo: trình duyệt.";
        if (!Request.Headers.ContainsKey("HX-Request"))
        {
            this.Flash(words);
            return RedirectToPage(new { handler = "" });
        }
        Response.Headers["HX-Trigger"] = JsonSerializer.Serialize(new Dictionary<string, object> { ["lt:toast"] = new { text = words, kind = "done" } });
        return new NoContentResult();
    }

    public IActionResult OnPost()
    {
        ViewData["Shell"] = Shell();
        if (string.IsNullOrWhiteSpace(Input.Lead)) ModelState.AddModelError("Input.Lead", "Bạn chưa chọn cơ quan chủ trì.");
        if (!ModelState.IsValid) return Page();
        this.Flash("Đã lưu kế hoạch. Bước tiếp theo: kiểm lại các nhiệm vụ rồi trình duyệt.");
        return RedirectToPage();
    }

    private static ShellModel Shell() => new()
    {
        PersonName = "Công chức mẫu", UnitName = "Phòng Văn hóa - Xã hội, xã Khe Mây", UnitId = Guid.Empty,
        Units = [new(Guid.Empty, "Phòng Văn hóa - Xã hội, xã Khe Mây"), new(Guid.AllBitsSet, "UBND xã Khe Mây")],
        SwitchUnitPath = "/_design", SearchPath = "/_design", NoticesPath = "/_design", Notices = 3, AccountPath = "/_design", HomePath = "/_design",
        Authority = "Cổng tuyên truyền cải cách hành chính tỉnh Vân Sơn",
        PortalMenu = [new("Trang đầu", "home", "/_design?khung=portal", Current: true), new("Thủ tục", "book", "/_design?khung=portal"), new("Phản ánh, kiến nghị", "message", "/_design?khung=portal")],
        Menu =
        [
            new("Hôm nay", "sun", "/_design", Current: true, Count: 6), new("Kế hoạch", "file-text", "/_design"), new("Việc phải làm", "list-check", "/_design", Count: 12),
            new("Hoạt động", "notes", "/_design"), new("Nội dung", "news", "/_design"), new("Kênh", "speakerphone", "/_design"), new("Báo cáo", "report", "/_design"),
            new("Chấm điểm", "star", "/_design"), new("Cơ quan", "building", "/_design"), new("Quản trị", "settings", "/_design"),
        ],
    };
}
