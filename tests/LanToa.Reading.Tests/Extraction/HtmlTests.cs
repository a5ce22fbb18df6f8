using System.Diagnostics;
using System.Text;
using LanToa.Reading.Extraction;

namespace LanToa.Reading.Tests.Extraction;

public sealed class HtmlTests
{
    private static string Read(string html) => Extractor.Extract(Encoding.UTF8.GetBytes(html), "a.html").Text;

    [Fact]
    public void Blocks_BecomeLines_ScriptsGo() =>
        Read("<html><head><title>x</title><style>p{}</style></head><body><script>alert(1)</script><p>Kế  hoạch<br>năm&nbsp;2025 &amp; &lt;2026&gt;</p><div>Một<span> hai</span></div><p style=\"display: none\">ẩn</p></body></html>")
            .Trim().ShouldBe("Kế hoạch\nnăm 2025 & <2026>\n\nMột hai");

    [Fact]
    public void Lists_PrintTheirNumbers() =>
        Read("<body><ol start=3><li>ba<li>bốn<ol type=a><li>x</ol></ol><ul><li>gạch</ul>").Trim().ShouldBe("3. ba\n4. bốn\na) x\n- gạch");

    [Fact]
    public void Tables_SpansAreOpened() =>
        Read("<table><tr><th rowspan=2>TT<th colspan=2>Cơ quan<tr><td>chủ trì<td>phối hợp<tr><td>1<td><p>Sở Nội vụ</p><p>Sở Tài chính</p><td></table>")
            .Trim().ShouldBe("| TT | Cơ quan | |\n| | chủ trì | phối hợp |\n| 1 | Sở Nội vụ\u2028Sở Tài chính | |");

    [Fact]
    public void Tables_FrameAroundThePage_IsReadAsBlocks() =>
        Read("<table><tr><td><p>Kế hoạch</p><table><tr><td>a<td>b</table></td></tr></table>").Trim().ShouldBe("Kế hoạch\n\n| a | b |");

    [Fact]
    public void Windows1258_Declared_IsDecoded()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        byte[] bytes = [.. "<html><meta charset=windows-1258><body><p>"u8, .. LegacyBytes.Windows1258("Cải cách hành chính"), .. "</p>"u8];
        Extractor.Extract(bytes, "a.htm").Text.Trim().ShouldBe("Cải cách hành chính");
    }

    [Theory]
    [InlineData("<div>")]
    [InlineData("<b>")]
    [InlineData("<table><tr><td>")]
    [InlineData("<a><b><i>")]
    [InlineData("<p><li>")]
    public void Nesting_WithoutEnd_NeitherHangsNorOverflows(string piece)
    {
        var watch = Stopwatch.StartNew();
        try
        {
            Read("<html>" + string.Concat(Enumerable.Repeat(piece, 200_000)) + "chữ");
        }
        catch (UnreadableFileException e)
        {
            e.Code.ShouldBe(UnreadableCodes.TooDeep);
        }
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromMinutes(2));
    }
}
