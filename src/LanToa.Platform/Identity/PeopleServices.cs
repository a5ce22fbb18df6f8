using LanToa.Platform.Identity.Delegations;
using LanToa.Platform.Identity.Providers;
using LanToa.Platform.Jobs;
using LanToa.Platform.Time;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace LanToa.Platform.Identity;

internal static class PeopleServices
{
    public static void AddPeople(this IServiceCollection services)
    {
        services.AddScoped<AccountAdministration>();
        services.AddScoped<AccountRescue>();
        services.AddScoped<OtherWays>();
        services.AddScoped<GivenAccess>();
        services.AddScoped<RoleUnit>();
        services.AddScoped<ActingPerson>();
        services.AddScoped<ActingAgain>();
        services.AddScoped<AccountLinks>();
        services.AddScoped<AccountLetters>();
        services.AddScoped<Invitations>();
        services.AddScoped<ForgottenPassword>();
        services.AddHttpContextAccessor();
        services.AddScoped<SecondFactors>();
        services.AddScoped<Sessions>();
        services.AddScoped<HandedPasswords>();
        services.AddScoped<ProvinceVisits>();
        services.AddSingleton<NamesOfNobody>();
        services.AddScoped<SignIns>();
        services.AddScoped<Deputies>();
        services.AddScoped<Delegating>();
        services.AddScoped<ActingChoices>();
        services.AddScoped<HandOver>();
        services.AddScoped<Passkeys>();
        services.TryAddScoped<IPasskeyHandler<Account>, PasskeyHandler<Account>>();
        services.Configure<IdentityPasskeyOptions>(p => (p.ResidentKeyRequirement, p.UserVerificationRequirement) = ("required", "required"));
        OpenIdSchemes.Add(services);
        services.AddJob<ForgetSignIns, object?>(ForgetSignIns.Job, "Xóa lịch sử đăng nhập đã quá hạn lưu");
        services.AddSingleton(new RecurringJob(ForgetSignIns.Job, ForgetSignIns.Job, "mỗi đêm lúc 03:20", now => Clock.LastNightAt(now, new TimeOnly(3, 20))));
        services.AddJob<ResetLetters, ResetLettersPayload>(ResetLetters.Job, "Soạn thư đặt lại mật khẩu", TimeSpan.FromMinutes(2));
    }
}
