using LanToa.Planning.Plans;
using LanToa.Platform.Modules;
using LanToa.Platform.Permissions;

namespace LanToa.Web;

/// <summary>The host's own pages: the public home, errors, the page of the interface kit.</summary>
internal sealed class WebModule : Module
{
    public override void Access(AccessRules rules) => rules
        .Enter("/Index", Permission.Public)
        .Enter("/Error", Permission.Public)
        .Enter("/_design", Permission.Public);

    // Nothing but the front page and what agencies made public is for search engines.
    public override void Endpoints(IEndpointRouteBuilder endpoints) => endpoints
        .MapGet("/robots.txt", () => Results.Text($"User-agent: *\nAllow: /$\nAllow: {PlanLinks.PublicList}\nDisallow: {PlanLinks.PublicList}/*/tai-ve/\nAllow: /dist/\nDisallow: /\n")).Requires(Permission.Public);
}
