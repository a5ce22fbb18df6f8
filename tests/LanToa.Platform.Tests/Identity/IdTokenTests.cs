using System.Security.Cryptography;
using LanToa.Platform.Identity.Providers;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace LanToa.Platform.Tests.Identity;

/// <summary>What an ID token must be to be believed.</summary>
public sealed class IdTokenTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 5, 0, 0, TimeSpan.Zero);

    private static readonly SignInProvider Provider = new() { Id = "tinh", Name = "Tỉnh", Issuer = "https://dinh-danh.example", ClientId = "lantoa", ClientSecret = new string('s', 64), FactorLevels = ["muc-3"] };

    private readonly RSA _rsa = RSA.Create(2048);
    private readonly RSA _other = RSA.Create(2048);
    private readonly ECDsa _curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public void Dispose()
    {
        _rsa.Dispose();
        _other.Dispose();
        _curve.Dispose();
    }

    [Theory]
    [InlineData(SecurityAlgorithms.RsaSha256)]
    [InlineData(SecurityAlgorithms.EcdsaSha256)]
    public async Task Check_RightToken_TellsWho(string algorithm)
    {
        var said = Arrival.From(Provider, await CheckAsync(Token(algorithm: algorithm, more: new() { ["acr"] = "muc-3", ["email"] = "An@X.example", ["email_verified"] = true })));
        (said.Subject, said.Email, said.IsVerified, said.WithFactor).ShouldBe(("an", "an@x.example", true, true));
    }

    [Theory]
    [InlineData("iss", "https://ke-khac.example")]
    [InlineData("aud", "chuong-trinh-khac")]
    [InlineData("nonce", "lan-khac")]
    [InlineData("nonce", null)]
    [InlineData("sub", null)]
    [InlineData("exp", 1_700_000_000L)]
    [InlineData("exp", null)]
    [InlineData("nbf", 1_900_000_000L)]
    public async Task Check_WrongClaim_IsRefused(string claim, object? value) =>
        await Should.ThrowAsync<SecurityTokenException>(() => CheckAsync(Token(more: new() { [claim] = value })));

    [Fact]
    public async Task Check_ForeignKeyNoneOrTheClientsSecret_IsRefused()
    {
        await Should.ThrowAsync<SecurityTokenException>(() => CheckAsync(Token(key: new RsaSecurityKey(_other) { KeyId = "1" })));
        await Should.ThrowAsync<SecurityTokenException>(() => CheckAsync(new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor { Claims = Claims([]) })));
        await Should.ThrowAsync<SecurityTokenException>(() => CheckAsync(Token(algorithm: SecurityAlgorithms.HmacSha256, key: new SymmetricSecurityKey(System.Text.Encoding.UTF8.GetBytes(Provider.ClientSecret)) { KeyId = "1" })));
        await Should.ThrowAsync<SecurityTokenException>(() => CheckAsync("không.phải.token"));
    }

    [Fact]
    public async Task Check_ForSeveralAudiences_NeedsToBeForThisOne()
    {
        var audiences = new[] { "lantoa", "khac" };
        await Should.ThrowAsync<SecurityTokenException>(() => CheckAsync(Token(more: new() { ["aud"] = audiences })));
        await CheckAsync(Token(more: new() { ["aud"] = audiences, ["azp"] = "lantoa" }));
    }

    private Task<System.Security.Claims.ClaimsIdentity> CheckAsync(string token)
    {
        var known = new OpenIdConnectConfiguration();
        known.SigningKeys.Add(new RsaSecurityKey(_rsa) { KeyId = "1" });
        known.SigningKeys.Add(new ECDsaSecurityKey(_curve) { KeyId = "2" });
        return IdTokens.CheckAsync(token, Provider, known, "lan-nay", Now);
    }

    private string Token(string algorithm = SecurityAlgorithms.RsaSha256, SecurityKey? key = null, Dictionary<string, object?>? more = null) => new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
    {
        Claims = Claims(more ?? []), SigningCredentials = new SigningCredentials(key ?? (algorithm == SecurityAlgorithms.EcdsaSha256 ? new ECDsaSecurityKey(_curve) { KeyId = "2" } : new RsaSecurityKey(_rsa) { KeyId = "1" }), algorithm),
    });

    private static Dictionary<string, object> Claims(Dictionary<string, object?> more)
    {
        var claims = new Dictionary<string, object?> { ["iss"] = Provider.Issuer, ["aud"] = Provider.ClientId, ["sub"] = "an", ["nonce"] = "lan-nay", ["exp"] = Now.AddMinutes(5).ToUnixTimeSeconds(), ["iat"] = Now.ToUnixTimeSeconds() };
        foreach (var (name, value) in more) claims[name] = value;
        return claims.Where(c => c.Value is not null).ToDictionary(c => c.Key, c => c.Value!);
    }
}
