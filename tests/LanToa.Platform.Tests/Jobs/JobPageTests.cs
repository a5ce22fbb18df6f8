using LanToa.Platform.Data;
using LanToa.Platform.Jobs;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Platform.Tests.Jobs;

public sealed class JobPageTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task Detail_CancelledAndRunAgain_SaysByWhom()
    {
        var id = await app.InScopeAsync(s => s.GetRequiredService<JobQueue>().EnqueueOnceAsync("test.page", "x", "key-page"));
        using var administrator = await app.SignInAsync(Role.Administrator);
        var path = $"/jobs/detail/{id}";
        (await administrator.GetAsync(path)).Html.QuerySelector(".lt-timeline").ShouldBeNull();

        await administrator.SubmitAsync(await administrator.GetAsync(path), "#huy form");
        await administrator.SubmitAsync(await administrator.GetAsync(path), "#chay-lai form");

        var lines = (await administrator.GetAsync(path)).Texts(".lt-timeline > li");
        lines.Count.ShouldBe(2);
        lines.ShouldContain(l => l.StartsWith("Quản trị", StringComparison.Ordinal) && l.Contains("hủy việc nền", StringComparison.Ordinal));
        lines.ShouldContain(l => l.Contains("chạy lại việc nền", StringComparison.Ordinal));
        (await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Job>().AsNoTracking().FirstAsync(j => j.Id == id))).State.ShouldBe(JobState.Queued);
    }
}
