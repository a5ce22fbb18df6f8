using LanToa.Planning.Obligations.Rules;
using LanToa.Planning.Organizations;
using LanToa.Platform.Time;

namespace LanToa.Planning.Plans;

/// <summary>A task as a person writes or corrects it. Parties by key (<see cref="ItemParty.Key"/>) or printed name; codes as in the lists.</summary>
public sealed record TaskInput(string Text, string? Section, TaskModality Modality, IReadOnlyList<string> Leads, IReadOnlyList<string> Coordinating, DutyRule? Rule)
{
    private const int LongestText = 5_000;
    private const int LongestSection = 500;
    private const int MostParties = 100;
    private const int MostProducts = 50;

    public IReadOnlyList<string> Channels { get; init; } = [];
    public IReadOnlyList<string> Topics { get; init; } = [];
    public IReadOnlyList<string> Audiences { get; init; } = [];
    public IReadOnlyList<TaskProduct> Products { get; init; } = [];

    /// <summary>What is wrong with it, by field of the form; empty when it can be saved. Open questions may stay open.</summary>
    public IReadOnlyList<FieldProblem> Problems(PlanCalendar calendar)
    {
        var problems = new List<FieldProblem>();
        if (string.IsNullOrWhiteSpace(Text)) problems.Add(new("Text", "Bạn chưa nhập nội dung nhiệm vụ."));
        else if (Text.Length > LongestText) problems.Add(new("Text", $"Nội dung dài quá {VietnameseFormat.Number(LongestText)} ký tự (đang có {VietnameseFormat.Number(Text.Length)}); hãy rút gọn, hoặc tách thành nhiều nhiệm vụ."));
        if (Section?.Length > LongestSection) problems.Add(new("Section", $"Tên mục dài quá {LongestSection} chữ."));
        if (!Enum.IsDefined(Modality)) problems.Add(new("Modality", "Bạn chưa chọn hình thức giao."));
        if (Leads.Count > MostParties) problems.Add(new("NewLead", $"Nhiều nhất {MostParties} cơ quan; hãy dùng nhóm cơ quan."));
        if (Coordinating.Count > MostParties) problems.Add(new("NewCoordinating", $"Nhiều nhất {MostParties} cơ quan; hãy dùng nhóm cơ quan."));
        if (Products.Count > MostProducts) problems.Add(new("Products", $"Nhiều nhất {MostProducts} sản phẩm cho một nhiệm vụ."));
        if (Products.Any(p => p.Quantity is <= 0 or > 1_000_000_000)) problems.Add(new("Products", "Số lượng sản phẩm phải lớn hơn 0."));
        if (Rule is { } rule) problems.AddRange(rule.ProblemsByField(calendar).Select(p => new FieldProblem($"Rule.{p.Field}", p.Message)));
        return problems;
    }

    /// <summary>Puts everything but the parties into a task or item. Codes that are neither in the lists nor read from the plan are left out.</summary>
    public void ApplyTo(TaskFacts task)
    {
        (task.Text, task.Modality, task.Section) = (Text.Trim(), Modality, string.IsNullOrWhiteSpace(Section) ? null : Section.Trim());
        task.Rule = Rule is null ? null : Rule with { Wording = task.ScheduleText, Where = PlanWords.PlaceOf(task.Section) };
        (task.Channels, task.Topics, task.Audiences) = (Known(Channels, PlanCodes.Channels, task.Channels), Known(Topics, PlanCodes.Topics, task.Topics), Known(Audiences, PlanCodes.Audiences, task.Audiences));
        var forms = Known([.. Products.Select(p => p.Form)], PlanCodes.Products, [.. task.Products.Select(p => p.Form)]);
        task.Products = [.. Products.Select(p => forms.Contains(p.Form) ? p : p with { Form = "other" })];
    }

    /// <summary>Whether the task says what was sent (its parties aside): a form sent again after it was made to say something else is no second press.</summary>
    public bool SaysTheSame(PlanTask task)
    {
        var sent = new PlanTask { Text = Text };
        ApplyTo(sent);
        return (sent.Text, sent.Section, sent.Modality, sent.Rule is { } rule ? RuleWording.Of(rule) : "") == (task.Text, task.Section, task.Modality, task.RuleWords)
            && sent.Channels.SequenceEqual(task.Channels) && sent.Topics.SequenceEqual(task.Topics) && sent.Audiences.SequenceEqual(task.Audiences) && sent.Products.SequenceEqual(task.Products);
    }

    private static List<string> Known(IReadOnlyList<string> codes, IReadOnlyList<(string Code, string Name)> list, List<string> before) =>
        [.. codes.Distinct().Where(c => before.Contains(c) || list.Any(l => l.Code == c))];
}
