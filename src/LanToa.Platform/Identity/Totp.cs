using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace LanToa.Platform.Identity;

/// <summary>One-time codes by time: RFC 6238 with SHA-1, six digits, thirty seconds, as every authenticator program reads them.</summary>
public static class Totp
{
    private const string Signs = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private const int Seconds = 30;

    /// <summary>160 bits, as RFC 4226 recommends.</summary>
    public static byte[] NewSecret() => RandomNumberGenerator.GetBytes(20);

    public static long StepOf(DateTimeOffset at) => at.ToUnixTimeSeconds() / Seconds;

    /// <summary>The code of a step of thirty seconds.</summary>
    public static string Code(byte[] secret, long step)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        var hash = HMACSHA1.HashData(secret, counter);
        var number = BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[^1] & 0xf)) & int.MaxValue;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    /// <summary>The step that the code belongs to, now or one step to either side (clocks differ); null for none.</summary>
    public static long? StepOf(byte[] secret, string code, DateTimeOffset now)
    {
        var typed = Encoding.ASCII.GetBytes(code);
        long? found = null;
        // All of them, so that the time taken says nothing.
        for (var step = StepOf(now) - 1; step <= StepOf(now) + 1; step++)
            if (CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Code(secret, step)), typed)) found ??= step;
        return found;
    }

    /// <summary>Base 32 without padding (RFC 4648).</summary>
    public static string Text(byte[] secret)
    {
        var text = new StringBuilder();
        int held = 0, bits = 0;
        foreach (var one in secret)
        {
            held = (held << 8) | one;
            for (bits += 8; bits >= 5; bits -= 5) text.Append(Signs[(held >> (bits - 5)) & 31]);
            held &= (1 << bits) - 1;
        }
        if (bits > 0) text.Append(Signs[(held << (5 - bits)) & 31]);
        return text.ToString();
    }

    /// <summary>What the QR code says to the authenticator program.</summary>
    public static string Address(byte[] secret, string userName) => $"otpauth://totp/LanToa:{Uri.EscapeDataString(userName)}?secret={Text(secret)}&issuer=LanToa&algorithm=SHA1&digits=6&period={Seconds}";
}
