using LanToa.Contracts.Plans;
using LanToa.Platform.Jobs;
using LanToa.Platform.Modules;

namespace LanToa.Planning.Obligations;

/// <summary>A plan or a task was withdrawn: its open duties end by a job that is enqueued with the change. Closing a plan leaves debts as they are.</summary>
internal sealed class OnPlanEnded(JobQueue jobs) : IEventHandler<PlanWithdrawn>, IEventHandler<PlanTaskWithdrawn>
{
    public Task HandleAsync(PlanWithdrawn happened, CancellationToken cancel) => EndAsync(happened.ProvinceId, happened.PlanId, null, $"Thu hồi kế hoạch: {happened.Reason}");

    public Task HandleAsync(PlanTaskWithdrawn happened, CancellationToken cancel) => EndAsync(happened.ProvinceId, happened.PlanId, happened.TaskId, $"Rút nhiệm vụ: {happened.Reason}");

    private Task EndAsync(short province, Guid plan, Guid? task, string reason)
    {
        jobs.Enqueue(EndObligations.Job, new EndPayload(plan, task, reason), province: province);
        return Task.CompletedTask;
    }
}
