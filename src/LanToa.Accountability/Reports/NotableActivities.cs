using LanToa.Accountability.Activities;
using LanToa.Contracts.Organizations;
using LanToa.Platform.Data;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace LanToa.Accountability.Reports;

/// <summary>An activity worth naming in a report: what, whose, when, and how many people it reached by each measure.</summary>
public sealed record NotableActivity(string Title, Guid UnitId, DateOnly From, DateOnly? Until, long? Attendance, long? Listeners, long? Views, long? Entries)
{
    /// <summary>Where nobody gave it a title of its own, so that it bears the words of what was asked for: what was done.</summary>
    public NotableDeed? Deed { get; init; }
}

/// <summary>What an activity was, told by its facts.</summary>
/// <param name="Form">Code of the product.</param>
/// <param name="Quantity">How many.</param>
/// <param name="QuantityUnit">In what they are counted, where that is not the product.</param>
/// <param name="Place">In words; else <paramref name="PlaceUnit"/>, or nothing is known.</param>
/// <param name="Description">May be empty.</param>
/// <param name="Task">The words of the task that it answers, if any.</param>
public sealed record NotableDeed(string Form, decimal Quantity, string? QuantityUnit, string? Place, Guid? PlaceUnit, string Description, string? Task);

/// <summary>Finds the activities that a report names. What an office writes for itself (plans, reports, guidance, estimates) is not among them.</summary>
public sealed class NotableActivities([FromKeyedServices(Connections.Counting)] NpgsqlDataSource database, IOrganizationDirectory directory)
{
    /// <summary>So many are read at most for a few titles that differ; each province, and for those that told no reach each unit, is looked through for as many.</summary>
    private const int MostRead = 5000;

    /// <summary>Products that an office writes for itself.</summary>
    public static readonly IReadOnlyList<string> Paperwork = ["plan", "report", "guidance", "estimate"];

    private static readonly string IsNotable = $"state = 'Accepted' AND form NOT IN ('{string.Join("', '", Paperwork)}') AND happened_on >= $3 AND happened_on <= $4";

    // What told of nobody is named where it was an occasion; news and broadcasts of every day are counted, not named.
    private const string IsOccasion = "form IN ('event', 'training', 'dialogue', 'contest', 'video', 'feature', 'inspection', 'commendation')";

    private const string Told = "x.title, x.unit_id, x.happened_on, x.ended_on, x.attendance, x.listeners, x.views, x.entries, x.province_id, x.id";

    private sealed record Found(NotableActivity Activity, short Province, Guid Id);

    /// <summary>The accepted activities of the span that reached most people; where fewer have told how many, the first occasions of the others. Each title once.</summary>
    public async Task<IReadOnlyList<NotableActivity>> OfAsync(IReadOnlyCollection<Guid> units, DateOnly from, DateOnly to, int most, CancellationToken cancel = default)
    {
        var scope = new UnitScope(units, directory);
        var found = await ReadAsync($"""
            SELECT {Told} FROM (SELECT p.id AS province, a.id, a.reach FROM unnest($1::smallint[]) p(id) CROSS JOIN LATERAL (SELECT a.id, a.reach FROM activity a WHERE a.province_id = p.id AND a.reach > 0
            AND {IsNotable} AND (a.unit_id = ANY($2)) IS TRUE ORDER BY a.reach DESC, a.id LIMIT $5) a ORDER BY a.reach DESC, a.id LIMIT $5) t
            JOIN activity x ON x.province_id = t.province AND x.id = t.id ORDER BY t.reach DESC, t.id
            """, scope.Provinces.ToArray(), scope.Units, from, to);
        if (found.Count == most) return await WithDeedsAsync(found, cancel);
        var silent = await ReadAsync($"""
            SELECT {Told} FROM unnest($1::smallint[], $2::uuid[]) u(province, id) CROSS JOIN LATERAL (SELECT a.* FROM activity a WHERE a.province_id = u.province AND a.unit_id = u.id AND a.reach = 0
            AND {IsNotable} AND {IsOccasion} ORDER BY a.id LIMIT $5) x ORDER BY x.id LIMIT $5
            """, scope.Places, scope.Units, from, to);
        return await WithDeedsAsync(Once(found.Concat(silent)), cancel);

        IReadOnlyList<Found> Once(IEnumerable<Found> all) => [.. all.DistinctBy(f => f.Activity.Title, StringComparer.OrdinalIgnoreCase).Take(most)];

        // A title that many activities have is named once: some more of them are read, and many more where most are the same.
        async Task<IReadOnlyList<Found>> ReadAsync(string sql, params object[] values)
        {
            for (var limit = most * 4; ; limit = Math.Min(limit * 8, MostRead))
            {
                await using var command = database.Command(sql, [.. values, limit]);
                await using var reader = await command.ExecuteReaderAsync(cancel);
                var read = new List<Found>();
                while (await reader.ReadAsync(cancel))
                    read.Add(new Found(new NotableActivity(reader.GetString(0).Trim(), reader.GetGuid(1), reader.GetFieldValue<DateOnly>(2), Day(3), Count(4), Count(5), Count(6), Count(7)), reader.GetInt16(8), reader.GetGuid(9)));
                var once = Once(read);
                if (once.Count == most || read.Count < limit || limit >= MostRead) return once;

                DateOnly? Day(int column) => reader.IsDBNull(column) ? null : reader.GetFieldValue<DateOnly>(column);
                long? Count(int column) => reader.IsDBNull(column) ? null : reader.GetInt64(column);
            }
        }
    }

    /// <summary>The few that are named, with what they were where the title only says what was asked for, or the product.</summary>
    private async Task<IReadOnlyList<NotableActivity>> WithDeedsAsync(IReadOnlyList<Found> named, CancellationToken cancel)
    {
        var deeds = new Dictionary<Guid, NotableDeed>();
        await using var command = database.Command("""
            SELECT x.id, x.form, coalesce(x.quantity, 1), x.quantity_unit, x.place, x.place_unit_id, x.description,
                (SELECT w.task_text FROM activity_answer w WHERE w.province_id = x.province_id AND w.activity_id = x.id ORDER BY starts_with(w.task_text, rtrim(x.title, '….; ')) DESC, w.id LIMIT 1)
            FROM unnest($1::smallint[], $2::uuid[]) n(province, id) JOIN activity x ON x.province_id = n.province AND x.id = n.id
            """, named.Select(f => f.Province).ToArray(), named.Select(f => f.Id).ToArray());
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
            deeds.Add(reader.GetGuid(0), new NotableDeed(reader.GetString(1), reader.GetDecimal(2), Words(3), Words(4), reader.IsDBNull(5) ? null : reader.GetGuid(5), reader.GetString(6), Words(7)));
        return [.. named.Select(f => deeds.TryGetValue(f.Id, out var deed) && !HasOwnTitle(f.Activity.Title, deed) ? f.Activity with { Deed = deed } : f.Activity)];

        string? Words(int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
    }

    // The form that logs proposes the words of the task, cut where they are long, or the name of another product that was chosen.
    private static bool HasOwnTitle(string title, NotableDeed deed) =>
        title != CodeNames.Of(CodeKind.Product, deed.Form) && !(deed.Task ?? "").StartsWith(title.TrimEnd('…', '.', ';', ' '), StringComparison.OrdinalIgnoreCase);
}
