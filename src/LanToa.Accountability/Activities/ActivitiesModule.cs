using LanToa.Platform.Modules;
using LanToa.Platform.Permissions;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Accountability.Activities;

public static class ActivityPermissions
{
    public static readonly Permission Read = new("activities.read", "Xem hoạt động và minh chứng", Permission.EveryRole);
    public static readonly Permission Do = new("activities.do", "Ghi hoạt động, thêm minh chứng cho đơn vị", Role.FocalPoint, Role.Officer, Role.Leader);
    public static readonly Permission Confirm = new("activities.confirm", "Chấp nhận, trả lại hoạt động của đơn vị cấp dưới", Role.Officer, Role.Leader);
}

public sealed class ActivitiesModule : Module
{
    public override void Tables(ModelBuilder model)
    {
        model.ApplyConfiguration(new ActivityTable());
        model.ApplyConfiguration<ActivityAnswer>(new ActivityPartTables());
        model.ApplyConfiguration<ActivityPartner>(new ActivityPartTables());
        model.ApplyConfiguration<Evidence>(new EvidenceTables());
        model.ApplyConfiguration<EvidenceVersion>(new EvidenceTables());
        model.ApplyConfiguration<ActivityEvidence>(new EvidenceTables());
    }

    public override IEnumerable<Permission> Permissions => [ActivityPermissions.Read, ActivityPermissions.Do, ActivityPermissions.Confirm];
}
