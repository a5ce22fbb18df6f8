using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Search;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Platform.Files;

/// <summary>Files by their names, as far as the record that has them is open to this person: their own uploads first, then the newest.</summary>
public sealed class FileSearch(LanToaDb db, Actor actor, IEnumerable<IAttachmentGuard> guards) : ISearchSource
{
    /// <summary>Each file is asked of its record; no more than these are tried, and that there may be more is said.</summary>
    public const int MostTried = 400;

    private const int Batch = 50;

    public string Title => "Tệp";

    public int Order => 60;

    public async Task<SearchHits> FindAsync(SearchQuery query, int most, CancellationToken cancel)
    {
        var self = actor.AccountId;
        var all = db.Set<Attachment>().AsNoTracking().Where(a => a.WithdrawnAt == null && SearchWords.Match(a.FileName, query.All))
            .OrderByDescending(a => a.AddedBy == self).ThenByDescending(a => a.AddedAt).ThenBy(a => a.Id);
        var (found, open) = (new List<SearchHit>(), new Dictionary<(string, Guid), bool>());
        for (var tried = 0; tried < MostTried; tried += Batch)
        {
            var batch = await all.Skip(tried).Take(Batch).ToListAsync(cancel);
            foreach (var file in batch)
            {
                if (!open.TryGetValue((file.SubjectKind, file.SubjectId), out var may))
                    open[(file.SubjectKind, file.SubjectId)] = may = guards.FirstOrDefault(g => g.SubjectKind == file.SubjectKind) is { } guard && await guard.MayReadAsync(file.SubjectId, cancel);
                if (may) found.Add(new SearchHit(file.FileName, $"/files/{file.Id}", $"{file.AddedByName}, {VietnameseFormat.DateTime(file.AddedAt)}"));
                if (found.Count > most) return SearchHits.Of(found, most);
            }
            if (batch.Count < Batch) return SearchHits.Of(found, most);
        }
        return new SearchHits(found, HasMore: true);
    }
}
