using System.ComponentModel.DataAnnotations;
using LanToa.Platform.Documents;
using LanToa.Platform.Text;

namespace LanToa.Planning.Plans;

public enum PlanState
{
    [Display(Name = "Dự thảo")] Drafted,
    [Display(Name = "Trình duyệt")] Submitted,
    [Display(Name = "Đã duyệt")] Approved,
    [Display(Name = "Đã ban hành")] Issued,
    [Display(Name = "Đang thực hiện")] InProgress,
    [Display(Name = "Kết thúc")] Closed,
    [Display(Name = "Thu hồi")] Withdrawn,
    /// <summary>Of an amendment: it has become the next version of the plan that it amends.</summary>
    [Display(Name = "Đã áp dụng")] Applied,
}

/// <summary>How a plan speaks to those who lead a task. A request goes to a body that is not subordinate: it is never overdue.</summary>
public enum TaskModality
{
    [Display(Name = "Giao")] Command,
    [Display(Name = "Phối hợp")] Coordinate,
    [Display(Name = "Đề nghị")] Request,
}

public enum TaskState
{
    [Display(Name = "Có hiệu lực")] Active,
    [Display(Name = "Đã rút")] Withdrawn,
}

public enum PartyRole
{
    [Display(Name = "Chủ trì")] Lead,
    [Display(Name = "Phối hợp")] Coordinating,
    [Display(Name = "Đề nghị")] Requested,
}

public enum ImportState
{
    [Display(Name = "Đã tải lên")] Uploaded,
    [Display(Name = "Đang đọc")] Reading,
    [Display(Name = "Chờ kiểm tra")] Ready,
    [Display(Name = "Không đọc được")] Failed,
    [Display(Name = "Đã tạo kế hoạch")] Done,
    [Display(Name = "Đã bỏ")] Discarded,
}

public enum ItemDecision
{
    [Display(Name = "Chưa kiểm")] Pending,
    [Display(Name = "Đã chấp nhận")] Accepted,
    [Display(Name = "Bỏ qua")] Rejected,
    /// <summary>Joined into another item, which carries its words.</summary>
    [Display(Name = "Đã gộp")] Merged,
}

public static class PlanWords
{
    /// <summary>How a rule names the section of the plan that it comes from: mục “3. Sở Tư pháp”.</summary>
    public static string? PlaceOf(string? section) => string.IsNullOrWhiteSpace(section) ? null : $"mục “{section.Trim()}”";

    /// <summary>The number with its symbol, as its document prints it: one under 10 with a zero; empty while there is no number.</summary>
    public static string NumberOf(string? number, string? symbol) => OfficialText.NumberAndSymbol(number, symbol) ?? "";

    /// <summary>What a path of links calls a plan: "12/KH-UBND", or "Kế hoạch chưa có số".</summary>
    public static string Called(this Plan plan) => plan.NumberAndSymbol.Length > 0 ? plan.NumberAndSymbol : $"{plan.Kind} chưa có số";

    /// <summary>ke-hoach-36-KH-UBND.docx: names that every system keeps whole.</summary>
    public static string FileName(this Plan plan, string extension, string before = "")
    {
        var name = string.Join('-', $"{before}{Folding.Fold(plan.Kind)} {NumberOf(plan.Number, null)} {Folding.Fold(plan.Symbol).ToUpperInvariant()} {plan.Date?.Year}"
            .Split([' ', '/', '\\', '…'], StringSplitOptions.RemoveEmptyEntries));
        return $"{name}.{extension}";
    }

    /// <summary>The beginning of a longer text, cut at a word.</summary>
    public static string Short(string text, int most = 60)
    {
        if (text.Length <= most) return text;
        var end = text.LastIndexOf(' ', most);
        return text[..(end > most / 2 ? end : most)].TrimEnd(' ', ',', ';', '.', ':') + "…";
    }

    public static string Name(this PlanState value) => EnumWords.Of(value);

    public static string Name(this TaskModality value) => EnumWords.Of(value);

    public static string Name(this TaskState value) => EnumWords.Of(value);

    public static string Name(this PartyRole value) => EnumWords.Of(value);

    public static string Name(this ImportState value) => EnumWords.Of(value);

    public static string Name(this ItemDecision value) => EnumWords.Of(value);

    /// <summary>Everyone of the province may read it: it has been issued, whatever came after.</summary>
    public static bool IsPublished(this PlanState state) => state is PlanState.Issued or PlanState.InProgress or PlanState.Closed;

    /// <summary>The modality code of the reading contract: command, coordinate or request.</summary>
    public static TaskModality ModalityOf(string code) => code switch
    {
        "coordinate" => TaskModality.Coordinate,
        "request" => TaskModality.Request,
        _ => TaskModality.Command,
    };
}
