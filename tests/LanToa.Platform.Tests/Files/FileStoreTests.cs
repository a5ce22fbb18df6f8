using System.Text;
using LanToa.Platform.Data;
using LanToa.Platform.Files;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Platform.Tests.Files;

public sealed class FileStoreTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task Keep_SameBytesTwice_AreKeptOnce()
    {
        var first = await KeepAsync("%PDF-1.7 một tệp"u8.ToArray(), FileLimits.Attachment);
        var second = await KeepAsync("%PDF-1.7 một tệp"u8.ToArray(), FileLimits.Attachment);
        (second.Sha256, second.MediaType).ShouldBe((first.Sha256, "application/pdf"));
        await app.InScopeAsync(async s =>
        {
            await using var content = await s.GetRequiredService<FileStore>().OpenAsync(first.Sha256);
            content.Length.ShouldBe(first.Size);
        });
    }

    [Theory]
    [InlineData("")]
    [InlineData("<!DOCTYPE html><script>alert(1)</script>")]
    [InlineData("MZ\u0001\u0002 chương trình")]
    public async Task Keep_EmptyOrDangerous_IsRefused(string content) =>
        await Should.ThrowAsync<FileRefusedException>(() => KeepAsync(Encoding.UTF8.GetBytes(content), FileLimits.Attachment));

    [Fact]
    public async Task Keep_TooLarge_IsRefusedAndLeavesNothing()
    {
        var before = await CountAsync();
        await Should.ThrowAsync<FileRefusedException>(() => KeepAsync(new byte[3000], new FileLimits(2000)));
        (await CountAsync()).ShouldBe(before);
    }

    [Theory]
    [InlineData("../../etc/passwd", "passwd")]
    [InlineData("C:\\a\\kế hoạch.docx", "kế hoạch.docx")]
    [InlineData("a\r\nb.pdf", "ab.pdf")]
    [InlineData("  ", "tệp")]
    [InlineData("bao-cao\u202Exslx.exe", "bao-caoxslx.exe")]
    public void SafeName_Crafted_IsOnlyAName(string given, string expected) => FileStore.SafeName(given).ShouldBe(expected);

    [Fact]
    public void SafeName_Long_KeepsItsExtension_UnlessThatIsNone()
    {
        FileStore.SafeName(new string('a', 300) + ".docx").ShouldBe(new string('a', 195) + ".docx");
        FileStore.SafeName("a." + new string('b', 300)).ShouldBe("a." + new string('b', 198));
    }

    private Task<StoredFile> KeepAsync(byte[] bytes, FileLimits limits) => app.InScopeAsync(async s =>
    {
        var file = await s.GetRequiredService<FileStore>().KeepAsync(new MemoryStream(bytes), limits);
        await s.GetRequiredService<LanToaDb>().SaveChangesAsync();
        return file;
    });

    private Task<int> CountAsync() => app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<StoredFile>().CountAsync());
}
