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
public sealed class SendMail(LanToaDb db, IMailTransport transport, MailSettings settings, NoticeBoard notices, Actor actor, IOrganizationDirectory organizations, Clock clock) : IJobHandler<SendMailPayload>, IJobGivenUp<SendMailPayload>
{
    public const string Job = "mail.send";

    public async Task RunAsync(SendMailPayload payload, JobRun run, CancellationToken cancel)
    {
        run.ResultPath = $"/mail/detail/{payload.Mail}";
        if (await db.Set<OutgoingMail>().AsNoTracking().FirstOrDefaultAsync(m => m.Id == payload.Mail, cancel) is not { SentAt: null } mail) return;
        if (mail.ExpiresAt <= clock.Now)
        {
            // The link itself may be forgotten by now.
            throw new JobFailedException(mail.Text.Contains(OutgoingMail.LinkPlace, StringComparison.Ordinal) ? "Liên kết trong thư đã hết hạn trước khi gửi được. Hãy tạo thư mới." : "Thư đã qua ngày trước khi gửi được nên không gửi nữa; nội dung vẫn xem được trong LanToa.");
        }
        // With the later one the link in this one ended, whether that went or was held.
        if (mail.Kind == AccountLetters.Invitation && await Later(mail).AnyAsync(cancel)) throw new JobFailedException(Outdated);
        try
        {
            using var message = MailComposer.Compose(mail, settings);
            await transport.DeliverAsync(message, $"{mail.CreatedAt.UtcDateTime.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}-{mail.Id:N}", cancel);
        }
        catch (MailNotSentException e)
        {
            if (e.ForGood) throw new JobFailedException(e.Message);
            throw;
        }
        // Not to be cancelled: the server has the letter.
        var now = clock.Now;
        await db.Set<OutgoingMail>().Where(m => m.Id == mail.Id).ExecuteUpdateAsync(m => m
            .SetProperty(x => x.SentAt, now).SetProperty(x => x.SentVia, transport.Code).SetProperty(x => x.Link, transport.ReachesPeople ? null : mail.Link), CancellationToken.None);
        if (mail is { Kind: AccountLetters.Invitation, AccountId: { } came }) await SettleAsync(mail, came);
    }

    private IQueryable<OutgoingMail> Later(OutgoingMail mail) => db.Set<OutgoingMail>().Where(m => m.AccountId == mail.AccountId && m.Kind == mail.Kind && m.CreatedAt > mail.CreatedAt);

    private static string KeyOf(Guid invited) => $"invitation.lost:{invited}";

    internal const string Outdated = "Đã có thư mời sau; liên kết trong thư này không còn dùng được nên không gửi.";

    /// <summary>
    /// Whoever invites takes the person for invited, and looks at their page no more. They are told where they invited, which the invited person's unit need not be; of a letter after which another went it is that one which
    /// counts, and of an invitation that was taken back, or whose person has a password by now, no letter is missed.
    /// </summary>
    public async Task GivenUpAsync(SendMailPayload payload, Exception? cause, CancellationToken cancel)
    {
        if (await db.Set<OutgoingMail>().AsNoTracking().FirstOrDefaultAsync(m => m.Id == payload.Mail, cancel) is not { Kind: AccountLetters.Invitation, SentAt: null, AccountId: { } invited } mail || actor.AccountId is not { } inviter) return;
        if (await db.Users.AsNoTracking().FirstOrDefaultAsync(a => a.Id == invited, cancel) is not { } account || !Invitations.IsOpen(account)) return;
        if (await Later(mail).AnyAsync(m => m.JobId != null, cancel)) return;
        var why = cause is JobFailedException or MailNotSentException ? cause.Message : "Chương trình gặp lỗi khi gửi. Hãy mời lại; nếu vẫn vậy, hãy báo người vận hành hệ thống.";
        if ((await UnitsOfAsync(inviter, cancel)).Find(u => u.ProvinceId == mail.ProvinceId) is not { Id: var unit }) return;
        await notices.TellAsync(new Telling(KeyOf(invited), $"Thư mời {mail.ToName} không gửi được", $"Gửi tới {mail.ToAddress}. {why}", $"/identity/accounts/detail/{invited}", Personal: true, AlsoDoer: true), unit, [inviter], cancel);
    }

    /// <summary>The nation may have invited first and the unit's province then, or the other way round.</summary>
    private async Task SettleAsync(OutgoingMail mail, Guid invited) =>
        await notices.SettleAsync([KeyOf(invited)], [mail.ProvinceId, 0, .. (await UnitsOfAsync(invited, CancellationToken.None)).Select(u => u.ProvinceId)], CancellationToken.None);

    private async Task<List<OrganizationInfo>> UnitsOfAsync(Guid account, CancellationToken cancel) =>
        [.. (await db.Set<Membership>().Where(m => m.AccountId == account).OrderBy(m => m.Id).Select(m => m.OrganizationId).ToListAsync(cancel)).Select(organizations.Find).OfType<OrganizationInfo>()];
}
