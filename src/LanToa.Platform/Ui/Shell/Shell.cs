using LanToa.Contracts.Organizations;
using LanToa.Platform.Identity;
using LanToa.Platform.Identity.Delegations;
using LanToa.Platform.Modules;
using LanToa.Platform.Notices;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace LanToa.Platform.Ui.Shell;

/// <summary>A place of the office menu as this person sees it on this page.</summary>
/// <param name="Count">What waits there, shown beside the text; null for nothing to show.</param>
public sealed record MenuItem(string Text, string Icon, string Href, string? Section = null, bool Current = false, int? Count = null);

/// <summary>A unit that the person may work for.</summary>
public sealed record UnitChoice(Guid Id, string Name);

/// <summary>What the frame around a page shows. Paths that are null are not offered.</summary>
public sealed record ShellModel
{
    public string ProductName { get; init; } = "LanToa";
    /// <summary>Who runs this installation, named on the portal; null for the product's name alone.</summary>
    public string? Authority { get; init; }
    public string? PersonName { get; init; }
    /// <summary>Tells apart what two people of one computer leave in its browser; null for nobody.</summary>
    public Guid? PersonId { get; init; }
    public Guid? UnitId { get; init; }
    public string? UnitName { get; init; }
    /// <summary>The unit where there is little room: "UBND xã Vân Khê".</summary>
    public string? UnitShortName { get; init; }
    public IReadOnlyList<UnitChoice> Units { get; init; } = [];
    /// <summary>Who is away, while the person acts for them; null otherwise.</summary>
    public string? OnBehalfOf { get; init; }
    /// <summary>The choice of <see cref="Units"/> by which the deputy is back in a role of their own.</summary>
    public Guid? OwnUnitId { get; init; }
    /// <summary>What the choice of <see cref="Units"/> that is in force is called.</summary>
    public Guid? ChosenId { get; init; }
    public IReadOnlyList<MenuItem> Menu { get; init; } = [];
    public int Notices { get; init; }
    public string HomePath { get; init; } = "/";
    /// <summary>A form is sent there with the field <c>unitId</c>.</summary>
    public string? SwitchUnitPath { get; init; }
    public string? SearchPath { get; init; }
    public string? NoticesPath { get; init; }
    public string? AccountPath { get; init; }
    public string SignInPath { get; init; } = "/identity/signin";
    public string SignOutPath { get; init; } = "/identity/signout";
    public IReadOnlyList<MenuItem> PortalMenu { get; init; } = [];
}

/// <summary>The office menu for this person: only what they may use.</summary>
public interface IOfficeMenu
{
    IReadOnlyList<MenuItem> For(HttpContext http);
}

/// <summary>What the layouts ask for. The host may put its own in place of <see cref="ActorShell"/>.</summary>
public interface IShell
{
    /// <param name="portal">The frame of the portal, which has no bell: nothing is counted for it.</param>
    Task<ShellModel> ForAsync(HttpContext http, bool portal = false);
}

/// <summary>The menu from the places that the rooms contribute.</summary>
public sealed class OfficeMenu(ModuleList modules, Actor actor) : IOfficeMenu
{
    public IReadOnlyList<MenuItem> For(HttpContext http)
    {
        var path = http.Request.Path.Value ?? "/";
        var places = modules.Menu.Where(place => actor.Holds(place.Permission)).ToList();
        // The longest matching path is where we are: /plans/import is Kế hoạch, not Hôm nay.
        var here = places.SelectMany(place => place.Also.Prepend(place.Path), (place, at) => (Place: place, At: at))
            .Where(p => Within(path, p.At)).OrderByDescending(p => p.At.Length).Select(p => p.Place).FirstOrDefault();
        return [.. places.Select(place => new MenuItem(place.Text, place.Icon, place.Path.ToLowerInvariant(), Current: place == here))];
    }

    private static bool Within(string path, string place) =>
        place == "/" ? path == "/" : path.Equals(place, StringComparison.OrdinalIgnoreCase) || path.StartsWith(place + "/", StringComparison.OrdinalIgnoreCase);
}

/// <summary>The frame from the person who acts in this request: their units, and the menu of what they may use.</summary>
public sealed class ActorShell(Actor actor, IOfficeMenu menu, IOrganizationDirectory organizations, NoticeBoard notices, ActingChoices choices) : IShell
{
    public async Task<ShellModel> ForAsync(HttpContext http, bool portal = false)
    {
        if (actor.AccountId is null) return new ShellModel();
        // A page that reports a failure must open also when the database cannot be asked: nor the tree of bodies, which is in memory and now and then compared with it.
        var quiet = portal || http.Features.Get<IExceptionHandlerFeature>() is not null;
        var unit = quiet ? null : actor.Unit;
        IReadOnlyList<UnitChoice> units = quiet ? [] : await choices.OfAsync(http.RequestAborted);
        return new ShellModel
        {
            PersonName = actor.Name,
            PersonId = actor.AccountId,
            UnitId = actor.UnitId,
            UnitName = unit is null ? null : organizations.DistinctNameOf(unit.Id),
            UnitShortName = unit switch { null => null, { ShortName.Length: > 0 } => unit.ShortName, _ => unit.Name.Replace("Ủy ban nhân dân", "UBND", StringComparison.Ordinal) },
            Units = units,
            OnBehalfOf = actor.OnBehalfOf,
            // A deputy has a unit of their own, and it is the first.
            OwnUnitId = actor.OnBehalfOf is null || units.Count == 0 ? null : units[0].Id,
            ChosenId = actor.DelegationId ?? actor.UnitId,
            SwitchUnitPath = "/identity/unit",
            AccountPath = "/identity/me",
            SearchPath = "/search",
            NoticesPath = "/notices",
            Notices = quiet ? 0 : await notices.UnreadAsync(http.RequestAborted),
            Menu = menu.For(http),
        };
    }
}
