using System.Net;
using LanToa.Planning.Plans;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Tests.Plans;

public sealed class PlanRemarkTests(ByHandApp app) : IClassFixture<ByHandApp>
{
    private const string Write = "#gop-y form[method=post]";

    [Fact]
    public async Task Remark_AtATask_IsAnsweredAndResubmissionWarnsUntilThen()
    {
        var plan = await new PlanBuilder(app, app.Province).With("Phát tờ rơi tại chợ", app.Culture).In(PlanState.Submitted).BuildAsync();
        var task = (await app.TasksAsync(plan.Id))[0];
        using var leader = await app.SignInAsync(Role.Leader);
        using var officer = await app.SignInAsync(Role.Officer);
        (await leader.GetAsync($"/plans/{plan.Id}")).Html.QuerySelector($"a[href='/plans/{plan.Id}/remarks?viec={task.Id}']").ShouldNotBeNull();
        var form = await leader.GetAsync($"/plans/{plan.Id}/remarks?viec={task.Id}");
        var filled = new Dictionary<string, string> { ["Text"] = "Ghi rõ số lượng tờ rơi." };
        for (var n = 0; n < 2; n++) (await leader.SubmitAsync(form, Write, filled)).Status.ShouldBe(HttpStatusCode.Redirect);
        var remark = (await RemarksAsync(plan.Id)).ShouldHaveSingleItem();
        (remark.TaskId, remark.Answer).ShouldBe((task.Id, null));

        (await leader.SubmitAsync(await leader.GetAsync($"/plans/{plan.Id}"), "#return form", new() { ["Reason"] = "Xem góp ý." })).Status.ShouldBe(HttpStatusCode.Redirect);
        var draft = await officer.GetAsync($"/plans/{plan.Id}");
        draft.Text($"#viec-{task.Id}").ShouldContain("Ghi rõ số lượng tờ rơi.");
        draft.Text("#submit").ShouldContain("Còn 1 góp ý chưa trả lời");
        var page = await officer.GetAsync($"/plans/{plan.Id}/remarks");
        var answer = $"#gop-y-{remark.Id} form";
        (await officer.SubmitAsync(page, answer, new() { [$"Answer-{remark.Id}"] = " " })).Text(".lt-errors").ShouldContain("Bạn chưa ghi đã tiếp thu");
        for (var n = 0; n < 2; n++) (await officer.SubmitAsync(page, answer, new() { [$"Answer-{remark.Id}"] = "Đã ghi 500 tờ." })).Status.ShouldBe(HttpStatusCode.Redirect);
        (await officer.SubmitAsync(page, answer, new() { [$"Answer-{remark.Id}"] = "Ý khác" })).Text(".lt-errors").ShouldContain("Người khác vừa sửa");
        var after = await officer.GetAsync($"/plans/{plan.Id}");
        after.Text("#submit").ShouldNotContain("chưa trả lời");
        after.Text($"#viec-{task.Id}").ShouldContain("Đã trả lời");
        (await officer.GetAsync($"/plans/{plan.Id}?phan=lich-su")).Text("main").ShouldSatisfyAllConditions(t => t.ShouldContain("Góp ý"), t => t.ShouldContain("Ghi rõ số lượng tờ rơi."), t => t.ShouldContain("Đã ghi 500 tờ."));
    }

    [Fact]
    public async Task Remark_AtASentence_GoesWithTheApproval()
    {
        var plan = await new PlanBuilder(app, app.Province).With("Treo băng rôn", app.Culture).In(PlanState.Submitted).BuildAsync();
        using var leader = await app.SignInAsync(Role.Leader);
        (await leader.SubmitAsync(await leader.GetAsync($"/plans/{plan.Id}/remarks?cau=s0"), Write, new() { ["Text"] = "Sửa khẩu hiệu." })).Status.ShouldBe(HttpStatusCode.Redirect);
        var page = await leader.GetAsync($"/plans/{plan.Id}?phan=van-ban");
        page.Text("#cau-s0").ShouldContain("Sửa khẩu hiệu.");
        page.Text("#approve").ShouldContain("Duyệt kèm 1 góp ý");
        (await leader.SubmitAsync(page, "#approve form")).Status.ShouldBe(HttpStatusCode.Redirect);
        (await app.PlanAsync(plan.Id)).State.ShouldBe(PlanState.Approved);
    }

    [Theory]
    [InlineData(Role.Officer)]
    [InlineData(Role.FocalPoint)]
    [InlineData(Role.Viewer)]
    public async Task Remark_ByWhoDoesNotApprove_IsRefused(Role role)
    {
        var plan = await new PlanBuilder(app, app.Province).With("Viết bài", app.Culture).In(PlanState.Submitted).BuildAsync();
        using var person = await app.SignInAsync(role);
        (await person.GetAsync($"/plans/{plan.Id}/remarks")).Html.QuerySelector(Write).ShouldBeNull();
        var token = (await person.GetAsync("/identity/me")).Html.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        (await person.PostAsync($"/plans/{plan.Id}/remarks", new() { ["__RequestVerificationToken"] = token, ["Key"] = Guid.CreateVersion7().ToString(), ["Text"] = "Không được ghi" })).Text(".lt-errors").ShouldContain("Chỉ Lãnh đạo");
        (await RemarksAsync(plan.Id)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Remark_OnADraftOrByAnotherUnitsLeader_IsRefused()
    {
        var plan = await new PlanBuilder(app, app.Province).With("Viết bài", app.Culture).BuildAsync();
        using var leader = await app.SignInAsync(Role.Leader);
        (await leader.GetAsync($"/plans/{plan.Id}/remarks")).Html.QuerySelector(Write).ShouldBeNull();
        using var other = await app.SignInAsync(Role.Leader, app.Finance);
        (await other.GetAsync($"/plans/{plan.Id}/remarks")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    private Task<List<PlanRemark>> RemarksAsync(Guid plan) => app.ReadAsync(db => db.Set<PlanRemark>().AsNoTracking().Where(r => r.PlanId == plan).ToListAsync());
}
