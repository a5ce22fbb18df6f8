using System.CommandLine;
using LanToa.Accountability.Activities;
using LanToa.Planning.Obligations;
using LanToa.Platform.Time;

namespace LanToa.Cli.Verbs;

/// <summary><c>lantoa recompute-activities</c>: counts every period anew from the activities and compares. Exit code 1 when a period keeps other figures.</summary>
internal static class RecomputeActivitiesVerb
{
    private const int MostShown = 20;

    public static Command Create()
    {
        var connection = CommonOptions.Connection();
        var data = CommonOptions.Data();
        var command = new Command("recompute-activities", "Tính lại tiến độ của mọi kỳ từ các hoạt động đã ghi và so với số đang giữ; chỉ ra từng kỳ khác.") { connection, data };
        command.SetAction((parsed, cancellation) => RunAsync(parsed.GetValue(connection), parsed.GetRequiredValue(data), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(string? connection, string data, CancellationToken cancellation)
    {
        await using var database = await Database.ExistingAsync(connection, data, cancellation);
        await database.EnsureMigratedAsync(cancellation);
        await using var source = database.Source();
        var (periods, wrong, shown) = await LoggedProgress.CheckAsync(source, ActivityCounts.Sql, MostShown, cancellation);
        Console.WriteLine($"{VietnameseFormat.Number(periods)} kỳ có hoạt động đã ghi: {(wrong == 0 ? "tính lại không khác" : $"{VietnameseFormat.Number(wrong)} KỲ KHÁC")}.");
        foreach (var one in shown) Console.WriteLine($"  - tỉnh {one.Province:00}, kỳ {one.Occurrence}: đang giữ {one.Kept}; tính lại {one.Counted} (chấp nhận / chờ / ngày gần nhất)");
        if (wrong > shown.Count) Console.WriteLine($"  … và {VietnameseFormat.Number(wrong - shown.Count)} kỳ khác.");
        return wrong == 0 ? 0 : Failures.Failed;
    }
}
