using System.Globalization;
using LanToa.Demonstration;
using LanToa.Platform.Identity;
using LanToa.Platform.Jobs;
using LanToa.Platform.Permissions;
using LanToa.Web.Hosting;
using Npgsql;

namespace LanToa.Bench;

/// <summary>The twenty most used pages of the office, with the demonstration's data and with a province's, beside a Razor page with nothing in it.</summary>
internal sealed class PagesBench : Benchmark
{
    private const int AtOnce = 8, Requests = 60;
    private const string EmptyName = "an empty Razor page (a program of its own, no database, nobody signed in)";
    private static readonly TimeSpan Each = TimeSpan.FromSeconds(2);

    public override string Name => "pages";

    public override string About => "hai mươi trang hay dùng nhất, với dữ liệu trình diễn và dữ liệu của một tỉnh, cạnh một trang Razor trống";

    public override async Task<IReadOnlyList<Figure>> RunAsync(Action<string> progress)
    {
        await using var nothing = await StartEmptyAsync();
        var figures = new List<Figure>();
        await BenchHost.RunAsync("pages", async (app, owner) =>
        {
            progress("the demonstration");
            await FirstStart.PrepareAsync(app.Services, new() { Urls = [], DataFolder = "var/bench-pages" }, TextWriter.Null, default);
            await app.Services.GetRequiredService<JobWorker>().DrainAsync();
            figures.AddRange(await MeasureAsync("demonstration", app, owner, nothing, "cchc", DemonstrationAccounts.Password, progress));
            return 0;
        });
        await BenchHost.RunAsync("pages", async (app, owner) =>
        {
            progress("a province: 98 communes, a plan of 100 tasks, due each month");
            var nation = new BenchNation(app.Services, provinces: 1, communes: 98);
            await nation.MakeAsync(AtOnce);
            await nation.IssueAsync(nation.Tops[0]);
            await app.Services.GetRequiredService<JobWorker>().DrainAsync();
            figures.AddRange(await MeasureAsync("province", app, owner, nothing, "canbo0", BenchNation.Password, progress));
            return 0;
        });
        return figures;
    }

    private static async Task<IReadOnlyList<Figure>> MeasureAsync(string data, WebApplication app, string owner, WebApplication nothing, string name, string password, Action<string> progress)
    {
        await using var database = NpgsqlDataSource.Create(owner + ";Command Timeout=0");
        await using (var vacuum = database.CreateCommand("VACUUM ANALYZE")) await vacuum.ExecuteNonQueryAsync();
        var (plan, duty, occurrence, unit) = await SomeAsync(database);
        (string Name, string Path)[] pages =
        [
            ("Hôm nay", "/today"), ("việc phải làm", "/obligations"), ("việc quá hạn", "/obligations?state=overdue"), ("một việc", $"/obligations/duty/{duty}"), ("một kỳ thực hiện", $"/obligations/{occurrence}"),
            ("bảng theo cơ quan", "/obligations/board"), ("lịch", "/obligations/calendar"), ("toàn cảnh", "/obligations/overview"), ("đôn đốc", "/obligations/urge"), ("mức độ hoàn thành", $"/obligations/completion/{plan}"),
            ("kế hoạch", "/plans"), ("một kế hoạch", $"/plans/{plan}"), ("từng cơ quan của kế hoạch", $"/plans/{plan}/agencies"), ("đối chiếu cấp dưới", $"/plans/{plan}/coverage"), ("việc cấp trên giao", "/plans/cascade"),
            ("cơ quan", "/organizations"), ("một cơ quan", $"/organizations/detail/{unit}"), ("tìm", "/search?q=tuyen+truyen"), ("thông báo", "/notices"), ("bản tổng hợp", "/digest"),
        ];
        var address = new Uri(app.Urls.First());
        var people = new List<BenchPerson>();
        for (var i = 0; i < AtOnce; i++) people.Add(await BenchPerson.SignInAsync(address, name, password, i));
        var strangers = Enumerable.Range(0, AtOnce).Select(_ => BenchPerson.Nobody(new Uri(nothing.Urls.First()))).ToList();
        var emptyLate = Load.Part(await Load.TimesAsync(strangers[0], "/empty", Requests), 0.95);
        var emptyMany = await Load.CrowdAsync(strangers, ["/empty"], Each);
        foreach (var stranger in strangers) stranger.Dispose();
        progress(string.Create(CultureInfo.InvariantCulture, $"empty: {emptyMany:0} requests/s, p95 {emptyLate:0.00} ms"));
        var figures = new List<Figure>();
        foreach (var (page, path) in pages)
        {
            var times = await Load.TimesAsync(people[0], path, Requests);
            var many = await Load.CrowdAsync(people, [path], Each);
            var late = Load.Part(times, 0.95);
            progress(string.Create(CultureInfo.InvariantCulture, $"{data}, {page}: {many:0} requests/s, median {Load.Part(times, 0.5):0.0} ms, p95 {late:0.0} ms"));
            figures.Add(new($"{data}: {page}, {AtOnce} at once", many, "requests/s", emptyMany, EmptyName, "none stated", null));
            figures.Add(new($"{data}: {page}, p95 of one person", late, "ms", emptyLate, EmptyName, "< 60 ms, as Hôm nay", late < 60));
        }
        foreach (var person in people) person.Dispose();
        return figures;
    }

    /// <summary>The issued plan with most work, one of its duties, one of that duty's periods, and its unit.</summary>
    private static async Task<(Guid Plan, Guid Duty, Guid Occurrence, Guid Unit)> SomeAsync(NpgsqlDataSource database)
    {
        await using var command = database.CreateCommand("""
            SELECT o.plan_id, o.obligation_id, o.id, o.unit_id FROM occurrence o JOIN plan p ON p.id = o.plan_id
            WHERE p.state IN ('Issued', 'InProgress') AND o.province_id > 0 ORDER BY (SELECT count(*) FROM obligation b WHERE b.plan_id = o.plan_id) DESC, o.due_on, o.id LIMIT 1
            """);
        await using var reader = await command.ExecuteReaderAsync();
        if (!await reader.ReadAsync()) throw new InvalidOperationException("No plan with work was issued.");
        return (reader.GetGuid(0), reader.GetGuid(1), reader.GetGuid(2), reader.GetGuid(3));
    }

    private static async Task<WebApplication> StartEmptyAsync()
    {
        var own = typeof(PagesBench).Assembly.GetName().Name;
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ApplicationName = own });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        // Without the office's own pages and frame.
        builder.Services.AddRazorPages().ConfigureApplicationPartManager(m =>
        {
            foreach (var other in m.ApplicationParts.Where(p => p.Name != own).ToList()) m.ApplicationParts.Remove(other);
        });
        var app = builder.Build();
        app.MapRazorPages();
        await app.StartAsync();
        return app;
    }
}
