using System.Text.Json;
using System.Text.RegularExpressions;

namespace LanToa.Platform.Identity.Providers;

/// <summary>The settings of sign-in providers cannot be used as they stand; the message says what to change (Vietnamese) and holds no secret.</summary>
public sealed class ProviderSettingsException(string message) : Exception(message);

/// <summary>A service of a province (or of the installation) that knows people: OpenID Connect 1.0, authorization code with PKCE.</summary>
public sealed record SignInProvider
{
    /// <summary>Short name in addresses: letters a–z, digits, hyphens.</summary>
    public required string Id { get; init; }

    /// <summary>What stands on the button after "Đăng nhập bằng".</summary>
    public required string Name { get; init; }

    /// <summary>As its discovery document and its tokens say it, to the letter.</summary>
    public required string Issuer { get; init; }

    public required string ClientId { get; init; }

    public required string ClientSecret { get; init; }

    /// <summary>Only accounts with a role in this province may be bound; null: every account.</summary>
    public short? Province { get; init; }

    /// <summary>Values of the claim "acr" that mean a second factor was used; "mfa" in "amr" (RFC 8176) always does.</summary>
    public IReadOnlyList<string> FactorLevels { get; init; } = [];

    /// <summary>How long one answer of the provider may take.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);

    public string Scheme => "provider:" + Id;

    /// <summary>Where the provider sends people back to, below the address of this program.</summary>
    public string ReturnPath => "/identity/provider-return/" + Id;

    /// <summary>The secret stays out of whatever prints this.</summary>
    public override string ToString() => $"{Id} {Issuer}";
}

/// <summary>
/// The providers of this installation. Read from <c>providers.json</c> in the data folder (an array of objects with id, name, issuer, clientId, clientSecret, province, factorLevels);
/// a secret may be given by the environment instead (LANTOA_PROVIDER_ID_CLIENTSECRET), which prevails. Without the file there are none.
/// </summary>
public sealed partial record SignInProviders(IReadOnlyList<SignInProvider> All)
{
    public const string FileName = "providers.json";

    public SignInProvider? Find(string? id) => All.FirstOrDefault(p => p.Id == id);

    /// <summary>What a provider is called of which only the issuer is known; the issuer where it is not set up any more.</summary>
    public string NameOf(string issuer) => All.FirstOrDefault(p => p.Issuer == issuer)?.Name ?? issuer;

    /// <exception cref="ProviderSettingsException">The file or a value cannot be used.</exception>
    public static SignInProviders Load(string dataFolder, Func<string, string?> environment)
    {
        var path = Path.Combine(dataFolder, FileName);
        if (!File.Exists(path)) return new([]);
        List<Written?>? written;
        try
        {
            written = JsonSerializer.Deserialize<List<Written?>>(File.ReadAllText(path), JsonSerializerOptions.Web);
        }
        catch (JsonException)
        {
            throw new ProviderSettingsException($"Tệp cấu hình dịch vụ đăng nhập {path} không phải một mảng JSON đúng.");
        }
        var providers = (written ?? []).OfType<Written>().Select(w => Of(w, environment)).ToList();
        foreach (var twice in providers.GroupBy(p => p.Id).Concat(providers.GroupBy(p => p.Issuer)).Where(g => g.Count() > 1))
            throw new ProviderSettingsException($"Hai dịch vụ đăng nhập cùng là \"{twice.Key}\".");
        return new(providers);
    }

    private static SignInProvider Of(Written written, Func<string, string?> environment)
    {
        var id = written.Id ?? "";
        if (!ShortName().IsMatch(id)) throw new ProviderSettingsException($"id \"{id}\" của dịch vụ đăng nhập chỉ gồm chữ a–z, số và gạch ngang, nhiều nhất 30 ký tự.");
        string Needed(string? value, string key) => string.IsNullOrWhiteSpace(value) ? throw new ProviderSettingsException($"Dịch vụ đăng nhập \"{id}\" chưa có {key}.") : value.Trim();
        var issuer = Needed(written.Issuer, "issuer");
        if (!Uri.TryCreate(issuer, UriKind.Absolute, out var address) || !(address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback)))
            throw new ProviderSettingsException($"issuer \"{issuer}\" của dịch vụ đăng nhập \"{id}\" phải là địa chỉ https.");
        return new()
        {
            Id = id, Name = Needed(written.Name, "name"), Issuer = issuer, ClientId = Needed(written.ClientId, "clientId"),
            ClientSecret = Needed(environment($"LANTOA_PROVIDER_{id.ToUpperInvariant().Replace('-', '_')}_CLIENTSECRET") is { Length: > 0 } secret ? secret : written.ClientSecret, "clientSecret"),
            Province = written.Province, FactorLevels = written.FactorLevels ?? [],
        };
    }

    private sealed record Written(string? Id, string? Name, string? Issuer, string? ClientId, string? ClientSecret, short? Province, IReadOnlyList<string>? FactorLevels);

    [GeneratedRegex("^[a-z0-9-]{1,30}$")]
    private static partial Regex ShortName();
}
