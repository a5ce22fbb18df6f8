using LanToa.Contracts.Activities;
using LanToa.Platform.Data;
using LanToa.Platform.Modules;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Obligations;

/// <summary>
/// The history of a reported period says that the evidence of all that counts for it was refused or ended, and that some of it proves it again; whoever confirmed the period is told, and no longer once it is proved. The work
/// still counts, and the period stays as it is: what becomes of it is theirs to decide.
/// </summary>
internal sealed class OnWorkUnproved(LanToaDb db, DutyNotices notices) : IEventHandler<WorkUnproved>, IEventHandler<WorkProved>
{
    private const string Why = "minh chứng của các hoạt động không được chấp nhận hoặc đã hết giá trị", Again = "minh chứng của hoạt động lại có giá trị";

    public async Task HandleAsync(WorkUnproved happened, CancellationToken cancel)
    {
        Guid[] ids = [.. happened.Occurrences];
        foreach (var occurrence in await db.Set<Occurrence>().AsNoTracking().Where(o => ids.Contains(o.Id) && o.DoneOn != null).OrderBy(o => o.Id).ToListAsync(cancel))
        {
            if ((await db.EvidenceOfAsync(occurrence.Id, cancel)).Count > 0) continue;
            db.RecordLost(occurrence.Id, Why);
            if (occurrence is { ConfirmedOn: not null, ConfirmedByName: not null }) await notices.ConfirmedProofLostAsync(occurrence, Why, cancel);
        }
        await db.SaveChangesAsync(cancel);
    }

    public async Task HandleAsync(WorkProved happened, CancellationToken cancel)
    {
        db.RecordBack(await db.LostAsync(happened.Occurrences, cancel), Again);
        await db.SaveChangesAsync(cancel);
        await notices.ConfirmedProofBackAsync(happened.Occurrences, cancel);
    }
}
