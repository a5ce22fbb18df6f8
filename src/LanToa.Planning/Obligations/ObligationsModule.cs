using LanToa.Contracts.Activities;
using LanToa.Contracts.Organizations;
using LanToa.Contracts.Plans;
using LanToa.Contracts.Reports;
using LanToa.Planning.Obligations.Api;
using LanToa.Planning.Obligations.Calendars;
using LanToa.Planning.Obligations.Digests;
using LanToa.Planning.Obligations.Pages;
using LanToa.Planning.Obligations.Outside;
using LanToa.Planning.Organizations;
using LanToa.Planning.Obligations.Urgings;
using LanToa.Planning.Plans;
using LanToa.Platform.Api;
using LanToa.Platform.Api.Webhooks;
using LanToa.Platform.Audit;
using LanToa.Platform.Files;
using LanToa.Platform.Identity;
using LanToa.Platform.Identity.Delegations;
using LanToa.Platform.Jobs;
using LanToa.Platform.Modules;
using LanToa.Platform.Permissions;
using LanToa.Platform.SavedViews;
using LanToa.Platform.Search;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Planning.Obligations;

public static class ObligationPermissions
{
    public static readonly Permission Read = new("obligations.read", "Xem việc phải làm", Permission.EveryRole);
    public static readonly Permission Do = new("obligations.do", "Làm và báo kết quả việc phải làm của đơn vị", Role.FocalPoint, Role.Officer, Role.Leader);
    public static readonly Permission Assign = new("obligations.assign", "Giao việc cho người của đơn vị", Role.Officer, Role.Leader);
    public static readonly Permission Confirm = new("obligations.confirm", "Xác nhận, trả lại, đổi hạn việc của đơn vị cấp dưới", Role.Officer, Role.Leader);
    public static readonly Permission ManageRules = new("rules.manage", "Quản lý kỳ báo cáo và ngày nghỉ", Role.Administrator);
}

public sealed class ObligationsModule : Module
{
    public override void Services(IServiceCollection services)
    {
        services.AddScoped<RuleBooks>();
        services.AddScoped<CountedDays>();
        services.AddScoped<RegimeScopes>();
        services.AddScoped<OccurrenceAccess>();
        services.AddScoped<UnitDoers>();
        services.AddScoped<OccurrenceRows>();
        services.AddSingleton<UnitToday>();
        services.AddScoped<BoardCells>();
        services.AddScoped<Standings>();
        services.AddScoped<NotYetPassedOn>();
        services.AddScoped<PlanCompletion>();
        foreach (var (path, name) in new[] { ("/obligations", "Việc phải làm"), ("/obligations/board", "Việc theo cơ quan"), ("/obligations/overview", "Toàn cảnh"), ("/obligations/duties", "Việc khi có yêu cầu, phối hợp") })
            services.AddSingleton(new SavedList(path, name, ObligationPermissions.Read));
        services.AddScoped<DutyNotices>();
        services.AddScoped<PeriodProof>();
        services.AddScoped<ActOnOccurrence>();
        services.AddScoped<SmallActs>();
        services.AddScoped<WithdrawEvidence>();
        services.AddScoped<AssignObligation>();
        services.AddScoped<AskObligation>();
        services.AddScoped<SetConfirmation>();
        services.AddScoped<SetFloor>();
        services.AddScoped<EditHolidays>();
        services.AddScoped<EditRegimes>();
        services.AddScoped<EditDueSoon>();
        services.AddScoped<DueSoon>();
        services.AddScoped<FirstSteps>();
        services.AddScoped<CalendarLinks>();
        services.AddScoped<CalendarFeed>();
        services.AddScoped<Explanations>();
        services.AddScoped<LateWork>();
        services.AddScoped<UrgeUnits>();
        services.AddScoped<UrgingRecords>();
        services.AddScoped<UrgingLetter>();
        services.AddScoped<DigestSettings>();
        services.AddScoped<DigestChoices>();
        services.AddScoped<DigestPeople>();
        services.AddScoped<DigestLetter>();
        services.AddScoped<MyDigest>();
        services.AddSingleton(new AccountPlace("Bản tổng hợp việc hằng ngày", "Mỗi ngày làm việc một thư: việc quá hạn, đến hạn, bị trả lại; và nếu bạn muốn, việc sắp đến hạn và tổng hợp của đơn vị.", "Chọn nhận những gì", "/digest/choices"));
        services.AddScoped<IHandOverPart, DutiesHandedOver>();
        services.AddScoped<DueChanges>();
        services.AddScoped<ConfirmRecalculation>();
        services.AddScoped<IBodyHoldings, HeldDuties>();
        services.AddScoped<IPlanProgress, PlanProgress>();
        services.AddScoped<IReportingPeriods, ReportingPeriods>();
        services.AddSingleton<IDutyFigures, DutyCounts>();
        services.AddScoped<IDuties, UnitDuties>();
        services.AddScoped<ISystemRecords, ConfirmedWork>();
        services.AddScoped<IEventHandler<WorkLogged>, OnWorkLogged>();
        services.AddScoped<IEventHandler<WorkUnproved>, OnWorkUnproved>();
        services.AddScoped<IEventHandler<WorkProved>, OnWorkUnproved>();
        foreach (var (code, name, verbs) in new (string, string, string[])[]
        {
            ("occurrence.claimed", "Đơn vị báo hoàn thành một kỳ", ["occurrence.claim", "occurrence.claim" + ActOnOccurrence.ForTheUnit]), ("occurrence.confirmed", "Một kỳ được xác nhận hoàn thành", ["occurrence.confirm"]), ("occurrence.returned", "Kết quả một kỳ bị trả lại", ["occurrence.return"]),
        })
            services.AddSingleton(new ApiEvent(code, name, ObligationPermissions.Read, "occurrence", verbs, async (scope, id, cancel) => (await ObligationApi.ReadAsync(scope, id, cancel)).View));
        services.AddScoped<AmendedWork>();
        services.AddScoped<IAmendedWork>(s => s.GetRequiredService<AmendedWork>());
        services.AddScoped<ISearchSource, DutySearch>();
        services.AddScoped<IAttachmentGuard, OccurrenceFiles>();
        services.AddScoped<IEventHandler<PlanIssued>, OnPlanIssued>();
        services.AddScoped<IEventHandler<PlanWordsGiven>, OnPlanIssued>();
        services.AddScoped<IEventHandler<PlanAmended>, OnPlanIssued>();
        services.AddScoped<IEventHandler<PlanWithdrawn>, OnPlanEnded>();
        services.AddScoped<IEventHandler<PlanTaskWithdrawn>, OnPlanEnded>();
        services.AddSingleton(new Measure("lantoa.occurrences.overdue", "{occurrence}", "Work that is owed and past its date, returned work included",
            $"SELECT coalesce(sum(total), 0) FROM occurrence_due_count WHERE stage < {OccurrenceCount.Waiting} AND NOT is_request AND due_on < $1"));
        services.AddJob<GenerateObligations, GeneratePayload>(GenerateObligations.Job, "Phát sinh việc phải làm", TimeSpan.FromMinutes(30));
        services.AddJob<RecalculateDueDates, RecalculatePayload>(RecalculateDueDates.Job, "Tính lại hạn theo lịch nghỉ, kỳ báo cáo", TimeSpan.FromMinutes(30));
        services.AddScoped<IEventHandler<SuccessionChanged>, OnSuccession>();
        services.AddJob<FollowSuccession, FollowSuccessionPayload>(FollowSuccession.Job, "Việc phải làm theo sắp xếp tổ chức", TimeSpan.FromMinutes(30));
        services.AddScoped<EndedPeriods>();
        services.AddScoped<DutyStanding>();
        services.AddScoped<MissedAmendments>();
        services.AddScoped<StandingPeriods>();
        services.AddScoped<IStandingEffects, StandingEffects>();
        services.AddScoped<IEventHandler<StandingChanged>, OnStanding>();
        services.AddJob<FollowStanding, FollowStandingPayload>(FollowStanding.Job, "Việc phải làm theo loại và cấp trên của cơ quan", TimeSpan.FromMinutes(30));
        services.AddJob<SettleHeirs, SettleHeirsPayload>(SettleHeirs.Job, "Kỳ đã báo trước khi sắp xếp tổ chức", TimeSpan.FromMinutes(30));
        services.AddJob<AmendObligations, PlanAmended>(AmendObligations.Job, "Điều chỉnh việc phải làm theo phiên bản mới của kế hoạch", TimeSpan.FromMinutes(30));
        services.AddJob<EndObligations, EndPayload>(EndObligations.Job, "Kết thúc việc phải làm của kế hoạch, nhiệm vụ đã rút", TimeSpan.FromMinutes(30));
        services.AddJob<MakeDigests, MakeDigestsPayload>(MakeDigests.Job, "Gửi bản tổng hợp việc hằng ngày", TimeSpan.FromMinutes(30));
        services.AddJob<BeginDigests, object?>(BeginDigests.Job, "Bắt đầu gửi bản tổng hợp việc ở từng tỉnh");
        services.AddSingleton(new RecurringJob(BeginDigests.Job, BeginDigests.Job, "mỗi giờ; từng tỉnh gửi một lần mỗi ngày, từ giờ đã chọn", BeginDigests.LastHour));
    }

    public override void Tables(ModelBuilder model)
    {
        model.ApplyConfiguration(new ObligationTable());
        model.ApplyConfiguration(new OccurrenceTable());
        model.ApplyConfiguration(new DueReasonTable());
        model.ApplyConfiguration(new ConfirmedMoveTable());
        model.ApplyConfiguration(new CalendarLinkTable());
        model.ApplyConfiguration<DigestSetting>(new DigestTables());
        model.ApplyConfiguration<DigestChoice>(new DigestTables());
        model.ApplyConfiguration<Digest>(new DigestTables());
        model.ApplyConfiguration<Urging>(new UrgingTables());
        model.ApplyConfiguration<UrgedWork>(new UrgingTables());
        model.ApplyConfiguration(new ExplanationTable());
        model.ApplyConfiguration<OccurrenceCount>(new OccurrenceCountTables());
        model.ApplyConfiguration<OccurrenceDueCount>(new OccurrenceCountTables());
        model.ApplyConfiguration<Holiday>(new RuleTables());
        model.ApplyConfiguration<RegimeRow>(new RuleTables());
        model.ApplyConfiguration<DueSoonSetting>(new RuleTables());
    }

    public override void Access(AccessRules rules) => rules
        .Enter("/Obligations", ObligationPermissions.Read)
        .Enter("/Obligations/Urge", ObligationPermissions.Confirm)
        .Enter("/Obligations/DigestOff", Permission.Public)
        .Enter("/Obligations/Administration", ObligationPermissions.ManageRules);

    public override void Endpoints(IEndpointRouteBuilder endpoints)
    {
        CalendarFeed.Map(endpoints);
        DigestChoices.Map(endpoints);
        endpoints.MapApi(ObligationApi.Operations);
    }

    public override IEnumerable<MenuPlace> Menu =>
    [
        new("Hôm nay", "home", "/today", 10, ObligationPermissions.Read),
        new("Việc phải làm", "list-check", "/obligations", 30, ObligationPermissions.Read),
        new("Toàn cảnh", "chart-bar", "/obligations/overview", 35, ObligationPermissions.Confirm),
        new("Kỳ báo cáo, ngày nghỉ", "calendar-off", "/rules/holidays", 96, ObligationPermissions.ManageRules) { Also = ["/rules"] },
    ];

    public override IEnumerable<Permission> Permissions =>
        [ObligationPermissions.Read, ObligationPermissions.Do, ObligationPermissions.Assign, ObligationPermissions.Confirm, ObligationPermissions.ManageRules];

    public override IEnumerable<VerbName> Verbs =>
    [
        new(GenerateObligations.Job, "Phát sinh việc phải làm"), new(EndObligations.Job, "Việc phải làm thôi hiệu lực"), new(AmendObligations.Job, "Điều chỉnh việc phải làm"), new(AmendObligations.MoveVerb, "Đổi theo kế hoạch điều chỉnh"), new(AmendObligations.CountVerb, "Tính cho hạn mới của kế hoạch điều chỉnh"), new(FollowSuccession.Job, "Việc phải làm theo sắp xếp tổ chức"), new(SettleHeirs.Job, "Kỳ đã báo trước khi sắp xếp tổ chức"), new(FollowStanding.Job, "Việc phải làm theo loại và cấp trên của cơ quan"),
        new("obligation.assign", "Giao việc cho người"), new("obligation.confirmation", "Đổi cách xác nhận"), new(SetFloor.Verb, "Đặt mức tối thiểu của việc thường xuyên"),
        new(CalendarLinks.Made, "Tạo đường dẫn lịch"), new(CalendarLinks.Ended, "Thu hồi đường dẫn lịch"),
        new("explanation.ask", "Yêu cầu giải trình"), new("explanation.give", "Giải trình trễ hạn"), new("explanation.accept", "Chấp nhận giải trình"), new("explanation.return", "Trả lại giải trình"),
        new(UrgeUnits.Verb, "Đôn đốc"), new(UrgeUnits.OccurrenceVerb, "Đôn đốc"),
        new(DigestSettings.Changed, "Đổi giờ gửi bản tổng hợp việc"), new(DigestChoices.Changed, "Chọn nhận bản tổng hợp việc"), new(DigestChoices.Stopped, "Thôi nhận phần không bắt buộc của bản tổng hợp (bằng liên kết trong thư)"),
        new("occurrence.ask", "Yêu cầu thực hiện"), new("occurrence.start", "Bắt đầu làm"), new("occurrence.progress", "Lưu tiến độ"), new(OnWorkLogged.Verb, "Tính theo hoạt động đã ghi"), new(ProofHistory.Lost, "Khiến kỳ không còn minh chứng"), new(ProofHistory.Back, "Khiến kỳ lại có minh chứng"), new("occurrence.claim", "Báo hoàn thành"),
        new("occurrence.confirm", "Xác nhận hoàn thành"), new("occurrence.return", "Trả lại"), new("occurrence.nothing-arose", "Báo không phát sinh"),
        new("occurrence.claim" + ActOnOccurrence.ForTheUnit, "Ghi nhận hoàn thành " + ClaimNotes.ForTheUnit), new("occurrence.nothing-arose" + ActOnOccurrence.ForTheUnit, "Ghi nhận không phát sinh " + ClaimNotes.ForTheUnit), new(ActOnOccurrence.ConfirmedNothing, "Xác nhận không phát sinh"),
        new("occurrence.not-applicable", "Ghi không áp dụng"), new("occurrence.reopen", "Mở lại"), new("occurrence.move-due", "Đổi hạn"), new("occurrence.follow", "Đưa vào theo dõi"),
        new("occurrence.ask-extension", "Xin lùi hạn"), new("occurrence.grant-extension", "Cho lùi hạn"), new("occurrence.refuse-extension", "Không cho lùi hạn"),
        new("holiday.create", "Thêm ngày nghỉ"), new("holiday.change", "Sửa ngày nghỉ"), new("holiday.confirm", "Xác nhận ngày nghỉ"), new("holiday.withdraw", "Gỡ ngày nghỉ"), new("holiday.restore", "Lấy lại ngày nghỉ"),
        new("reporting-regime.create", "Thêm chế độ báo cáo"), new("reporting-regime.change", "Sửa chế độ báo cáo"), new("reporting-regime.withdraw", "Gỡ chế độ báo cáo"),
        new("reporting-regime.restore", "Lấy lại chế độ báo cáo"), new("reporting-regime.end", "Kết thúc chế độ báo cáo"), new("due-soon.change", "Đổi số ngày báo sắp đến hạn"), new(RecalculateDueDates.Verb, "Tính lại hạn"),
    ];
}
