using LanToa.Platform.Jobs;

namespace LanToa.Demonstration;

public sealed record LoadPayload;

/// <summary>Fills an empty installation with the made-up province. Each step leaves alone what is there, so that it can be run again.</summary>
public sealed class LoadDemonstration(LoadOrganizations organizations, DemonstrationAccounts accounts) : IJobHandler<LoadPayload>
{
    public const string Job = "demonstration.load";

    public const string Key = "demonstration:load";

    public async Task RunAsync(LoadPayload payload, JobRun run, CancellationToken cancel)
    {
        await organizations.RunAsync(run, cancel);
        await run.ReportAsync(80, "Tài khoản theo vai trò");
        await accounts.AddAsync(DemonstrationAccounts.Printed.Concat(DemonstrationAccounts.Others()), cancel);
        await run.ReportAsync(100, "Đã nạp tỉnh trình diễn: cơ quan, sắp xếp tổ chức năm 2025, tài khoản theo vai trò");
        run.ResultPath = "/organizations";
    }
}
