using LanToa.Platform.Time;

namespace LanToa.Planning.Obligations;

/// <summary>Sentences that the history of a period says behind the reason of a change. Each brings the full stop that ends what stands before it: see <see cref="Ended"/>.</summary>
internal static class BehindReason
{
    // What "%s" stands for is a day, filled in by Of or by the database's format().
    public const string GivenByPlan = ". Đơn vị xin lùi hạn đến %s, hạn theo kế hoạch nay đã đáp ứng nên không cần trả lời nữa";
    public const string GivenByRules = ". Đơn vị xin lùi hạn đến %s, hạn mới đã đáp ứng nên không cần trả lời nữa";
    public const string OnlyAsked = ". Đơn vị xin lùi hạn đến %s, việc nay chỉ là đề nghị, không tính quá hạn nên không cần trả lời nữa";
    public const string Stands = ". Hạn theo kế hoạch nay là %s, hạn đã cho lùi giữ nguyên";
    public const string Meets = ". Hạn theo kế hoạch nay cũng là %s";
    public const string Counted = ". Kết quả đã có được tính cho hạn mới %s, không phải làm lại";

    public static string Of(string words, DateOnly day) => words.Replace("%s", VietnameseFormat.Date(day), StringComparison.Ordinal);

    /// <summary>A reason that a person ended with a full stop, without it.</summary>
    public static string Ended(string reason) => reason.TrimEnd('.', ' ');
}
