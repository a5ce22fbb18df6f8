using LanToa.Platform.Audit;
using LanToa.Platform.Permissions;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Platform.Modules;

/// <summary>A place in the office menu: text, icon of the kit, path of the page, where it stands, and who sees it.</summary>
public sealed record MenuPlace(string Text, string Icon, string Path, int Order, Permission Permission)
{
    /// <summary>Paths of other pages that belong to this place: there it is marked as where we are.</summary>
    public IReadOnlyList<string> Also { get; init; } = [];
}

/// <summary>
/// What a room contributes to the program, in one class that the host calls: services, tables, access of its pages, menu, endpoints
/// and jobs. SQL migrations are embedded resources named Migrations.NNNN_name.sql of the module's assembly.
/// </summary>
public abstract class Module
{
    public virtual void Services(IServiceCollection services) { }

    public virtual void Tables(ModelBuilder model) { }

    public virtual void Access(AccessRules rules) { }

    public virtual IEnumerable<MenuPlace> Menu => [];

    public virtual IEnumerable<VerbName> Verbs => [];

    /// <summary>Every permission the room knows: for the administrator's table of roles and for tests.</summary>
    public virtual IEnumerable<Permission> Permissions => [];

    public virtual void Endpoints(IEndpointRouteBuilder endpoints) { }
}
