using LanToa.Contracts.Plans;
using LanToa.Platform.Jobs;
using LanToa.Platform.Modules;

namespace LanToa.Planning.Obligations;

/// <summary>A plan was issued, or words of it were given to a unit: its duties are made by a job that is enqueued with the change.</summary>
internal sealed class OnPlanIssued(JobQueue jobs) : IEventHandler<PlanIssued>, IEventHandler<PlanWordsGiven>
{
    public Task HandleAsync(PlanWordsGiven happened, CancellationToken cancel)
    {
        jobs.Enqueue(GenerateObligations.Job, new GeneratePayload(happened.PlanId, [happened.UnitId]), province: happened.ProvinceId);
        return Task.CompletedTask;
    }

    public Task HandleAsync(PlanIssued happened, CancellationToken cancel)
    {
        jobs.Enqueue(GenerateObligations.Job, new GeneratePayload(happened.PlanId), GenerateObligations.KeyOf(happened.PlanId), province: happened.ProvinceId);
        return Task.CompletedTask;
    }
}
