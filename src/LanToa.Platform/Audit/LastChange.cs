using LanToa.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Platform.Audit;

/// <summary>Who changed a record last and when: what the second of two editors is told.</summary>
public sealed class LastChange(LanToaDb db)
{
    /// <summary>Nulls for a record that nobody has changed.</summary>
    public async Task<(string? Who, DateTimeOffset? At)> OfAsync(Guid subject, CancellationToken cancel = default)
    {
        var last = await db.HistoryInSight().Where(e => e.SubjectId == subject)
            .OrderByDescending(e => e.At).ThenByDescending(e => e.Id).Select(e => new { e.ActorName, e.At }).FirstOrDefaultAsync(cancel);
        return (last?.ActorName, last?.At);
    }
}
