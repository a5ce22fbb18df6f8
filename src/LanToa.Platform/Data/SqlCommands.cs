using Npgsql;

namespace LanToa.Platform.Data;

/// <summary>Plain SQL through the shared data source, for hot paths and for work outside a request.</summary>
public static class SqlCommands
{
    /// <summary>A command with positional parameters $1, $2…; null becomes NULL.</summary>
    public static NpgsqlCommand Command(this NpgsqlDataSource database, string sql, params ReadOnlySpan<object?> values)
    {
        var command = database.CreateCommand(sql);
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
        return command;
    }
}
