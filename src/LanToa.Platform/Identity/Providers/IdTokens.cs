using System.Security.Claims;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace LanToa.Platform.Identity.Providers;

/// <summary>Checks an ID token (OpenID Connect Core 1.0, 3.1.3.7): issuer, audience, signature by the published keys, life, nonce.</summary>
internal static class IdTokens
{
    /// <summary>How far the clocks of the two machines may be apart.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(2);

    // Only what a published key can have signed: neither "none" nor the client's own secret.
    private static readonly string[] Signatures =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512, SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    /// <summary>What the token says of the person.</summary>
    /// <exception cref="SecurityTokenException">It is not a token of this provider for this program and this sign-in. <see cref="SecurityTokenSignatureKeyNotFoundException"/>: the keys may have changed.</exception>
    public static async Task<ClaimsIdentity> CheckAsync(string token, SignInProvider provider, OpenIdConnectConfiguration known, string? nonce, DateTimeOffset now)
    {
        var result = await new JsonWebTokenHandler { MapInboundClaims = false }.ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = provider.Issuer, ValidAudience = provider.ClientId, IssuerSigningKeys = known.SigningKeys, ValidAlgorithms = Signatures, RequireSignedTokens = true,
            // By this program's clock, with both ends demanded.
            LifetimeValidator = (from, to, _, _) => to is { } end && now < At(end) + Skew && (from is not { } begin || At(begin) - Skew <= now),
        });
        if (!result.IsValid) throw result.Exception is SecurityTokenException wrong ? wrong : new SecurityTokenException("The ID token cannot be read.", result.Exception);
        var read = (JsonWebToken)result.SecurityToken;
        if (string.IsNullOrEmpty(nonce) || !read.TryGetPayloadValue<string>("nonce", out var said) || said != nonce) throw new SecurityTokenException("The ID token belongs to another sign-in (nonce).");
        if (read.Audiences.Count() > 1 && read.Azp != provider.ClientId) throw new SecurityTokenException("The ID token was made for another program (azp).");
        if (string.IsNullOrEmpty(read.Subject)) throw new SecurityTokenException("The ID token names nobody (sub).");
        return result.ClaimsIdentity;
    }

    private static DateTimeOffset At(DateTime utc) => new(DateTime.SpecifyKind(utc, DateTimeKind.Utc));
}
