using LanToa.Accountability.Activities.Packs;
using LanToa.Contracts.Activities;
using LanToa.Platform.Audit;
using LanToa.Platform.Files;
using LanToa.Platform.Jobs;
using LanToa.Platform.Modules;
using LanToa.Platform.Permissions;
using LanToa.Platform.SavedViews;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Accountability.Activities;

public static class ActivityPermissions
{
    public static readonly Permission Read = new("activities.read", "Xem hoạt động và minh chứng", Permission.EveryRole);
    public static readonly Permission Do = new("activities.do", "Ghi hoạt động, thêm minh chứng cho đơn vị", Role.FocalPoint, Role.Officer, Role.Leader);
    public static readonly Permission Confirm = new("activities.confirm", "Chấp nhận, trả lại hoạt động của đơn vị cấp dưới", Role.Officer, Role.Leader);
}

public sealed class ActivitiesModule : Module
{
    public override void Services(IServiceCollection services)
    {
        services.AddScoped<ActivityAccess>();
        services.AddScoped<ActivityRows>();
        services.AddScoped<EvidenceKeeper>();
        services.AddScoped<ActivityWriter>();
        services.AddScoped<LogActivity>();
        services.AddScoped<EditActivity>();
        services.AddScoped<DecideActivity>();
        services.AddScoped<IActivityCounts, ActivityCounts>();
        services.AddScoped<IAttachmentGuard, EvidenceFiles>();
        services.AddScoped<IPagePart, ActivitiesOfDuty>();
        services.AddScoped<IPagePart, WaitingToday>();
        services.AddScoped<PackKeys>();
        services.AddScoped<PackRows>();
        services.AddScoped<RequestPack>();
        services.AddJob<MakePack, MakePackPayload>(MakePack.Job, "Tạo gói minh chứng", TimeSpan.FromHours(2));
        services.AddSingleton(new RecordLink("plan", "Gói minh chứng", id => $"/activities/pack?plan={id}"));
        services.AddSingleton(new RecordLink("occurrence", "Ghi hoạt động", id => $"/activities/log?duty={id}"));
        services.AddSingleton(new SavedList("/activities", "Hoạt động", ActivityPermissions.Read));
    }

    public override void Tables(ModelBuilder model)
    {
        model.ApplyConfiguration(new ActivityTable());
        model.ApplyConfiguration<ActivityAnswer>(new ActivityPartTables());
        model.ApplyConfiguration<ActivityPartner>(new ActivityPartTables());
        model.ApplyConfiguration<Evidence>(new EvidenceTables());
        model.ApplyConfiguration<EvidenceVersion>(new EvidenceTables());
        model.ApplyConfiguration<ActivityEvidence>(new EvidenceTables());
        model.ApplyConfiguration(new LinkHostTable());
        model.ApplyConfiguration(new PackKeyTable());
        model.ApplyConfiguration(new EvidencePackTable());
    }

    public override void Access(AccessRules rules) => rules
        .Enter("/Activities", ActivityPermissions.Read)
        .Enter("/Activities/Log", ActivityPermissions.Do)
        .Enter("/Activities/Queue", ActivityPermissions.Do)
        .Enter("/Activities/Edit", ActivityPermissions.Do)
        .Enter("/Activities/PackKey", Permission.Public);

    public override IEnumerable<MenuPlace> Menu => [new("Hoạt động", "clipboard-list", "/activities", 32, ActivityPermissions.Read)];

    public override IEnumerable<Permission> Permissions => [ActivityPermissions.Read, ActivityPermissions.Do, ActivityPermissions.Confirm];

    public override IEnumerable<VerbName> Verbs =>
    [
        new(LogActivity.Verb, "Ghi hoạt động"), new(LogActivity.DraftVerb, "Lưu nháp hoạt động"), new(EditActivity.Verb, "Sửa hoạt động"), new(EditActivity.SendVerb, "Gửi hoạt động"),
        new(DecideActivity.NameOf(ActivityVerb.Accept), "Chấp nhận hoạt động"), new(DecideActivity.NameOf(ActivityVerb.Return), "Trả lại hoạt động"), new(DecideActivity.NameOf(ActivityVerb.Withdraw), "Rút hoạt động"),
        new(RequestPack.Verb, "Yêu cầu gói minh chứng"), new("evidence-pack.made", "Tạo xong gói minh chứng"),
    ];
}
