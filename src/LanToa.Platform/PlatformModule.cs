using LanToa.Platform.Api;
using LanToa.Platform.Api.Webhooks;
using LanToa.Platform.Audit;
using LanToa.Platform.Data;
using LanToa.Platform.Files;
using LanToa.Platform.Identity;
using LanToa.Platform.Jobs;
using LanToa.Platform.Mail;
using LanToa.Platform.Modules;
using LanToa.Platform.Notices;
using LanToa.Platform.Permissions;
using LanToa.Platform.SavedViews;
using LanToa.Platform.Search;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;

namespace LanToa.Platform;

/// <summary>Permissions of the platform's own pages.</summary>
public static class PlatformPermissions
{
    public static readonly Permission ManageAccounts = new("accounts.manage", "Quản lý tài khoản và vai trò", Role.Administrator);
    public static readonly Permission ManageJobs = new("jobs.manage", "Xem và chạy lại việc nền", Role.Administrator);
    public static readonly Permission ManageMail = new("mail.manage", "Xem và gửi lại thư điện tử", Role.Administrator);
    public static readonly Permission ReadHistory = new("history.read", "Xem toàn bộ lịch sử thay đổi", Role.Administrator, Role.Inspector);
}

/// <summary>What every room stands on: identity, permissions, history, jobs, files and time.</summary>
public sealed class PlatformModule : Module
{
    public override void Services(IServiceCollection services)
    {
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<Clock>();
        services.AddUi();
        services.AddScoped<Actor>();
        services.AddScoped<Events>();
        services.AddScoped<HistoryWords>();
        services.AddScoped<History>();
        services.AddSingleton<HistorySealer>();
        services.AddSingleton<HistoryVerifier>();
        services.AddSingleton<HistoryExport>();
        services.AddJob<VerifyHistory, VerifyHistoryPayload?>(VerifyHistory.Job, "Kiểm tra chuỗi lịch sử", TimeSpan.FromHours(4));
        services.AddSingleton(new RecurringJob(VerifyHistory.Job, VerifyHistory.Job, "mỗi đêm lúc 02:30", VerifyHistory.LastNight));
        services.AddScoped<LastChange>();
        services.AddScoped<JobQueue>();
        services.AddScoped<JobsInSight>();
        services.AddPeople();
        services.AddSingleton(_ => JobSettings.Load(Environment.GetEnvironmentVariable));
        services.AddSingleton<JobWorker>();
        services.AddSingleton(new Measure("lantoa.jobs.queue.age", "s", "How long the job waits that is due longest", "SELECT coalesce(extract(epoch FROM $2 - min(run_after)), 0) FROM job WHERE state = 'Queued' AND run_after <= $2"));
        services.AddSingleton(new Measure("lantoa.jobs.dead", "{job}", "Jobs that were given up and wait for an administrator", "SELECT count(*) FROM job WHERE state = 'Dead'"));
        services.AddSingleton(s => S3Files.Choose(s.GetRequiredService<DataFolder>(), Environment.GetEnvironmentVariable));
        services.AddScoped<FileStore>();
        services.AddScoped<ISearchSource, FileSearch>();
        services.AddScoped<NoticeBoard>();
        services.AddScoped<SavedViewBook>();
        services.Configure<MvcOptions>(o => o.Filters.Add<DefaultView>());
        services.AddMail();
        services.AddApi();
        services.AddScoped<IAuthorizationHandler, PermissionHandler>();
        services.AddSingleton<IConfigureOptions<AuthorizationOptions>, ClosedByDefault>();
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(s =>
            new ConfigureOptions<KeyManagementOptions>(o => o.XmlRepository = new DataProtectionKeyRepository(s.GetRequiredService<NpgsqlDataSource>())));
        services.AddDataProtection().SetApplicationName("LanToa");
        services.AddAuthorization();
        services.AddAuthentication(IdentityConstants.ApplicationScheme).AddIdentityCookies();
        services.AddScoped<IPasswordHasher<Account>, NormalPasswordHasher>();
        services.AddIdentityCore<Account>(ConfigureIdentity).AddPasswordValidator<PasswordRules>().AddSignInManager().AddEntityFrameworkStores<Data.LanToaDb>().AddDefaultTokenProviders();
        services.ConfigureApplicationCookie(ConfigureCookie);
    }

    public override void Access(AccessRules rules) => rules
        .Enter("/Identity", Permission.Public)
        .Enter("/Identity/Unit", Permission.SignedIn)
        .Enter("/Identity/Me", Permission.SignedIn)
        .Enter("/Identity/Factor", Permission.SignedIn)
        .Enter("/Identity/Delegations", Permission.SignedIn)
        .Enter("/Identity/Accounts", PlatformPermissions.ManageAccounts)
        .Enter("/Jobs", PlatformPermissions.ManageJobs)
        .Enter("/Mail", PlatformPermissions.ManageMail)
        .Enter("/Audit", PlatformPermissions.ReadHistory)
        .Enter("/Documents", Permission.SignedIn)
        .Enter("/Search", Permission.SignedIn)
        .Enter("/SavedViews", Permission.SignedIn)
        .Enter("/Notices", Permission.SignedIn)
        .Enter("/Api", Permission.Public)
        .Enter("/Api/Tokens", ApiPermissions.Tokens)
        .Enter("/Api/Webhooks", ApiPermissions.Tokens)
        .Enter("/Api/Webhook", ApiPermissions.Tokens);

    public override void Tables(ModelBuilder model) => SearchWords.Map(model);

    public override IEnumerable<MenuPlace> Menu =>
    [
        new("Lịch sử", "history", "/audit", 99, PlatformPermissions.ReadHistory),
        new("Quản trị", "settings", "/identity/accounts", 100, PlatformPermissions.ManageAccounts) { Also = ["/jobs", "/mail"] },
    ];

    public override IEnumerable<Permission> Permissions => [PlatformPermissions.ManageAccounts, PlatformPermissions.ManageJobs, PlatformPermissions.ManageMail, PlatformPermissions.ReadHistory, ApiPermissions.Tokens];

    public override IEnumerable<VerbName> Verbs =>
    [
        new("account.create", "Tạo tài khoản"), new("account.change", "Sửa tài khoản"), new("account.disable", "Ngừng sử dụng tài khoản"), new("account.enable", "Mở lại tài khoản"),
        new("account.invite", "Mời dùng hệ thống"), new("account.invite-again", "Gửi lại lời mời"), new("account.invite-revoke", "Thu hồi lời mời"), new("account.accept", "Nhận lời mời"),
        new("account.password-set", "Đặt lại mật khẩu cho người dùng"), new("account.password-change", "Đổi mật khẩu"), new("account.reset-by-mail", "Đặt lại mật khẩu bằng thư"),
        new("factor.enable", "Bật xác thực hai bước"), new("factor.disable", "Tắt xác thực hai bước"), new("factor.reset", "Gỡ xác thực hai bước"), new("factor.codes", "Tạo mã khôi phục mới"),
        new("factor.recover", "Đăng nhập bằng mã khôi phục"), new("factor.rules", "Quy định vai trò phải xác thực hai bước"), new("account.sessions-end", "Kết thúc phiên đăng nhập"),
        new("account.ways-end", "Gỡ khóa truy cập và dịch vụ đăng nhập"), new("provider.bind", "Gắn dịch vụ đăng nhập"), new("provider.unbind", "Gỡ dịch vụ đăng nhập"),
        new("membership.create", "Giao vai trò"), new("membership.change", "Sửa vai trò"), new("membership.end", "Thôi vai trò"),
        new("membership.hand-over", "Bàn giao, thôi vai trò"), new("delegation.create", "Ủy quyền khi vắng"), new("delegation.end", "Thu hồi ủy quyền"), new("passkey.create", "Thêm khóa truy cập"), new("passkey.delete", "Xóa khóa truy cập"),
        new("job.again", "Chạy lại việc nền"), new("job.cancel", "Hủy việc nền"), new("job.set-aside", "Bỏ qua việc nền dừng vì lỗi"),
        new("mail.test", "Gửi thư thử"), new("mail.again", "Gửi lại thư"),
        new(SavedViewBook.Made, "Lưu bộ lọc"), new(SavedViewBook.Renamed, "Đổi tên bộ lọc"), new(SavedViewBook.Deleted, "Xóa bộ lọc"), new(SavedViewBook.MadeDefault, "Đặt bộ lọc mặc định"),
        new(ApiTokens.Made, "Cấp khóa API"), new(ApiTokens.Ended, "Thu hồi khóa API"),
        new(WebhookBook.Made, "Thêm nơi nhận tin API"), new(WebhookBook.Ended, "Gỡ nơi nhận tin API"), new(WebhookBook.Resumed, "Bật lại nơi nhận tin API"), new(DeliverWebhook.Stopped, "Tạm dừng nơi nhận tin API"),
        new("attachment.create", "Đính kèm tệp"), new("attachment.change", "Sửa tệp đính kèm"), new("attachment.withdraw", "Gỡ tệp"),
    ];

    public override void Endpoints(IEndpointRouteBuilder endpoints)
    {
        AttachmentEndpoints.Map(endpoints);
        ApiServices.Map(endpoints);
    }

    private static void ConfigureIdentity(IdentityOptions options)
    {
        // The rules are PasswordRules; the framework's own ask for nothing.
        options.Password.RequiredLength = options.Password.RequiredUniqueChars = 1;
        options.Password.RequireDigit = options.Password.RequireLowercase = options.Password.RequireUppercase = options.Password.RequireNonAlphanumeric = false;
        options.Lockout.MaxFailedAccessAttempts = 5;
        options.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(10);
        options.User.AllowedUserNameCharacters = "abcdefghijklmnopqrstuvwxyz0123456789.-_@+";
    }

    private static void ConfigureCookie(Microsoft.AspNetCore.Authentication.Cookies.CookieAuthenticationOptions cookie)
    {
        cookie.Cookie.Name = "lantoa";
        cookie.Cookie.HttpOnly = true;
        cookie.Cookie.SameSite = Microsoft.AspNetCore.Http.SameSiteMode.Lax;
        cookie.Cookie.SecurePolicy = Microsoft.AspNetCore.Http.CookieSecurePolicy.SameAsRequest;
        cookie.ExpireTimeSpan = Sessions.Life;
        cookie.SlidingExpiration = true;
        cookie.LoginPath = "/identity/signin";
        cookie.LogoutPath = "/identity/signout";
        cookie.AccessDeniedPath = "/identity/denied";
        cookie.ReturnUrlParameter = "tiep";
        // ActorMiddleware compares the stamp at every request; the framework's own look would make a manager of sign-ins for each, only to find that it is not time yet.
        cookie.Events.OnValidatePrincipal = _ => Task.CompletedTask;
        var (ask, deny) = (cookie.Events.OnRedirectToLogin, cookie.Events.OnRedirectToAccessDenied);
        cookie.Events.OnRedirectToLogin = redirect =>
        {
            redirect.RedirectUri = HttpMethods.IsPost(redirect.Request.Method) ? cookie.LoginPath + Identity.Pages.SignInModel.AfterForm(redirect.Request) : Here(redirect.RedirectUri);
            return ask(redirect);
        };
        cookie.Events.OnRedirectToAccessDenied = redirect =>
        {
            redirect.RedirectUri = Here(redirect.RedirectUri);
            return deny(redirect);
        };
    }

    /// <summary>Without the host, which whoever sends the request has written, and without the scheme, which a proxy may have changed.</summary>
    private static string Here(string address) => address.StartsWith("http", StringComparison.Ordinal) && Uri.TryCreate(address, UriKind.Absolute, out var whole) ? whole.PathAndQuery : address;
}
