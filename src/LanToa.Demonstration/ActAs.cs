using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Demonstration;

/// <summary>Works in a scope of its own as one of the demonstration's accounts, so that permissions hold and the history names who did it.</summary>
public sealed class ActAs(IServiceScopeFactory scopes, Clock clock)
{
    public async Task<T> RunAsync<T>(string userName, Func<IServiceProvider, Task<T>> work, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var actor = scope.ServiceProvider.GetRequiredService<Actor>();
        actor.BecomeSystem($"job:{LoadDemonstration.Job}", Samples.ProvinceId);
        var db = scope.ServiceProvider.GetRequiredService<LanToaDb>();
        var account = await db.Users.AsNoTracking().FirstAsync(a => a.UserName == userName, cancel);
        var today = clock.Today;
        var roles = await db.Set<Membership>().AsNoTracking().Where(m => m.AccountId == account.Id && m.ValidFrom <= today && (m.ValidTo == null || m.ValidTo >= today)).ToListAsync(cancel);
        actor.BecomePerson(account, roles, null, null);
        return await work(scope.ServiceProvider);
    }
}
