using LanToa.Planning.Tests.Obligations;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using Npgsql;

namespace LanToa.Planning.Tests;

/// <summary>References that no foreign key guards: sound as the operations write them, named when they are not.</summary>
public sealed class LooseReferenceTests(ObligationsApp app) : IClassFixture<ObligationsApp>
{
    [Fact]
    public async Task Check_AsWrittenAndThenBroken_NamesEveryLostRow()
    {
        var plan = await app.IssueAsync(new DateOnly(2026, 1, 15), null, new TaskGiven("Chuyên mục", ObligationsApp.OneEachQuarter, [app.Culture.Id]));
        var duty = (await app.ObligationsAsync(plan.Id)).ShouldHaveSingleItem();
        app.Clock.MoveTo(new DateOnly(2026, 3, 20));
        using var focal = await app.SignInAsync(Role.FocalPoint, app.Culture);
        var first = (await app.OccurrencesAsync(plan.Id))[0];
        await focal.SubmitAsync(await focal.GetAsync($"/obligations/{first.Id}/claim-done"), "main form[enctype]", new(), new TestFile("Input.Files", "anh.txt", "ảnh chụp"u8.ToArray()));
        await using var source = NpgsqlDataSource.Create(app.Connections.Owner);

        (await CheckAsync(source)).ShouldBe([(1, 0), (4, 0), (4, 0), (0, 0), (1, 0)]);

        await using (var broken = source.CreateCommand("UPDATE obligation SET task_province_id = 98; UPDATE occurrence SET plan_id = gen_random_uuid() WHERE due_on > '2026-04-01'; UPDATE occurrence SET due_reason_id = gen_random_uuid() WHERE due_on > '2026-07-01'; UPDATE attachment SET subject_id = gen_random_uuid()"))
            await broken.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        (await CheckAsync(source)).ShouldBe([(1, 1), (4, 3), (4, 2), (0, 0), (1, 1)]);
        var lost = (await LooseReferences.All[0].CheckAsync(source, 20, TestContext.Current.CancellationToken)).Missing.Shown.ShouldHaveSingleItem();
        (lost.Province, lost.Id, lost.Reference).ShouldBe(((short)99, duty.Id, $"không có nhiệm vụ {duty.TaskId} của kế hoạch {plan.Id} ở tỉnh 98"));
    }

    private static async Task<List<(long Rows, long Lost)>> CheckAsync(NpgsqlDataSource source)
    {
        var found = new List<(long, long)>();
        foreach (var reference in LooseReferences.All)
        {
            var (rows, missing) = await reference.CheckAsync(source, 1, TestContext.Current.CancellationToken);
            found.Add((rows, missing.Total));
        }
        return found;
    }
}
