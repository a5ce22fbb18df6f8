using LanToa.Accountability.Reports.Pages.Requests;
using LanToa.Platform.Audit;
using LanToa.Platform.Data;
using LanToa.Platform.Documents.Sheets;
using LanToa.Platform.Documents.Writing;
using LanToa.Platform.Files;
using LanToa.Platform.Identity;
using LanToa.Platform.Modules;
using LanToa.Platform.Text;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Accountability.Reports.Pages;

/// <summary>The state of a request as a mark with its word.</summary>
public static class RequestMarks
{
    public static StatusMark Of(ReportRequest request, int sent, int asked, DateOnly today) =>
        !request.IsOpen ? new StatusMark(StatusKind.Neutral, "Đã đóng")
        : sent == asked ? new StatusMark(StatusKind.Done, "Đã đủ trả lời")
        : request.DueOn < today ? new StatusMark(StatusKind.Overdue, $"Quá hạn, thiếu {VietnameseFormat.Number(asked - sent)}")
        : new StatusMark(StatusKind.InProgress, "Đang nhận trả lời");
}

/// <summary>One request: the letter for the units that it asks; for the unit that asks also who has answered, and what the answers come to.</summary>
public sealed class RequestModel(LanToaDb db, RequestAccess access, RequestAnswers answers, AskReports ask, WriteReport write, ReportAccess reports, RouteMap map, History history, Actor actor, Clock clock) : PageModel
{
    [FromRoute] public Guid Id { get; set; }
    [BindProperty] public ReportVerbForm Form { get; set; } = new();

    public ReportRequest Asked { get; private set; } = null!;
    public string UnitName => map.NameOf(Asked.UnitId);
    public string Title => char.ToUpperInvariant(AskReports.What(Asked)[0]) + AskReports.What(Asked)[1..];
    public DateOnly Today => clock.Today;
    public bool MayManage => access.MayManage(Asked.UnitId);
    public IReadOnlyList<RequestAnswer> Answers { get; private set; } = [];
    public IReadOnlyList<Attachment> Files { get; private set; } = [];
    public ReportContent? Together { get; private set; }
    public IReadOnlyList<HistoryLine> History { get; private set; } = [];
    public IReadOnlyList<(ReportRequestUnit Asked, string Unit)> Withdrawn { get; private set; } = [];
    public int Sent => Answers.Count(a => a.IsSent);
    public int Late => Answers.Count(a => a.IsLate);
    public int Missing => Answers.Count(a => a.IsMissing(clock.Today));
    public int Accepted => Answers.Count(a => a.IsAccepted);

    /// <summary>The answers of the units for which the person works.</summary>
    public IEnumerable<RequestAnswer> Mine => Answers.Where(a => actor.Memberships.Any(m => m.OrganizationId == a.Asked.UnitId));

    /// <summary>Units for which the person works that need not answer any more.</summary>
    public IEnumerable<(ReportRequestUnit Asked, string Unit)> MineWithdrawn => Withdrawn.Where(w => actor.Memberships.Any(m => m.OrganizationId == w.Asked.UnitId));

    public bool MayAnswer(RequestAnswer answer) => reports.MayWrite(answer.Asked.UnitId);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await LoadAsync(cancel) ? await ShowAsync(cancel) : NotFound();

    public async Task<IActionResult> OnGetWordAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel) || !MayManage) return NotFound();
        Response.Headers.CacheControl = "no-store";
        return File(DocumentWriter.Write(ReportDocument.Of(await answers.TogetherAsync(Asked, cancel), clock.Today)), FileTypes.Docx, $"tong-hop-{Asked.IssuedOn:yyyy-MM-dd}.docx");
    }

    public async Task<IActionResult> OnGetExcelAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel) || !MayManage) return NotFound();
        Response.Headers.CacheControl = "no-store";
        return ReportSheet.Of(await answers.TogetherAsync(Asked, cancel), $"tong-hop-{Asked.IssuedOn:yyyy-MM-dd}.xlsx");
    }

    public async Task<IActionResult> OnGetExportAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel) || !MayManage) return NotFound();
        return this.FileOf("tra-loi-yeu-cau", "Trả lời",
            [
                new("Đơn vị", a => a.Unit, 44), new("Hạn gửi", a => a.Due, 12), new("Gửi lần đầu", a => a.Report?.FirstSentOn, 12), new("Trễ (ngày)", a => a is { IsLate: true, Report.FirstSentOn: { } on } ? on.DayNumber - a.Due.DayNumber : null, 10),
                new("Trạng thái", a => ReportMarks.Of(a.Report, a.Due, clock.Today).Text, 30), new("Số lần nhắc", a => a.Asked.Reminders, 12),
            ], Answers);
    }

    public async Task<IActionResult> OnPostAnswerAsync(Guid unit, CancellationToken cancel)
    {
        if (!await LoadAsync(cancel)) return NotFound();
        var (outcome, id) = await write.AnswerAsync(Id, unit, cancel);
        return id is { } report ? LocalRedirect($"/reports/{report}") : await AnsweredAsync(outcome, "", cancel);
    }

    public async Task<IActionResult> OnPostRemindAsync(CancellationToken cancel)
    {
        var (outcome, reminded) = await ask.RemindAsync(Id, Form.FormKey, cancel);
        return await AnsweredAsync(outcome, outcome.Kind == OutcomeKind.Already ? "Đã nhắc." : $"Đã nhắc {VietnameseFormat.Number(reminded)} đơn vị.", cancel);
    }

    public async Task<IActionResult> OnPostExtendAsync(DateOnly? due, string? reason, CancellationToken cancel) => await AnsweredAsync(await ask.ExtendAsync(Id, Form.FormKey, Form.Version, due, reason, cancel), "Đã đặt hạn mới; các đơn vị chưa gửi được báo.", cancel);

    public async Task<IActionResult> OnPostCloseAsync(string? reason, CancellationToken cancel) => await AnsweredAsync(await ask.CloseAsync(Id, Form.FormKey, Form.Version, reason, cancel), "Đã đóng yêu cầu.", cancel);

    private Task<IActionResult> AnsweredAsync(Outcome outcome, string done, CancellationToken cancel) => this.AnsweredAsync(db, Id, outcome, done, async () => await LoadAsync(cancel) ? await ShowAsync(cancel) : NotFound());

    private async Task<bool> LoadAsync(CancellationToken cancel)
    {
        if (await db.Set<ReportRequest>().AsNoTracking().FirstOrDefaultAsync(r => r.Id == Id, cancel) is not { } request || !await access.MayReadAsync(request, cancel)) return false;
        Asked = request;
        Answers = await answers.OfAsync(request, cancel);
        Withdrawn = await answers.WithdrawnAsync(request, cancel);
        return true;
    }

    private async Task<IActionResult> ShowAsync(CancellationToken cancel)
    {
        ModelState.Remove("Form.FormKey");
        ModelState.Remove("Form.Version");
        Form = new ReportVerbForm { FormKey = Guid.CreateVersion7(), Version = Asked.Version };
        Files = await db.Set<Attachment>().AsNoTracking().Where(a => a.SubjectKind == RequestFiles.Kind && a.SubjectId == Id && a.WithdrawnAt == null).ToListAsync(cancel);
        if (MayManage)
        {
            Together = await answers.TogetherAsync(Asked, cancel);
            History = await history.OfAsync(Id, cancel: cancel);
        }
        return Page();
    }
}
