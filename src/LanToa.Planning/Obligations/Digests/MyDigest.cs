using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Obligations.Digests;

/// <summary>What this person was told, in the province in which they act.</summary>
public sealed class MyDigest(LanToaDb db, Actor actor)
{
    public Task<Digest?> OfAsync(DateOnly day, CancellationToken cancel = default) => db.Set<Digest>().AsNoTracking().FirstOrDefaultAsync(d => d.AccountId == actor.AccountId && d.Day == day, cancel);
}
