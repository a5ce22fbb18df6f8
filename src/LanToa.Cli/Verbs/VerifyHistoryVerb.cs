using System.CommandLine;
using LanToa.Platform.Audit;
using LanToa.Platform.Time;

namespace LanToa.Cli.Verbs;

/// <summary><c>lantoa verify-history</c>: seals what waits, walks the chain of each province, names what was touched. Exit code 1 when anything was.</summary>
internal static class VerifyHistoryVerb
{
    private const int MostNamed = 50;

    public static Command Create()
    {
        var province = CommonOptions.Province();
        var anchor = new Option<string?>("--anchor")
        {
            Description = "Tệp điểm neo: so với các điểm đã ghi, rồi ghi thêm điểm cuối nếu mọi thứ nguyên vẹn. Giữ tệp này ở máy khác.",
            HelpName = "TỆP",
        };
        var connection = CommonOptions.Connection();
        var data = CommonOptions.Data();
        var command = new Command("verify-history", "Kiểm tra lịch sử thay đổi có bị sửa, xóa, cắt, hay chèn ngoài đường ghi của chương trình không; chỉ ra từng dòng. Dòng chèn theo đường ghi chỉ lộ khi ghi lùi giờ hoặc vừa được lệnh này niêm phong.") { province, anchor, connection, data };
        command.SetAction((parsed, cancellation) => RunAsync(parsed.GetValue(province), parsed.GetValue(anchor), parsed.GetValue(connection), parsed.GetRequiredValue(data), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(short? province, string? anchorFile, string? connection, string data, CancellationToken cancellation)
    {
        var anchors = anchorFile is not null && File.Exists(anchorFile) ? await HistoryAnchorFile.ReadAsync(anchorFile, cancellation) : [];
        await using var database = await Database.ExistingAsync(connection, data, cancellation);
        await database.EnsureMigratedAsync(cancellation);
        await using var source = database.Source();
        var named = new List<string>();
        var newlySealed = await new HistorySealer(source, TimeProvider.System, words => { if (named.Count < MostNamed) named.Add(words); }).SealAsync(n => Watch($"Niêm phong: {VietnameseFormat.Number(n)}"), cancellation);
        var verifier = new HistoryVerifier(source, TimeProvider.System);
        var provinces = province is { } one ? [one] : (await verifier.ProvincesAsync(cancellation)).Union(anchors.Select(a => a.Province)).Order().ToList();
        if (newlySealed > 0) Console.WriteLine($"Vừa niêm phong {VietnameseFormat.Number(newlySealed)} thay đổi đang chờ; trước đó chưa có gì bảo đảm cho chúng:");
        foreach (var words in named) Console.WriteLine("  - " + words);
        if (newlySealed > named.Count) Console.WriteLine($"  … và {VietnameseFormat.Number(newlySealed - named.Count)} thay đổi khác.");
        var verdicts = new List<HistoryVerdict>();
        foreach (var number in provinces)
        {
            var verdict = await verifier.VerifyAsync(number, anchors, (done, of) => { Watch($"Tỉnh {number:00}: {VietnameseFormat.Number(done)}/{VietnameseFormat.Number(of)}"); return Task.CompletedTask; }, cancellation);
            Print(verdict);
            verdicts.Add(verdict);
        }
        if (verdicts.Count == 0) Console.WriteLine("Lịch sử còn trống.");
        var sound = verdicts.TrueForAll(v => v.IsSound);
        if (anchorFile is not null) await AnchorAsync(anchorFile, anchors, verdicts, sound, cancellation);
        return sound ? 0 : Failures.Failed;
    }

    /// <summary>Says what the anchors were worth, and keeps the present ends of the chains beside them when all is well.</summary>
    private static async Task AnchorAsync(string file, IReadOnlyList<HistoryAnchor> anchors, List<HistoryVerdict> verdicts, bool sound, CancellationToken cancellation)
    {
        var compared = anchors.Count(a => verdicts.Exists(v => v.Province == a.Province));
        var heads = verdicts.Select(v => v.Head).OfType<HistoryAnchor>().ToList();
        var writes = sound && heads.Count > 0;
        if (writes) await HistoryAnchorFile.WriteAsync(file, anchors.Concat(heads), cancellation);
        var compare = compared > 0 ? $"Đã so với {VietnameseFormat.Number(compared)} điểm neo" : "Chưa có điểm neo nào để so";
        var kept = !writes ? "không ghi thêm điểm neo nào" : anchors.Count == 0 ? $"đã ghi điểm neo đầu tiên vào {file}" : $"đã ghi các điểm cuối vào {file}";
        Console.WriteLine($"{compare}; {kept}.");
    }

    private static void Print(HistoryVerdict verdict)
    {
        if (!Console.IsErrorRedirected) Console.Error.Write("\r");
        var rate = verdict.Took.TotalSeconds > 0.5 ? $" ({VietnameseFormat.Number((decimal)Math.Round(verdict.Events / verdict.Took.TotalSeconds))} thay đổi/giây)" : "";
        Console.WriteLine($"Tỉnh {verdict.Province:00}: {VietnameseFormat.Number(verdict.Events)} thay đổi, {(verdict.IsSound ? "nguyên vẹn" : $"{VietnameseFormat.Number(verdict.Total)} ĐIỂM SAI")}; chưa niêm phong {VietnameseFormat.Number(verdict.Waiting)}{rate}");
        if (verdict.Head is { } head) Console.WriteLine($"  Điểm cuối: số {head.Number}, {head.Hash}");
        foreach (var finding in verdict.Findings) Console.WriteLine("  - " + finding.Words);
        if (verdict.Total > verdict.Findings.Count) Console.WriteLine($"  … và {VietnameseFormat.Number(verdict.Total - verdict.Findings.Count)} điểm khác.");
        if (verdict.Backdated == 0) return;
        Console.WriteLine($"  Lưu ý: {VietnameseFormat.Number(verdict.Backdated)} thay đổi mang giờ sớm hơn thay đổi niêm phong trước đó quá một giờ (đồng hồ sai, hoặc có dòng chèn vào):");
        foreach (var words in verdict.BackdatedRows) Console.WriteLine("  - " + words);
        if (verdict.Backdated > verdict.BackdatedRows.Count) Console.WriteLine($"  … và {VietnameseFormat.Number(verdict.Backdated - verdict.BackdatedRows.Count)} thay đổi trước đó.");
    }

    private static void Watch(string words)
    {
        if (!Console.IsErrorRedirected) Console.Error.Write($"\r{words}   ");
    }
}
