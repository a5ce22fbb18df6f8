using System.Collections.Concurrent;
using System.Text;
using LanToa.Platform.Data;
using Npgsql;

namespace LanToa.Accountability.Reports.Formulas;

/// <summary>What activities of one kind have in common: all that a formula chooses by.</summary>
public sealed record ActivityKind(string Form, string State, IReadOnlyList<string> Channels, IReadOnlyList<string> Topics, IReadOnlyList<string> Audiences)
{
    /// <summary>Whether an aggregate with these conditions counts activities of this kind.</summary>
    public bool Fits(Atom atom)
    {
        foreach (var condition in atom.Conditions)
            if (!(condition.Field.Column switch
            {
                "form" => Has(condition.Codes, Form), "state" => Has(condition.Codes, State),
                "channels" => Any(Channels, condition.Codes), "topics" => Any(Topics, condition.Codes), "audiences" => Any(Audiences, condition.Codes),
                var other => throw new ArgumentException($"Activities are not chosen by {other}.", nameof(atom)),
            })) return false;
        return true;
    }

    private static bool Any(IReadOnlyList<string> held, IReadOnlyList<string> wanted)
    {
        for (var i = 0; i < held.Count; i++)
            if (Has(wanted, held[i])) return true;
        return false;
    }

    private static bool Has(IReadOnlyList<string> wanted, string code)
    {
        for (var i = 0; i < wanted.Count; i++)
            if (wanted[i] == code) return true;
        return false;
    }
}

/// <summary>
/// The activities of a span, counted by kind: some hundred or thousand groups, over which any number of formulas is worked out without reading the activities again. Those of the period
/// and those of the year before it are two groups of one statement, so that both are of one moment.
/// </summary>
internal sealed class KindTotals
{
    private readonly record struct Group(long Kind, bool Inside, long Count, long Told, decimal?[] Sums, decimal?[] Largest);

    private readonly IReadOnlyList<string> _sums, _largest;
    private readonly List<Group> _groups = [];
    private readonly Dictionary<long, ActivityKind> _kinds = [];

    private KindTotals(IReadOnlyList<string> sums, IReadOnlyList<string> largest) => (_sums, _largest) = (sums, largest);

    // What a kind stands for never changes: its number is made of it.
    private static readonly ConcurrentDictionary<long, ActivityKind> Known = new();

    private const int MostKnown = 100_000;

    /// <summary>Reads them; only what these aggregates measure.</summary>
    /// <param name="database">Where activities are.</param>
    /// <param name="where">Over <c>activity a</c>, with <paramref name="values"/> as $1…; the condition that comes after FROM.</param>
    /// <param name="values">The values of the condition.</param>
    /// <param name="yearFrom">The first day that is read; the period's, where nothing before it is asked.</param>
    /// <param name="from">The period's first day: days from it on stand apart.</param>
    /// <param name="to">The last day.</param>
    /// <param name="atoms">What is asked afterwards.</param>
    /// <param name="cancel">Ends the reading.</param>
    public static async Task<KindTotals> ReadAsync(NpgsqlDataSource database, string where, object[] values, DateOnly yearFrom, DateOnly from, DateOnly to, IReadOnlyCollection<Atom> atoms, CancellationToken cancel)
    {
        string[] sums = [.. atoms.Where(a => a.Kind == AtomKind.Sum).Select(a => a.What).Distinct()];
        string[] largest = [.. atoms.Where(a => a.Kind is AtomKind.Largest or AtomKind.Latest).Select(a => a.What).Distinct()];
        // A kind that nobody has any more, between the two questions, is asked again from the start.
        for (var tries = 0; ; tries++)
        {
            var totals = new KindTotals(sums, largest);
            await totals.ReadAsync(database, where, values, yearFrom, from, to, cancel);
            if (await totals.NameKindsAsync(database, cancel) || tries == 5) return totals;
        }
    }

    private async Task ReadAsync(NpgsqlDataSource database, string where, object[] values, DateOnly yearFrom, DateOnly from, DateOnly to, CancellationToken cancel)
    {
        var measures = new StringBuilder("count(*), count(a.quantity)");
        foreach (var column in _sums) measures.Append(", sum(a.").Append(column).Append(")::numeric");
        foreach (var column in _largest) measures.Append(", max(a.").Append(column).Append(")::numeric");
        var n = values.Length;
        var sql = $"SELECT a.kind, true, {measures} FROM activity a{where} AND a.happened_on >= ${n + 1} AND a.happened_on <= ${n + 2} GROUP BY a.kind";
        object[] days = [from, to];
        if (yearFrom < from)
        {
            sql += $" UNION ALL SELECT a.kind, false, {measures} FROM activity a{where} AND a.happened_on >= ${n + 3} AND a.happened_on < ${n + 1} GROUP BY a.kind";
            days = [from, to, yearFrom];
        }
        await using var command = database.Command(sql, [.. values, .. days]);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            var at = 4;
            var (sums, largest) = (new decimal?[_sums.Count], new decimal?[_largest.Count]);
            for (var i = 0; i < sums.Length; i++, at++) sums[i] = reader.IsDBNull(at) ? null : reader.GetDecimal(at);
            for (var i = 0; i < largest.Length; i++, at++) largest[i] = reader.IsDBNull(at) ? null : reader.GetDecimal(at);
            _groups.Add(new Group(reader.GetInt64(0), reader.GetBoolean(1), reader.GetInt64(2), reader.GetInt64(3), sums, largest));
        }
    }

    private async Task<bool> NameKindsAsync(NpgsqlDataSource database, CancellationToken cancel)
    {
        var unknown = new List<long>();
        foreach (var group in _groups)
            if (!_kinds.ContainsKey(group.Kind))
            {
                if (Known.TryGetValue(group.Kind, out var kind)) _kinds[group.Kind] = kind;
                else unknown.Add(group.Kind);
            }
        if (unknown.Count == 0) return true;
        if (Known.Count > MostKnown) Known.Clear();
        await using var command = database.Command("""
            SELECT k.kind, a.form, a.state, a.channels, a.topics, a.audiences FROM unnest($1::bigint[]) k(kind)
            CROSS JOIN LATERAL (SELECT x.form, x.state, x.channels, x.topics, x.audiences FROM activity x WHERE x.kind = k.kind LIMIT 1) a
            """, unknown.Distinct().ToArray());
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
            _kinds[reader.GetInt64(0)] = Known[reader.GetInt64(0)] = new ActivityKind(string.Intern(reader.GetString(1)), string.Intern(reader.GetString(2)), Codes(3), Codes(4), Codes(5));
        return unknown.TrueForAll(_kinds.ContainsKey);

        string[] Codes(int column) => [.. reader.GetFieldValue<string[]>(column).Select(string.Intern)];
    }

    /// <summary>The kinds that the aggregate counts.</summary>
    /// <param name="atom">The aggregate.</param>
    /// <param name="inside">Only of the days that stand apart.</param>
    /// <param name="measured">Only where something was measured.</param>
    public long[] KindsOf(Atom atom, bool inside, bool measured = false)
    {
        var at = measured ? _largest.ToList().IndexOf(atom.What) : -1;
        return [.. _groups.Where(g => (!inside || g.Inside) && (!measured || atom.What == "quantity" || g.Largest[at] is not null) && _kinds.TryGetValue(g.Kind, out var kind) && kind.Fits(atom)).Select(g => g.Kind).Distinct()];
    }

    /// <summary>The value of a sum, a count or a largest one; the same as asking the activities themselves.</summary>
    public decimal? Of(Atom atom, bool inside)
    {
        var at = atom.Kind switch { AtomKind.Sum => _sums.ToList().IndexOf(atom.What), AtomKind.Largest => _largest.ToList().IndexOf(atom.What), _ => -1 };
        decimal total = 0;
        decimal? most = null;
        foreach (var group in _groups)
        {
            if ((inside && !group.Inside) || !_kinds.TryGetValue(group.Kind, out var kind) || !kind.Fits(atom)) continue;
            // Without a quantity it happened once.
            var silent = atom.What == "quantity" ? group.Count - group.Told : 0;
            switch (atom.Kind)
            {
                case AtomKind.Sum:
                    total += (group.Sums[at] ?? 0) + silent;
                    break;
                case AtomKind.Largest:
                    if (group.Largest[at] is { } here && (most is null || here > most)) most = here;
                    if (silent > 0 && (most is null || most < 1)) most = 1;
                    break;
                default:
                    total += group.Count;
                    break;
            }
        }
        return atom.Kind == AtomKind.Largest ? most : total;
    }
}
