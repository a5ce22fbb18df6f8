using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using LanToa.Platform.Data;
using LanToa.Platform.Documents.Sheets;
using LanToa.Platform.Modules;
using LanToa.Platform.Time;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace LanToa.Platform.Audit;

/// <summary>One event with its place in the chain; number, previous, hash and moment are null while it waits to be sealed.</summary>
public sealed record HistoryExportRow(
    long? Number, HistoryEvent Event, DateTimeOffset? SealedAt, byte[]? Previous, byte[]? Hash);

/// <summary>A province's history as lines for a file, oldest first, read while they are written.</summary>
public sealed class HistoryExport([FromKeyedServices(Connections.Long)] NpgsqlDataSource database, ModuleList modules)
{
    private const int LinesPerFlush = 500;
    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>The history as people read it.</summary>
    public IReadOnlyList<FileColumn<HistoryExportRow>> Columns =>
    [
        new("Tỉnh", r => r.Event.ProvinceId.ToString("00", CultureInfo.InvariantCulture), 6), new("Số", r => r.Number, 10), new("Lúc", r => r.Event.At, 18), new("Ai", r => r.Event.ActorName, 26),
        new("Làm gì", r => modules.VerbNames.GetValueOrDefault(r.Event.Verb, r.Event.Verb), 30), new("Lý do", r => r.Event.Reason, 40), new("Loại hồ sơ", r => r.Event.SubjectKind), new("Hồ sơ", r => r.Event.SubjectId, 38),
        new("Thuộc hồ sơ", r => r.Event.WholeId, 38), new("Trước", r => r.Event.Before, 40), new("Sau", r => r.Event.After, 40), new("Tiến trình", r => r.Event.Process), new("Số tham chiếu", r => r.Event.RequestId),
        new("Tài khoản", r => r.Event.AccountId, 38), new("Mã thay đổi", r => r.Event.Id, 38), new("Mã băm", r => Hex(r.Hash), 66),
    ];

    /// <param name="from">The first Vietnamese day, or null for the beginning.</param>
    /// <param name="to">The last day, or null for today's.</param>
    public async IAsyncEnumerable<HistoryExportRow> RowsAsync(short province, DateOnly? from, DateOnly? to, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        await using var command = database.Command($"""
            SELECT s.number, s.sealed_at, s.previous, s.hash, {HistoryForm.Selected}
            FROM history_event e LEFT JOIN history_seal s ON s.province_id = e.province_id AND s.event_id = e.id
            WHERE e.province_id = $1 AND e.at >= $2 AND e.at < $3 ORDER BY e.at, e.id
            """, province, Start(from) ?? DateTimeOffset.UnixEpoch, Start(to?.AddDays(1)) ?? new DateTimeOffset(9999, 1, 1, 0, 0, 0, TimeSpan.Zero));
        command.CommandTimeout = 0;
        await using var row = await command.ExecuteReaderAsync(cancel);
        while (await row.ReadAsync(cancel))
            yield return new(row.IsDBNull(0) ? null : row.GetInt64(0), Event(row), row.IsDBNull(1) ? null : row.GetFieldValue<DateTimeOffset>(1), Bytes(row, 2), Bytes(row, 3));
    }

    /// <summary>One JSON object per line (UTF-8, LF) with every column under its own name, <c>before</c> and <c>after</c> as PostgreSQL prints them: enough to compute each hash again.</summary>
    public static async Task WriteJsonLinesAsync(IAsyncEnumerable<HistoryExportRow> rows, Stream to, CancellationToken cancel = default)
    {
        using var buffer = new MemoryStream();
        var lines = 0;
        await foreach (var row in rows.WithCancellation(cancel))
        {
            using (var json = new Utf8JsonWriter(buffer, Json)) Write(json, row);
            buffer.WriteByte((byte)'\n');
            if (++lines % LinesPerFlush == 0) await FlushAsync(buffer, to, cancel);
        }
        await FlushAsync(buffer, to, cancel);
        await to.FlushAsync(cancel);
    }

    private static async Task FlushAsync(MemoryStream buffer, Stream to, CancellationToken cancel)
    {
        await to.WriteAsync(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), cancel);
        buffer.SetLength(0);
    }

    private static void Write(Utf8JsonWriter json, HistoryExportRow row)
    {
        var e = row.Event;
        json.WriteStartObject();
        json.WriteNumber("province_id", e.ProvinceId);
        if (row.Number is { } number) json.WriteNumber("number", number); else json.WriteNull("number");
        json.WriteString("sealed_at", Instant(row.SealedAt));
        json.WriteString("previous", Hex(row.Previous));
        json.WriteString("hash", Hex(row.Hash));
        json.WriteString("id", e.Id);
        json.WriteString("at", Instant(e.At));
        json.WriteString("account_id", e.AccountId?.ToString());
        json.WriteString("actor_name", e.ActorName);
        json.WriteString("process", e.Process);
        json.WriteString("request_id", e.RequestId);
        json.WriteString("subject_kind", e.SubjectKind);
        json.WriteString("subject_id", e.SubjectId);
        json.WriteString("whole_id", e.WholeId?.ToString());
        json.WriteString("verb", e.Verb);
        json.WriteString("reason", e.Reason);
        Raw(json, "before", e.Before);
        Raw(json, "after", e.After);
        json.WriteEndObject();
    }

    private static void Raw(Utf8JsonWriter json, string name, string? value)
    {
        json.WritePropertyName(name);
        json.WriteRawValue(value ?? "null", skipInputValidation: true);
    }

    private static HistoryEvent Event(NpgsqlDataReader row)
    {
        const int first = 4;
        return new()
        {
            ProvinceId = row.GetInt16(first), Id = row.GetGuid(first + 1), At = row.GetFieldValue<DateTimeOffset>(first + 2), AccountId = row.IsDBNull(first + 3) ? null : row.GetGuid(first + 3),
            ActorName = row.GetString(first + 4), Process = row.GetString(first + 5), RequestId = Text(row, first + 6), SubjectKind = row.GetString(first + 7), SubjectId = row.GetGuid(first + 8),
            WholeId = row.IsDBNull(first + 9) ? null : row.GetGuid(first + 9), Verb = row.GetString(first + 10), Reason = Text(row, first + 11), Before = Text(row, first + 12), After = Text(row, first + 13),
        };
    }

    private static DateTimeOffset? Start(DateOnly? day) => day is { } d ? new DateTimeOffset(d, TimeOnly.MinValue, TimeSpan.FromHours(7)).ToUniversalTime() : null;

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static byte[]? Bytes(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetFieldValue<byte[]>(column);

    private static string? Hex(byte[]? bytes) => bytes is null ? null : Convert.ToHexStringLower(bytes);

    private static string? Instant(DateTimeOffset? at) => at?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
}
