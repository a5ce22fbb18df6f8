using LanToa.Platform.Jobs;

namespace LanToa.Demonstration;

public sealed record LoadPayload;

/// <summary>Fills an empty installation with the made-up province. Each step leaves alone what is there, so that it can be run again.</summary>
public sealed class LoadDemonstration(LoadOrganizations organizations, DemonstrationAccounts accounts, IssueSamplePlans plans, JobQueue jobs) : IJobHandler<LoadPayload>
{
    public const string Job = "demonstration.load";

    public const string Key = "demonstration:load";

    public async Task RunAsync(LoadPayload payload, JobRun run, CancellationToken cancel)
    {
        await organizations.RunAsync(run, cancel);
        await run.ReportAsync(80, "Tài khoản theo vai trò");
        await accounts.AddAsync(DemonstrationAccounts.Printed.Concat(DemonstrationAccounts.Others()), cancel);
        await run.ReportAsync(90, "Tải lên văn bản mẫu");
        await plans.UploadAsync(cancel);
        // After the readings in the queue; it waits for those that are still being read.
        await jobs.EnqueueOnceAsync(IssueSamplePlans.Job, new IssuePayload(), IssueSamplePlans.Key, Samples.ProvinceId, cancel);
        await run.ReportAsync(100, "Đã nạp tỉnh trình diễn: cơ quan, sắp xếp tổ chức năm 2025, tài khoản theo vai trò");
        run.ResultPath = "/organizations";
    }
}
