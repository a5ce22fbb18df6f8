using LanToa.Reading.Model;
using LanToa.Reading.Phrases;

namespace LanToa.Reading.Tests.Phrases;

public sealed class CitationReaderTests
{
    [Theory]
    [InlineData("Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ ban hành Chương trình", "Nghị quyết|76/NQ-CP|2021-07-15|Chính phủ")]
    [InlineData("Quyết định số 3524/QĐ-UBND ngày 30/12/2022 của Chủ tịch UBND huyện Vĩnh Lộc về việc ban hành", "Quyết định|3524/QĐ-UBND|2022-12-30|Chủ tịch UBND huyện Vĩnh Lộc")]
    [InlineData("Thông tư số 32/2017/TT-BTTTT ngày 15/11/2017 của Bộ trưởng Bộ thông tin truyền thông về việc", "Thông tư|32/2017/TT-BTTTT|2017-11-15|Bộ trưởng Bộ thông tin truyền thông")]
    [InlineData("Nghị quyết số 202/2025/QH15 của Quốc hội", "Nghị quyết|202/2025/QH15||Quốc hội")]
    [InlineData("Công văn số 581/BNV-CCHC ngày 05/02/2024 của Bộ Nội vụ về chế độ báo cáo", "Công văn|581/BNV-CCHC|2024-02-05|Bộ Nội vụ")]
    [InlineData("Căn cứ Luật Phổ biến, giáo dục pháp luật số 14/2012/QH13 ngày 20/6/2012 và các văn bản hướng dẫn", "Luật|14/2012/QH13|2012-06-20|")]
    [InlineData("Luật Xử lý vi phạm hành chính số 15/2012/QH13", "Luật|15/2012/QH13||")]
    [InlineData("Luật Đường bộ số 35/2024/QH15 được Quốc hội Khóa XV, kỳ họp thứ 7 thông qua ngày 27/6/2024", "Luật|35/2024/QH15|2024-06-27|")]
    [InlineData("Căn cứ Luật Tổ chức Chính phủ ngày 18 tháng 02 năm 2025;", "Luật||2025-02-18|")]
    [InlineData("Căn cứ Luật Tổ chức chính quyền địa phương năm 2015;", "Luật|||")]
    [InlineData("Kết luận số 49-KL/TW ngày 28/02/2023 của Bộ Chính trị", "Kết luận|49-KL/TW|2023-02-28|Bộ Chính trị")]
    [InlineData("Chỉ thị số 32-CT/TW ngày 03/01/2014 của Ban Bí thư về triển khai", "Chỉ thị|32-CT/TW|2014-01-03|Ban Bí thư")]
    [InlineData("Chương trình hành động số 08-CTr/TU ngày 17/3/2026 của Thành uỷ Hà Nội thực hiện", "Chương trình hành động|08-CTr/TU|2026-03-17|Thành uỷ Hà Nội")]
    [InlineData("Kế hoạch số 2439/KH-UBND ngày 14/9/2021 của Ủy ban nhân dân (UBND) tỉnh về cải cách", "Kế hoạch|2439/KH-UBND|2021-09-14|Ủy ban nhân dân (UBND) tỉnh")]
    [InlineData("Nghị quyết số 18-NQ/TW ngày 25/10/2017 Hội nghị lần thứ sáu Ban Chấp hành Trung ương Đảng khóa XII về", "Nghị quyết|18-NQ/TW|2017-10-25|Ban Chấp hành Trung ương Đảng khóa XII")]
    [InlineData("Thông tư liên tịch số 73/2010/TTLT-BTC-BTP ngày 14/5/2010 của Bộ Tài chính và Bộ Tư pháp hướng dẫn", "Thông tư liên tịch|73/2010/TTLT-BTC-BTP|2010-05-14|Bộ Tài chính và Bộ Tư pháp")]
    [InlineData("Nghị quyết 30c/NQ-CP ngày 08/11/2011 của Chính phủ", "Nghị quyết|30c/NQ-CP|2011-11-08|Chính phủ")]
    [InlineData("Quyết định số 36/QĐ-BNN-PC ngày 08 tháng 01\nnăm 2014", "Quyết định|36/QĐ-BNN-PC|2014-01-08|")]
    [InlineData("Kế hoạch số 22 /KH-KHCN ngày 26/3/2014", "Kế hoạch|22/KH-KHCN|2014-03-26|")]
    [InlineData("Nghị định số 61 / 2018 / NĐ - CP ngày 23 / 4 / 2018 của Chính phủ", "Nghị định|61/2018/NĐ-CP|2018-04-23|Chính phủ")]
    [InlineData("Chỉ thị số 52-\nCT/TW", "Chỉ thị|52-CT/TW||")]
    [InlineData("Nghị định số 150/2020/NB-CP ngày 25/12/2020 của Chính phủ", "Nghị định|150/2020/NĐ-CP|2020-12-25|Chính phủ")]
    [InlineData("Can cu Nghi quyet so 76/NQ-CP ngay 15/7/2021 cua Chinh phu ban hanh", "Nghị quyết|76/NQ-CP|2021-07-15|Chinh phu")]
    [InlineData("Quyết định số 1001 ngày 11/12/2023 của Bộ trưởng Bộ Nội vụ", "Quyết định|1001|2023-12-11|Bộ trưởng Bộ Nội vụ")]
    [InlineData("Kế hoạch số /KH-UBND ngày 12/01/2023 của UBND xã Tân An", "Kế hoạch||2023-01-12|UBND xã Tân An")]
    [InlineData("Quyết định ngày 12/3/2020 của UBND tỉnh về", "Quyết định||2020-03-12|UBND tỉnh")]
    [InlineData("QĐ số 25/QĐ-UBND ngày 02.01.2024", "Quyết định|25/QĐ-UBND|2024-01-02|")]
    [InlineData("Quyết định số 45/QĐ-SVHTTDL ngày 01/02/2024 của Sở Văn hóa, Thể thao và Du lịch về việc giao", "Quyết định|45/QĐ-SVHTTDL|2024-02-01|Sở Văn hóa, Thể thao và Du lịch")]
    [InlineData("Nghị quyết số 05-NQ/ĐU ngày 01/8/2025 của Ban Chấp hành Đảng bộ xã về", "Nghị quyết|05-NQ/ĐU|2025-08-01|Ban Chấp hành Đảng bộ xã")]
    [InlineData("Quyết định số 3524/QĐ-UBND ngày 32/13/2022 của UBND huyện", "Quyết định|3524/QĐ-UBND||")]
    [InlineData("Công văn số 2231/SNV-CCHC&PC ngày 28 tháng 9 năm 2018 của Sở Nội vụ", "Công văn|2231/SNV-CCHC&PC|2018-09-28|Sở Nội vụ")]
    [InlineData("Công văn số 2193/BTP-ĐA4 ngày 21 tháng 5 năm 2007", "Công văn|2193/BTP-ĐA4|2007-05-21|")]
    [InlineData("Báo cáo thẩm định số 18/BCTĐ-STP ngày 25 tháng 5 năm 2018 của Sở Tư pháp", "Báo cáo|18/BCTĐ-STP|2018-05-25|Sở Tư pháp")]
    public void Read_OneAct_GivesItsParts(string text, string expected)
    {
        var found = CitationReader.Read(text);
        found.Count.ShouldBe(1);
        Describe(found[0].Act).ShouldBe(expected);
    }

    [Fact]
    public void Read_SeveralActsInOneSentence_FindsEach()
    {
        var found = CitationReader.Read("theo các Nghị định số 01/2008/NĐ-CP ngày 03/01/2008, số 75/2009/NĐ-CP và 20/2008/NĐ-CP của Chính phủ; Chỉ thị số 23/CT-TTg ngày 02/9/2021 của Thủ tướng Chính phủ và Kế hoạch số 12/KH-UBND.");
        found.Select(f => $"{f.Act.Kind} {f.Act.Number}").ShouldBe(["Nghị định 01/2008/NĐ-CP", "Nghị định 75/2009/NĐ-CP", "Nghị định 20/2008/NĐ-CP", "Chỉ thị 23/CT-TTg", "Kế hoạch 12/KH-UBND"]);
        found[3].Act.Issuer.ShouldBe("Thủ tướng Chính phủ");
    }

    [Theory]
    [InlineData("04 số/tháng, ít nhất 02 lần/năm")]
    [InlineData("Đề án 06 và ISO 9001:2008")]
    [InlineData("ban hành Kế hoạch tuyên truyền năm 2023 gồm 03 nội dung")]
    [InlineData("tuyên truyền Luật Đường bộ trước ngày 15/6/2014")]
    [InlineData("Đài PT-TH tỉnh phát 24/7, tỷ lệ 50/50")]
    [InlineData("Nghị quyết Đại hội đại biểu Đảng bộ tỉnh Cao Bằng lần thứ XIX, nhiệm kỳ 2020 - 2025")]
    public void Read_NoAct_FindsNothing(string text) => CitationReader.Read(text).ShouldBeEmpty();

    [Fact]
    public void Distinct_OneActTwice_MergesWhatIsKnown()
    {
        var acts = CitationList.Distinct(CitationReader.Read("Quyết định số 12/QĐ-UBND ngày 01/02/2023; theo Quyết định số 12/QĐ-UBND của UBND tỉnh về việc phân công").Select(f => f.Act));
        acts.Count.ShouldBe(1);
        Describe(acts[0]).ShouldBe("Quyết định|12/QĐ-UBND|2023-02-01|UBND tỉnh");
        acts[0].Subject.ShouldBe("phân công");
    }

    [Fact]
    public void Distinct_SameNumberOfTwoDistricts_StaysTwo() =>
        CitationList.Distinct(CitationReader.Read("Kế hoạch số 12/KH-UBND ngày 01/02/2023 của UBND huyện Vĩnh Lộc; Kế hoạch số 12/KH-UBND ngày 05/3/2023 của UBND huyện Yên Định").Select(f => f.Act)).Count.ShouldBe(2);

    [Fact]
    public void Read_RealPlans_FindsEveryAnnotatedAct()
    {
        var wrong = new List<string>();
        foreach (var (name, text, gold) in RealPlans.All())
        {
            if (name.StartsWith("002", StringComparison.Ordinal)) continue;
            var acts = CitationReader.Read(text).Select(f => f.Act).ToList();
            foreach (var list in new[] { "legalBases", "citations" })
            {
                if (!gold.TryGetProperty(list, out var wanted)) continue;
                foreach (var act in wanted.EnumerateArray())
                {
                    var (number, date, issuer) = (act.GetProperty("number").GetString(), RealPlans.Date(act, "date"), act.GetProperty("issuer").GetString());
                    var match = acts.Exists(a => a.Kind == act.GetProperty("kind").GetString() && a.Number == number && a.Date == date && (issuer is null || a.Issuer is null || a.Issuer == issuer));
                    if (!match) wrong.Add($"{name}: {act}");
                }
            }
        }
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void Distinct_RealPlans_HoldsNothingButWhatIsAnnotated()
    {
        var wrong = new List<string>();
        foreach (var (name, text, gold) in RealPlans.All())
        {
            if (!gold.TryGetProperty("citations", out _) || name.StartsWith("002", StringComparison.Ordinal)) continue;
            var document = gold.GetProperty("document");
            var read = CitationList.Without(CitationList.Distinct(CitationReader.Read(text).Select(f => f.Act)), document.GetProperty("number").GetString(), document.GetProperty("symbol").GetString());
            var wanted = gold.GetProperty("legalBases").EnumerateArray().Concat(gold.GetProperty("citations").EnumerateArray()).Select(c => c.GetProperty("number").GetString()).ToHashSet();
            wrong.AddRange(read.Where(c => !wanted.Contains(c.Number)).Select(c => $"{name}: {Describe(c)}"));
            wrong.AddRange(read.GroupBy(c => c.Number).Where(g => g.Key is not null && g.Count() > 1).Select(g => $"{name}: twice {g.Key}"));
        }
        wrong.ShouldBeEmpty();
    }

    private static string Describe(Citation act) => $"{act.Kind}|{act.Number}|{act.Date:yyyy-MM-dd}|{act.Issuer}";
}
