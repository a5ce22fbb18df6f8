namespace LanToa.Reading.Phrases;

/// <summary>Words around citations of acts.</summary>
internal static class ActWords
{
    public static readonly Word Number = new("số", loose: false);
    public static readonly Word Through = new("thông"), ThroughEnd = new("qua");
}
