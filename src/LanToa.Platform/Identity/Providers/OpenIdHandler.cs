using System.Net.Http.Headers;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OAuth;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace LanToa.Platform.Identity.Providers;

/// <summary>What the framework's OAuth handler needs of one provider, and where that is written.</summary>
internal sealed class OpenIdOptions : OAuthOptions
{
    public SignInProvider Provider { get; set; } = null!;

    /// <summary>The discovery document with the keys, fetched at the first use and again after a day or when a key is unknown.</summary>
    public IConfigurationManager<OpenIdConnectConfiguration> Discovery { get; set; } = null!;

    // The two addresses that the base asks for are known only when the discovery document has been read.
    public override void Validate() => ArgumentNullException.ThrowIfNull(Provider);
}

/// <summary>OpenID Connect on the framework's OAuth handler, which brings state, correlation and PKCE: discovery, nonce, ID token and userinfo are added here.</summary>
internal sealed class OpenIdHandler(IOptionsMonitor<OpenIdOptions> options, ILoggerFactory logger, UrlEncoder encoder) : OAuthHandler<OpenIdOptions>(options, logger, encoder)
{
    private const string Nonce = "nonce";

    /// <summary>Set on a challenge: the person shall prove anew who they are.</summary>
    public const string Again = "again";

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        try
        {
            await DiscoverAsync();
        }
        catch (Exception e) when (e is InvalidOperationException or HttpRequestException or IOException or OperationCanceledException && !Context.RequestAborted.IsCancellationRequested)
        {
            Response.Redirect(ProviderTroubles.Place(Options.Provider, e, Logger));
            return;
        }
        await base.HandleChallengeAsync(properties);
    }

    protected override string BuildChallengeUrl(AuthenticationProperties properties, string redirectUri)
    {
        var nonce = WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(32));
        // Before the base seals the properties into the state.
        properties.Items[Nonce] = nonce;
        Dictionary<string, string?> more = new() { [Nonce] = nonce };
        // The second makes the provider say when it asked, which the page after it looks at: the address passes through the person's own browser.
        if (properties.Items.Remove(Again)) (more["prompt"], more["max_age"]) = ("login", "300");
        return QueryHelpers.AddQueryString(base.BuildChallengeUrl(properties, redirectUri), more);
    }

    protected override async Task<HandleRequestResult> HandleRemoteAuthenticateAsync()
    {
        // RFC 9207: an answer of another provider than the one that was asked.
        if (Request.Query.TryGetValue("iss", out var issuer) && issuer != Options.Provider.Issuer) return HandleRequestResult.Fail("The answer names another issuer.");
        await DiscoverAsync();
        return await base.HandleRemoteAuthenticateAsync();
    }

    protected override async Task<AuthenticationTicket> CreateTicketAsync(ClaimsIdentity identity, AuthenticationProperties properties, OAuthTokenResponse tokens)
    {
        if (tokens.Response?.RootElement.TryGetProperty("id_token", out var written) != true || written.GetString() is not { Length: > 0 } token) throw new SecurityTokenException("The provider sent no ID token.");
        var said = await CheckAsync(token, properties.Items[Nonce]);
        properties.Items.Remove(Nonce);
        var arrival = await WithAddressAsync(Arrival.From(Options.Provider, said), tokens.AccessToken);
        return new AuthenticationTicket(arrival.ToPrincipal(), properties, Scheme.Name);
    }

    private async Task<ClaimsIdentity> CheckAsync(string token, string? nonce)
    {
        try
        {
            return await IdTokens.CheckAsync(token, Options.Provider, await DiscoverAsync(), nonce, TimeProvider.GetUtcNow());
        }
        catch (SecurityTokenSignatureKeyNotFoundException)
        {
            // The provider has new keys.
            Options.Discovery.RequestRefresh();
            return await IdTokens.CheckAsync(token, Options.Provider, await DiscoverAsync(), nonce, TimeProvider.GetUtcNow());
        }
    }

    // By the standard the address stands at the userinfo endpoint; some providers write it into the ID token as well.
    private async Task<Arrival> WithAddressAsync(Arrival arrival, string? accessToken)
    {
        if (arrival.Email is not null || accessToken is null || (await DiscoverAsync()).UserInfoEndpoint is not { Length: > 0 } endpoint) return arrival;
        using var request = new HttpRequestMessage(HttpMethod.Get, endpoint) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", accessToken) } };
        using var answer = await Backchannel.SendAsync(request, Context.RequestAborted);
        if (!answer.IsSuccessStatusCode || answer.Content.Headers.ContentType?.MediaType != "application/json") return arrival;
        using var json = await JsonDocument.ParseAsync(await answer.Content.ReadAsStreamAsync(Context.RequestAborted), cancellationToken: Context.RequestAborted);
        return arrival.With(json.RootElement);
    }

    // The base reads the endpoints from the options, which all requests of this scheme share: each writes the same.
    private async Task<OpenIdConnectConfiguration> DiscoverAsync()
    {
        var known = await Options.Discovery.GetConfigurationAsync(Context.RequestAborted);
        if (known.Issuer != Options.Provider.Issuer) throw new InvalidOperationException($"The discovery document is of {known.Issuer}.");
        (Options.AuthorizationEndpoint, Options.TokenEndpoint) = (known.AuthorizationEndpoint, known.TokenEndpoint);
        return known;
    }
}
