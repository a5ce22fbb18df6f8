using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace LanToa.Platform.Api;

/// <summary>All that stands against a body that cannot be read as its type: whoever wrote the sending program puts it right in one go.</summary>
internal sealed class BodyFaults
{
    private const string Wrong = "json-sai", WrongTitle = "JSON không đọc được";

    // Reads what is left of a body without its faults: so the rest is looked at as well.
    private static readonly JsonSerializerOptions Lenient = new(ApiJson.Reading)
    {
        TypeInfoResolver = new DefaultJsonTypeInfoResolver
        {
            Modifiers =
            {
                info =>
                {
                    foreach (var property in info.Properties) property.IsRequired = false;
                },
            },
        },
    };

    private readonly List<ApiFieldProblem> _found = [];
    private bool _unknown, _ofAnotherKind;

    /// <summary>The answer to a body that is no <typeparamref name="T"/>.</summary>
    /// <param name="json">What was sent.</param>
    /// <param name="why">Where reading it stopped.</param>
    /// <param name="also">What else stands against what could be read; fields with a fault of their own are left out of it.</param>
    public static ApiProblem Of<T>(byte[] json, JsonException why, Func<T, IEnumerable<ApiFieldProblem>>? also) where T : class
    {
        var sent = default(JsonDocument);
        try
        {
            sent = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = ApiJson.Reading.MaxDepth });
        }
        catch (JsonException e)
        {
            return Problem(Wrong, WrongTitle, [new("", $"Không phải là JSON đúng (dòng {e.LineNumber + 1}).")]);
        }
        using (sent)
        try
        {
            if (sent.RootElement.ValueKind != JsonValueKind.Object) return Problem(Wrong, WrongTitle, [new("", "Hãy gửi một đối tượng JSON, trong dấu { }.")]);
            var faults = new BodyFaults();
            var sound = faults.Read(sent.RootElement, typeof(T), "");
            if (faults._found.Count == 0) return Problem(Wrong, WrongTitle, [new((why.Path ?? "").TrimStart('$').TrimStart('.'), "Giá trị không đúng kiểu như tài liệu mô tả.")]);
            var known = faults._found.Select(f => Top(f.Field)).ToHashSet();
            if (also is not null && JsonSerializer.Deserialize<T>(JsonSerializer.SerializeToUtf8Bytes(sound), Lenient) is { } rest) faults._found.AddRange(also(rest).Where(p => !known.Contains(Top(p.Field))));
            List<string> order = [.. ApiJson.Reading.GetTypeInfo(typeof(T)).Properties.Select(p => p.Name)];
            List<ApiFieldProblem> all = [.. faults._found.OrderBy(f => order.IndexOf(Top(f.Field)) is >= 0 and var at ? at : int.MaxValue)];
            return faults._ofAnotherKind ? Problem(Wrong, WrongTitle, all) : faults._unknown ? Problem("truong-la", "Có trường không biết", all) : ApiProblem.Fields(all);
        }
        catch (InvalidOperationException)
        {
            // Half of a pair of UTF-16, or bytes that are no UTF-8: no text can be made of it.
            return Problem(Wrong, WrongTitle, [new("", "Có chữ không phải UTF-8 đúng (ký tự \\uD800–\\uDFFF đứng lẻ hoặc byte hỏng).")]);
        }
    }

    private static ApiProblem Problem(string code, string title, IReadOnlyList<ApiFieldProblem> errors) => new(400, code, title, "Chưa có gì được ghi. Hãy sửa những điều nêu ở errors, ghi tên và kiểu của trường như tài liệu mô tả, rồi gửi lại.") { Errors = errors };

    private static string Top(string field) => field.IndexOfAny(['.', '[']) is > 0 and var end ? field[..end] : field;

    /// <summary>Finds what is wrong in an object; what is sound of it is returned.</summary>
    private Dictionary<string, JsonElement> Read(JsonElement sent, Type type, string at)
    {
        var info = ApiJson.Reading.GetTypeInfo(type);
        var sound = new Dictionary<string, JsonElement>(StringComparer.OrdinalIgnoreCase);
        foreach (var part in sent.EnumerateObject())
        {
            var (before, field) = (_found.Count, at + part.Name);
            if (info.Properties.FirstOrDefault(p => p.Name.Equals(part.Name, StringComparison.OrdinalIgnoreCase)) is { } property) Look(part.Value, property.PropertyType, at + property.Name);
            else
            {
                _unknown = true;
                _found.Add(new(ApiCall.Short(field), $"Không có trường “{ApiCall.Short(field)}”."));
            }
            if (_found.Count == before) sound[part.Name] = part.Value;
        }
        foreach (var missing in info.Properties.Where(p => p.IsRequired && !sent.EnumerateObject().Any(s => s.Name.Equals(p.Name, StringComparison.OrdinalIgnoreCase)))) _found.Add(new(at + missing.Name, "Thiếu trường bắt buộc này."));
        return sound;
    }

    private void Look(JsonElement value, Type type, string at)
    {
        var info = ApiJson.Reading.GetTypeInfo(type);
        if (info.Kind == JsonTypeInfoKind.Object && value.ValueKind == JsonValueKind.Object) Read(value, type, at + ".");
        else if (info.Kind == JsonTypeInfoKind.Enumerable && value.ValueKind == JsonValueKind.Array && type.GenericTypeArguments is [var element])
            foreach (var (n, one) in value.EnumerateArray().Index()) Look(one, element, $"{at}[{n}]");
        else
        {
            try
            {
                value.Deserialize(type, ApiJson.Reading);
            }
            catch (UnwritableTextException e)
            {
                _found.Add(new(at, ApiCall.Unwritable(e.Letter)));
            }
            catch (JsonException)
            {
                _ofAnotherKind = true;
                _found.Add(new(at, $"{(value.ValueKind == JsonValueKind.String ? $"“{ApiCall.Short(value.GetString()!)}” k" : "K")}hông đúng kiểu như tài liệu mô tả: {Asked(Nullable.GetUnderlyingType(type) ?? type, info.Kind)}."));
            }
        }
    }

    private static string Asked(Type type, JsonTypeInfoKind kind) =>
        type == typeof(DateOnly) ? "hãy ghi ngày như 2026-11-22" : type == typeof(Guid) ? "hãy ghi mã (UUID)" : type == typeof(bool) ? "hãy ghi true hoặc false" : type == typeof(string) ? "hãy ghi chữ, trong dấu nháy"
            : type == typeof(decimal) || type == typeof(double) ? "hãy ghi số, không trong dấu nháy" : type == typeof(int) || type == typeof(long) ? "hãy ghi số nguyên, không trong dấu nháy"
            : kind == JsonTypeInfoKind.Enumerable ? "hãy ghi danh sách, trong dấu [ ]" : kind == JsonTypeInfoKind.Object ? "hãy ghi đối tượng, trong dấu { }" : "xem các giá trị nhận được";
}
