using LanToa.Platform.Data;
using LanToa.Platform.Modules;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Accountability.Reports;

/// <summary>After a request went out: asks further units, and tells units that have not answered that they need not. What was sent stays.</summary>
public sealed class ChangeAsked(LanToaDb db, AskReports ask, RequestAccess access, RequestAnswers answers, RouteMap map, Clock clock)
{
    public const string Added = "report-request.add-units", Withdrawn = "report-request.withdraw-units";

    private const int MostNamed = 5;

    /// <summary>Asks these units as well, each once; one that was taken out is asked again and goes on with what it had begun.</summary>
    public Task<Outcome> AddAsync(Guid id, Guid formKey, int version, IReadOnlyList<Guid> groups, IReadOnlyList<Guid> units, string? reason, CancellationToken cancel = default)
    {
        List<Guid> added = [];
        return ask.ChangeAsync(id, formKey, version, Added, reason, async request =>
        {
            if (!request.IsOpen) return "Yêu cầu này đã đóng; hãy gia hạn rồi thêm đơn vị.";
            // A unit asked after the day would be late before it knew.
            if (request.DueOn < clock.Today) return $"Hạn {VietnameseFormat.Date(request.DueOn)} đã qua; hãy gia hạn rồi thêm đơn vị.";
            var known = await db.Set<ReportRequestUnit>().Where(u => u.RequestId == id).ToDictionaryAsync(u => u.UnitId, cancel);
            added = [.. (await ask.AskedAsync(request.UnitId, groups, units, cancel)).Where(u => known.GetValueOrDefault(u) is null or { WithdrawnAt: not null })];
            if (added.Count == 0) return groups.Count + units.Count == 0 ? "Hãy chọn ít nhất một nhóm hoặc một đơn vị cần thêm." : "Các đơn vị đã chọn đều đang phải trả lời yêu cầu này.";
            if (AskReports.WhyTooMany(known.Values.Count(u => u.WithdrawnAt is null) + added.Count) is { } many) return many;
            var mine = access.Askable(request.UnitId, clock.Today).Select(o => o.Id).ToHashSet();
            if (added.Find(u => !mine.Contains(u)) is var other && other != Guid.Empty) return $"{map.NameOf(other)} không ở dưới đơn vị của bạn nên không yêu cầu báo cáo được; hãy bỏ chọn.";
            foreach (var unit in added)
            {
                if (known.GetValueOrDefault(unit) is { } back) (back.WithdrawnAt, back.WithdrawnWhy) = (null, null);
                else db.Add(new ReportRequestUnit { ProvinceId = request.ProvinceId, RequestId = id, UnitId = unit });
            }
            request.Reason = $"Thêm {Named(added)}. {request.Reason}";
            return null;
        }, (request, _) => ask.TellAsync(request, added, $"{map.NameOf(request.UnitId)} yêu cầu {AskReports.What(request)}, hạn {VietnameseFormat.Date(request.DueOn)}", null, cancel), cancel);
    }

    /// <summary>These units need not answer any more; what one has begun stays as it is and is not sent.</summary>
    public Task<Outcome> WithdrawAsync(Guid id, Guid formKey, int version, IReadOnlyList<Guid> units, string? reason, CancellationToken cancel = default)
    {
        List<Guid> gone = [];
        return ask.ChangeAsync(id, formKey, version, Withdrawn, reason, async request =>
        {
            if (!request.IsOpen) return "Yêu cầu này đã đóng; các đơn vị không còn phải trả lời.";
            if (units.Count == 0) return "Hãy chọn ít nhất một đơn vị thôi yêu cầu.";
            var all = await answers.OfAsync(request, cancel);
            if (all.FirstOrDefault(a => a.IsSent && units.Contains(a.Asked.UnitId)) is { } sent) return $"{sent.Unit} đã gửi trả lời nên không bỏ ra được; trả lời không phù hợp thì trả lại hoặc không chấp nhận.";
            gone = [.. all.Select(a => a.Asked.UnitId).Where(units.Contains)];
            if (gone.Count == 0) return "Các đơn vị đã chọn không còn phải trả lời yêu cầu này.";
            if (gone.Count == all.Count) return "Yêu cầu cần còn ít nhất một đơn vị; thôi yêu cầu tất cả thì đóng yêu cầu.";
            foreach (var one in await db.Set<ReportRequestUnit>().Where(u => u.RequestId == id && gone.Contains(u.UnitId)).ToListAsync(cancel)) (one.WithdrawnAt, one.WithdrawnWhy) = (clock.Now, request.Reason);
            request.Reason = $"Thôi yêu cầu {Named(gone)}. {request.Reason}";
            return null;
        }, (request, _) => ask.TellAsync(request, gone, $"Đơn vị bạn không còn phải gửi {AskReports.What(request)}", reason?.Trim(), cancel), cancel);
    }

    private string Named(List<Guid> units) => string.Join(", ", units.Take(MostNamed).Select(u => map.NameOf(u))) + (units.Count > MostNamed ? $" và {VietnameseFormat.Number(units.Count - MostNamed)} đơn vị khác" : "");
}
