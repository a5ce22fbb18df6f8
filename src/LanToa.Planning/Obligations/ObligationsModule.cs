using LanToa.Contracts.Plans;
using LanToa.Platform.Audit;
using LanToa.Platform.Jobs;
using LanToa.Platform.Modules;
using LanToa.Platform.Permissions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Planning.Obligations;

public static class ObligationPermissions
{
    public static readonly Permission Read = new("obligations.read", "Xem việc phải làm", Permission.EveryRole);
    public static readonly Permission Do = new("obligations.do", "Làm và báo kết quả việc phải làm của đơn vị", Role.FocalPoint, Role.Officer, Role.Leader);
    public static readonly Permission Confirm = new("obligations.confirm", "Xác nhận, trả lại, đổi hạn việc của đơn vị cấp dưới", Role.Officer, Role.Leader);
    public static readonly Permission ManageRules = new("rules.manage", "Quản lý kỳ báo cáo và ngày nghỉ", Role.Administrator);
}

public sealed class ObligationsModule : Module
{
    public override void Services(IServiceCollection services)
    {
        services.AddScoped<RuleBooks>();
        services.AddScoped<IEventHandler<PlanIssued>, OnPlanIssued>();
        services.AddJob<GenerateObligations, GeneratePayload>(GenerateObligations.Job, "Phát sinh việc phải làm", TimeSpan.FromMinutes(30));
    }

    public override void Tables(ModelBuilder model)
    {
        model.ApplyConfiguration(new ObligationTable());
        model.ApplyConfiguration(new OccurrenceTable());
        model.ApplyConfiguration<Holiday>(new RuleTables());
        model.ApplyConfiguration<RegimeRow>(new RuleTables());
    }

    public override IEnumerable<Permission> Permissions =>
        [ObligationPermissions.Read, ObligationPermissions.Do, ObligationPermissions.Confirm, ObligationPermissions.ManageRules];

    public override IEnumerable<VerbName> Verbs => [new(GenerateObligations.Job, "Phát sinh việc phải làm")];
}
