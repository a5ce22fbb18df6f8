using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using System.Linq.Expressions;
using System.Reflection;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using LanToa.Platform.Data;
using Microsoft.EntityFrameworkCore.Metadata;

namespace LanToa.Platform.Audit;

/// <summary>What the history keeps of a new row of one entity, worked out once: kind, id, and its properties in the order of their names.</summary>
internal sealed class HistoryShape
{
    private static readonly ConcurrentDictionary<IReadOnlyEntityType, HistoryShape> Shapes = new();

    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    private readonly (JsonEncodedText Name, Func<object, object?> Get)[] _fields;
    private readonly Func<object, object?>? _id;

    private HistoryShape(IReadOnlyEntityType type)
    {
        Kind = type.ClrType.GetCustomAttribute<RecordedAttribute>()?.Kind;
        _fields = [];
        if (Kind is null) return;
        _id = type.FindProperty("Id")?.PropertyInfo is { } id ? GetterOf(id) : null;
        _fields = [.. type.GetProperties().Where(p => !p.IsShadowProperty() && HistoryWriter.IsRecorded(p.Name)).OrderBy(p => p.Name, StringComparer.Ordinal)
            .Select(p => (JsonEncodedText.Encode(p.Name, Writing.Encoder), GetterOf(p.PropertyInfo ?? throw new InvalidOperationException($"{type.Name}.{p.Name} has no property."))))];
    }

    public static HistoryShape Of(IReadOnlyEntityType type) => Shapes.GetOrAdd(type, t => new HistoryShape(t));

    /// <summary>Null for what the history does not keep.</summary>
    public string? Kind { get; }

    public Guid IdOf(object row) => (Guid)_id!(row)!;

    /// <summary>All that is not empty, as a JSON object; null where nothing is.</summary>
    public string? After(object row)
    {
        var buffer = _buffer ??= new ArrayBufferWriter<byte>(2048);
        buffer.ResetWrittenCount();
        var any = false;
        using (var writer = new Utf8JsonWriter(buffer, Writing))
        {
            writer.WriteStartObject();
            foreach (var (name, get) in _fields)
            {
                if (get(row) is not { } value) continue;
                any = true;
                writer.WritePropertyName(name);
                Write(writer, value);
            }
            writer.WriteEndObject();
        }
        return any ? Encoding.UTF8.GetString(buffer.WrittenSpan) : null;
    }

    private static void Write(Utf8JsonWriter writer, object value)
    {
        switch (value)
        {
            case string text: writer.WriteStringValue(text); break;
            case Guid id: writer.WriteStringValue(id); break;
            case DateTimeOffset at: writer.WriteStringValue(at); break;
            case DateOnly day: writer.WriteStringValue(day.ToString("O", CultureInfo.InvariantCulture)); break;
            case Enum one: writer.WriteStringValue(one.ToString()); break;
            case int number: writer.WriteNumberValue(number); break;
            case long number: writer.WriteNumberValue(number); break;
            case decimal number: writer.WriteNumberValue(number); break;
            case double number: writer.WriteNumberValue(number); break;
            case bool yes: writer.WriteBooleanValue(yes); break;
            default: JsonSerializer.Serialize(writer, value, value.GetType(), HistoryWriter.JsonOptions); break;
        }
    }

    private static Func<object, object?> GetterOf(PropertyInfo property)
    {
        var row = Expression.Parameter(typeof(object));
        return Expression.Lambda<Func<object, object?>>(Expression.Convert(Expression.Property(Expression.Convert(row, property.DeclaringType!), property), typeof(object)), row).Compile();
    }
}
