using System.Globalization;
using LanToa.Contracts.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Jobs;
using LanToa.Platform.Notices;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Platform.Mail;

public sealed record SendMailPayload(Guid Mail);

/// <summary>Delivers one letter. What has left is never sent again; where the server's answer was lost, the same letter goes again under the same Message-ID.</summary>
public sealed class SendMail(LanToaDb db, IMailTransport transport, MailSettings settings, NoticeBoard notices, Actor actor, IOrganizationDirectory organizations, Clock clock) : IJobHandler<SendMailPayload>
{
    public const string Job = "mail.send";

    public async Task RunAsync(SendMailPayload payload, JobRun run, CancellationToken cancel)
    {
        run.ResultPath = $"/mail/detail/{payload.Mail}";
        if (await db.Set<OutgoingMail>().AsNoTracking().FirstOrDefaultAsync(m => m.Id == payload.Mail, cancel) is not { SentAt: null } mail) return;
        if (mail.ExpiresAt <= clock.Now)
        {
            // The link itself may be forgotten by now.
            var late = mail.Text.Contains(OutgoingMail.LinkPlace, StringComparison.Ordinal) ? "Liên kết trong thư đã hết hạn trước khi gửi được. Hãy tạo thư mới." : "Thư đã qua ngày trước khi gửi được nên không gửi nữa; nội dung vẫn xem được trong LanToa.";
            await TellInviterAsync(mail, late, cancel);
            throw new JobFailedException(late);
        }
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
        if (mail is { Kind: AccountLetters.Invitation, AccountId: { } came }) await SettleAsync(mail, came);
    }

    private static string KeyOf(Guid invited) => $"invitation.lost:{invited}";

    /// <summary>
    /// Whoever invites takes the person for invited, and looks at their page no more. They are told where they invited, which the invited person's unit need not be; of a letter after which another went it is that one which
    /// counts, and of an invitation that was taken back, or whose person has a password by now, no letter is missed.
    /// </summary>
    private async Task TellInviterAsync(OutgoingMail mail, string why, CancellationToken cancel)
    {
        if (mail is not { Kind: AccountLetters.Invitation, AccountId: { } invited } || actor.AccountId is not { } inviter) return;
        if (await db.Users.AsNoTracking().FirstOrDefaultAsync(a => a.Id == invited, cancel) is not { } account || !Invitations.IsOpen(account)) return;
        if (await db.Set<OutgoingMail>().AnyAsync(m => m.AccountId == invited && m.Kind == mail.Kind && m.CreatedAt > mail.CreatedAt && m.JobId != null, cancel)) return;
        if ((await UnitsOfAsync(inviter, cancel)).Find(u => u.ProvinceId == mail.ProvinceId) is not { Id: var unit }) return;
        await notices.TellAsync(new Telling(KeyOf(invited), $"Thư mời {mail.ToName} không gửi được", $"Gửi tới {mail.ToAddress}. {why}", $"/identity/accounts/detail/{invited}", Personal: true, AlsoDoer: true), unit, [inviter], cancel);
    }

    /// <summary>The nation may have invited first and the unit's province then, or the other way round.</summary>
    private async Task SettleAsync(OutgoingMail mail, Guid invited) =>
        await notices.SettleAsync([KeyOf(invited)], [mail.ProvinceId, 0, .. (await UnitsOfAsync(invited, CancellationToken.None)).Select(u => u.ProvinceId)], CancellationToken.None);

    private async Task<List<OrganizationInfo>> UnitsOfAsync(Guid account, CancellationToken cancel) =>
        [.. (await db.Set<Membership>().Where(m => m.AccountId == account).OrderBy(m => m.Id).Select(m => m.OrganizationId).ToListAsync(cancel)).Select(organizations.Find).OfType<OrganizationInfo>()];
}
