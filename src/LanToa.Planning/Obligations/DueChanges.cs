using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LanToa.Contracts.Organizations;
using LanToa.Planning.Obligations.Rules;
using LanToa.Platform.Data;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace LanToa.Planning.Obligations;

/// <summary>Obligations that were dated alike: one task, one rule, one calendar.</summary>
public sealed record DatedAlike(short TaskProvince, Guid PlanId, Guid TaskId, Guid AssignerId, string RuleJson, string RegimeCode, DateOnly PlanDate, DateOnly PlanFrom, DateOnly PlanTo);

/// <summary>A due date that the rules in force now would give differently, at so many units; <paramref name="Why"/> is the rule's own sentence.</summary>
public sealed record DueChange(DatedAlike Of, string Text, string Level, string PeriodKey, string PeriodName, DateOnly OpensOn, DateOnly From, DateOnly To, int Count, string Why);

/// <summary>
/// All that a recalculation would move. <paramref name="Unasked"/>: open periods that the rules in force no longer ask for; they stay.
/// <paramref name="Rules"/> names the state of the holidays and regimes that it was worked out with.
/// </summary>
public sealed record DueChangeSet(IReadOnlyList<DueChange> Changes, int Unasked, string Rules)
{
    public static readonly DueChangeSet Nothing = new([], 0, "");

    public int Total => Changes.Sum(c => c.Count);

    /// <summary>The same for the same changes by the same rules, so that what is confirmed is what was shown.</summary>
    public string Seen => DueChanges.Fingerprint(Changes
        .Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Of.TaskId}|{c.Of.RegimeCode}|{c.Level}|{c.PeriodKey}|{c.OpensOn:O}|{c.From:O}|{c.To:O}|{c.Count}")).Order(StringComparer.Ordinal).Prepend(Rules));

    /// <summary>What each set of duties was compared with; for the database to find the rows again.</summary>
    internal DueTable Table { get; init; } = new();
}

/// <summary>
/// Finds the due dates that the holidays and regimes in force would give differently. Looked at: open occurrences due today or later whose
/// date no person gave. Asked work keeps the date it was asked for, and nothing is moved into the past. What duties have in common is worked out
/// once; the rows are compared by the database.
/// </summary>
public sealed class DueChanges(LanToaDb db, RuleBooks books, IOrganizationDirectory directory, Clock clock)
{
    /// <summary>What may move, for <c>occurrence o</c> and <c>obligation b</c>; $1 is today.</summary>
    internal const string Movable = """
        o.confirmed_on IS NULL AND o.nothing_arose_on IS NULL AND o.not_applicable_on IS NULL AND o.claimed_on IS NULL
        AND NOT o.before_tracking AND NOT o.due_moved AND o.due_on >= $1 AND o.period_key NOT LIKE 'ask-%' AND b.ended_on IS NULL
        """;

    /// <summary>The level by which a unit reports, as <see cref="DutyPatterns.LevelOf"/>, for <c>organization u</c>.</summary>
    private const string Level = "CASE WHEN u.kind = 'Committee' THEN lower(u.level) ELSE '' END";

    /// <summary>Every open row beside what the rules give for its period ($1 today, $2 to $15 the table); g.due is null where they give nothing.</summary>
    private const string Compared = $"""
        FROM (SELECT n, plan_id, task_id, level, rule::jsonb AS rule, regime, plan_date, plan_from, plan_to, any_period
              FROM unnest($2::int[], $3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::date[], $9::date[], $10::date[], $11::bool[])
                   AS alike(n, plan_id, task_id, level, rule, regime, plan_date, plan_from, plan_to, any_period)) p
        JOIN obligation b ON b.plan_id = p.plan_id AND b.task_id = p.task_id AND b.regime_code = p.regime AND b.plan_date = p.plan_date AND b.plan_from = p.plan_from AND b.plan_to = p.plan_to AND b.rule = p.rule
        JOIN organization u ON u.id = b.unit_id AND {Level} = p.level
        JOIN occurrence o ON o.province_id = b.province_id AND o.obligation_id = b.id
        LEFT JOIN unnest($12::int[], $13::text[], $14::date[], $15::text[]) AS g(n, period_key, due, why) ON g.n = p.n AND g.period_key = CASE WHEN p.any_period THEN '' ELSE coalesce(o.stands_for, o.period_key) END
        WHERE {Movable} AND (g.due IS NULL OR (g.due <> o.due_on AND g.due >= $1 AND g.due >= o.opens_on))
        """;

    /// <param name="province">The province whose plans are dated anew; 0 is the whole country.</param>
    public async Task<DueChangeSet> OfAsync(short province, CancellationToken cancel = default)
    {
        var patterns = await PatternsAsync(province, cancel);
        var rules = await BooksAsync(await ProvincesAsync(province, cancel), cancel);
        var table = new DueTable();
        foreach (var (of, level, text) in patterns) table.Add(of, level, text, PlannedNow(of, level, rules[of.TaskProvince].For(of.AssignerId)));

        var changes = new List<DueChange>();
        var unasked = 0;
        await using var command = await CommandAsync($"SELECT p.n, g.due, g.why, o.period_key, min(o.period_name), o.opens_on, o.due_on, count(*)::int {Compared} GROUP BY 1, 2, 3, 4, 6, 7", table, cancel);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            var (n, count) = (reader.GetInt32(0), reader.GetInt32(7));
            if (await reader.IsDBNullAsync(1, cancel)) unasked += count;
            else changes.Add(new DueChange(table.Alike[n], table.Texts[n], table.Levels[n], reader.GetString(3), reader.GetString(4), reader.GetFieldValue<DateOnly>(5), reader.GetFieldValue<DateOnly>(6), reader.GetFieldValue<DateOnly>(1), count, reader.GetString(2)));
        }
        return new DueChangeSet(
            [.. changes.OrderBy(c => c.Of.PlanId).ThenBy(c => c.From).ThenBy(c => c.Text, StringComparer.Ordinal).ThenBy(c => c.PeriodKey, StringComparer.Ordinal).ThenBy(c => c.Level, StringComparer.Ordinal)],
            unasked, FingerprintOf(rules)) { Table = table };
    }

    /// <summary>Writes down the rows of what was found, so that exactly these are moved. Call it in the transaction in which they were found.</summary>
    public async Task<int> KeepAsync(DueChangeSet found, Guid confirmation, CancellationToken cancel = default)
    {
        await using var command = await CommandAsync($"""
            INSERT INTO confirmed_move (province_id, confirmation_id, occurrence_id, due_from, due_to, why)
            SELECT o.province_id, $16, o.id, o.due_on, g.due, g.why {Compared} AND g.due IS NOT NULL
            """, found.Table, cancel);
        command.Parameters.Add(new NpgsqlParameter { Value = confirmation });
        return await command.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>The state of the rules in force for the plans of these provinces: another one as soon as a holiday or a regime changes.</summary>
    public async Task<string> RulesAsync(IReadOnlyList<short> provinces, CancellationToken cancel = default) => FingerprintOf(await BooksAsync(provinces, cancel));

    /// <summary>The provinces whose plans are dated anew for this one; 0 is the whole country.</summary>
    public async Task<IReadOnlyList<short>> ProvincesAsync(short province, CancellationToken cancel = default) =>
        province != 0 ? [province] : await db.Set<Obligation>().IgnoreQueryFilters([LanToaDb.ProvinceFilter]).Select(o => o.TaskProvinceId).Distinct().ToListAsync(cancel);

    internal static string Fingerprint(IEnumerable<string> lines) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines))))[..16];

    private static string FingerprintOf(Dictionary<short, ProvinceRules> rules) => Fingerprint(rules.OrderBy(r => r.Key).SelectMany(r =>
        Lines(r.Value.Own).Append("").Concat(Lines(r.Value.Country)).Prepend(r.Key.ToString(CultureInfo.InvariantCulture))));

    private static IEnumerable<string> Lines(RuleBook book) => book.Regimes.All.OrderBy(regime => regime.Code, StringComparer.Ordinal).Select(regime => JsonSerializer.Serialize(regime, RuleJson.Options))
        .Concat(book.Holidays.Data.Entries.Select(e => $"{e.Date:O} {e.Kind} {e.Source} {e.Name}"));

    private async Task<Dictionary<short, ProvinceRules>> BooksAsync(IReadOnlyList<short> provinces, CancellationToken cancel)
    {
        var rules = new Dictionary<short, ProvinceRules>();
        foreach (var one in provinces) rules[one] = await books.OfAsync(one, cancel);
        return rules;
    }

    /// <summary>What the rule gives today for each period; one without a key for any period.</summary>
    private IReadOnlyList<PlannedOccurrence> PlannedNow(DatedAlike of, string level, RuleBook book)
    {
        var rule = JsonSerializer.Deserialize<DutyRule>(of.RuleJson, RuleJson.Options)!;
        var context = book.ContextOf(new PlanCalendar(of.PlanDate, new DateSpan(of.PlanFrom, of.PlanTo)), of.RegimeCode, directory.Find(of.AssignerId), level);
        var planned = OccurrenceGenerator.Generate(rule, context);
        // A term counted from the plan's day has one occurrence, named by the date that it gave then.
        return rule is { Kind: DutyKind.Once, Dates.Count: 0, Spans.Count: 0 } ? [planned[0] with { Key = "" }] : planned;
    }

    /// <summary>The duties that may have open rows, once for all units that report alike.</summary>
    private async Task<List<(DatedAlike Of, string Level, string Text)>> PatternsAsync(short province, CancellationToken cancel)
    {
        await using var command = await CommandAsync($"""
            SELECT b.task_province_id, b.plan_id, b.task_id, b.assigner_id, b.rule::text, b.regime_code, b.plan_date, b.plan_from, b.plan_to, {Level}, min(b.text)
            FROM obligation b JOIN organization u ON u.id = b.unit_id
            WHERE b.ended_on IS NULL AND b.role <> '{nameof(DutyRole.Coordinating)}' AND b.kind <> '{nameof(DutyKind.OnRequest)}' AND ($1 = 0 OR b.task_province_id = $1)
            GROUP BY 1, 2, 3, 4, b.rule, 6, 7, 8, 9, 10 ORDER BY 1, 2, 3, 10, b.rule::text
            """, null, cancel);
        command.Parameters.Add(new NpgsqlParameter { Value = province });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var patterns = new List<(DatedAlike, string, string)>();
        while (await reader.ReadAsync(cancel))
            patterns.Add((new DatedAlike(
                reader.GetInt16(0), reader.GetGuid(1), reader.GetGuid(2), reader.GetGuid(3), reader.GetString(4), reader.GetString(5), reader.GetFieldValue<DateOnly>(6), reader.GetFieldValue<DateOnly>(7), reader.GetFieldValue<DateOnly>(8)),
                reader.GetString(9), reader.GetString(10)));
        return patterns;
    }

    private async Task<NpgsqlCommand> CommandAsync(string sql, DueTable? table, CancellationToken cancel)
    {
        await db.Database.OpenConnectionAsync(cancel);
        var command = new NpgsqlCommand(sql, (NpgsqlConnection)db.Database.GetDbConnection(), (NpgsqlTransaction?)db.Database.CurrentTransaction?.GetDbTransaction()) { CommandTimeout = 0 };
        if (table is null) return command;
        command.Parameters.Add(new NpgsqlParameter { Value = clock.Today });
        table.AddTo(command);
        return command;
    }
}

/// <summary>Duties dated alike, and the due dates that the rules give for their periods, as columns for the database.</summary>
internal sealed class DueTable
{
    private readonly List<bool> _anyPeriod = [];
    private readonly List<int> _of = [];
    private readonly List<string> _keys = [], _why = [];
    private readonly List<DateOnly> _due = [];

    public List<DatedAlike> Alike { get; } = [];
    public List<string> Levels { get; } = [];
    public List<string> Texts { get; } = [];

    /// <param name="planned">With an empty key: the same for any period.</param>
    public void Add(DatedAlike of, string level, string text, IReadOnlyList<PlannedOccurrence> planned)
    {
        foreach (var given in planned)
        {
            _of.Add(Alike.Count);
            _keys.Add(given.Key);
            _due.Add(given.Due);
            _why.Add(string.Join(' ', given.Why.Where((line, i) => i == 0 || line.StartsWith("Ngày ", StringComparison.Ordinal))));
        }
        Alike.Add(of);
        Levels.Add(level);
        Texts.Add(text);
        _anyPeriod.Add(planned is [{ Key: "" }]);
    }

    public void AddTo(NpgsqlCommand command)
    {
        Add(Enumerable.Range(0, Alike.Count).ToArray());
        Add(Alike.Select(a => a.PlanId).ToArray());
        Add(Alike.Select(a => a.TaskId).ToArray());
        Add(Levels.ToArray());
        Add(Alike.Select(a => a.RuleJson).ToArray());
        Add(Alike.Select(a => a.RegimeCode).ToArray());
        Add(Alike.Select(a => a.PlanDate).ToArray());
        Add(Alike.Select(a => a.PlanFrom).ToArray());
        Add(Alike.Select(a => a.PlanTo).ToArray());
        Add(_anyPeriod.ToArray());
        Add(_of.ToArray());
        Add(_keys.ToArray());
        Add(_due.ToArray());
        Add(_why.ToArray());

        void Add(object column) => command.Parameters.Add(new NpgsqlParameter { Value = column });
    }
}
