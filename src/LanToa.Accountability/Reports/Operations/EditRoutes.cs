using LanToa.Contracts.Organizations;
using LanToa.Contracts.Reports;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Modules;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Accountability.Reports;

/// <summary>Ways to add at once: from each of the units.</summary>
/// <param name="Onward">Also a way from the one that passes reports on to the receiver, by the reporting regime's dates, where it has none.</param>
public sealed record RouteInput(Guid FormKey, string? FormCode, IReadOnlyList<Guid> Units, Guid? ToId, Guid? ViaId, SendBy? Send, DateOnly? ValidFrom, string? Reason, bool Onward = false);

/// <summary>Who reports to whom on a form. A way that ends stays for the periods that it served.</summary>
public sealed class EditRoutes(LanToaDb db, ReportForms forms, IOrganizationDirectory directory, Actor actor, Clock clock)
{
    public bool MayEdit(Guid to) => actor.Can(ReportPermissions.Route, to);

    /// <summary>A body whose ways are set here: the province's own; from the nation also the first body of each province.</summary>
    public bool IsHere(OrganizationInfo unit) => unit.ProvinceId == db.ProvinceId || (db.ProvinceId == 0 && actor.IsFirstOfProvince(unit));

    /// <summary>The ways of the province and of the nation; from the nation those of every province.</summary>
    public IQueryable<ReportRoute> Rows(string? form) => db.Set<ReportRoute>().IgnoreQueryFilters([LanToaDb.ProvinceFilter]).AsNoTracking()
        .Where(r => (db.ProvinceId == 0 || r.ProvinceId == db.ProvinceId || r.ProvinceId == 0) && (form == null || r.FormCode == form));

    public async Task<(Outcome Outcome, int Added)> AddAsync(RouteInput input, CancellationToken cancel = default)
    {
        var problems = new List<string>();
        if ((await forms.RowsAsync(cancel)).All(f => f.Code != input.FormCode)) problems.Add("Hãy chọn mẫu báo cáo.");
        if (input.Units.Count == 0) problems.Add("Hãy chọn ít nhất một đơn vị gửi.");
        if (input.ToId is not { } to || directory.Find(to) is null) return (Outcome.Refused([.. problems, "Hãy chọn nơi nhận."]), 0);
        if (!MayEdit(to) && input.Units.Any(u => !actor.Can(ReportPermissions.Route, u))) return (Outcome.Denied("Bạn chỉ đặt được đường gửi của đơn vị mình và cấp dưới."), 0);
        if (directory.Find(to)!.ProvinceId is var province && province != 0 && province != db.ProvinceId) problems.Add("Nơi nhận không thuộc tỉnh này; hãy chọn trong danh sách.");
        if (input.ViaId is { } via && directory.Find(via)?.ProvinceId is var over && over != 0 && over != db.ProvinceId) problems.Add("Nơi chuyển tiếp không thuộc tỉnh này; hãy chọn trong danh sách.");
        if (input.ViaId == to) problems.Add("Nơi chuyển tiếp trùng nơi nhận; hãy bỏ trống “qua”.");
        if (WhyNot(input.Send) is { } wrong) problems.Add(wrong);
        if (input.ValidFrom is null) problems.Add("Hãy chọn ngày bắt đầu áp dụng.");
        if (Saving.WhyNotReason(input.Reason) is { } why) problems.Add(why);
        // A circle may lead over the nation.
        var all = await Rows(input.FormCode).ToListAsync(cancel);
        var open = all.Where(r => r.ValidTo is null || r.ValidTo >= input.ValidFrom).ToList();
        foreach (var unit in input.Units.Distinct())
        {
            if (directory.Find(unit) is not { } info || !IsHere(info)) problems.Add("Có đơn vị không thuộc tỉnh này; hãy tải lại trang.");
            // The last receiver keeps its own: nobody stands above it.
            else if (unit == to && info.ParentId is null && input.ViaId is null) continue;
            else if (unit == to || unit == input.ViaId) problems.Add($"{info.Name} không gửi báo cáo cho chính mình.");
            else if (Circle(unit, input.ViaId ?? to, open) is { } circle) problems.Add($"Đường gửi đi vòng: {string.Join(" → ", circle.Select(u => directory.Find(u)?.Name))}.");
        }
        var there = open.Where(r => r.ToId == to && r.ViaId == input.ViaId && input.Units.Contains(r.UnitId)).ToList();
        // Kept as it is in silence, the reports would go on being due by the old rule.
        foreach (var other in there.Where(r => r.SendBy != input.Send).DistinctBy(r => r.UnitId)) problems.Add($"{directory.Find(other.UnitId)?.Name} đã có đường gửi này với hạn gửi khác. Muốn đổi hạn thì bấm Kết thúc đường đang có, rồi thêm lại từ ngày liền sau.");
        if (problems.Count > 0) return (Outcome.Refused([.. problems.Distinct()]), 0);
        var added = 0;
        if (input.ViaId is { } passing && StopsFrom(passing, to, input.ValidFrom!.Value, open) is { } stop)
        {
            if (!input.Onward || !MayAddOnward(passing, to)) return (Outcome.Refused(WhyStops(passing, to, stop)), 0);
            if (open.Find(r => r.UnitId == passing && r.ToId == to && r.ViaId is null && r.ValidFrom > stop) is { } later) return (Outcome.Refused($"Nơi chuyển tiếp {NameOf(passing)} chỉ có đường gửi đến {NameOf(to)} từ ngày {VietnameseFormat.Date(later.ValidFrom)}; hãy chọn ngày áp dụng từ đó trở đi."), 0);
            db.Add(new ReportRoute { ProvinceId = directory.Find(passing)!.ProvinceId, FormCode = input.FormCode!, UnitId = passing, ToId = to, ValidFrom = stop });
            added++;
        }
        foreach (var unit in input.Units.Distinct().Where(u => there.TrueForAll(r => r.UnitId != u)))
        {
            db.Add(new ReportRoute { ProvinceId = directory.Find(unit)!.ProvinceId, FormCode = input.FormCode!, UnitId = unit, ToId = to, ViaId = input.ViaId, WorkingDays = input.Send?.WorkingDays, SendDay = input.Send?.Day, SendMonth = input.Send?.Month, ValidFrom = input.ValidFrom!.Value });
            added++;
        }
        if (added == 0) return (Outcome.Already, 0);
        return (await db.SaveOrStaleAsync("report-route.create", input.Reason, cancel), added);
    }

    public async Task<Outcome> EndAsync(Guid id, int version, DateOnly? last, string? reason, CancellationToken cancel = default)
    {
        var row = await Rows(null).AsTracking().FirstOrDefaultAsync(r => r.Id == id, cancel);
        if (row is null) return Outcome.NotFound;
        if (!MayEdit(row.ToId) && !actor.Can(ReportPermissions.Route, row.UnitId)) return Outcome.Denied("Bạn chỉ sửa được đường gửi của đơn vị mình và cấp dưới.");
        if (row.ValidTo is not null && row.ValidTo == last) return Outcome.Already;
        if (row.Version != version) return Outcome.Stale;
        if (last is null || last < row.ValidFrom) return Outcome.Refused($"Hãy chọn ngày cuối áp dụng, từ {VietnameseFormat.Date(row.ValidFrom)} trở đi.");
        if (last > clock.Today.AddYears(5)) return Outcome.Refused("Ngày cuối áp dụng xa quá; hãy kiểm tra lại năm.");
        if (Saving.WhyNotReason(reason) is { } why) return Outcome.Refused(why);
        row.ValidTo = last;
        return await db.SaveOrStaleAsync("report-route.end", reason, cancel);
    }

    /// <summary>Whether a way on may be added for the one that passes reports on, together with the way that leads through it.</summary>
    public bool MayAddOnward(Guid via, Guid to) => directory.Find(via) is { } info && IsHere(info) && (MayEdit(to) || actor.Can(ReportPermissions.Route, via));

    private string NameOf(Guid unit) => directory.DistinctNameOf(unit) ?? directory.Find(unit)?.Name ?? "";

    private string WhyStops(Guid via, Guid to, DateOnly from)
    {
        var (passing, receiver) = (NameOf(via), NameOf(to));
        return $"Nơi chuyển tiếp {passing} không có đường gửi mẫu này đến {receiver} từ ngày {VietnameseFormat.Date(from)}, nên báo cáo sẽ dừng ở {passing}. "
            + (MayAddOnward(via, to) ? "Hãy đánh dấu “Thêm luôn đường gửi của nơi chuyển tiếp”, hoặc gửi thẳng." : $"Hãy đề nghị thêm đường gửi của {passing} trước, hoặc gửi thẳng.");
    }

    /// <summary>The first day, from the one given, on which no way leads from the one that passes reports on to the receiver: reports stop there. Null where one always does.</summary>
    public static DateOnly? StopsFrom(Guid via, Guid to, DateOnly from, IReadOnlyCollection<ReportRoute> ways)
    {
        foreach (var day in ways.Where(w => w.ValidTo >= from).Select(w => w.ValidTo!.Value.AddDays(1)).Append(from).Distinct().Order())
        {
            var reached = new HashSet<Guid> { via };
            var next = new Queue<Guid>(reached);
            while (!reached.Contains(to) && next.TryDequeue(out var at))
                foreach (var way in ways.Where(w => w.UnitId == at && w.IsValidOn(day) && reached.Add(w.AddresseeId))) next.Enqueue(way.AddresseeId);
            if (!reached.Contains(to)) return day;
        }
        return null;
    }

    private static string? WhyNot(SendBy? send) => send switch
    {
        null => null,
        { WorkingDays: null, Day: null } => "Hạn gửi riêng: hãy ghi số ngày làm việc, hoặc ngày phải gửi.",
        { WorkingDays: < 0 or > 60 } => "Số ngày làm việc sau ngày chốt số liệu là từ 0 đến 60.",
        { WorkingDays: not null } => null,
        { Day: < 1 or > 31 } => "Ngày phải gửi là từ 1 đến 31.",
        { Month: < 1 or > 12 } => "Tháng phải gửi là từ 1 đến 12.",
        { Month: { } month, Day: { } day } when day > DateTime.DaysInMonth(2024, month) => $"Tháng {month} không có ngày {day}; hãy sửa ngày phải gửi.",
        _ => null,
    };

    /// <summary>The way from the unit through the ways of others back to it; null where it does not come back.</summary>
    private static List<Guid>? Circle(Guid unit, Guid next, IReadOnlyList<ReportRoute> open)
    {
        var path = new List<Guid> { unit };
        return Follow(next) ? path : null;

        bool Follow(Guid at)
        {
            path.Add(at);
            if (at == unit) return true;
            if (path.Count < 20)
                foreach (var on in open.Where(r => r.UnitId == at))
                    if (Follow(on.AddresseeId)) return true;
            path.RemoveAt(path.Count - 1);
            return false;
        }
    }
}
