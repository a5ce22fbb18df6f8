using System.Net;
using AngleSharp.Html.Dom;
using LanToa.Testing;
using Xunit;

namespace LanToa.Cli.Tests;

/// <summary>What docs/operations/postgresql.md says of several nodes, and what is left after either a node or the database was killed at the worst moment.</summary>
public sealed class TwoNodesTests(TwoNodes nodes) : IClassFixture<TwoNodes>
{
    [Fact]
    public async Task SignIn_OnOneNode_IsGoodOnTheOther_AndSoIsAFormOpenedThere()
    {
        await nodes.ReadyAsync();
        using var browser = await nodes.SignInAsync();
        nodes.Balancer.Answered.Clear();
        var page = await browser.GetAsync("/mail");
        var (key, address) = (page.Html.QuerySelector("#thu-thu input[name=formKey]")!.GetAttribute("value"), $"form-{Guid.CreateVersion7():N}@example.org");
        var sent = await browser.SubmitAsync(page, "#thu-thu form", new() { ["address"] = address });
        sent.Status.ShouldBe(HttpStatusCode.Redirect, sent.Text());
        (await browser.GetAsync(sent.Location!)).Text().ShouldContain("Đã xếp thư thử");
        nodes.Balancer.Answered.Take(3).ShouldBe([nodes.Balancer.Answered.First(), .. nodes.Balancer.Answered.Skip(1).Take(1), nodes.Balancer.Answered.First()]);
        nodes.Balancer.Answered.Distinct().Count().ShouldBe(2, "opened on one, sent to the other, told on the first");
        (await nodes.UntilAsync($"SELECT state || ' ' || attempts FROM job WHERE id = (SELECT job_id FROM outgoing_mail WHERE id = '{key}')", s => s.StartsWith("Done", StringComparison.Ordinal))).ShouldBe("Done 1");
    }

    [Fact]
    public async Task Change_OnOneNode_IsSeenOnTheOther()
    {
        await nodes.ReadyAsync();
        using var here = await nodes.SignInAsync(nodes.Nodes[0]);
        using var there = await nodes.SignInAsync(nodes.Nodes[1]);
        var nation = await nodes.ScalarAsync("SELECT id::text FROM organization WHERE level = 'Nation'");
        (await there.GetAsync($"/organizations/detail/{nation}")).Text().ShouldNotContain("tỉnh Hai Nút");

        var form = await here.GetAsync("/organizations/edit");
        var added = await here.SubmitAsync(form, "main form[method=post]", new() { ["Input.Name"] = "Ủy ban nhân dân tỉnh Hai Nút", ["Input.Code"] = "98", ["Input.Level"] = "Province", ["Input.Kind"] = "Committee", ["Input.ParentId"] = (string)nation! });
        added.Status.ShouldBe(HttpStatusCode.Redirect, added.Text());
        // The bound of a second is OrganizationDirectoryTests'; here: well before the tree was read again by itself.
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(40));
        while (!(await there.GetAsync($"/organizations/detail/{nation}")).Text().Contains("tỉnh Hai Nút", StringComparison.Ordinal)) await Task.Delay(100, patience.Token);

        // Roles and sessions are not remembered at all: the next request knows.
        await nodes.ScalarAsync("UPDATE membership SET valid_to = current_date - 2");
        (await there.GetAsync("/mail")).Status.ShouldNotBe(HttpStatusCode.OK);
        await nodes.ScalarAsync("UPDATE membership SET valid_to = NULL");
        (await there.GetAsync("/mail")).Status.ShouldBe(HttpStatusCode.OK);
        (await here.SubmitAsync(await here.GetAsync("/identity/me"), "form[action*=EndOthers i]")).Status.ShouldBe(HttpStatusCode.Redirect);
        (await there.GetAsync("/mail")).Location.ShouldNotBeNull().ShouldContain("/identity/signin");
    }

    [Fact]
    public async Task RecurringWork_OfTwoNodesStartedAtOnce_RanOnce()
    {
        await nodes.UntilAsync("SELECT count(*) FROM job j JOIN recurring_run r ON r.job_id = j.id WHERE j.state <> 'Done'", left => left == "0");
        (await nodes.ScalarAsync("SELECT count(*) > 2 FROM recurring_run")).ShouldBe(true);
        (await nodes.ScalarAsync("SELECT coalesce(string_agg(kind, ', '), 'none') FROM (SELECT kind FROM job WHERE kind IN (SELECT name FROM recurring_run) GROUP BY kind HAVING count(*) <> (SELECT count(*) FROM recurring_run WHERE name = kind)) wrong")).ShouldBe("none");
        (await nodes.ScalarAsync("SELECT count(*) FROM organization WHERE level = 'Nation'")).ShouldBe(1L);
    }

    [Fact]
    public async Task Node_KilledInTheMiddleOfAJob_TheOtherTakesItOverAndItIsDoneOnce()
    {
        await nodes.ReadyAsync();
        using var browser = await nodes.SignInAsync();
        var page = await browser.GetAsync("/mail");
        var key = page.Html.QuerySelector("#thu-thu input[name=formKey]")!.GetAttribute("value")!;
        var address = $"kill-{Guid.CreateVersion7():N}@example.org";
        (await browser.SubmitAsync(page, "#thu-thu form", new() { ["address"] = address })).Status.ShouldBe(HttpStatusCode.Redirect);
        // A letter that lies there already, and its job anew: the worker is stopped after the letter has left and before that is written down.
        var job = await nodes.UntilAsync($"SELECT id::text FROM job WHERE state = 'Done' AND id = (SELECT job_id FROM outgoing_mail WHERE id = '{key}')", _ => true);
        File.Delete(Letters(key).Single());
        await using (await nodes.HoldCommitsOfLettersAsync())
        {
            await nodes.ScalarAsync($"SET session_replication_role = replica; UPDATE outgoing_mail SET sent_at = NULL WHERE id = '{key}'; UPDATE job SET state = 'Queued', attempts = 0 WHERE id = '{job}'");
            var (session, node) = await nodes.WaitingAsync();
            Letters(key).Length.ShouldBe(1);
            await TwoNodes.KillAsync(node);
            // As the server finds out sooner or later that nobody is there any more.
            await nodes.ScalarAsync($"SELECT pg_terminate_backend({session}, 5000)");
            (await nodes.ScalarAsync($"SELECT state FROM job WHERE id = '{job}'")).ShouldBe("Running");
            (await browser.GetAsync("/mail")).Status.ShouldBe(HttpStatusCode.OK, "the balancer passes over the node that is gone");
            await nodes.StartAgainAsync(node);
        }
        (await nodes.UntilAsync($"SELECT state || ' ' || attempts FROM job WHERE id = '{job}'", s => s.StartsWith("Done", StringComparison.Ordinal))).ShouldBe("Done 2");
        (await nodes.ScalarAsync($"SELECT count(*) FROM outgoing_mail WHERE id = '{key}' AND sent_at IS NOT NULL")).ShouldBe(1L);
        Letters(key).Length.ShouldBe(1);
    }

    [Fact]
    public async Task Node_KilledAfterItCommittedAnActivityAndBeforeItAnswered_SentAgainElsewhereItIsOne()
    {
        await nodes.ReadyAsync();
        var (node, other) = (nodes.Nodes[0], nodes.Nodes[1]);
        await nodes.ScalarAsync("INSERT INTO membership (id, account_id, organization_id, role, valid_from) SELECT gen_random_uuid(), account_id, organization_id, 'Officer', '2000-01-01' FROM membership WHERE role = 'Administrator' LIMIT 1");
        using var phone = await nodes.SignInAsync(node);
        var form = (IHtmlFormElement)(await phone.GetAsync("/activities/log")).Html.QuerySelector("main form[enctype]")!;
        var title = $"Tin gửi hai lần {Guid.CreateVersion7():N}";
        List<KeyValuePair<string, string>> fields = [.. TestBrowser.FieldsOf(form).Where(f => f.Key is not ("Input.Form" or "Input.Title" or "Input.Link")), new("Input.Form", "news"), new("Input.Title", title), new("Input.Link", "https://tin.gov.vn/hai-lan")];

        // The commit is on the disk and waits for a standby that never comes: what wrote an activity and holds its locks has not heard of it when its program is killed.
        await nodes.ScalarAsync("ALTER SYSTEM SET synchronous_standby_names = 'nobody'");
        await nodes.ScalarAsync("SELECT pg_reload_conf()");
        var sending = phone.SendAsync(new Uri(node.Address, "/activities/log"), fields);
        await nodes.UntilAsync("SELECT count(*) FROM pg_locks l JOIN pg_stat_activity a USING (pid) WHERE l.relation = 'activity'::regclass AND l.mode = 'RowExclusiveLock' AND a.wait_event = 'SyncRep'", waiting => waiting == "1");
        await TwoNodes.KillAsync(node);
        await nodes.ScalarAsync("ALTER SYSTEM RESET synchronous_standby_names");
        await nodes.ScalarAsync("SELECT pg_reload_conf()");
        await Should.ThrowAsync<HttpRequestException>(sending);

        // The phone knows nothing and sends the same again, to whoever answers.
        var again = await phone.SendAsync(new Uri(other.Address, "/activities/log"), fields);
        var once = again.Location.ShouldNotBeNull(again.Text());
        (await phone.SendAsync(new Uri(other.Address, "/activities/log"), fields)).Location.ShouldBe(once);
        (await nodes.ScalarAsync($"SELECT count(*) FROM activity WHERE title = '{title}'")).ShouldBe(1L);
        (await nodes.ScalarAsync($"SELECT count(*) FROM activity_evidence e JOIN activity a ON a.id = e.activity_id WHERE a.title = '{title}'")).ShouldBe(1L);
        await nodes.StartAgainAsync(node);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Database_KilledInTheMiddleOfACommit_AllOrNothing_AndTheFormSentAgainIsOnce(bool written)
    {
        await nodes.ReadyAsync();
        using var browser = await nodes.SignInAsync();
        var page = await browser.GetAsync("/mail");
        var key = page.Html.QuerySelector("#thu-thu input[name=formKey]")!.GetAttribute("value")!;
        var values = new Dictionary<string, string> { ["address"] = $"commit-{Guid.CreateVersion7():N}@example.org" };
        Task<TestPage> sending;
        if (written)
        {
            // The commit is on the disk and waits for a standby that never comes, so the program does not hear of it.
            await nodes.ScalarAsync("ALTER SYSTEM SET synchronous_standby_names = 'nobody'");
            await nodes.ScalarAsync("SELECT pg_reload_conf()");
            sending = browser.SubmitAsync(page, "#thu-thu form", values);
            await nodes.WaitingAsync("SyncRep");
            await nodes.ScalarAsync("ALTER SYSTEM RESET synchronous_standby_names");
            await nodes.CrashDatabaseAsync();
        }
        else
        {
            await using var held = await nodes.HoldCommitsOfLettersAsync();
            sending = browser.SubmitAsync(page, "#thu-thu form", values);
            var (session, _) = await nodes.WaitingAsync();
            // One session killed: the server ends all of them and recovers by itself.
            await TwoNodes.SignalAsync("KILL", session);
        }
        ((int)(await sending).Status).ShouldBeGreaterThanOrEqualTo(500);
        await nodes.UntilAsync("SELECT 1", _ => true);
        await nodes.ReadyAsync();
        var whole = written ? 1L : 0L;
        (await nodes.ScalarAsync($"SELECT count(*) FROM outgoing_mail WHERE id = '{key}'")).ShouldBe(whole);
        (await nodes.ScalarAsync($"SELECT count(*) FROM job WHERE payload LIKE '%{key}%'")).ShouldBe(whole);
        (await nodes.ScalarAsync($"SELECT count(*) FROM history_event WHERE subject_id = '{key}'")).ShouldBe(whole);

        (await browser.SubmitAsync(page, "#thu-thu form", values)).Status.ShouldBe(HttpStatusCode.Redirect);
        await nodes.UntilAsync($"SELECT state FROM job WHERE payload LIKE '%{key}%'", s => s == "Done");
        (await nodes.ScalarAsync($"SELECT count(*) FROM job WHERE payload LIKE '%{key}%'")).ShouldBe(1L);
        (await nodes.ScalarAsync($"SELECT count(*) FROM history_event WHERE subject_id = '{key}'")).ShouldBe(1L);
        Letters(key).Length.ShouldBe(1);
    }

    private string[] Letters(string key) => Directory.GetFiles(nodes.MailFolder, $"*{Guid.Parse(key):N}.eml");
}
