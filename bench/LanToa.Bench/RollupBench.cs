using System.Diagnostics;
using System.Globalization;
using LanToa.Accountability.Reports;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Jobs;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using UnitReport = LanToa.Accountability.Reports.Report;

namespace LanToa.Bench;

/// <summary>Live figures of a country: reports worked out from five million activities, and reports added up from reports.</summary>
internal sealed class RollupBench : Benchmark
{
    private const int Provinces = 34, Departments = 20, Communes = 98, Activities = 5_000_000, TasksOfPlan = 12;
    private const string RawName = "the faster of two hand-written GROUP BYs over the same rows: by form and state, by kind on the same index";

    public override string Name => "rollup";

    public override string About => "34 tỉnh × 118 đơn vị, 100 chỉ tiêu, 5 triệu hoạt động: báo cáo của tỉnh, của cả nước từ số sống; chấp nhận một báo cáo";

    /// <summary>With <c>LANTOA_BENCH_ACTIVITIES</c> there are fewer activities, with <c>LANTOA_BENCH_KEEP=1</c> the database stays for the next run of as many.</summary>
    public override Task<IReadOnlyList<Figure>> RunAsync(Action<string> progress)
    {
        var wanted = int.TryParse(Environment.GetEnvironmentVariable("LANTOA_BENCH_ACTIVITIES"), CultureInfo.InvariantCulture, out var few) ? few : Activities;
        return BenchHost.RunAsync("rollup", (app, owner) => MeasureAsync(app, owner, wanted, progress), keep: Environment.GetEnvironmentVariable("LANTOA_BENCH_KEEP") == "1" ? Said($"rollup_{wanted}") : null);
    }

    private static async Task<IReadOnlyList<Figure>> MeasureAsync(WebApplication app, string owner, int wanted, Action<string> progress)
    {
        var figures = new List<Figure>();
        var watch = Stopwatch.StartNew();
        await using var database = NpgsqlDataSource.Create(owner + ";Command Timeout=0;Max Auto Prepare=0");
        var nation = new BenchNation(app.Services, Provinces, Provinces * Communes, Departments);
        if (!await nation.FindAsync())
        {
            await nation.MakeAsync(1);
            await nation.IssueAsync(tasks: TasksOfPlan);
            await app.Services.GetRequiredService<JobWorker>().DrainAsync();
            progress(Said($"a country with duties, {watch.Elapsed.TotalSeconds:0} s"));
            var data = new RollupData(database, nation);
            await data.FillActivitiesAsync((wanted + nation.Units.Count - 1) / nation.Units.Count);
            progress(Said($"activities, {watch.Elapsed.TotalSeconds:0} s"));
            await data.MakeFormsAsync();
            await data.MakeReportsAsync();
        }
        progress(Said($"{await CountAsync(database)}, {watch.Elapsed.TotalSeconds:0} s; load {(await File.ReadAllTextAsync("/proc/loadavg")).TrimEnd()}"));

        var first = nation.Tops[0];
        foreach (var (who, form, province, unit, goal) in new (string, string, short, Guid, double)[] { ("a province", RollupData.OfProvinces, first.ProvinceId, first.Id, 150), ("the nation", RollupData.OfNation, 0, nation.Nation.Id, 1500) })
            foreach (var key in new[] { "2026", "2026-Q3", "2026-07" })
            {
                var period = RollupData.Periods.First(p => p.Key == key);
                var report = await FindAsync(app, form, province, unit, key);
                var runs = province == 0 ? 9 : 40;
                var said = await LiveAsync(app, report);
                await CheckAsync(database, said, province, period);
                var live = await MedianAsync(runs, () => LiveAsync(app, report));
                var raw = await MedianAsync(runs, () => RawAsync(database, province, new DateOnly(2026, 1, 1), period.To));
                progress(Said($"{who}, {key}: {live:0} ms, raw {raw:0} ms"));
                figures.Add(new($"report of {who} for {key} from the activities: {RollupData.Indicators} indicators, of the period and of the year to its end", live, "ms", raw, RawName, Said($"< {goal:0} ms and <= 2 times the baseline"), live < goal && live <= 2 * raw));
            }

        var address = new Uri(app.Urls.First());
        using var officer = await BenchPerson.SignInAsync(address, "canbo0", BenchNation.Password, 0);
        using var minister = await BenchPerson.SignInAsync(address, "canbonuoc", BenchNation.Password, 1);
        var (ofProvince, ofNation) = (await FindAsync(app, RollupData.OfAll, first.ProvinceId, first.Id, "2026"), await FindAsync(app, RollupData.OfAll, 0, nation.Nation.Id, "2026"));
        var frame = await MedianAsync(40, () => officer.OpenAsync("/identity/me"));
        foreach (var (name, person, id, goal) in new (string, BenchPerson, Guid, double)[]
        {
            ("page of a province's report for the year, from the activities", officer, (await FindAsync(app, RollupData.OfProvinces, first.ProvinceId, first.Id, "2026")).Id, 150), ("page of the nation's, from the activities", minister, (await FindAsync(app, RollupData.OfNation, 0, nation.Nation.Id, "2026")).Id, 1500),
            ("page of a province's report, added up from 117 accepted reports", officer, ofProvince.Id, 150), ("page of the nation's, added up from those of 33 provinces with 3.927 units", minister, ofNation.Id, 1500),
        })
        {
            var opened = await MedianAsync(goal > 1000 ? 9 : 40, () => person.OpenAsync($"/reports/{id}"));
            progress(Said($"{name}: {opened:0} ms"));
            figures.Add(new(name, opened, "ms", frame, "a signed-in page of the same frame without records (/identity/me)", Said($"< {goal:0} ms"), opened < goal));
        }

        // Accepted, then read above: what moved is looked at, not only the time. A commune's report moves its province's; the nation counts it with the province's, once that is accepted.
        var child = await FindAsync(app, RollupData.OfAll, first.ProvinceId, nation.Units.Where(u => u.ProvinceId == first.ProvinceId).OrderBy(u => u.Code, StringComparer.Ordinal).First().Id, "2026");
        figures.Add(await AcceptAsync(app, database, progress, "a commune's report is accepted and both above it are read: the province's figures, which count it, and the nation's, which do once the province's is accepted", child, [ofProvince, ofNation]));
        await InScopeAsync(app, first.ProvinceId, async s => (await s.GetRequiredService<SendReport>().HandleAsync(ofProvince.Id, Guid.CreateVersion7(), ofProvince.Version, "Số liệu để đo")).Problems);
        figures.Add(await AcceptAsync(app, database, progress, "a province's report is accepted and the nation's figures, which count it with its 117 units, are read", await FindAsync(app, RollupData.OfAll, first.ProvinceId, first.Id, "2026"), [ofNation]));
        await BackAsync(database, ofProvince);
        progress(Said($"done after {watch.Elapsed.TotalSeconds:0} s; load {(await File.ReadAllTextAsync("/proc/loadavg")).TrimEnd()}"));
        return figures;
    }

    /// <summary>
    /// Accepted some times, and as it was sent again between them: the median from the moment at which it is accepted until each report above has been worked out anew, figures, tables and words (of the nation what is late as it was read at most a minute before), one after the other; what
    /// a page around it costs stands apart. The first above counts one report more.
    /// </summary>
    private static async Task<Figure> AcceptAsync(WebApplication app, NpgsqlDataSource database, Action<string> progress, string name, UnitReport child, IReadOnlyList<UnitReport> above)
    {
        await UndecideAsync(database, child);
        var (times, steps, version, before) = (new List<double>(), new List<double>[above.Count + 1], child.Version, (await LiveAsync(app, above[0])).Parts.Count);
        for (var i = 0; i < steps.Length; i++) steps[i] = [];
        for (var i = 0; i < 15; i++)
        {
            var watch = Stopwatch.StartNew();
            var refused = await InScopeAsync(app, child.ProvinceId, async s => (await s.GetRequiredService<DecideReport>().AcceptAsync(child.Id, Guid.CreateVersion7(), version++)).Problems);
            steps[0].Add(watch.Elapsed.TotalMilliseconds);
            for (var n = 0; n < above.Count; n++)
            {
                var since = watch.Elapsed;
                var said = await LiveAsync(app, above[n]);
                steps[n + 1].Add((watch.Elapsed - since).TotalMilliseconds);
                if (n == 0 && said.Parts.Count != before + 1) throw new InvalidOperationException("The report above did not move.");
            }
            times.Add(watch.Elapsed.TotalMilliseconds);
            if (refused.Count > 0) throw new InvalidOperationException($"It was not accepted: {string.Join(" ", refused)}");
            await UndecideAsync(database, child);
        }
        var parts = string.Join(" + ", steps.Select(s => Said($"{Middle(s):0}")));
        progress(Said($"{name}: {Middle(times):0} ms ({parts})"));
        return new(name, Middle(times), "ms", null, Said($"there is no raw counterpart; accepting, and each reading after it, one after the other: {parts} ms"), "< 100 ms", Middle(times) < 100);

        static double Middle(List<double> all) => all.Order().ElementAt(all.Count / 2);
    }

    /// <summary>As it was when it had been sent: one that is opened again still counts, so that accepting it would move nothing.</summary>
    private static async Task UndecideAsync(NpgsqlDataSource database, UnitReport report)
    {
        await using var command = database.CreateCommand("UPDATE report SET state = 'Sent', received_at = NULL, decided_at = NULL, decided_by_name = NULL, reopened_until = NULL WHERE province_id = $1 AND id = $2");
        command.Parameters.Add(new NpgsqlParameter { Value = report.ProvinceId });
        command.Parameters.Add(new NpgsqlParameter { Value = report.Id });
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>The province's own report of the year as it was before it was sent, so that a database that is kept measures the same again.</summary>
    private static async Task BackAsync(NpgsqlDataSource database, UnitReport report)
    {
        await using var batch = database.CreateBatch();
        foreach (var table in new[] { "report_part", "report_figure", "report_snapshot" }) batch.BatchCommands.Add(new($"DELETE FROM {table} WHERE province_id = $1 AND report_id = $2"));
        batch.BatchCommands.Add(new("UPDATE report SET state = 'Draft', sendings = 0, first_sent_on = NULL, sent_at = NULL, form_key = NULL WHERE province_id = $1 AND id = $2"));
        batch.BatchCommands.Insert(0, new("ALTER TABLE report_snapshot DISABLE TRIGGER report_snapshot_stays"));
        for (var i = 1; i < batch.BatchCommands.Count; i++)
            foreach (var value in new object[] { report.ProvinceId, report.Id }) batch.BatchCommands[i].Parameters.Add(new NpgsqlParameter { Value = value });
        batch.BatchCommands.Add(new("ALTER TABLE report_snapshot ENABLE TRIGGER report_snapshot_stays"));
        await batch.ExecuteNonQueryAsync();
    }

    private static async Task<string> CountAsync(NpgsqlDataSource database)
    {
        await using var command = database.CreateCommand("SELECT format('%s activities of %s kinds, %s periods of duties, %s figures of reports', (SELECT count(*) FROM activity), (SELECT count(DISTINCT kind) FROM activity), (SELECT count(*) FROM occurrence), (SELECT count(*) FROM report_figure))");
        return (string)(await command.ExecuteScalarAsync())!;
    }

    private static Task<ReportContent> LiveAsync(WebApplication app, UnitReport report) => InScopeAsync(app, report.ProvinceId, s => s.GetRequiredService<ReportBuilder>().LiveAsync(report));

    private static Task<UnitReport> FindAsync(WebApplication app, string form, short province, Guid unit, string key) =>
        InScopeAsync(app, province, s => s.GetRequiredService<LanToaDb>().Set<UnitReport>().AsNoTracking().FirstAsync(r => r.FormCode == form && r.UnitId == unit && r.PeriodKey == key));

    private static async Task<T> InScopeAsync<T>(WebApplication app, short province, Func<IServiceProvider, Task<T>> work)
    {
        await using var scope = app.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Actor>().BecomeSystem("bench", province);
        return await work(scope.ServiceProvider);
    }

    private static async Task<double> MedianAsync<T>(int runs, Func<Task<T>> run)
    {
        for (var i = 0; i < Math.Max(3, runs / 4); i++) await run();
        var times = new double[runs];
        for (var i = 0; i < runs; i++)
        {
            var watch = Stopwatch.StartNew();
            await run();
            times[i] = watch.Elapsed.TotalMilliseconds;
        }
        Array.Sort(times);
        return times[runs / 2];
    }

    private static async Task<double> RawAsync(NpgsqlDataSource database, short province, DateOnly from, DateOnly to)
    {
        var best = double.MaxValue;
        foreach (var by in new[] { "form, state", "kind" })
        {
            var watch = Stopwatch.StartNew();
            await using var command = database.CreateCommand($"SELECT {by}, count(*), sum(coalesce(quantity, 1)), sum(attendance), sum(listeners), sum(views), sum(minutes), max(attendance) FROM activity WHERE {(province == 0 ? "province_id > $1" : "province_id = $1")} AND happened_on >= $2 AND happened_on <= $3 GROUP BY {by}");
            foreach (var value in new object[] { province, from, to }) command.Parameters.Add(new NpgsqlParameter { Value = value });
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync()) { }
            best = Math.Min(best, watch.Elapsed.TotalMilliseconds);
        }
        return best;
    }

    /// <summary>The first indicator, and its year, as the rows themselves have it.</summary>
    private static async Task CheckAsync(NpgsqlDataSource database, ReportContent said, short province, (string Key, string Name, DateOnly From, DateOnly To) period)
    {
        await using var command = database.CreateCommand($"SELECT coalesce(sum(coalesce(quantity, 1)) FILTER (WHERE happened_on >= $2), 0), coalesce(sum(coalesce(quantity, 1)), 0) FROM activity WHERE {(province == 0 ? "province_id > $1" : "province_id = $1")} AND happened_on >= '2026-01-01' AND happened_on <= $3 AND form = 'news' AND state = 'Accepted'");
        foreach (var value in new object[] { province, period.From, period.To }) command.Parameters.Add(new NpgsqlParameter { Value = value });
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        var row = said.Rows.First();
        if (row.Total.Number != reader.GetDecimal(0) || row.Cumulative?.Number != reader.GetDecimal(1)) throw new InvalidOperationException($"{period.Key} of province {province}: {row.Total.Number} and {row.Cumulative?.Number}, the rows say {reader.GetDecimal(0)} and {reader.GetDecimal(1)}.");
    }

    private static string Said(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
