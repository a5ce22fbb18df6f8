using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using LanToa.Planning.Obligations.Rules;
using LanToa.Platform.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;

namespace LanToa.Planning.Obligations;

/// <summary>
/// Writes the obligations and occurrences of units: what is common to many units is sent once, with it only each row's id and where it
/// belongs. One batch is one transaction; rows that exist are left alone.
/// </summary>
internal sealed class ObligationWriter
{
    private static readonly JsonSerializerOptions RowJson = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private const string ReasonSql = """
        INSERT INTO due_reason (province_id, id, sentences, version)
        SELECT province_id, id, sentences, 1 FROM jsonb_to_recordset($1::jsonb) AS r(province_id smallint, id uuid, sentences text[]) ORDER BY province_id, id
        ON CONFLICT DO NOTHING
        """;

    // What this writer has added: every batch of a province needs the same.
    private readonly ConcurrentDictionary<(short Province, Guid Reason), bool> _reasons = new();

    private readonly NpgsqlDataSource _database;
    private readonly IReadOnlyList<DutyPattern> _patterns;
    private readonly int[] _firstPeriod;
    private readonly string _obligationSql, _changeSql, _occurrenceSql, _patternJson, _periodJson;

    /// <param name="database">Of connections that are kept long: a batch of a large province takes seconds, and several are written at once.</param>
    /// <param name="amended">Occurrences made by an earlier version of a rule may stand for periods of this one: those are not made again.</param>
    public ObligationWriter(NpgsqlDataSource database, IModel model, IReadOnlyList<DutyPattern> patterns, bool amended = false)
    {
        (_database, _patterns, _firstPeriod) = (database, patterns, new int[patterns.Count]);
        var periods = 0;
        for (var i = 0; i < patterns.Count; i++) (_firstPeriod[i], periods) = (periods, periods + patterns[i].Occurrences.Count);
        _patternJson = $"[{string.Join(',', patterns.Select(p => Json(p.Obligation)))}]";
        _periodJson = JsonSerializer.Serialize(patterns.SelectMany(p => p.Occurrences), RowJson);

        // The row types name the columns; the application's own names are theirs in snake case.
        var own = new Dictionary<string, string>(StringComparer.Ordinal) { ["province_id"] = "u.province_id", ["id"] = "u.id", ["unit_id"] = "u.unit_id", ["search_text"] = "common.search_text || ' ' || u.name" };
        var (columns, values) = Columns(model, typeof(Obligation), own);
        _obligationSql = $"""
            INSERT INTO obligation ({columns})
            SELECT {values} FROM unnest($1::smallint[], $2::uuid[], $3::uuid[], $4::text[], $5::int[]) AS u(province_id, id, unit_id, name, n)
                JOIN jsonb_populate_recordset(NULL::obligation, $6::jsonb) WITH ORDINALITY AS common ON common.ordinality = u.n
            ON CONFLICT DO NOTHING
            """;
        // What an obligation says; who does it and how it is confirmed are the unit's. One that had ended binds again.
        _changeSql = """
            UPDATE obligation o SET text = common.text, search_text = common.search_text || ' ' || u.name, rule = common.rule, kind = common.kind, role = common.role, regime_code = common.regime_code,
                plan_from = common.plan_from, plan_to = common.plan_to, ended_on = NULL, end_reason = NULL, version = o.version + 1
            FROM unnest($1::smallint[], $2::uuid[], $3::uuid[], $4::text[], $5::int[]) AS u(province_id, id, unit_id, name, n)
                JOIN jsonb_populate_recordset(NULL::obligation, $6::jsonb) WITH ORDINALITY AS common ON common.ordinality = u.n
            WHERE o.province_id = u.province_id AND o.id = u.id AND (o.text, o.rule, o.role, o.plan_from, o.plan_to, o.ended_on) IS DISTINCT FROM (common.text, common.rule, common.role, common.plan_from, common.plan_to, NULL::date)
            """;
        own = new Dictionary<string, string>(StringComparer.Ordinal) { ["province_id"] = "u.province_id", ["id"] = "made.id", ["obligation_id"] = "u.id", ["unit_id"] = "u.unit_id" };
        (columns, values) = Columns(model, typeof(Occurrence), own);
        _occurrenceSql = $"""
            INSERT INTO occurrence ({columns})
            SELECT {values} FROM unnest($1::uuid[], $2::int[], $3::int[]) AS made(id, u, n)
                JOIN unnest($4::smallint[], $5::uuid[], $6::uuid[]) WITH ORDINALITY AS u(province_id, id, unit_id, ordinality) ON u.ordinality = made.u
                JOIN jsonb_populate_recordset(NULL::occurrence, $7::jsonb) WITH ORDINALITY AS common ON common.ordinality = made.n
            {(amended ? "WHERE NOT EXISTS (SELECT FROM occurrence before WHERE before.province_id = u.province_id AND before.obligation_id = u.id AND before.stands_for = common.period_key)" : "")}
            """;
    }

    /// <param name="change">Obligations that stand already take on what the duty says now.</param>
    /// <returns>How many rows were new.</returns>
    public async Task<int> InsertAsync(IReadOnlyList<BoundUnit> units, CancellationToken cancel, bool change = false)
    {
        var count = units.Sum(u => u.Patterns.Count);
        var (provinces, ids, unitIds, names, patterns) = (new short[count], new Guid[count], new Guid[count], new string[count], new int[count]);
        var total = units.Sum(u => u.Patterns.Sum(p => _patterns[p].Occurrences.Count));
        var (made, obligations, periods) = (new Guid[total], new int[total], new int[total]);
        var orders = new Dictionary<string, PeriodPlace[]>();
        var (first, at) = (0, 0);
        // Unit by unit in the order of its lists, so that what a unit opens lies together.
        foreach (var unit in units.OrderBy(u => u.Unit.Id))
        {
            var name = Folding.Fold(unit.Unit.Name);
            for (var i = 0; i < unit.Patterns.Count; i++)
            {
                var pattern = unit.Patterns[i];
                (provinces[first + i], ids[first + i], unitIds[first + i], names[first + i], patterns[first + i]) =
                    (unit.Unit.ProvinceId, Obligation.IdFor(_patterns[pattern].Obligation.TaskId, unit.Unit.Id), unit.Unit.Id, name, pattern + 1);
            }
            // Units alike have the same patterns, and so their periods in the same order.
            ref var order = ref CollectionsMarshal.GetValueRefOrAddDefault(orders, string.Join(',', unit.Patterns), out _);
            foreach (var place in order ??= InOrder(unit.Patterns))
            {
                made[at] = OccurrenceId.For(ids[first + place.Obligation], place.Key);
                (obligations[at], periods[at]) = (first + place.Obligation + 1, place.Period + 1);
                at++;
            }
            first += unit.Patterns.Count;
        }
        await using var connection = await _database.OpenConnectionAsync(cancel);
        await AddReasonsAsync(connection, units, cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        // The job that writes waits for the disk when it is done, and can begin again.
        await ExecuteAsync("SET LOCAL work_mem = '128MB'; SET LOCAL synchronous_commit = off");
        if (change) await ExecuteAsync(_changeSql, provinces, ids, unitIds, names, patterns, _patternJson);
        var inserted = await ExecuteAsync(_obligationSql, provinces, ids, unitIds, names, patterns, _patternJson);
        // An obligation that this transaction made has no occurrences yet: none has to be looked for.
        inserted += await ExecuteAsync(inserted == count ? _occurrenceSql : _occurrenceSql + "\nON CONFLICT DO NOTHING",
            made, obligations, periods, provinces, ids, unitIds, _periodJson);
        await transaction.CommitAsync(cancel);
        return inserted;

        async Task<int> ExecuteAsync(string sql, params object[] values)
        {
            await using var command = new NpgsqlCommand(sql, connection, transaction) { CommandTimeout = 0 };
            foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
            return await command.ExecuteNonQueryAsync(cancel);
        }
    }

    // For itself and not in the transaction of a batch: batches that are written at once would wait for each other.
    private async Task AddReasonsAsync(NpgsqlConnection connection, IReadOnlyList<BoundUnit> units, CancellationToken cancel)
    {
        var missing = units.SelectMany(u => u.Patterns.SelectMany(p => _patterns[p].Reasons, (_, reason) => (Province: u.Unit.ProvinceId, Id: reason.Key, Sentences: reason.Value)))
            .DistinctBy(r => (r.Province, r.Id)).Where(r => !_reasons.ContainsKey((r.Province, r.Id))).ToList();
        if (missing.Count == 0) return;
        await using var command = new NpgsqlCommand(ReasonSql, connection);
        command.Parameters.Add(new NpgsqlParameter { Value = JsonSerializer.Serialize(missing.Select(r => new { province_id = r.Province, id = r.Id, sentences = r.Sentences }), RowJson) });
        await command.ExecuteNonQueryAsync(cancel);
        foreach (var reason in missing) _reasons[(reason.Province, reason.Id)] = true;
    }

    private PeriodPlace[] InOrder(IReadOnlyList<int> patterns) =>
        [.. patterns.SelectMany((p, i) => _patterns[p].Occurrences.Select((o, n) => (Place: new PeriodPlace(i, _firstPeriod[p] + n, o.PeriodKey), o.DueOn))).OrderBy(p => p.DueOn).Select(p => p.Place)];

    /// <param name="Obligation">Its place among the obligations of the unit; <paramref name="Period"/> among all periods.</param>
    private readonly record struct PeriodPlace(int Obligation, int Period, string Key);

    private static (string Columns, string Values) Columns(IModel model, Type entity, Dictionary<string, string> own)
    {
        var columns = model.FindEntityType(entity)!.GetProperties().Select(p => p.GetColumnName()).ToList();
        return (string.Join(", ", columns), string.Join(", ", columns.Select(c => own.GetValueOrDefault(c, $"common.{c}"))));
    }

    private static string Json(Obligation o) => JsonSerializer.Serialize(
        new
        {
            o.Version, o.TaskProvinceId, o.TaskId, o.PlanId, o.AssignerId, Role = o.Role.ToString(), Kind = o.Kind.ToString(),
            Rule = JsonSerializer.SerializeToElement(o.Rule, RuleJson.Options), o.Text, o.SearchText, o.RegimeCode, o.PlanDate, o.PlanFrom, o.PlanTo, o.ConfirmsItself,
        }, RowJson);
}
