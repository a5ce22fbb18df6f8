using LanToa.Accountability.Activities.Api;
using LanToa.Accountability.Activities.Links;
using LanToa.Accountability.Activities.Packs;
using LanToa.Accountability.Activities.Pages;
using LanToa.Contracts.Activities;
using LanToa.Contracts.Organizations;
using LanToa.Platform.Api;
using LanToa.Platform.Api.Webhooks;
using LanToa.Platform.Audit;
using LanToa.Platform.Files;
using LanToa.Platform.Jobs;
using LanToa.Platform.Modules;
using LanToa.Platform.Permissions;
using LanToa.Platform.SavedViews;
using LanToa.Platform.Time;
using Microsoft.AspNetCore.Routing;
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
        services.AddScoped<IBodyHoldings, HeldActivities>();
        services.AddScoped<ActivityRows>();
        services.AddScoped<EvidenceKeeper>();
        services.AddScoped<ActivityWriter>();
        services.AddScoped<ActivityChoices>();
        services.AddScoped<HostEvents>();
        services.AddScoped<LogActivity>();
        services.AddScoped<EditActivity>();
        services.AddScoped<DecideActivity>();
        services.AddScoped<AlikePhotos>();
        services.AddScoped<DismissLikeness>();
        services.AddScoped<ImportReading>();
        services.AddScoped<ImportActivities>();
        services.AddScoped<ImportRecorder>();
        services.AddJob<WorkOnImport, ImportPayload>(WorkOnImport.Job, "Nhập hoạt động từ tệp", TimeSpan.FromMinutes(30));
        foreach (var (code, name, verbs) in new (string, string, string[])[]
        {
            ("activity.recorded", "Hoạt động được ghi hoặc gửi lại", [LogActivity.Verb, EditActivity.SendVerb]), ("activity.accepted", "Hoạt động được chấp nhận", [DecideActivity.NameOf(ActivityVerb.Accept)]),
            ("activity.returned", "Hoạt động bị trả lại", [DecideActivity.NameOf(ActivityVerb.Return)]), ("activity.withdrawn", "Hoạt động được rút", [DecideActivity.NameOf(ActivityVerb.Withdraw)]),
        })
            services.AddSingleton(new ApiEvent(code, name, ActivityPermissions.Read, "activity", verbs, async (scope, id, cancel) => await scope.GetRequiredService<ActivityReader>().OneAsync(id, cancel)));
        services.AddScoped<ActivityReader>();
        services.AddSingleton<GatheredWriter>();
        services.AddScoped<IActivityCounts, ActivityCounts>();
        services.AddScoped<UnprovedWork>();
        services.AddScoped<IAttachmentGuard, EvidenceFiles>();
        services.AddScoped<IPagePart, ActivitiesOfDuty>();
        services.AddScoped<IPagePart, ReturnedToday>();
        services.AddScoped<IPagePart, WaitingToday>();
        services.AddScoped<EvidenceAccess>();
        services.AddScoped<EvidenceOffer>();
        services.AddScoped<EditEvidence>();
        services.AddScoped<DecideEvidence>();
        services.AddScoped<UseEvidence>();
        services.AddScoped<UseForCriterion>();
        services.AddScoped<CriterionUses>();
        services.AddSingleton(_ => LinkSettings.Load(Environment.GetEnvironmentVariable));
        services.AddSingleton<LinkFetcher>();
        services.AddScoped<LinkLooks>();
        services.AddJob<LookAtLinks, LookPayload?>(LookAtLinks.Job, "Xem đường dẫn minh chứng", TimeSpan.FromHours(3), oneAtATime: true);
        services.AddSingleton(new RecurringJob(LookAtLinks.Nightly, LookAtLinks.Job, "mỗi đêm lúc 03:40", now => Clock.LastNightAt(now, new TimeOnly(3, 40))));
        services.AddJob<LookAtPhoto, PhotoPayload?>(LookAtPhoto.Job, "So ảnh WebP với ảnh đã có", TimeSpan.FromMinutes(2));
        services.AddSingleton(new RecurringJob(LookAtPhoto.Nightly, LookAtPhoto.Job, "mỗi đêm lúc 03:50", now => Clock.LastNightAt(now, new TimeOnly(3, 50))));
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
        model.ApplyConfiguration(new ActivityImportTable());
        model.ApplyConfiguration<ActivityAnswer>(new ActivityPartTables());
        model.ApplyConfiguration<ActivityPartner>(new ActivityPartTables());
        model.ApplyConfiguration<Evidence>(new EvidenceTables());
        model.ApplyConfiguration<EvidenceVersion>(new EvidenceTables());
        model.ApplyConfiguration<ActivityEvidence>(new EvidenceTables());
        model.ApplyConfiguration(new CriterionEvidenceTable());
        model.ApplyConfiguration(new LinkHostTable());
        model.ApplyConfiguration(new PackKeyTable());
        model.ApplyConfiguration(new EvidencePackTable());
        model.ApplyConfiguration<PhotoLook>(new PhotoTables());
        model.ApplyConfiguration<PhotoLikeness>(new PhotoTables());
    }

    public override void Access(AccessRules rules) => rules
        .Enter("/Activities", ActivityPermissions.Read)
        .Enter("/Activities/Log", ActivityPermissions.Do)
        .Enter("/Activities/Import", ActivityPermissions.Do)
        .Enter("/Activities/Imported", ActivityPermissions.Do)
        .Enter("/Activities/Queue", ActivityPermissions.Do)
        .Enter("/Activities/Edit", ActivityPermissions.Do)
        .Enter("/Activities/EvidenceEdit", ActivityPermissions.Do)
        .Enter("/Activities/Use", ActivityPermissions.Do)
        .Enter("/Activities/EvidenceCriteria", ActivityPermissions.Do)
        .Enter("/Activities/PackKey", Permission.Public);

    public override void Endpoints(IEndpointRouteBuilder endpoints) => endpoints.MapApi([.. ActivityApi.Operations, .. EvidenceApi.Operations]);

    public override IEnumerable<MenuPlace> Menu => [new("Hoạt động", "clipboard-list", "/activities", 32, ActivityPermissions.Read)];

    public override IEnumerable<Permission> Permissions => [ActivityPermissions.Read, ActivityPermissions.Do, ActivityPermissions.Confirm];

    public override IEnumerable<VerbName> Verbs =>
    [
        new(LogActivity.Verb, "Ghi hoạt động"), new(LogActivity.DraftVerb, "Lưu nháp hoạt động"), new(EditActivity.Verb, "Sửa hoạt động"), new(EditActivity.SendVerb, "Gửi hoạt động"),
        new(ImportActivities.Verb, "Nhập hoạt động từ tệp"), new(DismissLikeness.Verb, "Bỏ nhắc ảnh giống nhau"),
        new(DecideActivity.NameOf(ActivityVerb.Accept), "Chấp nhận hoạt động"), new(DecideActivity.NameOf(ActivityVerb.Return), "Trả lại hoạt động"), new(DecideActivity.NameOf(ActivityVerb.Withdraw), "Rút hoạt động"),
        new(UseEvidence.Verb, "Dùng lại minh chứng"), new(UseEvidence.RemoveVerb, "Gỡ minh chứng"), new(UseForCriterion.Verb, "Dùng minh chứng cho tiêu chí"), new(UseForCriterion.RemoveVerb, "Gỡ minh chứng khỏi tiêu chí"), new(EditEvidence.Verb, "Sửa minh chứng"), new(EditEvidence.VersionVerb, "Thêm phiên bản minh chứng"), new(EditEvidence.LookVerb, "Xem lại đường dẫn"),
        new(DecideEvidence.NameOf(EvidenceVerb.Accept), "Chấp nhận minh chứng"), new(DecideEvidence.NameOf(EvidenceVerb.Reject), "Không chấp nhận minh chứng"), new(DecideEvidence.NameOf(EvidenceVerb.Expire), "Ghi minh chứng hết giá trị"),
        new(RequestPack.Verb, "Yêu cầu gói minh chứng"), new("evidence-pack.made", "Tạo xong gói minh chứng"),
    ];
}
