using LanToa.Contracts.Organizations;
using LanToa.Platform.Jobs;
using LanToa.Platform.Modules;

namespace LanToa.Planning.Obligations;

/// <summary>A reorganization was recorded or taken back: its duties follow by a job that is enqueued with the change.</summary>
internal sealed class OnSuccession(JobQueue jobs) : IEventHandler<SuccessionChanged>
{
    public Task HandleAsync(SuccessionChanged happened, CancellationToken cancel)
    {
        jobs.Enqueue(FollowSuccession.Job, new FollowSuccessionPayload(happened.SuccessionId));
        return Task.CompletedTask;
    }
}
