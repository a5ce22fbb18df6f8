using System.ComponentModel.DataAnnotations;
using LanToa.Planning.Obligations.Rules;
using LanToa.Planning.Organizations;
using LanToa.Platform.Time;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace LanToa.Planning.Plans.Pages.Forms;

/// <summary>A rule of time as form fields. Lists of dates and spans are written as people write them, one per line or after a semicolon.</summary>
public sealed class RuleForm
{
    public DutyKind? Kind { get; set; }
    public List<string> Every { get; set; } = [];

    [Range(1, 1_000_000, ErrorMessage = "Số lượng phải từ 1 đến 1.000.000.")]
    public int? Count { get; set; }

    [Range(1, 31, ErrorMessage = "Ngày trong tháng phải từ 1 đến 31.")]
    public int? Day { get; set; }

    [Range(1, 12, ErrorMessage = "Tháng phải từ 1 đến 12.")]
    public int? Month { get; set; }

    public string? Dates { get; set; }
    public string? Spans { get; set; }
    public DateOnly? From { get; set; }
    public DateOnly? To { get; set; }

    [Range(0, 3650, ErrorMessage = "Số ngày phải từ 0 đến 3650.")]
    public int? OffsetDays { get; set; }

    public bool OffsetWorking { get; set; }

    public static IReadOnlyList<SelectListItem> Kinds { get; } = [.. Enum.GetValues<DutyKind>().Select(k => new SelectListItem(RuleWording.KindName(k), k.ToString()))];

    public static IReadOnlyList<SelectListItem> Periods { get; } =
        [new("Hằng tháng", "month"), new("Hằng quý", "quarter"), new("6 tháng", "half-year"), new("9 tháng", "nine-months"), new("Hằng năm", "year")];

    public static RuleForm Of(DutyRule? rule) => rule is null ? new RuleForm() : new RuleForm
    {
        Kind = rule.Kind, Every = [.. rule.Every.Select(k => k.Code())], Count = rule.Count, Day = rule.Day, Month = rule.Month, Dates = string.Join("; ", rule.Dates.Select(VietnameseFormat.Date)),
        Spans = string.Join("; ", rule.Spans.Select(s => $"{VietnameseFormat.Date(s.From)} - {VietnameseFormat.Date(s.To)}")), From = rule.From, To = rule.To,
        OffsetDays = rule.Offset?.Days, OffsetWorking = rule.Offset?.Working ?? false,
    };

    /// <summary>The rule in words; what cannot be read, as it was typed.</summary>
    public string Words => Read(AsItStands) is ({ } rule, []) ? RuleWording.Of(rule) : Kind is null ? "" : string.Join(" ", new[] { RuleWording.KindName(Kind.Value), Dates, Spans }.Where(w => !string.IsNullOrWhiteSpace(w)));

    /// <summary>The rule that the form says, on top of <paramref name="before"/> for what the form does not show; problems by field name.</summary>
    public (DutyRule? Rule, IReadOnlyList<FieldProblem> Problems) Read(DutyRule? before)
    {
        if (Kind is not { } kind) return (null, []);
        var problems = new List<FieldProblem>();
        var dates = new List<DateOnly>();
        foreach (var part in Parts(Dates))
            if (VietnameseFormat.TryParseDate(part, out var date)) dates.Add(date);
            else problems.Add(new("Dates", VietnameseFormat.WhyNotDate(part)));
        var spans = new List<DateSpan>();
        foreach (var part in Parts(Spans))
            if (part.Split(" - ", StringSplitOptions.TrimEntries) is [var first, var last] && VietnameseFormat.TryParseDate(first, out var from) && VietnameseFormat.TryParseDate(last, out var to)) spans.Add(new DateSpan(from, to));
            else problems.Add(new("Spans", part.Split(" - ", StringSplitOptions.TrimEntries) is [_, _] ends && ends.FirstOrDefault(e => !VietnameseFormat.TryParseDate(e, out _)) is { } wrong ? VietnameseFormat.WhyNotDate(wrong) : $"“{part}” chưa đúng. Hãy nhập: 01/03/2026 - 31/03/2026."));
        if (kind == DutyKind.Counted) problems.AddRange(Uncounted(before?.Kind == kind ? before : null));
        if (problems.Count > 0) return (null, problems);
        var same = before?.Kind == kind ? before : null;
        return (new DutyRule
        {
            Kind = kind,
            Every = kind is DutyKind.Counted or DutyKind.Cutoff or DutyKind.Standing ? [.. Every.Where(e => PeriodKinds.TryParse(e, out _)).Select(e => PeriodKinds.TryParse(e, out var k) ? k : default).Distinct().Order()] : [],
            Count = kind is DutyKind.Counted or DutyKind.Campaign or DutyKind.Once ? Count : null, Day = kind is DutyKind.Counted or DutyKind.Cutoff ? Day : null, Month = kind is DutyKind.Counted or DutyKind.Cutoff ? Month : null,
            Dates = kind is DutyKind.Once ? dates : [], Spans = kind is DutyKind.Once or DutyKind.Campaign ? spans : [], From = From, To = To,
            Offset = OffsetDays is { } days ? new DutyOffset(days, OffsetWorking, before?.Offset?.After) : null,
            Week = same?.Week, LastWorkingDay = same?.LastWorkingDay ?? false, With = same?.With, Tentative = same?.Tentative ?? false,
        }, []);
    }

    // A plan may count over its whole time ("02 hội nghị") or leave the number to one; a person who fills the form says both.
    private IEnumerable<FieldProblem> Uncounted(DutyRule? before)
    {
        if (Every.Count == 0 && From is null && To is null && before is not { Every.Count: 0 }) yield return new("Every", "Chọn kỳ phải làm: hằng tháng, hằng quý… Nếu đếm một lần cho cả thời gian thì ghi từ ngày, đến ngày.");
        if (Count is null && before is not { Count: null }) yield return new("Count", "Nhập số lượng phải làm trong mỗi kỳ, ví dụ 1.");
    }

    private static readonly DutyRule AsItStands = new() { Kind = DutyKind.Counted };

    private static IEnumerable<string> Parts(string? text) => (text ?? "").Split([';', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
