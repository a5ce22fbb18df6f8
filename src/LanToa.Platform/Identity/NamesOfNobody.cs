using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using LanToa.Platform.Time;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace LanToa.Platform.Identity;

/// <summary>
/// Counts wrong passwords of names that nobody can sign in by, and locks such a name as an account is locked: else "locked" would tell a stranger that the name exists. In memory, each node its own: it
/// guards nothing.
/// </summary>
public sealed class NamesOfNobody(IOptions<IdentityOptions> identity, Clock clock)
{
    private const int Most = 10_000;

    private readonly ConcurrentDictionary<string, (int Failures, DateTimeOffset LockedUntil)> _names = new(StringComparer.Ordinal);

    public bool IsLocked(string name) => _names.TryGetValue(Key(name), out var known) && known.LockedUntil > clock.Now;

    /// <summary>Counts one more; whether the name is locked now.</summary>
    public bool Fail(string name)
    {
        var (now, rule) = (clock.Now, identity.Value.Lockout);
        if (_names.Count >= Most) _names.Clear();
        return _names.AddOrUpdate(Key(name), (1, default), (_, was) =>
            was.LockedUntil > now ? was : was.Failures + 1 >= rule.MaxFailedAccessAttempts ? (0, now + rule.DefaultLockoutTimeSpan) : (was.Failures + 1, default)).LockedUntil > now;
    }

    // Of one length, whatever is typed.
    private static string Key(string name) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name.Trim().ToUpperInvariant())));
}
