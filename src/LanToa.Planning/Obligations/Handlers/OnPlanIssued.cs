using LanToa.Contracts.Plans;
using LanToa.Platform.Jobs;
using LanToa.Platform.Modules;

namespace LanToa.Planning.Obligations;

/// <summary>A plan was issued or amended, or words of it were given to a unit: its duties are made or changed by a job that is enqueued with the change.</summary>
internal sealed class OnPlanIssued(JobQueue jobs) : IEventHandler<PlanIssued>, IEventHandler<PlanWordsGiven>, IEventHandler<PlanAmended>
{
    public Task HandleAsync(PlanAmended happened, CancellationToken cancel)
    {
        jobs.Enqueue(AmendObligations.Job, happened, AmendObligations.KeyOf(happened.PlanId, happened.Version), province: happened.ProvinceId);
        return Task.CompletedTask;
    }

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
