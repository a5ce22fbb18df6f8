using LanToa.Platform.Modules;
using LanToa.Platform.Time;

namespace LanToa.Planning.Obligations.Pages;

/// <summary>Rows of work with the verbs that fit: what the unit does, or what the superior decides.</summary>
public sealed record WorkList(IReadOnlyList<OccurrenceRow> Rows, DateOnly Today, int Soon, bool Judging, Func<OccurrenceRow, bool> MayDo, bool ShowUnit = false, Guid? Me = null, IReadOnlyList<RecordLink>? Links = null)
{
    /// <summary>So many rows are looked through one by one; more of them stand under their plan and task.</summary>
    private const int Few = 10;

    /// <summary>The rows in their order; many that wait for a decision stand together under what they answer, the oldest due date first.</summary>
    public IReadOnlyList<(string? Title, IReadOnlyList<OccurrenceRow> Rows)> Groups => !Judging || Rows.Count <= Few
        ? [(null, Rows)]
        : [.. Rows.GroupBy(r => (r.Occurrence.PlanId, r.Occurrence.TaskId, r.Obligation.Text)).Select(g => ((string?)$"{(g.First().PlanName is { Length: > 0 } plan ? $"{plan} · " : "")}{g.First().Obligation.Text}", (IReadOnlyList<OccurrenceRow>)[.. g]))];

    /// <summary>What tells the row from the others: under a head that names plan and task, the unit.</summary>
    public static string Title(OccurrenceRow row, bool underHead) => underHead ? row.UnitName : row.Obligation.Text;

    public string Sub(OccurrenceRow row, bool underHead)
    {
        var parts = new List<string> { row.Occurrence.PeriodName };
        if (ShowUnit && !underHead) parts.Insert(0, row.UnitName);
        if (row.PlanName.Length > 0 && !underHead) parts.Add(row.PlanName);
        if (row.Occurrence.IsRequest) parts.Add("đề nghị");
        if (row.DebtWords(Today) is { } debt) parts.Add(debt);
        if (row.Occurrence.ClaimsNothing) parts.Add("báo không phát sinh");
        if (!Judging && row.Obligation.AssigneeId is null) parts.Add("chưa giao ai");
        else if (!Judging && row.Obligation.AssigneeId != Me) parts.Add(row.Obligation.AssigneeName ?? "");
        if (row.Occurrence.ExtensionTo is { } to) parts.Add($"xin lùi hạn đến {VietnameseFormat.Date(to)}{(Judging && row.Occurrence.ExtensionReason is { Length: > 0 } why ? $": {OccurrenceWords.Short(why)}" : "")}");
        if (row.Occurrence.ReturnedOn is not null && row.Occurrence.Reason is { } reason) parts.Add($"trả lại: {reason}");
        return string.Join(" · ", parts);
    }

    public string Facts(OccurrenceRow row)
    {
        var due = row.Occurrence.DueWords(Today);
        return row.Occurrence.CountWords() is { } count ? $"{count} · {due}" : due;
    }
}
