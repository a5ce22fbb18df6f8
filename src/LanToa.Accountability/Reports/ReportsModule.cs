using LanToa.Accountability.Reports.Api;
using LanToa.Contracts.Dates;
using LanToa.Contracts.Organizations;
using LanToa.Platform.Api;
using LanToa.Platform.Api.Webhooks;
using LanToa.Platform.Audit;
using LanToa.Platform.Files;
using LanToa.Platform.Jobs;
using LanToa.Platform.Modules;
using LanToa.Platform.Permissions;
using LanToa.Platform.Time;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Accountability.Reports;

public static class ReportPermissions
{
    public static readonly Permission Read = new("reports.read", "Xem báo cáo", Permission.EveryRole);
    public static readonly Permission Write = new("reports.write", "Lập và gửi báo cáo của đơn vị", Role.FocalPoint, Role.Officer, Role.Leader) { NameForPrograms = "Bắt đầu lập báo cáo của đơn vị, ghi số liệu nhập tay (không gửi)" };
    public static readonly Permission Decide = new("reports.decide", "Tiếp nhận, chấp nhận, trả lại báo cáo gửi đến đơn vị", Role.Officer, Role.Leader);
    public static readonly Permission Request = new("reports.request", "Yêu cầu báo cáo đột xuất, chuyên đề", Role.Officer, Role.Leader);
    public static readonly Permission Route = new("reports.route", "Đặt đường gửi báo cáo", Role.Administrator, Role.Officer);
    public static readonly Permission Manage = new("reports.manage", "Quản lý danh mục chỉ tiêu và mẫu báo cáo", Role.Administrator);
}

public sealed class ReportsModule : Module
{
    public override void Services(IServiceCollection services)
    {
        services.AddScoped<IBodyHoldings, HeldReports>();
        services.AddScoped<Indicators>();
        services.AddScoped<OwnFigures>();
        services.AddScoped<NotableActivities>();
        services.AddScoped<EditIndicators>();
        services.AddScoped<ReportForms>();
        services.AddScoped<EditForms>();
        services.AddScoped<FollowDelivered>();
        services.AddScoped<FollowDeliveredIndicators>();
        services.AddJob<FollowDeliveredForms, FollowPayload?>(FollowDeliveredForms.Job, "Cập nhật chỉ tiêu, mẫu báo cáo đi cùng chương trình");
        services.AddSingleton(new RecurringJob(FollowDeliveredForms.Job, FollowDeliveredForms.Job, "mỗi đêm lúc 03:20", now => Clock.LastNightAt(now, new TimeOnly(3, 20))));
        services.AddScoped<RouteMap>();
        services.AddScoped<EditRoutes>();
        services.AddScoped<RequestAccess>();
        services.AddScoped<RequestAnswers>();
        services.AddScoped<AskReports>();
        services.AddScoped<ChangeAsked>();
        services.AddScoped<IAttachmentGuard, RequestFiles>();
        services.AddScoped<ReportDates>();
        services.AddScoped<IDatedWork>(s => s.GetRequiredService<ReportDates>());
        services.AddScoped<IPagePart, DueReportsToday>();
        services.AddScoped<ReportParts>();
        services.AddScoped<EarlierReports>();
        services.AddScoped<RecordsSince>();
        services.AddScoped<Succeeded>();
        services.AddScoped<ReportBuilder>();
        services.AddScoped<SinceSent>();
        services.AddScoped<ReportAccess>();
        services.AddScoped<WriteReport>();
        services.AddScoped<CarryDifference>();
        services.AddScoped<SendReport>();
        services.AddScoped<DecideReport>();
        services.AddScoped<LanToa.Contracts.Activities.ISystemRecords, SentReports>();
        foreach (var (code, name, verb) in new[] { ("report.sent", "Báo cáo được gửi", SendReport.Verb), ("report.accepted", "Báo cáo được chấp nhận", DecideReport.Accepted), ("report.returned", "Báo cáo bị trả lại", DecideReport.Returned) })
            services.AddSingleton(new ApiEvent(code, name, ReportPermissions.Read, "report", [verb], async (scope, id, cancel) => (await ReportApi.ReadAsync(scope, id, cancel)).View));
    }

    public override void Tables(ModelBuilder model)
    {
        model.ApplyConfiguration(new IndicatorTable());
        model.ApplyConfiguration<ReportForm>(new FormTables());
        model.ApplyConfiguration<ReportRoute>(new FormTables());
        model.ApplyConfiguration<ReportRequest>(new RequestTables());
        model.ApplyConfiguration<ReportRequestUnit>(new RequestTables());
        model.ApplyConfiguration<Report>(new ReportTables());
        model.ApplyConfiguration<ReportCell>(new ReportTables());
        model.ApplyConfiguration<ReportText>(new ReportTables());
        model.ApplyConfiguration<ReportSnapshot>(new ReportTables());
        model.ApplyConfiguration<ReportFigure>(new ReportTables());
        model.ApplyConfiguration<ReportPart>(new ReportTables());
    }

    public override void Access(AccessRules rules) => rules
        .Enter("/Reports", ReportPermissions.Read)
        .Enter("/Reports/Requests", ReportPermissions.Request)
        .Enter("/Reports/Routes", ReportPermissions.Route)
        .Enter("/Reports/Administration", ReportPermissions.Manage);

    public override void Endpoints(IEndpointRouteBuilder endpoints) => endpoints.MapApi(ReportApi.Operations);

    public override IEnumerable<MenuPlace> Menu =>
    [
        new("Báo cáo", "report", "/reports", 50, ReportPermissions.Read),
        new("Chỉ tiêu, mẫu báo cáo", "table", "/reports/indicators", 95, ReportPermissions.Manage) { Also = ["/reports/forms"] },
    ];

    public override IEnumerable<Permission> Permissions => [ReportPermissions.Read, ReportPermissions.Write, ReportPermissions.Decide, ReportPermissions.Request, ReportPermissions.Route, ReportPermissions.Manage];

    public override IEnumerable<VerbName> Verbs =>
    [
        new("indicator.create", "Thêm chỉ tiêu"), new("indicator.change", "Sửa chỉ tiêu"), new("indicator.withdraw", "Gỡ chỉ tiêu"), new("indicator.restore", "Lấy lại chỉ tiêu"),
        new(FollowDeliveredIndicators.Followed, "Cập nhật chỉ tiêu theo bản mới của chương trình"), new(FollowDeliveredIndicators.Kept, "Giữ chỉ tiêu đã sửa khi chương trình có bản mới"),
        new("report-form.create", "Thêm mẫu báo cáo"), new("report-form.change", "Sửa mẫu báo cáo"), new("report-form.withdraw", "Gỡ mẫu báo cáo"), new("report-form.restore", "Lấy lại mẫu báo cáo"),
        new(FollowDeliveredForms.Followed, "Cập nhật mẫu theo bản mới của chương trình"), new(FollowDeliveredForms.Kept, "Giữ mẫu đã sửa khi chương trình có bản mới"),
        new("report-route.create", "Thêm đường gửi báo cáo"), new("report-route.end", "Kết thúc đường gửi báo cáo"),
        new(AskReports.Issued, "Gửi yêu cầu báo cáo"), new(AskReports.Extended, "Gia hạn yêu cầu báo cáo"), new(AskReports.Closing, "Đóng yêu cầu báo cáo"), new(AskReports.Reminded, "Nhắc đơn vị chưa báo cáo"),
        new(ChangeAsked.Added, "Thêm đơn vị phải báo cáo"), new(ChangeAsked.Withdrawn, "Thôi yêu cầu đơn vị báo cáo"),
        new(WriteReport.Began, "Bắt đầu lập báo cáo"), new(WriteReport.Figures, "Ghi số liệu báo cáo"), new(WriteReport.Words, "Sửa lời báo cáo"), new(CarryDifference.Verb, "Cộng phần chênh của báo cáo trước"), new(CarryDifference.Back, "Thôi cộng phần chênh của báo cáo trước"), new(SendReport.Verb, "Gửi báo cáo"),
        new(DecideReport.Received, "Tiếp nhận báo cáo"), new(DecideReport.Accepted, "Chấp nhận báo cáo"), new(DecideReport.Returned, "Trả lại báo cáo"), new(DecideReport.Reopened, "Mở lại báo cáo"),
    ];
}
