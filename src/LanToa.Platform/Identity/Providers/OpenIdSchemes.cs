using LanToa.Platform.Data;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OAuth;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace LanToa.Platform.Identity.Providers;

/// <summary>One authentication scheme for each provider that is set up.</summary>
internal sealed class OpenIdSchemes(SignInProviders providers, ILogger<OpenIdSchemes> logger) : IConfigureOptions<AuthenticationOptions>, IConfigureNamedOptions<OpenIdOptions>
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton(s => SignInProviders.Load(s.GetRequiredService<DataFolder>().Root, Environment.GetEnvironmentVariable));
        services.AddScoped<ProviderAccounts>();
        services.AddTransient<OpenIdHandler>();
        services.AddSingleton<IConfigureOptions<AuthenticationOptions>, OpenIdSchemes>();
        services.AddSingleton<IConfigureOptions<OpenIdOptions>, OpenIdSchemes>();
        services.AddSingleton<IPostConfigureOptions<OpenIdOptions>, OAuthPostConfigureOptions<OpenIdOptions, OpenIdHandler>>();
    }

    public void Configure(AuthenticationOptions options)
    {
        foreach (var provider in providers.All) options.AddScheme<OpenIdHandler>(provider.Scheme, provider.Name);
    }

    public void Configure(OpenIdOptions options) => Configure(Options.DefaultName, options);

    public void Configure(string? name, OpenIdOptions options)
    {
        if (providers.All.FirstOrDefault(p => p.Scheme == name) is not { } provider) return;
        options.Provider = provider;
        (options.ClientId, options.ClientSecret) = (provider.ClientId, provider.ClientSecret);
        (options.CallbackPath, options.SignInScheme, options.UsePkce, options.SaveTokens) = (provider.ReturnPath, IdentityConstants.ExternalScheme, true, false);
        foreach (var scope in new[] { "openid", "profile", "email" }) options.Scope.Add(scope);
        options.Backchannel = new HttpClient { Timeout = provider.Patience, MaxResponseContentBufferSize = 1 << 20 };
        // The answer comes by GET: a cookie that other sites' forms do not bring is enough, and holds without HTTPS on a machine of one's own.
        (options.CorrelationCookie.SameSite, options.CorrelationCookie.SecurePolicy) = (SameSiteMode.Lax, CookieSecurePolicy.SameAsRequest);
        var issuer = new Uri(provider.Issuer);
        options.Discovery = new ConfigurationManager<OpenIdConnectConfiguration>(
            provider.Issuer.TrimEnd('/') + "/.well-known/openid-configuration", new OpenIdConnectConfigurationRetriever(), new HttpDocumentRetriever(options.Backchannel) { RequireHttps = !issuer.IsLoopback });
        options.Events.OnRemoteFailure = failure => ProviderTroubles.LeadOnAsync(failure, provider, logger);
    }
}
