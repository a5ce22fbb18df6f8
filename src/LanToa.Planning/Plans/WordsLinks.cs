namespace LanToa.Planning.Plans;

/// <summary>Addresses of what is remembered of words in documents.</summary>
public static class WordsLinks
{
    public const string List = "/plans/words";

    public static string Of(Guid id) => $"/plans/words/{id}";
}
