namespace LanToa.Reading.Extraction;

/// <summary>
/// A file whose text cannot be had. <see cref="Code"/> is stable and for programs; the message is Vietnamese, for the person,
/// and says what to do. Extraction throws nothing else (besides cancellation).
/// </summary>
public sealed class UnreadableFileException : Exception
{
    public UnreadableFileException(string code, string message, Exception? inner = null) : base(message, inner) => Code = code;

    /// <summary>One of the constants of <see cref="UnreadableCodes"/>.</summary>
    public string Code { get; }
}

/// <summary>Why a file could not be read.</summary>
public static class UnreadableCodes
{
    public const string Empty = "empty";
    public const string TooLarge = "too-large";
    public const string TooMuchText = "too-much-text";
    public const string TooManyPages = "too-many-pages";
    public const string TooDeep = "too-deep";
    public const string Unsupported = "unsupported-type";
    public const string UnknownEncoding = "unknown-encoding";
    public const string Encrypted = "encrypted";
    public const string Broken = "broken";
    public const string NoText = "no-text";
    public const string Bomb = "zip-bomb";
    public const string ProgramMissing = "program-missing";
    public const string TimedOut = "timed-out";
}
