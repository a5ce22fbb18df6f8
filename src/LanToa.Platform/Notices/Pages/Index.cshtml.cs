using LanToa.Platform.Documents.Sheets;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Platform.Notices.Pages;

/// <summary>What concerns this person, newest first.</summary>
public sealed class IndexModel(NoticeBoard board, Clock clock) : ListPage
{
    [FromQuery(Name = "chon")]
    public string? Choice { get; set; }

    public bool OnlyUnread => Choice == "chua-doc";

    public IReadOnlyList<Notice> Notices { get; private set; } = [];

    public int Unread { get; private set; }

    /// <summary>When this was looked at: what comes later is not marked as read with it.</summary>
    public DateTimeOffset Now => clock.Now;

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Unread = await board.UnreadAsync(cancel);
        Notices = await PageOfAsync(Found(), cancel);
    }

    public IActionResult OnGetExport() => this.FileOf("thong-bao", "Thông báo",
        [new("Thông báo", n => n.Title, 60), new("Chi tiết", n => n.Detail, 50), new("Số lần", n => n.Times, 10), new("Lúc", n => n.At, 18), new("Đã đọc lúc", n => n.ReadAt, 18)], Found().AsAsyncEnumerable());

    private IOrderedQueryable<Notice> Found()
    {
        var mine = board.Mine().AsNoTracking();
        if (OnlyUnread) mine = mine.Where(n => n.ReadAt == null);
        return mine.OrderByDescending(n => n.At).ThenByDescending(n => n.Id);
    }

    public async Task<IActionResult> OnPostAsync(Guid? id, DateTimeOffset? until, CancellationToken cancel)
    {
        if (id is { } one)
        {
            if (await board.ReadAsync(one, cancel) is null) return NotFound();
        }
        else await board.ReadAllAsync(until ?? clock.Now, cancel);
        return RedirectToPage(new { chon = Choice });
    }
}
