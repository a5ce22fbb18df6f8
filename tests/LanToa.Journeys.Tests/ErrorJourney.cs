using LanToa.Journeys.Tests.Browsing;
using LanToa.Platform.Permissions;
using LanToa.Testing;

namespace LanToa.Journeys.Tests;

/// <summary>What people meet when something is not there, not theirs, or broken.</summary>
public sealed class ErrorJourney(TestApp app, Chromium chromium) : IClassFixture<TestApp>
{
    [Theory, InlineData(1280), InlineData(390)]
    public async Task ErrorPages_Anyone_SayWhatToDo(int width)
    {
        await using var visitor = await chromium.VisitAsync(app, width);
        foreach (var (code, title) in new[]
        {
            (400, "Yêu cầu không hợp lệ hoặc phiên làm việc đã cũ"), (403, "Bạn không có quyền mở trang này"), (404, "Không tìm thấy trang"), (413, "Tệp quá lớn"),
            (429, "Bạn thao tác quá nhanh"), (500, "Hệ thống gặp lỗi"),
        })
        {
            await visitor.OpenAsync($"/error/{code}");
            await visitor.SeeTitleAsync(title);
            await visitor.SeeAsync("Số tham chiếu");
            await visitor.LookAsync($"error-{code}");
        }
        await visitor.OpenAsync("/khong-co-trang-nay");
        await visitor.SeeTitleAsync("Không tìm thấy trang");
    }

    [Theory, InlineData(1280), InlineData(390)]
    public async Task ForeignPage_FocalPoint_IsToldWhy(int width)
    {
        await using var visitor = await chromium.VisitAsync(app, width);
        await visitor.SignInAsync(await app.AddPersonAsync(Role.FocalPoint));
        await visitor.OpenAsync("/identity/accounts");
        await visitor.SeeTitleAsync("Bạn không có quyền mở trang này");
        await visitor.LookAsync("denied");
    }
}
