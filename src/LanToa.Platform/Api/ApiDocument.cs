using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.RegularExpressions;
using LanToa.Platform.Permissions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LanToa.Platform.Api;

/// <summary>
/// The OpenAPI 3.1 document (https://spec.openapis.org/oas/v3.1.0), made from the operations that the rooms declare, once for each start: what is written here is what is checked and answered.
/// </summary>
public sealed partial class ApiDocument(ApiCatalog catalog)
{
    private static readonly JsonSerializerOptions Written = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly JsonObject _schemas = [];

    public byte[] Bytes { get => field ??= Encoding.UTF8.GetBytes(Make().ToJsonString(Written)); }

    internal static void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet($"{ApiCaller.Root}/openapi.json", (ApiDocument document, HttpContext http) =>
        {
            http.Response.Headers.CacheControl = "public, max-age=300";
            return Results.Bytes(document.Bytes, "application/json; charset=utf-8", entityTag: new Microsoft.Net.Http.Headers.EntityTagHeaderValue(ApiAnswer.EtagOf(document.Bytes)));
        }).Requires(Permission.Public);

    private JsonObject Make()
    {
        var paths = new JsonObject();
        foreach (var operation in catalog.Operations.OrderBy(o => o.Path, StringComparer.Ordinal))
        {
            var path = "/" + Typed().Replace(operation.Path, "{$1}");
            if (paths[path] is not JsonObject item) paths[path] = item = [];
            item[operation.Method.ToLowerInvariant()] = Operation(operation);
        }
        _schemas["Problem"] = Problem();
        return new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject
            {
                ["title"] = "LanToa API", ["version"] = "1.0.0", ["summary"] = "Hoạt động, minh chứng, việc phải làm, báo cáo, chỉ tiêu của công tác thông tin, tuyên truyền cải cách hành chính",
                ["description"] = "Đọc hướng dẫn ở /api. Mọi yêu cầu cần khóa API (cấp ở /api/tokens). Mọi POST cần Idempotency-Key. Sửa bản ghi đang có cần If-Match với ETag của lần đọc gần nhất. Danh sách chia trang bằng cursor. Lỗi theo RFC 9457.",
                ["license"] = new JsonObject { ["name"] = "Theo giấy phép của LanToa", ["url"] = "/api" },
            },
            ["servers"] = new JsonArray(new JsonObject { ["url"] = ApiCaller.Root.Value }),
            ["security"] = new JsonArray(new JsonObject { ["token"] = new JsonArray() }),
            ["tags"] = new JsonArray([.. catalog.Operations.Select(o => o.Group).Distinct().Select(g => new JsonObject { ["name"] = g })]),
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["securitySchemes"] = new JsonObject { ["token"] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer", ["description"] = "Khóa API. Phạm vi cần có ghi ở x-scope của từng thao tác; khóa không bao giờ làm được nhiều hơn người đã cấp nó." } },
                ["parameters"] = Parameters(),
                ["responses"] = Responses(),
                ["schemas"] = _schemas,
            },
        };
    }

    private JsonObject Operation(ApiOperation operation)
    {
        var parameters = new JsonArray();
        foreach (Match part in Typed().Matches(operation.Path))
            parameters.Add(new JsonObject
            {
                ["name"] = part.Groups[1].Value, ["in"] = "path", ["required"] = true, ["description"] = operation.PathText ?? "Mã của bản ghi.",
                ["schema"] = part.Groups[2].Success ? new JsonObject { ["type"] = "string", ["format"] = "uuid" } : new JsonObject { ["type"] = "string" },
            });
        foreach (var parameter in operation.Query) parameters.Add(Query(parameter));
        foreach (var name in Named(operation)) parameters.Add(Reference("parameters", name));
        var node = new JsonObject { ["operationId"] = operation.Id, ["tags"] = new JsonArray(operation.Group), ["summary"] = operation.Summary };
        node["description"] = string.Join(" ", new[] { operation.Text, operation.Permission.Roles.Length > 0 ? $"Phạm vi cần có: {operation.Permission.Code} ({operation.Permission.NameForPrograms})." : null }.OfType<string>());
        node["x-scope"] = operation.Permission.Code;
        if (parameters.Count > 0) node["parameters"] = parameters;
        if (operation.Body is { } body)
        {
            var content = new JsonObject { ["schema"] = Schema(body) };
            if (operation.Example is { } example) content["example"] = JsonNode.Parse(example);
            node["requestBody"] = new JsonObject { ["required"] = true, ["content"] = new JsonObject { ["application/json"] = content } };
        }
        else if (operation.SendsFile) node["requestBody"] = new JsonObject { ["required"] = true, ["description"] = "Nội dung tệp, gửi nguyên như nó là.", ["content"] = new JsonObject { ["application/octet-stream"] = new JsonObject(), ["image/jpeg"] = new JsonObject(), ["application/pdf"] = new JsonObject() } };
        var answers = new JsonObject { [operation.Status.ToString(System.Globalization.CultureInfo.InvariantCulture)] = Success(operation) };
        if (operation.Method == "GET") answers["304"] = new JsonObject { ["description"] = "Không đổi so với ETag ở If-None-Match." };
        foreach (var status in Errors(operation)) answers[status] = Reference("responses", "E" + status);
        node["responses"] = answers;
        return node;
    }

    private static IEnumerable<string> Named(ApiOperation operation)
    {
        if (operation.IsList)
        {
            yield return "Limit";
            yield return "Cursor";
        }
        if (operation.Method == "GET" && !operation.AnswersFile) yield return "IfNoneMatch";
        if (operation.Creates) yield return "IdempotencyKey";
        if (operation.Changes) yield return "IfMatch";
        if (operation.SendsFile) yield return "ContentDigest";
    }

    private static IEnumerable<string> Errors(ApiOperation operation)
    {
        yield return "400";
        yield return "401";
        yield return "403";
        if (operation.Path.Contains('{', StringComparison.Ordinal)) yield return "404";
        if (operation.Creates) yield return "409";
        if (operation.Changes) yield return "412";
        if (operation.SendsFile || operation.Body is not null) yield return "413";
        if (operation.Body is not null) yield return "415";
        if (operation.Method != "GET") yield return "422";
        if (operation.Changes) yield return "428";
        yield return "429";
        yield return "503";
    }

    private JsonObject Success(ApiOperation operation)
    {
        var node = new JsonObject { ["description"] = operation.Status == 201 ? "Đã tạo." : operation.IsList ? "Một trang." : "Kết quả." };
        var headers = new JsonObject();
        if (!operation.AnswersFile) headers["ETag"] = Header("Dấu của đúng nội dung này: gửi lại ở If-None-Match để đọc có điều kiện, ở If-Match để sửa.");
        if (operation.IsList) headers["Link"] = Header("Địa chỉ của trang sau: <…>; rel=\"next\".");
        if (operation.Status == 201) headers["Location"] = Header("Địa chỉ của bản ghi.");
        if (operation.Creates) headers["Idempotent-Replayed"] = Header("true khi đây là trả lời đã có của lần gửi trước với cùng Idempotency-Key.");
        if (headers.Count > 0) node["headers"] = headers;
        if (operation.AnswersFile) node["content"] = new JsonObject { ["application/octet-stream"] = new JsonObject() };
        else if (operation.Answer is { } answer)
            node["content"] = new JsonObject
            {
                ["application/json"] = new JsonObject
                {
                    ["schema"] = !operation.IsList ? Schema(answer) : new JsonObject
                    {
                        ["type"] = "object", ["required"] = new JsonArray("items"),
                        ["properties"] = new JsonObject
                        {
                            ["items"] = new JsonObject { ["type"] = "array", ["items"] = Schema(answer) },
                            ["next"] = new JsonObject { ["type"] = "string", ["description"] = "cursor của trang sau; không có ở trang cuối." },
                        },
                    },
                },
            };
        return node;
    }

    private static JsonObject Header(string text) => new() { ["description"] = text, ["schema"] = new JsonObject { ["type"] = "string" } };

    private static JsonObject Reference(string kind, string name) => new() { ["$ref"] = $"#/components/{kind}/{name}" };

    private static JsonObject Query(ApiParameter parameter)
    {
        var schema = parameter.Kind switch
        {
            ApiParameterKind.Id => new JsonObject { ["type"] = "string", ["format"] = "uuid" },
            ApiParameterKind.Date => new JsonObject { ["type"] = "string", ["format"] = "date" },
            ApiParameterKind.Number => new JsonObject { ["type"] = "integer" },
            ApiParameterKind.YesNo => new JsonObject { ["type"] = "boolean" },
            _ => new JsonObject { ["type"] = "string", ["maxLength"] = 500 },
        };
        if (parameter.Values.Count > 0) schema["enum"] = new JsonArray([.. parameter.Values.Select(v => JsonValue.Create(v))]);
        return new JsonObject { ["name"] = parameter.Name, ["in"] = "query", ["description"] = parameter.Text, ["schema"] = schema };
    }

    private static JsonObject Parameters()
    {
        static JsonObject One(string name, string place, bool required, string text, JsonObject schema) => new() { ["name"] = name, ["in"] = place, ["required"] = required, ["description"] = text, ["schema"] = schema };
        return new JsonObject
        {
            ["Limit"] = One("limit", "query", false, "Số bản ghi của một trang.", new() { ["type"] = "integer", ["minimum"] = 1, ["maximum"] = ApiCall.MostPerPage, ["default"] = ApiCall.PerPage }),
            ["Cursor"] = One("cursor", "query", false, "next của trang trước; không tự ghép.", new() { ["type"] = "string" }),
            ["IfNoneMatch"] = One("If-None-Match", "header", false, "ETag đã có: nội dung không đổi thì trả lời 304, không có thân.", new() { ["type"] = "string" }),
            ["IfMatch"] = One("If-Match", "header", true, "ETag của lần đọc gần nhất: bản ghi đã khác thì trả lời 412, không ghi gì.", new() { ["type"] = "string" }),
            ["IdempotencyKey"] = One("Idempotency-Key", "header", true, "Mã riêng của lần tạo này (ví dụ UUID). Gửi lại với đúng mã và đúng nội dung thì nhận đúng trả lời cũ, không ghi hai lần; cùng mã mà khác nội dung thì 422. Trả lời cũ được giữ ba ngày, sau đó là điều bản ghi đang nói; mã được nhớ cho đến khi khóa API hết hạn.", new() { ["type"] = "string", ["minLength"] = 1, ["maxLength"] = 200 }),
            ["ContentDigest"] = One("Content-Digest", "header", false, "SHA-256 của nội dung theo RFC 9530 (sha-256=:…:); sai khác thì không nhận.", new() { ["type"] = "string" }),
        };
    }

    private static JsonObject Responses()
    {
        var responses = new JsonObject();
        foreach (var (status, text) in new[]
        {
            (400, "Yêu cầu không đọc được: tham số, header, JSON."), (401, "Không có khóa, hoặc khóa không còn dùng được."), (403, "Khóa không có phạm vi hoặc quyền."), (404, "Không có, hoặc khóa không được xem."),
            (409, "Một yêu cầu khác cùng lúc; gửi lại với đúng Idempotency-Key cũ."), (412, "Bản ghi đã khác với If-Match."), (413, "Quá lớn."), (415, "Sai loại nội dung."), (422, "Nội dung chưa nhận được; errors nói từng trường. Không có gì được ghi."), (428, "Thiếu If-Match."),
            (429, "Quá nhiều yêu cầu; đợi theo Retry-After."), (503, "Tạm dừng; đợi theo Retry-After."),
        })
        {
            var node = new JsonObject { ["description"] = text, ["content"] = new JsonObject { ["application/problem+json"] = new JsonObject { ["schema"] = Reference("schemas", "Problem") } } };
            if (status is 409 or 429 or 503) node["headers"] = new JsonObject { ["Retry-After"] = new JsonObject { ["description"] = "Số giây cần đợi.", ["schema"] = new JsonObject { ["type"] = "integer" } } };
            responses["E" + status.ToString(System.Globalization.CultureInfo.InvariantCulture)] = node;
        }
        return responses;
    }

    private static JsonObject Problem() => new()
    {
        ["type"] = "object", ["description"] = "Lỗi theo RFC 9457.", ["required"] = new JsonArray("type", "title", "status", "detail"),
        ["properties"] = new JsonObject
        {
            ["type"] = new JsonObject { ["type"] = "string", ["format"] = "uri-reference", ["description"] = "Loại lỗi; mở được ở trang /api." },
            ["title"] = new JsonObject { ["type"] = "string" }, ["status"] = new JsonObject { ["type"] = "integer" },
            ["detail"] = new JsonObject { ["type"] = "string", ["description"] = "Chuyện gì, và cần làm gì." },
            ["instance"] = new JsonObject { ["type"] = "string", ["description"] = "Mã của yêu cầu, để hỏi người quản trị." },
            ["errors"] = new JsonObject
            {
                ["type"] = "array", ["description"] = "Từng trường hoặc tham số.",
                ["items"] = new JsonObject { ["type"] = "object", ["required"] = new JsonArray("field", "detail"), ["properties"] = new JsonObject { ["field"] = new JsonObject { ["type"] = "string" }, ["detail"] = new JsonObject { ["type"] = "string" } } },
            },
        },
    };

    /// <summary>A reference to the schema of a type, which is written once.</summary>
    private JsonObject Schema(Type type)
    {
        if (!_schemas.ContainsKey(type.Name))
        {
            _schemas[type.Name] = new JsonObject();
            _schemas[type.Name] = JsonSchemaExporter.GetJsonSchemaAsNode(ApiJson.Options, type, new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Node });
        }
        return Reference("schemas", type.Name);
    }

    private JsonNode Node(JsonSchemaExporterContext context, JsonNode node)
    {
        var type = Nullable.GetUnderlyingType(context.TypeInfo.Type) ?? context.TypeInfo.Type;
        // What is written once stands in its own place.
        if (!context.Path.IsEmpty && IsOurs(type)) node = Schema(type);
        if (node is not JsonObject schema) return node;
        // A field that has no value is left out, never null; a number is one.
        if (schema["type"] is JsonArray types && types.FirstOrDefault(t => t?.GetValue<string>() != "null") is { } only) schema["type"] = only.GetValue<string>();
        if (schema["enum"] is JsonArray values && values.Any(v => v is null)) schema["enum"] = new JsonArray([.. values.Where(v => v is not null).Select(v => JsonValue.Create(v!.GetValue<string>()))]);
        if (schema["enum"] is not null) schema["type"] = "string";
        schema.Remove("default");
        // What may be null is left out of answers, whether or not its record asks for it when it is made.
        if (schema["required"] is JsonArray required)
        {
            var optional = context.TypeInfo.Properties.Where(p => p.IsGetNullable || Nullable.GetUnderlyingType(p.PropertyType) is not null).Select(p => p.Name).ToHashSet();
            List<string> kept = [.. required.Select(r => r!.GetValue<string>()).Where(r => !optional.Contains(r))];
            if (kept.Count == 0) schema.Remove("required");
            else schema["required"] = new JsonArray([.. kept.Select(k => JsonValue.Create(k))]);
        }
        var about = context.PropertyInfo?.AttributeProvider ?? (context.Path.IsEmpty ? type : null);
        if (about is null) return schema;
        if (about.GetCustomAttributes(typeof(DescriptionAttribute), false) is [DescriptionAttribute words]) schema["description"] = words.Description;
        if (about.GetCustomAttributes(typeof(MaxLengthAttribute), false) is [MaxLengthAttribute most]) schema[schema["type"]?.GetValue<string>() == "array" ? "maxItems" : "maxLength"] = most.Length;
        if (about.GetCustomAttributes(typeof(RangeAttribute), false) is [RangeAttribute range]) (schema["minimum"], schema["maximum"]) = (JsonNode.Parse(Convert.ToString(range.Minimum, System.Globalization.CultureInfo.InvariantCulture)!), JsonNode.Parse(Convert.ToString(range.Maximum, System.Globalization.CultureInfo.InvariantCulture)!));
        return schema;
    }

    private static bool IsOurs(Type type) => type.IsClass && type.Namespace?.StartsWith("LanToa.", StringComparison.Ordinal) == true;

    // {id:guid}, {code}
    [GeneratedRegex(@"\{(\w+)(:\w+)?\}")]
    private static partial Regex Typed();
}
