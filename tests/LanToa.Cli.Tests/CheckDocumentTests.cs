using System.Text.Json;
using LanToa.Platform.Documents;
using LanToa.Platform.Documents.Writing;
using LanToa.Testing;

namespace LanToa.Cli.Tests;

public sealed class CheckDocumentTests
{
    [Fact]
    public async Task CheckDocument_FaultyFile_ListsThemAndEndsWithOne()
    {
        var sample = Path.Combine(Repository.Root, "samples/plans/ke-hoach-2026-tinh.docx");
        var (code, output, _) = await Lantoa.RunAsync("check-document", sample);
        code.ShouldBe(1);
        output.ShouldContain("điểm khác Nghị định 30/2020/NĐ-CP");
        output.ShouldContain("Quốc hiệu");

        (code, output, _) = await Lantoa.RunAsync("check-document", sample, "--json");
        code.ShouldBe(1);
        using var json = JsonDocument.Parse(output);
        json.RootElement.GetProperty("differences").EnumerateArray().Select(d => d.GetProperty("code").GetString()).ShouldContain("motto-line");
    }

    [Fact]
    public async Task CheckDocument_RightFile_EndsWithZero_NoWordFile_SaysSo()
    {
        var file = Path.Combine(Path.GetTempPath(), $"lantoa-test-{Guid.CreateVersion7():N}.docx");
        try
        {
            await File.WriteAllBytesAsync(file, DocumentWriter.Write(new OfficialDocument
            {
                Issuer = ["Ủy ban nhân dân", "xã Vân Khê"], IssuerName = "Ủy ban nhân dân xã Vân Khê", Number = "8", Symbol = "KH-UBND", Place = "Vân Khê", Date = new DateOnly(2026, 1, 9), Kind = "Kế hoạch", Subject = "Tuyên truyền cải cách hành chính",
                Body = [new ParagraphBlock("Ủy ban nhân dân xã ban hành Kế hoạch.")], Signature = new DocumentSignature(["TM. Ủy ban nhân dân"], "Chủ tịch", "Nguyễn Văn An"), Recipients = ["Các thôn", "Lưu: VT"],
            }));
            var (code, output, _) = await Lantoa.RunAsync("check-document", file);
            code.ShouldBe(0, output);
            await File.WriteAllTextAsync(file, "không phải Word");
            var (broken, _, error) = await Lantoa.RunAsync("check-document", file);
            broken.ShouldBe(1);
            error.ShouldContain("không phải văn bản Word");
            error.ShouldNotContain("   at ");
        }
        finally
        {
            File.Delete(file);
        }
    }
}
