using System.Net;
using System.Text.Json;

namespace LanToa.Platform.Mail;

/// <summary>The settings of mail cannot be used as they stand; the message says what to change (Vietnamese) and holds no password.</summary>
public sealed class MailSettingsException(string message) : Exception(message);

/// <summary>
/// How letters leave the program. Without a server they are written as .eml files below the data folder and reach nobody. Read from <c>mail.json</c> in the data folder
/// (keys host, port, tls, user, password, from, fromName, publicUrl), over which the environment (LANTOA_MAIL_HOST … LANTOA_MAIL_PUBLICURL) prevails.
/// </summary>
public sealed record MailSettings
{
    public const string FileName = "mail.json";

    /// <summary>The SMTP server; null: letters go into the folder.</summary>
    public string? Host { get; init; }

    public int Port { get; init; } = 587;

    /// <summary>STARTTLS is demanded before anything is said.</summary>
    public bool Tls { get; init; } = true;

    public string? User { get; init; }

    public string? Password { get; init; }

    public string From { get; init; } = "lantoa@localhost";

    public string FromName { get; init; } = "LanToa";

    /// <summary>What links in letters begin with, such as https://cchc.tinh.gov.vn; never taken from a request, whose host a stranger chooses. Null: the address listened on.</summary>
    public string? PublicUrl { get; init; }

    /// <summary>How long one delivery may take.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    public bool IsSmtp => Host is not null;

    /// <summary>Password and user stay out of whatever prints this.</summary>
    public override string ToString() => IsSmtp ? $"smtp {Host}:{Port}" : "folder";

    /// <exception cref="MailSettingsException">The file or a value cannot be used.</exception>
    public static MailSettings Load(string dataFolder, Func<string, string?> environment)
    {
        var file = Read(Path.Combine(dataFolder, FileName));
        string? Of(string key) => environment("LANTOA_MAIL_" + key.ToUpperInvariant()) is { Length: > 0 } set ? set : file.GetValueOrDefault(key) is { Length: > 0 } written ? written : null;
        var plain = new MailSettings();
        var settings = new MailSettings
        {
            Host = Of("host"), User = Of("user"), Password = Of("password"), From = Of("from") ?? plain.From, FromName = Of("fromName") ?? plain.FromName, PublicUrl = Of("publicUrl")?.TrimEnd('/'),
            Port = Of("port") is not { } port ? plain.Port : int.TryParse(port, out var number) && number is > 0 and < 65536 ? number : throw new MailSettingsException($"Cổng máy chủ thư \"{port}\" không phải số từ 1 đến 65535."),
            Tls = Of("tls")?.ToLowerInvariant() switch { null or "true" or "1" => true, "false" or "0" => false, var other => throw new MailSettingsException($"Giá trị tls \"{other}\" phải là true hoặc false.") },
        };
        return settings.Check();
    }

    private MailSettings Check()
    {
        if (!MailAddresses.IsValid(From)) throw new MailSettingsException($"Địa chỉ gửi (from) \"{From}\" chưa đúng.");
        if (PublicUrl is not null && !(Uri.TryCreate(PublicUrl, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")) throw new MailSettingsException($"publicUrl \"{PublicUrl}\" phải là địa chỉ dạng https://máy.");
        if (!IsSmtp) return this;
        if (PublicUrl is null) throw new MailSettingsException("Đã có máy chủ thư nhưng chưa có publicUrl: liên kết trong thư không biết bắt đầu bằng địa chỉ nào. Hãy ghi, ví dụ, https://cchc.tinh.gov.vn.");
        if (User is not null != Password is not null) throw new MailSettingsException("Máy chủ thư cần cả user và password, hoặc không có cả hai.");
        if (User is not null && !Tls && !IsHere(Host!)) throw new MailSettingsException("Không gửi mật khẩu của máy chủ thư qua đường không mã hóa. Hãy bật tls, hoặc bỏ user và password.");
        return this;
    }

    private static bool IsHere(string host) => host == "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    private static Dictionary<string, string> Read(string path)
    {
        if (!File.Exists(path)) return [];
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllText(path));
            return json.RootElement.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new MailSettingsException($"Tệp cấu hình thư {path} không phải một đối tượng JSON đúng.");
        }
    }
}
