using LanToa.Platform.Data;
using LanToa.Platform.Search;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Platform.Files;

/// <summary>Files by their names, as far as the record that has them is open to this person.</summary>
internal sealed class FileSearch(LanToaDb db, IEnumerable<IAttachmentGuard> guards) : ISearchSource
{
    // Each is asked of its record: so many of the newest are tried.
    private const int MostTried = 40;

    public string Title => "Tệp";

    public int Order => 60;

    public async Task<SearchHits> FindAsync(SearchQuery query, int most, CancellationToken cancel)
    {
        var newest = await db.Set<Attachment>().AsNoTracking().Where(a => a.WithdrawnAt == null && SearchWords.Match(a.FileName, query.All)).OrderByDescending(a => a.AddedAt).Take(MostTried).ToListAsync(cancel);
        var found = new List<SearchHit>();
        foreach (var file in newest)
        {
            if (found.Count > most) break;
            if (guards.FirstOrDefault(g => g.SubjectKind == file.SubjectKind) is { } guard && await guard.MayReadAsync(file.SubjectId, cancel))
                found.Add(new SearchHit(file.FileName, $"/files/{file.Id}", $"{file.AddedByName}, {VietnameseFormat.DateTime(file.AddedAt)}"));
        }
        return SearchHits.Of(found, most);
    }
}
