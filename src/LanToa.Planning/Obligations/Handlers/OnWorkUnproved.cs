using LanToa.Contracts.Activities;
using LanToa.Platform.Data;
using LanToa.Platform.Modules;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Obligations;

/// <summary>Tells whoever confirmed a period that the evidence of all that counts for it was refused or ended, and no longer once some of it proves it again. The work still counts, and the period stays as it is: what becomes of it is theirs to decide.</summary>
internal sealed class OnWorkUnproved(LanToaDb db, DutyNotices notices) : IEventHandler<WorkUnproved>, IEventHandler<WorkProved>
{
    private const string Why = "minh chứng của các hoạt động không được chấp nhận hoặc đã hết giá trị";

    public async Task HandleAsync(WorkUnproved happened, CancellationToken cancel)
    {
        Guid[] ids = [.. happened.Occurrences];
        foreach (var occurrence in await db.Set<Occurrence>().AsNoTracking().Where(o => ids.Contains(o.Id) && o.DoneOn != null && o.ConfirmedOn != null && o.ConfirmedByName != null).OrderBy(o => o.Id).ToListAsync(cancel))
        {
            if ((await db.EvidenceOfAsync(occurrence.Id, cancel)).Count > 0) continue;
            db.RecordEvent("occurrence", occurrence.Id, OnWorkLogged.ProofLost, Why);
            await notices.ConfirmedProofLostAsync(occurrence, Why, cancel);
        }
        await db.SaveChangesAsync(cancel);
    }

    public Task HandleAsync(WorkProved happened, CancellationToken cancel) => notices.ConfirmedProofBackAsync(happened.Occurrences, cancel);
}
