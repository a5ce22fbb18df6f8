using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using Npgsql;

namespace LanToa.Platform.Audit;

/// <summary>
/// The canonical form of an event, over which its hash is taken (SHA-256). All integers are big-endian, two's complement:
/// <list type="number">
/// <item>the 17 bytes of ASCII "LanToa history 1\n";</item>
/// <item>the hash of the event before, 32 bytes (zeros for number 1);</item>
/// <item>the province of the chain (int16), the number in it (int64), the moment of sealing (int64, microseconds since 1970-01-01 UTC);</item>
/// <item>each column of <c>history_event</c> in the order of <see cref="Columns"/>: the byte 0 for NULL, or the byte 1, the length of the value in bytes (int32) and the value.</item>
/// </list>
/// A value is: an int16 in 2 bytes; a uuid in its 16 bytes in the order they are printed; an instant as int64 microseconds since 1970-01-01 UTC; a text in
/// UTF-8 as stored (not normalised); jsonb as the text that PostgreSQL prints for it, in UTF-8. Every length is written, so no two events have the same form.
/// </summary>
public sealed class HistoryForm
{
    /// <summary>Bytes of a hash.</summary>
    public const int HashLength = 32;

    /// <summary>The columns in the order of the form; a column that is added to the table gets a new version of the form.</summary>
    public static IReadOnlyList<string> Columns { get; } =
        ["province_id", "id", "at", "account_id", "actor_name", "process", "request_id", "subject_kind", "subject_id", "whole_id", "verb", "reason", "before", "after"];

    /// <summary>The columns of the event "e" for a SELECT whose rows <see cref="Hash"/> reads.</summary>
    internal const string Selected = "e.province_id, e.id, e.at, e.account_id, e.actor_name, e.process, e.request_id, e.subject_kind, e.subject_id, e.whole_id, e.verb, e.reason, e.before::text, e.after::text";

    private readonly ArrayBufferWriter<byte> _form = new(4096);

    /// <summary>What stands before the first event of a chain.</summary>
    public static byte[] Beginning => new byte[HashLength];

    /// <summary>The hash of the event whose columns begin at <paramref name="first"/> of the reader's row.</summary>
    internal byte[] Hash(NpgsqlDataReader row, int first, short province, long number, DateTimeOffset sealedAt, ReadOnlySpan<byte> previous)
    {
        _form.ResetWrittenCount();
        _form.Write("LanToa history 1\n"u8);
        _form.Write(previous);
        BinaryPrimitives.WriteInt16BigEndian(Take(2), province);
        BinaryPrimitives.WriteInt64BigEndian(Take(8), number);
        BinaryPrimitives.WriteInt64BigEndian(Take(8), Microseconds(sealedAt));
        for (var i = 0; i < Columns.Count; i++) Write(row, first + i, i);
        return SHA256.HashData(_form.WrittenSpan);
    }

    private void Write(NpgsqlDataReader row, int column, int at)
    {
        if (row.IsDBNull(column))
        {
            Take(1)[0] = 0;
            return;
        }
        switch (Columns[at])
        {
            case "province_id":
                BinaryPrimitives.WriteInt16BigEndian(Value(2), row.GetInt16(column));
                break;
            case "at":
                BinaryPrimitives.WriteInt64BigEndian(Value(8), Microseconds(row.GetFieldValue<DateTimeOffset>(column)));
                break;
            case "id" or "account_id" or "subject_id" or "whole_id":
                row.GetGuid(column).TryWriteBytes(Value(16), bigEndian: true, out _);
                break;
            default:
                // The bytes as they came, which are UTF-8.
                var text = row.GetFieldValue<byte[]>(column);
                text.CopyTo(Value(text.Length));
                break;
        }
    }

    private Span<byte> Value(int length)
    {
        Take(1)[0] = 1;
        BinaryPrimitives.WriteInt32BigEndian(Take(4), length);
        return Take(length);
    }

    private Span<byte> Take(int length)
    {
        var span = _form.GetSpan(length)[..length];
        _form.Advance(length);
        return span;
    }

    // PostgreSQL keeps microseconds, which is ten ticks.
    private static long Microseconds(DateTimeOffset instant) => (instant.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;
}
