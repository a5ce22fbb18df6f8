using System.Net;
using System.Text.RegularExpressions;
using AngleSharp.Html.Dom;
using LanToa.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Web.Tests.Forms;

/// <summary>A form with one of its buttons, as a person found it on a page.</summary>
/// <param name="Handler">Which handler answers it: "/Plans/Edit POST".</param>
/// <param name="Shape">The handler with the names of the fields.</param>
/// <param name="Button">Which of its buttons; empty for one without a name.</param>
public sealed record FoundForm(string Person, string Page, string Handler, string Shape, string Button)
{
    /// <summary>Forms of one kind differ only in the record that they are about.</summary>
    public string Kind => $"{Shape} {Button}".TrimEnd();

    public override string ToString() => $"{Kind} as {Person} on {Page}";
}

/// <summary>A form on a page just fetched, ready to be filled.</summary>
public sealed record OpenForm(TestBrowser Person, TestPage Page, IHtmlFormElement Form, IHtmlElement? Button, Uri Action);

/// <summary>Walks through the program along its links, as everyone, and collects every form that it meets.</summary>
public sealed partial class FormCrawl(FormsApp app)
{
    private const int MostOfAKind = 2;
    private const int MostOfAPlace = 4;

    private readonly List<(TemplateMatcher Matcher, PageActionDescriptor Page)> _routes =
    [
        .. from endpoint in app.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
           let page = endpoint.Metadata.GetMetadata<PageActionDescriptor>()
           where page is not null
           let template = TemplateParser.Parse(endpoint.RoutePattern.RawText!)
           orderby template.Segments.Count(s => s.IsSimple && s.Parts[0].IsLiteral) descending
           select (new TemplateMatcher(template, []), page),
    ];

    /// <summary>Every handler that takes a form, of every page.</summary>
    public async Task<IReadOnlyList<string>> HandlersAsync()
    {
        var loader = app.App.Services.GetRequiredService<PageLoader>();
        var handlers = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var (_, page) in _routes)
            foreach (var handler in (await loader.LoadAsync(page, EndpointMetadataCollection.Empty)).HandlerMethods.Where(h => HttpMethods.IsPost(h.HttpMethod)))
                handlers.Add($"{page.ViewEnginePath} POST {handler.Name}".TrimEnd());
        return [.. handlers];
    }

    /// <summary>Every form of every page that links lead to, at most a few of a kind.</summary>
    public async Task<IReadOnlyList<FoundForm>> FindAsync()
    {
        var found = new List<FoundForm>();
        var withForms = (await HandlersAsync()).Select(h => h.Split(' ')[0]).ToHashSet(StringComparer.Ordinal);
        foreach (var name in app.Everyone)
        {
            var person = await app.ComeAsync(name);
            var (seen, begins) = (new HashSet<string>(StringComparer.Ordinal), app.BeginsAt(name).ToList());
            var visits = new Dictionary<string, int>(StringComparer.Ordinal);
            var queue = new Queue<string>(begins);
            while (queue.TryDequeue(out var path))
            {
                // No form may end the work of those who go through the program.
                if (!seen.Add(path) || (!begins.Contains(path) && app.People.Values.Any(p => path.Contains(p.AccountId.ToString(), StringComparison.Ordinal)))) continue;
                var kind = KindOf(path);
                var place = kind.Split('?')[0];
                // Pages without a form of their own only lead on, and one of them leads where the others do.
                var takesForms = PageOf(path.Split('?', '#')[0]) is { } target && withForms.Contains(target.ViewEnginePath);
                if (!begins.Contains(path) && (visits.GetValueOrDefault(kind) >= MostOfAKind || visits.GetValueOrDefault(place) >= (takesForms ? MostOfAPlace : 1))) continue;
                if (!begins.Contains(path)) foreach (var counted in new[] { kind, place }.Distinct()) visits[counted] = visits.GetValueOrDefault(counted) + 1;
                var page = await app.OpenAsync(person, path);
                if (page.Location is { } next) queue.Enqueue(Local(page, next) ?? path);
                if (page.Status != HttpStatusCode.OK || page.Html.Body is not { ChildElementCount: > 0 }) continue;
                found.AddRange(FormsOf(person, page).Select(f => new FoundForm(name, path, f.Handler, f.Shape, f.Button)));
                foreach (var link in page.Html.QuerySelectorAll("a[href]"))
                    if (Local(page, link.GetAttribute("href")!) is { } to && FormsApp.GoesTo(name, to)) queue.Enqueue(to);
            }
        }
        return found;
    }

    /// <summary>Fetches the page again and finds the form on it; null when it has gone.</summary>
    public async Task<OpenForm?> OpenAsync(FoundForm form)
    {
        var person = await app.ComeAsync(form.Person);
        var page = await app.OpenAsync(person, form.Page);
        // What the others changed meanwhile may have added fields to it.
        var forms = FormsOf(person, page).Where(f => f.Handler == form.Handler && f.Button == form.Button && Fixed(f.Shape).SequenceEqual(Fixed(form.Shape))).ToList();
        return forms.OrderByDescending(f => f.Shape == form.Shape).Select(f => f.Open).FirstOrDefault();
    }

    /// <summary>Which page an address belongs to.</summary>
    public PageActionDescriptor? PageOf(string path) => _routes.FirstOrDefault(r => r.Matcher.TryMatch(path, [])).Page;

    /// <summary>The handlers of the forms on a page.</summary>
    public IEnumerable<string> HandlersOn(TestBrowser person, TestPage page) => FormsOf(person, page).Select(f => f.Handler);

    private IEnumerable<(string Handler, string Shape, string Button, OpenForm Open)> FormsOf(TestBrowser person, TestPage page)
    {
        foreach (var form in page.Html.Forms.Where(f => f.Method == "post"))
        {
            var buttons = form.Elements.OfType<IHtmlElement>().Where(e => e is IHtmlButtonElement { Type: "submit" } or IHtmlInputElement { Type: "submit" }).DefaultIfEmpty(null)
                .DistinctBy(b => $"{b?.GetAttribute("name")} {Many().Replace(b?.GetAttribute("value") ?? "", "*")} {b?.GetAttribute("formaction")}");
            foreach (var button in buttons)
            {
                var action = new Uri(page.Address, button?.GetAttribute("formaction") ?? form.GetAttribute("action") ?? page.Address.PathAndQuery);
                var handler = System.Web.HttpUtility.ParseQueryString(action.Query)["handler"];
                if (PageOf(action.AbsolutePath) is not { } answers) throw new InvalidOperationException($"{page.Address} has a form that leads nowhere: {action}");
                var name = $"{answers.ViewEnginePath} POST {handler}".TrimEnd();
                var fields = form.Elements.Select(e => (Name: Many().Replace(e.GetAttribute("name") ?? "", "*"), Said: e is IHtmlInputElement { Type: "hidden", Value: var v } && Word().IsMatch(v) ? v : ""))
                    .Where(f => f.Name is { Length: > 0 } and not "__RequestVerificationToken").Select(f => f.Said.Length == 0 ? f.Name : $"{f.Name}={f.Said}").Distinct().Order(StringComparer.Ordinal);
                var pressed = button?.GetAttribute("name") is { Length: > 0 } b ? $"{b}={Many().Replace(button.GetAttribute("value") ?? "", "*")}" : "";
                yield return (name, $"{name} ({string.Join(' ', fields)})", pressed, new OpenForm(person, page, form, button, action));
            }
        }
    }

    // The address without its fragment, when it is one of the program's.
    private static string? Local(TestPage page, string href) =>
        Uri.TryCreate(page.Address, href, out var to) && to.Authority == page.Address.Authority ? to.PathAndQuery : null;

    // Addresses of one kind differ in their ids and in the values of their query.
    private static string KindOf(string path)
    {
        var parts = path.Split('?');
        var names = (parts.Length == 1 ? "" : parts[1]).Split('&').Select(p => p.Split('=') is ["handler" or "phan", _] ? p : p.Split('=')[0]).Except(["sort", "trang"]).Order(StringComparer.Ordinal);
        return $"{Id().Replace(parts[0], "*")}?{string.Join('&', names)}";
    }

    /// <summary>The unseen words of a shape that say what the form is for: "Verb=Close".</summary>
    internal static IEnumerable<string> Fixed(string shape) => shape.Trim('(', ')').Split(' ', '(', ')').Where(f => f.Contains('=', StringComparison.Ordinal)).Select(f => $" {f}");

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")]
    internal static partial Regex Id();

    // What only counts: ids, and the numbers of rows and places.
    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32}|[0-9]+")]
    internal static partial Regex Many();

    [GeneratedRegex("^[A-Za-z]+$")]
    private static partial Regex Word();
}
