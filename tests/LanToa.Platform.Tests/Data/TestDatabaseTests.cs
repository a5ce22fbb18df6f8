using LanToa.Testing;
using Npgsql;

namespace LanToa.Platform.Tests.Data;

/// <summary>The database that other tests stand on, and what its two roles may do.</summary>
public sealed class TestDatabaseTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task Migrate_CopyOfTheTemplate_HasNothingLeftToDo()
    {
        (await TestDatabase.Migrator.MigrateAsync(database.Connections.Owner)).ShouldBe(0);
        (await TestDatabase.Migrator.MigrateAsync(database.Connections.App)).ShouldBe(0);
    }

    [Theory]
    [InlineData("DELETE FROM history_event")]
    [InlineData("UPDATE schema_migration SET checksum = ''")]
    [InlineData("CREATE TABLE mine (id int)")]
    public async Task Application_WhatItMustNotDo_IsDenied(string sql)
    {
        await using var connection = new NpgsqlConnection(database.Connections.App + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        (await Should.ThrowAsync<PostgresException>(() => command.ExecuteNonQueryAsync())).SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
    }
}
