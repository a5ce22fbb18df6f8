namespace LanToa.Reading.Extraction;

/// <summary>
/// How much a text looks like undamaged Vietnamese, 0 to 1: syllables well built, and marks about as frequent as they are in running text
/// (three of four syllables carry one).
/// </summary>
internal static class TextQuality
{
    /// <summary>Below this a text layer is worth recognising again.</summary>
    public const double Damaged = 0.8;

    private const double UsualMarks = 0.55;
    private const int EnoughWords = 25;

    /// <summary>1 where there are too few words to tell.</summary>
    public static double Of(string text)
    {
        var (words, syllables, marked) = VietnameseSyllables.Measure(text);
        return words < EnoughWords ? 1 : syllables * Math.Min(1, marked / UsualMarks);
    }

    public static double Of(PageWords page) => Of(string.Join(' ', page.Words.Select(w => w.Text)));
}
