using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Modules;
using LanToa.Platform.Search;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Accountability.Reports.Pages;

/// <summary>A page about one report: another unit's is not found.</summary>
public abstract class ReportPage(LanToaDb db, ReportBuilder builder, ReportAccess access, Clock clock) : PageModel
{
    [FromRoute] public Guid Id { get; set; }

    public Report Report { get; private set; } = null!;
    public ReportContent Said { get; private set; } = null!;
    public DateOnly Today => clock.Today;
    public bool MayWrite => access.MayWrite(Report.UnitId);
    public bool MayDecide => access.MayDecide(Report);
    public string? WhyNotDecide => access.WhyNotDecide(Report);
    public string? WhyNotWrite => access.WhyNotWrite(Report, clock.Today);
    /// <summary>Opened by an address kept from before: it says why nothing is changed here any more. Who sends what was typed gets the form back with it.</summary>
    public bool IsOnlyShown => HttpContext.Request.Method == "GET" && WhyNotWrite is not null;
    public string Title => $"{Said.FormName} {Said.PeriodName}";

    /// <summary>The request that the report answers; null for one of a period.</summary>
    public ReportRequest? Asked { get; private set; }

    /// <summary>Why it is not sent any more although it was begun: the request is closed, or asks the unit no more; null where neither is so.</summary>
    public string? WhyClosed { get; private set; }

    protected string DownloadName => $"{Name}-{string.Join('-', new SearchQuery(Said.UnitName).Words)}";

    private string Name => Report.IsAnswer ? $"bao-cao-{Asked!.IssuedOn:yyyy-MM-dd}" : $"{Report.FormCode}-{Report.PeriodKey}";

    protected LanToaDb Db => db;

    /// <summary>A report that a province sent to a body of the nation is read and decided in that province.</summary>
    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        using var visit = await context.HttpContext.RequestServices.GetRequiredService<ProvinceVisits>().ToAsync<Report>(Id, r => Task.FromResult(access.MayRead(r)), HttpContext.RequestAborted);
        await next();
    }

    protected async Task<bool> LoadAsync(CancellationToken cancel)
    {
        if (await db.Set<Report>().AsNoTracking().FirstOrDefaultAsync(r => r.Id == Id, cancel) is not { } report || !access.MayRead(report)) return false;
        Report = report;
        Asked = report.IsAnswer ? await db.Set<ReportRequest>().AsNoTracking().FirstOrDefaultAsync(r => r.FormCode == report.FormCode, cancel) : null;
        WhyClosed = Asked is null ? null : !Asked.IsOpen ? RequestAccess.Closed : await db.Set<ReportRequestUnit>().AnyAsync(u => u.RequestId == Asked.Id && u.UnitId == report.UnitId && u.WithdrawnAt != null, cancel) ? RequestAccess.Withdrawn : null;
        Said = await builder.OfAsync(report, cancel);
        return true;
    }

    /// <summary>After a verb: the page again with what stood against it, or the report with the word of what was done.</summary>
    protected async Task<IActionResult> AnswerAsync(Outcome outcome, string done, CancellationToken cancel, Func<string, string>? fieldOf = null)
    {
        switch (outcome.Kind)
        {
            case OutcomeKind.Done or OutcomeKind.Already:
                this.Flash(done);
                return LocalRedirect($"/reports/{Id}");
            case OutcomeKind.NotFound:
                return NotFound();
            case OutcomeKind.Denied:
                return Forbid();
        }
        foreach (var problem in outcome.Problems) ModelState.AddModelError(fieldOf?.Invoke(problem) ?? "", problem);
        db.ChangeTracker.Clear();
        return await LoadAsync(cancel) ? Page() : NotFound();
    }
}

/// <summary>The state of a report as a mark with its word.</summary>
public static class ReportMarks
{
    public static StatusMark Of(Report? report, DateOnly due, DateOnly today) => report?.State switch
    {
        ReportState.Accepted => new StatusMark(StatusKind.Done, $"Đã chấp nhận{Late(report)}"),
        ReportState.Sent => new StatusMark(StatusKind.InProgress, $"{(report.ReceivedAt is null ? "Đã gửi, chờ tiếp nhận" : "Đã tiếp nhận, chờ quyết định")}{Late(report)}"),
        ReportState.Returned => new StatusMark(StatusKind.Request, "Bị trả lại"),
        ReportState.Reopened => new StatusMark(StatusKind.Request, $"Mở lại đến {VietnameseFormat.DateOrNothing(report.ReopenedUntil)}"),
        _ when due < today => new StatusMark(StatusKind.Overdue, report is null ? "Quá hạn, chưa lập" : "Quá hạn, đang lập"),
        ReportState.Draft => new StatusMark(StatusKind.InProgress, "Đang lập"),
        _ => new StatusMark(StatusKind.Neutral, "Chưa lập"),
    };

    private static string Late(Report report) => report is { IsLate: true, FirstSentOn: { } sent } ? $", gửi trễ {VietnameseFormat.Number(sent.DayNumber - report.DueOn.DayNumber)} ngày" : "";
}
