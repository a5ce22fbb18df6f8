namespace LanToa.Reading.Extraction;

/// <summary>Limits and wishes for one extraction. The defaults suit a document of an office.</summary>
public sealed record ExtractionOptions
{
    public static ExtractionOptions Default { get; } = new();

    /// <summary>Largest input, in bytes.</summary>
    public int MaxBytes { get; init; } = 50 * 1024 * 1024;

    /// <summary>Largest text, in UTF-16 code units.</summary>
    public int MaxCharacters { get; init; } = 2 * 1024 * 1024;

    /// <summary>Most pages of a PDF with text.</summary>
    public int MaxPages { get; init; } = 400;

    /// <summary>Most pages that are recognised from images.</summary>
    public int MaxRecognisedPages { get; init; } = 120;

    /// <summary>Longest time for the recognition of one page.</summary>
    public TimeSpan PageTimeLimit { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>Longest time for one run of any other program.</summary>
    public TimeSpan ProgramTimeLimit { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>Pages recognised at the same time; each takes one core.</summary>
    public int ParallelPages { get; init; } = Math.Max(1, Environment.ProcessorCount / 2);

    /// <summary>False: pages without a usable text layer are reported instead of recognised.</summary>
    public bool RecogniseImages { get; init; } = true;

    /// <summary>Told after each page of a PDF or image that is done.</summary>
    public IProgress<(int Page, int Pages)>? Progress { get; init; }
}
