using System.Net;
using AngleSharp;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace LanToa.Testing;

/// <summary>An answer with its HTML parsed; <see cref="Location"/> where it redirects to.</summary>
public sealed record TestPage(HttpStatusCode Status, Uri Address, string? Location, IHtmlDocument Html, string Body)
{
    /// <summary>The visible text of the first match, white space folded; empty when nothing matches.</summary>
    public string Text(string selector = "body") => string.Join(' ', (Html.QuerySelector(selector)?.TextContent ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    public IReadOnlyList<string> Texts(string selector) =>
        [.. Html.QuerySelectorAll(selector).Select(e => string.Join(' ', e.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))];
}

/// <summary>A file to upload with a form.</summary>
public sealed record TestFile(string Field, string FileName, byte[] Content);

/// <summary>Talks to the program as a browser without scripts does: cookies, links, forms with their hidden fields. Redirects are not followed by themselves.</summary>
public sealed class TestBrowser(HttpClient http) : IDisposable
{
    private static readonly HtmlParser Parser = new();

    public Guid AccountId { get; set; }

    public HttpClient Http => http;

    /// <summary>What the browser would send along; empty where the test brought a client of its own.</summary>
    public CookieContainer Cookies { get; init; } = new();

    public async Task<TestPage> GetAsync(string path) => await ReadAsync(await http.GetAsync(path));

    /// <summary>GET, following redirects inside the program.</summary>
    public async Task<TestPage> OpenAsync(string path)
    {
        var page = await GetAsync(path);
        for (var hops = 0; page.Location is { } next && hops < 5; hops++) page = await GetAsync(next);
        return page;
    }

    /// <summary>Fills the form that matches and sends it as its method and action say; values are added to what the form holds.</summary>
    public async Task<TestPage> SubmitAsync(TestPage page, string form, Dictionary<string, string>? values = null, TestFile? file = null, string? button = null)
    {
        var element = page.Html.QuerySelector(form) as IHtmlFormElement ?? throw new InvalidOperationException($"No form {form} on {page.Address}: {page.Text()}");
        var fields = FieldsOf(element);
        foreach (var (name, value) in values ?? [])
        {
            fields.RemoveAll(f => f.Key == name);
            fields.Add(new(name, value));
        }
        var pressed = button is null ? element.QuerySelector("button[name]:not([type=button])") : element.QuerySelector(button) ?? throw new InvalidOperationException($"No button {button} in {form}.");
        if (button is not null && pressed!.GetAttribute("name") is { } pressedName) fields.Add(new(pressedName, pressed.GetAttribute("value") ?? ""));
        var action = new Uri(page.Address, pressed?.GetAttribute("formaction") is { } other && button is not null ? other : element.GetAttribute("action") ?? page.Address.PathAndQuery);
        if (!string.Equals(element.Method, "post", StringComparison.OrdinalIgnoreCase))
            return await GetAsync($"{action.AbsolutePath}?{await new FormUrlEncodedContent(fields).ReadAsStringAsync()}");
        return await ReadAsync(await http.PostAsync(action, Content(fields, file)));
    }

    /// <summary>Sends these fields, as a form of the page would (as multipart when <paramref name="file"/> is given), whatever the page says of them.</summary>
    public async Task<TestPage> SendAsync(Uri action, IReadOnlyList<KeyValuePair<string, string>> fields, TestFile? file = null, Uri? from = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, action) { Content = Content(fields, file) };
        request.Headers.Referrer = from;
        return await ReadAsync(await http.SendAsync(request));
    }

    public async Task<TestPage> PostAsync(string path, Dictionary<string, string> values) => await ReadAsync(await http.PostAsync(path, new FormUrlEncodedContent(values)));

    public void Dispose() => http.Dispose();

    private static HttpContent Content(IReadOnlyList<KeyValuePair<string, string>> fields, TestFile? file)
    {
        if (file is null) return new FormUrlEncodedContent(fields);
        var content = new MultipartFormDataContent();
        foreach (var (name, value) in fields) content.Add(new StringContent(value), name);
        content.Add(new ByteArrayContent(file.Content), file.Field, file.FileName);
        return content;
    }

    /// <summary>What a browser would send of the form as it stands, without the button.</summary>
    public static List<KeyValuePair<string, string>> FieldsOf(IHtmlFormElement form)
    {
        var fields = new List<KeyValuePair<string, string>>();
        foreach (var element in form.Elements)
        {
            if (element.GetAttribute("name") is not { Length: > 0 } name || element.HasAttribute("disabled")) continue;
            switch (element)
            {
                case IHtmlInputElement { Type: "checkbox" or "radio", IsChecked: false } or IHtmlInputElement { Type: "submit" or "file" or "button" } or IHtmlButtonElement:
                    break;
                case IHtmlInputElement input:
                    fields.Add(new(name, input.Value));
                    break;
                case IHtmlTextAreaElement area:
                    fields.Add(new(name, area.Value));
                    break;
                case IHtmlSelectElement select:
                    fields.AddRange(select.SelectedOptions.Select(o => new KeyValuePair<string, string>(name, o.Value)));
                    break;
            }
        }
        return fields;
    }

    private static async Task<TestPage> ReadAsync(HttpResponseMessage answer)
    {
        using (answer)
        {
            var body = await answer.Content.ReadAsStringAsync();
            var address = answer.RequestMessage!.RequestUri!;
            var isHtml = answer.Content.Headers.ContentType?.MediaType == "text/html";
            return new TestPage(answer.StatusCode, address, answer.Headers.Location?.OriginalString, Parser.ParseDocument(isHtml ? body : ""), body);
        }
    }
}
