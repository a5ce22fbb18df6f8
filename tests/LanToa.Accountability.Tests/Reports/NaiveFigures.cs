using System.Globalization;
using LanToa.Accountability.Reports.Formulas;
using Npgsql;

namespace LanToa.Accountability.Tests.Reports;

/// <summary>The plain sense of the aggregates, to compare with: each asks the activities themselves, one after the other.</summary>
internal static class NaiveFigures
{
    public static async Task<Dictionary<Atom, decimal?>> OfAsync(NpgsqlDataSource database, Guid[] units, DateOnly from, DateOnly to, IEnumerable<Atom> atoms)
    {
        var values = new Dictionary<Atom, decimal?>();
        foreach (var atom in atoms)
        {
            await using var command = database.CreateCommand();
            foreach (var value in new object[] { units, from, to }) command.Parameters.Add(new NpgsqlParameter { Value = value });
            var filter = "a.unit_id = ANY($1) AND a.happened_on >= $2 AND a.happened_on <= $3";
            foreach (var condition in atom.Conditions)
            {
                command.Parameters.Add(new NpgsqlParameter { Value = condition.Codes.ToArray() });
                var at = "$" + command.Parameters.Count.ToString(CultureInfo.InvariantCulture);
                filter += condition.Field.Many ? $" AND a.{condition.Field.Column} && {at}" : $" AND a.{condition.Field.Column} = ANY({at})";
            }
            var what = atom.What == "quantity" ? "coalesce(a.quantity, 1)" : "a." + atom.What;
            command.CommandText = atom.Kind switch
            {
                AtomKind.Sum => $"SELECT coalesce(sum({what}), 0)::numeric FROM activity a WHERE {filter}",
                AtomKind.Largest => $"SELECT max({what})::numeric FROM activity a WHERE {filter}",
                AtomKind.Latest => $"SELECT {what}::numeric FROM activity a WHERE {filter} AND {what} IS NOT NULL ORDER BY a.happened_on DESC, a.id DESC LIMIT 1",
                AtomKind.Units => $"SELECT count(DISTINCT a.unit_id)::numeric FROM activity a WHERE {filter}",
                _ => $"SELECT count(*)::numeric FROM activity a WHERE {filter}",
            };
            values[atom] = await command.ExecuteScalarAsync() as decimal?;
        }
        return values;
    }
}
