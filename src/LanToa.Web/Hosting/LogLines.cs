using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using LanToa.Platform.Time;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace LanToa.Web.Hosting;

/// <summary>How log lines are written; they go to standard error, so that standard output holds the address and the accounts only.</summary>
public enum LogForm
{
    /// <summary>JSON where standard error is a file or a pipe, text on a terminal.</summary>
    Auto,
    Json,
    Text,
    /// <summary>Text, and only what needs a look.</summary>
    Quiet,
}

internal static class LogSetup
{
    public static void Configure(ILoggingBuilder logging, LogForm form)
    {
        var json = form == LogForm.Json || (form == LogForm.Auto && Console.IsErrorRedirected);
        logging.ClearProviders()
            .AddConsole(c => { c.FormatterName = json ? JsonLines.Form : TextLines.Form; c.LogToStandardErrorThreshold = LogLevel.Trace; })
            .AddConsoleFormatter<JsonLines, ConsoleFormatterOptions>()
            .AddConsoleFormatter<TextLines, ConsoleFormatterOptions>()
            .AddFilter("Microsoft", LogLevel.Warning)
            .AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error)
            // Warns of every page with a form that says more of its keeping than it would itself.
            .AddFilter("Microsoft.AspNetCore.Antiforgery", LogLevel.Error)
            .AddFilter("LanToa", form == LogForm.Quiet ? LogLevel.Warning : LogLevel.Information);
    }

    public static RequestScope? Request(this IExternalScopeProvider? scopes)
    {
        RequestScope? found = null;
        scopes?.ForEachScope((scope, _) => found = scope as RequestScope ?? found, 0);
        return found;
    }
}

/// <summary>
/// One JSON object per line: time (UTC), level, category, message; request and person where there are any; the values of our own messages
/// (route, status, ms …) under their names; exception.
/// </summary>
internal sealed class JsonLines(TimeProvider time) : ConsoleFormatter(Form)
{
    public const string Form = "lantoa-json";

    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, Plain))
        {
            json.WriteStartObject();
            json.WriteString("time", time.GetUtcNow().UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
            json.WriteString("level", LevelOf(logEntry.LogLevel));
            json.WriteString("category", logEntry.Category);
            json.WriteString("message", logEntry.Formatter(logEntry.State, logEntry.Exception));
            if (scopeProvider.Request() is { } request)
            {
                json.WriteString("request", request.RequestId);
                if (request.Person is { } person) json.WriteString("person", person);
            }
            if (logEntry.Category.StartsWith("LanToa", StringComparison.Ordinal) && logEntry.State is IReadOnlyList<KeyValuePair<string, object?>> values) WriteValues(json, values);
            if (logEntry.Exception is { } exception) json.WriteString("exception", exception.ToString());
            json.WriteEndObject();
        }
        textWriter.WriteLine(Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    private static void WriteValues(Utf8JsonWriter json, IReadOnlyList<KeyValuePair<string, object?>> values)
    {
        foreach (var (name, value) in values)
        {
            if (name.StartsWith('{')) continue; // the message's own pattern
            json.WritePropertyName(JsonNamingPolicy.CamelCase.ConvertName(name));
            switch (value)
            {
                case null: json.WriteNullValue(); break;
                case int or long or short: json.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture)); break;
                case double number when double.IsFinite(number): json.WriteNumberValue(number); break;
                case bool flag: json.WriteBooleanValue(flag); break;
                default: json.WriteStringValue(Convert.ToString(value, CultureInfo.InvariantCulture)); break;
            }
        }
    }

    private static string LevelOf(LogLevel level) => level switch
    {
        LogLevel.Critical => "critical",
        LogLevel.Error => "error",
        LogLevel.Warning => "warning",
        LogLevel.Information => "information",
        _ => "debug",
    };
}

/// <summary>For people at a terminal: Vietnamese time, level when it matters, message, request number.</summary>
internal sealed class TextLines(TimeProvider time) : ConsoleFormatter(Form)
{
    public const string Form = "lantoa-text";

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        textWriter.Write(Clock.LocalOf(time.GetUtcNow()).ToString("HH:mm:ss ", CultureInfo.InvariantCulture));
        if (logEntry.LogLevel > LogLevel.Information) textWriter.Write(logEntry.LogLevel == LogLevel.Warning ? "CẢNH BÁO " : "LỖI ");
        textWriter.Write(logEntry.Formatter(logEntry.State, logEntry.Exception));
        if (scopeProvider.Request() is { } request) textWriter.Write($"  [{request.RequestId}]");
        textWriter.WriteLine();
        if (logEntry.Exception is { } exception) textWriter.WriteLine(exception.ToString());
    }
}
