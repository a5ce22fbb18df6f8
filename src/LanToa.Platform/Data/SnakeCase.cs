using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace LanToa.Platform.Data;

/// <summary>Names of tables, columns and constraints as PostgreSQL writes them: plan_task, province_id.</summary>
internal static class SnakeCase
{
    public static void Apply(IMutableModel model)
    {
        foreach (var entity in model.GetEntityTypes())
        {
            if (entity.IsMappedToJson()) continue;
            if (entity.BaseType is null && !entity.IsOwned()) entity.SetTableName(entity.GetTableName() is { } name && name == entity.ClrType.Name ? Of(name) : Of(entity.GetTableName() ?? entity.ClrType.Name));
            var table = StoreObjectIdentifier.Create(entity, StoreObjectType.Table);
            foreach (var property in entity.GetProperties())
                property.SetColumnName(Of(table is { } t ? property.GetColumnName(t) ?? property.Name : property.Name));
        }
        foreach (var entity in model.GetEntityTypes().Where(e => !e.IsMappedToJson()))
        {
            foreach (var key in entity.GetKeys()) key.SetName(Of(key.GetDefaultName() ?? ""));
            foreach (var key in entity.GetForeignKeys()) key.SetConstraintName(Shorten(Of(key.GetDefaultName() ?? "")));
            foreach (var index in entity.GetIndexes()) index.SetDatabaseName(Shorten(index.Name ?? Of(index.GetDefaultDatabaseName() ?? "")));
        }
    }

    public static string Of(string name)
    {
        var snake = new StringBuilder(name.Length + 8);
        for (var i = 0; i < name.Length; i++)
        {
            var c = name[i];
            if (char.IsUpper(c) && i > 0 && name[i - 1] != '_' && (char.IsLower(name[i - 1]) || char.IsDigit(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1]))))
                snake.Append('_');
            snake.Append(char.ToLowerInvariant(c));
        }
        return snake.ToString();
    }

    // PostgreSQL cuts identifiers at 63 bytes.
    private static string Shorten(string name) => name.Length <= 63 ? name : name[..63];
}
