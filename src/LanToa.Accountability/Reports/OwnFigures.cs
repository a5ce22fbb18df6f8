using LanToa.Accountability.Reports.Formulas;
using LanToa.Contracts.Organizations;
using LanToa.Contracts.Reports;
using LanToa.Platform.Data;
using LanToa.Platform.Time;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace LanToa.Accountability.Reports;

/// <summary>The aggregates of formulas over a period and over the year to its end, and the units that each "đếm đơn vị khác nhau" of the period counts.</summary>
public sealed record AtomValues(IReadOnlyDictionary<Atom, decimal?> Period, IReadOnlyDictionary<Atom, decimal?> Year, IReadOnlyDictionary<Atom, IReadOnlyList<Guid>> Units);

/// <summary>
/// What formulas come to over the records of some units in a span, of one province or of several: the activities are read once, from an index, into groups of one kind
/// (<see cref="KindTotals"/>); the duties once. So many formulas cost as much as one.
/// </summary>
public sealed class OwnFigures([FromKeyedServices(Connections.Counting)] NpgsqlDataSource database, IDutyFigures duties, IOrganizationDirectory directory, Clock clock)
{
    // Above it an index is read whole instead of a place in it for each unit.
    private const int MostPlaces = 1000;

    private const string OneProvince = " WHERE a.province_id = $1 AND a.unit_id = ANY($2)";

    private const string FewUnits = " JOIN unnest($1::smallint[], $2::uuid[]) u(province, id) ON a.province_id = u.province AND a.unit_id = u.id WHERE true";

    // IS TRUE leaves the index by units aside: all is read in the order of the kinds, each of which is added up as it comes, where among thousands of groups one would be looked for at each row.
    private const string ManyUnits = " WHERE (a.province_id = ANY($1) AND a.unit_id = ANY($2)) IS TRUE";

    /// <summary>Of the atoms over the units from the year's first day; the period begins at or after it, both end on one day.</summary>
    public async Task<AtomValues> OfAsync(IReadOnlyCollection<Guid> units, DateOnly yearFrom, DateOnly from, DateOnly to, IReadOnlyCollection<Atom> atoms, CancellationToken cancel = default)
    {
        var scope = new UnitScope(units, directory);
        var (counted, apart) = (atoms.Where(a => a.Kind != AtomKind.Duties).ToList(), yearFrom < from);
        var (period, year, distinct) = (new Dictionary<Atom, decimal?>(), new Dictionary<Atom, decimal?>(), new Dictionary<Atom, IReadOnlyList<Guid>>());
        // Duties are another table: they are counted meanwhile, on a connection of their own.
        var owed = counted.Count < atoms.Count ? duties.OfAsync(scope.Provinces, units, yearFrom, from, to, clock.Today, cancel) : null;
        if (counted.Count > 0)
        {
            var (where, values) = Where(scope);
            var totals = await KindTotals.ReadAsync(database, where, values, yearFrom, from, to, counted, cancel);
            foreach (var atom in counted)
            {
                switch (atom.Kind)
                {
                    case AtomKind.Units:
                        distinct[atom] = await UnitsAsync(scope, from, to, totals.KindsOf(atom, inside: true), cancel);
                        period[atom] = year[atom] = distinct[atom].Count;
                        // Who did something in the period did so in the year: only the others are asked.
                        if (apart) year[atom] = distinct[atom].Count + (await UnitsAsync(scope.Without(distinct[atom]), yearFrom, from.AddDays(-1), totals.KindsOf(atom, inside: false), cancel)).Count;
                        break;
                    case AtomKind.Latest:
                        period[atom] = year[atom] = await LatestAsync(scope, from, to, atom, totals.KindsOf(atom, inside: true, measured: true), cancel);
                        if (apart) year[atom] = await LatestAsync(scope, yearFrom, to, atom, totals.KindsOf(atom, inside: false, measured: true), cancel);
                        break;
                    default:
                        period[atom] = year[atom] = totals.Of(atom, inside: true);
                        if (apart) year[atom] = totals.Of(atom, inside: false);
                        break;
                }
            }
        }
        if (owed is not null)
        {
            var (inPeriod, inYear) = await owed;
            foreach (var atom in atoms.Where(a => a.Kind == AtomKind.Duties)) (period[atom], year[atom]) = (Of(inPeriod, atom.What), Of(inYear, atom.What));
        }
        return new AtomValues(period, year, distinct);
    }

    /// <summary>How many activities of each unit any of the aggregates counts, the most first; units with none are left out.</summary>
    public async Task<IReadOnlyList<(Guid Unit, long Activities)>> ByUnitAsync(IReadOnlyCollection<Guid> units, DateOnly from, DateOnly to, IReadOnlyCollection<Atom> atoms, CancellationToken cancel = default)
    {
        var (where, values) = Where(new UnitScope(units, directory));
        var totals = await KindTotals.ReadAsync(database, where, values, from, from, to, atoms, cancel);
        var kinds = atoms.SelectMany(a => totals.KindsOf(a, inside: true)).Distinct().ToArray();
        await using var command = database.Command($"SELECT a.unit_id, count(*) FROM activity a{where} AND a.happened_on >= ${values.Length + 1} AND a.happened_on <= ${values.Length + 2} AND (a.kind = ANY(${values.Length + 3})) IS TRUE GROUP BY a.unit_id ORDER BY 2 DESC, 1", [.. values, from, to, kinds]);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var found = new List<(Guid, long)>();
        while (await reader.ReadAsync(cancel)) found.Add((reader.GetGuid(0), reader.GetInt64(1)));
        return found;
    }

    /// <summary>The value of every aggregate that the formulas have, over one span.</summary>
    public async Task<IReadOnlyDictionary<Atom, decimal?>> AtomsAsync(IReadOnlyCollection<Guid> units, DateOnly from, DateOnly to, IEnumerable<Formula> formulas, CancellationToken cancel = default) =>
        (await OfAsync(units, from, from, to, [.. formulas.SelectMany(f => f.Atoms).Distinct()], cancel)).Period;

    private (string Where, object[] Values) Where(UnitScope scope) => scope.Provinces switch
    {
        [var one] => (OneProvince, [one, scope.Units]),
        _ when scope.Units.Length <= MostPlaces => (FewUnits, [scope.Places, scope.Units]),
        _ => (ManyUnits, [scope.Provinces.ToArray(), scope.Units]),
    };

    /// <summary>Those of the units that have an activity of these kinds, each asked until the first is found.</summary>
    private async Task<IReadOnlyList<Guid>> UnitsAsync(UnitScope scope, DateOnly from, DateOnly to, long[] kinds, CancellationToken cancel)
    {
        if (kinds.Length == 0 || scope.Units.Length == 0) return [];
        await using var command = database.Command("""
            SELECT u.id FROM unnest($1::smallint[], $2::uuid[]) u(province, id) CROSS JOIN LATERAL (SELECT 1 FROM activity a
            WHERE a.province_id = u.province AND a.unit_id = u.id AND a.happened_on >= $3 AND a.happened_on <= $4 AND (a.kind = ANY($5)) IS TRUE LIMIT 1) a ORDER BY u.id
            """, scope.Places, scope.Units, from, to, kinds);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var found = new List<Guid>();
        while (await reader.ReadAsync(cancel)) found.Add(reader.GetGuid(0));
        return found;
    }

    private async Task<decimal?> LatestAsync(UnitScope scope, DateOnly from, DateOnly to, Atom atom, long[] kinds, CancellationToken cancel)
    {
        if (kinds.Length == 0) return null;
        var what = atom.What == "quantity" ? "coalesce(a.quantity, 1)" : "a." + atom.What;
        await using var command = database.Command($"""
            SELECT l.value FROM unnest($1::smallint[]) p(id) CROSS JOIN LATERAL (SELECT a.happened_on, a.id, {what}::numeric AS value FROM activity a
            WHERE a.province_id = p.id AND a.happened_on >= $3 AND a.happened_on <= $4 AND (a.unit_id = ANY($2)) IS TRUE AND (a.kind = ANY($5)) IS TRUE AND {what} IS NOT NULL
            ORDER BY a.happened_on DESC, a.id DESC LIMIT 1) l ORDER BY l.happened_on DESC, l.id DESC LIMIT 1
            """, scope.Provinces.ToArray(), scope.Units, from, to, kinds);
        return await command.ExecuteScalarAsync(cancel) as decimal?;
    }

    /// <summary>Works out formulas that name each other, each once; whoever stands in a circle has no value and says so.</summary>
    public static IReadOnlyDictionary<string, FormulaValue> Calculate(IReadOnlyDictionary<string, Formula> formulas, IReadOnlyDictionary<Atom, decimal?> atoms, IReadOnlyDictionary<string, decimal?> given, Func<string, string>? nameOf = null)
    {
        var (values, order) = (new Dictionary<string, FormulaValue>(), new FormulaOrder(formulas));
        foreach (var code in order.Codes)
        {
            var named = formulas[code].References.ToDictionary(r => r, r => values.TryGetValue(r, out var known) ? known.Number : given.GetValueOrDefault(r));
            values[code] = new FormulaCalculator(atoms, named, nameOf).Of(formulas[code]);
        }
        foreach (var code in formulas.Keys.Where(c => !values.ContainsKey(c)))
        {
            var cycle = $"Công thức đi vòng: {order.CircleFrom(code)}. Hãy sửa trong danh mục chỉ tiêu.";
            values[code] = new FormulaValue(null, cycle, [cycle]);
        }
        return values;
    }

    private static decimal Of(DutyFigures figures, string what) => what switch
    {
        "owed" => figures.Owed, "done" => figures.Done, "on-time" => figures.OnTime, "late" => figures.Late, "waiting" => figures.Waiting, "overdue" => figures.Overdue, _ => figures.Open,
    };
}
