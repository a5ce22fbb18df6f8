using LanToa.Planning.Obligations;
using LanToa.Planning.Obligations.Rules;
using LanToa.Planning.Organizations;
using LanToa.Planning.Plans;
using LanToa.Planning.Tests.Obligations;
using LanToa.Platform.Audit;
using LanToa.Platform.Data;
using LanToa.Platform.Files;
using LanToa.Platform.Jobs;
using LanToa.Platform.Notices;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Planning.Tests.Plans;

/// <summary>An issued plan is amended: shown as a difference, applied once; the future changes, the past stays, everyone affected is told.</summary>
public sealed class AmendmentTests(ObligationsApp app) : IClassFixture<ObligationsApp>
{
    private const string Form = "main form[data-draft]";
    private static readonly DateOnly Issued = new(2026, 1, 15), Today = new(2026, 6, 10);
    private static readonly DutyRule Monthly = new() { Kind = DutyKind.Counted, Every = [PeriodKind.Month], Count = 1 };

    private static DutyRule By(DateOnly day) => new() { Kind = DutyKind.Once, Dates = [day] };

    [Fact]
    public async Task Apply_TypedAmendment_FutureChanges_PastResultsAndIdsStay_AffectedAreTold()
    {
        var (plan, tasks) = await IssueAsync();
        using var leader = await app.SignInAsync(Role.Leader);
        using var officer = await app.SignInAsync(Role.Officer);
        using var focal = await app.SignInAsync(Role.FocalPoint, app.Finance);
        using var untouched = await app.SignInAsync(Role.FocalPoint, app.Office);
        var before = await app.OccurrencesAsync(plan.Id);
        // Something was done in the task that will be taken out, and begun in the one that will move.
        var (done, begun) = (before.First(o => o.TaskId == tasks[2].Id), before.Single(o => o.TaskId == tasks[1].Id));
        await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            await db.Set<Occurrence>().Where(o => o.Id == done.Id).ExecuteUpdateAsync(set => set.SetProperty(o => o.ConfirmedOn, Today).SetProperty(o => o.DoneOn, Today));
            await db.Set<Occurrence>().Where(o => o.Id == begun.Id).ExecuteUpdateAsync(set => set.SetProperty(o => o.StartedOn, Today));
            using var proof = new MemoryStream("Biên bản kiểm tra"u8.ToArray());
            await s.GetRequiredService<FileStore>().AttachAsync("occurrence", done.Id, "bien-ban.txt", proof, FileLimits.Attachment);
            await db.SaveChangesAsync();
        });

        // A leader applies what an officer wrote: the verb that begins it is the officer's.
        (await leader.GetAsync(PlanLinks.Of(plan.Id))).Html.QuerySelector($"a[href='{PlanLinks.Amend(plan.Id)}']").ShouldBeNull();
        (await leader.GetAsync(PlanLinks.Amend(plan.Id))).Text(".lt-note").ShouldContain("hãy giao việc soạn cho công chức");
        var start = await officer.OpenAsync(PlanLinks.Amend(plan.Id));
        var draft = (await officer.SubmitAsync(start, "main form")).Location.ShouldNotBeNull();
        var amendment = Guid.Parse(draft[^36..]);
        // Pressed twice there is one.
        (await officer.SubmitAsync(start, "main form")).Location.ShouldBe(draft);
        (await leader.GetAsync(PlanLinks.Amend(plan.Id))).Html.QuerySelector($"a[href='{PlanLinks.Difference(amendment)}']").ShouldNotBeNull();
        (await leader.GetAsync(PlanLinks.Difference(amendment))).Text("main").ShouldContain("chưa khác gì");
        await EditAsync(amendment);

        var page = await leader.OpenAsync(PlanLinks.Difference(amendment));
        page.Text("main").ShouldContain("Kế hoạch được sửa mỗi tháng");
        page.Html.QuerySelectorAll("ins.lt-diff__in").Length.ShouldBeGreaterThan(0);
        var values = new Dictionary<string, string> { ["Input.Number"] = "945", ["Input.Date"] = "05/06/2026" };
        var refused = await leader.SubmitAsync(page, Form, values);
        refused.Text(".lt-errors").ShouldContain("1 nhiệm vụ bị bỏ đã có kết quả");
        refused.Text(".lt-errors").ShouldContain("Hãy ghi lý do");
        refused.Html.QuerySelector("[name='Input.Number']")!.GetAttribute("value").ShouldBe("945");
        (await app.OccurrencesAsync(plan.Id)).Count.ShouldBe(before.Count);

        values["Input.Keep"] = tasks[2].Id.ToString();
        values["Input.Reason"] = "Theo chỉ đạo mới";
        (await leader.SubmitAsync(page, Form, values)).Location.ShouldBe(PlanLinks.Of(plan.Id));
        // The second press is done already and does nothing more.
        (await leader.SubmitAsync(page, Form, values)).Location.ShouldBe(PlanLinks.Of(plan.Id));
        await app.RunJobsAsync();

        var after = await app.OccurrencesAsync(plan.Id);
        var effective = new DateOnly(2026, 6, 10);
        // Quarterly became monthly: what was due before stays as it was, months from now on are new, the open quarters ended.
        var monthly = after.FindAll(o => o.TaskId == tasks[0].Id);
        monthly.Where(o => o.PeriodKey.Contains('Q')).ShouldAllBe(o => (o.NotApplicableOn != null) == (o.DueOn >= effective));
        monthly.Where(o => !o.PeriodKey.Contains('Q')).Select(o => o.PeriodKey).ShouldBe(["2026-06", "2026-07", "2026-08", "2026-09", "2026-10", "2026-11", "2026-12"]);
        monthly.First(o => o.NotApplicableOn != null).Reason.ShouldNotBeNull().ShouldContain("Theo chỉ đạo mới");
        // The day moved: the same occurrence, both days in its history.
        var moved = after.Single(o => o.TaskId == tasks[1].Id);
        (moved.Id, moved.DueOn, moved.ScheduledOn, moved.StartedOn).ShouldBe((begun.Id, new DateOnly(2026, 11, 30), new DateOnly(2026, 10, 15), Today));
        (await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<HistoryEvent>().Where(e => e.SubjectId == begun.Id && e.Verb == AmendObligations.MoveVerb).Select(e => e.Before).SingleAsync())).ShouldNotBeNull().ShouldContain("2026-10-15");
        // The task that was taken out: what was done stays, what was open ended.
        after.Where(o => o.TaskId == tasks[2].Id).ShouldAllBe(o => o.Id == done.Id ? o.ConfirmedOn != null && o.NotApplicableOn == null : (o.NotApplicableOn != null) == (o.DueOn >= effective));
        (await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Attachment>().Where(a => a.SubjectId == done.Id && a.WithdrawnAt == null).Select(a => a.FileName).SingleAsync())).ShouldBe("bien-ban.txt");
        // What did not change is not touched at all.
        after.Where(o => o.TaskId == tasks[3].Id).Select(o => (o.Id, o.Version)).ShouldBe(before.Where(o => o.TaskId == tasks[3].Id).Select(o => (o.Id, o.Version)));
        after.Select(o => o.TaskId).Distinct().Count().ShouldBe(5, "the new task is there");
        after.Where(o => tasks.All(t => t.Id != o.TaskId)).ShouldAllBe(o => o.DueOn >= effective);

        // Told once, and only those whose work changed.
        (await NoticesAsync(focal.AccountId, plan.Id)).ShouldBe(1);
        (await NoticesAsync(untouched.AccountId, plan.Id)).ShouldBe(0);

        // The versions can be read and compared; the plan stands in the list once.
        (await focal.GetAsync(PlanLinks.Versions(plan.Id))).Text("main").ShouldContain("945/KH-UBND");
        (await focal.GetAsync(PlanLinks.Version(plan.Id, 1))).Text("main").ShouldContain("Mỗi quý một chuyên mục");
        (await focal.GetAsync(PlanLinks.Compare(plan.Id, 1, 2))).Text("main").ShouldContain("Phiên bản 1 so với phiên bản 2");
        (await focal.GetAsync(PlanLinks.Of(amendment))).Status.ShouldBe(System.Net.HttpStatusCode.NotFound, "the working copy is the issuer's");
        (await leader.GetAsync($"{PlanLinks.Of(plan.Id)}?phan=lich-su")).Text(".lt-timeline").ShouldContain("Theo chỉ đạo mới");
        (await leader.GetAsync(PlanLinks.Of(plan.Id))).Text("main").ShouldContain("Phiên bản 2");
        // Next year's plan is drafted from the plan, not from what amended it.
        (await officer.GetAsync(PlanLinks.NewFrom("truoc"))).Html.QuerySelectorAll("#Source option").Select(o => o.GetAttribute("value")).ShouldSatisfyAllConditions(v => v.ShouldContain(plan.Id.ToString()), v => v.ShouldNotContain(amendment.ToString()));

        // Both jobs again: nothing is made, moved or told twice.
        await AgainAsync(AmendObligations.Job, GenerateObligations.Job, plan.Id);
        (await app.OccurrencesAsync(plan.Id)).Select(o => (o.Id, o.DueOn, o.Version)).ShouldBe(after.Select(o => (o.Id, o.DueOn, o.Version)), ignoreOrder: true);
        (await NoticesAsync(focal.AccountId, plan.Id)).ShouldBe(1);
    }

    [Fact]
    public async Task Apply_PlanChangedMeanwhile_IsTold_AndNothingIsHalfDone()
    {
        var (plan, tasks) = await IssueAsync();
        using var leader = await app.SignInAsync(Role.Leader);
        var amendment = await StartAsync(plan.Id);
        await EditAsync(amendment);
        var page = await leader.OpenAsync(PlanLinks.Difference(amendment));
        (await app.InScopeAsync(s => s.GetRequiredService<WithdrawTask>().HandleAsync(tasks[3].Id, plan.Id, "Không còn cần"))).IsDone.ShouldBeTrue();
        var told = await leader.SubmitAsync(page, Form, new() { ["Input.Date"] = "05/06/2026", ["Input.Reason"] = "Đổi việc" });
        told.Text(".lt-errors").ShouldContain("đã đổi sau khi bạn mở trang này");
        told.Text("main").ShouldContain("Không còn cần");
        (await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<PlanVersion>().CountAsync(v => v.PlanId == plan.Id))).ShouldBe(0);
        // The task that somebody took out meanwhile is shown as one that the amendment puts in again.
        told.Texts(".lt-diff").ShouldContain(t => t.StartsWith("Thêm", StringComparison.Ordinal) && t.Contains("Niêm yết công khai", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Apply_DocumentThatOnlyAmends_WhatItDoesNotSpeakOfStays_AndAThirdVersionTakesItBack()
    {
        var (plan, tasks) = await IssueAsync();
        var before = await app.OccurrencesAsync(plan.Id);
        var amendment = await StartAsync(plan.Id);
        await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            await db.Set<Plan>().Where(p => p.Id == amendment).ExecuteUpdateAsync(set => set.SetProperty(p => p.AmendsWhole, false));
            // As a document would be read: the tasks do not know what they continue, and it speaks of one only.
            await db.Set<PlanTask>().Where(t => t.PlanId == amendment && t.ContinuesId != tasks[0].Id).ExecuteUpdateAsync(set => set.SetProperty(t => t.State, TaskState.Withdrawn));
            await db.Set<PlanTask>().Where(t => t.PlanId == amendment).ExecuteUpdateAsync(set => set.SetProperty(t => t.ContinuesId, (Guid?)null));
            var task = await db.Set<PlanTask>().FirstAsync(t => t.PlanId == amendment && t.State == TaskState.Active);
            (task.Rule, task.Text) = (Monthly, "Mỗi tháng một chuyên mục");
            await db.SaveChangesAsync();
        });
        await ApplyAsync(amendment, "946");
        var after = await app.OccurrencesAsync(plan.Id);
        after.Where(o => o.TaskId != tasks[0].Id).Select(o => (o.Id, o.Version)).ShouldBe(before.Where(o => o.TaskId != tasks[0].Id).Select(o => (o.Id, o.Version)), ignoreOrder: true);
        after.Count(o => o.TaskId == tasks[0].Id && !o.PeriodKey.Contains('Q')).ShouldBe(7);

        // The next amendment asks for quarters again: the ones that had ended come back, no second ones are made.
        var back = await StartAsync(plan.Id);
        await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            var task = await db.Set<PlanTask>().FirstAsync(t => t.PlanId == back && t.ContinuesId == tasks[0].Id);
            (task.Rule, task.Text) = (ObligationsApp.OneEachQuarter, "Mỗi quý một chuyên mục");
            await db.SaveChangesAsync();
        });
        await ApplyAsync(back, "947");
        var third = (await app.OccurrencesAsync(plan.Id)).FindAll(o => o.TaskId == tasks[0].Id);
        third.Where(o => o.PeriodKey.Contains('Q')).ShouldAllBe(o => o.NotApplicableOn == null && o.Reason == null);
        third.Where(o => !o.PeriodKey.Contains('Q')).ShouldAllBe(o => o.NotApplicableOn != null);
        third.Count.ShouldBe(4 + 7);
        (await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<PlanVersion>().Where(v => v.PlanId == plan.Id).OrderBy(v => v.Ordinal).Select(v => v.Content != null).ToListAsync())).ShouldBe([true, true, false]);
    }

    [Fact]
    public async Task Apply_AnotherNumberAndANewTask_AreCountedBefore_StandInTheHistoryAndInTheRightSection()
    {
        app.Clock.MoveTo(Today);
        var plan = await app.IssueAsync(Issued, null, new TaskGiven("Phát thanh mỗi tháng 02 lượt", Monthly with { Count = 2 }, [app.Finance.Id]), new TaskGiven("Niêm yết công khai", ObligationsApp.OneEachQuarter, [app.Culture.Id]));
        await WriteAsync(plan.Id, ("heading", "5", "Đơn vị phát thanh"), ("item", "a", "Phát thanh mỗi tháng 02 lượt"), ("heading", "5.1", "Loa của xã"), ("item", "a", "Phát lại buổi chiều"), ("heading", "6", "Đơn vị niêm yết"), ("item", "a", "Niêm yết công khai"), ("recipients", "-", "Lưu: VT."), ("heading", "Phụ lục", "Danh mục"));
        var amendment = await StartAsync(plan.Id);
        await WriteAsync(amendment, ("heading", "1", "Đơn vị phát thanh"), ("item", "1", "Phát thanh mỗi tháng 04 lượt"), ("item", "2", "Tổ chức 02 hội nghị về chuyển đổi số"), ("heading", "2", "Văn phòng trực đường dây nóng"), ("item", "-", "Ghi sổ từng cuộc gọi"));
        await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            await db.Set<Plan>().Where(p => p.Id == amendment).ExecuteUpdateAsync(set => set.SetProperty(p => p.AmendsWhole, false));
            var tasks = await db.Set<PlanTask>().Where(t => t.PlanId == amendment).OrderBy(t => t.Ordinal).ToListAsync();
            (tasks[0].Text, tasks[0].Rule, tasks[0].StatementKeys, tasks[1].State) = ("Phát thanh mỗi tháng 04 lượt", Monthly with { Count = 4 }, ["k1"], TaskState.Withdrawn);
            var added = new PlanTask { ProvinceId = plan.ProvinceId, PlanId = amendment, Ordinal = 9, Text = "Tổ chức 02 hội nghị về chuyển đổi số", Rule = By(new DateOnly(2026, 12, 20)), StatementKeys = ["k2"] };
            db.Add(added);
            db.Add(new TaskParty { ProvinceId = plan.ProvinceId, PlanId = amendment, TaskId = added.Id, Role = PartyRole.Lead, Printed = "đơn vị", OrganizationId = app.Finance.Id });
            // A task that is a section of its own answers its heading.
            var section = new PlanTask { ProvinceId = plan.ProvinceId, PlanId = amendment, Ordinal = 10, Text = "Trực đường dây nóng", Rule = By(new DateOnly(2026, 12, 21)), StatementKeys = ["k3", "k4"] };
            db.Add(section);
            db.Add(new TaskParty { ProvinceId = plan.ProvinceId, PlanId = amendment, TaskId = section.Id, Role = PartyRole.Lead, Printed = "đơn vị", OrganizationId = app.Office.Id });
            await db.SaveChangesAsync();
        });
        // An earlier state of the rules had only asked for one of them.
        var asked = (await app.OccurrencesAsync(plan.Id)).Single(o => o.UnitId == app.Finance.Id && o.PeriodKey == "2026-11");
        await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Occurrence>().Where(o => o.Id == asked.Id).ExecuteUpdateAsync(set => set.SetProperty(o => o.IsRequest, true)));
        using var leader = await app.SignInAsync(Role.Leader);
        (await leader.GetAsync(PlanLinks.Difference(amendment))).Texts(".lt-diff").ShouldContain(t => t.Contains("7 kỳ đổi số lượng") && t.Contains("1 kỳ đổi giữa phải làm và đề nghị"));
        await ApplyAsync(amendment, "949");

        var months = (await app.OccurrencesAsync(plan.Id)).FindAll(o => o.UnitId == app.Finance.Id && o.PeriodKey.Length == 7);
        months.ShouldAllBe(o => o.Target == (o.DueOn >= Today ? 4 : 2));
        var told = await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<HistoryEvent>().AsNoTracking().Where(e => e.Verb == AmendObligations.MoveVerb && months.Select(m => m.Id).Contains(e.SubjectId)).ToListAsync());
        told.Count.ShouldBe(7);
        told.ShouldAllBe(e => e.Before!.Contains("\"Target\": 2") && e.After!.Contains("\"Target\": 4"));
        told.Where(e => e.Before!.Contains("\"IsRequest\": true") && e.After!.Contains("\"IsRequest\": false")).Select(e => e.SubjectId).ShouldBe([asked.Id]);
        (await leader.GetAsync($"/obligations/{asked.Id}")).Text(".lt-timeline").ShouldContain("Chỉ là đề nghị");
        (await leader.GetAsync($"{PlanLinks.Of(plan.Id)}?phan=lich-su")).Text(".lt-timeline").ShouldContain("7 kỳ đổi số lượng");
        // The new sentence goes on in the section of the plan that bears the same name, before what closes the text; a new section keeps its label and stands behind all that section, parts included.
        (await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<PlanStatement>().AsNoTracking().Where(t => t.PlanId == plan.Id).OrderBy(t => t.Ordinal).Select(t => t.Label + " " + t.Text).ToListAsync()))
            .ShouldBe(["5 Đơn vị phát thanh", "a Phát thanh mỗi tháng 04 lượt", "b Tổ chức 02 hội nghị về chuyển đổi số", "5.1 Loa của xã", "a Phát lại buổi chiều", "2 Văn phòng trực đường dây nóng", "- Ghi sổ từng cuộc gọi", "6 Đơn vị niêm yết", "a Niêm yết công khai", "- Lưu: VT.", "Phụ lục Danh mục"]);
    }

    [Fact]
    public async Task Apply_SentencesThatWereWrittenAnew_AreThePlansText_AndWhatWasSignedStandsWhole()
    {
        app.Clock.MoveTo(Today);
        var plan = await app.IssueAsync(Issued, null, new TaskGiven("Phát thanh mỗi quý", ObligationsApp.OneEachQuarter, [app.Finance.Id]), new TaskGiven("Treo pa nô tại trụ sở", ObligationsApp.OneEachQuarter, [app.Culture.Id]));
        await WriteAsync(plan.Id, ("heading", "I", "NHIỆM VỤ"), ("item", "1", "Phát thanh mỗi quý"), ("item", "2", "Treo pa nô tại trụ sở"), ("item", "a", "Kích thước 02 mét"), ("item", "3", "Ghi sổ từng đợt"), ("heading", "II", "KINH PHÍ"), ("item", "1", "Bố trí trong dự toán hằng năm của các cơ quan"));
        var amendment = await StartAsync(plan.Id);
        await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            await db.Set<PlanStatement>().Where(t => t.PlanId == amendment && t.Key == "k4").ExecuteDeleteAsync();
            await db.Set<PlanStatement>().Where(t => t.PlanId == amendment && t.Key == "k6").ExecuteUpdateAsync(set => set.SetProperty(t => t.Text, "Nguồn lực do Sở Tài chính tham mưu, trình Ủy ban nhân dân tỉnh"));
            var tasks = await db.Set<PlanTask>().Where(t => t.PlanId == amendment).OrderBy(t => t.Ordinal).ToListAsync();
            tasks[1].State = TaskState.Withdrawn;
            // A person said that this is another task; its sentence is the same one, in other words.
            (tasks[0].Text, tasks[0].ContinuesId, tasks[0].StandsAlone) = ("Livestream tập huấn dịch vụ công", null, true);
            await db.Set<PlanStatement>().Where(t => t.PlanId == amendment && t.Key == "k1").ExecuteUpdateAsync(set => set.SetProperty(t => t.Text, tasks[0].Text));
            await db.SaveChangesAsync();
        });
        await ApplyAsync(amendment, "985", "Đổi việc");
        (await TextAsync()).ShouldBe(["I NHIỆM VỤ", "1 Livestream tập huấn dịch vụ công", "2 (được bãi bỏ)", "3 (được bãi bỏ)", "II KINH PHÍ", "1 Nguồn lực do Sở Tài chính tham mưu, trình Ủy ban nhân dân tỉnh"]);

        // A document that was issued anew, and a task of it that was wrongly read: its words are not touched.
        var signed = await StartAsync(plan.Id);
        await WriteAsync(signed, ("heading", "I", "MỤC ĐÍCH"), ("item", "1", "Tuyên truyền cho người dân"), ("item", "a", "Mỗi quý một buổi"), ("heading", "II", "NHIỆM VỤ"), ("item", "1", "Livestream tập huấn dịch vụ công"));
        await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            using var file = new MemoryStream("%PDF-1.7"u8.ToArray());
            var source = await s.GetRequiredService<FileStore>().AttachAsync("plan", signed, "ban-hanh.pdf", file, FileLimits.Attachment);
            await db.SaveChangesAsync();
            await db.Set<Plan>().Where(p => p.Id == signed).ExecuteUpdateAsync(set => set.SetProperty(p => p.SourceFileId, source.Id));
            db.Add(new PlanTask { ProvinceId = plan.ProvinceId, PlanId = signed, Ordinal = 9, Text = "Tuyên truyền cho người dân", State = TaskState.Withdrawn, StatementKeys = ["k1"] });
            await db.SaveChangesAsync();
        });
        await ApplyAsync(signed, "986", "Ban hành lại");
        (await TextAsync()).ShouldBe(["I MỤC ĐÍCH", "1 Tuyên truyền cho người dân", "a Mỗi quý một buổi", "II NHIỆM VỤ", "1 Livestream tập huấn dịch vụ công"]);

        Task<List<string>> TextAsync() => app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<PlanStatement>().AsNoTracking().Where(t => t.PlanId == plan.Id).OrderBy(t => t.Ordinal).Select(t => t.Label + " " + t.Text).ToListAsync());
    }

    [Fact]
    public async Task Apply_PointsThatWereAddedToTheCopyAndTakenOutAgain_LeaveNoGap_InTheDifferenceTheTextAndTheSections()
    {
        app.Clock.MoveTo(Today);
        var plan = await app.IssueAsync(Issued, null, new TaskGiven("Phát thanh mỗi quý", ObligationsApp.OneEachQuarter, [app.Finance.Id]), new TaskGiven("Treo pa nô tại trụ sở", ObligationsApp.OneEachQuarter, [app.Culture.Id]));
        await WriteAsync(plan.Id, ("heading", "I", "NHIỆM VỤ"), ("item", "1", "Phát thanh mỗi quý"), ("item", "2", "Treo pa nô tại trụ sở"), ("heading", "II", "KINH PHÍ"), ("item", "1", "Bố trí trong dự toán hằng năm"));
        var amendment = await StartAsync(plan.Id);
        using var officer = await app.SignInAsync(Role.Officer);
        async Task<Guid> AddAsync(string text, string section = "I NHIỆM VỤ")
        {
            (await ByHandApp.AddAsync(officer, amendment, text, "Sở Tài chính", new() { ["Input.Section"] = section })).Location.ShouldNotBeNull();
            return await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<PlanTask>().Where(t => t.PlanId == amendment && t.Text == text).Select(t => t.Id).SingleAsync());
        }
        async Task TakeOutAsync(Guid task) => (await app.InScopeAsync(s => s.GetRequiredService<WithdrawTask>().HandleAsync(task, amendment, null))).IsDone.ShouldBeTrue();
        async Task<Guid> SayAsync(string kind, string label, string text, string behind)
        {
            var (id, after) = (Guid.CreateVersion7(), await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<PlanStatement>().Where(t => t.PlanId == amendment && t.Text == behind).Select(t => t.Key).SingleAsync()));
            (await app.InScopeAsync(s => s.GetRequiredService<EditSentences>().SaveAsync(new SentenceInput(id, amendment, 0, kind, label, text, after)))).IsDone.ShouldBeTrue();
            return id;
        }
        Task<List<string>> PrintedAsync() => app.InScopeAsync(async s => (await s.GetRequiredService<PlanDocument>().OfAsync(await s.GetRequiredService<LanToaDb>().Set<Plan>().AsNoTracking().SingleAsync(p => p.Id == amendment))).Document.Body
            .Select(b => b switch { LanToa.Platform.Documents.HeadingBlock h => $"{h.Label} {h.Text}", LanToa.Platform.Documents.ParagraphBlock p => $"{p.Label} {p.Text.Split('.')[0]}".Trim(), _ => "" }).Where(t => !t.Contains("Phụ lục", StringComparison.Ordinal)).ToList());
        async Task<List<string>> AddedAsync() => [.. (await officer.GetAsync(PlanLinks.Difference(amendment))).Texts(".lt-diff__text li").Where(t => t.StartsWith("Thêm ", StringComparison.Ordinal)).Select(t => t["Thêm ".Length..].Replace("[thêm: ", "", StringComparison.Ordinal).TrimEnd(']'))];

        var first = await AddAsync("Phát tờ rơi tới từng hộ dân");
        await AddAsync("Livestream giải đáp về dịch vụ công");
        // A point that asks nobody, between two that do; and two sections.
        var note = await SayAsync("item", "5", "Kinh phí in ấn do các xã tự lo liệu", "Livestream giải đáp về dịch vụ công");
        await AddAsync("Thi tìm hiểu trực tuyến trên cổng thông tin");
        await SayAsync("heading", "III", "KHEN THƯỞNG", "Bố trí trong dự toán hằng năm");
        await SayAsync("heading", "IV", "CHẾ ĐỘ BÁO CÁO", "KHEN THƯỞNG");
        var praise = await AddAsync("Đề nghị khen các tập thể có thành tích", "III KHEN THƯỞNG");
        await AddAsync("Tổng hợp số liệu gửi về Sở Nội vụ", "IV CHẾ ĐỘ BÁO CÁO");
        (await AddedAsync()).ShouldBe(["3 Phát tờ rơi tới từng hộ dân", "4 Livestream giải đáp về dịch vụ công", "5 Kinh phí in ấn do các xã tự lo liệu", "6 Thi tìm hiểu trực tuyến trên cổng thông tin", "III KHEN THƯỞNG", "Đề nghị khen các tập thể có thành tích", "IV CHẾ ĐỘ BÁO CÁO", "Tổng hợp số liệu gửi về Sở Nội vụ"]);

        (await officer.GetAsync(PlanLinks.Text(amendment))).Text("main").ShouldNotContain("mang số như lúc soạn");
        await TakeOutAsync(first);
        (await officer.GetAsync(PlanLinks.Text(amendment))).Text("main").ShouldContain("Câu thêm mới ở đây mang số như lúc soạn");
        await TakeOutAsync(praise);
        (await app.InScopeAsync(s => s.GetRequiredService<EditSentences>().RemoveAsync(note, amendment, 1))).IsDone.ShouldBeTrue();
        string[] left = ["3 Livestream giải đáp về dịch vụ công", "4 Thi tìm hiểu trực tuyến trên cổng thông tin", "III CHẾ ĐỘ BÁO CÁO", "Tổng hợp số liệu gửi về Sở Nội vụ"];
        (await AddedAsync()).ShouldBe(left);
        // And so it is printed to be signed; what was issued and is out keeps its number there, too.
        var pano = await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<PlanTask>().Where(t => t.PlanId == amendment && t.Text == "Treo pa nô tại trụ sở").Select(t => t.Id).SingleAsync());
        await TakeOutAsync(pano);
        (await PrintedAsync()).ShouldBe(["I. NHIỆM VỤ", "1. Phát thanh mỗi quý", "2. (được bãi bỏ)", "3. Livestream giải đáp về dịch vụ công", "4. Thi tìm hiểu trực tuyến trên cổng thông tin", "II. KINH PHÍ", "1. Bố trí trong dự toán hằng năm", "III. CHẾ ĐỘ BÁO CÁO", "Tổng hợp số liệu gửi về Sở Nội vụ"]);
        (await app.InScopeAsync(s => s.GetRequiredService<WithdrawTask>().RestoreAsync(pano, amendment))).IsDone.ShouldBeTrue();
        // A task that comes back finds its place.
        (await app.InScopeAsync(s => s.GetRequiredService<WithdrawTask>().RestoreAsync(first, amendment))).IsDone.ShouldBeTrue();
        (await AddedAsync())[..3].ShouldBe(["3 Phát tờ rơi tới từng hộ dân", "4 Livestream giải đáp về dịch vụ công", "5 Thi tìm hiểu trực tuyến trên cổng thông tin"]);
        await TakeOutAsync(first);

        await ApplyAsync(amendment, "987", "Bổ sung việc");
        (await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<PlanStatement>().AsNoTracking().Where(t => t.PlanId == plan.Id).OrderBy(t => t.Ordinal).Select(t => (t.Label + " " + t.Text).Trim()).ToListAsync()))
            .ShouldBe(["I NHIỆM VỤ", "1 Phát thanh mỗi quý", "2 Treo pa nô tại trụ sở", left[0], left[1], "II KINH PHÍ", "1 Bố trí trong dự toán hằng năm", left[2], left[3]]);
        var task = await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<PlanTask>().AsNoTracking().SingleAsync(t => t.PlanId == plan.Id && t.Text == left[3]));
        (task.Section, task.Rule!.Where).ShouldBe(("III CHẾ ĐỘ BÁO CÁO", "mục “III CHẾ ĐỘ BÁO CÁO”"));
        // The copy that was applied prints what became the plan's text, also when a later one takes a point out of that.
        List<string> applied = ["I. NHIỆM VỤ", "1. Phát thanh mỗi quý", "2. Treo pa nô tại trụ sở", "3. Livestream giải đáp về dịch vụ công", "4. Thi tìm hiểu trực tuyến trên cổng thông tin", "II. KINH PHÍ", "1. Bố trí trong dự toán hằng năm", "III. CHẾ ĐỘ BÁO CÁO", "Tổng hợp số liệu gửi về Sở Nội vụ"];
        (await PrintedAsync()).ShouldBe(applied);
        var first987 = amendment;
        amendment = await StartAsync(plan.Id);
        await TakeOutAsync(await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<PlanTask>().Where(t => t.PlanId == amendment && t.Text == "Treo pa nô tại trụ sở").Select(t => t.Id).SingleAsync()));
        await ApplyAsync(amendment, "988", "Bỏ việc");
        (await PrintedAsync()).ShouldBe([.. applied.Select(l => l.StartsWith("2. ", StringComparison.Ordinal) ? "2. (được bãi bỏ)" : l)]);
        amendment = first987;
        (await PrintedAsync()).ShouldBe(applied);
        (await officer.GetAsync($"/plans/sentences/edit?kehoach={await StartAsync(plan.Id)}")).Text("main").ShouldContain("mang số liền sau câu đứng trước nó");
    }

    private Task WriteAsync(Guid plan, params (string Kind, string Label, string Text)[] lines) => app.InScopeAsync(async s =>
    {
        var db = s.GetRequiredService<LanToaDb>();
        await db.Set<PlanStatement>().Where(t => t.PlanId == plan).ExecuteDeleteAsync();
        var province = await db.Set<Plan>().Where(p => p.Id == plan).Select(p => p.ProvinceId).SingleAsync();
        foreach (var (line, n) in lines.Select((line, n) => (line, n))) db.Add(new PlanStatement { ProvinceId = province, PlanId = plan, Ordinal = n, Key = $"k{n}", Kind = line.Kind, Label = line.Label, Text = line.Text });
        var tasks = await db.Set<PlanTask>().Where(t => t.PlanId == plan).OrderBy(t => t.Ordinal).ToListAsync();
        foreach (var task in tasks) task.StatementKeys = [.. lines.Select((line, n) => (line, n)).Where(p => p.line.Text == task.Text).Select(p => $"k{p.n}")];
        await db.SaveChangesAsync();
    });

    [Fact]
    public async Task Apply_DayThatHasPassedIsMoved_PreviewSaysWhatStaysOwed_OldPeriodsKeepTheirWords_AnEmptiedHeadingKeepsItsNumber()
    {
        app.Clock.MoveTo(Today);
        var (was, becomes) = (new DateOnly(2026, 5, 15), new DateOnly(2026, 7, 30));
        var plan = await app.IssueAsync(Issued, null, new TaskGiven("Tổ chức 01 hội thi cấp tỉnh", By(was), [app.Culture.Id]), new TaskGiven("Đăng tin về cải cách hành chính", ObligationsApp.OneEachQuarter, [app.Finance.Id]));
        await WriteAsync(plan.Id, ("heading", "V", "TỔ CHỨC THỰC HIỆN"), ("heading", "7", "Đơn vị tổ chức"), ("item", "a", "Tổ chức 01 hội thi cấp tỉnh"), ("heading", "8", "Trung tâm đăng tin"), ("item", "a", "Đăng tin về cải cách hành chính"), ("recipients", "-", "Lưu: VT."));
        var amendment = await StartAsync(plan.Id);
        await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            var tasks = await db.Set<PlanTask>().Where(t => t.PlanId == amendment).OrderBy(t => t.Ordinal).ToListAsync();
            (tasks[0].Text, tasks[0].Rule, tasks[1].State) = ("Tổ chức 02 hội thi cấp tỉnh", By(becomes), TaskState.Withdrawn);
            await db.Set<PlanStatement>().Where(t => t.PlanId == amendment && t.Key == "k2").ExecuteUpdateAsync(set => set.SetProperty(t => t.Text, tasks[0].Text));
            await db.SaveChangesAsync();
        });
        using var leader = await app.SignInAsync(Role.Leader);
        var page = await leader.GetAsync(PlanLinks.Difference(amendment));
        // The first quarter of the task that goes is owed as well.
        page.Texts(".lt-note").ShouldContain(t => t.Contains("2 kỳ chưa xong giữ hạn cũ") && t.Contains("cả kỳ cũ và kỳ mới") && t.Contains("áp dụng từ 15/05/2026 hoặc sớm hơn"));
        page.Texts(".lt-diff").ShouldContain(t => t.Contains($"1 kỳ chưa xong giữ hạn cũ 15/05/2026 ({app.Culture.Name}); 1 kỳ trong đó có thêm một kỳ nữa"));
        page.Texts(".lt-diff").ShouldContain(t => t.Contains($"1 kỳ chưa xong giữ hạn cũ 31/03/2026 ({app.Finance.Name})."));
        page.Text("#ap-dung").ShouldContain("2 kỳ chưa xong giữ hạn cũ (1 kỳ có thêm kỳ mới)");
        page.Texts(".lt-diff__text li").ShouldContain(t => t.StartsWith("Bỏ", StringComparison.Ordinal) && t.Contains("Trung tâm đăng tin"));
        page.Html.QuerySelector($".lt-note a[href='{PlanLinks.Difference(amendment, was)}']").ShouldNotBeNull();
        var earlier = await leader.GetAsync(PlanLinks.Difference(amendment, was));
        earlier.Texts(".lt-diff").ShouldContain(t => t.Contains("1 kỳ đổi hạn") && !t.Contains("giữ hạn cũ"));
        earlier.Texts(".lt-note").ShouldNotContain(t => t.Contains("cả kỳ cũ và kỳ mới"));

        await ApplyAsync(amendment, "950", "Đổi ngày");
        var periods = (await app.OccurrencesAsync(plan.Id)).FindAll(o => o.UnitId == app.Culture.Id);
        periods.Select(o => o.DueOn).ShouldBe([was, becomes]);
        using var focal = await app.SignInAsync(Role.FocalPoint, app.Culture);
        var old = await focal.GetAsync($"/obligations/{periods[0].Id}");
        old.Text("h1").ShouldContain("01 hội thi");
        old.Text("main").ShouldSatisfyAllConditions(t => t.ShouldContain("Kỳ này theo phiên bản 1 của kế hoạch"), t => t.ShouldContain("Từ 10/06/2026 nhiệm vụ ghi: “Tổ chức 02 hội thi cấp tỉnh”"));
        old.Text("blockquote").ShouldContain("01 hội thi");
        var next = await focal.GetAsync($"/obligations/{periods[1].Id}");
        next.Text("h1").ShouldContain("02 hội thi");
        next.Text("main").ShouldNotContain("phiên bản 1");
        // In lists, files, forms and calendars each period has its words, too.
        var list = await focal.GetAsync($"/obligations?plan={plan.Id}&state=all");
        list.Text($"a[href='/obligations/{periods[0].Id}']").ShouldContain("01 hội thi");
        list.Text($"a[href='/obligations/{periods[1].Id}']").ShouldContain("02 hội thi");
        (await focal.GetAsync($"/obligations/calendar?thang={was:yyyy-MM}")).Text($"a[href='/obligations/{periods[0].Id}']").ShouldContain("01 hội thi");
        (await focal.GetAsync($"/obligations/{periods[0].Id}/claim-done")).Text("main").ShouldContain("01 hội thi");
        var file = await focal.Http.GetStringAsync($"/obligations?plan={plan.Id}&state=all&handler=Export&dang=csv");
        file.Split('\n').Where(l => l.Contains("hội thi", StringComparison.Ordinal)).Select(l => l.Contains("01 hội thi", StringComparison.Ordinal)).ShouldBe([true, false]);
        await focal.SubmitAsync(await focal.GetAsync("/obligations/calendar/links"), "form:has(input[value=Unit])");
        var feed = (await focal.Http.GetStringAsync(new Uri((await focal.GetAsync("/obligations/calendar/links")).Texts("code")[^1]).AbsolutePath)).Replace("\r\n ", "", StringComparison.Ordinal);
        feed.ShouldSatisfyAllConditions(t => t.ShouldContain("Tổ chức 01 hội thi"), t => t.ShouldContain("Tổ chức 02 hội thi"));
        // More time that a person gives across the day of the amendment changes nothing of what the period asks.
        await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Occurrence>().Where(o => o.Id == periods[0].Id).ExecuteUpdateAsync(set => set.SetProperty(o => o.RuleDueOn, o => o.DueOn).SetProperty(o => o.DueOn, Today.AddDays(10)).SetProperty(o => o.DueMoved, true)));
        (await focal.GetAsync($"/obligations/{periods[0].Id}")).Text("main").ShouldContain("Kỳ này theo phiên bản 1 của kế hoạch");
        (await focal.GetAsync($"/obligations?plan={plan.Id}&state=all")).Text($"a[href='/obligations/{periods[0].Id}']").ShouldContain("01 hội thi");
        // A report that names what is late says it as it was asked, too: of few units or of many.
        foreach (var others in new[] { 0, 60 })
            (await app.InScopeAsync(s => s.GetRequiredService<LanToa.Contracts.Reports.IDutyFigures>().OverdueAsync([app.Province.ProvinceId], [app.Culture.Id, .. Enumerable.Range(0, others).Select(_ => Guid.CreateVersion7())], Issued, Today.AddDays(15), Today.AddDays(15), 50, anew: true))).Select(w => w.Text)
                .ShouldSatisfyAllConditions(t => t.ShouldContain("Tổ chức 01 hội thi cấp tỉnh"), t => t.ShouldNotContain("Tổ chức 02 hội thi cấp tỉnh"));
        (await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<PlanStatement>().AsNoTracking().Where(t => t.PlanId == plan.Id).OrderBy(t => t.Ordinal).Select(t => t.Label + " " + t.Text).ToListAsync()))
            .ShouldBe(["V TỔ CHỨC THỰC HIỆN", "7 Đơn vị tổ chức", "a Tổ chức 02 hội thi cấp tỉnh", "8 (được bãi bỏ)", "- Lưu: VT."]);
    }

    [Fact]
    public async Task Words_WhereTheDayOfTheRuleIsARestDay_FollowTheWorkingDayAfterIt_AndMoreTimeChangesNothing()
    {
        app.Clock.MoveTo(Today);
        // Eleven days after a quarter are Saturday 11/04 and Saturday 11/07: due on the Monday after.
        var rule = new DutyRule { Kind = DutyKind.Cutoff, Every = [PeriodKind.Quarter], Offset = new DutyOffset(11, false) };
        var plan = await app.IssueAsync(Issued, null, new TaskGiven("Gửi 02 tin mỗi quý", rule, [app.Culture.Id]));
        var amendment = await StartAsync(plan.Id);
        await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<PlanTask>().Where(t => t.PlanId == amendment).ExecuteUpdateAsync(set => set.SetProperty(t => t.Text, "Gửi 05 tin mỗi quý")));
        await ApplyAsync(amendment, "956", "Thêm tin", new DateOnly(2026, 7, 12));
        var periods = (await app.OccurrencesAsync(plan.Id)).OrderBy(o => o.DueOn).Take(2).ToList();
        periods.ConvertAll(o => (o.ScheduledOn.Day, o.DueOn.Day)).ShouldBe([(11, 13), (11, 13)]);
        using var focal = await app.SignInAsync(Role.FocalPoint, app.Culture);

        await SaysAsync();
        foreach (var period in periods)
            (await app.InScopeAsync(s => s.GetRequiredService<ActOnOccurrence>().HandleAsync(new ActInput(period.Id, OccurrenceVerb.MoveDueDate, Guid.CreateVersion7(), period.Version) { Reason = "Chờ số liệu", NewDue = new(2026, 7, 20) }))).Problems.ShouldBeEmpty();
        await SaysAsync();

        async Task SaysAsync()
        {
            var list = await focal.GetAsync($"/obligations?plan={plan.Id}&state=all");
            list.Text($"a[href='/obligations/{periods[0].Id}']").ShouldContain("02 tin");
            list.Text($"a[href='/obligations/{periods[1].Id}']").ShouldContain("05 tin");
        }
    }

    [Fact]
    public async Task Apply_OnlyTheDayOfTheRuleMoves_ALaterDayThatAPersonGaveStands_AndTheWordsFollowTheRule()
    {
        app.Clock.MoveTo(Today);
        var rule = new DutyRule { Kind = DutyKind.Cutoff, Every = [PeriodKind.Quarter], Offset = new DutyOffset(11, false) };
        var plan = await app.IssueAsync(Issued, null, new TaskGiven("Gửi 02 tin mỗi quý", rule, [app.Culture.Id, app.Finance.Id, app.Office.Id]));
        async Task<Occurrence> OfAsync(Organization unit) => (await app.OccurrencesAsync(plan.Id, unit.Id)).Single(o => o.PeriodKey == "2026-Q2");
        var (given, sooner) = (new DateOnly(2026, 7, 24), new DateOnly(2026, 7, 15));
        foreach (var (unit, until) in new[] { (app.Culture, given), (app.Finance, sooner) })
            (await app.InScopeAsync(async s => await s.GetRequiredService<ActOnOccurrence>().HandleAsync(new ActInput((await OfAsync(unit)).Id, OccurrenceVerb.MoveDueDate, Guid.CreateVersion7(), (await OfAsync(unit)).Version) { Reason = "Chờ số liệu", NewDue = until }))).Problems.ShouldBeEmpty();
        (await OfAsync(app.Culture)).RuleDueOn.ShouldBe(new DateOnly(2026, 7, 13));

        // The same words, five days later.
        var (amendment, becomes) = (await StartAsync(plan.Id), new DateOnly(2026, 7, 16));
        await ChangeAsync(amendment, t => t.Rule = rule with { Offset = new DutyOffset(16, false) });
        using (var leader = await app.SignInAsync(Role.Leader))
            (await leader.OpenAsync(PlanLinks.Difference(amendment))).ShouldSatisfyAllConditions(p => p.Text(".lt-diff").ShouldContain("1 kỳ giữ nguyên hạn đã cho lùi"), p => p.Text(".lt-figures").ShouldContain("1 kỳ giữ nguyên hạn đã cho lùi"));
        await ApplyAsync(amendment, "957", "Thêm thời gian");
        (await OfAsync(app.Culture)).ShouldSatisfyAllConditions(o => (o.DueOn, o.DueMoved, o.RuleDueOn).ShouldBe((given, true, becomes)));
        (await OfAsync(app.Finance)).ShouldSatisfyAllConditions(o => (o.DueOn, o.DueMoved, o.RuleDueOn).ShouldBe((becomes, false, null)));
        (await OfAsync(app.Office)).ShouldSatisfyAllConditions(o => (o.DueOn, o.DueMoved, o.RuleDueOn).ShouldBe((becomes, false, null)));
        using var focal = await app.SignInAsync(Role.FocalPoint, app.Culture);
        var page = await focal.GetAsync($"/obligations/{(await OfAsync(app.Culture)).Id}");
        page.Text(".lt-timeline").ShouldContain("Hạn theo kế hoạch nay là 16/07/2026, hạn đã cho lùi giữ nguyên");
        page.Text("main").ShouldContain("Nay là thứ Năm ngày 16/07/2026; hạn đã cho lùi muộn hơn nên giữ nguyên");
        var after = await app.OccurrencesAsync(plan.Id);
        await AgainAsync(AmendObligations.Job, GenerateObligations.Job, plan.Id);
        (await app.OccurrencesAsync(plan.Id)).Select(o => (o.Id, o.Version)).ShouldBe(after.Select(o => (o.Id, o.Version)), ignoreOrder: true);

        // The rule comes to the very day that a person gave: it is the rule's again.
        var same = await app.IssueAsync(Issued, null, new TaskGiven("Gửi 03 tin mỗi quý", rule, [app.Culture.Id]));
        async Task<Occurrence> SameAsync() => (await app.OccurrencesAsync(same.Id)).Single(o => o.PeriodKey == "2026-Q2");
        (await app.InScopeAsync(async s => await s.GetRequiredService<ActOnOccurrence>().HandleAsync(new ActInput((await SameAsync()).Id, OccurrenceVerb.MoveDueDate, Guid.CreateVersion7(), (await SameAsync()).Version) { Reason = "Chờ số liệu", NewDue = given }))).Problems.ShouldBeEmpty();
        var meets = await StartAsync(same.Id);
        await ChangeAsync(meets, t => t.Rule = rule with { Offset = new DutyOffset(given.Day, false) });
        await ApplyAsync(meets, "995", "Thêm thời gian.");
        (await SameAsync()).ShouldSatisfyAllConditions(o => (o.DueOn, o.DueMoved, o.RuleDueOn).ShouldBe((given, false, null)));
        (await focal.GetAsync($"/obligations/{(await SameAsync()).Id}")).Text("main").ShouldSatisfyAllConditions(t => t.ShouldContain("Thêm thời gian. Hạn theo kế hoạch nay cũng là 24/07/2026"), t => t.ShouldNotContain("giữ nguyên"));

        // Other words from a day on that lies between the rule's day of before and that of now: they hold for it, as they do for those who asked for nothing.
        var words = await StartAsync(plan.Id);
        await ChangeAsync(words, t => t.Text = "Gửi 05 tin mỗi quý");
        await ApplyAsync(words, "958", "Thêm tin", new DateOnly(2026, 7, 14));
        (await focal.GetAsync($"/obligations?plan={plan.Id}&state=all")).Text($"a[href='/obligations/{(await OfAsync(app.Culture)).Id}']").ShouldContain("05 tin");

        Task ChangeAsync(Guid copy, Action<PlanTask> change) => app.InScopeAsync(async s =>
        {
            change(await s.GetRequiredService<LanToaDb>().Set<PlanTask>().SingleAsync(t => t.PlanId == copy));
            await s.GetRequiredService<LanToaDb>().SaveChangesAsync();
        });
    }

    [Fact]
    public async Task Apply_DayThatAUnitAskedForIsGivenByThePlan_NobodyHasToAnswer_AndALaterOneStillWaits()
    {
        app.Clock.MoveTo(Today);
        var plan = await app.IssueAsync(Issued, null, new TaskGiven("Tổ chức hội thi tìm hiểu", By(new DateOnly(2026, 10, 15)), [app.Culture.Id, app.Finance.Id]));
        using var leader = await app.SignInAsync(Role.Leader);
        foreach (var (unit, until) in new[] { (app.Culture, "30/11/2026"), (app.Finance, "20/12/2026") })
        {
            using var focal = await app.SignInAsync(Role.FocalPoint, unit);
            (await focal.SubmitAsync(await focal.GetAsync($"/obligations/{(await OfAsync(unit)).Id}/ask-extension"), "main form[enctype]", new() { ["Input.NewDue"] = until, ["Input.Reason"] = "Chờ kinh phí" })).Location.ShouldNotBeNull();
        }
        var key = $"occurrence.extension:{(await OfAsync(app.Culture)).TaskId}";
        (await IsToldAsync()).ShouldBeTrue();

        await MoveAsync(new DateOnly(2026, 11, 30), "991");
        var given = await OfAsync(app.Culture);
        (given.DueOn, given.ExtensionTo, given.ExtensionReason).ShouldBe((new DateOnly(2026, 11, 30), null, null));
        (await OfAsync(app.Finance)).ShouldSatisfyAllConditions(o => (o.DueOn, o.ExtensionTo, o.ExtensionReason).ShouldBe((new DateOnly(2026, 11, 30), new DateOnly(2026, 12, 20), "Chờ kinh phí")));
        (await IsToldAsync()).ShouldBeTrue("one of them still asks");
        var page = await leader.GetAsync($"/obligations/{given.Id}");
        page.Html.QuerySelector($"main a[href='/obligations/{given.Id}/refuse-extension']").ShouldBeNull();
        page.Text(".lt-timeline").ShouldSatisfyAllConditions(t => t.ShouldContain("Đơn vị xin lùi hạn đến 30/11/2026, hạn theo kế hoạch nay đã đáp ứng nên không cần trả lời nữa"), t => t.ShouldNotContain(".."), t => t.ShouldContain("Xin lùi hạn đến: 30/11/2026"));
        (await leader.GetAsync($"/obligations/{(await OfAsync(app.Finance)).Id}")).Text(".lt-timeline").ShouldNotContain("nên không cần trả lời nữa");

        await MoveAsync(new DateOnly(2026, 12, 25), "992");
        (await OfAsync(app.Finance)).ExtensionTo.ShouldBeNull();
        (await IsToldAsync()).ShouldBeFalse("nobody asks any more");

        async Task<Occurrence> OfAsync(Organization unit) => (await app.OccurrencesAsync(plan.Id, unit.Id)).Single();

        Task<bool> IsToldAsync() => app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Notice>().AnyAsync(n => n.AccountId == leader.AccountId && n.Key == key && n.ReadAt == null));

        async Task MoveAsync(DateOnly day, string number)
        {
            var amendment = await StartAsync(plan.Id);
            await app.InScopeAsync(async s =>
            {
                (await s.GetRequiredService<LanToaDb>().Set<PlanTask>().SingleAsync(t => t.PlanId == amendment)).Rule = By(day);
                await s.GetRequiredService<LanToaDb>().SaveChangesAsync();
            });
            await ApplyAsync(amendment, number, "Đổi ngày.");
        }
    }

    [Fact]
    public async Task Apply_WorkIsOnlyAskedForNow_NobodyHasToAnswerWhoAskedForMoreTime()
    {
        app.Clock.MoveTo(Today);
        var plan = await app.IssueAsync(Issued, null, new TaskGiven("Tổ chức ngày hội việc làm", By(new DateOnly(2026, 10, 15)), [app.Culture.Id]));
        async Task<Occurrence> OfAsync() => (await app.OccurrencesAsync(plan.Id)).Single();
        using var leader = await app.SignInAsync(Role.Leader);
        await app.InScopeAsync(async s => (await s.GetRequiredService<SmallActs>().AskExtensionAsync((await OfAsync()).Id, Guid.CreateVersion7(), (await OfAsync()).Version, new DateOnly(2026, 12, 20), "Chờ kinh phí")).Problems.ShouldBeEmpty());
        var key = $"occurrence.extension:{(await OfAsync()).TaskId}";
        Task<bool> IsToldAsync() => app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Notice>().AnyAsync(n => n.AccountId == leader.AccountId && n.Key == key && n.ReadAt == null));
        (await IsToldAsync()).ShouldBeTrue();

        var amendment = await StartAsync(plan.Id);
        await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<PlanTask>().Where(t => t.PlanId == amendment).ExecuteUpdateAsync(set => set.SetProperty(t => t.Modality, TaskModality.Request)));
        await ApplyAsync(amendment, "993", "Không còn bắt buộc.");

        (await OfAsync()).ShouldSatisfyAllConditions(o => o.IsRequest.ShouldBeTrue(), o => (o.ExtensionTo, o.ExtensionReason).ShouldBe((null, null)));
        (await IsToldAsync()).ShouldBeFalse();
        var page = await leader.GetAsync($"/obligations/{(await OfAsync()).Id}");
        page.Text("main").ShouldNotContain("Chờ kinh phí Cho lùi hạn");
        page.Text(".lt-timeline").ShouldSatisfyAllConditions(t => t.ShouldContain("Không còn bắt buộc. Đơn vị xin lùi hạn đến 20/12/2026, việc nay chỉ là đề nghị, không tính quá hạn nên không cần trả lời nữa"), t => t.ShouldContain("Xin lùi hạn đến: 20/12/2026"));
    }

    [Fact]
    public async Task Return_ResultCountedForTheDayThatAPersonHadGiven_TheDayIsTheRulesAgain()
    {
        app.Clock.MoveTo(Today);
        var (was, becomes) = (new DateOnly(2026, 6, 30), new DateOnly(2026, 7, 31));
        var plan = await app.IssueAsync(Issued, null, new TaskGiven("Tổ chức ngày hội đổi mới sáng tạo", By(was), [app.Culture.Id]));
        var done = (await app.OccurrencesAsync(plan.Id)).Single();
        await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Occurrence>().Where(o => o.Id == done.Id).ExecuteUpdateAsync(set => set.SetProperty(o => o.ClaimedOn, Today).SetProperty(o => o.DoneOn, Today).SetProperty(o => o.DueOn, becomes).SetProperty(o => o.DueMoved, true).SetProperty(o => o.RuleDueOn, was)));
        var amendment = await StartAsync(plan.Id);
        await app.InScopeAsync(async s =>
        {
            (await s.GetRequiredService<LanToaDb>().Set<PlanTask>().SingleAsync(t => t.PlanId == amendment)).Rule = By(becomes);
            await s.GetRequiredService<LanToaDb>().SaveChangesAsync();
        });
        await ApplyAsync(amendment, "994", "Đổi ngày");

        await app.InScopeAsync(async s => (await s.GetRequiredService<ActOnOccurrence>().HandleAsync(new ActInput(done.Id, OccurrenceVerb.Return, Guid.CreateVersion7(), (await app.OccurrenceAsync(done.Id)).Version) { Reason = "Chưa đủ" })).Problems.ShouldBeEmpty());
        (await app.OccurrenceAsync(done.Id)).ShouldSatisfyAllConditions(o => o.StandsFor.ShouldNotBeNull(), o => (o.DueOn, o.DueMoved, o.RuleDueOn).ShouldBe((becomes, false, null)));
    }

    [Theory]
    [InlineData("2026-05-15", "2026-07-30", "951", false)]
    [InlineData("2026-06-30", "2026-08-01", "952", true)]
    public async Task Apply_DayMovedAfterAUnitHasDoneTheWork_ItDoesNotOweItAgain(string day, string next, string number, bool waits)
    {
        app.Clock.MoveTo(Today);
        var (was, becomes) = (DateOnly.ParseExact(day, "yyyy-MM-dd", null), DateOnly.ParseExact(next, "yyyy-MM-dd", null));
        var plan = await app.IssueAsync(Issued, null, new TaskGiven("Tổ chức hội nghị tập huấn", By(was), [app.Culture.Id, app.Finance.Id]));
        var before = await app.OccurrencesAsync(plan.Id);
        var done = before.Single(o => o.UnitId == app.Finance.Id);
        await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Occurrence>().Where(o => o.Id == done.Id).ExecuteUpdateAsync(set => set.SetProperty(o => o.ClaimedOn, Today).SetProperty(o => o.ConfirmedOn, waits ? (DateOnly?)null : Today).SetProperty(o => o.DoneOn, Today).SetProperty(o => o.Target, 5).SetProperty(o => o.Progress, 5)));
        var amendment = await StartAsync(plan.Id);
        await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            (await db.Set<PlanTask>().SingleAsync(t => t.PlanId == amendment)).Rule = By(becomes);
            await db.SaveChangesAsync();
        });
        using var leader = await app.SignInAsync(Role.Leader);
        var page = await leader.GetAsync(PlanLinks.Difference(amendment));
        page.Texts(".lt-diff").ShouldContain(t => t.Contains("1 kỳ đã làm được tính cho hạn mới"));
        // A day of rest is remarked on and kept.
        page.Texts(".lt-diff").Any(t => t.Contains("01/08/2026 là thứ Bảy")).ShouldBe(becomes.DayOfWeek == DayOfWeek.Saturday);
        page.Text("#ap-dung").ShouldContain("1 kỳ đã làm được tính cho hạn mới (đơn vị không phải làm lại)");

        await ApplyAsync(amendment, number, "Đổi ngày");
        var after = await app.OccurrencesAsync(plan.Id);
        var kept = after.Single(o => o.UnitId == app.Finance.Id);
        (kept.Id, kept.DueOn, kept.StandsFor, kept.ConfirmedOn != null).ShouldBe((done.Id, was, next, !waits));
        after.ShouldContain(o => o.UnitId == app.Culture.Id && o.DueOn == becomes);
        using var focal = await app.SignInAsync(Role.FocalPoint, app.Finance);
        (await focal.GetAsync($"/obligations/{done.Id}")).Text(".lt-timeline").ShouldContain($"được tính cho hạn mới {becomes:dd/MM/yyyy}, không phải làm lại");

        await AgainAsync(AmendObligations.Job, GenerateObligations.Job, plan.Id);
        (await app.OccurrencesAsync(plan.Id)).Select(o => (o.Id, o.DueOn, o.Version)).ShouldBe(after.Select(o => (o.Id, o.DueOn, o.Version)), ignoreOrder: true);
        // Sent back or opened again it is work to be done once more, and due by the day that holds now.
        (await leader.SubmitAsync(await leader.GetAsync($"/obligations/{done.Id}/{(waits ? "return" : "reopen")}"), "main form[enctype]", new() { ["Input.Reason"] = "Chưa đủ thành phần" })).Location.ShouldBe($"/obligations/{done.Id}");
        var again = await app.OccurrenceAsync(done.Id);
        (again.ClaimedOn, again.ConfirmedOn, again.DueOn, again.StandsFor).ShouldBe((null, null, becomes, next));
        (again.Target, again.Progress).ShouldBe((1, 5), "of several that the unit told some may count");
        if (!waits) return;
        // Another day that the superior gave after the amendment stands, also an earlier one.
        var (moved, earlier) = (after.Single(o => o.UnitId == app.Culture.Id && o.StandsFor == next), becomes.AddDays(-10));
        await ActAsync(OccurrenceVerb.MoveDueDate);
        await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Occurrence>().Where(o => o.Id == moved.Id).ExecuteUpdateAsync(set => set.SetProperty(o => o.ClaimedOn, Today).SetProperty(o => o.DoneOn, Today)));
        await ActAsync(OccurrenceVerb.Return);
        (await app.OccurrenceAsync(moved.Id)).ShouldSatisfyAllConditions(o => o.DueOn.ShouldBe(earlier), o => o.ReturnedOn.ShouldBe(Today), o => o.DueMoved.ShouldBeTrue());

        async Task ActAsync(OccurrenceVerb verb) =>
            (await app.InScopeAsync(async s => await s.GetRequiredService<ActOnOccurrence>().HandleAsync(new ActInput(moved.Id, verb, Guid.CreateVersion7(), (await app.OccurrenceAsync(moved.Id)).Version) { Reason = "Cần sớm hơn", NewDue = earlier }))).Problems.ShouldBeEmpty();
    }

    [Fact]
    public async Task Apply_DayMovedAfterABodyHasDoneTheWorkAndEnded_ItsHeirDoesNotOweIt()
    {
        app.Clock.MoveTo(Today);
        Task<Organization> BodyAsync(string name, DateOnly? from = null) =>
            app.AddOrganizationAsync($"Ủy ban nhân dân xã {name}", OrganizationLevel.Commune, OrganizationKind.Committee, app.Province, from: from);
        var (day, becomes, ends) = (new DateOnly(2026, 5, 15), new DateOnly(2026, 7, 30), new DateOnly(2026, 6, 1));
        var (did, didNot, one, other) = (await BodyAsync("Đã làm"), await BodyAsync("Chưa làm"), await BodyAsync("Kế thừa một", ends), await BodyAsync("Kế thừa hai", ends));
        var plan = await app.IssueAsync(Issued, null, new TaskGiven("Tổ chức hội nghị tập huấn", By(day), [did.Id, didNot.Id]));
        var done = (await app.OccurrencesAsync(plan.Id, did.Id)).Single();
        await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Occurrence>().Where(o => o.Id == done.Id).ExecuteUpdateAsync(set => set.SetProperty(o => o.ConfirmedOn, Today).SetProperty(o => o.DoneOn, Today)));
        foreach (var (from, to) in new[] { (did, one), (didNot, other) })
            await app.InScopeAsync(s => s.GetRequiredService<RecordSuccession>().HandleAsync(new(SuccessionKind.Rename, ends, "Nghị quyết đổi tên", [new(from.Id, to.Id, 1)])));
        await app.RunJobsAsync();
        var amendment = await StartAsync(plan.Id);
        await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            (await db.Set<PlanTask>().SingleAsync(t => t.PlanId == amendment)).Rule = By(becomes);
            await db.SaveChangesAsync();
        });
        using var leader = await app.SignInAsync(Role.Leader);
        (await leader.GetAsync(PlanLinks.Difference(amendment))).Text("#ap-dung").ShouldSatisfyAllConditions(t => t.ShouldContain("1 kỳ mới"), t => t.ShouldContain("1 kỳ đã làm được tính cho hạn mới"));

        await ApplyAsync(amendment, "953", "Đổi ngày");
        await app.RunJobsAsync();
        var after = await app.OccurrencesAsync(plan.Id);
        after.Single(o => o.UnitId == did.Id).StandsFor.ShouldBe("2026-07-30");
        after.Single(o => o.UnitId == one.Id).ShouldSatisfyAllConditions(o => o.DueOn.ShouldBe(becomes), o => o.Reason.ShouldBe($"Đã báo kết quả trước khi sắp xếp, ở {did.Name}"), o => o.NotApplicableOn.ShouldNotBeNull());
        after.Single(o => o.UnitId == other.Id).ShouldSatisfyAllConditions(o => o.DueOn.ShouldBe(becomes), o => o.NotApplicableOn.ShouldBeNull());

        // A run that was cut short when the heir's day was made, and nobody had looked at it.
        await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Occurrence>().Where(o => o.PlanId == plan.Id && o.UnitId == one.Id).ExecuteUpdateAsync(set => set.SetProperty(o => o.NotApplicableOn, (DateOnly?)null).SetProperty(o => o.Reason, (string?)null)));
        await AgainAsync(AmendObligations.Job, GenerateObligations.Job, plan.Id);
        (await app.OccurrencesAsync(plan.Id, one.Id)).Single().Reason.ShouldBe($"Đã báo kết quả trước khi sắp xếp, ở {did.Name}");
        after = await app.OccurrencesAsync(plan.Id);

        await AgainAsync(AmendObligations.Job, GenerateObligations.Job, plan.Id);
        (await app.OccurrencesAsync(plan.Id)).Select(o => (o.Id, o.DueOn, o.Version)).ShouldBe(after.Select(o => (o.Id, o.DueOn, o.Version)), ignoreOrder: true);
    }

    [Fact]
    public async Task Earlier_OfAPeriodOfTheFirstVersion_NamesTheDayOfTheWordsOfNow_NotThatOfTheNextVersion()
    {
        var (plan, tasks) = await IssueAsync();
        // The second version leaves the first task alone, the third one says something else, the fourth leaves that alone.
        (int Task, string Words, DateOnly From)[] steps = [(1, "Tổ chức 02 hội nghị", new(2026, 6, 10)), (0, "Mỗi quý một chuyên mục mới", new(2026, 6, 20)), (1, "Tổ chức 03 hội nghị", new(2026, 7, 1))];
        foreach (var (step, n) in steps.Select((s, n) => (s, n)))
        {
            var amendment = await StartAsync(plan.Id);
            await app.InScopeAsync(async s =>
            {
                var db = s.GetRequiredService<LanToaDb>();
                (await db.Set<PlanTask>().FirstAsync(t => t.PlanId == amendment && t.ContinuesId == tasks[step.Task].Id)).Text = step.Words;
                await db.SaveChangesAsync();
            });
            await ApplyAsync(amendment, $"96{n}", from: step.From);
        }
        await app.InScopeAsync(async s =>
        {
            var sentences = s.GetRequiredService<PlanSentences>();
            (await sentences.EarlierAsync(plan.Id, tasks[0].Id, new(2026, 3, 31), null)).ShouldNotBeNull().ShouldSatisfyAllConditions(e => e.Version.ShouldBe(1), e => e.Text.ShouldBe("Mỗi quý một chuyên mục"), e => e.Until.ShouldBe(steps[1].From));
            (await sentences.EarlierAsync(plan.Id, tasks[1].Id, new(2026, 3, 31), null)).ShouldNotBeNull().ShouldSatisfyAllConditions(e => e.Text.ShouldBe("Tổ chức hội nghị trước ngày 15/10"), e => e.Until.ShouldBe(steps[2].From));
            (await sentences.EarlierAsync(plan.Id, tasks[2].Id, new(2026, 3, 31), null)).ShouldBeNull("it says what it said");
            (await sentences.EarlierAsync(plan.Id, tasks[0].Id, new(2026, 6, 30), null)).ShouldBeNull();
        });
    }

    [Fact]
    public async Task Pair_ByAPerson_GoesBeforeTheWords_TheDifferenceFollows_AndWhatIsAppliedKeepsTheRightIds()
    {
        var (plan, tasks) = await IssueAsync();
        var amendment = await StartAsync(plan.Id);
        // As a document would be read: nothing is known, and a task has much the same words as another one of the plan.
        await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            var rows = await db.Set<PlanTask>().Where(t => t.PlanId == amendment).OrderBy(t => t.Ordinal).ToListAsync();
            foreach (var row in rows) row.ContinuesId = null;
            (rows[0].Text, rows[2].State) = ("Phát tờ rơi, sổ tay tới các hộ dân", TaskState.Withdrawn);
            await db.SaveChangesAsync();
        });
        var task = await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<PlanTask>().AsNoTracking().FirstAsync(t => t.PlanId == amendment && t.State == TaskState.Active && t.Text.StartsWith("Phát tờ rơi")));
        using var officer = await app.SignInAsync(Role.Officer);
        var wrong = await officer.GetAsync(PlanLinks.Difference(amendment));
        wrong.Html.QuerySelector($"#khac-{task.Id}").ShouldNotBeNull().TextContent.ShouldContain("Sửa");
        wrong.Html.QuerySelector($"a[href='{PlanLinks.Pair(amendment, task.Id)}']").ShouldNotBeNull();
        var form = await officer.OpenAsync(PlanLinks.Pair(amendment, task.Id));
        form.Html.QuerySelector("input[name=Choice][checked]")!.GetAttribute("value").ShouldBe(tasks[2].Id.ToString());

        // "These are two different tasks": the old one is taken out, the other is new.
        for (var n = 0; n < 2; n++) (await officer.SubmitAsync(form, "main form[method=post]", new() { ["Choice"] = "moi" })).Location.ShouldBe($"{PlanLinks.Difference(amendment)}#khac-{task.Id}");
        var apart = await Kinds();
        apart[tasks[2].Id].ShouldBe("Bỏ");
        apart[task.Id].ShouldBe("Thêm");
        // What somebody saw before is not what would be decided.
        (await officer.SubmitAsync(form, "main form[method=post]", new() { ["Choice"] = tasks[1].Id.ToString() })).Text(".lt-errors").ShouldContain("Trang đã hiện bản mới nhất");

        // "This is that task", though the words are nothing alike.
        (await officer.SubmitAsync(await officer.OpenAsync(PlanLinks.Pair(amendment, task.Id)), "main form[method=post]", new() { ["Choice"] = tasks[0].Id.ToString() })).Location.ShouldNotBeNull();
        var together = await Kinds();
        (together[tasks[0].Id], together[tasks[2].Id], together.ContainsKey(task.Id)).ShouldBe(("Sửa", "Bỏ", false));
        (await officer.GetAsync($"{PlanLinks.Of(amendment)}?phan=lich-su")).Text(".lt-timeline").ShouldContain("Ghép nhiệm vụ điều chỉnh");
        await app.InScopeAsync(async s =>
        {
            var sheet = (await s.GetRequiredService<AmendmentDesk>().OpenAsync(amendment, null)).ShouldNotBeNull();
            (await s.GetRequiredService<ApplyAmendment>().HandleAsync(new ApplyInput(amendment, sheet.Amendment.Version, sheet.Plan.Version, "948", null, Today, Today, "Đổi việc", []))).WhyNot.ShouldBeEmpty();
        });
        await app.RunJobsAsync();
        var after = await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<PlanTask>().AsNoTracking().Where(t => t.PlanId == plan.Id).ToDictionaryAsync(t => t.Id));
        (after.Count, after[tasks[0].Id].Text, after[tasks[2].Id].State).ShouldBe((4, "Phát tờ rơi, sổ tay tới các hộ dân", TaskState.Withdrawn));

        async Task<Dictionary<Guid, string>> Kinds() => (await officer.GetAsync(PlanLinks.Difference(amendment))).Html.QuerySelectorAll(".lt-diff").ToDictionary(d => Guid.Parse(d.Id!["khac-".Length..]), d => d.QuerySelector(".lt-status")!.TextContent.Trim());
    }

    [Fact]
    public async Task SignedCopy_OfATypedAmendment_BeforeAndAfterItIsApplied_IsReadAtTheVersionByEveryone()
    {
        var (plan, _) = await IssueAsync();
        await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Plan>().Where(p => p.Id == plan.Id).ExecuteUpdateAsync(set => set.SetProperty(p => p.PublishedOn, Issued)));
        var amendment = await StartAsync(plan.Id);
        await EditAsync(amendment);
        using var officer = await app.SignInAsync(Role.Officer);
        using var focal = await app.SignInAsync(Role.FocalPoint, app.Finance);
        using var nobody = app.Anonymous();
        (await officer.GetAsync(PlanLinks.Difference(amendment))).Html.QuerySelector($"#ap-dung a[href='{PlanLinks.SignedCopy(amendment)}']").ShouldNotBeNull();
        (await officer.GetAsync(PlanLinks.SignedCopy(amendment))).Text("main").ShouldContain("Kế hoạch đang công khai: khi điều chỉnh đã áp dụng, mọi người tải được tệp này, cả chữ ký và tên người ký.");
        (await officer.SubmitAsync(await officer.OpenAsync(PlanLinks.SignedCopy(amendment)), "form[enctype]", file: new TestFile("Signed", "dieu-chinh.pdf", TestPdf.Of("điều chỉnh")))).Location.ShouldBe(PlanLinks.Of(amendment));
        (await nobody.GetAsync(PlanLinks.PublicSigned(plan.Id, 2))).Status.ShouldBe(System.Net.HttpStatusCode.NotFound, "it is not applied yet");
        await ApplyAsync(amendment, "970", "Đổi việc");
        (await ReadAsync()).ShouldBe(System.Text.Encoding.UTF8.GetString(TestPdf.Of("điều chỉnh")));

        var form = await officer.OpenAsync(PlanLinks.SignedCopy(amendment));
        form.Text("main").ShouldContain("mọi người tải được tệp này ngay");
        var other = new TestFile("Signed", "day-du.pdf", TestPdf.Of("đủ trang"));
        (await officer.SubmitAsync(form, "form[enctype]", file: other)).Html.QuerySelector("#Reason[aria-invalid=true]").ShouldNotBeNull();
        // Pressed twice it happens once.
        for (var n = 0; n < 2; n++) (await officer.SubmitAsync(form, "form[enctype]", new() { ["Reason"] = "Bản trước thiếu trang" }, other)).Location.ShouldBe(PlanLinks.Versions(plan.Id));
        (await ReadAsync()).ShouldBe(System.Text.Encoding.UTF8.GetString(TestPdf.Of("đủ trang")));
        (await officer.GetAsync($"{PlanLinks.Of(plan.Id)}?phan=lich-su")).Texts(".lt-timeline > li").Count(t => t.Contains("970/KH-UBND. Bản trước thiếu trang", StringComparison.Ordinal)).ShouldBe(1);
        var files = (await focal.GetAsync($"{PlanLinks.Of(plan.Id)}?phan=thong-tin")).Texts("main li");
        files.Single(f => f.StartsWith("dieu-chinh.pdf", StringComparison.Ordinal)).ShouldContain("đã được thay bằng day-du.pdf");
        files.Single(f => f.StartsWith("day-du.pdf", StringComparison.Ordinal)).ShouldContain("bản đang dùng (phiên bản 2)");
        (await nobody.GetAsync(PlanLinks.Public(plan.Id))).Html.QuerySelector($"a[href='{PlanLinks.PublicSigned(plan.Id, 2)}']").ShouldNotBeNull();
        (await nobody.Http.GetStringAsync(PlanLinks.PublicSigned(plan.Id, 2))).ShouldBe(System.Text.Encoding.UTF8.GetString(TestPdf.Of("đủ trang")));
        (await focal.GetAsync(PlanLinks.SignedCopy(amendment))).Location.ShouldNotBeNull().ShouldContain("/identity/denied");
        // Whoever makes the plan public reads that this goes out with it, though the plan itself has no signed copy.
        await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Plan>().Where(p => p.Id == plan.Id).ExecuteUpdateAsync(set => set.SetProperty(p => p.PublishedOn, (DateOnly?)null)));
        (await officer.GetAsync(PlanLinks.SignedCopy(amendment))).Text("main").ShouldNotContain("đang công khai");
        using var leader = await app.SignInAsync(Role.Leader);
        (await leader.GetAsync(PlanLinks.Publication(plan.Id))).Text("main").ShouldContain("Bản đã ký của văn bản điều chỉnh tải về được");

        async Task<string> ReadAsync()
        {
            var versions = await focal.OpenAsync(PlanLinks.Versions(plan.Id));
            versions.Html.QuerySelector($"a[href='{PlanLinks.SignedCopy(amendment)}']").ShouldBeNull("the issuer's people attach it");
            return await focal.Http.GetStringAsync(versions.Html.QuerySelectorAll("main a[href^='/files/']").Single().GetAttribute("href")!);
        }
    }

    [Fact]
    public async Task Amend_OtherRolesDraftsAndWrongDates_AreRefusedInWords()
    {
        var (plan, _) = await IssueAsync();
        using var focal = await app.SignInAsync(Role.FocalPoint, app.Finance);
        (await focal.GetAsync(PlanLinks.Amend(plan.Id))).Location.ShouldNotBeNull().ShouldContain("/identity/denied");
        using var stranger = await app.SignInAsync(Role.Leader, app.Finance);
        (await stranger.GetAsync(PlanLinks.Amend(plan.Id))).Text("main").ShouldContain("Chỉ Lãnh đạo hoặc Công chức phụ trách CCHC");
        var draft = await new PlanBuilder(app, app.Province).With("Việc", app.Finance).BuildAsync();
        using var leader = await app.SignInAsync(Role.Leader);
        (await leader.GetAsync(PlanLinks.Amend(draft.Id))).Text("main").ShouldContain("chỉ điều chỉnh được kế hoạch đã ban hành");
        var amendment = await StartAsync(plan.Id);
        await EditAsync(amendment);
        // An amendment is never issued as a plan of its own.
        (await leader.GetAsync(PlanLinks.Of(amendment))).Html.QuerySelector("[data-dialog=recordissued]").ShouldBeNull();
        var page = await leader.OpenAsync(PlanLinks.Difference(amendment, new DateOnly(2025, 1, 1)));
        var refused = await leader.SubmitAsync(page, Form, new() { ["Input.Date"] = "01/12/2026", ["Input.Reason"] = "x" });
        refused.Text(".lt-errors").ShouldContain("ở sau hôm nay");
        refused.Text(".lt-errors").ShouldContain("Ngày áp dụng phải từ ngày ban hành");
    }

    private async Task<(Plan Plan, List<PlanTask> Tasks)> IssueAsync()
    {
        app.Clock.MoveTo(Today);
        var plan = await app.IssueAsync(Issued, null,
            new TaskGiven("Mỗi quý một chuyên mục", ObligationsApp.OneEachQuarter, [app.Finance.Id]), new TaskGiven("Tổ chức hội nghị trước ngày 15/10", By(new DateOnly(2026, 10, 15)), [app.Culture.Id]),
            new TaskGiven("Phát tờ rơi tới các hộ dân", ObligationsApp.OneEachQuarter, [app.Finance.Id]), new TaskGiven("Niêm yết công khai tại trụ sở", ObligationsApp.OneEachQuarter, [app.Office.Id]));
        return (plan, await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<PlanTask>().AsNoTracking().Where(t => t.PlanId == plan.Id).OrderBy(t => t.Ordinal).ToListAsync()));
    }

    private async Task<Guid> StartAsync(Guid plan) => (await app.InScopeAsync(s => s.GetRequiredService<StartAmendment>().HandleAsync(plan))).AmendmentId.ShouldNotBeNull();

    /// <summary>One task more often and in other words, one on another day, one taken out, one new.</summary>
    private Task EditAsync(Guid amendment) => app.InScopeAsync(async s =>
    {
        var db = s.GetRequiredService<LanToaDb>();
        var tasks = await db.Set<PlanTask>().Where(t => t.PlanId == amendment).OrderBy(t => t.Ordinal).ToListAsync();
        (tasks[0].Rule, tasks[0].Text, tasks[0].RuleWords) = (Monthly, "Kế hoạch được sửa mỗi tháng một chuyên mục", RuleWording.Of(Monthly));
        tasks[1].Rule = By(new DateOnly(2026, 11, 30));
        tasks[2].State = TaskState.Withdrawn;
        var added = new PlanTask { ProvinceId = tasks[0].ProvinceId, PlanId = amendment, Ordinal = 9, Text = "Xây dựng video hướng dẫn nộp hồ sơ", Rule = Monthly, RuleWords = RuleWording.Of(Monthly) };
        db.Add(added);
        db.Add(new TaskParty { ProvinceId = added.ProvinceId, PlanId = amendment, TaskId = added.Id, Role = PartyRole.Lead, Printed = "đơn vị", OrganizationId = app.Culture.Id });
        await db.SaveChangesAsync();
    });

    private async Task ApplyAsync(Guid amendment, string number, string? reason = null, DateOnly? from = null)
    {
        var applied = await app.InScopeAsync(async s =>
        {
            var sheet = (await s.GetRequiredService<AmendmentDesk>().OpenAsync(amendment, null)).ShouldNotBeNull();
            return await s.GetRequiredService<ApplyAmendment>().HandleAsync(new ApplyInput(amendment, sheet.Amendment.Version, sheet.Plan.Version, number, null, Today, from ?? Today, reason, []));
        });
        applied.WhyNot.ShouldBeEmpty();
        await app.RunJobsAsync();
    }

    private Task<int> NoticesAsync(Guid account, Guid plan) => app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Notice>().Where(n => n.AccountId == account && n.Key == $"plan.amended:{plan}").SumAsync(n => n.Times));

    private async Task AgainAsync(string amend, string generate, Guid plan)
    {
        await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            var payload = await db.Set<Job>().Where(j => j.Kind == amend && j.Key == AmendObligations.KeyOf(plan, 2)).Select(j => j.Payload).SingleAsync();
            s.GetRequiredService<JobQueue>().Enqueue(amend, System.Text.Json.JsonSerializer.Deserialize<LanToa.Contracts.Plans.PlanAmended>(payload));
            s.GetRequiredService<JobQueue>().Enqueue(generate, new GeneratePayload(plan));
            await db.SaveChangesAsync();
        });
        await app.RunJobsAsync();
    }
}
