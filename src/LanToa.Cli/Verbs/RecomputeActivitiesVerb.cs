using System.CommandLine;
using LanToa.Accountability.Activities;
using LanToa.Planning.Obligations;
using LanToa.Platform.Time;

namespace LanToa.Cli.Verbs;

/// <summary><c>lantoa recompute-activities</c>: counts every period anew from the activities and compares. Exit code 1 when a period keeps other figures.</summary>
internal static class RecomputeActivitiesVerb
{
    public static Command Create() => CheckVerb.Create("recompute-activities", "Tính lại tiến độ của mọi kỳ từ các hoạt động đã ghi và so với số đang giữ; chỉ ra từng kỳ khác.", async (source, cancellation) =>
    {
        var (periods, wrong, shown) = await LoggedProgress.CheckAsync(source, ActivityCounts.Sql, CheckVerb.MostShown, cancellation);
        CheckVerb.Say($"{VietnameseFormat.Number(periods)} kỳ có hoạt động đã ghi", "tính lại không khác", "kỳ khác", wrong, shown, one => $"tỉnh {one.Province:00}, kỳ {one.Occurrence}: đang giữ {one.Kept}; tính lại {one.Counted} (chấp nhận / chờ / ngày gần nhất)");
        return wrong;
    });
}
