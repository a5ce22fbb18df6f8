using System.CommandLine;
using LanToa.Accountability;
using LanToa.Planning;
using LanToa.Platform.Time;

namespace LanToa.Cli.Verbs;

/// <summary><c>lantoa verify-data</c>: the references that no foreign key guards point to rows that exist. Exit code 1 when one does not.</summary>
internal static class VerifyDataVerb
{
    private const int MostShown = 20;

    public static Command Create()
    {
        var connection = CommonOptions.Connection();
        var data = CommonOptions.Data();
        var command = new Command("verify-data", "Kiểm tra những mã tham chiếu giữa các tỉnh, các phần có trỏ đến hồ sơ có thật không; chỉ ra từng dòng.") { connection, data };
        command.SetAction((parsed, cancellation) => RunAsync(parsed.GetValue(connection), parsed.GetRequiredValue(data), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(string? connection, string data, CancellationToken cancellation)
    {
        await using var database = await Database.ExistingAsync(connection, data, cancellation);
        await database.EnsureMigratedAsync(cancellation);
        await using var source = database.Source();
        long wrong = 0;
        foreach (var reference in LooseReferences.All.Concat(LooseAnswers.All))
        {
            var (rows, missing) = await reference.CheckAsync(source, MostShown, cancellation);
            Console.WriteLine($"{reference.Name}: {VietnameseFormat.Number(rows)} dòng, {(missing.Total == 0 ? "đủ" : $"{VietnameseFormat.Number(missing.Total)} DÒNG SAI")}");
            foreach (var row in missing.Shown) Console.WriteLine($"  - tỉnh {row.Province:00}, {row.Id}: {row.Reference}");
            if (missing.Total > missing.Shown.Count) Console.WriteLine($"  … và {VietnameseFormat.Number(missing.Total - missing.Shown.Count)} dòng khác.");
            wrong += missing.Total;
        }
        return wrong == 0 ? 0 : Failures.Failed;
    }
}
