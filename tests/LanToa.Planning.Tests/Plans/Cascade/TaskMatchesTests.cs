using LanToa.Planning.Plans;
using LanToa.Reading;
using LanToa.Reading.Extraction;
using LanToa.Reading.Model;
using LanToa.Testing;

namespace LanToa.Planning.Tests.Plans.Cascade;

/// <summary>Which task of a lower plan answers which of an upper one, by the words alone.</summary>
public sealed class TaskMatchesTests
{
    private static TaskText Text(string text) => new(Guid.CreateVersion7(), text);

    [Fact]
    public void Suggest_TasksOfTheSamples_FindsTheirAnswers()
    {
        TaskText[] upper =
        [
            Text("Phát thanh nội dung CCHC trên hệ thống loa truyền thanh, mỗi tháng 02 lượt."), Text("Niêm yết công khai thủ tục hành chính tại Trung tâm Phục vụ hành chính công cấp xã."),
            Text("Báo cáo kết quả thực hiện gửi Sở Nội vụ định kỳ hằng quý, 6 tháng, năm."), Text("Bố trí chỗ để xe cho người khuyết tật."),
        ];
        TaskText[] lower =
        [
            Text("Tổng hợp kết quả, tham mưu báo cáo Sở Nội vụ định kỳ hằng quý, 6 tháng, năm (chậm nhất là ngày 15 của tháng cuối kỳ báo cáo)."), Text("Niêm yết công khai thủ tục hành chính, hướng dẫn người dân nộp hồ sơ trực tuyến."),
            Text("Biên tập, phát thanh bản tin CCHC trên hệ thống loa truyền thanh, mỗi tháng 02 bản tin."), Text("Tổ chức hội nghị tuyên truyền CCHC cho trưởng thôn."),
        ];
        var best = TaskMatches.Suggest(upper, lower, 1).ToDictionary(m => m.Upper, m => m.Lower);
        best.ShouldBe(new Dictionary<Guid, Guid> { [upper[0].Id] = lower[2].Id, [upper[1].Id] = lower[1].Id, [upper[2].Id] = lower[0].Id }, ignoreOrder: true);
        // Whatever the order, the same.
        TaskMatches.Suggest([.. upper.Reverse()], [.. lower.Reverse()], 1).ToDictionary(m => m.Upper, m => m).ShouldBe(TaskMatches.Suggest(upper, lower, 1).ToDictionary(m => m.Upper, m => m), ignoreOrder: true);
    }

    [Fact]
    public void Likeness_MarksAndSigns_DoNotMatter()
    {
        TaskMatches.Likeness("Phát thanh, truyền hình", "phat thanh truyen hinh").ShouldBe(1);
        TaskMatches.Likeness("Tờ rơi", "Hội nghị").ShouldBe(0);
        TaskMatches.Likeness("", "Hội nghị").ShouldBe(0);
    }

    [Fact]
    public void RealPlans_Plan004_CitesThePlanAboveIt_AndCameTwentyThreeDaysLater()
    {
        if (Read("004_654dccaffd4ddddc.txt") is not { } reading) return;
        var above = reading.LegalBases.Concat(reading.Citations).First(c => c.Number == "477/KH-UBND");
        var upper = new Plan { Title = "Tuyên truyền cải cách hành chính Nhà nước tỉnh Bắc Giang năm 2014", Number = "477", Symbol = "KH-UBND", Date = new DateOnly(2014, 3, 3) };
        CitedPlans.IsCited(upper, above.Number!, above.Date).ShouldBeTrue();
        CitedPlans.IsCited(new Plan { Title = "x", Number = "477", Symbol = "KH-UBND", Date = new DateOnly(2015, 3, 3) }, above.Number!, above.Date).ShouldBeFalse("the number of another year is another plan");
        var measure = TaskMeasure.Of(null, []);
        Coverage.Of(new CoverageAsked(measure, above.Date!.Value, null), [new CoverageAnswer(measure, reading.Document.Date)]).DaysAfter.ShouldBe(23);
    }

    [Fact]
    public void RealPlans_EveryTask_IsMostLikeItself()
    {
        foreach (var file in new[] { "001_f277c6b9ca449436.txt", "003_e2e4e5126e6bfdc3.txt" })
        {
            if (Read(file) is not { } reading) return;
            var tasks = reading.Tasks.Select(t => t.Text).Distinct().ToList();
            tasks.Count.ShouldBeGreaterThan(5);
            TaskText[] upper = [.. tasks.Select(Text)], lower = [.. tasks.Select(Text)];
            var best = TaskMatches.Suggest(upper, lower, 1).ToDictionary(m => m.Upper, m => m);
            foreach (var task in upper) lower.First(l => l.Id == best[task.Id].Lower).Text.ShouldBe(task.Text);
        }
    }

    private static PlanReading? Read(string file)
    {
        var path = Path.Combine(Repository.Root, "..", "shared", "plans", file);
        if (File.Exists(path)) return PlanReader.Read(new ExtractedText { FileName = file, MediaType = "text/plain", Sha256 = new string('0', 64), Text = File.ReadAllText(path) });
        Console.WriteLine($"NOT RUN: ../shared/plans/{file} is absent.");
        return null;
    }
}
