using LanToa.Accountability.Reports;
using LanToa.Contracts.Reports;
using LanToa.Planning.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Jobs;
using LanToa.Platform.Permissions;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Demonstration;

public sealed record ReportsPayload;

/// <summary>
/// The reports of the last complete quarter as the units would have sent them by today: most in time, some late, some returned or still missing, by the operations of the pages. The province's own is begun and waits for
/// its officer. What is there already is left alone.
/// </summary>
public sealed class WriteSampleReports(ActAs people, AskSampleReport ask, LanToaDb db, OrganizationDirectory directory, IReportingPeriods periods, JobQueue jobs, Clock clock) : IJobHandler<ReportsPayload>
{
    public const string Job = "demonstration.reports";

    public const string Key = "demonstration:reports";

    private const string Form = "tuyen-truyen", Officer = "cchc";

    public async Task RunAsync(ReportsPayload payload, JobRun run, CancellationToken cancel)
    {
        var province = directory.All.First(o => o.Code == Samples.ProvinceCode && o.ValidTo is null);
        var doers = await DoersAsync(cancel);
        var units = directory.All.Where(o => o.ParentId == province.Id && o.ExistsOn(clock.Today) && doers.ContainsKey(o.Id)).OrderBy(o => o.Code, StringComparer.Ordinal).ToList();
        var period = (await periods.BegunAsync(province.Id, ["quarter"], clock.Today, 4, cancel)).First(p => p.To < clock.Today);
        // The reporting begins with this quarter: what was before it is nobody's debt.
        var from = period.From;
        await people.RunAsync(Officer, async services =>
        {
            var routes = services.GetRequiredService<EditRoutes>();
            await routes.AddAsync(new RouteInput(Guid.CreateVersion7(), Form, [.. units.Select(u => u.Id)], province.Id, null, null, from, "Chế độ báo cáo của tỉnh."), cancel);
            return await routes.AddAsync(new RouteInput(Guid.CreateVersion7(), Form, [province.Id], province.ParentId, null, null, from, "Chế độ báo cáo cải cách hành chính."), cancel);
        }, cancel);
        var routes = await db.Set<ReportRoute>().AsNoTracking().Where(r => r.FormCode == Form).ToListAsync(cancel);
        var sent = 0;
        foreach (var (unit, i) in units.Select((u, i) => (u, i)))
        {
            // Which of them follows from the place in the list, so that a broken-off run goes on where it was.
            if (i % 9 == 8 || routes.FirstOrDefault(r => r.UnitId == unit.Id) is not { } route) continue;
            if (await BeginAsync(doers[unit.Id], route, period, cancel) is not { State: ReportState.Draft } report) continue;
            if (i % 9 == 7) continue;
            var day = i % 9 == 6 ? period.Due.AddDays(3) : period.Due.AddDays(-(i % 2));
            if (!await SendAsync(doers[unit.Id], report, day, cancel)) continue;
            sent++;
            await DecideAsync(report.Id, i, cancel);
            await run.ReportAsync(Math.Min(95, 5 + (90 * i / units.Count)), $"Báo cáo của {unit.Name}");
        }
        if (routes.FirstOrDefault(r => r.UnitId == province.Id) is { } own) await BeginAsync(Officer, own, period, cancel);
        await BeginNationAsync(province.ParentId!.Value, period, cancel);
        await ask.RunAsync(Officer, province.Id, [.. units.Where(u => u.Kind == nameof(OrganizationKind.Department)).Select(u => (u, doers[u.Id]))], cancel);
        await jobs.EnqueueOnceAsync(ShowSampleEvidence.Job, new EvidenceShownPayload(), ShowSampleEvidence.Key, Samples.ProvinceId, cancel);
        await run.ReportAsync(100, $"Đã gửi {sent} báo cáo {period.Name}");
        run.ResultPath = "/reports/received";
    }

    /// <summary>The nation's own, begun: its officer sees the province come in, accepts it, and finds it counted.</summary>
    private async Task BeginNationAsync(Guid nation, ReportingPeriod period, CancellationToken cancel)
    {
        if (!await db.Users.AnyAsync(a => a.UserName == DemonstrationAccounts.Nation, cancel)) return;
        await people.RunAsync(DemonstrationAccounts.Nation, async services =>
        {
            await services.GetRequiredService<EditRoutes>().AddAsync(new RouteInput(Guid.CreateVersion7(), Form, [nation], nation, null, null, period.From, "Tổng hợp báo cáo của các tỉnh."), cancel);
            var way = await services.GetRequiredService<LanToaDb>().Set<ReportRoute>().FirstOrDefaultAsync(r => r.FormCode == Form && r.UnitId == nation, cancel);
            return way is null ? default : await services.GetRequiredService<WriteReport>().BeginAsync(way.Id, period.Key, cancel);
        }, cancel);
    }

    private Task<Report?> BeginAsync(string who, ReportRoute route, ReportingPeriod period, CancellationToken cancel) => people.RunAsync(who, async services =>
    {
        var (_, id) = await services.GetRequiredService<WriteReport>().BeginAsync(route.Id, period.Key, cancel);
        return await services.GetRequiredService<LanToaDb>().Set<Report>().AsNoTracking().FirstOrDefaultAsync(r => r.Id == id, cancel);
    }, cancel);

    /// <summary>Sends as on that day: on time or late is what the demonstration shows.</summary>
    private Task<bool> SendAsync(string who, Report report, DateOnly day, CancellationToken cancel) => people.RunAsync(who, async services =>
        (await ActivatorUtilities.CreateInstance<SendReport>(services, new Clock(new Noon(day))).HandleAsync(report.Id, Guid.CreateVersion7(), report.Version, null, cancel)).Succeeded, cancel);

    private Task<bool> DecideAsync(Guid id, int i, CancellationToken cancel) => people.RunAsync(Officer, async services =>
    {
        var decide = services.GetRequiredService<DecideReport>();
        var version = await services.GetRequiredService<LanToaDb>().Set<Report>().Where(r => r.Id == id).Select(r => r.Version).FirstAsync(cancel);
        return (i % 9) switch
        {
            4 => true,
            5 => (await decide.ReturnAsync(id, Guid.CreateVersion7(), version, "Đề nghị rà soát lại số liệu hội nghị và bổ sung tồn tại, hạn chế.", new Dictionary<string, string> { ["hoi_nghi"] = "Chưa khớp với hoạt động đã ghi." }, cancel)).Succeeded,
            _ => (await decide.AcceptAsync(id, Guid.CreateVersion7(), version, cancel)).Succeeded,
        };
    }, cancel);

    /// <summary>For each unit the account that reports for it.</summary>
    private async Task<Dictionary<Guid, string>> DoersAsync(CancellationToken cancel) =>
        (await (from m in db.Set<Membership>() join a in db.Users on m.AccountId equals a.Id where m.Role == Role.FocalPoint || m.Role == Role.Officer orderby a.UserName select new { m.OrganizationId, a.UserName }).ToListAsync(cancel))
            .GroupBy(m => m.OrganizationId).ToDictionary(g => g.Key, g => g.First().UserName!);

    private sealed class Noon(DateOnly day) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Clock.StartOf(day).AddHours(12);
    }
}
