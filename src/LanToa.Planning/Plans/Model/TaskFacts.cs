using System.ComponentModel.DataAnnotations;
using LanToa.Planning.Obligations.Rules;
using LanToa.Platform.Data;

namespace LanToa.Planning.Plans;

/// <summary>What comes out of a task: a form of the code list, how many, and the plan's words.</summary>
public sealed record TaskProduct(string Form, decimal? Quantity, string Text);

/// <summary>What a plan asks: of a task, and of an item that people check before it becomes one.</summary>
public abstract class TaskFacts : TenantRow
{
    /// <summary>The heading under which the plan says it.</summary>
    [Display(Name = "Mục")]
    public string? Section { get; set; }

    [Display(Name = "Nội dung")]
    public required string Text { get; set; }

    [Display(Name = "Hình thức giao")]
    public TaskModality Modality { get; set; }

    /// <summary>When it is to be done; null until a person has given it a kind.</summary>
    public DutyRule? Rule { get; set; }

    /// <summary>The rule in words, for people and for the history.</summary>
    [Display(Name = "Thời hạn")]
    public string RuleWords { get; set; } = "";

    /// <summary>The plan's words about time.</summary>
    [Display(Name = "Thời gian ghi trong kế hoạch")]
    public string? ScheduleText { get; set; }

    /// <summary>The parties in words, for the history.</summary>
    [Display(Name = "Cơ quan")]
    public string PartyWords { get; set; } = "";

    [Display(Name = "Kênh"), CodeWords(CodeList.Channels)]
    public List<string> Channels { get; set; } = [];

    [Display(Name = "Chủ đề"), CodeWords(CodeList.Topics)]
    public List<string> Topics { get; set; } = [];

    [Display(Name = "Đối tượng"), CodeWords(CodeList.Audiences)]
    public List<string> Audiences { get; set; } = [];

    [Display(Name = "Sản phẩm"), CodeWords(CodeList.Products)]
    public List<TaskProduct> Products { get; set; } = [];

    /// <summary>The statements of the plan that it answers.</summary>
    public List<string> StatementKeys { get; set; } = [];

    /// <summary>All but the text and the parties: what both halves keep when a task is split, and what an item gives to its task.</summary>
    public void TakeFacts(TaskFacts from)
    {
        (Section, Modality, ScheduleText) = (from.Section, from.Modality, from.ScheduleText);
        (Rule, RuleWords, PartyWords) = (from.Rule, from.RuleWords, from.PartyWords);
        (Channels, Topics, Audiences) = ([.. from.Channels], [.. from.Topics], [.. from.Audiences]);
        (Products, StatementKeys) = ([.. from.Products], [.. from.StatementKeys]);
    }

    /// <summary>Keeps the words of the history in step with parties and rule.</summary>
    public void Describe(IEnumerable<string> leads, IEnumerable<string> coordinating)
    {
        string owing = string.Join(", ", leads), beside = string.Join(", ", coordinating);
        PartyWords = beside.Length == 0 ? owing : $"{owing}; phối hợp: {beside}";
        RuleWords = Rule is { } rule ? RuleWording.Of(rule) : "";
    }
}
