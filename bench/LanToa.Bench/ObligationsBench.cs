using System.Diagnostics;
using System.Globalization;
using LanToa.Platform.Jobs;
using Npgsql;

namespace LanToa.Bench;

/// <summary>A plan for every unit of a country: how fast its duties are made, and how fast the pages over them answer.</summary>
internal sealed class ObligationsBench : Benchmark
{
    private const int People = 200;
    private static readonly TimeSpan Crowd = TimeSpan.FromSeconds(15);
    private const string RawName = "INSERT … SELECT of the same rows into tables with the same indexes and foreign keys";
    private const string FrameName = "a signed-in page of the same frame without records (/identity/me)";

    public override string Name => "obligations";

    public override string About => "phát sinh việc của 3.355 đơn vị; Hôm nay, danh sách, bảng với hai triệu kỳ; 200 người cùng lúc";

    public override async Task<IReadOnlyList<Figure>> RunAsync(Action<string> progress)
    {
        progress($"load: {await File.ReadAllTextAsync("/proc/loadavg")}".TrimEnd());
        // The pages first: afterwards the log of the cluster has its files, as that of a cluster in use has.
        IReadOnlyList<Figure> figures =
        [
            .. await BenchHost.RunAsync("obligations", (app, owner) => PagesAsync(app, owner, progress)),
            await BenchHost.RunAsync("obligations", (app, owner) => GenerationAsync(app, owner, progress)),
        ];
        progress($"load: {await File.ReadAllTextAsync("/proc/loadavg")}".TrimEnd());
        return figures;
    }

    private static async Task<Figure> GenerationAsync(WebApplication app, string owner, Action<string> progress)
    {
        await using var database = NpgsqlDataSource.Create(owner + ";Command Timeout=0");
        var generated = await GenerateAsync(app, database, tasks: 100, progress);
        progress(string.Create(CultureInfo.InvariantCulture, $"made in {generated:0.0} s; now the same rows raw"));
        var raw = await RawAsync(database);
        return new("generation of 335,500 obligations and 4,026,000 occurrences", generated, "s", raw, RawName, "< 60 s and <= 3 times the baseline", generated < 60 && generated <= 3 * raw);
    }

    /// <summary>A country of 3,355 units, and one job that makes what these tasks ask of each of them, due each month.</summary>
    /// <returns>The seconds of the job.</returns>
    private static async Task<double> GenerateAsync(WebApplication app, NpgsqlDataSource database, int tasks, Action<string> progress)
    {
        progress($"a country of 3,355 units; one job makes the duties of {tasks} tasks, due each month");
        var nation = new BenchNation(app.Services, provinces: 34, communes: 3321);
        await nation.MakeAsync(People);
        await nation.IssueAsync(tasks: tasks);
        var watch = Stopwatch.StartNew();
        await app.Services.GetRequiredService<JobWorker>().DrainAsync();
        var seconds = watch.Elapsed.TotalSeconds;
        var (rows, expected) = (await ScalarAsync<long>(database, "SELECT count(*) FROM occurrence"), 3355L * 12 * tasks);
        if (rows != expected) throw new InvalidOperationException($"Expected {expected} occurrences, found {rows}.");
        return seconds;
    }

    private static async Task<IReadOnlyList<Figure>> PagesAsync(WebApplication app, string owner, Action<string> progress)
    {
        await using var database = NpgsqlDataSource.Create(owner + ";Command Timeout=0");
        var figures = new List<Figure>();
        await GenerateAsync(app, database, tasks: 50, progress);
        progress("a year's work: a fifth done, some waiting, some returned");
        await ScalarAsync<long>(database, """
            WITH worked AS (UPDATE occurrence SET claimed_on = due_on, done_on = due_on, progress = 1, confirmed_on = due_on, version = 2 WHERE due_on < '2026-11-20' AND hashtext(id::text) % 5 = 0 RETURNING 1),
                 waits AS (UPDATE occurrence SET claimed_on = due_on, done_on = due_on, progress = 1, version = 2 WHERE due_on < '2026-11-20' AND hashtext(id::text) % 50 = 1 RETURNING 1),
                 back AS (UPDATE occurrence SET returned_on = due_on, reason = 'Thiếu tài liệu', version = 2 WHERE due_on < '2026-11-20' AND hashtext(id::text) % 200 = 2 RETURNING 1)
            SELECT (SELECT count(*) FROM worked) + (SELECT count(*) FROM waits) + (SELECT count(*) FROM back)
            """);
        foreach (var table in new[] { "occurrence", "obligation", "occurrence_count", "occurrence_due_count" }) await ExecuteAsync(database, $"VACUUM ANALYZE {table}");

        var address = new Uri(app.Urls.First());
        using var officer = await BenchPerson.SignInAsync(address, "canbo0", BenchNation.Password, 0);
        using var focal = await BenchPerson.SignInAsync(address, "canbo1", BenchNation.Password, 1);
        var frame = await Load.TimesAsync(officer, "/identity/me");
        (string Name, BenchPerson Person, string Path)[] pages =
        [
            ("Hôm nay of a commune", focal, "/today"), ("Hôm nay of a province", officer, "/today"), ("list of a commune", focal, "/obligations"), ("list of a province", officer, "/obligations"),
            ("list of a province, overdue", officer, "/obligations?state=overdue"), ("list of a province, returned", officer, "/obligations?state=returned"), ("list of a province, all", officer, "/obligations?state=all"),
            ("board of a province", officer, "/obligations/board"), ("board of a province by month", officer, "/obligations/board?by=month"),
        ];
        foreach (var (page, person, path) in pages)
        {
            var times = await Load.TimesAsync(person, path);
            var (median, late) = (Load.Part(times, 0.5), Load.Part(times, 0.95));
            progress(string.Create(CultureInfo.InvariantCulture, $"{page}: median {median:0.0} ms, p95 {late:0.0} ms"));
            figures.Add(new($"{page}, median", median, "ms", Load.Part(frame, 0.5), FrameName, "< 20 ms", median < 20));
            figures.Add(new($"{page}, p95", late, "ms", Load.Part(frame, 0.95), FrameName, "< 60 ms", late < 60));
        }

        progress($"{People} people at once");
        var crowd = new List<BenchPerson>();
        for (var i = 1; i <= People; i++) crowd.Add(await BenchPerson.SignInAsync(address, $"canbo{i}", BenchNation.Password, i));
        await Load.WarmAsync(crowd, ["/identity/me"]);
        var empty = await Load.CrowdAsync(crowd, ["/identity/me"], Crowd / 3);
        string[] day = ["/today", "/obligations/board"];
        await Load.WarmAsync(crowd, day);
        var perSecond = await Load.CrowdAsync(crowd, day, Crowd);
        foreach (var person in crowd) person.Dispose();
        progress(string.Create(CultureInfo.InvariantCulture, $"{perSecond:0} pages a second (of one's own account: {empty:0})"));
        figures.Add(new("200 people at once: Hôm nay and board in turn", perSecond, "requests/s", empty, FrameName, ">= 500 requests/s", perSecond >= 500));
        return figures;
    }

    private static async Task<double> RawAsync(NpgsqlDataSource database)
    {
        await ExecuteAsync(database, """
            CREATE TABLE raw_obligation (LIKE obligation INCLUDING ALL);
            CREATE TABLE raw_occurrence (LIKE occurrence INCLUDING ALL);
            ALTER TABLE raw_obligation ADD FOREIGN KEY (unit_id) REFERENCES organization (id), ADD FOREIGN KEY (assigner_id) REFERENCES organization (id), ADD FOREIGN KEY (assignee_id) REFERENCES account (id);
            ALTER TABLE raw_occurrence ADD FOREIGN KEY (province_id, obligation_id) REFERENCES raw_obligation (province_id, id)
            """);
        var watch = Stopwatch.StartNew();
        await ExecuteAsync(database, "INSERT INTO raw_obligation SELECT * FROM obligation");
        await ExecuteAsync(database, "INSERT INTO raw_occurrence SELECT * FROM occurrence");
        var seconds = watch.Elapsed.TotalSeconds;
        await ExecuteAsync(database, "DROP TABLE raw_occurrence, raw_obligation");
        return seconds;
    }

    private static async Task ExecuteAsync(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<T> ScalarAsync<T>(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }
}
