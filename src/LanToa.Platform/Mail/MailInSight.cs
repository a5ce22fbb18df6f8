using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Jobs;
using LanToa.Platform.Ui;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Platform.Mail;

public enum MailState
{
    Waiting,
    Retrying,
    Sent,
    Failed,
    Held,
    Cancelled,
}

/// <summary>A letter beside its job; none when it was held back.</summary>
public sealed record MailLine(OutgoingMail Mail, Job? Job)
{
    public MailState State => Mail.SentAt is not null ? MailState.Sent : Job switch
    {
        null => MailState.Held,
        { State: JobState.Dead } => MailState.Failed,
        { State: JobState.Cancelled } => MailState.Cancelled,
        { State: JobState.Queued, Attempts: > 0 } => MailState.Retrying,
        _ => MailState.Waiting,
    };

    /// <summary>It does not leave by itself any more.</summary>
    public bool NeedsHand => State is MailState.Failed or MailState.Held or MailState.Cancelled;
}

/// <summary>The letters that an administrator sees and may send again: to the people whose accounts they manage, all of them for the nation.</summary>
public sealed class MailInSight(LanToaDb db, Actor actor, AccountAdministration administration)
{
    public IQueryable<MailLine> Query(MailState? state = null, string? search = null, Guid? id = null)
    {
        var mails = db.Set<OutgoingMail>().AsNoTracking();
        if (id is { } one) mails = mails.Where(m => m.Id == one);
        if (search?.Trim() is { Length: > 0 } words) mails = mails.Where(m => EF.Functions.ILike(m.ToAddress, $"%{words}%") || EF.Functions.ILike(m.Subject, $"%{words}%"));
        if (!actor.AdministersInstallation)
        {
            var mine = administration.Mine().Select(a => (Guid?)a.Id);
            mails = mails.Where(m => mine.Contains(m.AccountId));
        }
        var lines = from mail in mails join job in db.Set<Job>().AsNoTracking() on mail.JobId equals job.Id into jobs from job in jobs.DefaultIfEmpty() orderby mail.CreatedAt descending select new { mail, job };
        lines = state switch
        {
            MailState.Sent => lines.Where(l => l.mail.SentAt != null),
            MailState.Held => lines.Where(l => l.mail.SentAt == null && l.mail.JobId == null),
            MailState.Failed => lines.Where(l => l.mail.SentAt == null && l.job!.State == JobState.Dead),
            MailState.Cancelled => lines.Where(l => l.mail.SentAt == null && l.job!.State == JobState.Cancelled),
            MailState.Retrying => lines.Where(l => l.mail.SentAt == null && l.job!.State == JobState.Queued && l.job.Attempts > 0),
            MailState.Waiting => lines.Where(l => l.mail.SentAt == null && (l.job!.State == JobState.Running || (l.job.State == JobState.Queued && l.job.Attempts == 0))),
            _ => lines,
        };
        return lines.Select(l => new MailLine(l.mail, l.job));
    }

    /// <summary>
    /// Whether the administrator may read the secret link of a letter: only where letters reach nobody, so that somebody has to pass the link on, and only of people
    /// whose password they could set anyway.
    /// </summary>
    public async Task<bool> MayReadLinkAsync(OutgoingMail mail, IMailTransport transport, CancellationToken cancel) =>
        mail.Link is not null && !transport.ReachesPeople
        && mail.AccountId is { } id && await db.Users.FirstOrDefaultAsync(a => a.Id == id, cancel) is { } account && (await administration.WhyNotTakeAsync(account, cancel)).Count == 0;
}

internal static class MailWords
{
    public static StatusMark Mark(this MailState state) => state switch
    {
        MailState.Waiting => new StatusMark(StatusKind.Neutral, "Đang chờ"),
        MailState.Retrying => new StatusMark(StatusKind.DueSoon, "Sẽ thử lại"),
        MailState.Sent => new StatusMark(StatusKind.Done, "Đã gửi"),
        MailState.Failed => new StatusMark(StatusKind.Overdue, "Không gửi được"),
        MailState.Held => new StatusMark(StatusKind.DueSoon, "Giữ lại, quá nhiều thư"),
        _ => new StatusMark(StatusKind.Neutral, "Đã hủy"),
    };

    /// <summary>A letter that only lies in the folder was not sent to anybody.</summary>
    public static StatusMark Mark(this MailLine line) => line.Mail.SentVia == "folder" ? new StatusMark(StatusKind.InProgress, "Đã ghi ra tệp") : line.State.Mark();
}
