using System.Text.RegularExpressions;
using AngleSharp.Html.Dom;
using LanToa.Testing;

namespace LanToa.Web.Tests.Forms;

using Fields = List<KeyValuePair<string, string>>;

/// <summary>Tries everything on the forms of one kind, one field at a time, the others filled as asked for.</summary>
/// <param name="tried">What was tried in which field of which place; forms of one place share their fields.</param>
internal sealed partial class Hands(FormsApp app, FormCrawl crawl, IReadOnlyList<FoundForm> forms, HashSet<string> tried)
{
    /// <summary>A wrong answer to these is counted, and that is all that is written.</summary>
    private static readonly string[] CountsAttempts = ["/Identity/Pages/SignIn POST", "/Identity/Pages/SecondStep POST", "/Identity/Pages/Factor POST", "/Identity/Pages/Arrived POST", "/Identity/Pages/Me POST AddKey"];

    /// <summary>These show the form again, with more room in it or what it would mean, whatever stands in the fields.</summary>
    private static readonly string[] ShowsAgain = ["/Obligations/Pages/Administration/Regime POST Try", "/Organizations/Pages/Succession POST More"];

    private readonly HashSet<Takes> _kinds = [];

    /// <summary>Words that name nobody are kept as the document's words here, and asked about.</summary>
    private static readonly string[] KeepsWords = ["/Plans/Pages/Import/Item POST"];

    private (FoundForm Found, OpenForm Open)? _now;

    public List<string> Faults { get; } = [];

    public int Sent { get; private set; }

    /// <summary>What was not tried because every form of the kind had gone by then.</summary>
    public int Left { get; private set; }

    public async Task TryAllAsync()
    {
        if (await OpenAsync() is not { } first) return;
        var place = FormCrawl.Many().Replace(first.Open.Action.PathAndQuery, "*") + string.Concat(FormCrawl.Fixed(first.Found.Shape));
        foreach (var control in first.Open.Controls().DistinctBy(c => FormCrawl.Many().Replace(c.GetAttribute("name")!, "*")))
            foreach (var (what, value) in control.Hostile(app.Foreign.Id, _kinds.Add(FormFill.TakesOf(control))).ToList())
                if (tried.Add($"{place} {FormCrawl.Many().Replace(control.GetAttribute("name")!, "*")} {what}"))
                    await TryAsync($"{control.GetAttribute("name")} {what}", (_, fields) => fields.Set(control.GetAttribute("name")!, value), mustRefuse: what is "too long" || (what is "choice khong-phai-ma" && !KeepsWords.Contains(first.Found.Handler)) || (what == "left out" && control is IHtmlSelectElement { IsMultiple: false } choice && choice.Options.All(o => o.Value.Length > 0)));
        if (!tried.Add(place)) return;
        await TryAsync("every text of 1 MB", (open, fields) =>
        {
            foreach (var words in open.Controls().Where(c => FormFill.TakesOf(c) == Takes.Words).Take(3)) fields.Set(words.GetAttribute("name")!, new string('y', 1 << 20));
        });
        var days = first.Open.Controls().Where(c => FormFill.TakesOf(c) == Takes.Day).Select(c => c.GetAttribute("name")!).ToList();
        if (days.Count > 1)
            await TryAsync("the end before the beginning", (_, fields) =>
            {
                foreach (var (day, i) in days.Select((d, i) => (d, i))) fields.Set(day, $"01/06/{2030 - i}");
            });
        await TryAsync("a handler that is not", (_, _) => { }, action => new UriBuilder(action) { Query = "handler=KhongCo" }.Uri);
        if (FormCrawl.Id().IsMatch(first.Open.Action.AbsolutePath))
            foreach (var id in new[] { Guid.CreateVersion7().ToString(), app.Foreign.Id.ToString(), "khong-phai-ma" })
                await TryAsync($"the address with {id}", (_, _) => { }, action => new Uri(FormCrawl.Id().Replace(action.OriginalString, id)));
    }

    private async Task TryAsync(string what, Action<OpenForm, Fields> spoil, Func<Uri, Uri>? lead = null, bool mustRefuse = false)
    {
        if (await OpenAsync() is not { } now)
        {
            Left++;
            return;
        }
        var fields = now.Open.Filled(now.Found.Handler);
        spoil(now.Open, fields);
        var before = await app.LastWriteAsync();
        var answer = await now.Open.Person.SendAsync(lead is null ? now.Open.Action : lead(now.Open.Action), fields, now.Open.File());
        Sent++;
        var wrote = await app.LastWriteAsync() != before && !(answer.Location is null && CountsAttempts.Any(c => now.Found.Handler.StartsWith(c, StringComparison.Ordinal)));
        if (wrote || answer.Location is not null) _now = null;
        foreach (var fault in FaultsOf(answer, wrote, mustRefuse)
            // Words to look for are answered by what was found.
            .Where(f => f != SaidNothing || !(ShowsAgain.Contains(now.Found.Handler) || what.Contains("Find", StringComparison.Ordinal))))
            Faults.Add($"{now.Found}: {what}: {fault}{(fault == SaidNothing ? $" at {answer.Address}: {Head(answer.Text("main"))}" : "")}");
    }

    private static string Head(string text) => text[..Math.Min(300, text.Length)];

    private const string SaidNothing = "said nothing";

    private static IEnumerable<string> FaultsOf(TestPage answer, bool wrote, bool mustRefuse)
    {
        var status = (int)answer.Status;
        if (status >= 500) yield return $"answered {status}";
        var arrived = answer.Arrived();
        if (wrote && answer.Location is null && !arrived) yield return $"something was written although it answered {status}: {Said(answer)}";
        if (wrote && mustRefuse) yield return "kept";
        if (answer.Location is not null || status >= 500) yield break;
        if (English().Match(answer.Text()) is { Success: true } english) yield return $"speaks English: {english.Value}";
        if (status >= 400 && answer.Text("h1").Length == 0) yield return $"answered {status} without a page";
        if (status == 200 && !arrived && Said(answer).Length == 0) yield return SaidNothing;
    }

    /// <summary>What the page says beside its contents.</summary>
    private static string Said(TestPage answer) => string.Join(' ', new[] { ".lt-errors", ".lt-note", ".lt-field__error" }.SelectMany(answer.Texts));

    private async Task<(FoundForm Found, OpenForm Open)?> OpenAsync()
    {
        if (_now is not null) return _now;
        foreach (var form in forms)
            if (await crawl.OpenAsync(form) is { } open)
                return _now = (form, open);
        return null;
    }

    [GeneratedRegex(@"\bThe (value|field)\b|is required|is not valid|is invalid|must be|cannot be|Exception\b", RegexOptions.IgnoreCase)]
    private static partial Regex English();
}
