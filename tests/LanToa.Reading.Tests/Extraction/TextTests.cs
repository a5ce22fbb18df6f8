using System.Text;
using LanToa.Reading.Extraction;

namespace LanToa.Reading.Tests.Extraction;

public sealed class TextTests
{
    private const string Plan = "KẾ HOẠCH\r\nTuyên truyền cải cách hành chính năm 2025\r\n\r\n1. Sở Nội vụ chủ trì, phối hợp với các sở, ban, ngành đăng tải tin, bài trên cổng thông tin điện tử của tỉnh.\r\n";
    private static readonly string Expected = Plan.Replace("\r\n", "\n", StringComparison.Ordinal);

    static TextTests() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    private static ExtractedText Read(byte[] bytes, string name = "a.txt") => Extractor.Extract(bytes, name);

    private static string Refusal(byte[] bytes, string name = "a.txt") => Should.Throw<UnreadableFileException>(() => Read(bytes, name)).Code;

    [Theory]
    [InlineData("utf-8", true)]
    [InlineData("utf-8", false)]
    [InlineData("utf-16", true)]
    [InlineData("utf-16", false)]
    [InlineData("utf-16BE", true)]
    [InlineData("utf-16BE", false)]
    public void Unicode_WithAndWithoutMark_IsRead(string name, bool mark)
    {
        var encoding = Encoding.GetEncoding(name);
        byte[] bytes = [.. mark ? encoding.GetPreamble() : [], .. encoding.GetBytes(Plan)];
        Read(bytes).Text.ShouldBe(Expected);
        Read(bytes).Warnings.ShouldBeEmpty();
    }

    [Fact]
    public void Decomposed_IsComposed() => Read(Encoding.UTF8.GetBytes(Plan.Normalize(NormalizationForm.FormD))).Text.ShouldBe(Expected);

    [Fact]
    public void Windows1258_IsRecognised()
    {
        var read = Read(LegacyBytes.Windows1258(Plan));
        read.Text.ShouldBe(Expected);
        read.Warnings.ShouldHaveSingleItem().ShouldContain("Windows-1258");
    }

    [Fact]
    public void Tcvn3_IsRecognised()
    {
        const string small = "Tuyên truyền cải cách hành chính năm 2025, Ủy ban nhân dân tỉnh giao Sở Nội vụ đăng tin, bài, phát thanh và rà soát kết quả; hỗ trợ người dân.";
        var read = Read(LegacyBytes.Tcvn3(small.Replace("Ủy", "ủy", StringComparison.Ordinal)));
        read.Text.ShouldBe(small.Replace("Ủy", "ủy", StringComparison.Ordinal));
        read.Warnings.ShouldHaveSingleItem().ShouldContain("TCVN3");
    }

    [Fact]
    public void Vni_IsRecognised()
    {
        var read = Read(LegacyBytes.Vni(Plan));
        read.Text.ShouldBe(Expected);
        read.Warnings.ShouldHaveSingleItem().ShouldContain("VNI");
    }

    [Fact]
    public void Tcvn3_SavedAsUtf8_IsRecognised() =>
        Read(Encoding.UTF8.GetBytes("Céng hoµ x· héi chñ nghÜa ViÖt Nam\n§éc lËp - Tù do - H¹nh phóc\nKÕ ho¹ch tuyªn truyÒn c¶i c¸ch hµnh chÝnh n¨m 2009\n")).Text
            .ShouldBe("Cộng hoà xã hội chủ nghĩa Việt Nam\nĐộc lập - Tự do - Hạnh phúc\nKế hoạch tuyên truyền cải cách hành chính năm 2009\n");

    [Fact]
    public void OtherCodePages_AreRefused() =>
        Refusal(Encoding.GetEncoding(1251).GetBytes("План мероприятий по информированию населения о ходе административной реформы на год")).ShouldBe(UnreadableCodes.UnknownEncoding);

    [Fact]
    public void AFewBrokenBytes_AreDroppedWithAWarning()
    {
        byte[] bytes = [.. Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(Plan, 5))), 0xE1, 0xBA];
        Read(bytes).Text.ShouldStartWith(Expected);
        Read(bytes).Warnings.ShouldNotBeEmpty();
    }

    [Fact]
    public void ControlAndInvisibleCharacters_AreDropped() => Read("a\u200Bb\u00A0c\u0007d\u00ADe\u2028f\rg"u8.ToArray()).Text.ShouldBe("ab cde\nf\ng");

    [Fact]
    public void TableRowsOfOurOwn_KeepTheirCellBreaks() => Read("| a\u2028b | c |\nx\u2028y"u8.ToArray()).Text.ShouldBe("| a\u2028b | c |\nx\ny");

    [Fact]
    public void Markdown_IsKeptAsItIs()
    {
        var read = Read("## **I. MỤC ĐÍCH**\n| a | b |\n"u8.ToArray(), "kh.md");
        (read.Text, read.MediaType).ShouldBe(("## **I. MỤC ĐÍCH**\n| a | b |\n", "text/markdown"));
    }

    [Fact]
    public void BadFiles_AreRefusedWithAReason()
    {
        Refusal([]).ShouldBe(UnreadableCodes.Empty);
        Refusal(" \n\f "u8.ToArray()).ShouldBe(UnreadableCodes.NoText);
        Refusal("GIF89a....."u8.ToArray()).ShouldBe(UnreadableCodes.Unsupported);
        Refusal([0, 1, 2, 3, 4, 5, 6, 7, 8, 14, 15, 16]).ShouldBe(UnreadableCodes.Unsupported);
        Should.Throw<UnreadableFileException>(() => Extractor.Extract(Enumerable.Repeat((byte)'a', 2_100_001).ToArray(), "a", new() { MaxCharacters = 2_100_000 })).Message.ShouldContain("2,1 triệu");
        Should.Throw<UnreadableFileException>(() => Extractor.Extract(new byte[1001], "a", new() { MaxBytes = 1000 })).Code.ShouldBe(UnreadableCodes.TooLarge);
        Should.Throw<UnreadableFileException>(() => Extractor.Extract(new byte[1001].Select(_ => (byte)'a').ToArray(), "a", new() { MaxCharacters = 1000 })).Code.ShouldBe(UnreadableCodes.TooMuchText);
    }

    [Fact]
    public void Identity_IsTheHashOfTheBytes() =>
        Read("abc"u8.ToArray()).Sha256.ShouldBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}
