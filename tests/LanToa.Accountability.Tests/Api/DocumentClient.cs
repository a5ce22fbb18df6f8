using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace LanToa.Accountability.Tests.Api;

/// <summary>What an operation answered.</summary>
internal sealed record DocumentAnswer(HttpStatusCode Status, JsonNode? Json, byte[] Body, HttpResponseHeaders Headers, string? Type)
{
    public string? Etag => Headers.ETag?.ToString();
}

/// <summary>
/// A client that knows nothing of the program but its OpenAPI document: it finds operations by their id, builds requests from what the document says of them, and holds each answer against the schema that
/// is promised for it.
/// </summary>
internal sealed class DocumentClient(HttpClient http, JsonNode document, string? token)
{
    public static async Task<DocumentClient> ReadAsync(HttpClient http, string? token) => new(http, JsonNode.Parse(await http.GetStringAsync("/api/v1/openapi.json"))!, token);

    public JsonNode Document => document;

    public DocumentClient With(string? other) => new(http, document, other);

    public IEnumerable<(string Id, JsonObject Operation, string Method, string Path)> Operations =>
        from path in document["paths"]!.AsObject() from method in path.Value!.AsObject() select (method.Value!["operationId"]!.GetValue<string>(), method.Value.AsObject(), method.Key, path.Key);

    /// <summary>Sends the operation. <paramref name="given"/> are parameters of the path, the query and the headers by their names.</summary>
    public async Task<DocumentAnswer> CallAsync(string id, Dictionary<string, string>? given = null, JsonNode? json = null, (string Type, byte[] Content)? file = null)
    {
        var (_, operation, method, path) = Operations.Single(o => o.Id == id);
        var parameters = (operation["parameters"]?.AsArray() ?? []).Select(p => Resolve(p!)).ToDictionary(p => p["name"]!.GetValue<string>());
        given ??= [];
        given.Keys.Except(parameters.Keys).ShouldBeEmpty($"{id} has no such parameter");
        var (query, headers) = (new List<string>(), new List<(string, string)>());
        foreach (var (name, parameter) in parameters)
        {
            if (!given.TryGetValue(name, out var value)) continue;
            switch (parameter["in"]!.GetValue<string>())
            {
                case "path": path = path.Replace("{" + name + "}", Uri.EscapeDataString(value), StringComparison.Ordinal); break;
                case "query": query.Add($"{name}={Uri.EscapeDataString(value)}"); break;
                default: headers.Add((name, value)); break;
            }
        }
        path.ShouldNotContain("{");
        using var request = new HttpRequestMessage(new HttpMethod(method.ToUpperInvariant()), document["servers"]![0]!["url"]!.GetValue<string>() + path + (query.Count > 0 ? "?" + string.Join('&', query) : ""));
        if (token is not null && document["components"]!["securitySchemes"]!["token"]!["scheme"]!.GetValue<string>() == "bearer") request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        if (json is not null)
        {
            operation["requestBody"]!["content"]!["application/json"].ShouldNotBeNull();
            request.Content = new StringContent(json.ToJsonString(), Encoding.UTF8, "application/json");
        }
        else if (file is var (type, content))
        {
            operation["requestBody"]!["content"]!.AsObject().ContainsKey(type).ShouldBeTrue();
            request.Content = new ByteArrayContent(content) { Headers = { ContentType = new MediaTypeHeaderValue(type) } };
        }
        using var answer = await http.SendAsync(request);
        var body = await answer.Content.ReadAsByteArrayAsync();
        var media = answer.Content.Headers.ContentType?.MediaType;
        var parsed = media?.EndsWith("json", StringComparison.Ordinal) == true && body.Length > 0 ? JsonNode.Parse(body) : null;
        var status = ((int)answer.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture);
        var promised = operation["responses"]![status] ?? throw new InvalidOperationException($"{id} answered {status}, of which the document says nothing: {Encoding.UTF8.GetString(body)}");
        if (parsed is not null) Holds(parsed, Resolve(promised)["content"]![media!]!["schema"]!, $"{id} {status}");
        return new DocumentAnswer(answer.StatusCode, parsed, body, answer.Headers, media);
    }

    private JsonNode Resolve(JsonNode node)
    {
        while (node["$ref"]?.GetValue<string>() is { } reference) node = reference.TrimStart('#', '/').Split('/').Aggregate(document, (at, part) => at[part]!);
        return node;
    }

    /// <summary>The value is as the schema says: types, required fields, no field that it does not name, words of a list, formats.</summary>
    private void Holds(JsonNode? value, JsonNode said, string where)
    {
        var schema = Resolve(said);
        if (schema["enum"] is JsonArray words) words.Select(w => w!.GetValue<string>()).ShouldContain(value!.GetValue<string>(), where);
        switch (schema["type"]?.GetValue<string>())
        {
            case "object":
                var fields = schema["properties"]!.AsObject();
                foreach (var required in schema["required"]?.AsArray() ?? []) value!.AsObject().ContainsKey(required!.GetValue<string>()).ShouldBeTrue($"{where}: {required} is missing in {value.ToJsonString()}");
                foreach (var (name, field) in value!.AsObject())
                {
                    fields.ContainsKey(name).ShouldBeTrue($"{where}: the document does not know {name}");
                    Holds(field, fields[name]!, $"{where}.{name}");
                }
                break;
            case "array":
                foreach (var item in value!.AsArray()) Holds(item, schema["items"]!, where + "[]");
                break;
            case "string":
                var text = value!.GetValue<string>();
                if (schema["format"]?.GetValue<string>() is { } format)
                    (format switch { "uuid" => Guid.TryParse(text, out _), "date" => DateOnly.TryParseExact(text, "yyyy-MM-dd", out _), "date-time" => DateTimeOffset.TryParse(text, out _), _ => true }).ShouldBeTrue($"{where}: {text} is no {format}");
                break;
            case "integer" or "number":
                value!.GetValueKind().ShouldBe(System.Text.Json.JsonValueKind.Number, where);
                break;
            case "boolean":
                (value!.GetValueKind() is System.Text.Json.JsonValueKind.True or System.Text.Json.JsonValueKind.False).ShouldBeTrue(where);
                break;
            default:
                throw new InvalidOperationException($"{where}: the document says no type: {schema.ToJsonString()}");
        }
    }
}
