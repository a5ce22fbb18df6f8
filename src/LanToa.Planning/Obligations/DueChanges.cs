using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LanToa.Contracts.Organizations;
using LanToa.Planning.Obligations.Rules;
using LanToa.Platform.Data;
using LanToa.Platform.Time;
using Npgsql;

namespace LanToa.Planning.Obligations;

/// <summary>Obligations that were dated alike: one task, one rule, one calendar.</summary>
public sealed record DatedAlike(short TaskProvince, Guid PlanId, Guid TaskId, Guid AssignerId, string RuleJson, string RegimeCode, DateOnly PlanDate, DateOnly PlanFrom, DateOnly PlanTo);

/// <summary>A due date that the rules in force now would give differently, at so many units; <paramref name="Why"/> is the rule's own sentence.</summary>
public sealed record DueChange(DatedAlike Of, string Text, string Level, string PeriodKey, string PeriodName, DateOnly OpensOn, DateOnly From, DateOnly To, int Count, string Why);

/// <summary>All that a recalculation would move. <paramref name="Unasked"/>: open periods that the rules in force no longer ask for; they stay.</summary>
public sealed record DueChangeSet(IReadOnlyList<DueChange> Changes, int Unasked)
{
    public int Total => Changes.Sum(c => c.Count);

    /// <summary>The same for the same changes, so that what is confirmed is what was shown.</summary>
    public string Seen => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', Changes
        .Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Of.TaskId}|{c.Of.RegimeCode}|{c.Level}|{c.PeriodKey}|{c.OpensOn:O}|{c.From:O}|{c.To:O}|{c.Count}")).Order(StringComparer.Ordinal)))))[..16];
}

/// <summary>
/// Finds the due dates that the holidays and regimes in force would give differently. Looked at: open occurrences due today or later whose
/// date no person gave. Asked work keeps the date it was asked for, and nothing is moved into the past.
/// </summary>
public sealed class DueChanges(NpgsqlDataSource database, RuleBooks books, IOrganizationDirectory directory, Clock clock)
{
    /// <summary>What may move, for <c>occurrence o</c> and <c>obligation b</c>; $1 is today.</summary>
    internal const string Movable = """
        o.confirmed_on IS NULL AND o.nothing_arose_on IS NULL AND o.not_applicable_on IS NULL AND o.claimed_on IS NULL
        AND NOT o.before_tracking AND NOT o.due_moved AND o.due_on >= $1 AND o.period_key NOT LIKE 'ask-%' AND b.ended_on IS NULL
        """;

    /// <summary>The level by which a unit reports, as <see cref="GenerateObligations.LevelOf"/>, for <c>organization u</c>.</summary>
    internal const string Level = "CASE WHEN u.kind = 'Committee' THEN lower(u.level) ELSE '' END";

    private sealed record Stored(DatedAlike Of, string Text, string Level, string PeriodKey, string PeriodName, DateOnly OpensOn, DateOnly Due, int Count);

    /// <param name="province">The province whose plans are dated anew; 0 is the whole country.</param>
    public async Task<DueChangeSet> OfAsync(short province, CancellationToken cancel = default)
    {
        var rules = new Dictionary<short, RuleBook>();
        var changes = new List<DueChange>();
        var unasked = 0;
        foreach (var alike in (await StoredAsync(province, cancel)).GroupBy(s => (s.Of, s.Level)))
        {
            if (!rules.TryGetValue(alike.Key.Of.TaskProvince, out var book)) rules[alike.Key.Of.TaskProvince] = book = await books.OfAsync(alike.Key.Of.TaskProvince, cancel);
            var planned = PlannedNow(alike.Key.Of, alike.Key.Level, book);
            foreach (var stored in alike)
            {
                if (planned(stored.PeriodKey) is not { } now) unasked += stored.Count;
                else if (now.Due != stored.Due && now.Due >= clock.Today && now.Due >= stored.OpensOn)
                    changes.Add(new DueChange(stored.Of, stored.Text, stored.Level, stored.PeriodKey, stored.PeriodName, stored.OpensOn, stored.Due, now.Due, stored.Count, Sentence(now)));
            }
        }
        return new DueChangeSet([.. changes.OrderBy(c => c.Of.PlanId).ThenBy(c => c.From).ThenBy(c => c.Text, StringComparer.Ordinal).ThenBy(c => c.PeriodKey, StringComparer.Ordinal).ThenBy(c => c.Level, StringComparer.Ordinal)], unasked);
    }

    /// <summary>What the rule gives today for a stored period.</summary>
    private Func<string, PlannedOccurrence?> PlannedNow(DatedAlike of, string level, RuleBook book)
    {
        var rule = JsonSerializer.Deserialize<DutyRule>(of.RuleJson, RuleJson.Options)!;
        var context = new GenerationContext(new PlanCalendar(of.PlanDate, new DateSpan(of.PlanFrom, of.PlanTo)), book.RegimeOf(of.RegimeCode, of.PlanDate, directory.Find(of.AssignerId)), book.Holidays)
        {
            Level = level.Length == 0 ? null : level,
        };
        var planned = OccurrenceGenerator.Generate(rule, context);
        // A term counted from the plan's day has one occurrence, named by the date that it gave then.
        if (rule is { Kind: DutyKind.Once, Dates.Count: 0, Spans.Count: 0 }) return _ => planned[0];
        var byKey = planned.ToDictionary(p => p.Key, StringComparer.Ordinal);
        return key => byKey.GetValueOrDefault(key);
    }

    private static string Sentence(PlannedOccurrence planned) => string.Join(' ', planned.Why.Where((line, i) => i == 0 || line.StartsWith("Ngày ", StringComparison.Ordinal)));

    private async Task<List<Stored>> StoredAsync(short province, CancellationToken cancel)
    {
        await using var command = database.Command($"""
            SELECT b.task_province_id, b.plan_id, b.task_id, b.assigner_id, b.rule::text, b.regime_code, b.plan_date, b.plan_from, b.plan_to,
                   min(b.text), {Level}, o.period_key, min(o.period_name), o.opens_on, o.due_on, count(*)::int
            FROM occurrence o JOIN obligation b ON b.province_id = o.province_id AND b.id = o.obligation_id JOIN organization u ON u.id = o.unit_id
            WHERE {Movable} AND ($2 = 0 OR b.task_province_id = $2)
            GROUP BY 1, 2, 3, 4, b.rule, 6, 7, 8, 9, 11, 12, 14, 15
            """, clock.Today, province);
        command.CommandTimeout = 0;
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var stored = new List<Stored>();
        while (await reader.ReadAsync(cancel))
            stored.Add(new Stored(
                new DatedAlike(reader.GetInt16(0), reader.GetGuid(1), reader.GetGuid(2), reader.GetGuid(3), reader.GetString(4), reader.GetString(5), reader.GetFieldValue<DateOnly>(6), reader.GetFieldValue<DateOnly>(7), reader.GetFieldValue<DateOnly>(8)),
                reader.GetString(9), reader.GetString(10), reader.GetString(11), reader.GetString(12), reader.GetFieldValue<DateOnly>(13), reader.GetFieldValue<DateOnly>(14), reader.GetInt32(15)));
        return stored;
    }
}
