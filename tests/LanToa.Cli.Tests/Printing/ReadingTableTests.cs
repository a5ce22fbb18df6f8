using LanToa.Cli.Printing;
using LanToa.Reading.Model;

namespace LanToa.Cli.Tests.Printing;

public sealed class ReadingTableTests
{
    [Fact]
    public void Schedule_EachKind_HasWords()
    {
        ScheduleInWords.Of(new Schedule { Kind = "counted", Every = ["quarter"], Count = 1 }).ShouldBe("mỗi quý: 1 lần");
        ScheduleInWords.Of(new Schedule { Kind = "standing" }).ShouldBe("thường xuyên");
        ScheduleInWords.Of(new Schedule { Kind = "once", Due = new DateOnly(2026, 3, 16) }).ShouldBe("trước 16/03/2026");
        ScheduleInWords.Of(new Schedule { Kind = "cutoff", Every = ["quarter", "year"], Day = 16 }).ShouldBe("mỗi quý, năm, chậm nhất ngày 16 của tháng cuối kỳ");
        ScheduleInWords.Of(new Schedule { Kind = "campaign", From = new DateOnly(2026, 1, 5), To = new DateOnly(2026, 1, 9) }).ShouldBe("05/01/2026 – 09/01/2026");
        ScheduleInWords.Of(new Schedule { Kind = "on-request", Offset = new ScheduleOffset(5, true, "yêu cầu") }).ShouldBe("khi có yêu cầu, trong 5 ngày làm việc");
        ScheduleInWords.Of(Schedule.Unspecified with { Text = "theo đúng quy định" }).ShouldBe("chưa rõ (“theo đúng quy định”)");
    }

    [Theory]
    [InlineData(60)]
    [InlineData(120)]
    public void Table_AnyWidth_KeepsEveryWordWithinTheWidth(int width)
    {
        var reading = new PlanReading
        {
            Source = new SourceInfo("ke-hoach.txt", "text/plain", new string('0', 64), 10, "none"),
            Document = new DocumentInfo { Kind = "Kế hoạch", Number = "10", Symbol = "KH-UBND", Issuer = "Ủy ban nhân dân tỉnh" },
            Tasks =
            [
                new TaskReading
                {
                    Id = "1", Statements = [], Modality = "request", Lead = [new Actor("Đài Phát thanh và Truyền hình tỉnh")], Schedule = new Schedule { Kind = "standing" },
                    Text = "Tăng thời lượng, mở chuyên mục tuyên truyền cải cách hành chính; https://example.gov.vn/mot-dia-chi-rat-dai-khong-co-khoang-trang-nao-ca",
                },
            ],
            Contradictions = [new Contradiction("date", [], "Quyết định 01 ghi hai ngày khác nhau.")],
        };
        var output = new StringWriter();
        ReadingTable.Write(reading, output, width);
        var printed = output.ToString();
        printed.ShouldContain("Kế hoạch số 10/KH-UBND");
        printed.ShouldContain("(Đề nghị)");
        printed.ShouldContain("hai ngày khác nhau");
        printed.Split('\n').Skip(2).ShouldAllBe(line => line.Length <= width);
    }
}
