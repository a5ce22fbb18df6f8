using LanToa.Accountability.Reports;
using LanToa.Contracts.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Demonstration;

/// <summary>One thematic report that the province's officer asks of the departments: some have answered, one has begun, some have not. A second run finds the letter and leaves it alone.</summary>
public sealed class AskSampleReport(ActAs people, LanToaDb db, Clock clock)
{
    private const string Number = "412/UBND-CCHC";

    private const string Body = """
        # I. Kết quả tuyên truyền
        ? Số cuộc tuyên truyền, hướng dẫn dịch vụ công trực tuyến [cuộc] *
        ? Số người được hướng dẫn [lượt người] *
        - tin_bai
        ? Đã niêm yết mã QR hướng dẫn tại nơi tiếp dân [có/không] *
        # II. Khó khăn, kiến nghị
        ? Khó khăn, vướng mắc và kiến nghị [bằng lời]
        """;

    /// <param name="officer">The account that asks.</param>
    /// <param name="units">Who is asked, with the account that answers.</param>
    public async Task RunAsync(string officer, Guid province, IReadOnlyList<(OrganizationInfo Unit, string Who)> units, CancellationToken cancel)
    {
        if (await db.Set<ReportRequest>().AnyAsync(r => r.UnitId == province && r.Number == Number, cancel)) return;
        var today = clock.Today;
        var input = new RequestInput(Guid.CreateVersion7(), RequestKind.Thematic, Number, today.AddDays(-6), "Tuyên truyền, hướng dẫn người dân sử dụng dịch vụ công trực tuyến",
            "Báo cáo kết quả tuyên truyền, hướng dẫn từ đầu năm; nêu rõ cách làm hay và vướng mắc để tổng hợp trình Ban Chỉ đạo.", new DateOnly(today.Year, 1, 1), today, today.AddDays(5), [], [.. units.Select(u => u.Unit.Id)], Body, null);
        var (_, id) = await people.RunAsync(officer, services => services.GetRequiredService<AskReports>().IssueAsync(input, cancel), cancel);
        if (id is not { } request) return;
        foreach (var (unit, who, i) in units.Select((u, i) => (u.Unit, u.Who, i)).Where(u => u.i % 5 != 4))
        {
            var report = await people.RunAsync(who, services => services.GetRequiredService<WriteReport>().AnswerAsync(request, unit.Id, cancel), cancel);
            if (report.Id is not { } answer || i % 5 == 3) continue;
            await people.RunAsync(who, services => services.GetRequiredService<WriteReport>().SaveFiguresAsync(answer, Guid.CreateVersion7(), 1,
                [new("cau_1", 2 + i, null, null), new("cau_2", 35 + (17 * i), null, null), new("cau_3", i % 4 == 0 ? 0 : 1, null, null), new("cau_4", null, i % 2 == 0 ? "Người cao tuổi chưa quen dùng điện thoại thông minh; đề nghị hỗ trợ tổ công nghệ số cộng đồng." : "Không có.", null)], cancel), cancel);
            await people.RunAsync(who, services => services.GetRequiredService<SendReport>().HandleAsync(answer, Guid.CreateVersion7(), 2, null, cancel), cancel);
            if (i % 5 < 2) await people.RunAsync(officer, services => services.GetRequiredService<DecideReport>().AcceptAsync(answer, Guid.CreateVersion7(), 3, cancel), cancel);
        }
    }
}
