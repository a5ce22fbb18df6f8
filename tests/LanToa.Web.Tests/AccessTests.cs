using System.Net;
using System.Text.RegularExpressions;
using LanToa.Platform.Api;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Web.Tests;

/// <summary>Every page and endpoint of the program, tried as nobody and as every role.</summary>
public sealed partial class AccessTests(TestApp app) : IClassFixture<TestApp>
{
    public static TheoryData<Role> Roles => [.. RoleNames.All];

    [Fact]
    public void Endpoint_Any_DeclaresItsPermission()
    {
        var silent = All().Where(e => e.Metadata.GetMetadata<PermissionNeeded>() is null).Select(e => e.DisplayName);
        silent.ShouldBeEmpty();
    }

    [Fact]
    public async Task Endpoint_Anonymous_IsSentToSignInUnlessPublic()
    {
        using var nobody = app.Anonymous();
        foreach (var (path, permission) in Readable())
        {
            var answer = await nobody.GetAsync(path);
            if (permission == Permission.Public) answer.Location.ShouldNotStartWithSignIn(path);
            else answer.Location.ShouldStartWithSignIn(path);
        }
    }

    [Fact]
    public async Task ApiEndpoint_WithoutAToken_IsRefusedAsAProgramEvenToASignedInPerson()
    {
        using var nobody = app.Anonymous();
        using var person = await app.SignInAsync(Role.Administrator);
        var operations = All().Where(e => e.Metadata.GetMetadata<ApiOperation>() is not null).ToList();
        operations.ShouldNotBeEmpty();
        foreach (var endpoint in operations)
            foreach (var who in new[] { nobody, person })
            {
                using var request = new HttpRequestMessage(new HttpMethod(endpoint.Metadata.GetMetadata<ApiOperation>()!.Method), PathOf(endpoint));
                using var answer = await who.Http.SendAsync(request, TestContext.Current.CancellationToken);
                answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized, PathOf(endpoint));
                answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
            }
    }

    [Theory, MemberData(nameof(Roles))]
    public async Task Endpoint_Role_EntersWhatItHoldsAndNothingElse(Role role)
    {
        using var person = await app.SignInAsync(role);
        foreach (var (path, permission) in Readable())
        {
            var answer = await person.GetAsync(path);
            var denied = answer.Location?.Contains("/identity/denied", StringComparison.Ordinal) == true;
            var holds = permission == Permission.Public || permission == Permission.SignedIn || permission.Roles.Contains(role);
            denied.ShouldBe(!holds, $"{path} ({permission.Code}) as {role} answered {(int)answer.Status} {answer.Location}");
            answer.Status.ShouldNotBe(HttpStatusCode.InternalServerError, $"{path} as {role}");
        }
    }

    [Fact]
    public async Task Page_PostWithoutAToken_ChangesNothingWhereverItIs()
    {
        using var person = await app.SignInAsync(Role.Administrator);
        using var officer = await app.SignInAsync(Role.Officer);
        foreach (var (path, permission) in Posts())
            foreach (var (who, role) in new[] { (person, Role.Administrator), (officer, Role.Officer) })
            {
                if (permission != Permission.Public && permission != Permission.SignedIn && !permission.Roles.Contains(role)) continue;
                var answer = await who.PostAsync(path, new() { ["id"] = Guid.CreateVersion7().ToString() });
                answer.Status.ShouldBe(HttpStatusCode.BadRequest, path);
            }
    }

    [Theory, MemberData(nameof(Roles))]
    public async Task Page_PostByARoleWithoutThePermission_IsDenied(Role role)
    {
        using var person = await app.SignInAsync(role);
        var token = (await person.GetAsync("/identity/me")).Html.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        foreach (var (path, permission) in Posts())
        {
            if (permission == Permission.Public || permission == Permission.SignedIn || permission.Roles.Contains(role)) continue;
            var answer = await person.PostAsync(path, new() { ["__RequestVerificationToken"] = token });
            (answer.Location?.Contains("/identity/denied", StringComparison.Ordinal) == true).ShouldBeTrue($"{path} as {role} answered {(int)answer.Status} {answer.Location}");
        }
    }

    // Pages answer any method. Error pages answer failed posts, so they ask for no token.
    private IEnumerable<(string Path, Permission Permission)> Posts() =>
        Readable(Endpoints().Where(e => e.Metadata.GetMetadata<PageActionDescriptor>() is { } page && !page.ViewEnginePath.EndsWith("/Error", StringComparison.Ordinal)));

    // What programs call stands by itself: who may is tried in LanToa.Accountability.Tests/Api.
    private IEnumerable<RouteEndpoint> Endpoints() => All().Where(e => e.Metadata.GetMetadata<ApiOperation>() is null);

    private IEnumerable<RouteEndpoint> All() => app.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

    private IEnumerable<(string Path, Permission Permission)> Readable() => Readable(Endpoints());

    private static IEnumerable<(string Path, Permission Permission)> Readable(IEnumerable<RouteEndpoint> endpoints) =>
        from endpoint in endpoints
        let methods = endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods
        where methods is null || methods.Count == 0 || methods.Contains(HttpMethods.Get)
        let path = PathOf(endpoint)
        where !path.Contains('*')
        select (path, endpoint.Metadata.GetMetadata<PermissionNeeded>()!.Permission);

    private static string PathOf(RouteEndpoint endpoint) => "/" + Parameter().Replace(endpoint.RoutePattern.RawText?.TrimStart('/') ?? "", ValueOf);

    // A record that does not exist: whoever may enter is told that it is not found, whoever may not is not told even that.
    private static string ValueOf(Match parameter) => parameter.Value switch
    {
        var p when p.Contains('?') || p.Contains('=') => "",
        var p when p.Contains(":int") => "1",
        var p when p.Contains(":guid") => Guid.CreateVersion7().ToString(),
        _ => "x",
    };

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Parameter();
}

file static class SignInAssertions
{
    private const string SignIn = "/identity/signin?";

    public static void ShouldStartWithSignIn(this string? location, string path) =>
        (location?.Contains(SignIn, StringComparison.Ordinal) == true).ShouldBeTrue($"{path} answered {location ?? "no redirect"}");

    public static void ShouldNotStartWithSignIn(this string? location, string path) =>
        (location?.Contains(SignIn, StringComparison.Ordinal) == true).ShouldBeFalse($"{path} asks for sign-in");
}
