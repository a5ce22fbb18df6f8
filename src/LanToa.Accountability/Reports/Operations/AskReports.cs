using LanToa.Contracts.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Files;
using LanToa.Platform.Identity;
using LanToa.Platform.Modules;
using LanToa.Platform.Notices;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Accountability.Reports;

/// <summary>A letter that asks for a report, as it is filled in. <paramref name="Groups"/> and <paramref name="Units"/> are asked together, each once.</summary>
public sealed record RequestInput(
    Guid FormKey, RequestKind Kind, string? Number, DateOnly? IssuedOn, string? Subject, string? Ask, DateOnly? From, DateOnly? To, DateOnly? Due, IReadOnlyList<Guid> Groups, IReadOnlyList<Guid> Units, string? Body, SentLetter? Letter);

/// <summary>The file of the letter.</summary>
public sealed record SentLetter(string Name, Func<Stream> Open);

/// <summary>Asks units for a report once, reminds who has not answered, gives more time, closes, opens again by giving more time.</summary>
public sealed class AskReports(LanToaDb db, RequestAccess access, RequestAnswers answers, Indicators indicators, IUnitGroups groups, FileStore files, NoticeBoard board, RouteMap map, Actor actor, Clock clock)
{
    public const string Issued = "report-request.issue", Extended = "report-request.extend", Closing = "report-request.close", Reminded = "report-request.remind";

    public const int MostUnits = 2000;

    private const int LongestDays = 366;

    public async Task<(Outcome Outcome, Guid? Id)> IssueAsync(RequestInput input, CancellationToken cancel = default)
    {
        if (actor.UnitId is not { } unit || !access.MayManage(unit)) return (Outcome.Denied("Chỉ công chức phụ trách hoặc lãnh đạo yêu cầu báo cáo cho đơn vị mình."), null);
        if (await FindAsync(input.FormKey, cancel) is { } sent) return (Outcome.Already, sent);
        var (body, problems) = await ReadAsync(input.Body, cancel);
        var (number, subject, ask) = (input.Number?.Trim() ?? "", input.Subject?.Trim() ?? "", input.Ask?.Trim() ?? "");
        if (number.Length is 0 or > 60) problems.Add("Hãy ghi số, ký hiệu văn bản (nhiều nhất 60 ký tự), ví dụ 125/SNV-CCHC.");
        if (subject.Length is 0 or > 300) problems.Add("Hãy ghi trích yếu: báo cáo về việc gì (nhiều nhất 300 chữ).");
        if (ask.Length is 0 or > 4000) problems.Add("Hãy ghi nội dung yêu cầu (nhiều nhất 4.000 chữ).");
        if (input.IssuedOn is not { } on || on > clock.Today.AddDays(31) || on < clock.Today.AddYears(-1)) problems.Add("Ngày văn bản là trong một năm qua và không quá một tháng tới.");
        if (input.From is null || input.To is null || input.From > input.To) problems.Add("Hãy ghi số liệu từ ngày nào đến hết ngày nào.");
        else if (input.To.Value.DayNumber - input.From.Value.DayNumber > 5 * LongestDays) problems.Add("Khoảng số liệu dài quá năm năm; hãy kiểm tra lại.");
        if (input.Due is not { } due || due < clock.Today || due > clock.Today.AddDays(LongestDays)) problems.Add("Hạn gửi phải từ hôm nay và trong vòng một năm.");
        var asked = await AskedAsync(unit, input.Groups, input.Units, cancel);
        if (asked.Count == 0) problems.Add("Hãy chọn ít nhất một nhóm hoặc một đơn vị phải báo cáo, không kể đơn vị yêu cầu.");
        if (WhyTooMany(asked.Count) is { } many) problems.Add(many);
        var mine = access.Askable(unit, clock.Today).Select(o => o.Id).ToHashSet();
        if (asked.FirstOrDefault(u => !mine.Contains(u)) is var other && other != Guid.Empty) problems.Add($"{map.NameOf(other)} không ở dưới đơn vị của bạn nên không yêu cầu báo cáo được; hãy bỏ chọn.");
        if (number.Length > 0 && input.IssuedOn is { } day && await db.Set<ReportRequest>().AnyAsync(r => r.UnitId == unit && r.Number == number && r.IssuedOn == day, cancel)) problems.Add($"Đã có yêu cầu theo văn bản số {number} ngày {VietnameseFormat.Date(day)}; hãy mở yêu cầu đó.");
        if (problems.Count > 0) return (Outcome.Refused(problems), null);

        var id = Guid.CreateVersion7();
        var name = $"Báo cáo {(input.Kind == RequestKind.Sudden ? "đột xuất" : "chuyên đề")} về {SendReport.Lowered(subject)}";
        var form = new ReportForm { ProvinceId = db.ProvinceId, Code = ReportRequest.CodeBegins + id.ToString("N")[^12..], YearFrom = input.IssuedOn!.Value.Year, Name = name, Periods = [], Body = body };
        var request = new ReportRequest
        {
            ProvinceId = db.ProvinceId, Id = id, UnitId = unit, Kind = input.Kind, Number = number, IssuedOn = input.IssuedOn.Value, Subject = subject, Ask = ask, FormId = form.Id, FormCode = form.Code,
            PeriodFrom = input.From!.Value, PeriodTo = input.To!.Value, DueOn = input.Due!.Value, IssuedAt = clock.Now, IssuedBy = actor.AccountId, IssuedByName = actor.Name, FormKey = input.FormKey,
        };
        db.AddRange(form, request);
        foreach (var one in asked) db.Add(new ReportRequestUnit { ProvinceId = db.ProvinceId, RequestId = id, UnitId = one });
        if (input.Letter is { } letter)
        {
            try
            {
                await using var content = letter.Open();
                await files.AttachAsync(RequestFiles.Kind, id, letter.Name, content, FileLimits.Attachment, cancel);
            }
            catch (FileRefusedException e)
            {
                db.ChangeTracker.Clear();
                return (Outcome.Refused($"Tệp văn bản: {e.Message}"), null);
            }
        }
        var saved = await SaveAsync(Issued, null, id, input.FormKey, () => TellAsync(request, asked, $"{map.NameOf(unit)} yêu cầu {SendReport.Lowered(name)}, hạn {VietnameseFormat.Date(request.DueOn)}", null, cancel), cancel);
        return saved.Kind == OutcomeKind.Stale && await FindAsync(input.FormKey, cancel) is { } first ? (Outcome.Already, first) : (saved, saved.Succeeded ? id : null);
    }

    /// <summary>The form as it will be: where no section is named there is one; every problem by its line.</summary>
    public async Task<(string Body, List<string> Problems)> ReadAsync(string? body, CancellationToken cancel = default)
    {
        var text = (body ?? "").ReplaceLineEndings("\n").Trim();
        if (text.Length > 20_000) return (text, ["Mẫu trả lời dài quá 20.000 chữ; hãy rút gọn."]);
        if (text.Length == 0) return (text, ["Hãy ghi mẫu trả lời: mỗi câu hỏi một dòng “? Nội dung hỏi [đơn vị tính]”."]);
        if (!text.Split('\n').Any(l => l.TrimStart().StartsWith('#'))) text = "# Nội dung báo cáo\n" + text;
        var (form, problems) = FormText.Read(text, (await indicators.InForceAsync(cancel)).Keys.ToHashSet());
        return (text, [.. problems, .. !form.Rows.Any() && !form.Paragraphs.Any() ? (string[])["Mẫu trả lời chưa hỏi gì; hãy thêm câu hỏi."] : []]);
    }

    public Task<Outcome> ExtendAsync(Guid id, Guid formKey, int version, DateOnly? due, string? reason, CancellationToken cancel = default) => ChangeAsync(id, formKey, version, Extended, reason, async request =>
    {
        if (due is not { } day || day < clock.Today || day > clock.Today.AddDays(LongestDays)) return "Hạn mới phải từ hôm nay và trong vòng một năm.";
        if (day <= request.DueOn && request.IsOpen) return $"Hạn mới phải sau hạn đang có ({VietnameseFormat.Date(request.DueOn)}).";
        (request.DueOn, request.ClosedAt, request.ClosedByName) = (day, null, null);
        // What was sent stays on time or late by the day that held then.
        foreach (var open in await db.Set<Report>().Where(r => r.FormCode == request.FormCode && r.FirstSentOn == null).ToListAsync(cancel)) open.DueOn = day;
        return null;
    }, (request, left) => TellAsync(request, left, $"Hạn {What(request)} nay là {VietnameseFormat.Date(request.DueOn)}", request.Reason, cancel), cancel);

    public Task<Outcome> CloseAsync(Guid id, Guid formKey, int version, string? reason, CancellationToken cancel = default) => ChangeAsync(id, formKey, version, Closing, reason, request =>
    {
        if (!request.IsOpen) return Task.FromResult<string?>("Yêu cầu này đã đóng.");
        (request.ClosedAt, request.ClosedByName) = (clock.Now, actor.Name);
        return Task.FromResult<string?>(null);
    }, (request, left) => TellAsync(request, left, $"Đã đóng yêu cầu {What(request)}", request.Reason, cancel), cancel);

    /// <summary>Reminds each unit that has not sent its answer, once a day; how many were reminded.</summary>
    public async Task<(Outcome Outcome, int Reminded)> RemindAsync(Guid id, Guid formKey, CancellationToken cancel = default)
    {
        var request = await db.Set<ReportRequest>().FirstOrDefaultAsync(r => r.Id == id, cancel);
        if (request is null || !await access.MayReadAsync(request, cancel)) return (Outcome.NotFound, 0);
        if (!access.MayManage(request.UnitId)) return (Outcome.Denied(WhyNotManage(request)), 0);
        if (request.FormKey == formKey) return (Outcome.Already, 0);
        if (!request.IsOpen) return (Outcome.Refused("Yêu cầu này đã đóng nên không nhắc nữa."), 0);
        var left = (await answers.OfAsync(request, cancel)).Where(a => !a.IsSent).Select(a => a.Asked.UnitId).ToHashSet();
        var asked = (await db.Set<ReportRequestUnit>().Where(u => u.RequestId == id && u.WithdrawnAt == null).ToListAsync(cancel)).Where(u => left.Contains(u.UnitId) && (u.RemindedAt is not { } at || Clock.DateOf(at) < clock.Today)).ToList();
        if (asked.Count == 0) return (Outcome.Refused(left.Count == 0 ? "Mọi đơn vị đã gửi báo cáo; không còn ai để nhắc." : "Hôm nay đã nhắc các đơn vị chưa gửi; mai hãy nhắc lại."), 0);
        foreach (var one in asked) (one.Reminders, one.RemindedAt) = (one.Reminders + 1, clock.Now);
        request.FormKey = formKey;
        var late = clock.Today.DayNumber - request.DueOn.DayNumber;
        var told = $"Nhắc {What(request)}: {(late > 0 ? $"quá hạn {VietnameseFormat.Number(late)} ngày" : $"hạn {VietnameseFormat.Date(request.DueOn)}")}";
        return (await SaveAsync(Reminded, null, id, formKey, () => TellAsync(request, [.. asked.Select(u => u.UnitId)], told, null, cancel), cancel), asked.Count);
    }

    public static string What(ReportRequest request) => $"báo cáo {(request.Kind == RequestKind.Sudden ? "đột xuất" : "chuyên đề")} về {SendReport.Lowered(request.Subject)}";

    internal static string? WhyTooMany(int units) => units <= MostUnits ? null : $"Nhiều đơn vị quá ({VietnameseFormat.Number(units)}); mỗi yêu cầu gửi đến nhiều nhất {VietnameseFormat.Number(MostUnits)} đơn vị. Hãy chia thành nhiều yêu cầu.";

    private string WhyNotManage(ReportRequest request) => $"Chỉ công chức phụ trách hoặc lãnh đạo của {map.NameOf(request.UnitId)} quản lý yêu cầu này.";

    /// <summary>The members of the groups as of today and the units, each once, without the one that asks.</summary>
    internal async Task<List<Guid>> AskedAsync(Guid unit, IReadOnlyList<Guid> of, IReadOnlyList<Guid> units, CancellationToken cancel)
    {
        var chosen = of.ToHashSet();
        var members = chosen.Count == 0 ? [] : (await groups.OfAsync(unit, clock.Today, cancel)).Where(g => chosen.Contains(g.Id)).SelectMany(g => g.Members);
        return [.. members.Concat(units).Where(u => u != unit).Distinct()];
    }

    /// <summary>Changes a request once: what is told goes to whoever has not sent an answer.</summary>
    internal async Task<Outcome> ChangeAsync(Guid id, Guid formKey, int version, string verb, string? reason, Func<ReportRequest, Task<string?>> change, Func<ReportRequest, IReadOnlyList<Guid>, Task> tell, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        // An answer that is being sent is sent, or waits for this.
        await db.HoldRequestAsync(id, alone: true, cancel);
        var request = await db.Set<ReportRequest>().FirstOrDefaultAsync(r => r.Id == id, cancel);
        if (request is null || !await access.MayReadAsync(request, cancel)) return Outcome.NotFound;
        if (!access.MayManage(request.UnitId)) return Outcome.Denied(WhyNotManage(request));
        if (request.FormKey == formKey) return Outcome.Already;
        if (request.Version != version) return Outcome.Stale;
        if (Saving.WhyNotReason(reason) is { } unsaid) return Outcome.Refused(unsaid);
        request.Reason = reason!.Trim();
        if (await change(request) is { } why)
        {
            db.ChangeTracker.Clear();
            return Outcome.Refused(why);
        }
        request.FormKey = formKey;
        List<Guid> left = [.. (await answers.OfAsync(request, cancel)).Where(a => !a.IsSent).Select(a => a.Asked.UnitId)];
        var saved = await SaveAsync(verb, request.Reason, id, formKey, () => tell(request, left), cancel);
        if (saved.Kind == OutcomeKind.Done) await transaction.CommitAsync(cancel);
        return saved;
    }

    internal async Task TellAsync(ReportRequest request, IReadOnlyList<Guid> units, string title, string? detail, CancellationToken cancel)
    {
        var people = new List<(Guid, Guid)>();
        foreach (var one in units)
            foreach (var person in await board.PeopleAtAsync(one, ReportPermissions.Write, cancel)) people.Add((person, one));
        await board.TellAsync(new Telling($"report-request:{request.Id}", title, detail, $"/reports/requests/{request.Id}"), people, cancel);
    }

    private Task<Guid?> FindAsync(Guid formKey, CancellationToken cancel) => db.Set<ReportRequest>().AsNoTracking().Where(r => r.FormKey == formKey).Select(r => (Guid?)r.Id).FirstOrDefaultAsync(cancel);

    private async Task<Outcome> SaveAsync(string verb, string? reason, Guid id, Guid formKey, Func<Task> tell, CancellationToken cancel)
    {
        try
        {
            await using var transaction = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(cancel) : null;
            await db.Because(verb, reason).SaveChangesAsync(cancel);
            await tell();
            if (transaction is not null) await transaction.CommitAsync(cancel);
            return Outcome.Done;
        }
        catch (Exception e) when (e.IsLostRace())
        {
            db.ChangeTracker.Clear();
            return await db.Set<ReportRequest>().AnyAsync(r => r.Id == id && r.FormKey == formKey, cancel) ? Outcome.Already : Outcome.Stale;
        }
    }
}
