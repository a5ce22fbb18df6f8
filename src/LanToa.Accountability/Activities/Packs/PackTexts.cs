namespace LanToa.Accountability.Activities.Packs;

/// <summary>The texts that lie in every pack (Data/Pack).</summary>
internal static class PackTexts
{
    public static string Readme { get; } = Read("README.txt");

    public static string Script { get; } = Read("verify.sh");

    public static string Style { get; } = Read("index.css");

    private static string Read(string name)
    {
        using var text = new StreamReader(typeof(PackTexts).Assembly.GetManifestResourceStream($"LanToa.Accountability.Activities.Pack.{name}")!);
        return text.ReadToEnd();
    }
}
