using LanToa.Accountability.Reports.Formulas;
using LanToa.Contracts.Reports;
using LanToa.Platform.Data;
using LanToa.Platform.Time;
using Npgsql;

namespace LanToa.Accountability.Reports;

/// <summary>What formulas come to over the records of some units in a span: one statement over the activities for all of them, one over the duties.</summary>
public sealed class OwnFigures(NpgsqlDataSource database, IDutyFigures duties, Clock clock)
{
    private const string Where = " FROM activity a WHERE a.province_id = $1 AND a.unit_id = ANY($2) AND a.happened_on >= $3 AND a.happened_on <= $4";

    /// <summary>The value of every aggregate that the formulas have.</summary>
    public async Task<IReadOnlyDictionary<Atom, decimal?>> AtomsAsync(short province, IReadOnlyCollection<Guid> units, DateOnly from, DateOnly to, IEnumerable<Formula> formulas, CancellationToken cancel = default)
    {
        var wanted = formulas.SelectMany(f => f.Atoms).Distinct().ToList();
        var values = new Dictionary<Atom, decimal?>();
        var counted = wanted.Where(a => a.Kind != AtomKind.Duties).ToList();
        if (counted.Count > 0)
        {
            var sql = FormulaSql.Of(counted, before: 4);
            await using var command = database.Command("SELECT 1" + sql.Columns + Where, province, units.ToArray(), from, to);
            foreach (var parameter in sql.Parameters) command.Parameters.Add(new NpgsqlParameter { Value = parameter });
            await using var reader = await command.ExecuteReaderAsync(cancel);
            await reader.ReadAsync(cancel);
            for (var n = 0; n < counted.Count; n++) values[counted[n]] = reader.IsDBNull(n + 1) ? null : reader.GetDecimal(n + 1);
        }
        if (counted.Count < wanted.Count)
        {
            var figures = await duties.OfAsync(province, units, from, to, clock.Today, cancel);
            foreach (var atom in wanted.Where(a => a.Kind == AtomKind.Duties)) values[atom] = Of(figures, atom.What);
        }
        return values;
    }

    /// <summary>Those of the units that have an activity which the atom counts: what "đếm đơn vị khác nhau" keeps, so that no unit counts twice above.</summary>
    public async Task<IReadOnlyList<Guid>> UnitsOfAsync(short province, IReadOnlyCollection<Guid> units, DateOnly from, DateOnly to, Atom atom, CancellationToken cancel = default)
    {
        var sql = FormulaSql.Of([atom with { Kind = AtomKind.Count, What = "" }], before: 4);
        await using var command = database.Command("SELECT a.unit_id" + sql.Columns + Where + " GROUP BY a.unit_id ORDER BY a.unit_id", province, units.ToArray(), from, to);
        foreach (var parameter in sql.Parameters) command.Parameters.Add(new NpgsqlParameter { Value = parameter });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var found = new List<Guid>();
        while (await reader.ReadAsync(cancel))
            if (reader.GetDecimal(1) > 0) found.Add(reader.GetGuid(0));
        return found;
    }

    /// <summary>Works out formulas that name each other, each once; whoever stands in a circle has no value and says so.</summary>
    public static IReadOnlyDictionary<string, FormulaValue> Calculate(IReadOnlyDictionary<string, Formula> formulas, IReadOnlyDictionary<Atom, decimal?> atoms, IReadOnlyDictionary<string, decimal?> given)
    {
        var values = new Dictionary<string, FormulaValue>();
        foreach (var code in formulas.Keys) Visit(code, []);
        return values;

        decimal? Visit(string code, HashSet<string> path)
        {
            if (values.TryGetValue(code, out var known)) return known.Number;
            if (!formulas.TryGetValue(code, out var formula)) return given.GetValueOrDefault(code);
            if (!path.Add(code) || Formula.CycleFrom(code, formulas) is not null)
            {
                var cycle = $"Công thức đi vòng: {string.Join(" → ", Formula.CycleFrom(code, formulas) ?? [code])}. Hãy sửa trong danh mục chỉ tiêu.";
                values[code] = new FormulaValue(null, cycle, [cycle]);
                return null;
            }
            var named = formula.References.ToDictionary(r => r, r => Visit(r, path));
            return (values[code] = new FormulaCalculator(atoms, named).Of(formula)).Number;
        }
    }

    private static decimal Of(DutyFigures figures, string what) => what switch
    {
        "owed" => figures.Owed, "done" => figures.Done, "on-time" => figures.OnTime, "late" => figures.Late, "overdue" => figures.Overdue, _ => figures.Open,
    };
}
