using System.Text.RegularExpressions;
using LanToa.Platform.Documents;
using LanToa.Platform.Documents.Sheets;

namespace LanToa.Planning.Plans;

/// <summary>The annex of assigned tasks: TT · nội dung · chủ trì · phối hợp · thời gian · sản phẩm, as a table and as a sheet.</summary>
public static partial class PlanAnnex
{
    private static readonly (string Head, double Share, double Width)[] Columns =
        [("TT", 5, 6), ("Nội dung", 36, 60), ("Chủ trì", 17, 28), ("Phối hợp", 17, 28), ("Thời gian", 15, 22), ("Sản phẩm", 12, 24)];

    public static IReadOnlyList<SheetColumn> SheetColumns => [.. Columns.Select(c => new SheetColumn(c.Head, c.Width))];

    public static DocumentAnnex Of(Plan plan, IReadOnlyList<TaskView> tasks) => new(
        OfficialText.Bound($"Danh mục nhiệm vụ {Lower(plan.Title)}"),
        [new TableBlock([.. Columns.Select((c, n) => new DocumentColumn(c.Head, c.Share, Centred: n == 0))], [.. Rows(tasks).Select(r => (IReadOnlyList<string>)[.. r.Select(c => $"{c}")])])],
        Landscape: true);

    /// <summary>One row per task in force.</summary>
    public static IEnumerable<IReadOnlyList<object?>> Rows(IReadOnlyList<TaskView> tasks) =>
        tasks.Where(t => t.Task.State == TaskState.Active).Select((t, n) => (IReadOnlyList<object?>)[n + 1, OfficialText.WithoutEnd(t.Task.Text), Leads(t), Names(t.Coordinating), When(t.Task), Products(t.Task)]);

    /// <summary>Who and when, as a sentence after the task's own words: what these or the heading above them (<paramref name="heading"/>) say already is not said again.</summary>
    public static string Facts(TaskView task, string heading = "")
    {
        var isNamed = task.Leads.Count == 0 || task.Leads.All(l => WholeWords.Name(heading, l.Name));
        var time = Time(task.Task);
        string[] facts =
        [
            isNamed ? "" : task.Task.Modality == TaskModality.Request ? $"Cơ quan được đề nghị: {Names(task.Leads)}" : $"Cơ quan chủ trì: {Names(task.Leads)}",
            task.Coordinating.Count == 0 ? "" : $"cơ quan phối hợp: {Names(task.Coordinating)}", time.Length == 0 || WholeWords.Say(task.Task.Text, time) ? "" : $"thời gian thực hiện: {char.ToLowerInvariant(time[0])}{time[1..]}",
        ];
        var sentence = string.Join("; ", facts.Where(f => f.Length > 0));
        return sentence.Length == 0 ? "" : $"{char.ToUpperInvariant(sentence[0])}{sentence[1..]}.";
    }

    /// <summary>The title as it goes on inside a sentence.</summary>
    public static string Lower(string title) => title.Length > 1 && char.IsLower(title[1]) ? char.ToLowerInvariant(title[0]) + title[1..] : title;

    private static string Leads(TaskView task) => task.Task.Modality == TaskModality.Request ? $"Đề nghị {Names(task.Leads)}" : Names(task.Leads);

    private static string Names(IEnumerable<PartyView> parties) => string.Join("; ", parties.Select(p => p.Name).Distinct());

    private static string Time(PlanTask task)
    {
        // Documents say "chậm nhất ngày"; what people work with says that the day itself counts.
        var time = string.IsNullOrWhiteSpace(task.ScheduleText) ? task.RuleWords.Replace("trước hoặc vào ngày", "chậm nhất ngày", StringComparison.Ordinal) : task.ScheduleText;
        return Capital(OfficialText.WithoutEnd(time));
    }

    /// <summary>The column of times says how often, where all else that the words say is how many: that stands among the products. Words that say a time stay whole.</summary>
    private static string When(PlanTask task)
    {
        var time = Time(task);
        if (Often().Match(time) is not { Success: true } often || SaysTime().IsMatch(time[often.Length..])) return time;
        var numbers = PrintedNumbers.In(time[often.Length..]);
        return numbers.Count > 0 && numbers.All(n => task.Products.Exists(p => p.Quantity is { } many && many == n.Counts)) ? often.Value : time;
    }

    [GeneratedRegex("^(Mỗi|Hằng|Hàng) (tuần|tháng|quý|6 tháng|năm)(?= )")]
    private static partial Regex Often();

    [GeneratedRegex(@"\b(giờ|buổi|sáng|trưa|chiều|tối|thứ|chủ nhật|mùng|mồng|tết|hè|khi|lúc|trong|vào|ngày|tuần|tháng|quý|năm|kỳ|đợt|dịp|lần|từ|đến|trước|sau|đầu|giữa|cuối|hạn|chậm|muộn|sớm)\b", RegexOptions.IgnoreCase)]
    private static partial Regex SaysTime();

    private static string Capital(string text) => text.Length == 0 ? "" : char.ToUpperInvariant(text[0]) + text[1..];

    private static string Products(PlanTask task) => Capital(string.Join("; ", task.Products.Select(p => p.Text).Where(t => t.Length > 0).Distinct()));
}
