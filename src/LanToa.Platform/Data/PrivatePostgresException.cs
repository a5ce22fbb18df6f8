namespace LanToa.Platform.Data;

/// <summary>A private cluster cannot be started or stopped. The message says what to do: Vietnamese first, then English.</summary>
public sealed class PrivatePostgresException : Exception
{
    public PrivatePostgresException(string vietnamese, string english, Exception? inner = null)
        : base(vietnamese + Environment.NewLine + english, inner)
    {
    }
}
