using LanToa.Platform.Audit;
using LanToa.Testing;
using Npgsql;

namespace LanToa.Platform.Tests.Audit;

/// <summary>One province's history in a test database, as its writers, its sealer and somebody with all rights see it.</summary>
internal sealed class HistoryTable(TestDatabase database, short province) : IAsyncDisposable
{
    private const string Insert = """
        INSERT INTO history_event (province_id, id, at, account_id, actor_name, process, request_id, subject_kind, subject_id, whole_id, verb, reason, before, after)
        SELECT {0}, ('019a0000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, '2026-11-21 08:00:00.123456+07'::timestamptz + n * interval '1 second', '019a0000-0000-7000-8000-000000000001', 'Nguyễn Thị Hòa', 'web', 'r' || n,
               'plan', '019a0000-0000-7000-8000-0000000000aa', '019a0000-0000-7000-8000-0000000000bb', 'plan.change', 'lý do ' || n, jsonb_build_object('Title', 'cũ', 'n', n), jsonb_build_object('Title', 'Kế hoạch "mới"', 'n', n)
        FROM generate_series({1}, {2}) n
        """;

    public NpgsqlDataSource App { get; } = NpgsqlDataSource.Create(database.Connections.App);

    public HistorySealer Sealer => new(App, TimeProvider.System);

    public HistoryVerifier Verifier => new(App, TimeProvider.System);

    public short Province => province;

    /// <summary>The id of the n-th event that <see cref="AddAsync"/> makes.</summary>
    public static Guid Id(int n) => Guid.Parse($"019a0000-0000-7000-8000-{n:x12}");

    public static string InsertSql(short province, int from, int to) => string.Format(System.Globalization.CultureInfo.InvariantCulture, Insert, province, from, to);

    public async Task AddAsync(int from, int to)
    {
        await using var command = App.CreateCommand(InsertSql(province, from, to));
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Events 1 to <paramref name="count"/>, sealed.</summary>
    public async Task<HistoryTable> SealedAsync(int count)
    {
        await AddAsync(1, count);
        (await Sealer.SealAsync(province)).ShouldBe(count);
        return this;
    }

    public Task<HistoryVerdict> VerifyAsync(params HistoryAnchor[] anchors) => Verifier.VerifyAsync(province, anchors);

    /// <summary>As the superuser, past every trigger: {p} is the province.</summary>
    public async Task TamperAsync(string sql)
    {
        var root = new NpgsqlConnectionStringBuilder(database.Connections.Owner) { Username = "postgres", Pooling = false };
        await using var connection = new NpgsqlConnection(root.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("SET session_replication_role = replica; " + sql.Replace("{p}", province.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal), connection);
        await command.ExecuteNonQueryAsync();
    }

    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var command = App.CreateCommand(sql.Replace("{p}", province.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal));
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public ValueTask DisposeAsync() => App.DisposeAsync();
}
