using LanToa.Platform.Data;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace LanToa.Web.Tests;

/// <summary>The numbered SQL files and the model say the same: tables, columns, keys, foreign keys, checks and indexes.</summary>
public sealed class SchemaTests(TestApp app) : IClassFixture<TestApp>
{
    private const string Shape = """
        SELECT 'column ' || table_name || '.' || column_name || ' ' || udt_name || ' ' || is_nullable || ' ' || coalesce(character_maximum_length::text, '') || ' ' || is_identity
          FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> 'schema_migration'
        UNION ALL
        SELECT 'constraint ' || c.conrelid::regclass || ' ' || c.conname || ' ' || pg_get_constraintdef(c.oid)
          FROM pg_constraint c WHERE c.connamespace = 'public'::regnamespace AND c.conrelid::regclass::text <> 'schema_migration'
        UNION ALL
        -- The model cannot say an index on words of a column.
        SELECT 'index ' || indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename <> 'schema_migration' AND indexdef NOT LIKE '% USING gin (search_words(%'
        ORDER BY 1
        """;

    [Fact]
    public async Task Schema_MigratedAndModel_AreTheSame()
    {
        await using var empty = await TestDatabase.CreateEmptyAsync();
        var script = await app.InScopeAsync(s => Task.FromResult(s.GetRequiredService<LanToaDb>().Database.GenerateCreateScript()));
        await using (var connection = new NpgsqlConnection(empty.Connections.Owner))
        {
            await connection.OpenAsync(TestContext.Current.CancellationToken);
            await using var command = new NpgsqlCommand(script, connection);
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        var model = await ShapeOfAsync(empty.Connections.Owner);
        var migrated = await ShapeOfAsync(app.Connections.Owner);

        model.Except(migrated).ShouldBeEmpty("the model has what no migration makes");
        migrated.Except(model).ShouldBeEmpty("a migration makes what the model does not know");
    }

    [Fact]
    public async Task History_ApplicationRole_CanNeitherChangeNorDelete()
    {
        await using var connection = new NpgsqlConnection(app.Connections.App);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        foreach (var sql in new[] { "UPDATE history_event SET verb = 'x'", "DELETE FROM history_event", "TRUNCATE history_event" })
        {
            await using var command = new NpgsqlCommand(sql, connection);
            var refused = await Should.ThrowAsync<PostgresException>(() => command.ExecuteNonQueryAsync());
            refused.SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
        }
    }

    private static async Task<List<string>> ShapeOfAsync(string connectionString)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(Shape, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync()) lines.Add(reader.GetString(0));
        return lines;
    }
}
