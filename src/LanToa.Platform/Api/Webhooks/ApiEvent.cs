using LanToa.Platform.Permissions;

namespace LanToa.Platform.Api.Webhooks;

/// <summary>
/// Something of which other systems can be told. It happens when the history writes one of <paramref name="Verbs"/> of a record of <paramref name="SubjectKind"/>, in the same transaction.
/// </summary>
/// <param name="Code">activity.recorded.</param>
/// <param name="Name">What happens (Vietnamese).</param>
/// <param name="Permission">Whoever is told must hold it.</param>
/// <param name="SubjectKind">As <see cref="Data.RecordedAttribute.Kind"/>.</param>
/// <param name="Verbs">Of the history.</param>
/// <param name="Read">The record as the API tells it to whoever acts in the scope; null where they may not see it.</param>
public sealed record ApiEvent(string Code, string Name, Permission Permission, string SubjectKind, IReadOnlyList<string> Verbs, Func<IServiceProvider, Guid, CancellationToken, Task<object?>> Read);
