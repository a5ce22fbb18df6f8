using System.Globalization;
using System.Text;

namespace LanToa.Accountability.Reports.Formulas;

/// <summary>
/// Aggregates as columns of one SELECT over the activities. Only the names of <see cref="FormulaWords"/> become SQL; every code that a person wrote is a parameter.
/// </summary>
public sealed class FormulaSql
{
    private FormulaSql(string columns, IReadOnlyList<object> parameters) => (Columns, Parameters) = (columns, parameters);

    /// <summary>", …" after other columns; empty where there is nothing to ask.</summary>
    public string Columns { get; }

    public IReadOnlyList<object> Parameters { get; }

    /// <param name="before">How many parameters the statement has already.</param>
    public static FormulaSql Of(IReadOnlyList<Atom> atoms, int before)
    {
        var columns = new StringBuilder();
        var parameters = new List<object>();
        foreach (var atom in atoms)
        {
            if (atom.Kind == AtomKind.Duties) throw new ArgumentException("Duties are counted by their own room.", nameof(atoms));
            var filter = string.Join(" AND ", atom.Conditions.Select(Clause));
            columns.Append(", ").Append(Column(atom, filter));
        }
        return new FormulaSql(columns.ToString(), parameters);

        string Clause(Condition condition)
        {
            parameters.Add(condition.Codes.ToArray());
            var at = "$" + (before + parameters.Count).ToString(CultureInfo.InvariantCulture);
            return condition.Field.Many ? $"a.{condition.Field.Column} && {at}" : $"a.{condition.Field.Column} = ANY({at})";
        }
    }

    private static string Column(Atom atom, string filter)
    {
        // Quantities of a form's default are one each: an activity without a quantity happened once.
        var what = atom.What == "quantity" ? "coalesce(a.quantity, 1)" : "a." + atom.What;
        return atom.Kind switch
        {
            AtomKind.Sum => $"coalesce(sum({what}) FILTER (WHERE {filter}), 0)::numeric",
            AtomKind.Largest => $"max({what}) FILTER (WHERE {filter})::numeric",
            AtomKind.Latest => $"(array_agg({what} ORDER BY a.happened_on DESC, a.id DESC) FILTER (WHERE {filter} AND {what} IS NOT NULL))[1]::numeric",
            AtomKind.Units => $"count(DISTINCT a.unit_id) FILTER (WHERE {filter})::numeric",
            _ => $"count(*) FILTER (WHERE {filter})::numeric",
        };
    }
}
