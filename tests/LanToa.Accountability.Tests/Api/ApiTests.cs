using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using LanToa.Accountability.Activities;
using LanToa.Planning.Obligations;
using LanToa.Planning.Obligations.Rules;
using LanToa.Planning.Organizations;
using LanToa.Planning.Tests.Obligations;
using LanToa.Platform.Api;
using LanToa.Platform.Audit;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Jobs;
using LanToa.Platform.Notices;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace LanToa.Accountability.Tests.Api;

/// <summary>The API as another system meets it: by its document, by tokens of the page, on the real database.</summary>
public sealed class ApiTests(ObligationsApp app) : IClassFixture<ObligationsApp>
{
    private static readonly string[] All = ["activities.read", "activities.do", "obligations.read", "obligations.do", "reports.read", "reports.write"];

    private static readonly byte[] Jpeg = [0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 1, 1, 0xFF, 0xDA, 0, 2, 1, 2, 3, 0xFF, 0xD9];

    private static DateOnly D(string iso) => DateOnly.Parse(iso, System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>A token issued on the page by this person.</summary>
    private static async Task<string> TokenAsync(TestBrowser person, params string[] scopes)
    {
        var form = await person.GetAsync("/api/tokens");
        var fields = TestBrowser.FieldsOf((AngleSharp.Html.Dom.IHtmlFormElement)form.Html.QuerySelector("#cap-khoa")!).Where(f => f.Key is not ("Name" or "Scopes")).Append(new("Name", "Cổng thông tin")).Concat(scopes.Select(s => new KeyValuePair<string, string>("Scopes", s))).ToList();
        var issued = await person.SendAsync(form.Address, fields);
        return issued.Html.QuerySelector(".lt-secret")?.TextContent ?? throw new InvalidOperationException(issued.Text("main"));
    }

    private async Task<DocumentClient> ClientAsync(Role role, Organization unit, params string[] scopes)
    {
        using var person = await app.SignInAsync(role, unit);
        return await DocumentClient.ReadAsync(new HttpClient { BaseAddress = app.Address }, await TokenAsync(person, scopes));
    }

    private static Dictionary<string, string> Key(string? key = null) => new() { ["Idempotency-Key"] = key ?? Guid.CreateVersion7().ToString() };

    private static JsonObject Article(string title = "Bài về cải cách hành chính", string day = "2026-09-18") =>
        new() { ["happenedOn"] = day, ["form"] = "article", ["title"] = title, ["quantity"] = 2.5, ["views"] = 1284, ["channels"] = new JsonArray("portal"), ["links"] = new JsonArray("https://baochinhphu.vn/bai") };

    private Task<int> CountAsync(string title) => app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Activity>().CountAsync(a => a.Title == title));

    private async Task<List<Occurrence>> DutiesAsync(string today)
    {
        app.Clock.MoveTo(D(today));
        var plan = await app.IssueAsync(D("2026-01-15"), null, new TaskGiven("Chuyên mục cải cách hành chính", new DutyRule { Kind = DutyKind.Counted, Every = [PeriodKind.Quarter], Count = 3 }, [app.Culture.Id]));
        return await app.OccurrencesAsync(plan.Id);
    }

    [Fact]
    public async Task Document_AsItIsServed_IsValidOpenApi31()
    {
        using var http = new HttpClient { BaseAddress = app.Address };
        var text = await http.GetStringAsync("/api/v1/openapi.json", TestContext.Current.CancellationToken);

        var read = OpenApiDocument.Parse(text, "json");
        var diagnostic = read.Diagnostic.ShouldNotBeNull();
        diagnostic.Errors.ShouldBeEmpty();
        diagnostic.Warnings.ShouldBeEmpty();
        diagnostic.SpecificationVersion.ShouldBe(OpenApiSpecVersion.OpenApi3_1);
        var document = read.Document!;
        document.Validate(ValidationRuleSet.GetDefaultRuleSet()).ShouldBeEmpty();
        var operations = document.Paths.SelectMany(p => p.Value.Operations!.Values).ToList();
        operations.Count.ShouldBeGreaterThan(15);
        operations.Select(o => o.OperationId).Distinct().Count().ShouldBe(operations.Count);
        operations.ShouldAllBe(o => o.Summary!.Length > 0 && o.Responses!.ContainsKey("401"));
        // Every field is explained, and what is referred to is there.
        foreach (var (name, schema) in document.Components!.Schemas!.Where(s => s.Key != "Problem"))
            foreach (var (field, said) in schema.Properties!) said.Description.ShouldNotBeNullOrWhiteSpace($"{name}.{field}");
        (await http.GetStringAsync("/api", TestContext.Current.CancellationToken)).ShouldContain("createActivity");
    }

    [Fact]
    public async Task Client_KnowingOnlyTheDocument_RecordsProvesReadsAndRepeats()
    {
        var duty = (await DutiesAsync("2026-09-20")).Single(o => o.PeriodKey == "2026-Q3");
        var client = await ClientAsync(Role.FocalPoint, app.Culture, All);
        var me = await client.CallAsync("getToken");
        me.Json!["unit"]!["id"]!.GetValue<string>().ShouldBe(app.Culture.Id.ToString());

        var body = Article();
        body["occurrences"] = new JsonArray(duty.Id.ToString());
        var key = Key();
        var created = await client.CallAsync("createActivity", key, body);
        created.Status.ShouldBe(HttpStatusCode.Created);
        var id = created.Json!["id"]!.GetValue<string>();
        created.Headers.Location!.OriginalString.ShouldEndWith(id);

        // The same again is the same answer, to the byte, and nothing more.
        var again = await client.CallAsync("createActivity", key, body.DeepClone());
        again.Body.ShouldBe(created.Body);
        again.Headers.GetValues("Idempotent-Replayed").ShouldBe(["true"]);
        // What was answered is what is read.
        var read = await client.CallAsync("getActivity", new() { ["id"] = id });
        Encoding.UTF8.GetString(read.Body).ShouldBe(Encoding.UTF8.GetString(created.Body));
        (await client.CallAsync("getActivity", new() { ["id"] = id, ["If-None-Match"] = created.Etag! })).Status.ShouldBe(HttpStatusCode.NotModified);

        var photoKey = Key();
        var photo = new Dictionary<string, string>(photoKey) { ["id"] = id, ["fileName"] = "hoi-nghi.jpg", ["Content-Digest"] = $"sha-256=:{Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(Jpeg))}:" };
        var proved = await client.CallAsync("addEvidence", photo, file: ("image/jpeg", Jpeg));
        proved.Status.ShouldBe(HttpStatusCode.Created);
        (await client.CallAsync("addEvidence", photo, file: ("image/jpeg", Jpeg))).Body.ShouldBe(proved.Body);
        var evidence = proved.Json!["evidence"]!.AsArray().Single(e => e!["kind"]!.GetValue<string>() == "photo")!;
        (await client.CallAsync("getEvidenceContent", new() { ["id"] = evidence["id"]!.GetValue<string>() })).Body.ShouldBe(Jpeg);
        photo["Content-Digest"] = "sha-256=:AAAA:";
        photo["Idempotency-Key"] = "khac";
        (await client.CallAsync("addEvidence", photo, file: ("image/jpeg", Jpeg))).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await client.CallAsync("listEvidence", new() { ["activity"] = id, ["limit"] = "1" })).Json!["next"].ShouldNotBeNull();

        var occurrence = await client.CallAsync("getOccurrence", new() { ["id"] = duty.Id.ToString() });
        (occurrence.Json!["progress"]!.GetValue<int>(), occurrence.Json["waiting"]!.GetValue<decimal>()).ShouldBe((2, 2.5m));
        (await client.CallAsync("listObligations", new() { ["unit"] = app.Culture.Id.ToString() })).Json!["items"]!.AsArray().ShouldNotBeEmpty();

        // Page by page everything comes once, in order.
        for (var n = 0; n < 4; n++) await client.CallAsync("createActivity", Key(), Article($"Bài số {n}", $"2026-09-1{n}"));
        var (seen, cursor) = (new List<string>(), default(string));
        do
        {
            var page = new Dictionary<string, string> { ["limit"] = "2" };
            if (cursor is not null) page["cursor"] = cursor;
            var list = await client.CallAsync("listActivities", page);
            seen.AddRange(list.Json!["items"]!.AsArray().Select(a => a!["id"]!.GetValue<string>()));
            cursor = list.Json["next"]?.GetValue<string>();
            (list.Headers.TryGetValues("Link", out var link) && link.Single().EndsWith("rel=\"next\"", StringComparison.Ordinal)).ShouldBe(cursor is not null);
        }
        while (cursor is not null && seen.Count < 500);
        seen.Distinct().Count().ShouldBe(seen.Count);
        seen.ShouldContain(id);
        var due = await client.CallAsync("listOccurrences", new() { ["limit"] = "2", ["unit"] = app.Culture.Id.ToString() });
        var next = await client.CallAsync("listOccurrences", new() { ["limit"] = "2", ["unit"] = app.Culture.Id.ToString(), ["cursor"] = due.Json!["next"]!.GetValue<string>() });
        next.Json!["items"]!.AsArray().Select(o => o!["id"]!.GetValue<string>()).ShouldNotContain(due.Json["items"]![1]!["id"]!.GetValue<string>());

        // A change needs to know what it changes.
        var change = Article("Bài đã sửa tên");
        (await client.CallAsync("changeActivity", new() { ["id"] = id }, change)).Status.ShouldBe((HttpStatusCode)428);
        (await client.CallAsync("changeActivity", new() { ["id"] = id, ["If-Match"] = created.Etag! }, change.DeepClone())).Status.ShouldBe(HttpStatusCode.PreconditionFailed);
        var now = await client.CallAsync("getActivity", new() { ["id"] = id });
        var changed = await client.CallAsync("changeActivity", new() { ["id"] = id, ["If-Match"] = now.Etag! }, change.DeepClone());
        changed.Json!["title"]!.GetValue<string>().ShouldBe("Bài đã sửa tên");
        var withdrawal = new Dictionary<string, string>(Key()) { ["id"] = id, ["If-Match"] = changed.Etag! };
        var withdrawn = await client.CallAsync("withdrawActivity", withdrawal, new JsonObject { ["reason"] = "Ghi trùng." });
        withdrawn.Json!["state"]!.GetValue<string>().ShouldBe("withdrawn");
        (await client.CallAsync("withdrawActivity", withdrawal, new JsonObject { ["reason"] = "Ghi trùng." })).Body.ShouldBe(withdrawn.Body);

        // Who did it, and through what.
        var told = await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<HistoryEvent>().Where(e => e.SubjectId == Guid.Parse(id)).OrderBy(e => e.At).Select(e => new { e.Verb, e.ActorName, e.Process }).ToListAsync());
        told.Select(e => e.Verb).ShouldBe(["activity.record", "activity.change", "activity.change", "activity.withdraw"]);
        told.ShouldAllBe(e => e.Process == "api" && e.ActorName.EndsWith("(qua Cổng thông tin)"));
    }

    [Fact]
    public async Task Create_ManyAtOnceAndSomeTwice_RecordsEachOnceAndSpoilsNone()
    {
        var duty = (await DutiesAsync("2026-09-20")).Single(o => o.PeriodKey == "2026-Q3");
        var client = await ClientAsync(Role.FocalPoint, app.Culture, All);
        var before = await app.OccurrenceAsync(duty.Id);
        var oldest = await client.CallAsync("createActivity", Key("sat-mot-nam"), Article("Sát một năm", "2025-09-20"));
        oldest.Status.ShouldBe(HttpStatusCode.Created);

        var calls = Enumerable.Range(0, 30).SelectMany(n =>
        {
            var body = Article($"Cùng lúc {n}");
            if (n % 3 == 0) body["occurrences"] = new JsonArray(duty.Id.ToString());
            if (n % 10 == 9) body["title"] = "";
            if (n % 10 == 8) body["title"] = $"Cùng lúc {n}\u0000b";
            return Enumerable.Range(0, 3).Select(_ => (n, Call: client.CallAsync("createActivity", Key($"cung-luc-{n}"), body.DeepClone())));
        }).ToList();
        await Task.WhenAll(calls.Select(c => c.Call));

        foreach (var same in calls.GroupBy(c => c.n))
        {
            var answers = await Task.WhenAll(same.Select(c => c.Call));
            answers.ShouldAllBe(a => a.Status == (same.Key % 10 >= 8 ? HttpStatusCode.UnprocessableEntity : HttpStatusCode.Created));
            if (same.Key % 10 >= 8) answers[0].Json!["errors"]![0]!["field"]!.GetValue<string>().ShouldBe("title");
            else answers.Select(a => Encoding.UTF8.GetString(a.Body)).Distinct().Count().ShouldBe(1);
        }
        var kept = await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Activity>().Where(a => a.Title.StartsWith("Cùng lúc ")).Select(a => a.Id).ToListAsync());
        kept.Count.ShouldBe(24);
        (await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<HistoryEvent>().CountAsync(e => kept.Contains(e.SubjectId) && e.Verb == "activity.record"))).ShouldBe(24);
        // Ten answer the duty, two of them (numbers 9 and 18) were refused.
        ((await app.OccurrenceAsync(duty.Id)).Recorded - (before.Recorded ?? 0)).ShouldBe(8 * 2.5m);

        var other = await client.CallAsync("createActivity", Key("cung-luc-1"), Article("Nội dung khác"));
        other.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        other.Json!["type"]!.GetValue<string>().ShouldBe("/api#loi-khoa-lap-noi-dung-khac");
        (await client.CallAsync("createActivity", [], Article("Không có khóa lặp"))).Status.ShouldBe(HttpStatusCode.BadRequest);
        // The answer is forgotten after its time: what was done is still not done again, and the key takes nothing else.
        app.Clock.Shift(TimeSpan.FromDays(5));
        await app.InScopeAsync(s => s.GetServices<JobKind>().Single(k => k.Code == "api.upkeep").Run(s, "null", new JobRun(Guid.CreateVersion7(), 1, (_, _) => Task.CompletedTask), default));
        (await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<ApiReply>().CountAsync(r => r.Body != "" && r.Key.StartsWith("cung-luc-")))).ShouldBe(0);
        (await client.CallAsync("createActivity", Key("cung-luc-1"), Article("Nội dung khác"))).Json!["type"]!.GetValue<string>().ShouldBe("/api#loi-khoa-lap-noi-dung-khac");
        var late = await client.CallAsync("createActivity", Key("cung-luc-1"), Article("Cùng lúc 1"));
        (late.Status, late.Json!["title"]!.GetValue<string>()).ShouldBe((HttpStatusCode.Created, "Cùng lúc 1"));
        // Nor when nothing at all is known of its key any more.
        await app.InScopeAsync(async s => await s.GetRequiredService<LanToaDb>().Set<ApiReply>().ExecuteDeleteAsync());
        (await client.CallAsync("createActivity", Key("cung-luc-1"), Article("Cùng lúc 1"))).Status.ShouldBe(HttpStatusCode.Created);
        (await CountAsync("Cùng lúc 1")).ShouldBe(1);
        // What could not be said any more was still recorded then, and whoever comes with it is none the worse.
        var (again, mate) = (client.CallAsync("createActivity", Key("sat-mot-nam"), Article("Sát một năm", "2025-09-20")), client.CallAsync("createActivity", Key(), Article("Gửi cùng lúc")));
        ((await again).Status, (await mate).Status).ShouldBe((HttpStatusCode.Created, HttpStatusCode.Created));
        (await again).Json!["id"]!.GetValue<string>().ShouldBe(oldest.Json!["id"]!.GetValue<string>());
        (await client.CallAsync("createActivity", Key("sat-mot-nam"), Article("Sát một năm", "2025-09-20"))).Headers.GetValues("Idempotent-Replayed").ShouldBe(["true"]);
    }

    [Fact]
    public async Task Change_SayingWhatWasRead_ChangesNothing()
    {
        app.Clock.MoveTo(D("2026-09-20"));
        var client = await ClientAsync(Role.FocalPoint, app.Culture, All);
        static JsonObject Event(string title) => new() { ["happenedOn"] = "2026-09-18", ["form"] = "event", ["title"] = title, ["noEvidenceReason"] = "Ảnh gửi sau." };
        var host = (await client.CallAsync("createActivity", Key(), Event("Hội nghị chủ trì"))).Json!["id"]!.GetValue<string>();
        var part = Event("Phần lồng ghép");
        (part["hostActivityId"], part["hostMinutes"], part["placeUnitId"], part["place"]) = (host, 20, app.Commune.Id.ToString(), "Nhà văn hóa");
        (part["latitude"], part["longitude"], part["accuracy"], part["partners"]) = (22.8233, 105.123, 12, new JsonArray("Đoàn thanh niên"));
        var id = (await client.CallAsync("createActivity", Key(), part)).Json!["id"]!.GetValue<string>();

        var read = await client.CallAsync("getActivity", new() { ["id"] = id });
        var said = read.Json!.AsObject();
        (said["hostActivityId"]!.GetValue<string>(), said["placeUnitId"]!.GetValue<string>(), said["accuracy"]!.GetValue<int>()).ShouldBe((host, app.Commune.Id.ToString(), 12));
        var same = new JsonObject();
        foreach (var (field, _) in client.Document["components"]!["schemas"]!["ActivityBody"]!["properties"]!.AsObject())
            if (said[field] is { } value) same[field] = value.DeepClone();
        var changed = await client.CallAsync("changeActivity", new() { ["id"] = id, ["If-Match"] = read.Etag! }, same);
        Encoding.UTF8.GetString(changed.Body).ShouldBe(Encoding.UTF8.GetString(read.Body));

        var wrong = Event("Sai nơi");
        wrong["placeUnitId"] = Guid.CreateVersion7().ToString();
        (await client.CallAsync("createActivity", Key(), wrong)).Json!["errors"]![0]!["field"]!.GetValue<string>().ShouldBe("placeUnitId");
    }

    [Fact]
    public async Task EveryOperation_ByWhoeverMayNot_IsRefused()
    {
        var duty = (await DutiesAsync("2026-09-20")).Single(o => o.PeriodKey == "2026-Q3");
        var owner = await ClientAsync(Role.FocalPoint, app.Culture, All);
        var id = (await owner.CallAsync("createActivity", Key(), Article("Của Sở Văn hóa")))!.Json!["id"]!.GetValue<string>();
        var evidence = (await owner.CallAsync("getActivity", new() { ["id"] = id })).Json!["evidence"]![0]!["id"]!.GetValue<string>();
        var elsewhere = await app.AddOrganizationAsync("Ủy ban nhân dân tỉnh Bên Kia", OrganizationLevel.Province, OrganizationKind.Committee, null, province: 97);
        // Each from an address of its own: whoever shows no token that holds may not ask often.
        var (nobody, wrong) = (new DocumentClient(app.Elsewhere().Http, owner.Document, null), new DocumentClient(app.Elsewhere().Http, owner.Document, "lantoa_AAAAAA_" + new string('A', 40)));
        var neighbour = await ClientAsync(Role.FocalPoint, app.Finance, All);
        var province = await ClientAsync(Role.Officer, elsewhere, All);

        foreach (var (name, operation, method, path) in owner.Operations)
        {
            var given = new Dictionary<string, string>();
            if (path.Contains("{id}", StringComparison.Ordinal)) given["id"] = path.StartsWith("/occurrences", StringComparison.Ordinal) ? duty.Id.ToString() : path.StartsWith("/obligations", StringComparison.Ordinal) ? duty.ObligationId.ToString() : path.StartsWith("/evidence", StringComparison.Ordinal) ? evidence : id;
            if (path.Contains("{code}", StringComparison.Ordinal)) given["code"] = "tin_bai";
            if (method == "post") given["Idempotency-Key"] = Guid.CreateVersion7().ToString();
            if (name is "changeActivity" or "withdrawActivity" or "reportProgress" or "claimOccurrence" or "reportNothingArose" or "giveFigures") given["If-Match"] = "*";
            if (name == "addEvidence") given["fileName"] = "a.jpg";
            var example = operation["requestBody"]?["content"]?["application/json"]?["example"];
            (string, byte[])? file = name == "addEvidence" ? ("image/jpeg", Jpeg) : null;
            Task<DocumentAnswer> By(DocumentClient who) => who.CallAsync(name, given, example?.DeepClone(), file);

            (await By(nobody)).Status.ShouldBe(HttpStatusCode.Unauthorized, name);
            (await By(wrong)).Json!["type"]!.GetValue<string>().ShouldBe("/api#loi-thieu-khoa", name);
            var scope = operation["x-scope"]!.GetValue<string>();
            if (scope != "signed-in") (await By(await OtherScopeAsync(scope))).Status.ShouldBe(HttpStatusCode.Forbidden, name);
            if (!given.ContainsKey("id")) continue;
            foreach (var stranger in new[] { neighbour, province }) (await By(stranger)).Status.ShouldBe(HttpStatusCode.NotFound, name);
        }
        foreach (var stranger in new[] { neighbour, province })
        {
            (await stranger.CallAsync("listActivities")).Json!["items"]!.AsArray().ShouldNotContain(a => a!["id"]!.GetValue<string>() == id);
            (await stranger.CallAsync("listOccurrences")).Json!["items"]!.AsArray().ShouldNotContain(o => o!["id"]!.GetValue<string>() == duty.Id.ToString());
            (await stranger.CallAsync("listOccurrences", new() { ["unit"] = app.Culture.Id.ToString() })).Json!["items"]!.AsArray().ShouldBeEmpty();
            (await stranger.CallAsync("listEvidence")).Json!["items"]!.AsArray().ShouldNotContain(e => e!["id"]!.GetValue<string>() == evidence);
        }
        // Another's occurrence is none of theirs to answer.
        var body = Article("Trả lời việc của đơn vị khác");
        body["occurrences"] = new JsonArray(duty.Id.ToString());
        (await neighbour.CallAsync("createActivity", Key(), body)).Json!["errors"]![0]!["field"]!.GetValue<string>().ShouldBe("occurrences");

        async Task<DocumentClient> OtherScopeAsync(string scope) => _narrow.TryGetValue(scope, out var known) ? known : _narrow[scope] = await ClientAsync(Role.FocalPoint, app.Culture, [.. All.Where(s => s != scope)]);
    }

    private readonly Dictionary<string, DocumentClient> _narrow = [];

    [Fact]
    public async Task Token_Ended_IsNoTokenAnyMore()
    {
        app.Clock.MoveTo(D("2026-09-20"));
        using var officer = await app.SignInAsync(Role.Officer, app.Culture);
        using var http = new HttpClient { BaseAddress = app.Address };
        var client = await DocumentClient.ReadAsync(http, null);
        var (first, second, third) = (await TokenAsync(officer, "activities.read"), await TokenAsync(officer, "activities.read", "activities.do"), await TokenAsync(officer, "activities.read"));
        async Task<HttpStatusCode> Try(string token) => (await client.With(token).CallAsync("listActivities")).Status;

        // A cookie is no token, and a token is no cookie.
        (await officer.GetAsync("/api/v1/activities")).Status.ShouldBe(HttpStatusCode.Unauthorized);
        using (var page = new HttpRequestMessage(HttpMethod.Get, "/activities") { Headers = { Authorization = new("Bearer", first) } }) (await http.SendAsync(page, TestContext.Current.CancellationToken)).RequestMessage!.RequestUri!.AbsolutePath.ShouldBe("/identity/signin");
        (await Try(first)).ShouldBe(HttpStatusCode.OK);

        var list = await officer.GetAsync("/api/tokens");
        list.Body.ShouldNotContain(first);
        list.Text().ShouldContain(first[..13]);
        await officer.SubmitAsync(list, $"form:has(input[value='{await IdOfAsync(first)}'])");
        (await Try(first)).ShouldBe(HttpStatusCode.Unauthorized);
        (list.Texts(".lt-card__count")[0], (await officer.GetAsync("/api/tokens")).Texts(".lt-card__count")[0]).ShouldBe(("3", "2"));

        // Soon over: its owner is told; and then it is over.
        app.Clock.Shift(TimeSpan.FromDays(80));
        await app.InScopeAsync(async s =>
        {
            s.GetRequiredService<JobQueue>().Enqueue("api.upkeep", (object?)null);
            await s.GetRequiredService<LanToaDb>().SaveChangesAsync();
        });
        await app.RunJobsAsync();
        (await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Notice>().CountAsync(n => n.AccountId == officer.AccountId && n.Title.Contains("hết hạn")))).ShouldBe(2);
        (await Try(second)).ShouldBe(HttpStatusCode.OK);
        app.Clock.Shift(TimeSpan.FromDays(11));
        (await Try(second)).ShouldBe(HttpStatusCode.Unauthorized);
        app.Clock.Shift(TimeSpan.FromDays(-91));
        (await Try(second)).ShouldBe(HttpStatusCode.OK);

        // With the role ends what it gave, with the account everything.
        await app.InScopeAsync(async s => await s.GetRequiredService<LanToaDb>().Set<Membership>().Where(m => m.AccountId == officer.AccountId).ExecuteUpdateAsync(m => m.SetProperty(x => x.ValidTo, D("2026-09-19"))));
        app.Clock.Shift(TimeSpan.FromSeconds(2));
        (await Try(second)).ShouldBe(HttpStatusCode.Unauthorized);
        await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            await db.Set<Membership>().Where(m => m.AccountId == officer.AccountId).ExecuteUpdateAsync(m => m.SetProperty(x => x.ValidTo, (DateOnly?)null));
            db.Add(new Membership { AccountId = officer.AccountId, OrganizationId = app.Culture.Id, Role = Role.Viewer, ValidFrom = D("2000-01-01") });
            await db.SaveChangesAsync();
            await db.Set<Membership>().Where(m => m.AccountId == officer.AccountId && m.Role == Role.Officer).ExecuteUpdateAsync(m => m.SetProperty(x => x.ValidTo, D("2026-09-19")));
        });
        app.Clock.Shift(TimeSpan.FromSeconds(2));
        (await Try(second)).ShouldBe(HttpStatusCode.OK);
        (await client.With(second).CallAsync("createActivity", Key(), Article())).Status.ShouldBe(HttpStatusCode.Forbidden);
        await app.InScopeAsync(async s => await s.GetRequiredService<LanToaDb>().Users.Where(a => a.Id == officer.AccountId).ExecuteUpdateAsync(a => a.SetProperty(x => x.DisabledAt, app.Clock.GetUtcNow())));
        app.Clock.Shift(TimeSpan.FromSeconds(2));
        (await Try(third)).ShouldBe(HttpStatusCode.Unauthorized);
        // The secret stands nowhere.
        var hidden = first[14..];
        (await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Database.SqlQuery<int>($"SELECT count(*)::int AS \"Value\" FROM history_event WHERE after::text LIKE '%' || {hidden} || '%'").SingleAsync())).ShouldBe(0);

        Task<Guid> IdOfAsync(string token) => app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<ApiToken>().Where(t => t.SecretHash == ApiToken.HashOf(token)).Select(t => t.Id).SingleAsync());
    }

    [Fact]
    public async Task Reports_ByAProgram_AreBegunFilledAndLeftForAPersonToSend()
    {
        app.Clock.MoveTo(D("2026-10-02"));
        await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            db.Add(new LanToa.Accountability.Reports.ReportRoute { ProvinceId = 99, FormCode = "tuyen-truyen", UnitId = app.Culture.Id, ToId = app.Province.Id, ValidFrom = D("2026-01-01") });
            await db.SaveChangesAsync();
        });
        var client = await ClientAsync(Role.FocalPoint, app.Culture, All);

        var begun = await client.CallAsync("beginReport", Key(), new JsonObject { ["form"] = "tuyen-truyen", ["period"] = "2026-Q3" });
        begun.Status.ShouldBe(HttpStatusCode.Created, begun.Json?.ToJsonString());
        var id = begun.Json!["id"]!.GetValue<string>();
        (await client.CallAsync("beginReport", Key(), new JsonObject { ["form"] = "tuyen-truyen", ["period"] = "2026-Q3" })).Json!["id"]!.GetValue<string>().ShouldBe(id);
        var computed = begun.Json["figures"]!.AsArray().First(f => f!["source"]!.GetValue<string>() == "formula")!["code"]!.GetValue<string>();

        static JsonObject Figures(string code, int number, string? reason = null) => new() { ["figures"] = new JsonArray(reason is null ? new JsonObject { ["code"] = code, ["number"] = number } : new JsonObject { ["code"] = code, ["number"] = number, ["reason"] = reason }) };
        (await client.CallAsync("giveFigures", new() { ["id"] = id }, Figures(computed, 7, "Đếm tay."))).Status.ShouldBe((HttpStatusCode)428);
        var given = await client.CallAsync("giveFigures", new() { ["id"] = id, ["If-Match"] = begun.Etag! }, Figures(computed, 7, "Đếm tay."));
        var figure = given.Json!["figures"]!.AsArray().Single(f => f!["code"]!.GetValue<string>() == computed)!;
        (figure["own"]!.GetValue<decimal>(), figure["reason"]!.GetValue<string>()).ShouldBe((7, "Đếm tay."));
        (await client.CallAsync("giveFigures", new() { ["id"] = id, ["If-Match"] = begun.Etag! }, Figures(computed, 8, "Đếm lại."))).Status.ShouldBe(HttpStatusCode.PreconditionFailed);
        // The same rules as on the page.
        (await client.CallAsync("giveFigures", new() { ["id"] = id, ["If-Match"] = given.Etag! }, Figures(computed, 999))).Json!["detail"]!.GetValue<string>().ShouldContain("ghi lý do khác số tính được");
        (await client.CallAsync("giveFigures", new() { ["id"] = id, ["If-Match"] = given.Etag! }, Figures("khong_co", 1))).Json!["errors"]![0]!["field"]!.GetValue<string>().ShouldBe("figures[0].code");
        (await client.CallAsync("listReports", new() { ["period"] = "2026-Q3", ["state"] = "draft" })).Json!["items"]!.AsArray().Select(r => r!["id"]!.GetValue<string>()).ShouldContain(id);
        var indicators = await client.CallAsync("listIndicators", new() { ["limit"] = "3" });
        (await client.CallAsync("listIndicators", new() { ["limit"] = "3", ["cursor"] = indicators.Json!["next"]!.GetValue<string>() })).Json!["items"]![0]!["code"]!.GetValue<string>().ShouldNotBe(indicators.Json["items"]![2]!["code"]!.GetValue<string>());
        (await client.CallAsync("getIndicator", new() { ["code"] = computed })).Json!["formula"].ShouldNotBeNull();
    }

    [Fact]
    public async Task Occurrence_ByAProgram_IsReportedByTheSameRules()
    {
        var duty = (await DutiesAsync("2026-09-20")).Single(o => o.PeriodKey == "2026-Q3");
        var client = await ClientAsync(Role.FocalPoint, app.Culture, All);
        Dictionary<string, string> On(string? etag) => new(Key()) { ["id"] = duty.Id.ToString(), ["If-Match"] = etag ?? "" };
        var now = await client.CallAsync("getOccurrence", new() { ["id"] = duty.Id.ToString() });

        var progress = await client.CallAsync("reportProgress", On(now.Etag), new JsonObject { ["quantity"] = 1 });
        progress.Json!["progress"]!.GetValue<int>().ShouldBe(1);
        (await client.CallAsync("claimOccurrence", On(now.Etag), new JsonObject { ["quantity"] = 3 })).Status.ShouldBe(HttpStatusCode.PreconditionFailed);
        (await client.CallAsync("claimOccurrence", On(progress.Etag), new JsonObject { ["quantity"] = 1 })).Json!["detail"]!.GetValue<string>().ShouldContain("Mới được 1/3");
        var key = On(progress.Etag);
        const string why = "Ảnh ở sổ của đài.";
        (await client.CallAsync("claimOccurrence", On(progress.Etag), new JsonObject { ["quantity"] = 3, ["doneOn"] = "2026-09-19" })).Json!["detail"]!.GetValue<string>().ShouldContain("chưa có hoạt động hay tệp nào làm minh chứng");
        var claimed = await client.CallAsync("claimOccurrence", key, new JsonObject { ["quantity"] = 3, ["doneOn"] = "2026-09-19", ["note"] = why });
        claimed.Json!["state"]!.GetValue<string>().ShouldBe("awaiting-confirmation");
        (await client.CallAsync("claimOccurrence", key, new JsonObject { ["quantity"] = 3, ["doneOn"] = "2026-09-19", ["note"] = why })).Body.ShouldBe(claimed.Body);

        // The program ended after the work and before its answer was kept: the same is answered again, anything else under the key is not taken for it.
        await app.InScopeAsync(async s => await s.GetRequiredService<LanToaDb>().Set<ApiReply>().Where(r => r.Key == key["Idempotency-Key"]).ExecuteUpdateAsync(r => r.SetProperty(x => x.Status, 0).SetProperty(x => x.Body, "")));
        var other = await client.CallAsync("claimOccurrence", key, new JsonObject { ["quantity"] = 2, ["note"] = "Nội dung khác." });
        (other.Status, other.Json!["type"]!.GetValue<string>()).ShouldBe((HttpStatusCode.UnprocessableEntity, "/api#loi-khoa-lap-noi-dung-khac"));
        (await client.CallAsync("claimOccurrence", key, new JsonObject { ["quantity"] = 3, ["doneOn"] = "2026-09-19", ["note"] = why })).Body.ShouldBe(claimed.Body);
        (await client.CallAsync("claimOccurrence", key, new JsonObject { ["quantity"] = 3, ["doneOn"] = "2026-09-19", ["note"] = why })).Headers.GetValues("Idempotent-Replayed").ShouldBe(["true"]);
    }

    [Fact]
    public async Task NothingArose_ByAProgram_NeedsAReasonAndWaitsForTheSuperior()
    {
        var duty = (await DutiesAsync("2026-09-20")).Single(o => o.PeriodKey == "2026-Q3");
        var client = await ClientAsync(Role.FocalPoint, app.Culture, All);
        var now = await client.CallAsync("getOccurrence", new() { ["id"] = duty.Id.ToString() });
        var key = new Dictionary<string, string>(Key()) { ["id"] = duty.Id.ToString(), ["If-Match"] = now.Etag! };

        // What was refused was not done: the same key brings what was put right.
        (await client.CallAsync("reportNothingArose", key, new JsonObject { ["reason"] = " " })).Json!["detail"]!.GetValue<string>().ShouldContain("lý do");
        var told = await client.CallAsync("reportNothingArose", key, new JsonObject { ["reason"] = "Không có văn bản mới." });
        (told.Json!["state"]!.GetValue<string>(), told.Json["reason"]!.GetValue<string>()).ShouldBe(("awaiting-confirmation", "Không có văn bản mới."));
        (await client.CallAsync("reportNothingArose", key, new JsonObject { ["reason"] = "Không có văn bản mới." })).Body.ShouldBe(told.Body);
        (await client.CallAsync("reportNothingArose", new(Key()) { ["id"] = duty.Id.ToString(), ["If-Match"] = told.Etag! }, new JsonObject { ["reason"] = "Lần nữa." })).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<HistoryEvent>().CountAsync(e => e.SubjectId == duty.Id && e.Verb == "occurrence.nothing-arose" && e.Process == "api"))).ShouldBe(1);
    }

    [Fact]
    public async Task Token_ByALentRole_IsNotIssued()
    {
        app.Clock.MoveTo(D("2026-09-20"));
        var owner = await app.AddPersonAsync(Role.Officer, app.Culture);
        using var deputy = await app.SignInAsync(Role.FocalPoint, app.Culture);
        var form = await deputy.GetAsync("/api/tokens");
        var lent = await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            var lent = new LanToa.Platform.Identity.Delegations.Delegation { MembershipId = await db.Set<Membership>().Where(m => m.AccountId == owner.Id).Select(m => m.Id).SingleAsync(), FromId = owner.Id, ToId = deputy.AccountId, ValidFrom = D("2026-09-01"), ValidTo = D("2026-09-30"), CreatedAt = app.Clock.GetUtcNow() };
            db.Add(lent);
            await db.SaveChangesAsync();
            return lent;
        });
        deputy.Cookies.Add(app.Address, new Cookie(ActorMiddleware.UnitCookie, lent.Id.ToString()));

        var offered = await deputy.GetAsync("/api/tokens");
        offered.Html.QuerySelector("#cap-khoa").ShouldBeNull();
        offered.Text("main").ShouldContain("đang làm thay người khác");
        // A form from before is refused in words that say what to do.
        var fields = TestBrowser.FieldsOf((AngleSharp.Html.Dom.IHtmlFormElement)form.Html.QuerySelector("#cap-khoa")!).Where(f => f.Key is not ("Name" or "Scopes")).Append(new("Name", "Khóa mượn")).Append(new("Scopes", "activities.read")).ToList();
        (await deputy.SendAsync(form.Address, fields)).Text("main").ShouldContain($"Bạn đang làm thay {owner.DisplayName}");
        (await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<ApiToken>().CountAsync(t => t.AccountId == deputy.AccountId))).ShouldBe(0);
    }

    [Fact]
    public async Task Activity_ThatCannotBe_IsRefusedInWordsAndNothingIsKept()
    {
        app.Clock.MoveTo(D("2026-09-20"));
        var client = await ClientAsync(Role.FocalPoint, app.Commune, All);
        foreach (var (field, value, says) in new (string, JsonNode, string)[]
        {
            ("happenedOn", "2026-09-21", "còn ở tương lai"), ("happenedOn", "2025-09-19", "đã hơn một năm"), ("quantity", -1, "phải lớn hơn 0"), ("attendance", 3_000_000, "nhiều hơn mức có thể có ở đơn vị này"), ("attendance", -1, "không thể là số âm"),
            ("links", new JsonArray("http://192.168.1.1/tin"), "nội bộ"), ("links", new JsonArray("http://[::1]/"), "nội bộ"), ("links", new JsonArray("https://169.254.169.254/latest/meta-data"), "nội bộ"), ("form", "khong-co", "Không có sản phẩm nào mã “khong-co”"),
        })
        {
            var body = Article("Không thể có");
            body[field] = value;
            var refused = await client.CallAsync("createActivity", Key("mot-khoa"), body);
            (refused.Status, refused.Json!["errors"]![0]!["field"]!.GetValue<string>()).ShouldBe((HttpStatusCode.UnprocessableEntity, field));
            refused.Json["errors"]![0]!["detail"]!.GetValue<string>().ShouldContain(says);
        }
        (await CountAsync("Không thể có")).ShouldBe(0);

        // What was refused left nothing under its key: put right, it is written; and a file that cannot be taken leaves it as it was.
        var created = await client.CallAsync("createActivity", Key("mot-khoa"), Article("Đã sửa đúng"));
        var id = created.Json!["id"]!.GetValue<string>();
        foreach (var (content, says) in new[] { (Encoding.UTF8.GetBytes("<html>không phải ảnh</html>"), "ảnh"), (new byte[40 << 20], "20 MB") })
        {
            var refused = await client.CallAsync("addEvidence", new(Key()) { ["id"] = id, ["fileName"] = "anh.jpg" }, file: ("image/jpeg", content));
            (refused.Status, refused.Json!["errors"]![0]!["field"]!.GetValue<string>()).ShouldBe((HttpStatusCode.UnprocessableEntity, "file"));
            refused.Json["errors"]![0]!["detail"]!.GetValue<string>().ShouldContain(says);
        }
        (await client.CallAsync("getActivity", new() { ["id"] = id })).Body.ShouldBe(created.Body);
        app.TemporaryFiles().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("{\"links\":[\"http://10.0.0.1/\"],\"quantity\":-1}", 422, "happenedOn", "form", "title", "quantity", "links")]
    [InlineData("{\"happenedOn\":\"2026-02-30\",\"title\":7,\"Attendance\":\"45\",\"views\":-1,\"occurrences\":[\"x\"],\"channels\":[\"portal\",null,\"a\\u0001\"],\"titel\":1,\"titel\":2}", 400, "happenedOn", "form", "title", "channels[2]", "attendance", "views", "occurrences[0]", "titel")]
    [InlineData("{\"happenedOn\":\"2026-09-02\",\"form\":\"khong-co\",\"title\":\"x\",\"note\":{}}", 400, "form", "note")]
    [InlineData("[]", 400, "")]
    [InlineData("{\"happenedOn\":\"2026-09-02\",\"form\":\"event\",\"title\":\"\\uD800\",\"views\":\"x\"}", 400, "")]
    public async Task Body_WithSeveralFaults_IsToldAllOfThemAtOnce(string body, int status, params string[] fields)
    {
        app.Clock.MoveTo(D("2026-09-20"));
        using var person = await app.SignInAsync(Role.FocalPoint, app.Culture);
        using var http = new HttpClient { BaseAddress = app.Address };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/activities") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new("Bearer", await TokenAsync(person, All));
        request.Headers.Add("Idempotency-Key", Guid.CreateVersion7().ToString());
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        var problem = JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;

        ((int)answer.StatusCode).ShouldBe(status, problem.ToJsonString());
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        problem["errors"]!.AsArray().Select(e => e!["field"]!.GetValue<string>()).Distinct().ShouldBe(fields, problem.ToJsonString());
        problem["errors"]!.AsArray().ShouldAllBe(e => e!["detail"]!.GetValue<string>().Length > 10);
    }

    [Theory]
    [InlineData("GET", "activities?foo=1", null, 400, "foo")]
    [InlineData("GET", "activities?from=20/11/2026", null, 400, "from")]
    [InlineData("GET", "activities?limit=1000", null, 400, "limit")]
    [InlineData("GET", "activities?cursor=abc", null, 400, "cursor")]
    [InlineData("GET", "activities?state=x", null, 400, "state")]
    [InlineData("POST", "activities", "{", 400, "")]
    [InlineData("POST", "activities", "{\"form\":\"news\",\"title\":\"x\"}", 422, "happenedOn")]
    [InlineData("POST", "activities", "{\"happenedOn\":\"2026-02-30\",\"form\":\"news\",\"title\":\"x\"}", 400, "happenedOn")]
    [InlineData("POST", "activities", "{\"happenedOn\":\"2026-09-02\",\"form\":\"news\",\"title\":\"x\",\"titel\":1}", 400, "titel")]
    [InlineData("POST", "activities", "{\"happenedOn\":\"2030-09-02\",\"form\":\"news\",\"title\":\"x\",\"links\":[\"http://10.0.0.1/\"],\"quantity\":-1}", 422, "happenedOn")]
    [InlineData("POST", "activities", "{\"happenedOn\":\"2026-09-02\",\"form\":\"news\",\"title\":\"x\",\"channels\":[\"portal\",\"a\\u0001\"]}", 422, "channels[1]")]
    [InlineData("GET", "activities?q=a%01b", null, 400, "q")]
    [InlineData("GET", "no-such-thing", null, 404, null)]
    [InlineData("DELETE", "activities", null, 405, null)]
    [InlineData("PATCH", "activities/0199a1c0-0000-7000-8000-000000000001", null, 405, null)]
    [InlineData("GET", "activities/0199a1c0-0000-7000-8000-000000000001/withdrawal", null, 405, null)]
    [InlineData("DELETE", "activities/khong-phai-ma", null, 404, null)]
    [InlineData("POST", "openapi.json", null, 405, null)]
    public async Task Request_ThatIsWrong_IsToldInVietnameseWhatToDo(string method, string path, string? body, int status, string? field)
    {
        app.Clock.MoveTo(D("2026-09-20"));
        using var person = await app.SignInAsync(Role.FocalPoint, app.Culture);
        using var http = new HttpClient { BaseAddress = app.Address };
        using var request = new HttpRequestMessage(new HttpMethod(method), "/api/v1/" + path);
        request.Headers.Authorization = new("Bearer", await TokenAsync(person, All));
        if (body is not null)
        {
            request.Headers.Add("Idempotency-Key", Guid.CreateVersion7().ToString());
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        var problem = JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        ((int)answer.StatusCode).ShouldBe(status, problem.ToJsonString());
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        (problem["status"]!.GetValue<int>(), problem["title"]!.GetValue<string>().Length > 5).ShouldBe((status, true));
        if (field is not null) problem["errors"]![0]!["field"]!.GetValue<string>().ShouldBe(field);
        if (field == "titel") problem["title"]!.GetValue<string>().ShouldBe("Có trường không biết");
        if (status != 405) return;
        answer.Content.Headers.Allow.ShouldBe(path switch { "activities" => ["GET", "POST"], "openapi.json" => ["GET"], _ when path.EndsWith("withdrawal", StringComparison.Ordinal) => ["POST"], _ => ["GET", "PUT"] });
        problem["detail"]!.GetValue<string>().ShouldContain($"không nhận {method}");
    }
}
