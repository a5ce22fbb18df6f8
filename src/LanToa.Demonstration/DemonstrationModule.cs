using LanToa.Platform.Jobs;
using LanToa.Platform.Modules;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Demonstration;

/// <summary>The made-up province that the first start on an empty database shows.</summary>
public sealed class DemonstrationModule : Module
{
    public override void Services(IServiceCollection services)
    {
        services.AddScoped<LoadOrganizations>();
        services.AddScoped<DemonstrationAccounts>();
        services.AddScoped<DemonstrationStart>();
        services.AddScoped<ActAs>();
        services.AddScoped<AskSampleReport>();
        services.AddScoped<AnswerSamplePlans>();
        services.AddJob<IssueSamplePlans, IssuePayload>(IssueSamplePlans.Job, "Ban hành kế hoạch trình diễn", TimeSpan.FromMinutes(30));
        services.AddJob<LiveSamplePlans, LivePayload>(LiveSamplePlans.Job, "Ghi nhận kết quả trình diễn", TimeSpan.FromMinutes(30));
        services.AddJob<WriteSampleReports, ReportsPayload>(WriteSampleReports.Job, "Lập báo cáo trình diễn", TimeSpan.FromMinutes(30));
        services.AddJob<ShowSampleEvidence, EvidenceShownPayload>(ShowSampleEvidence.Job, "Minh chứng trình diễn", TimeSpan.FromMinutes(10));
        services.AddJob<LoadDemonstration, LoadPayload>(LoadDemonstration.Job, "Nạp tỉnh trình diễn", TimeSpan.FromMinutes(30));
    }
}
