using System.Security.Cryptography;
using System.Text;
using LanToa.Accountability.Activities.Packs;
using LanToa.Platform.Data;
using LanToa.Platform.Files;

namespace LanToa.Cli.Tests;

/// <summary>The verb as a stranger gives it: no database, no network, a file.</summary>
public sealed class VerifyPackTests
{
    [Fact]
    public async Task VerifyPack_WholeChangedOrByAnotherKey_SaysSoByWordsAndCode()
    {
        var folder = Directory.CreateTempSubdirectory("lantoa-pack-").FullName;
        try
        {
            var file = Path.Combine(folder, "gói.zip");
            var print = await WriteAsync(file, Path.Combine(folder, "data"));

            var (code, output, _) = await Lantoa.RunAsync("verify-pack", file);
            (code, output).ShouldSatisfyAllConditions(r => r.code.ShouldBe(0, output), r => r.output.ShouldContain("OK: 1 tệp"), r => r.output.ShouldContain(print), r => r.output.ShouldContain("chưa biết là ai ký"));
            (code, output, _) = await Lantoa.RunAsync("verify-pack", file, "--key", print);
            (code, output.Contains("bởi đúng khóa đã cho", StringComparison.Ordinal)).ShouldBe((0, true), output);
            (code, output, _) = await Lantoa.RunAsync("verify-pack", file, "--key", new string('0', 64));
            (code, output.Contains("ký bằng khóa khác", StringComparison.Ordinal)).ShouldBe((1, true), output);
            (code, _, _) = await Lantoa.RunAsync("verify-pack", file, "--key", "ngắn");
            code.ShouldBe(2);

            // A stranger unpacked it and packed it again: the files are what they were, and that is what is said.
            var again = Path.Combine(folder, "đóng lại.zip");
            System.IO.Compression.ZipFile.ExtractToDirectory(file, Path.Combine(folder, "mở"));
            System.IO.Compression.ZipFile.CreateFromDirectory(Path.Combine(folder, "mở"), again);
            (code, output, _) = await Lantoa.RunAsync("verify-pack", again, "--key", print);
            (code, output).ShouldSatisfyAllConditions(r => r.code.ShouldBe(3, output), r => r.output.ShouldContain("Nội dung đúng: 1 tệp như đã ký bởi đúng khóa đã cho"), r => r.output.ShouldContain("NỘI DUNG KHÔNG ĐỔI"), r => r.output.ShouldNotContain("KHÔNG ĐÚNG NHƯ LÚC TẠO"));

            var bytes = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
            bytes[Encoding.Latin1.GetString(bytes).IndexOf("Xin ch", StringComparison.Ordinal)] ^= 1;
            await File.WriteAllBytesAsync(file, bytes, TestContext.Current.CancellationToken);
            (code, output, _) = await Lantoa.RunAsync("verify-pack", file);
            (code, output.Contains("Tệp đã bị thay đổi: README.txt", StringComparison.Ordinal)).ShouldBe((1, true), output);
            var (missing, _, error) = await Lantoa.RunAsync("verify-pack", Path.Combine(folder, "không có.zip"));
            (missing, error.Contains("Không có tệp này", StringComparison.Ordinal)).ShouldBe((1, true), error);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>A pack of one file; gives the fingerprint of its key.</summary>
    private static async Task<string> WriteAsync(string path, string store)
    {
        var files = new FolderFiles(new DataFolder(store));
        var content = "Xin chào\n"u8.ToArray();
        var hash = Convert.ToHexStringLower(SHA256.HashData(content));
        await using (var copy = files.Begin())
        {
            await copy.WriteAsync(content);
            await files.KeepAsync(copy, hash);
        }
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var key = pair.ExportSubjectPublicKeyInfo();
        var print = PackFormat.Fingerprint(key);
        var manifest = Encoding.UTF8.GetBytes(PackFormat.Line(new PackHead(PackFormat.Format, Guid.CreateVersion7(), new DateTimeOffset(2026, 9, 20, 5, 0, 0, TimeSpan.Zero), "Sở Thử", null, new DateOnly(2026, 1, 1), new DateOnly(2026, 9, 20), 1, 1, 1, print)) + PackFormat.Line(new PackFile(PackFormat.Readme, content.Length, hash)));
        await using var zip = File.Create(path);
        await PackStream.WriteAsync(zip, manifest, pair.SignData(manifest, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence), key, files);
        return print;
    }
}
