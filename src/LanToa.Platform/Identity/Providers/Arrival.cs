using System.Security.Claims;
using System.Text.Json;
using System.Text.Json.Serialization;
using LanToa.Platform.Mail;
using Microsoft.AspNetCore.Identity;

namespace LanToa.Platform.Identity.Providers;

/// <summary>Who came back from a provider, as the provider says.</summary>
/// <param name="Subject">The provider's own, unchanging name for the person.</param>
/// <param name="Email">In the form in which accounts keep it; null when none was told.</param>
/// <param name="IsVerified">The provider vouches that the address is the person's.</param>
/// <param name="WithFactor">A second factor was used there.</param>
/// <param name="ProvedAt">When the provider last asked the person to prove who they are; null when it does not say.</param>
public sealed record Arrival(string Provider, string Issuer, string Subject, string? Email, bool IsVerified, string? Name, bool WithFactor, DateTimeOffset? ProvedAt = null)
{
    /// <summary>Who it is, as accounts are bound: by issuer and subject.</summary>
    [JsonIgnore]
    public string Key => $"{Issuer} {Subject}";

    public static Arrival From(SignInProvider provider, ClaimsIdentity token) => new(
        provider.Id, provider.Issuer, token.FindFirst("sub")!.Value, Address(token.FindFirst("email")?.Value), IsTrue(token.FindFirst("email_verified")?.Value), token.FindFirst("name")?.Value,
        token.HasClaim("amr", "mfa") || provider.FactorLevels.Any(level => token.HasClaim("acr", level)),
        long.TryParse(token.FindFirst("auth_time")?.Value, out var seconds) && seconds is > 0 and < 253402300800 ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null);

    /// <summary>With the address that userinfo tells, if that is of the same person.</summary>
    public Arrival With(JsonElement userInfo)
    {
        string? Of(string key) => userInfo.ValueKind == JsonValueKind.Object && userInfo.TryGetProperty(key, out var value) ? value.ToString() : null;
        return Of("sub") != Subject ? this : this with { Email = Address(Of("email")), IsVerified = IsTrue(Of("email_verified")), Name = Of("name") ?? Name };
    }

    /// <summary>As the cookie between the provider and the page carries it.</summary>
    public ClaimsPrincipal ToPrincipal()
    {
        var identity = new ClaimsIdentity(IdentityConstants.ExternalScheme);
        identity.AddClaim(new Claim(nameof(Arrival), JsonSerializer.Serialize(this)));
        return new ClaimsPrincipal(identity);
    }

    public static Arrival? Read(ClaimsPrincipal? principal) => principal?.FindFirstValue(nameof(Arrival)) is { } json ? JsonSerializer.Deserialize<Arrival>(json) : null;

    private static string? Address(string? email) => string.IsNullOrWhiteSpace(email) || !MailAddresses.IsValid(email.Trim()) ? null : MailAddresses.Normal(email);

    private static bool IsTrue(string? value) => string.Equals(value, "true", StringComparison.OrdinalIgnoreCase);
}
