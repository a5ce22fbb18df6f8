using System.Net;
using AngleSharp.Html.Dom;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Web.Tests.Forms;

/// <summary>
/// Every form of every page, found by walking through the program, against everything that can come in: what people mistype, what was never
/// meant to be sent, and what is made by hand.
/// </summary>
public sealed class FormHandsTests(FormsApp app, ITestOutputHelper output) : IClassFixture<FormsApp>
{
    /// <summary>Forms that end the session in which the others are tried.</summary>
    private static readonly string[] EndsTheSession = ["/Identity/Pages/SignOut POST"];

    /// <summary>Its claims are judged one by one by the forms of the occurrence, which come before it.</summary>
    private static readonly string[] GoneByThen = ["/Obligations/Pages/Today POST Confirm"];

    private readonly FormCrawl _crawl = new(app);

    [Fact]
    public async Task Forms_OfEveryPage_AreReached()
    {
        foreach (var form in app.Found.DistinctBy(f => f.Kind).OrderBy(f => f.Kind, StringComparer.Ordinal)) output.WriteLine(form.ToString());
        (await _crawl.HandlersAsync()).Except(app.Found.Select(f => f.Handler)).ShouldBeEmpty("No walk through the program reaches these forms: seed what shows them in FormsApp.");
    }

    [Fact]
    public async Task Form_WithoutItsToken_IsRefusedAndChangesNothing()
    {
        var faults = new List<string>();
        foreach (var form in OneOfAKind())
        {
            if (await _crawl.OpenAsync(form) is not { } open) continue;
            var fields = open.Filled(form.Handler);
            var other = (await app.People[form.Person == "lanhdao" ? "cchc" : "lanhdao"].GetAsync("/identity/me")).Html.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value");
            var before = await app.LastWriteAsync();
            foreach (var token in new[] { null, "CfDJ8saisaisai", "", other })
            {
                fields.Set("__RequestVerificationToken", token);
                var answer = await open.Person.SendAsync(open.Action, fields, open.File());
                if (answer.Status != HttpStatusCode.BadRequest || !answer.Text("h1").Contains("không hợp lệ", StringComparison.Ordinal)) faults.Add($"{form}: token “{token}” answered {(int)answer.Status} {answer.Location}");
            }
            if (await app.LastWriteAsync() != before) faults.Add($"{form}: something was written without a token");
        }
        faults.ShouldBeEmpty(Lines(faults));
    }

    [Fact]
    public async Task Form_AfterTheSessionEnded_LeadsBackAndSaysWhatWasNotSaved()
    {
        var faults = new List<string>();
        foreach (var form in OneOfAKind())
        {
            if (await _crawl.OpenAsync(form) is not { } open || PermissionOf(open) == Permission.Public) continue;
            using var ended = app.Anonymous();
            var answer = await ended.SendAsync(open.Action, open.Filled(form.Handler), open.File(), open.Page.Address);
            if (answer.Location is not { } signIn || !signIn.Contains("/identity/signin", StringComparison.Ordinal))
            {
                faults.Add($"{form}: answered {(int)answer.Status} {answer.Location}");
                continue;
            }
            var page = await ended.GetAsync(signIn);
            if (!page.Text(".lt-note").Contains("chưa được lưu", StringComparison.Ordinal)) faults.Add($"{form}: the sign-in page does not say that nothing was saved");
            if (!FormsApp.LeadsTo(form.Page)) continue;
            var back = await open.Person.OpenAsync(System.Web.HttpUtility.ParseQueryString(new Uri(app.Address, signIn).Query)["tiep"]!);
            if (back.Status != HttpStatusCode.OK) faults.Add($"{form}: signing in leads to {back.Address}, which answers {(int)back.Status}");
            else if (open.Controls().Any(c => FormFill.TakesOf(c) != Takes.Unseen) && !_crawl.HandlersOn(open.Person, back).Contains(form.Handler)) faults.Add($"{form}: signing in leads to {back.Address}, where the form is not");
        }
        faults.ShouldBeEmpty(Lines(faults));
    }

    [Fact]
    public async Task Form_HostileInput_IsAnsweredPlainlyAndLeavesNothingHalf()
    {
        var (faults, sent, reached, tried) = (new List<string>(), 0, new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        foreach (var kind in app.Found.Where(f => !EndsTheSession.Contains(f.Handler)).GroupBy(f => f.Shape).OrderBy(k => FormFill.Ends(k.Key)).ToList())
        {
            // The buttons of one form are read by the same handler from the same fields.
            var button = kind.OrderBy(f => f.Button.Length).First().Button;
            var hands = new Hands(app, _crawl, [.. kind.Where(f => f.Button == button)], tried);
            await hands.TryAllAsync();
            sent += hands.Sent;
            if (hands.Sent > 0) reached.Add(kind.First().Handler);
            faults.AddRange(hands.Faults);
            output.WriteLine($"{hands.Sent} {kind.Key}{(hands.Left == 0 ? "" : $" ({hands.Left} not tried: no such form was left)")}");
        }
        output.WriteLine($"{sent} forms sent");
        faults.ShouldBeEmpty(Lines(faults));
        app.Found.Select(f => f.Handler).Distinct().Except(reached).Except(EndsTheSession).Except(GoneByThen).ShouldBeEmpty("Every form of these had gone before it was tried: seed more of them in FormsApp.");
    }

    [Fact]
    public async Task Form_SentSeveralTimesAtOnce_IsWrittenOnceAndTheOthersAreToldSo()
    {
        var person = app.People["quantri"];
        var page = await person.GetAsync("/organizations/groupedit");
        var fields = TestBrowser.FieldsOf((IHtmlFormElement)page.Html.QuerySelector("#nhom")!);
        fields.Set("Input.Name", "Các đơn vị bấm nhiều lần");
        fields.Set("Input.OwnerId", app.Province.Id.ToString());
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => person.SendAsync(new Uri(page.Address, "/organizations/groupedit"), fields, from: page.Address)));
        // Led on, led back with a word, or shown the form with what stands in the way: nobody is left without an answer.
        answers.ShouldAllBe(a => a.Location != null || a.Text(".lt-errors").Length > 0, string.Join(' ', answers.Select(a => a.Status)));
        (await person.GetAsync("/organizations/groups")).Texts("a").Count(t => t == "Các đơn vị bấm nhiều lần").ShouldBe(1);
    }

    private IEnumerable<FoundForm> OneOfAKind() => app.Found.DistinctBy(f => $"{f.Handler}{string.Concat(FormCrawl.Fixed(f.Shape))}");

    private Permission PermissionOf(OpenForm open) =>
        app.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.First(e => e.Metadata.GetMetadata<Microsoft.AspNetCore.Mvc.RazorPages.PageActionDescriptor>()?.Id == _crawl.PageOf(open.Action.AbsolutePath)!.Id)
            .Metadata.GetMetadata<PermissionNeeded>()!.Permission;

    private static string Lines(IReadOnlyCollection<string> faults) => $"{faults.Count}:\n{string.Join('\n', faults)}\n";
}
