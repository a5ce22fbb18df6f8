using LanToa.Reading.Extraction;
using LanToa.Reading.Model;

namespace LanToa.Reading.Tests.Grammar;

/// <summary>Nothing lost, nothing invented, whatever the text.</summary>
public class CoverTests
{
    private const string Plan = """
        UBND TỈNH THỬ NGHIỆM          CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
            SỞ NỘI VỤ                      Độc lập - Tự do - Hạnh phúc
         Số: 12/KH-SNV                Thử Nghiệm, ngày 05 tháng 02 năm 2025

                                KẾ HOẠCH
                Tuyên truyền cải cách hành chính năm 2025

        Căn cứ Kế hoạch số 15/KH-UBND ngày 10/01/2025 của UBND tỉnh, Sở Nội vụ ban hành Kế hoạch như sau:
        I. MỤC ĐÍCH, YÊU CẦU
        1. Mục đích
        - Nâng cao nhận thức.
        II. TỔ CHỨC THỰC HIỆN
        1. Văn phòng Sở
        - Chủ trì, phối hợp với các phòng, đơn vị đăng tải tin, bài trên trang thông tin điện tử.
        - Thời gian thực hiện: thường xuyên.
        2. Giao Phòng Cải cách hành chính tổng hợp, báo cáo UBND tỉnh trước ngày 15/12/2025./.

        | TT | Nội dung | Cơ quan chủ trì | Cơ quan phối hợp | Thời gian |
        | 1 | Tổ chức hội nghị tập huấn | Phòng Cải cách hành chính | Văn phòng Sở; các phòng, đơn vị | Quý II/2025 |

        Nơi nhận:                                         GIÁM ĐỐC
        - Như trên;
        - Lưu: VT.                                      Nguyễn Văn Thử
        """;

    private static PlanReading Read(string text) => PlanReader.Read(new ExtractedText { FileName = "t.txt", MediaType = "text/plain", Sha256 = new string('0', 64), Text = text });

    private static void ShouldCover(string text)
    {
        var reading = Read(text);
        var at = 0;
        foreach (var statement in reading.Statements)
        {
            statement.Start.ShouldBe(at);
            statement.End.ShouldBeGreaterThan(at);
            at = statement.End;
        }

        at.ShouldBe(text.Length);
        reading.Statements.Select(s => s.Id).Distinct(StringComparer.Ordinal).Count().ShouldBe(reading.Statements.Count);
    }

    [Fact]
    public void Read_APlan_FindsItsParts()
    {
        var reading = Read(Plan);
        reading.Document.Number.ShouldBe("12");
        reading.Document.Symbol.ShouldBe("KH-SNV");
        reading.Document.Issuer.ShouldBe("Sở Nội vụ");
        reading.Document.Date.ShouldBe(new DateOnly(2025, 2, 5));
        reading.Document.Title.ShouldBe("Tuyên truyền cải cách hành chính năm 2025");
        reading.Signer.Name.ShouldBe("Nguyễn Văn Thử");
        reading.Tasks.Count.ShouldBe(3);
        reading.Tasks[0].Schedule.Kind.ShouldBe("standing");
        reading.Tasks[1].Schedule.Due.ShouldBe(new DateOnly(2025, 12, 15));
        reading.Tasks[2].Lead.ShouldHaveSingleItem().Name.ShouldBe("Phòng Cải cách hành chính");
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("\n\n\f\n")]
    [InlineData("|")]
    [InlineData("| | |\n|a|")]
    [InlineData("KẾ HOẠCH")]
    [InlineData("Nơi nhận:")]
    [InlineData("1.\n1.1.\na)\n-\n+\n*")]
    public void Read_ScantText_IsCovered(string text) => ShouldCover(text);

    [Fact]
    public void Read_RandomEdits_AreCoveredAndDeterministic()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var text = Edited(Plan, random);
            ShouldCover(text);
            if (seed % 20 == 0) PlanReadingJson.Write(Read(text)).ShouldBe(PlanReadingJson.Write(Read(text)));
        }
    }

    private static string Edited(string text, Random random)
    {
        switch (random.Next(5))
        {
            case 0:
                return text[..random.Next(text.Length)];
            case 1:
                var lines = text.Split('\n');
                random.Shuffle(lines);
                return string.Join('\n', lines);
            case 2:
                var noise = new char[random.Next(1, 2000)];
                for (var i = 0; i < noise.Length; i++) noise[i] = (char)random.Next(1, 0xffff);
                return new string(noise);
            case 3:
                var at = random.Next(text.Length);
                return text[..at] + new string((char)random.Next(32, 500), random.Next(1, 40)) + text[at..];
            default:
                var cut = random.Next(text.Length);
                var end = Math.Min(text.Length, cut + random.Next(200));
                return text[..cut] + text[end..];
        }
    }

    [Fact]
    public void Read_AnInsertionElsewhere_KeepsOtherIds()
    {
        var before = Read(Plan).Statements.ToDictionary(s => s.Id, s => s.Text, StringComparer.Ordinal);
        var after = Read(Plan.Replace("- Nâng cao nhận thức.", "- Nâng cao nhận thức.\n- Đổi mới hình thức.", StringComparison.Ordinal)).Statements;
        after.Count(s => !before.ContainsKey(s.Id)).ShouldBe(1);
    }

    [Fact]
    public void WriteThenRead_AReading_IsTheSame() => PlanReadingJson.Write(PlanReadingJson.Read(PlanReadingJson.Write(Read(Plan)))).ShouldBe(PlanReadingJson.Write(Read(Plan)));
}
