using LanToa.Planning.Organizations;
using LanToa.Platform.Data;
using LanToa.Testing;
using Npgsql;

namespace LanToa.Planning.Tests.Organizations;

/// <summary>Two nodes' trees on one database.</summary>
public sealed class OrganizationDirectoryTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private const string Add = "INSERT INTO organization (id, code, province_id, name, short_name, level, kind, valid_from, search_text, version) SELECT gen_random_uuid(), $1, 0, $1, '', 'Unit', 'Committee', '2000-01-01', '', 1";

    [Theory]
    [InlineData("UPDATE organization SET name = name || ' mới' WHERE code = 'D2'")]
    [InlineData("DELETE FROM organization WHERE code = 'D3'")]
    [InlineData("WITH gone AS (DELETE FROM organization WHERE code = 'D2') INSERT INTO organization SELECT (jsonb_populate_record(o, jsonb_build_object('id', gen_random_uuid(), 'code', 'D9'))).* FROM organization o WHERE code = 'D2'")]
    public async Task Change_ByAnother_IsSeenAfterASecond_AndNotAskedForBefore(string change)
    {
        await using var source = NpgsqlDataSource.Create(database.Connections.Owner);
        foreach (var code in new[] { "D1", "D2", "D3" })
        {
            await using var add = source.Command(Add + " WHERE NOT EXISTS (SELECT FROM organization WHERE code = $1)", code);
            await add.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }
        var time = new HandClock();
        var directory = new OrganizationDirectory(source, time);
        var before = Names(directory);
        before.Length.ShouldBeGreaterThanOrEqualTo(3);
        await using (var command = source.Command(change)) await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        time.Passed += TimeSpan.FromMilliseconds(900);
        Names(directory).ShouldBe(before);
        // The clock on the wall goes back meanwhile; what has passed is what counts.
        time.Wall -= TimeSpan.FromHours(1);
        time.Passed += TimeSpan.FromMilliseconds(200);
        Names(directory).ShouldNotBe(before);
    }

    private static string[] Names(OrganizationDirectory directory) => [.. directory.All.Select(o => $"{o.Code} {o.Name}").Order(StringComparer.Ordinal)];

    private sealed class HandClock : TimeProvider
    {
        public TimeSpan Passed { get; set; }

        public DateTimeOffset Wall { get; set; } = System.GetUtcNow();

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Passed.Ticks + 1;

        public override DateTimeOffset GetUtcNow() => Wall;
    }
}
