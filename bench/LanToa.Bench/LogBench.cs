using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using LanToa.Platform.Api;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql;

namespace LanToa.Bench;

/// <summary>How fast activities are recorded through HTTP, beside single rows written raw; and phones that send what they kept while there was no network.</summary>
internal sealed class LogBench : Benchmark
{
    private const int Systems = 64, RawWriters = 64, Phones = 200, ItemsEach = 50;
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(15), WarmUp = TimeSpan.FromSeconds(25);

    public override string Name => "log";

    public override string About => "ghi hoạt động qua HTTP mỗi giây, so với ghi từng dòng bền vững; 200 điện thoại gửi 50 việc chờ";

    public override Task<IReadOnlyList<Figure>> RunAsync(Action<string> progress) => BenchHost.RunAsync("log", (app, owner) => MeasureAsync(app, owner, progress),
        // What is sent twice at once is refused by the database, which is no fault here.
        services => services.AddLogging(log => log.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.None)).Replace(ServiceDescriptor.Singleton(new ApiSettings { PerMinute = 1_000_000 })));

    private static async Task<IReadOnlyList<Figure>> MeasureAsync(WebApplication app, string owner, Action<string> progress)
    {
        var figures = new List<Figure>();
        progress($"load: {await File.ReadAllTextAsync("/proc/loadavg")}".TrimEnd());
        var nation = new BenchNation(app.Services, provinces: 1, communes: 250);
        await nation.MakeAsync(Phones);
        var address = new Uri(app.Urls.First());
        await using var database = NpgsqlDataSource.Create(owner + ";Command Timeout=0;Maximum Pool Size=80");

        var tokens = await TokensAsync(app.Services, Systems);
        progress($"{Systems} systems record activities with coordinates and a link through the API");
        // Until the program is compiled as it runs for days, and with the statistics that the database gathers by itself each minute: without them it checks references to what was an empty table by the wrong index.
        await RecordAsync(address, tokens, WarmUp, "Làm nóng");
        await ExecuteAsync(database, "ANALYZE");
        await RecordAsync(address, tokens, TimeSpan.FromSeconds(2), "Làm nóng");
        var (recorded, seconds) = await RecordAsync(address, tokens, Time, "Đo");
        var kept = await ScalarAsync<long>(database, "SELECT count(*) FROM activity WHERE title LIKE 'Đo %'");
        if (kept != recorded) throw new InvalidOperationException($"{recorded} were answered, {kept} are kept.");
        if (await ScalarAsync<long>(database, "SELECT count(*) FROM activity a WHERE title LIKE 'Đo %' AND NOT EXISTS (SELECT FROM history_event h WHERE h.province_id = a.province_id AND h.subject_id = a.id AND h.verb = 'activity.record')") is var silent and > 0) throw new InvalidOperationException($"{silent} have no history.");

        progress("now single rows of the same table, each committed to the disk");
        var one = await RawAsync(database, 1);
        var many = await RawAsync(database, RawWriters);
        progress(string.Create(CultureInfo.InvariantCulture, $"{recorded / seconds:0} activities/s; raw {one:0} rows/s one after another, {many:0} rows/s by {RawWriters} at once"));
        var rate = recorded / seconds;
        const string what = "activities recorded through the API by 64 systems at once, each with evidence, history and its kept answer (9 rows)";
        figures.Add(new(what, rate, "activities/s", one, "durable single-row INSERT of the activity alone, one after another, same indexes and foreign keys", ">= 40 % of the baseline", rate >= 0.4 * one));
        figures.Add(new(what + ", beside 64 connections that insert", rate, "activities/s", many, $"the same rows by {RawWriters} connections at once: what the database takes when nothing else wants the processor", "none stated", null));

        progress($"{Phones} phones send {ItemsEach} items each with a photo");
        var phones = new List<(HttpClient Http, BenchPhone Phone)>();
        for (var i = 1; i <= Phones; i++)
        {
            var http = await BenchPerson.EnterAsync(address, $"canbo{i}", BenchNation.Password, i);
            phones.Add((http, new BenchPhone(http, $"canbo{i}")));
        }
        var watch = Stopwatch.StartNew();
        var sendings = (await Task.WhenAll(phones.Select(p => p.Phone.SyncAsync(ItemsEach)))).Sum();
        var synced = watch.Elapsed.TotalSeconds;
        foreach (var (http, _) in phones) http.Dispose();
        var there = await ScalarAsync<long>(database, "SELECT count(*) FROM activity WHERE title LIKE 'Họp thôn %'");
        var different = await ScalarAsync<long>(database, "SELECT count(DISTINCT title) FROM activity WHERE title LIKE 'Họp thôn %'");
        var photos = await ScalarAsync<long>(database, "SELECT count(*) FROM activity a JOIN activity_evidence u ON u.province_id = a.province_id AND u.activity_id = a.id JOIN evidence_version v ON v.province_id = u.province_id AND v.evidence_id = u.evidence_id WHERE a.title LIKE 'Họp thôn %' AND v.sha256 IS NOT NULL");
        progress(string.Create(CultureInfo.InvariantCulture, $"{sendings} sendings of {Phones * ItemsEach} items in {synced:0.0} s: {there} activities, {different} different ones, {photos} photos"));
        const string none = "counted, not compared";
        figures.Add(new("items of phones that were lost", Phones * ItemsEach - different, "items", null, none, "0", different == Phones * ItemsEach));
        figures.Add(new("items of phones that were doubled", there - different, "items", null, none, "0", there == different));
        figures.Add(new("items of phones whose photo is there once", photos, "items", null, none, $"{Phones * ItemsEach}", photos == Phones * ItemsEach));
        figures.Add(new("items sent by 200 phones at once, token and photo each", Phones * ItemsEach / synced, "items/s", null, none, "none stated", null));
        progress($"load: {await File.ReadAllTextAsync("/proc/loadavg")}".TrimEnd());
        return figures;
    }

    private static async Task<IReadOnlyList<string>> TokensAsync(IServiceProvider services, int count)
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Actor>().BecomeSystem("bench", 1);
        var db = scope.ServiceProvider.GetRequiredService<LanToaDb>();
        var tokens = new List<string>();
        for (var i = 1; i <= count; i++)
        {
            var (name, secret) = ($"canbo{i}", ApiTokens.NewSecret());
            var held = await db.Users.Where(a => a.UserName == name).Join(db.Set<Membership>(), a => a.Id, m => m.AccountId, (_, m) => m).FirstAsync();
            db.Add(new ApiToken { ProvinceId = 1, AccountId = held.AccountId, UnitId = held.OrganizationId, Name = "Đo", Prefix = secret[..13], SecretHash = ApiToken.HashOf(secret), Scopes = ["activities.read", "activities.do"], MadeAt = DateTimeOffset.UnixEpoch, ExpiresOn = new DateOnly(2027, 1, 1) });
            tokens.Add(secret);
        }
        await db.SaveChangesAsync();
        return tokens;
    }

    private static async Task<(int Recorded, double Seconds)> RecordAsync(Uri address, IReadOnlyList<string> tokens, TimeSpan time, string title)
    {
        var answered = new ConcurrentBag<int>();
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(tokens.Select(async (token, system) =>
        {
            await using var wire = await BenchWire.ConnectAsync(address, "/api/v1/activities", token);
            var mine = 0;
            for (; watch.Elapsed < time; mine++)
            {
                var (status, body) = await wire.PostAsync(Guid.CreateVersion7(), $$"""{"happenedOn":"2026-11-20","form":"event","title":"{{title}} {{system}} {{mine}}","attendance":45,"latitude":21.0285,"longitude":105.8542,"place":"Nhà văn hóa thôn","links":["https://anh.xa.gov.vn/{{system}}/{{mine}}.jpg"],"noEvidenceReason":"Ảnh gửi sau."}""");
                if (status != 201) throw new InvalidOperationException($"{status}: {body}");
            }
            answered.Add(mine);
        }));
        return (answered.Sum(), watch.Elapsed.TotalSeconds);
    }

    /// <summary>Rows per second of a table like that of activities, one row and one commit each.</summary>
    private static async Task<double> RawAsync(NpgsqlDataSource database, int writers)
    {
        await ExecuteAsync(database, """
            DROP TABLE IF EXISTS raw_activity;
            CREATE TABLE raw_activity (LIKE activity INCLUDING ALL);
            ALTER TABLE raw_activity ADD FOREIGN KEY (unit_id) REFERENCES organization (id), ADD FOREIGN KEY (place_unit_id) REFERENCES organization (id), ADD FOREIGN KEY (recorded_by) REFERENCES account (id),
                ADD FOREIGN KEY (accepted_by) REFERENCES account (id), ADD FOREIGN KEY (province_id, host_activity_id) REFERENCES raw_activity (province_id, id)
            """);
        List<(string Name, string Type, object Value)> template = [];
        // What the table works out itself is not inserted.
        var columns = await ScalarAsync<string>(database, "SELECT string_agg(quote_ident(column_name), ', ' ORDER BY ordinal_position) FROM information_schema.columns WHERE table_name = 'activity' AND is_generated = 'NEVER'");
        await using (var read = database.CreateCommand($"SELECT {columns} FROM activity WHERE title LIKE 'Đo %' LIMIT 1"))
        await using (var row = await read.ExecuteReaderAsync())
        {
            await row.ReadAsync();
            for (var i = 0; i < row.FieldCount; i++) template.Add((row.GetName(i), row.GetDataTypeName(i), row.GetValue(i)));
        }
        var sql = $"INSERT INTO raw_activity ({string.Join(", ", template.Select(t => t.Name))}) VALUES ({string.Join(", ", template.Select((_, i) => $"${i + 1}"))})";
        // Warm and with statistics, as the program is.
        await InsertAsync(database, sql, template, writers, TimeSpan.FromSeconds(3));
        await ExecuteAsync(database, "ANALYZE raw_activity");
        return await InsertAsync(database, sql, template, writers, Time / 2);
    }

    private static async Task<double> InsertAsync(NpgsqlDataSource database, string sql, List<(string Name, string Type, object Value)> template, int writers, TimeSpan time)
    {
        var written = new ConcurrentBag<int>();
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, writers).Select(_ => Task.Run(async () =>
        {
            await using var connection = await database.OpenConnectionAsync();
            await using var insert = new NpgsqlCommand(sql, connection);
            foreach (var (_, type, value) in template) insert.Parameters.Add(new NpgsqlParameter { Value = value, DataTypeName = type.Split('(')[0] });
            await insert.PrepareAsync();
            List<int> own = [.. template.Select((t, i) => (t, i)).Where(x => x.t.Name is "id" or "send_key").Select(x => x.i)];
            var mine = 0;
            for (; watch.Elapsed < time; mine++)
            {
                foreach (var i in own) insert.Parameters[i].Value = Guid.CreateVersion7();
                await insert.ExecuteNonQueryAsync();
            }
            written.Add(mine);
        })));
        return written.Sum() / watch.Elapsed.TotalSeconds;
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
