using System.Globalization;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Jobs;
using LanToa.Platform.Notices;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Platform.Mail;

public sealed record SendMailPayload(Guid Mail);

/// <summary>Delivers one letter. What has left is never sent again; where the server's answer was lost, the same letter goes again under the same Message-ID.</summary>
public sealed class SendMail(LanToaDb db, IMailTransport transport, MailSettings settings, NoticeBoard notices, Actor actor, Clock clock) : IJobHandler<SendMailPayload>
{
    public const string Job = "mail.send";

    public async Task RunAsync(SendMailPayload payload, JobRun run, CancellationToken cancel)
    {
        run.ResultPath = $"/mail/detail/{payload.Mail}";
        if (await db.Set<OutgoingMail>().AsNoTracking().FirstOrDefaultAsync(m => m.Id == payload.Mail, cancel) is not { SentAt: null } mail) return;
        if (mail.ExpiresAt <= clock.Now) throw new JobFailedException(mail.Link is null ? "Thư đã qua ngày trước khi gửi được nên không gửi nữa; nội dung vẫn xem được trong LanToa." : "Liên kết trong thư đã hết hạn trước khi gửi được. Hãy tạo thư mới.");
        try
        {
            using var message = MailComposer.Compose(mail, settings);
            await transport.DeliverAsync(message, $"{mail.CreatedAt.UtcDateTime.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}-{mail.Id:N}", cancel);
        }
        catch (MailNotSentException e)
        {
            if (e.ForGood || run.Attempt >= Outbox.Attempts) await TellInviterAsync(mail, e.Message, cancel);
            if (e.ForGood) throw new JobFailedException(e.Message);
            throw;
        }
        // Not to be cancelled: the server has the letter.
        var now = clock.Now;
        await db.Set<OutgoingMail>().Where(m => m.Id == mail.Id).ExecuteUpdateAsync(m => m
            .SetProperty(x => x.SentAt, now).SetProperty(x => x.SentVia, transport.Code).SetProperty(x => x.Link, transport.ReachesPeople ? null : mail.Link), CancellationToken.None);
        if (mail is { Kind: AccountLetters.Invitation, AccountId: { } came }) await notices.SettleAsync(KeyOf(came), CancellationToken.None);
    }

    private static string KeyOf(Guid invited) => $"invitation.lost:{invited}";

    /// <summary>Whoever invites takes the person for invited, and looks at their page no more.</summary>
    private async Task TellInviterAsync(OutgoingMail mail, string why, CancellationToken cancel)
    {
        if (mail is not { Kind: AccountLetters.Invitation, AccountId: { } invited } || actor.AccountId is not { } inviter) return;
        if (await db.Set<Membership>().Where(m => m.AccountId == invited).OrderBy(m => m.Id).Select(m => (Guid?)m.OrganizationId).FirstOrDefaultAsync(cancel) is not { } unit) return;
        await notices.TellAsync(new Telling(KeyOf(invited), $"Thư mời {mail.ToName} không gửi được", $"Gửi tới {mail.ToAddress}. {why}", $"/identity/accounts/detail/{invited}", Personal: true, AlsoDoer: true), unit, [inviter], cancel);
    }
}
