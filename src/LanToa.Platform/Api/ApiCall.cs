using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Platform.Api;

/// <summary>One request to an operation: what stands in its address, headers and body, read with Vietnamese words for what is wrong.</summary>
public sealed class ApiCall(HttpContext http, ApiOperation operation)
{
    public const int MostPerPage = 200, PerPage = 50;
    private const int MostJson = 1024 * 1024;

    private byte[]? _json;

    public HttpContext Http => http;
    public CancellationToken Cancel => http.RequestAborted;
    public KnownToken Known => http.Features.Get<ApiCaller>()?.Token ?? throw new ApiProblemException(ApiProblem.Of(401));

    public T Get<T>() where T : notnull => http.RequestServices.GetRequiredService<T>();

    /// <summary>The id in the path.</summary>
    public Guid Id => Guid.Parse(Route("id"));

    public string Route(string name) => http.GetRouteValue(name)?.ToString() ?? throw new InvalidOperationException($"The path of {operation.Id} has no {name}.");

    /// <summary>Refuses parameters that the operation does not know: a filter with a slip of the pen would answer everything.</summary>
    internal void CheckQuery()
    {
        foreach (var name in http.Request.Query.Keys)
            if (!operation.Query.Any(p => p.Name == name) && !(operation.IsList && name is "limit" or "cursor")) throw Wrong(name, $"Không có tham số “{Short(name)}”. {(operation.Query.Count == 0 && !operation.IsList ? "Địa chỉ này không nhận tham số nào" : $"Có: {string.Join(", ", operation.Query.Select(p => p.Name).Concat(operation.IsList ? ["limit", "cursor"] : []))}")}.");
    }

    public string? Text(string name)
    {
        var said = http.Request.Query[name].ToString();
        if (said.Length > 500) throw Wrong(name, "Tham số dài quá 500 chữ.");
        if (ApiJson.Unwritable(said) is { } letter) throw Wrong(name, Unwritable(letter));
        return said.Length == 0 ? null : said;
    }

    public Guid? IdOf(string name) => Text(name) is not { } said ? null : Guid.TryParse(said, out var id) ? id : throw Wrong(name, $"“{Short(said)}” không phải là mã (UUID).");

    public DateOnly? Date(string name) => Text(name) is not { } said ? null : DateOnly.TryParseExact(said, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : throw Wrong(name, $"“{Short(said)}” không phải là ngày; hãy ghi như 2026-11-22.");

    public bool? YesNo(string name) => Text(name) switch { null => null, "true" => true, "false" => false, var said => throw Wrong(name, $"“{Short(said)}” phải là true hoặc false.") };

    public T? Choice<T>(string name) where T : struct, Enum
    {
        if (Text(name) is not { } said) return null;
        foreach (var value in Enum.GetValues<T>())
            if (ApiJson.Word(value) == said) return value;
        throw Wrong(name, $"“{Short(said)}” không có. Có: {string.Join(", ", ApiJson.Words<T>())}.");
    }

    /// <summary>How many the page holds.</summary>
    public int Limit => Text("limit") is not { } said ? PerPage : int.TryParse(said, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= MostPerPage ? limit : throw Wrong("limit", $"limit phải là số từ 1 đến {MostPerPage}.");

    /// <summary>Where the page begins: the date and id of the last one before; null for the first page.</summary>
    public (DateOnly Day, Guid Id)? Cursor
    {
        get
        {
            if (Text("cursor") is not { } said) return null;
            try
            {
                var bytes = WebEncoders.Base64UrlDecode(said);
                if (bytes.Length == 20) return (DateOnly.FromDayNumber(Math.Clamp(BitConverter.ToInt32(bytes), 0, DateOnly.MaxValue.DayNumber)), new Guid(bytes.AsSpan(4)));
            }
            catch (FormatException)
            {
                // said below
            }
            throw Wrong("cursor", "cursor không đọc được; hãy lấy từ next của trang trước.");
        }
    }

    public static string CursorOf(DateOnly day, Guid id) => WebEncoders.Base64UrlEncode([.. BitConverter.GetBytes(day.DayNumber), .. id.ToByteArray()]);

    /// <summary>The body as JSON. What cannot be read is answered with all that stands against it at once.</summary>
    /// <param name="also">What the operation would say of the rest, where something cannot be read.</param>
    public async Task<T> BodyAsync<T>(Func<T, IEnumerable<ApiFieldProblem>>? also = null) where T : class
    {
        if (!http.Request.HasJsonContentType()) throw new ApiProblemException(ApiProblem.Of(415));
        var json = await JsonAsync();
        try
        {
            return JsonSerializer.Deserialize<T>(json, ApiJson.Reading) ?? throw new ApiProblemException(ApiProblem.Field("", "Nội dung là null; hãy gửi một đối tượng JSON."));
        }
        catch (JsonException e)
        {
            throw new ApiProblemException(BodyFaults.Of(json, e, also));
        }
    }

    internal static string Unwritable(char letter) => $"Có ký tự điều khiển U+{(int)letter:X4} không ghi được. Hãy bỏ ký tự đó rồi gửi lại; trong số ký tự điều khiển chỉ nhận tab và xuống dòng.";

    internal async Task<byte[]> JsonAsync()
    {
        if (_json is not null) return _json;
        if (http.Request.ContentLength > MostJson) throw new ApiProblemException(ApiProblem.Of(413));
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = MostJson;
        using var copy = new MemoryStream();
        await http.Request.Body.CopyToAsync(copy, Cancel);
        return _json = copy.ToArray();
    }

    /// <summary>What tells this request from another under the same key: method, address and content.</summary>
    public async Task<string> HashAsync()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{http.Request.Method} {http.Request.Path}{http.Request.QueryString}\n"));
        if (operation.SendsFile)
        {
            http.Request.EnableBuffering();
            var buffer = new byte[1 << 16];
            for (int read; (read = await http.Request.Body.ReadAsync(buffer, Cancel)) > 0;) hash.AppendData(buffer, 0, read);
            http.Request.Body.Position = 0;
        }
        else hash.AppendData(await JsonAsync());
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>The Idempotency-Key of the request.</summary>
    public string KeyText
    {
        get
        {
            var said = http.Request.Headers["Idempotency-Key"].ToString().Trim();
            if (said.Length == 0) throw new ApiProblemException(new ApiProblem(400, "thieu-idempotency-key", "Thiếu Idempotency-Key", "Mỗi POST cần header Idempotency-Key: một mã riêng (ví dụ UUID) cho mỗi lần tạo; gửi lại vì mất mạng thì dùng đúng mã cũ."));
            if (said.Length > 200 || said.Any(c => c is < '!' or > '~')) throw new ApiProblemException(new ApiProblem(400, "idempotency-key-sai", "Idempotency-Key không dùng được", "Idempotency-Key dài nhất 200 ký tự, chỉ gồm chữ cái không dấu, số và dấu ASCII."));
            return said;
        }
    }

    /// <summary>The key by which the operation itself knows what was done before: one for each token and Idempotency-Key.</summary>
    public Guid Key => new(SHA256.HashData(Encoding.UTF8.GetBytes($"{Known.Token.Id:N} {KeyText}")).AsSpan(0, 16), bigEndian: true);

    /// <summary>A key for a change that says by If-Match what it is a change of: made anew each time.</summary>
    public static Guid NewKey() => Guid.CreateVersion7();

    /// <summary>Ends the call unless If-Match names what the record says now.</summary>
    public void RequireMatch<T>(T now) where T : class
    {
        var said = http.Request.Headers.IfMatch.ToString();
        if (said.Length == 0) throw new ApiProblemException(ApiProblem.NeedsMatch);
        if (said.Trim() != "*" && !said.Split(',').Any(t => t.Trim() == ApiAnswer.EtagOf(ApiAnswer.Bytes(now)))) throw new ApiProblemException(ApiProblem.Stale);
    }

    /// <summary>Ends the call when If-Match names something else; whoever only adds need not say it.</summary>
    public void MatchIfSaid<T>(T now) where T : class
    {
        if (http.Request.Headers.IfMatch.Count > 0) RequireMatch(now);
    }

    public static ApiProblemException Wrong(string name, string why) => new(new ApiProblem(400, "tham-so-sai", "Tham số không đúng", "Hãy sửa tham số rồi gọi lại.") { Errors = [new(name, why)] });

    internal static string Short(string text) => text.Length <= 60 ? text : text[..59] + "…";
}
