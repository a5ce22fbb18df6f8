using LanToa.Platform.Identity.Providers;
using LanToa.Platform.Jobs;
using LanToa.Platform.Time;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Platform.Identity;

internal static class PeopleServices
{
    public static void AddPeople(this IServiceCollection services)
    {
        services.AddScoped<AccountAdministration>();
        services.AddScoped<RoleUnit>();
        services.AddScoped<ActingPerson>();
        services.AddScoped<AccountLinks>();
        services.AddScoped<AccountLetters>();
        services.AddScoped<Invitations>();
        services.AddScoped<ForgottenPassword>();
        services.AddHttpContextAccessor();
        services.AddScoped<SecondFactors>();
        services.AddScoped<Sessions>();
        services.AddScoped<SignIns>();
        OpenIdSchemes.Add(services);
        services.AddJob<ForgetSignIns, object?>(ForgetSignIns.Job, "Xóa lịch sử đăng nhập đã quá hạn lưu");
        services.AddSingleton(new RecurringJob(ForgetSignIns.Job, ForgetSignIns.Job, "mỗi đêm lúc 03:20", now => Clock.LastNightAt(now, new TimeOnly(3, 20))));
        services.AddJob<ResetLetters, ResetLettersPayload>(ResetLetters.Job, "Soạn thư đặt lại mật khẩu");
    }
}
