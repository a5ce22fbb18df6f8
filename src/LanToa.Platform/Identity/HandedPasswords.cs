using System.Globalization;
using LanToa.Platform.Data;
using LanToa.Platform.Time;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Platform.Identity;

/// <summary>
/// Passwords that somebody else has seen: set by an administrator, by whoever runs the machine or by the first start, and handed over or printed. Such a one is temporary
/// (NIST SP 800-63B): good for coming in and choosing one's own, and for nothing else.
/// </summary>
public sealed class HandedPasswords(LanToaDb db, Clock clock)
{
    private const string Provider = "lantoa", Name = "password-handed-over";

    public Task<bool> HasAsync(Guid account, CancellationToken cancel = default) => Marks.AnyAsync(t => t.UserId == account && t.LoginProvider == Provider && t.Name == Name, cancel);

    /// <summary>Saved by the caller, with the password.</summary>
    public async Task MarkAsync(Guid account, CancellationToken cancel = default)
    {
        if (await FindAsync(account, cancel) is null) db.Add(new IdentityUserToken<Guid> { UserId = account, LoginProvider = Provider, Name = Name, Value = clock.Now.ToString("O", CultureInfo.InvariantCulture) });
    }

    /// <summary>The person has set a password of their own. Saved by the caller, with the password.</summary>
    public async Task ForgetAsync(Guid account, CancellationToken cancel = default)
    {
        if (await FindAsync(account, cancel) is { } mark) db.Remove(mark);
    }

    private Task<IdentityUserToken<Guid>?> FindAsync(Guid account, CancellationToken cancel) => Marks.AsTracking().FirstOrDefaultAsync(t => t.UserId == account && t.LoginProvider == Provider && t.Name == Name, cancel);

    private DbSet<IdentityUserToken<Guid>> Marks => db.Set<IdentityUserToken<Guid>>();
}
