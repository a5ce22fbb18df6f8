using System.Globalization;
using LanToa.Platform.Data;
using LanToa.Platform.Modules;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Accountability.Reports;

/// <summary>
/// Takes over what numbers written by hand in earlier reports of the year differ from the records: into the figure of the period where they were written inside it, into the cumulative figure where before it (adr/0084).
/// The reason is made of theirs. Taken back, the cumulative figure is what the records say again; the figure of the period is changed with the other figures.
/// </summary>
public sealed class CarryDifference(LanToaDb db, WriteReport write, ReportBuilder builder, Clock clock)
{
    public const string Verb = "report.carry", Back = "report.carry-back";

    private const int LongestReason = 1000;

    /// <param name="inside">Of the two kinds the one that is taken over: the other stands under another figure, and waits for a press of its own.</param>
    /// <param name="seen">The difference that the person saw beside the press (<see cref="Key"/>): another one is shown before it is taken over, for records change while nobody changes the report. Null: whatever it is.</param>
    public async Task<Outcome> HandleAsync(Guid id, Guid formKey, int version, string code, bool inside, bool back, string? seen, CancellationToken cancel = default)
    {
        var (report, refused) = await write.OpenAsync(id, formKey, version, cancel);
        if (refused is not null) return refused;
        if ((await builder.LiveAsync(report!, cancel)).Rows.FirstOrDefault(r => r.Code == code) is not { } row) return Outcome.NotFound;
        var cell = await db.Set<ReportCell>().FirstOrDefaultAsync(c => c.ReportId == id && c.Code == code, cancel);
        var waiting = row.Open.Where(d => d.Inside == inside).ToList();
        var by = waiting.Sum(d => d.By);
        if (!back && seen is not null && seen != Key(by))
            return Outcome.Refused($"{row.Name}: hoạt động hoặc báo cáo của kỳ trước vừa thay đổi, {(by == 0 ? "không còn phần chênh để cộng" : $"phần chênh nay là {EarlierDifference.Shown(by, row.Decimals)}")}. Số ở dưới là số mới, hãy xem lại.");
        if (back ? cell?.Carried is null : waiting.Count == 0) return Outcome.Already;
        if (cell is null) db.Add(cell = new ReportCell { ProvinceId = report!.ProvinceId, ReportId = id, Code = code });
        if (back) (cell.Carried, cell.CarriedReason) = (null, null);
        else
        {
            var reason = Reason(row, waiting);
            if (!inside) (cell.Carried, cell.CarriedReason) = (by, reason);
            else if (Math.Round((row.Own.Number ?? 0) + by, row.Decimals, MidpointRounding.AwayFromZero) is >= 0 and var number) (cell.Number, cell.Reason, cell.Source) = (number, reason, null);
            else return Outcome.Refused($"{row.Name}: trừ phần chênh thì còn số âm. Hãy ghi số đúng ở trang Ghi số liệu.");
        }
        report!.FormKey = formKey;
        return await db.SaveReportAsync(id, formKey, back ? Back : Verb, null, null, cancel);
    }

    /// <summary>A difference as a form keeps it.</summary>
    public static string Key(decimal by) => by.ToString("G29", CultureInfo.InvariantCulture);

    // Kept: what the records come to is said with its day.
    private string Reason(ContentRow row, IEnumerable<EarlierDifference> some)
    {
        var words = string.Join("; ", some.Select(d => d.Words(row.Decimals, $"đến {VietnameseFormat.Date(clock.Today)}"))) + ".";
        return words.Length <= LongestReason ? words : words[..(LongestReason - 1)] + "…";
    }
}
