using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace LanToa.Platform.Api;

/// <summary>A secret that a form carries sealed until it is sent: sent twice, the form makes the same thing and can show its secret again.</summary>
internal static class Tickets
{
    private static readonly TimeSpan Life = TimeSpan.FromHours(4);

    public static string Seal(IDataProtectionProvider protection, string secret) => Protector(protection).Protect(secret, Life);

    public static bool TryOpen(IDataProtectionProvider protection, string? ticket, out string secret)
    {
        try
        {
            secret = Protector(protection).Unprotect(ticket ?? "");
            return true;
        }
        catch (CryptographicException)
        {
            secret = "";
            return false;
        }
    }

    private static ITimeLimitedDataProtector Protector(IDataProtectionProvider protection) => protection.CreateProtector("LanToa.Api.Ticket").ToTimeLimitedDataProtector();
}
