using System.Globalization;
using LanToa.Platform.Data;
using LanToa.Platform.Jobs;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Platform.Mail;

public sealed record SendMailPayload(Guid Mail);

/// <summary>Delivers one letter. What has left is never sent again; where the server's answer was lost, the same letter goes again under the same Message-ID.</summary>
public sealed class SendMail(LanToaDb db, IMailTransport transport, MailSettings settings, Clock clock) : IJobHandler<SendMailPayload>
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
        catch (MailNotSentException e) when (e.ForGood)
        {
            throw new JobFailedException(e.Message);
        }
        // Not to be cancelled: the server has the letter.
        var now = clock.Now;
        await db.Set<OutgoingMail>().Where(m => m.Id == mail.Id).ExecuteUpdateAsync(m => m
            .SetProperty(x => x.SentAt, now).SetProperty(x => x.SentVia, transport.Code).SetProperty(x => x.Link, transport.ReachesPeople ? null : mail.Link), CancellationToken.None);
    }
}
