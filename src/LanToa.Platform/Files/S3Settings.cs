namespace LanToa.Platform.Files;

/// <summary>The settings of the S3 store cannot be used; the message says what to change (Vietnamese) and holds no secret.</summary>
public sealed class S3SettingsException(string message) : Exception(message);

/// <summary>A store that speaks S3, as LANTOA_S3_ENDPOINT, _BUCKET, _REGION, _KEY and _SECRET of the environment name it; without a bucket files lie in the folder.</summary>
public sealed record S3Settings(Uri Endpoint, string Bucket, string Region, string Key, string Secret)
{
    /// <summary>How long one question to the store may take before it counts as gone.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Key and secret stay out of whatever prints this.</summary>
    public override string ToString() => $"{Endpoint}{Bucket}";

    /// <summary>Null when no store is named.</summary>
    /// <exception cref="S3SettingsException">Part of it is missing or wrong.</exception>
    public static S3Settings? Load(Func<string, string?> environment)
    {
        string? Of(string name) => environment("LANTOA_S3_" + name) is { Length: > 0 } said ? said : null;
        string[] needed = ["ENDPOINT", "BUCKET", "KEY", "SECRET"];
        var missing = needed.Where(n => Of(n) is null).ToList();
        if (missing.Count == needed.Length) return null;
        if (missing.Count > 0) throw new S3SettingsException($"Kho tệp S3 còn thiếu {string.Join(", ", missing.Select(n => "LANTOA_S3_" + n))}. Ghi đủ bốn biến ENDPOINT, BUCKET, KEY, SECRET, hoặc bỏ cả bốn để giữ tệp trong thư mục dữ liệu.");
        if (!Uri.TryCreate(Of("ENDPOINT"), UriKind.Absolute, out var endpoint) || endpoint.Scheme is not ("http" or "https")) throw new S3SettingsException($"LANTOA_S3_ENDPOINT \"{Of("ENDPOINT")}\" phải là địa chỉ dạng https://máy.");
        return new(endpoint, Of("BUCKET")!, Of("REGION") ?? "us-east-1", Of("KEY")!, Of("SECRET")!);
    }
}
