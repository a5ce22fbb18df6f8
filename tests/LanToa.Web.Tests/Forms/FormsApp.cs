using LanToa.Planning.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace LanToa.Web.Tests.Forms;

/// <summary>The program with something in every state that shows a form: made through the product's own pages, by the people who do it in life.</summary>
public sealed partial class FormsApp : TestApp
{
    /// <summary>Somebody whom nobody knows.</summary>
    public const string Nobody = "ai đó";

    /// <summary>Somebody who gave the right password and is asked for the second step.</summary>
    public const string Halfway = "nửa đường";

    /// <summary>The second step as it is set up: shown only after the password.</summary>
    private const string BegunFactor = "/identity/factor#da-nhap-mat-khau";

    /// <summary>Everyone who is at work, by a short name.</summary>
    public Dictionary<string, TestBrowser> People { get; } = [];

    public IEnumerable<string> Everyone => [.. People.Keys, Nobody, Halfway];

    /// <summary>Every form that a walk through the program finds.</summary>
    public IReadOnlyList<FoundForm> Found { get; private set; } = [];

    /// <summary>A body of another province, with which nobody here has anything to do.</summary>
    public Organization Foreign { get; private set; } = null!;

    /// <summary>One connection at a time: whatever asked for a second one while it holds the first would wait for ever, and the walk over all pages and forms would stop there.</summary>
    protected override int Pool => 1;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Clock.MoveTo(new DateOnly(2026, 11, 20));
        var home = await AddOrganizationAsync("Sở Nội vụ", OrganizationLevel.Province, OrganizationKind.Department, Province);
        var culture = await AddOrganizationAsync("Sở Văn hóa, Thể thao và Du lịch", OrganizationLevel.Province, OrganizationKind.Department, Province);
        await AddOrganizationAsync("Sở Tài chính", OrganizationLevel.Province, OrganizationKind.Department, Province);
        var nation = await AddOrganizationAsync("Chính phủ", OrganizationLevel.Nation, OrganizationKind.Committee, null, "00", province: 0);
        await InScopeAsync(async services =>
        {
            var db = services.GetRequiredService<LanToaDb>();
            await DefaultGroups.AddAsync(db, Clock.GetUtcNow());
            await db.SaveChangesAsync();
        });
        foreach (var (name, role, unit) in new[]
        {
            ("quantri", Role.Administrator, Province), ("trunguong", Role.Administrator, nation), ("cchc", Role.Officer, Province), ("lanhdao", Role.Leader, Province), ("vanhoa", Role.FocalPoint, culture),
        })
            People[name] = await SignInAsync(role, unit);
        // Works for two units, so that the frame offers the choice.
        await InScopeAsync(async services =>
        {
            var db = services.GetRequiredService<LanToaDb>();
            db.Add(new Membership { AccountId = People["vanhoa"].AccountId, OrganizationId = home.Id, Role = Role.FocalPoint, ValidFrom = new DateOnly(2000, 1, 1) });
            await db.SaveChangesAsync();
        });
        Foreign = await AddOrganizationAsync("Ủy ban nhân dân tỉnh Khác", OrganizationLevel.Province, OrganizationKind.Committee, null, "98", province: 98);
        await SeedAsync(culture);
        await SeedCascadeAsync(culture);
        await SeedAccountsAsync();
        await SeedProviderAsync();
        await SeedLentAsync(culture);
        await SeedFollowedAsync(nation);
        await SeedAmendmentsAsync();
        await SeedReportsAsync(home, culture);
        await SeedEvidenceAsync();
        await SeedApiAsync();
        Found = await new FormCrawl(this).FindAsync();
    }

    /// <summary>Where a person's walk begins; the nation's administrator sees what the province's does, and the rules and lists of the country besides.</summary>
    public IEnumerable<string> BeginsAt(string person) => (person switch
    {
        "trunguong" => ["/rules/holidays", "/rules/regimes", "/organizations/import"],
        "quantri" => ["/today", "/_design", "/identity/signout", "/mail"],
        "cchc" or "lanhdao" or "vanhoa" => ["/today"],
        "sovanhoa" => [],
        "haibuoc" => ["/identity/factor"],
        "batbuoc" => [BegunFactor],
        "gan" => ["/identity/arrived"],
        Halfway => ["/identity/secondstep"],
        _ => new[] { "/", "/identity/signin", "/identity/forgot" },
    }).Concat(_hidden.GetValueOrDefault(person) ?? []);

    public static bool GoesTo(string person, string path) => !path.StartsWith("/files/", StringComparison.Ordinal) && person switch
    {
        "trunguong" => path.StartsWith("/rules/", StringComparison.Ordinal),
        "sovanhoa" => path.StartsWith("/plans/cascade", StringComparison.Ordinal),
        "haibuoc" or "batbuoc" or "gan" or Halfway => false,
        _ => true,
    };

    /// <summary>The browser of a person; whom nobody knows yet comes from a new address each time, since these are limited.</summary>
    public async Task<TestBrowser> ComeAsync(string person)
    {
        if (People.TryGetValue(person, out var known)) return known;
        var browser = Elsewhere();
        _strangers.Add(browser);
        if (person == Halfway) await EnterAsync(browser, _withFactor!);
        return browser;
    }

    /// <summary>Whether signing in leads to the page, and not only to the step before it.</summary>
    public static bool LeadsTo(string path) => path != BegunFactor;

    public async Task<TestPage> OpenAsync(TestBrowser person, string path) => path != BegunFactor
        ? await person.GetAsync(path)
        : await person.SubmitAsync(await person.GetAsync(path), "form[action*=Begin]", new() { ["password"] = Password });

    private static async Task EnterAsync(TestBrowser browser, string userName) =>
        await browser.SubmitAsync(await browser.GetAsync("/identity/signin"), "main form[method=post]", new() { ["UserName"] = userName, ["Password"] = Password });

    // Pages that no link leads to, or only behind many others of their kind.
    private readonly Dictionary<string, List<string>> _hidden = new() { ["quantri"] = [], ["cchc"] = [], ["vanhoa"] = [], ["lanhdao"] = [], [Nobody] = [] };

    private readonly List<TestBrowser> _strangers = [];
    private string? _withFactor;

    public override async ValueTask DisposeAsync()
    {
        foreach (var browser in People.Values.Concat(_strangers)) browser.Dispose();
        if (_watch is not null) await _watch.DisposeAsync();
        await base.DisposeAsync();
    }

    /// <summary>
    /// The newest transaction that changed a row of any table: stands still as long as nothing is written. Left out are the keys that sign cookies, and
    /// that somebody was there or tried to come in.
    /// </summary>
    public async Task<long> LastWriteAsync()
    {
        if (_watch is null)
        {
            var connection = new NpgsqlConnection(Connections.Owner);
            await connection.OpenAsync();
            _watch = await WatchAsync(connection);
            await _watch.PrepareAsync();
            _touched = new NpgsqlCommand("SELECT last_value FROM test_touched", connection);
        }
        // Every table is read only where a row was touched since: what was taken back touched one too.
        var touched = (long)(await _touched!.ExecuteScalarAsync())!;
        if (touched != _seen) (_seen, _last) = (touched, (long)(await _watch.ExecuteScalarAsync())!);
        return _last;
    }

    private NpgsqlCommand? _watch, _touched;
    private long _seen, _last;

    /// <summary>A number that moves with every row that is touched from now on, and the look at all of them.</summary>
    private static async Task<NpgsqlCommand> WatchAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand("SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename NOT IN ('data_protection_key', 'session', 'sign_in_event')", connection);
        var tables = new List<string>();
        await using (var reader = await command.ExecuteReaderAsync())
            while (await reader.ReadAsync()) tables.Add(reader.GetString(0));
        await using var touch = new NpgsqlCommand($"""
            CREATE SEQUENCE test_touched;
            SELECT nextval('test_touched');
            CREATE FUNCTION test_touch() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN PERFORM nextval('public.test_touched'); RETURN NULL; END $$;
            {string.Concat(tables.Select(t => $"CREATE TRIGGER test_touch AFTER INSERT OR UPDATE OR DELETE ON \"{t}\" FOR EACH ROW EXECUTE FUNCTION test_touch();\n"))}
            """, connection);
        await touch.ExecuteNonQueryAsync();
        return new NpgsqlCommand($"SELECT coalesce(max(last), 0)::bigint * 1000000 + sum(n)::bigint FROM ({string.Join(" UNION ALL ", tables.Select(t => $"SELECT max(xmin::text::bigint) AS last, count(*) AS n FROM \"{t}\""))}) t", connection);
    }
}
