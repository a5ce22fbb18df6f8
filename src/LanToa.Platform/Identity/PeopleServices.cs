using LanToa.Platform.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Platform.Identity;

internal static class PeopleServices
{
    public static void AddPeople(this IServiceCollection services)
    {
        services.AddScoped<AccountAdministration>();
        services.AddScoped<ActingPerson>();
        services.AddScoped<AccountLinks>();
        services.AddScoped<AccountLetters>();
        services.AddScoped<Invitations>();
        services.AddScoped<ForgottenPassword>();
        services.AddJob<ResetLetters, ResetLettersPayload>(ResetLetters.Job, "Soạn thư đặt lại mật khẩu");
    }
}
