using LanToa.Platform.Data;
using LanToa.Testing;
using Npgsql;

namespace LanToa.Platform.Tests.Data;

/// <summary>What is written in the binary form of COPY is what the database reads.</summary>
public sealed class CopyBufferTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private static readonly decimal?[] Numbers = [null, 0m, 1m, -1m, 2.5m, 0.05m, 12345.6789m, 0.00001234m, -9999.9999m, 10000m, 100000000m, 999999999999.99m, decimal.MaxValue, decimal.MinValue, 1.0000000000000000000000000001m];
    private static readonly string?[] Texts = [null, "", "Ủy ban nhân dân xã “Vân Khê”\t\n\\", "😀"];
    private static readonly DateTimeOffset?[] Moments = [null, new(2026, 11, 20, 2, 0, 0, TimeSpan.Zero), new(1999, 12, 31, 23, 59, 59, 999, TimeSpan.FromHours(7)), new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMicroseconds(1)];

    [Fact]
    public async Task Written_ValuesOfEveryKind_AreReadBack()
    {
        await using var connection = new NpgsqlConnection(database.Connections.Owner);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using (var make = new NpgsqlCommand("CREATE TEMP TABLE one (n int, a smallint, b int, c bigint, d double precision, e numeric, f boolean, g uuid, h date, i timestamptz, j text, k jsonb, l text[])", connection)) await make.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        var id = Guid.CreateVersion7();
        var buffer = new CopyBuffer();
        for (var n = 0; n < Numbers.Length; n++)
        {
            buffer.Row(13);
            buffer.Int(n);
            buffer.Short(n == 0 ? null : (short)-n);
            buffer.Int(n == 0 ? null : int.MinValue + n);
            buffer.Long(n == 0 ? null : long.MaxValue - n);
            buffer.Double(n == 0 ? null : -n / 3.0);
            buffer.Numeric(Numbers[n]);
            buffer.Bool(n == 0 ? null : n % 2 == 0);
            buffer.Id(n == 0 ? null : id);
            buffer.Date(n == 0 ? null : new DateOnly(1945, 9, 2).AddDays(n));
            buffer.Moment(Moments[n % Moments.Length]);
            buffer.Text(Texts[n % Texts.Length]);
            buffer.Json(n == 0 ? null : """{"Tên": "Hội nghị", "n": [1, 2.50]}""");
            buffer.Texts(n switch { 0 => null, 1 => [], _ => ["a", "", "ệ, \"{}\""] });
        }
        buffer.End();
        await using (var copy = await connection.BeginRawBinaryCopyAsync("COPY one FROM STDIN (FORMAT BINARY)", TestContext.Current.CancellationToken)) await copy.WriteAsync(buffer.Written, TestContext.Current.CancellationToken);

        await using var read = new NpgsqlCommand("SELECT a, b, c, d, e, f, g, h, i, j, k::text, l FROM one ORDER BY n", connection);
        await using var row = await read.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        for (var n = 0; n < Numbers.Length; n++)
        {
            (await row.ReadAsync(TestContext.Current.CancellationToken)).ShouldBeTrue();
            T? Get<T>(int column) => row.IsDBNull(column) ? default : row.GetFieldValue<T>(column);
            Get<decimal?>(4).ShouldBe(Numbers[n]);
            Get<DateTimeOffset?>(8)?.UtcTicks.ShouldBe(Moments[n % Moments.Length]!.Value.UtcTicks);
            Get<string>(9).ShouldBe(Texts[n % Texts.Length]);
            if (n == 0)
            {
                Enumerable.Range(0, 12).ShouldAllBe(column => row.IsDBNull(column));
                continue;
            }
            (Get<short>(0), Get<int>(1), Get<long>(2), Get<double>(3), Get<bool>(5), Get<Guid>(6), Get<DateOnly>(7)).ShouldBe(((short)-n, int.MinValue + n, long.MaxValue - n, -n / 3.0, n % 2 == 0, id, new DateOnly(1945, 9, 2).AddDays(n)));
            Get<string>(10).ShouldBe("""{"n": [1, 2.50], "Tên": "Hội nghị"}""");
            Get<List<string>>(11)!.ShouldBe(n == 1 ? [] : ["a", "", "ệ, \"{}\""]);
        }
    }
}
