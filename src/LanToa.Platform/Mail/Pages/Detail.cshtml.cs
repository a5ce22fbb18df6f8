using LanToa.Platform.Data;
using LanToa.Platform.Jobs;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Platform.Mail.Pages;

/// <summary>One letter: what it says, what became of it, and once more.</summary>
public sealed class DetailModel(LanToaDb db, MailInSight mails, Outbox outbox, JobQueue jobs, IMailTransport transport, MailSettings settings, Clock clock) : PageModel
{
    public MailLine Line { get; private set; } = null!;

    /// <summary>The secret link; null when it is none of this administrator's business, or gone.</summary>
    public string? Link { get; private set; }

    public string MessageId => MailComposer.MessageId(Line.Mail, settings);

    public IReadOnlyList<string> WhyNotAgain =>
        Line.State is not (MailState.Failed or MailState.Cancelled or MailState.Held) ? ["Chỉ thư không gửi được, đã hủy hoặc được giữ lại mới gửi lại được."]
        : Line.Mail.ExpiresAt <= clock.Now ? ["Liên kết trong thư đã hết hạn. Hãy mời lại, hoặc để người đó yêu cầu lại."] : [];

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel) => await LoadAsync(id, cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAgainAsync(Guid id, CancellationToken cancel)
    {
        if (!await LoadAsync(id, cancel)) return NotFound();
        if (WhyNotAgain is [var why, ..])
        {
            this.Flash(why, StatusKind.DueSoon);
            return RedirectToPage(new { id });
        }
        if (Line.Job is { } job) await jobs.AgainAsync(job.Id, cancel);
        else
        {
            // The row is held while its job is made, so that two administrators make one.
            await using var both = await db.Database.BeginTransactionAsync(cancel);
            if (await db.Set<OutgoingMail>().FromSql($"SELECT * FROM outgoing_mail WHERE id = {id} AND job_id IS NULL FOR UPDATE").FirstOrDefaultAsync(cancel) is { } held) outbox.Send(held);
            await db.SaveChangesAsync(cancel);
            await both.CommitAsync(cancel);
        }
        db.RecordEvent("mail", id, "mail.again");
        await db.SaveChangesAsync(cancel);
        this.Flash("Đã xếp thư để gửi lại.");
        return RedirectToPage(new { id });
    }

    private async Task<bool> LoadAsync(Guid id, CancellationToken cancel)
    {
        if (await mails.Query(id: id).SingleOrDefaultAsync(cancel) is not { } line) return false;
        Line = line;
        Link = await mails.MayReadLinkAsync(line.Mail, transport, cancel) ? line.Mail.Link : null;
        return true;
    }
}
