using System.Text.RegularExpressions;
using LanToa.Planning.Organizations;
using LanToa.Platform.Time;

namespace LanToa.Planning.Plans;

/// <summary>What a plan document says of itself, as a person writes or corrects it: of an import, or of a plan. Version 0 is a new plan.</summary>
public sealed record DocumentInput(Guid Id, int Version, string? Kind, string? Number, string? Symbol, Guid? IssuerId, string? Place, DateOnly? Date, string? Title,
    DateOnly? PeriodFrom, DateOnly? PeriodTo, string? SignerAuthority, string? SignerPosition, string? SignerName)
{
    public string KindOrPlan => Clean(Kind) ?? "Kế hoạch";

    public void ApplyTo(DocumentFacts facts)
    {
        (facts.Number, facts.Symbol, facts.Place, facts.Date) = (Clean(Number), Clean(Symbol), Clean(Place), Date);
        (facts.PeriodFrom, facts.PeriodTo) = (PeriodFrom, PeriodTo);
        (facts.SignerAuthority, facts.SignerPosition, facts.SignerName) = (Clean(SignerAuthority), Clean(SignerPosition), Clean(SignerName));
    }

    /// <summary>Whether the plan says what was sent: a form that is sent again after it was made to say something else is no second press.</summary>
    public bool SaysTheSame(Plan plan) =>
        (plan.Kind, plan.Title, plan.IssuerId, plan.Number, plan.Symbol, plan.Place, plan.Date) == (KindOrPlan, Title!.Trim(), IssuerId!.Value, Clean(Number), Clean(Symbol), Clean(Place), Date)
        && (plan.PeriodFrom, plan.PeriodTo, plan.SignerAuthority, plan.SignerPosition, plan.SignerName) == (PeriodFrom, PeriodTo, Clean(SignerAuthority), Clean(SignerPosition), Clean(SignerName));

    private static string? Clean(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}

/// <summary>What is wrong with a document's fields, by field of the form.</summary>
public sealed partial class DocumentCheck(OrganizationDirectory directory, Clock clock)
{
    public const string NoIssuer = "Bạn chưa chọn cơ quan ban hành.";

    private const int LongestTitle = 1000;
    private const int LongestWord = 200;

    public IReadOnlyList<FieldProblem> Problems(DocumentInput input)
    {
        var problems = new List<FieldProblem>();
        if (string.IsNullOrWhiteSpace(input.Title)) problems.Add(new("Title", "Bạn chưa nhập trích yếu."));
        else if (input.Title.Length > LongestTitle) problems.Add(new("Title", $"Trích yếu dài quá {LongestTitle} ký tự (đang có {input.Title.Length}); hãy rút gọn."));
        if (input.IssuerId is null || directory.Find(input.IssuerId.Value) is null) problems.Add(new("IssuerId", NoIssuer));
        if (input.PeriodFrom is null != input.PeriodTo is null) problems.Add(new(input.PeriodFrom is null ? "PeriodFrom" : "PeriodTo", "Hãy nhập cả ngày bắt đầu và ngày kết thúc, hoặc bỏ trống cả hai."));
        if (input.PeriodTo < input.PeriodFrom) problems.Add(new("PeriodTo", "Ngày kết thúc phải sau ngày bắt đầu."));
        foreach (var (field, day) in new[] { ("PeriodFrom", input.PeriodFrom), ("PeriodTo", input.PeriodTo) })
            if (day is { Year: < 1990 or > 2100 }) problems.Add(new(field, "Thời gian thực hiện quá xa; hãy kiểm tra lại năm."));
        if (DateProblem(input.Date) is { } wrong) problems.Add(wrong);
        if (!string.IsNullOrWhiteSpace(input.Number) && !NumberForm().IsMatch(input.Number.Trim())) problems.Add(new("Number", $"“{input.Number.Trim()}” không phải là số của văn bản. Hãy nhập phần số, ví dụ 36 hoặc 36a; ký hiệu nhập ở ô bên cạnh."));
        (string Field, string? Words)[] words = [("Kind", input.Kind), ("Number", input.Number), ("Symbol", input.Symbol), ("Place", input.Place), ("SignerAuthority", input.SignerAuthority), ("SignerPosition", input.SignerPosition), ("SignerName", input.SignerName)];
        problems.AddRange(words.Where(f => f.Words?.Length > LongestWord).Select(f => new FieldProblem(f.Field, $"Nhiều nhất {LongestWord} chữ.")));
        return problems;
    }

    /// <summary>What is wrong with the day of issue; null when nothing is.</summary>
    public FieldProblem? DateProblem(DateOnly? date) => date switch
    {
        { Year: < 1990 } => new("Date", "Ngày ban hành quá xa; hãy kiểm tra lại năm."),
        { } day when day > clock.Today.AddYears(2) => new("Date", "Ngày ban hành ở quá xa trong tương lai; hãy kiểm tra lại năm."),
        _ => null,
    };

    // "36", "036", "36a", "36-1", "01/2026": it begins with a digit; a document taken in keeps blanks and dots for a number that is still to be given.
    [GeneratedRegex(@"^[\d.…_]")]
    private static partial Regex NumberForm();
}
