using System.Security.Cryptography;

namespace LanToa.Platform.Identity;

/// <summary>Secrets that people read and type.</summary>
internal static class NewSecrets
{
    /// <summary>Sixteen characters without look-alikes, grouped for reading aloud: about 79 bits.</summary>
    public static string Readable() => string.Join('-', RandomNumberGenerator.GetString("abcdefghjkmnpqrstuvwxyz23456789", 16).Chunk(4).Select(c => new string(c)));
}
