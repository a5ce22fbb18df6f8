using LanToa.Platform.Data;
using LanToa.Platform.Jobs;
using LanToa.Platform.Modules;
using LanToa.Platform.Time;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Platform.Mail;

internal static class MailServices
{
    public static void AddMail(this IServiceCollection services)
    {
        services.AddSingleton(s => MailSettings.Load(s.GetRequiredService<DataFolder>().Root, Environment.GetEnvironmentVariable));
        services.AddSingleton<IMailTransport>(s => s.GetRequiredService<MailSettings>() is { IsSmtp: true } smtp ? new SmtpTransport(smtp, s.GetRequiredService<TimeProvider>()) : new FolderTransport(s.GetRequiredService<DataFolder>()));
        services.AddSingleton<MailLinks>();
        services.AddSingleton(new Measure("lantoa.mail.failed", "{letter}", "Letters that were given up", "SELECT count(*) FROM outgoing_mail m JOIN job j ON j.id = m.job_id WHERE m.sent_at IS NULL AND j.state = 'Dead'"));
        services.AddScoped<Outbox>();
        services.AddScoped<MailInSight>();
        services.AddJob<SendMail, SendMailPayload>(SendMail.Job, "Gửi thư điện tử", TimeSpan.FromMinutes(2));
        services.AddJob<ForgetMail, object?>(ForgetMail.Job, "Xóa thư đã quá hạn lưu");
        services.AddSingleton(new RecurringJob(ForgetMail.Job, ForgetMail.Job, "mỗi đêm lúc 03:10", now => Clock.LastNightAt(now, new TimeOnly(3, 10))));
    }
}
