using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace LanToa.Platform.Api;

/// <summary>A page of a list: its items, and the cursor of the next one.</summary>
public sealed record ApiPage<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>What an operation answers.</summary>
public sealed record ApiAnswer
{
    public int Status { get; init; } = 200;

    /// <summary>JSON; empty for a file.</summary>
    public byte[] Body { get; init; } = [];
    public string? Location { get; init; }
    public string? Etag { get; init; }
    public string? Next { get; init; }

    /// <summary>The same was answered before.</summary>
    public bool IsRepeated { get; init; }

    /// <summary>A file, by its media type, name and content.</summary>
    public (string Type, string Name, Stream Content)? File { get; init; }

    public static ApiAnswer Of<T>(T body, int status = 200, string? location = null) where T : class
    {
        var bytes = Bytes(body);
        return new ApiAnswer { Status = status, Body = bytes, Etag = EtagOf(bytes), Location = location };
    }

    public static ApiAnswer Created<T>(T body, string path) where T : class => Of(body, 201, $"{ApiCaller.Root}/{path}");

    /// <summary>One page of at most <paramref name="limit"/>; <paramref name="read"/> holds one more where there is a next page.</summary>
    public static ApiAnswer Page<TRow, T>(IReadOnlyList<TRow> read, int limit, Func<TRow, string> cursor, Func<TRow, T> view)
    {
        var next = read.Count > limit ? cursor(read[limit - 1]) : null;
        return Of(new ApiPage<T>([.. read.Take(limit).Select(view)], next)) with { Next = next };
    }

    public static byte[] Bytes<T>(T body) => JsonSerializer.SerializeToUtf8Bytes(body, ApiJson.Options);

    /// <summary>Says whether two answers are the same to the byte.</summary>
    public static string EtagOf(byte[] body) => $"\"{Convert.ToHexStringLower(SHA256.HashData(body).AsSpan(0, 12))}\"";

    internal async Task WriteAsync(HttpContext http)
    {
        var (request, answer) = (http.Request, http.Response);
        answer.Headers.CacheControl = "private, no-cache";
        if (IsRepeated) answer.Headers["Idempotent-Replayed"] = "true";
        if (File is { } file)
        {
            await Results.File(file.Content, file.Type, file.Name, enableRangeProcessing: true).ExecuteAsync(http);
            return;
        }
        if (Etag is not null) answer.Headers.ETag = Etag;
        if (Location is not null) answer.Headers.Location = Location;
        if (Next is not null)
        {
            var query = QueryString.Create([.. request.Query.Where(q => q.Key != "cursor").Select(q => KeyValuePair.Create<string, string?>(q.Key, q.Value)), KeyValuePair.Create<string, string?>("cursor", Next)]);
            answer.Headers.Link = $"<{request.Path}{query}>; rel=\"next\"";
        }
        if (HttpMethods.IsGet(request.Method) && Etag is not null && request.Headers.IfNoneMatch.ToString().Split(',').Any(t => t.Trim() is "*" || t.Trim() == Etag || t.Trim() == "W/" + Etag))
        {
            answer.StatusCode = StatusCodes.Status304NotModified;
            return;
        }
        answer.StatusCode = Status;
        answer.ContentType = "application/json; charset=utf-8";
        answer.ContentLength = Body.Length;
        await answer.Body.WriteAsync(Body, http.RequestAborted);
    }
}
