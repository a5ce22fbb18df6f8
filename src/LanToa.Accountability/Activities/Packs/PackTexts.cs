using System.Security.Cryptography;
using System.Text;

namespace LanToa.Accountability.Activities.Packs;

/// <summary>The texts that lie in every pack (Data/Pack).</summary>
internal static class PackTexts
{
    public static string Readme { get; } = Read("README.txt");

    public static string Script { get; } = Read("verify.sh");

    public static string Style { get; } = Read("index.css");

    /// <summary>The page fetches nothing and runs nothing: its one style sheet by its hash, and the pictures that lie beside it.</summary>
    public static string Policy { get; } = $"default-src 'none'; img-src 'self' file:; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; base-uri 'none'; form-action 'none'";

    private static string Read(string name)
    {
        using var text = new StreamReader(typeof(PackTexts).Assembly.GetManifestResourceStream($"LanToa.Accountability.Activities.Pack.{name}")!);
        return text.ReadToEnd();
    }
}
