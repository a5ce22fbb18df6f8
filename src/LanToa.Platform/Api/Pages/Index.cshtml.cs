using System.Text.RegularExpressions;
using LanToa.Platform.Api.Webhooks;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LanToa.Platform.Api.Pages;

/// <summary>How another system talks to this one, for the person who programs it; made from the same operations as the OpenAPI document.</summary>
public sealed partial class IndexModel(ApiCatalog catalog, IEnumerable<ApiEvent> events, ApiSettings settings) : PageModel
{
    public IEnumerable<ApiEvent> Events => events;

    public IEnumerable<IGrouping<string, ApiOperation>> Groups => catalog.Operations.GroupBy(o => o.Group);

    public IReadOnlyList<ApiScope> Scopes => catalog.Scopes;

    public int PerMinute => settings.PerMinute;

    public string Base => $"{Request.Scheme}://{Request.Host}{ApiCaller.Root}";

    public static string PathOf(ApiOperation operation) => "/" + Typed().Replace(operation.Path, "{$1}");

    /// <summary>A call as it is typed at a terminal.</summary>
    public string Curl(ApiOperation operation)
    {
        var lines = new List<string> { $"curl -s{(operation.Method == "GET" ? "" : " -X " + operation.Method)} {Base}{PathOf(operation).Replace("{id}", "MÃ", StringComparison.Ordinal).Replace("{code}", "tin_bai", StringComparison.Ordinal)}", "-H \"Authorization: Bearer $KHOA\"" };
        if (operation.Creates) lines.Add("-H \"Idempotency-Key: $(uuidgen)\"");
        if (operation.Changes) lines.Add("-H 'If-Match: \"ETAG\"'");
        if (operation.Body is not null) lines.Add($"--json '{Folded(operation.Example ?? "{}")}'");
        if (operation.SendsFile)
        {
            lines[0] += "'?fileName=hoi-nghi.jpg'";
            lines.Add("-H 'Content-Type: image/jpeg' --data-binary @hoi-nghi.jpg");
        }
        return string.Join(" \\\n  ", lines);
    }

    private static string Folded(string json) => string.Join(' ', json.Split('\n').Select(l => l.Trim()));

    [GeneratedRegex(@"\{(\w+)(:\w+)?\}")]
    private static partial Regex Typed();
}
