using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Obligations.Digests;

/// <summary>What this person was told, in the province in which they act.</summary>
public sealed class MyDigest(LanToaDb db, Actor actor)
{
    private static readonly Prepared<Func<LanToaDb, Guid?, DateOnly, CancellationToken, Task<Digest?>>> Of = new(() => EF.CompileAsyncQuery(
        (LanToaDb db, Guid? person, DateOnly day, CancellationToken cancel) => db.Set<Digest>().AsNoTracking().FirstOrDefault(d => d.AccountId == person && d.Day == day)));

    public Task<Digest?> OfAsync(DateOnly day, CancellationToken cancel = default) => Of.For(db)(db, actor.AccountId, day, cancel);
}
