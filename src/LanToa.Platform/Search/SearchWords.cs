using Microsoft.EntityFrameworkCore;

namespace LanToa.Platform.Search;

/// <summary>Words of a column as the database finds them, through an index on <c>search_words(column)</c>.</summary>
public static class SearchWords
{
    /// <summary>Whether the text has the words of a query such as <see cref="SearchQuery.All"/>. Only inside a query of the database.</summary>
    public static bool Match(string? text, string words) => throw new NotSupportedException("Runs in the database only.");

    internal static void Map(ModelBuilder model) => model.HasDbFunction(typeof(SearchWords).GetMethod(nameof(Match))!).HasName("search_matches");
}
