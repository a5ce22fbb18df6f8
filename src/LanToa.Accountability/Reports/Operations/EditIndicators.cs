using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Modules;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Accountability.Reports;

/// <summary>An indicator as an administrator fills it in.</summary>
public sealed record IndicatorInput(string Code, string? Name, string? Theme, string? Unit, Aggregation Aggregation, IndicatorSource Source, string? Formula)
{
    public bool Cumulative { get; init; }
    public int Decimals { get; init; }
    public string? Meaning { get; init; }
    public DateOnly? ValidFrom { get; init; }
    public DateOnly? ValidTo { get; init; }
    public string? Reason { get; init; }
}

/// <summary>
/// Adds, changes, withdraws indicators of the dictionary. Whoever works for the nation edits the country's, others make or edit their province's own version of a code. What was sent keeps the words and formula of
/// its day.
/// </summary>
public sealed class EditIndicators(LanToaDb db, Indicators indicators, Actor actor, Clock clock)
{
    public const string Denied = "Chỉ quản trị của tỉnh (hoặc cấp trung ương) sửa được danh mục chỉ tiêu.";

    public async Task<Outcome> SaveAsync(bool isNew, int version, IndicatorInput input, CancellationToken cancel = default)
    {
        if (!actor.CanForProvince(ReportPermissions.Manage)) return Outcome.Denied(Denied);
        var rows = await indicators.RowsAsync(cancel);
        var problems = Problems(input);
        if (isNew && rows.Any(i => i.Code == input.Code)) problems.Add($"Đã có chỉ tiêu mã {input.Code}; hãy mở chỉ tiêu đó để sửa, hoặc chọn mã khác.");
        if (!isNew && rows.All(i => i.Code != input.Code)) return Outcome.NotFound;
        var tried = Of(input);
        if (problems.Count == 0) problems.AddRange(Indicators.WhyNot(tried, Indicators.InForce(rows)));
        if (problems.Count == 0) problems.AddRange(Broken(tried, rows));
        if (problems.Count > 0) return Outcome.Refused(problems);
        var row = await db.Set<Indicator>().FirstOrDefaultAsync(i => i.ProvinceId == db.ProvinceId && i.Code == input.Code, cancel);
        if (row is null)
        {
            if (version != 0) return Outcome.Stale;
            tried.Ordinal = rows.FirstOrDefault(i => i.Code == input.Code)?.Ordinal ?? rows.Select(i => i.Ordinal).DefaultIfEmpty().Max() + 10;
            db.Add(tried);
            return await db.SaveOrStaleAsync("indicator.create", input.Reason, cancel);
        }
        if (row.Version != version) return Outcome.Stale;
        (row.Name, row.Theme, row.Unit, row.Aggregation, row.Source, row.Formula) = (tried.Name, tried.Theme, tried.Unit, tried.Aggregation, tried.Source, tried.Formula);
        (row.Cumulative, row.Decimals, row.Meaning, row.ValidFrom, row.ValidTo, row.WithdrawnAt) = (tried.Cumulative, tried.Decimals, tried.Meaning, tried.ValidFrom, tried.ValidTo, null);
        row.Version++;
        return await db.SaveOrStaleAsync("indicator.change", input.Reason, cancel);
    }

    /// <summary>Takes an indicator out of use, or a province's own version, which then gives way to the country's; or takes it back.</summary>
    public async Task<Outcome> WithdrawAsync(string code, int version, bool withdrawn, string? reason, CancellationToken cancel = default)
    {
        if (!actor.CanForProvince(ReportPermissions.Manage)) return Outcome.Denied(Denied);
        var rows = await indicators.RowsAsync(cancel);
        var row = await db.Set<Indicator>().FirstOrDefaultAsync(i => i.ProvinceId == db.ProvinceId && i.Code == code, cancel);
        if (row is null) return Outcome.NotFound;
        if (row.WithdrawnAt is not null == withdrawn) return Outcome.Already;
        if (row.Version != version) return Outcome.Stale;
        if (Saving.WhyNotReason(reason) is { } why) return Outcome.Refused(why);
        var before = Indicators.InForce(rows).ToList();
        var after = Indicators.InForce(rows.Where(i => i.Id != row.Id).Append(Copy(row, withdrawn ? clock.Now : null))).ToList();
        if (after.SelectMany(i => Indicators.WhyNot(i, after).Select(p => $"{i.Name} [{i.Code}]: {p}")).Except(before.SelectMany(i => Indicators.WhyNot(i, before).Select(p => $"{i.Name} [{i.Code}]: {p}"))).ToList() is { Count: > 0 } broken)
            return Outcome.Refused(broken);
        (row.WithdrawnAt, row.Version) = (withdrawn ? clock.Now : null, row.Version + 1);
        return await db.SaveOrStaleAsync(withdrawn ? "indicator.withdraw" : "indicator.restore", reason, cancel);
    }

    /// <summary>Other formulas that the change would break.</summary>
    private static IEnumerable<string> Broken(Indicator changed, IReadOnlyList<Indicator> rows)
    {
        var after = Indicators.InForce(rows).Where(i => i.Code != changed.Code).Append(changed).ToList();
        return after.Where(i => i.Code != changed.Code && i.Formula?.Contains($"[{changed.Code}]", StringComparison.Ordinal) == true).SelectMany(i => Indicators.WhyNot(i, after).Select(p => $"Chỉ tiêu {i.Name} [{i.Code}] dùng chỉ tiêu này: {p}"));
    }

    public Indicator Of(IndicatorInput input) => new()
    {
        ProvinceId = db.ProvinceId, Code = input.Code, Name = input.Name?.Trim() ?? "", Theme = input.Theme?.Trim() ?? "", Unit = input.Unit?.Trim() ?? "", Aggregation = input.Aggregation, Source = input.Source,
        Formula = input.Source == IndicatorSource.Formula ? input.Formula?.Trim() : null, Cumulative = input.Cumulative, Decimals = input.Decimals, Meaning = string.IsNullOrWhiteSpace(input.Meaning) ? null : input.Meaning.Trim(),
        ValidFrom = input.ValidFrom, ValidTo = input.ValidTo,
    };

    private static Indicator Copy(Indicator i, DateTimeOffset? withdrawn) => new()
    {
        ProvinceId = i.ProvinceId, Code = i.Code, Name = i.Name, Theme = i.Theme, Unit = i.Unit, Aggregation = i.Aggregation, Source = i.Source, Formula = i.Formula, Ordinal = i.Ordinal, WithdrawnAt = withdrawn,
    };

    private static List<string> Problems(IndicatorInput input)
    {
        var problems = new List<string>();
        if (input.Code.Length is 0 or > 40 || !char.IsAsciiLetterLower(input.Code[0]) || input.Code.Any(c => !(char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_')))
            problems.Add("Mã gồm chữ thường không dấu, số và dấu gạch dưới, bắt đầu bằng chữ, nhiều nhất 40 ký tự; ví dụ tin_bai.");
        if (string.IsNullOrWhiteSpace(input.Name)) problems.Add("Hãy ghi tên chỉ tiêu.");
        if (string.IsNullOrWhiteSpace(input.Theme)) problems.Add("Hãy ghi nhóm của chỉ tiêu.");
        if (string.IsNullOrWhiteSpace(input.Unit)) problems.Add("Hãy ghi đơn vị tính.");
        if (input.Name?.Length > 300 || input.Theme?.Length > 200 || input.Unit?.Length > 60 || input.Meaning?.Length > 1000) problems.Add("Tên nhiều nhất 300 chữ, nhóm 200, đơn vị tính 60, cách hiểu 1.000; hãy rút gọn.");
        if (input.Decimals is < 0 or > 4) problems.Add("Số chữ số thập phân là từ 0 đến 4.");
        if (input is { ValidFrom: { } from, ValidTo: { } to } && to < from) problems.Add("Ngày cuối dùng không thể trước ngày đầu.");
        if (Saving.WhyNotReason(input.Reason) is { } why) problems.Add(why);
        return problems;
    }
}
