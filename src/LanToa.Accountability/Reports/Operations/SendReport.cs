using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Modules;
using LanToa.Platform.Notices;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Accountability.Reports;

/// <summary>Sends a report: what it says now becomes a snapshot, its own figures are what reports above add up.</summary>
public sealed class SendReport(LanToaDb db, ReportBuilder builder, ReportAccess access, RequestAccess requests, NoticeBoard board, Actor actor, Clock clock)
{
    public const string Verb = "report.send";

    /// <summary>What must be put right before, and what needs a word of explanation.</summary>
    public async Task<(IReadOnlyList<string> Errors, IReadOnlyList<string> Warnings)> CheckAsync(Report report, ReportContent content, CancellationToken cancel = default) =>
        (ReportChecks.Errors(content), ReportChecks.Warnings(content, await builder.TotalsBeforeAsync(report, ReportChecks.PeriodsBefore, cancel)));

    public async Task<Outcome> HandleAsync(Guid id, Guid formKey, int version, string? note, CancellationToken cancel = default)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        // Two who send at once go one after the other; so does whoever accepts a report below meanwhile.
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({"report " + id}, 0))", cancel);
        var report = await db.Set<Report>().FirstOrDefaultAsync(r => r.Id == id, cancel);
        if (report is null || !access.MayRead(report)) return Outcome.NotFound;
        if (!access.MayWrite(report.UnitId)) return Outcome.Denied(access.WhyNotWrite(report, clock.Today)!);
        if (report.FormKey == formKey) return Outcome.Already;
        if (report.IsAnswer) await db.HoldRequestAsync(await db.Set<ReportRequest>().Where(r => r.FormCode == report.FormCode).Select(r => r.Id).FirstAsync(cancel), alone: false, cancel);
        if ((access.WhyNotWrite(report, clock.Today) ?? await requests.WhyClosedAsync(report, cancel)) is { } why) return Outcome.Refused(why);
        if (report.Version != version) return Outcome.Stale;
        var (content, below) = await builder.CountedAsync(report, anew: true, cancel);
        var (errors, warnings) = await CheckAsync(report, content, cancel);
        if (errors.Count > 0) return Outcome.Refused(errors);
        if (warnings.Count > 0 && string.IsNullOrWhiteSpace(note)) return Outcome.Refused([.. warnings, "Hãy xem lại các chỗ trên; nếu để như thế thì ghi lời giải thích khi gửi."]);
        if (note?.Length > 2000) return Outcome.Refused("Lời giải thích dài quá 2.000 chữ; hãy rút gọn.");
        content = content with { Note = string.IsNullOrWhiteSpace(note) ? null : note.Trim() };
        content = content with { Addendum = await AddendumAsync(report, content, cancel) };
        await FreezeAsync(report, content, below, cancel);
        (report.State, report.FormKey, report.SentAt, report.SentBy, report.SentByName, report.ReceivedAt) = (ReportState.Sent, formKey, clock.Now, actor.AccountId, actor.Name, null);
        (report.DecidedAt, report.DecidedByName, report.Reason, report.ReopenedUntil, report.AddsTo) = (null, null, null, null, report.IsLast ? null : content.Addendum?.Of);
        report.FirstSentOn ??= clock.Today;
        // Where nobody stands above, sending it closes it.
        if (report.IsLast) (report.State, report.ReceivedAt, report.DecidedAt, report.DecidedByName) = (ReportState.Accepted, clock.Now, clock.Now, actor.Name);
        var saved = await db.SaveReportAsync(id, formKey, Verb, content.Note, report.IsLast ? null : async () => await board.TellAsync(
            new Telling($"report:{id}", $"{content.UnitName} gửi {(content.Addendum is null ? "" : "bản bổ sung của ")}{Lowered(content.FormName)} {content.PeriodName}", null, $"/reports/{id}"), report.AddresseeId, await board.PeopleAtAsync(report.AddresseeId, ReportPermissions.Decide, cancel), cancel), cancel);
        if (saved.Kind == OutcomeKind.Done) await transaction.CommitAsync(cancel);
        return saved;
    }

    /// <summary>What was accepted once is added to, never replaced in silence: also where the addendum itself was returned and is sent again.</summary>
    private async Task<ContentAddendum?> AddendumAsync(Report report, ReportContent content, CancellationToken cancel)
    {
        if (report.Sendings == 0 || await builder.SnapshotAsync(report, report.Sendings, cancel) is not { } last) return null;
        var before = ReportContent.FromText(last.Content);
        if (report.State == ReportState.Reopened) return Addendum.Of((before.Addendum?.Number ?? 0) + 1, last.Number, report.Reason ?? "", before, Clock.DateOf(last.At), content);
        if (before.Addendum is not { } again || await builder.SnapshotAsync(report, again.Of, cancel) is not { } accepted) return null;
        return Addendum.Of(again.Number, again.Of, again.Reason, ReportContent.FromText(accepted.Content), Clock.DateOf(accepted.At), content);
    }

    private async Task FreezeAsync(Report report, ReportContent content, PartsFound below, CancellationToken cancel)
    {
        var text = content.ToText();
        db.Add(new ReportSnapshot { ProvinceId = report.ProvinceId, ReportId = report.Id, Number = ++report.Sendings, Content = text, Sha256 = ReportContent.HashOf(text), At = clock.Now, ByName = actor.Name });
        await db.Set<ReportFigure>().Where(f => f.ReportId == report.Id).ExecuteDeleteAsync(cancel);
        await db.Set<ReportPart>().Where(p => p.ReportId == report.Id).ExecuteDeleteAsync(cancel);
        foreach (var row in content.Rows)
            db.Add(new ReportFigure
            {
                ProvinceId = report.ProvinceId, ReportId = report.Id, Code = row.Code, Number = row.Own.Number, Numerator = row.Own.Numerator, Denominator = row.Own.Denominator, Units = row.Own.Units?.ToList(), Text = row.Own.Text,
                CumulativeNumber = row.OwnCumulative?.Number, CumulativeNumerator = row.OwnCumulative?.Numerator, CumulativeDenominator = row.OwnCumulative?.Denominator, Total = row.Total.Number,
                WholeNumerator = row.Total.Numerator, WholeDenominator = row.Total.Denominator, WholeUnits = row.Total.Units?.ToList(), WholeOf = row.Total.Of, WholeText = row.Total.Text,
                WholeCumulativeNumber = row.Cumulative?.Number, WholeCumulativeNumerator = row.Cumulative?.Numerator, WholeCumulativeDenominator = row.Cumulative?.Denominator,
            });
        foreach (var leaf in below.Leaves)
            db.Add(new ReportPart { ProvinceId = report.ProvinceId, ReportId = report.Id, PartProvinceId = leaf.ProvinceId, PartId = leaf.ReportId, UnitId = leaf.UnitId, ThroughProvinceId = leaf.ThroughProvinceId, ThroughId = leaf.ThroughId });
        // What was remarked has been answered by sending again.
        foreach (var cell in await db.Set<ReportCell>().Where(c => c.ReportId == report.Id && c.Remark != null).ToListAsync(cancel)) cell.Remark = null;
    }

    internal static string Lowered(string name) => name.Length > 1 && !char.IsUpper(name[1]) ? char.ToLowerInvariant(name[0]) + name[1..] : name;
}
