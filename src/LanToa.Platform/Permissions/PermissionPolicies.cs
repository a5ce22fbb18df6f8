using LanToa.Platform.Identity;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Options;

namespace LanToa.Platform.Permissions;

/// <summary>The permission that a page or endpoint asks for; every endpoint carries one.</summary>
public sealed record PermissionNeeded(Permission Permission) : IAuthorizationRequirement;

/// <summary>Entering needs the permission for any unit; operations ask again for the unit of the record.</summary>
internal sealed class PermissionHandler(Actor actor) : AuthorizationHandler<PermissionNeeded>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, PermissionNeeded requirement)
    {
        if (actor.Holds(requirement.Permission)) context.Succeed(requirement);
        return Task.CompletedTask;
    }
}

/// <summary>An endpoint that declares no permission is closed to everyone.</summary>
internal sealed class ClosedByDefault : IConfigureOptions<AuthorizationOptions>
{
    public void Configure(AuthorizationOptions options) =>
        options.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAssertion(_ => false).Build();
}

public static class PermissionEndpoints
{
    /// <summary>Declares the permission of a route or of a whole group.</summary>
    public static TBuilder Requires<TBuilder>(this TBuilder endpoints, Permission permission) where TBuilder : IEndpointConventionBuilder
    {
        endpoints.WithMetadata(MetadataOf(permission));
        return endpoints;
    }

    /// <summary>What is put on an endpoint so that the authorization middleware asks for the permission.</summary>
    public static object[] MetadataOf(Permission permission)
    {
        var needed = new PermissionNeeded(permission);
        return permission == Permission.Public
            ? [needed, new AllowAnonymousAttribute()]
            : [needed, new AuthorizationPolicyBuilder().RequireAuthenticatedUser().AddRequirements(needed).Build(), new AuthorizeAttribute()];
    }
}
