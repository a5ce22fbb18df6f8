using System.Globalization;
using System.Text;
using LanToa.Reading.Model;
using LanToa.Reading.Phrases;

namespace LanToa.Reading.Tests.Phrases;

public sealed class ScheduleReaderTests
{
    private static readonly ScheduleContext Plan2026 = new(new DateOnly(2026, 1, 15), new DatePeriod(new DateOnly(2026, 1, 1), new DateOnly(2026, 12, 31)));

    [Theory]
    [InlineData("Viết tin, bài tuyên truyền; thời gian thực hiện trong năm 2026.", "campaign 2026-01-01")]
    [InlineData("Viết tin, bài, bảo đảm thời gian phát sóng.", "unspecified ")]
    public void Read_TimeNamedAtTheEnd_IsRead(string item, string expected) =>
        ScheduleReader.Read(item, Plan2026).ShouldSatisfyAllConditions(s => $"{s.Kind} {s.From:yyyy-MM-dd}".ShouldBe(expected));

    [Theory]
    [InlineData("Tổng hợp, báo cáo kết quả định kỳ hằng quý, 6 tháng, năm (chậm nhất là ngày 20 của tháng cuối kỳ báo cáo).", "định kỳ hằng quý, 6 tháng, năm (chậm nhất là ngày 20 của tháng cuối kỳ báo cáo)")]
    [InlineData("Báo cáo định kỳ hằng quý (trước ngày 10 của tháng cuối quý) gửi Sở Nội vụ.", "định kỳ hằng quý (trước ngày 10 của tháng cuối quý)")]
    [InlineData("Kiểm tra công tác tuyên truyền (hoàn thành trước ngày 30/6/2026).", "trước ngày 30/6/2026")]
    public void Read_WordsWithABracket_CloseIt(string item, string words) => ScheduleReader.Read(item, Plan2026).Text.ShouldBe(words);

    [Theory]
    // A cell or line of times.
    [InlineData("thường xuyên", "standing")]
    [InlineData("Thường xuyên, liên tục", "standing")]
    [InlineData("thường xuyên, theo từng đợt", "standing")]
    [InlineData("- Thời gian thực hiện: thường xuyên, theo từng đợt.", "standing")]
    [InlineData("Tin, bài: thường xuyên", "standing")]
    [InlineData("Theo từng đợt", "campaign")]
    [InlineData("Các đợt cao điểm", "campaign")]
    [InlineData("Hằng ngày", "standing")]
    [InlineData("Trong năm", "campaign 2026-01-01..2026-12-31")]
    [InlineData("Trong năm 2018", "campaign 2018-01-01..2018-12-31")]
    [InlineData("Hằng tháng, chậm nhất ngày 15 gửi báo cáo kết quả truyền thông.", "cutoff month day=15")]
    [InlineData("Thường xuyên trong năm", "standing 2026-01-01..2026-12-31")]
    [InlineData("Hằng năm", "counted year n=1")]
    [InlineData("Hàng năm", "counted year n=1")]
    [InlineData("Hằng quý", "counted quarter n=1")]
    [InlineData("Định kỳ hàng tháng", "counted month n=1")]
    [InlineData("Hằng năm, thường xuyên", "standing year")]
    [InlineData("Mỗi quý xây dựng 01 chuyên mục về cải cách hành chính", "counted quarter n=1")]
    [InlineData("+ Chuyên mục: Mỗi quý xây dựng 01 chuyên mục về cải cách hành chính.", "counted quarter n=1")]
    [InlineData("04 số/tháng", "counted month n=4")]
    [InlineData("ít nhất 02 lần/năm", "counted year n=2")]
    [InlineData("02 - 03 lần/quý", "counted quarter n=2")]
    [InlineData("6 tháng/lần", "counted half-year n=1")]
    [InlineData("06 tháng một lần", "counted half-year n=1")]
    [InlineData("1 năm/lần", "counted year n=1")]
    [InlineData("3 tháng 01 lần", "counted quarter n=1")]
    [InlineData("mỗi tháng 2 kỳ", "counted month n=2")]
    [InlineData("02 tin, bài/tuần", "standing n=2")]
    [InlineData("Tuần thứ 2 hằng tháng", "counted month n=1 week=2")]
    [InlineData("Tuần đầu tiên của tháng", "counted month n=1 week=1")]
    [InlineData("Quý I/2026", "campaign 2026-01-01..2026-03-31")]
    [InlineData("Quý IV năm 2026", "campaign 2026-10-01..2026-12-31")]
    [InlineData("Quí 2", "campaign 2026-04-01..2026-06-30")]
    [InlineData("Quy II/2026", "campaign 2026-04-01..2026-06-30")]
    [InlineData("Quý I, II", "campaign 2026-01-01..2026-06-30")]
    [InlineData("Quý I và Quý II/2014", "campaign 2014-01-01..2014-06-30")]
    [InlineData("từ Quý II - IV/2014", "campaign 2014-04-01..2014-12-31")]
    [InlineData("Quý II, IV", "campaign 2026-04-01..2026-12-31 dates=2026-06-30,2026-12-31")]
    [InlineData("Từ quý III/2026 đến quý III/2030", "campaign 2026-07-01..2030-09-30")]
    [InlineData("Quý IV năm 2024 và các năm tiếp theo", "standing 2024-10-01..")]
    [InlineData("Năm 2026 và những năm tiếp theo", "standing 2026-01-01..")]
    [InlineData("Từ quý II/2027", "standing 2027-04-01..")]
    [InlineData("Từ tháng 5/2026, thường xuyên", "standing 2026-05-01..")]
    [InlineData("Tháng 12", "campaign 2026-12-01..2026-12-31")]
    [InlineData("T3/2026", "campaign 2026-03-01..2026-03-31")]
    [InlineData("Từ tháng 01-2", "campaign 2026-01-01..2026-02-28")]
    [InlineData("Tháng 01 - tháng 12", "campaign 2026-01-01..2026-12-31")]
    [InlineData("từ tháng 3 đến tháng 5", "campaign 2026-03-01..2026-05-31")]
    [InlineData("Tháng 4, 5/2026", "campaign 2026-04-01..2026-05-31")]
    [InlineData("Tháng 3 và tháng 9", "campaign 2026-03-01..2026-09-30 dates=2026-03-31,2026-09-30")]
    [InlineData("Từ tháng 11/2025 đến tháng 02/2026", "campaign 2025-11-01..2026-02-28")]
    [InlineData("6 tháng đầu năm", "campaign 2026-01-01..2026-06-30")]
    [InlineData("06 tháng cuối năm 2025", "campaign 2025-07-01..2025-12-31")]
    [InlineData("9 tháng đầu năm", "campaign 2026-01-01..2026-09-30")]
    [InlineData("Cả năm", "campaign 2026-01-01..2026-12-31")]
    [InlineData("Năm 2026", "campaign 2026-01-01..2026-12-31")]
    [InlineData("2026-2030", "campaign 2026-01-01..2030-12-31")]
    [InlineData("Giai đoạn 2021 - 2025", "campaign 2021-01-01..2025-12-31")]
    [InlineData("Từ năm 2021 đến năm 2025.", "campaign 2021-01-01..2025-12-31")]
    [InlineData("trong khoảng thời gian từ 20/8 - 20/11/2014", "campaign 2014-08-20..2014-11-20")]
    [InlineData("từ ngày 11/9/2026 đến ngày 20/9/2026", "campaign 2026-09-11..2026-09-20")]
    [InlineData("từ ngày 11 đến ngày 20/9/2026", "campaign 2026-09-11..2026-09-20")]
    [InlineData("Từ ngày 11/9 đến hết năm 2026", "campaign 2026-09-11..2026-12-31")]
    [InlineData("ngày 11/9/2026 (thứ Sáu)", "once due=2026-09-11")]
    [InlineData("30/6/2026", "once due=2026-06-30")]
    [InlineData("ngày 15 tháng 6", "once due=2026-06-15")]
    [InlineData("Trước 30/6", "once due=2026-06-30")]
    [InlineData("Trước ngày 15/11", "once due=2026-11-15")]
    [InlineData("trước 10/11/2014", "once due=2014-11-10")]
    [InlineData("Trước tháng 6/2026", "once due=2026-05-31")]
    [InlineData("Hoàn thành trong quý II", "once due=2026-06-30 2026-04-01..")]
    [InlineData("Hoàn thành trước ngày 10/12/2025", "once due=2025-12-10")]
    [InlineData("Xong trước 30/6", "once due=2026-06-30")]
    [InlineData("Chậm nhất ngày 25/11/2026", "once due=2026-11-25")]
    [InlineData("Thời gian hoàn thành: Quý IV năm 2026", "once due=2026-12-31 2026-10-01..")]
    [InlineData("Đến hết tháng 6/2026", "once due=2026-06-30 2026-06-01..")]
    [InlineData("Cuối năm 2026", "campaign 2026-09-01..2026-12-31")]
    [InlineData("Thời gian dự kiến: ngày 12/9/2026 (thứ Bảy)", "once due=2026-09-12 tentative")]
    [InlineData("Dự kiến tháng 10/2026", "campaign 2026-10-01..2026-10-31 tentative")]
    [InlineData("Khi có yêu cầu", "on-request")]
    [InlineData("Đột xuất", "on-request")]
    [InlineData("Đột xuất khi có yêu cầu", "on-request")]
    [InlineData("Theo yêu cầu phát sinh", "on-request")]
    [InlineData("Theo hướng dẫn, yêu cầu của cơ quan có thẩm quyền", "on-request")]
    [InlineData("Theo quy định", "unspecified")]
    [InlineData("theo đúng quy định", "unspecified")]
    [InlineData("Theo kết quả rà soát", "unspecified")]
    [InlineData("Đã hoàn thành", "unspecified")]
    [InlineData("Kịp thời, đầy đủ", "unspecified")]
    [InlineData("02 ngày làm việc kể từ ngày nhận được yêu cầu", "on-request offset=2w")]
    [InlineData("Sau khi Kế hoạch được ban hành", "on-request offset=0")]
    // A limit within each period.
    [InlineData("định kỳ hằng quý, 6 tháng, năm (chậm nhất là ngày 16 của tháng cuối kỳ báo cáo), gửi Sở Nội vụ tổng hợp chung", "cutoff quarter,half-year,year day=16")]
    [InlineData("trước ngày 10 tháng cuối quý", "cutoff quarter day=10")]
    [InlineData("Trước ngày 15 của tháng cuối cùng mỗi quý", "cutoff quarter day=15")]
    [InlineData("Đăng tin, bài trên trang thông tin điện tử, mỗi quý 02 tin, bài", "counted quarter n=2")]
    [InlineData("Mỗi quý 01 chuyên đề", "counted quarter n=1")]
    [InlineData("Trước ngày 20 hằng tháng", "cutoff month day=20")]
    [InlineData("định kỳ hằng năm báo cáo kết quả thực hiện về Bộ Y tế trước ngày 31 tháng 12", "cutoff year day=31")]
    [InlineData("Trước ngày 15/12 hằng năm", "cutoff year day=15")]
    [InlineData("chậm nhất ngày làm việc cuối cùng của tháng", "cutoff month offset=0w")]
    [InlineData("Trước ngày 05 tháng sau", "cutoff offset=5")]
    [InlineData("Quý I, 6 tháng, 9 tháng và năm", "cutoff quarter,half-year,nine-months,year")]
    [InlineData("6 tháng, năm", "cutoff half-year,year")]
    public void Read_WordingOfTime_GivesSchedule(string wording, string expected) => Describe(ScheduleReader.Read(wording, Plan2026)).ShouldBe(expected);

    [Theory]
    [InlineData("Tổ chức kiểm tra công tác cải cách hành chính tại các đơn vị, hoàn thành trước ngày 30/10/2026.", "once due=2026-10-30")]
    [InlineData("Tổng hợp, báo cáo kết quả về Sở Nội vụ trước ngày 15/11 để tổng hợp.", "once due=2026-11-15")]
    [InlineData("Ban hành Kế hoạch tuyên truyền của đơn vị trong tháng 01/2026.", "campaign 2026-01-01..2026-01-31")]
    [InlineData("Tổ chức Hội nghị tập huấn nghiệp vụ trong quý II.", "campaign 2026-04-01..2026-06-30")]
    [InlineData("Tham mưu tổ chức hội thi (Quý III/2026)", "campaign 2026-07-01..2026-09-30")]
    [InlineData("Cục tin học và thống kê Tài chính phối hợp với Vụ Pháp chế thực hiện trong tháng 1/2014.", "campaign 2014-01-01..2014-01-31")]
    [InlineData("Báo cáo kết quả công tác thông tin, tuyên truyền CCHC khi có yêu cầu của cơ quan có thẩm quyền.", "on-request")]
    [InlineData("Hằng năm tổ chức ít nhất 01 hội nghị đối thoại với doanh nghiệp", "counted year n=1")]
    [InlineData("Xây dựng ít nhất 02 chuyên mục mỗi tháng trên sóng phát thanh", "counted month n=2")]
    [InlineData("Đăng tải ít nhất 10 tin, bài/tháng về cải cách hành chính trên Cổng thông tin điện tử.", "counted month n=10")]
    [InlineData("Định kỳ hằng quý báo cáo kết quả thực hiện về Sở Nội vụ", "cutoff quarter")]
    [InlineData("Thường xuyên cập nhật, công khai đầy đủ, rõ ràng các thủ tục hành chính", "standing")]
    [InlineData("Cung cấp tài liệu trong thời hạn 02 ngày làm việc kể từ ngày nhận được đề nghị.", "on-request offset=2w")]
    [InlineData("Gửi báo cáo trước ngày 15/6/2026 và trước ngày 15/12/2026", "once due=2026-06-15 dates=2026-06-15,2026-12-15")]
    [InlineData("Tổng hợp kết quả cùng với báo cáo kết quả thực hiện nhiệm vụ cải cách hành chính theo quy định gửi về UBND huyện", "unspecified with=báo cáo kết quả thực hiện nhiệm vụ cải cách hành chính")]
    [InlineData("tổng hợp kết quả báo cáo việc thực hiện Kế hoạch trong báo cáo cải cách hành chính định kỳ hoặc đột xuất theo quy định./.", "unspecified with=báo cáo cải cách hành chính")]
    // No wordings of time at all.
    [InlineData("Thực hiện Quyết định số 3524/QĐ-UBND ngày 30/12/2022 của Chủ tịch UBND huyện Vĩnh Lộc", "unspecified")]
    [InlineData("Triển khai Luật Tổ chức Chính phủ ngày 18 tháng 02 năm 2025", "unspecified")]
    [InlineData("theo quy định tại khoản 1 Điều 9 Nghị định số 61/2018/NĐ-CP ngày 23/4/2018 của Chính phủ", "unspecified")]
    [InlineData("Thực hiện đúng quy định tại Quyết định này, có hiệu lực từ ngày 01/01/2025", "unspecified")]
    [InlineData("Tham mưu UBND tỉnh bố trí kinh phí hằng năm trong dự toán ngân sách hằng năm của cơ quan", "unspecified")]
    [InlineData("Kinh phí thường xuyên được giao năm 2023", "unspecified")]
    [InlineData("hướng dẫn các cơ quan được giao nhiệm vụ đột xuất tuyên truyền lập dự toán kinh phí", "unspecified")]
    [InlineData("Tuyên truyền Chương trình tổng thể cải cách hành chính nhà nước giai đoạn 2021 - 2030, định hướng đến năm 2030", "unspecified")]
    [InlineData("Cải thiện Chỉ số cải cách hành chính năm 2023; phấn đấu đến năm 2025 đạt 90%", "unspecified")]
    [InlineData("việc phổ biến được thực hiện trước và sau khi được ban hành", "unspecified")]
    [InlineData("báo cáo kết quả quý I năm 2023 của đơn vị", "unspecified")]
    [InlineData("", "unspecified")]
    public void Read_Prose_GivesOnlyWhatBinds(string text, string expected) => Describe(ScheduleReader.Read(text, Plan2026)).ShouldBe(expected);

    [Fact]
    public void Read_YearNotPrintedAfterDecemberPlan_TakesNextYear()
    {
        var context = new ScheduleContext(new DateOnly(2025, 12, 28), null);
        ScheduleReader.Read("Trước ngày 15/01", context).Due.ShouldBe(new DateOnly(2026, 1, 15));
        ScheduleReader.Read("Trước ngày 30/12", context).Due.ShouldBe(new DateOnly(2025, 12, 30));
    }

    [Fact]
    public void Read_NoYearKnown_KeepsKindAndWords()
    {
        var schedule = ScheduleReader.Read("trước ngày 15/11", new ScheduleContext(null, null));
        schedule.Kind.ShouldBe("once");
        schedule.Due.ShouldBeNull();
        schedule.Text.ShouldBe("trước ngày 15/11");
    }

    [Fact]
    public void Read_DateBrokenOverLines_IsOneDate() =>
        ScheduleReader.Read("Báo cáo kết quả trước ngày\n15\ntháng 11 năm\n 2026.", Plan2026).Due.ShouldBe(new DateOnly(2026, 11, 15));

    [Fact]
    public void Read_DecomposedAndComposedText_AreEqual()
    {
        const string text = "định kỳ hằng quý, 6 tháng, năm (chậm nhất là ngày 16 của tháng cuối kỳ báo cáo)";
        Describe(ScheduleReader.Read(text.Normalize(NormalizationForm.FormD), Plan2026)).ShouldBe(Describe(ScheduleReader.Read(text, Plan2026)));
    }

    [Fact]
    public void Read_ImpossibleDate_DoesNotThrow()
    {
        ScheduleReader.Read("trước ngày 31/02/2026", Plan2026).Due.ShouldBeNull();
        ScheduleReader.Read("trước ngày 00/13/9999", Plan2026).Due.ShouldBeNull();
    }

    [Fact]
    public void Read_RealPlans_AgreeWithAnnotations()
    {
        var wrong = new List<string>();
        foreach (var (name, _, gold) in RealPlans.All())
        {
            if (!gold.TryGetProperty("tasks", out var tasks)) continue;
            var period = gold.GetProperty("document").TryGetProperty("period", out var p) && p.ValueKind == System.Text.Json.JsonValueKind.Object
                ? new DatePeriod(RealPlans.Date(p, "from")!.Value, RealPlans.Date(p, "to")!.Value) : null;
            var context = new ScheduleContext(RealPlans.Date(gold.GetProperty("document"), "date"), period);
            foreach (var task in tasks.EnumerateArray())
            {
                if (!task.TryGetProperty("schedule", out var wanted) || !task.TryGetProperty("timeWording", out var wording)) continue;
                var read = ScheduleReader.Read(wording.GetString()!, context);
                var agrees = read.Kind == wanted.GetProperty("kind").GetString()
                    && (!wanted.TryGetProperty("due", out _) || read.Due == RealPlans.Date(wanted, "due"))
                    && (!wanted.TryGetProperty("day", out var day) || read.Day == day.GetInt32())
                    && (!wanted.TryGetProperty("count", out var count) || read.Count == count.GetInt32())
                    && (!wanted.TryGetProperty("every", out var every) || every.EnumerateArray().Select(e => e.GetString()).SequenceEqual(read.Every));
                if (!agrees) wrong.Add($"{name}: {wording} → {Describe(read)}");
            }
        }
        wrong.ShouldBeEmpty();
    }

    private static string Describe(Schedule s)
    {
        var text = new StringBuilder(s.Kind);
        if (s.Every.Count > 0) text.Append(' ').AppendJoin(',', s.Every);
        if (s.Count is { } count) text.Append(CultureInfo.InvariantCulture, $" n={count}");
        if (s.Day is { } day) text.Append(CultureInfo.InvariantCulture, $" day={day}");
        if (s.Week is { } week) text.Append(CultureInfo.InvariantCulture, $" week={week}");
        if (s.Due is { } due) text.Append(CultureInfo.InvariantCulture, $" due={due:yyyy-MM-dd}");
        if (s.From is not null || s.To is not null) text.Append(CultureInfo.InvariantCulture, $" {s.From:yyyy-MM-dd}..{s.To:yyyy-MM-dd}");
        if (s.Dates.Count > 0) text.Append(" dates=").AppendJoin(',', s.Dates.Select(d => d.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));
        if (s.Offset is { } offset) text.Append(CultureInfo.InvariantCulture, $" offset={offset.Days}{(offset.Working ? "w" : "")}");
        if (s.With is not null) text.Append(" with=").Append(s.With);
        if (s.Tentative) text.Append(" tentative");
        return text.ToString();
    }
}
