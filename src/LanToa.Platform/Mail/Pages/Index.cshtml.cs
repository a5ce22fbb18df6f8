using LanToa.Platform.Data;
using LanToa.Platform.Documents.Sheets;
using LanToa.Platform.Identity;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Platform.Mail.Pages;

/// <summary>The letters to the administrator's people, newest first, and whether they reach anybody at all.</summary>
public sealed class IndexModel(LanToaDb db, MailInSight mails, Outbox outbox, Actor actor, IMailTransport transport, MailSettings settings) : ListPage
{
    [FromQuery(Name = "trangthai")]
    public MailState? State { get; set; }

    public IReadOnlyList<MailLine> Lines { get; private set; } = [];

    public IReadOnlyList<SelectListItem> States { get; } = [.. Enum.GetValues<MailState>().Select(s => new SelectListItem(s.Mark().Text, s.ToString()))];

    public bool ReachesPeople => transport.ReachesPeople;

    public string Server => $"{settings.Host}:{settings.Port}";

    public string From => settings.From;

    /// <summary>What was typed for the test letter.</summary>
    public string? TestAddress { get; private set; }

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Lines = await PageOfAsync(mails.Query(State, Search), cancel);
    }

    public IActionResult OnGetExport() => this.FileOf("thu-dien-tu", "Thư điện tử",
        [
            new("Tiêu đề", l => l.Mail.Subject, 50), new("Gửi tới", l => l.Mail.ToAddress, 32), new("Trạng thái", l => l.Mark().Text), new("Số lần gửi", l => l.Job?.Attempts ?? 0, 12),
            new("Soạn lúc", l => l.Mail.CreatedAt, 18), new("Gửi lúc", l => l.Mail.SentAt, 18),
        ], mails.Query(State, Search).AsAsyncEnumerable());

    public async Task<IActionResult> OnPostTestAsync(string? address, Guid formKey, CancellationToken cancel)
    {
        TestAddress = address?.Trim();
        if (!MailAddresses.IsValid(TestAddress)) ModelState.AddModelError("address", MailAddresses.Wrong);
        else if (await outbox.IsFullAsync(TestAddress!, cancel)) ModelState.AddModelError("address", $"Địa chỉ này đã nhận {Outbox.MostPerDay} thư trong 24 giờ qua. Hãy thử lại sau.");
        if (!ModelState.IsValid)
        {
            await OnGetAsync(cancel);
            return Page();
        }
        // The form's key is the letter's: a form sent twice is one letter.
        if (!await db.Set<OutgoingMail>().AnyAsync(m => m.Id == formKey, cancel))
        {
            var letter = new Letter("mail.test", "Thư thử của LanToa", [$"Chào bạn, {actor.Name} gửi thư này để thử máy chủ thư.", "Nếu bạn đọc được dòng chữ có dấu này, thư đã đến đúng. Bạn không phải làm gì."]) { AccountId = actor.AccountId };
            db.RecordEvent("mail", (await outbox.WriteAsync(letter, TestAddress!, TestAddress!, cancel, formKey)).Id, "mail.test");
            await db.SaveChangesAsync(cancel);
        }
        this.Flash("Đã xếp thư thử để gửi. Tải lại trang sau vài giây để xem kết quả.");
        return RedirectToPage();
    }
}
