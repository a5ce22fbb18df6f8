using LanToa.Contracts.Activities;
using LanToa.Platform.Data;
using LanToa.Platform.Modules;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Obligations;

/// <summary>The evidence of what counts for periods was refused, has ended, or proves again: looks whether anything proves them.</summary>
internal sealed class OnWorkUnproved(LanToaDb db, PeriodProof proof) : IEventHandler<WorkUnproved>, IEventHandler<WorkProved>
{
    internal const string Why = "minh chứng của các hoạt động không được chấp nhận hoặc đã hết giá trị";

    private const string Again = "minh chứng của hoạt động lại có giá trị";

    public Task HandleAsync(WorkUnproved happened, CancellationToken cancel) => LookAsync(happened.Occurrences, cancel);

    public Task HandleAsync(WorkProved happened, CancellationToken cancel) => LookAsync(happened.Occurrences, cancel);

    private async Task LookAsync(IReadOnlyCollection<Guid> periods, CancellationToken cancel) =>
        await proof.LookAsync(await db.Set<Occurrence>().Where(o => periods.Contains(o.Id) && o.DoneOn != null).ToListAsync(cancel), new ProofWords(Why, Why, Again), cancel);
}
