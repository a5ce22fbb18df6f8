using LanToa.Platform.Ui.Binding;
using LanToa.Platform.Ui.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace LanToa.Platform.Ui;

/// <summary>Registers the interface kit.</summary>
public static class UiServices
{
    public static IServiceCollection AddUi(this IServiceCollection services)
    {
        services.TryAddSingleton<UiAssets>();
        services.TryAddScoped<IOfficeMenu, OfficeMenu>();
        services.TryAddScoped<IShell, ActorShell>();
        services.Configure<MvcOptions>(VietnameseBinding.Configure);
        return services;
    }
}
