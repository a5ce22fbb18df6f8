using System.CommandLine;
using LanToa.Accountability.Activities.Packs;
using LanToa.Platform.Time;

namespace LanToa.Cli.Verbs;

/// <summary><c>lantoa verify-pack FILE</c>: whether a pack of evidence is as it was signed; names what differs. Exit code 1 when a file does, 3 when only the zip around the files does. Needs no database and no network.</summary>
internal static class VerifyPackVerb
{
    /// <summary>Every file is as it was signed; the zip is another.</summary>
    private const int Repacked = 3;

    public static Command Create()
    {
        var file = new Argument<string>("file") { HelpName = "TỆP", Description = "Gói minh chứng (.zip), chưa giải nén." };
        var key = new Option<string?>("--key") { HelpName = "DẤU-KHÓA", Description = "Dấu khóa của cơ quan tạo gói, lấy ở trang /goi-minh-chung của hệ thống đó." };
        key.Validators.Add(result =>
        {
            foreach (var token in result.Tokens)
                if (PackFormat.Plain(token.Value).Length != 64) result.AddError("--key: dấu khóa gồm 64 chữ số và chữ cái từ a đến f; dấu hai chấm giữa các nhóm ghi hay bỏ đều được.");
        });
        var command = new Command("verify-pack", "Kiểm tra một gói minh chứng, ngoại tuyến: chữ ký, mã băm từng tệp, tệp thiếu, tệp thừa.") { file, key };
        command.SetAction((parsed, _) => Task.FromResult(Run(parsed.GetRequiredValue(file), parsed.GetValue(key))));
        return command;
    }

    private static int Run(string file, string? key)
    {
        using var zip = File.OpenRead(file);
        var verdict = PackVerifier.Verify(zip, key);
        if (verdict.Head is { } head)
        {
            Console.WriteLine($"Gói: {head.Unit}, {VietnameseFormat.Date(head.From)} đến {VietnameseFormat.Date(head.To)}{(head.Plan is { } plan ? $", {plan}" : "")}");
            Console.WriteLine($"Tạo lúc {VietnameseFormat.DateTime(head.Made)}; {VietnameseFormat.Number(head.Activities)} hoạt động, {VietnameseFormat.Number(head.Evidence)} minh chứng.");
        }
        if (verdict.ManifestHash is { } hash) Console.WriteLine($"SHA-256 của manifest.jsonl: {hash}");
        if (verdict.Fingerprint is { } print) Console.WriteLine($"Dấu khóa: {print}");
        if (verdict.Findings.Count > 0)
        {
            foreach (var finding in verdict.Findings) Console.WriteLine("  - " + finding);
            Console.WriteLine("GÓI NÀY KHÔNG ĐÚNG NHƯ LÚC TẠO.");
            return Failures.Failed;
        }
        if (verdict.IsRepacked)
        {
            Console.WriteLine($"Nội dung đúng: {VietnameseFormat.Number(verdict.Checked)} tệp như đã ký{By(key)}, không thiếu, không thừa.");
            Console.WriteLine($"Tệp zip thì không phải bản gốc: {string.Join("; ", verdict.Wrapping)}. Gói đã được giải nén rồi đóng lại, hoặc bị sửa phần đầu mục; bản gốc tải ở LanToa thì giống từng byte.");
            Console.WriteLine("ĐÃ ĐÓNG GÓI LẠI, NỘI DUNG KHÔNG ĐỔI. Chương trình giải nén khác có thể đọc zip này khác đi: giải nén xong hãy chạy verify.sh trong đó.");
            return Repacked;
        }
        Console.WriteLine($"OK: {VietnameseFormat.Number(verdict.Checked)} tệp đúng như đã ký{By(key)}.");
        return 0;
    }

    private static string By(string? key) =>
        key is null ? " (chưa biết là ai ký: so dấu khóa trên với dấu ở trang /goi-minh-chung của cơ quan tạo gói, hoặc đưa dấu đó bằng --key)" : " bởi đúng khóa đã cho";
}
