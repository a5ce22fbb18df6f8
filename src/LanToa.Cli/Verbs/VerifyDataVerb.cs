using System.CommandLine;
using LanToa.Accountability;
using LanToa.Planning;
using LanToa.Platform.Time;

namespace LanToa.Cli.Verbs;

/// <summary><c>lantoa verify-data</c>: the references that no foreign key guards point to rows that exist. Exit code 1 when one does not.</summary>
internal static class VerifyDataVerb
{
    public static Command Create() => CheckVerb.Create("verify-data", "Kiểm tra những mã tham chiếu giữa các tỉnh, các phần có trỏ đến hồ sơ có thật không; chỉ ra từng dòng.", async (source, cancellation) =>
    {
        long wrong = 0;
        foreach (var reference in LooseReferences.All.Concat(LooseAnswers.All))
        {
            var (rows, missing) = await reference.CheckAsync(source, CheckVerb.MostShown, cancellation);
            CheckVerb.Say($"{reference.Name}: {VietnameseFormat.Number(rows)} dòng", "đủ", "dòng sai", missing.Total, missing.Shown, row => $"tỉnh {row.Province:00}, {row.Id}: {row.Reference}");
            wrong += missing.Total;
        }
        return wrong;
    });
}
