using LanToa.Platform.Permissions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Platform.Api;

/// <summary>What a parameter in the address is.</summary>
public enum ApiParameterKind
{
    Text,
    Id,
    Date,
    Number,
    YesNo,
}

/// <summary>A parameter of the query: its name, what it is, and what it does (Vietnamese).</summary>
public sealed record ApiParameter(string Name, ApiParameterKind Kind, string Text)
{
    /// <summary>The values it can have, where they are few.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];
}

/// <summary>
/// One operation of the API, as the room that owns the records declares it: the endpoint, the OpenAPI document, the page for developers and the tests are made from it.
/// </summary>
public sealed record ApiOperation
{
    /// <summary>The operationId, by which programs name it: createActivity.</summary>
    public required string Id { get; init; }
    public required string Method { get; init; }
    /// <summary>Below /api/v1, with typed parameters: "activities/{id:guid}".</summary>
    public required string Path { get; init; }
    /// <summary>The group under which people read it (Vietnamese).</summary>
    public required string Group { get; init; }
    /// <summary>What it does, in a few words and in full (Vietnamese).</summary>
    public required string Summary { get; init; }
    public string? Text { get; init; }
    /// <summary>The scope that a token needs.</summary>
    public required Permission Permission { get; init; }
    public IReadOnlyList<ApiParameter> Query { get; init; } = [];
    /// <summary>What the path's own parameter is (Vietnamese).</summary>
    public string? PathText { get; init; }
    /// <summary>What is sent as JSON.</summary>
    public Type? Body { get; init; }
    /// <summary>A file is sent as it is.</summary>
    public bool SendsFile { get; init; }
    /// <summary>What is answered as JSON; of a list one item.</summary>
    public Type? Answer { get; init; }
    /// <summary>A page of a list is answered.</summary>
    public bool IsList { get; init; }
    /// <summary>A file is answered as it is.</summary>
    public bool AnswersFile { get; init; }
    public int Status { get; init; } = 200;
    /// <summary>Changes something that is there: needs If-Match.</summary>
    public bool Changes { get; init; }
    /// <summary>Its answers are kept by itself, together with what it writes.</summary>
    public bool KeepsReplies { get; init; }
    /// <summary>An example of what is sent, as JSON.</summary>
    public string? Example { get; init; }
    public required Func<ApiCall, Task<ApiAnswer>> Handle { get; init; }

    /// <summary>Creates something: needs an Idempotency-Key.</summary>
    public bool Creates => Method == "POST";
}

/// <summary>A permission that tokens can be given, with the operations that it opens.</summary>
public sealed record ApiScope(Permission Permission, IReadOnlyList<ApiOperation> Operations);

/// <summary>All operations of all rooms.</summary>
public sealed class ApiCatalog(IServiceProvider services)
{
    public IReadOnlyList<ApiOperation> Operations { get => field ??= [.. services.GetRequiredService<EndpointDataSource>().Endpoints.Select(e => e.Metadata.GetMetadata<ApiOperation>()).OfType<ApiOperation>()]; }

    /// <summary>What a token can be allowed.</summary>
    public IReadOnlyList<ApiScope> Scopes { get => field ??= [.. Operations.Where(o => o.Permission.Roles.Length > 0).GroupBy(o => o.Permission).Select(g => new ApiScope(g.Key, [.. g]))]; }
}
