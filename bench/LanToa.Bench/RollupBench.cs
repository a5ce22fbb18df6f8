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

    public override Task<IReadOnlyList<Figure>> RunAsync(Action<string> progress) => BenchHost.RunAsync("rollup", (app, owner) => MeasureAsync(app, owner, progress));

    private static async Task<IReadOnlyList<Figure>> MeasureAsync(WebApplication app, string owner, Action<string> progress)
    {
        var figures = new List<Figure>();
        var watch = Stopwatch.StartNew();
        await using var database = NpgsqlDataSource.Create(owner + ";Command Timeout=0");
        var nation = new BenchNation(app.Services, Provinces, Provinces * Communes, Departments);
        await nation.MakeAsync(1);
        await nation.IssueAsync(tasks: TasksOfPlan);
        await app.Services.GetRequiredService<JobWorker>().DrainAsync();
        progress(Said($"a country with duties, {watch.Elapsed.TotalSeconds:0} s"));
        // Fewer while the benchmark itself is being written.
        var wanted = int.TryParse(Environment.GetEnvironmentVariable("LANTOA_BENCH_ACTIVITIES"), CultureInfo.InvariantCulture, out var few) ? few : Activities;
        var data = new RollupData(database, nation);
        var rows = await data.FillActivitiesAsync((wanted + nation.Units.Count - 1) / nation.Units.Count);
        await data.MakeFormsAsync();
        await data.MakeReportsAsync();
        progress(Said($"{rows} activities and the reports, {watch.Elapsed.TotalSeconds:0} s; load {(await File.ReadAllTextAsync("/proc/loadavg")).TrimEnd()}"));

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

        // Accepted, then read above: what moved is looked at, not only the time.
        var child = await FindAsync(app, RollupData.OfAll, first.ProvinceId, nation.Units.Where(u => u.ProvinceId == first.ProvinceId).OrderBy(u => u.Code, StringComparer.Ordinal).First().Id, "2026");
        figures.Add(await AcceptAsync(app, progress, "accepting a commune's report, then the province's figures", child, ofProvince));
        await InScopeAsync(app, first.ProvinceId, async s => (await s.GetRequiredService<SendReport>().HandleAsync(ofProvince.Id, Guid.CreateVersion7(), ofProvince.Version, "Số liệu để đo")).Problems);
        figures.Add(await AcceptAsync(app, progress, "accepting a province's report, then the nation's figures", await FindAsync(app, RollupData.OfAll, first.ProvinceId, first.Id, "2026"), ofNation));
        progress(Said($"done after {watch.Elapsed.TotalSeconds:0} s; load {(await File.ReadAllTextAsync("/proc/loadavg")).TrimEnd()}"));
        return figures;
    }

    /// <summary>Accepted and opened again some times: the median of accepting and reading the report above.</summary>
    private static async Task<Figure> AcceptAsync(WebApplication app, Action<string> progress, string name, UnitReport child, UnitReport above)
    {
        var (times, version, before) = (new List<double>(), child.Version, (await LiveAsync(app, above)).Parts.Count);
        for (var i = 0; i < 11; i++)
        {
            var watch = Stopwatch.StartNew();
            var refused = await InScopeAsync(app, child.ProvinceId, async s => (await s.GetRequiredService<DecideReport>().AcceptAsync(child.Id, Guid.CreateVersion7(), version++)).Problems);
            var said = await LiveAsync(app, above);
            times.Add(watch.Elapsed.TotalMilliseconds);
            if (refused.Count > 0 || said.Parts.Count != before + 1) throw new InvalidOperationException($"The report above did not move: {string.Join(" ", refused)}");
            await InScopeAsync(app, child.ProvinceId, async s => (await s.GetRequiredService<DecideReport>().ReopenAsync(child.Id, Guid.CreateVersion7(), version++, new DateOnly(2026, 11, 30), "Để đo")).Problems);
        }
        times.Sort();
        progress(Said($"{name}: {times[times.Count / 2]:0} ms"));
        return new(name, times[times.Count / 2], "ms", null, "there is no raw counterpart", "< 100 ms", times[times.Count / 2] < 100);
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
