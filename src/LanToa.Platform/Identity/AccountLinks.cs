using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using LanToa.Platform.Data;
using LanToa.Platform.Time;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Platform.Identity;

/// <summary>What a link in a letter opens.</summary>
public enum LinkPurpose : byte
{
    /// <summary>The first password of a person who was invited.</summary>
    Invitation = 1,
    /// <summary>A new password in place of a forgotten one.</summary>
    Reset = 2,
}

/// <summary>
/// Links that prove an address: sealed by the shared keys, with their end, and bound to the account's security stamp. A new password, a new invitation or the end of
/// the account changes the stamp, so a link works once and a newer one puts the older ones out; nothing is stored that could be stolen.
/// </summary>
public sealed class AccountLinks(IDataProtectionProvider keys, LanToaDb db, Clock clock)
{
    public static readonly TimeSpan InvitationLife = TimeSpan.FromHours(72);

    public static readonly TimeSpan ResetLife = TimeSpan.FromHours(1);

    private const int Length = 1 + 8 + 16 + 16;

    private readonly IDataProtector _seal = keys.CreateProtector("LanToa.AccountLinks.1");

    public static TimeSpan LifeOf(LinkPurpose purpose) => purpose == LinkPurpose.Invitation ? InvitationLife : ResetLife;

    /// <summary>The secret of a new link for the address of a page, and when it ends.</summary>
    public (string Secret, DateTimeOffset Ends) Make(Account account, LinkPurpose purpose)
    {
        var ends = clock.Now + LifeOf(purpose);
        var content = new byte[Length];
        content[0] = (byte)purpose;
        BinaryPrimitives.WriteInt64BigEndian(content.AsSpan(1), ends.ToUnixTimeMilliseconds());
        account.Id.TryWriteBytes(content.AsSpan(9));
        Stamp(account).CopyTo(content.AsSpan(25));
        return (WebEncoders.Base64UrlEncode(_seal.Protect(content)), ends);
    }

    /// <summary>The account that a link stands for; null when it has ended, was used, was replaced, was made up, or the account is out of use.</summary>
    public async Task<Account?> ReadAsync(string secret, LinkPurpose purpose, CancellationToken cancel = default)
    {
        if (Open(secret) is not { Length: Length } content || content[0] != (byte)purpose) return null;
        if (DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64BigEndian(content.AsSpan(1))) <= clock.Now) return null;
        var id = new Guid(content.AsSpan(9, 16));
        var account = await db.Users.FirstOrDefaultAsync(a => a.Id == id && a.DisabledAt == null, cancel);
        return account is not null && CryptographicOperations.FixedTimeEquals(Stamp(account), content.AsSpan(25)) ? account : null;
    }

    private byte[]? Open(string secret)
    {
        try
        {
            return _seal.Unprotect(WebEncoders.Base64UrlDecode(secret));
        }
        catch (Exception e) when (e is FormatException or CryptographicException)
        {
            return null;
        }
    }

    // With the address, so that a letter sent to a former one opens nothing.
    private static ReadOnlySpan<byte> Stamp(Account account) => SHA256.HashData(Encoding.UTF8.GetBytes($"{account.SecurityStamp}\n{account.NormalizedEmail}")).AsSpan(0, 16);
}
