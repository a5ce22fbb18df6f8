using LanToa.Planning.Obligations.Rules;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace LanToa.Planning.Plans.Pages.Import;

/// <summary>The usual answers to "when?", one press each.</summary>
public sealed record QuickTime(string Code, string Words, DutyRule Rule);

public static class QuickTimes
{
    public static readonly IReadOnlyList<QuickTime> All =
    [
        new("thuong-xuyen", "Thường xuyên", new DutyRule { Kind = DutyKind.Standing }),
        new("moi-quy", "Mỗi quý một lần", new DutyRule { Kind = DutyKind.Counted, Every = [PeriodKind.Quarter], Count = 1 }),
        new("moi-nam", "Mỗi năm một lần", new DutyRule { Kind = DutyKind.Counted, Every = [PeriodKind.Year], Count = 1 }),
        new("yeu-cau", "Khi có yêu cầu", new DutyRule { Kind = DutyKind.OnRequest }),
    ];

    public static IReadOnlyList<SelectListItem> Items { get; } = [.. All.Select(q => new SelectListItem(q.Words, q.Code))];

    public static QuickTime? Find(string? code) => All.FirstOrDefault(q => q.Code == code);
}
