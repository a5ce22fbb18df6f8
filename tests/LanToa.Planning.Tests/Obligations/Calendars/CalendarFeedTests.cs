using System.Diagnostics;
using System.Net;
using System.Text.Json;
using LanToa.Planning.Obligations;
using LanToa.Planning.Obligations.Calendars;
using LanToa.Planning.Organizations;
using LanToa.Platform.Audit;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Planning.Tests.Obligations.Calendars;

/// <summary>What a calendar program reads under a secret address, by another maker's parser, and when it reads no more.</summary>
public sealed class CalendarFeedTests(ObligationsApp app) : IClassFixture<ObligationsApp>
{
    private sealed record Entry(string Uid, int Sequence, string Day, string Title, string Status);

    private static DateOnly D(string iso) => DateOnly.Parse(iso, System.Globalization.CultureInfo.InvariantCulture);

    private async Task<(Organization Unit, TestBrowser Focal, string Path)> GivenLinkAsync(string name, CalendarWork whose)
    {
        app.Clock.MoveTo(D("2026-11-20"));
        var unit = await app.AddOrganizationAsync(name, OrganizationLevel.Province, OrganizationKind.Department, app.Province);
        var focal = await app.SignInAsync(Role.FocalPoint, unit);
        return (unit, focal, await MakeAsync(focal, whose));
    }

    private static async Task<string> MakeAsync(TestBrowser person, CalendarWork whose)
    {
        var page = await person.OpenAsync("/obligations/calendar/links");
        await person.SubmitAsync(page, $"form:has(input[value={whose}])");
        return new Uri((await person.OpenAsync("/obligations/calendar/links")).Texts("code")[^1]).AbsolutePath;
    }

    private async Task<HttpResponseMessage> AskAsync(string path, string? tag = null)
    {
        using var program = app.Anonymous();
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (tag is not null) request.Headers.TryAddWithoutValidation("If-None-Match", tag);
        return await program.Http.SendAsync(request);
    }

    private async Task<IReadOnlyList<Entry>> ReadAsync(string path)
    {
        var answer = await AskAsync(path);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.ToString().ShouldBe("text/calendar; charset=utf-8");
        return await ParseAsync(await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Mozilla's parser, strict.</summary>
    private static async Task<IReadOnlyList<Entry>> ParseAsync(string text)
    {
        const string script = """
            import ICAL from "ical.js";
            ICAL.design.strict = true;
            let text = "";
            for await (const piece of process.stdin) text += piece;
            const calendar = new ICAL.Component(ICAL.parse(text));
            console.log(JSON.stringify(calendar.getAllSubcomponents("vevent").map((v) => {
              const e = new ICAL.Event(v, { strictExceptions: true });
              if (!e.startDate.isDate || e.duration.toSeconds() !== 86400) throw new Error("not one whole day");
              return { Uid: e.uid, Sequence: e.sequence, Day: e.startDate.toString(), Title: e.summary, Status: v.getFirstPropertyValue("status") };
            })));
            """;
        var start = new ProcessStartInfo("node", ["--input-type=module", "-e", script])
        {
            WorkingDirectory = Path.Combine(Repository.Root, "src/LanToa.Web/assets"), RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
            StandardInputEncoding = new System.Text.UTF8Encoding(false),
        };
        using var parser = Process.Start(start)!;
        var error = parser.StandardError.ReadToEndAsync();
        await parser.StandardInput.WriteAsync(text);
        parser.StandardInput.Close();
        var said = await parser.StandardOutput.ReadToEndAsync();
        await parser.WaitForExitAsync();
        parser.ExitCode.ShouldBe(0, await error);
        return JsonSerializer.Deserialize<List<Entry>>(said)!;
    }

    [Fact]
    public async Task Feed_AfterEdits_KeepsItsEntriesAndSaysWhatChanged()
    {
        var (unit, focal, path) = await GivenLinkAsync("Sở Có lịch", CalendarWork.Unit);
        using var _ = focal;
        var plan = await app.IssueAsync(D("2026-10-15"), null, new TaskGiven("Chuyên mục; tin, bài", ObligationsApp.OneEachQuarter, [unit.Id]), new TaskGiven("Bản tin", ObligationsApp.OneEachQuarter, [unit.Id]));
        var first = await ReadAsync(path);
        first.Select(e => (e.Day, e.Title, e.Status)).ShouldBe([("2026-12-31", "Chuyên mục; tin, bài (quý IV/2026)", "CONFIRMED"), ("2026-12-31", "Bản tin (quý IV/2026)", "CONFIRMED")], ignoreOrder: true);

        using var officer = await app.SignInAsync(Role.Officer);
        var moved = (await app.OccurrencesAsync(plan.Id))[0];
        await officer.SubmitAsync(await officer.OpenAsync($"/obligations/{moved.Id}/move-due-date"), "main form[enctype]", new() { ["Input.NewDue"] = "15/01/2027", ["Input.Reason"] = "Lùi" });
        var other = (await app.OccurrencesAsync(plan.Id)).Single(o => o.Id != moved.Id);
        await officer.SubmitAsync(await officer.OpenAsync($"/obligations/{other.Id}/not-applicable"), "main form[enctype]", new() { ["Input.Reason"] = "Không có" });

        var second = (await ReadAsync(path)).ToDictionary(e => e.Uid);
        second.Keys.ShouldBe(first.Select(e => e.Uid), ignoreOrder: true);
        var (was, now) = (first.Single(e => e.Uid == $"{moved.Id:N}@lantoa"), second[$"{moved.Id:N}@lantoa"]);
        (now.Day, now.Status).ShouldBe(("2027-01-15", "CONFIRMED"));
        now.Sequence.ShouldBeGreaterThan(was.Sequence);
        second[$"{other.Id:N}@lantoa"].Status.ShouldBe("CANCELLED");
    }

    [Fact]
    public async Task Feed_OldWork_StaysAsLongAsItIsOwed()
    {
        var (unit, focal, path) = await GivenLinkAsync("Sở Nợ cũ", CalendarWork.Unit);
        using var _ = focal;
        app.Clock.MoveTo(D("2026-01-10"));
        var plan = await app.IssueAsync(D("2026-01-05"), null, new TaskGiven("Bản tin", ObligationsApp.OneEachQuarter, [unit.Id]));
        app.Clock.MoveTo(D("2026-11-20"));
        await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Occurrence>().Where(o => o.PlanId == plan.Id && o.PeriodKey == "2026-Q2").ExecuteUpdateAsync(set => set.SetProperty(o => o.ClaimedOn, D("2026-06-20")).SetProperty(o => o.ConfirmedOn, D("2026-06-21"))));

        (await ReadAsync(path)).Select(e => e.Day).ShouldBe(["2026-03-31", "2026-09-30", "2026-12-31"], ignoreOrder: true);
    }

    [Fact]
    public async Task Feed_Unchanged_IsNotSentAgain()
    {
        var (unit, focal, path) = await GivenLinkAsync("Sở Không đổi", CalendarWork.Unit);
        using var _ = focal;
        await app.IssueAsync(D("2026-10-15"), null, new TaskGiven("Bản tin", ObligationsApp.OneEachQuarter, [unit.Id]));
        (await focal.OpenAsync("/obligations/calendar/links")).Text("main").ShouldContain("chưa chương trình nào đọc");
        var first = await AskAsync(path);

        (await AskAsync(path, first.Headers.ETag!.ToString())).StatusCode.ShouldBe(HttpStatusCode.NotModified);
        (await focal.OpenAsync("/obligations/calendar/links")).Text("main").ShouldNotContain("chưa chương trình nào đọc");
    }

    [Fact]
    public async Task Feed_OfMyWork_LeavesOutWhatAColleagueHas()
    {
        var (unit, focal, path) = await GivenLinkAsync("Sở Hai người", CalendarWork.Mine);
        using var _ = focal;
        using var colleague = await app.SignInAsync(Role.FocalPoint, unit);
        var plan = await app.IssueAsync(D("2026-10-15"), null, new TaskGiven("Việc của đồng nghiệp", ObligationsApp.OneEachQuarter, [unit.Id]), new TaskGiven("Việc chưa giao ai", ObligationsApp.OneEachQuarter, [unit.Id]));
        var duty = (await app.ObligationsAsync(plan.Id)).Single(o => o.Text == "Việc của đồng nghiệp");
        using var leader = await app.SignInAsync(Role.Leader, unit);
        await leader.SubmitAsync(await leader.OpenAsync($"/obligations/duty/{duty.Id}"), "#giao-viec", new() { ["Assignee"] = colleague.AccountId.ToString() });

        (await ReadAsync(path)).ShouldHaveSingleItem().Title.ShouldStartWith("Việc chưa giao ai");
        (await ReadAsync(await MakeAsync(focal, CalendarWork.Unit))).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Link_MadeTwice_IsOne_AndItsSecretIsNotInTheHistory()
    {
        var (_, focal, path) = await GivenLinkAsync("Sở Bấm hai lần", CalendarWork.Mine);
        using var _ = focal;
        var page = await focal.OpenAsync("/obligations/calendar/links");
        await focal.PostAsync("/obligations/calendar/links", new() { ["whose"] = "Mine", ["__RequestVerificationToken"] = page.Html.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")! });

        (await focal.OpenAsync("/obligations/calendar/links")).Texts("code").ShouldHaveSingleItem();
        var told = await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<HistoryEvent>().Where(e => e.WholeId == focal.AccountId && e.Verb == CalendarLinks.Made).Select(e => e.After).ToListAsync());
        told.ShouldHaveSingleItem().ShouldNotBeNull().ShouldNotContain(path["/calendar/".Length..^".ics".Length]);
    }

    [Fact]
    public async Task Link_Ended_AnswersThatItIsGone_OnlyItsOwnerEndsIt()
    {
        var (unit, focal, path) = await GivenLinkAsync("Sở Thu hồi", CalendarWork.Unit);
        using var _ = focal;
        using var stranger = await app.SignInAsync(Role.FocalPoint, unit);
        var mine = await focal.OpenAsync("/obligations/calendar/links");
        var id = mine.Html.QuerySelector("dialog input[name=id]")!.GetAttribute("value")!;
        var theirs = await stranger.OpenAsync("/obligations/calendar/links");
        (await stranger.PostAsync("/obligations/calendar/links?handler=End", new() { ["id"] = id, ["__RequestVerificationToken"] = theirs.Html.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")! })).Status.ShouldBe(HttpStatusCode.NotFound);
        (await AskAsync(path)).StatusCode.ShouldBe(HttpStatusCode.OK);

        await focal.SubmitAsync(mine, "dialog form");

        var gone = await AskAsync(path);
        gone.StatusCode.ShouldBe(HttpStatusCode.Gone);
        (await gone.Content.ReadAsStringAsync()).ShouldContain("không còn dùng được");
        (await AskAsync("/calendar/khong-co-that.ics")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var next = await MakeAsync(focal, CalendarWork.Unit);
        next.ShouldNotBe(path);
        (await AskAsync(next)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Link_WhoseOwnerLeftTheUnit_IsGone()
    {
        var (unit, focal, path) = await GivenLinkAsync("Sở Chuyển công tác", CalendarWork.Unit);
        using var _ = focal;
        await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Membership>().Where(m => m.AccountId == focal.AccountId && m.OrganizationId == unit.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(m => m.ValidTo, D("2026-11-19"))));

        (await AskAsync(path)).StatusCode.ShouldBe(HttpStatusCode.Gone);
    }
}
