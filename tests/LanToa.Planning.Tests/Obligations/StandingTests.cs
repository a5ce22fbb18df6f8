using LanToa.Planning.Obligations;
using LanToa.Planning.Obligations.Rules;
using LanToa.Planning.Obligations.Outside;
using LanToa.Planning.Organizations;
using LanToa.Planning.Plans;
using LanToa.Planning.Tests.Plans;
using LanToa.Platform.Audit;
using LanToa.Platform.Data;
using LanToa.Platform.Jobs;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Planning.Tests.Obligations;

/// <summary>A body that becomes one of the Party after it was given work: what a group was asked ends, what names it is asked, and it is never overdue.</summary>
public sealed class StandingTests(ByHandApp app) : IClassFixture<ByHandApp>
{
    private const string Form = "main form[method=post]";
    private const string AskedOfAll = "Tuyên truyền tại hội nghị giao ban";

    private static readonly DateOnly Today = new(2026, 11, 20);

    private Task<List<Occurrence>> OfAsync(Guid plan, Guid unit, string text) => app.ReadAsync(db => db.Set<Occurrence>().AsNoTracking()
        .Where(o => o.PlanId == plan && o.UnitId == unit && db.Set<Obligation>().Any(d => d.Id == o.ObligationId && d.Text == text)).OrderBy(o => o.DueOn).ToListAsync());

    private async Task<(Guid Plan, string All, string Named)> IssueAsync(TestBrowser officer, string name)
    {
        var (all, named) = ($"{AskedOfAll} {name}", $"Mở chuyên mục {name}");
        var plan = await ByHandApp.DraftAsync(officer, $"Kế hoạch {name}");
        await ByHandApp.AddAsync(officer, plan, all, "Các sở, ngành");
        await ByHandApp.AddAsync(officer, plan, named, app.Culture.Name);
        // Followed from the beginning of the year, so that there are debts.
        await app.ReadAsync(db => db.Set<LanToa.Planning.Plans.Plan>().Where(p => p.Id == plan).ExecuteUpdateAsync(set => set.SetProperty(p => p.TrackingFrom, new DateOnly(2026, 1, 1))));
        (await officer.SubmitAsync(await officer.GetAsync($"/plans/{plan}"), "#recordissued form[method=post]")).Location.ShouldNotBeNull();
        await app.RunJobsAsync();
        await app.ReadAsync(db => db.Set<Occurrence>().Where(o => o.PlanId == plan).ExecuteUpdateAsync(set => set.SetProperty(o => o.BeforeTracking, false)));
        return (plan, all, named);
    }

    [Fact]
    public async Task Kind_ChangedToPartyAndBack_IsShownFirst_EndsWhatTheGroupWasAsked_AsksWhatNamesIt_AndPutsItBack()
    {
        using var officer = await app.SignInAsync(Role.Officer);
        using var focal = await app.SignInAsync(Role.FocalPoint, app.Culture);
        var (plan, all, named) = await IssueAsync(officer, "đổi loại");
        var claimed = (await OfAsync(plan, app.Culture.Id, all))[0];
        await app.ReadAsync(db => db.Set<Occurrence>().Where(o => o.Id == claimed.Id).ExecuteUpdateAsync(set => set.SetProperty(o => o.ClaimedOn, new DateOnly(2026, 3, 20)).SetProperty(o => o.DoneOn, new DateOnly(2026, 3, 20))));
        // One was sent back, one waits for more time.
        var (returned, asking) = ((await OfAsync(plan, app.Culture.Id, all))[1].Id, (await OfAsync(plan, app.Culture.Id, all))[2].Id);
        var (until, sentBack) = (new DateOnly(2026, 12, 25), new DateOnly(2026, 7, 6));
        await app.ReadAsync(db => db.Set<Occurrence>().Where(o => o.Id == returned).ExecuteUpdateAsync(set => set.SetProperty(o => o.ReturnedOn, sentBack).SetProperty(o => o.Reason, "Thiếu số liệu")));
        await app.ReadAsync(db => db.Set<Occurrence>().Where(o => o.Id == asking).ExecuteUpdateAsync(set => set.SetProperty(o => o.ExtensionTo, until).SetProperty(o => o.ExtensionReason, "Chờ kinh phí")));
        // What names the body waits for more time, too.
        var waits = (await OfAsync(plan, app.Culture.Id, named))[3];
        (await focal.SubmitAsync(await focal.GetAsync($"/obligations/{waits.Id}/ask-extension"), "main form[enctype]", new() { ["Input.NewDue"] = "15/01/2027", ["Input.Reason"] = "Chờ số liệu." })).Location.ShouldNotBeNull();
        Task<bool> IsToldAsync() => app.ReadAsync(db => db.Set<LanToa.Platform.Notices.Notice>().AnyAsync(n => n.AccountId == officer.AccountId && n.Key == $"occurrence.extension:{waits.TaskId}" && n.ReadAt == null));
        (await IsToldAsync()).ShouldBeTrue();
        var debts = (await OfAsync(plan, app.Culture.Id, all)).Count(o => o.StateOn(Today) == OccurrenceState.Overdue);
        debts.ShouldBeGreaterThan(0);
        // Another asked for a day that has passed when it comes back.
        var late = (await OfAsync(plan, app.Culture.Id, all))[3].Id;
        await app.ReadAsync(db => db.Set<Occurrence>().Where(o => o.Id == late).ExecuteUpdateAsync(set => set.SetProperty(o => o.ExtensionTo, Today.AddDays(-1)).SetProperty(o => o.ExtensionReason, "Chờ văn bản")));
        // The preview counts all that the body has: each plan of this class asks the group and the body, four quarters each, of which one is reported.
        var plans = await app.ReadAsync(db => db.Set<Obligation>().CountAsync(o => o.UnitId == app.Culture.Id && o.Text.StartsWith(AskedOfAll)));
        var left = (4 * plans) - 1;
        var byName = await app.ReadAsync(db => db.Set<Obligation>().Where(o => o.UnitId == app.Culture.Id && !o.Text.StartsWith(AskedOfAll)).Select(o => o.Id).ToListAsync());
        var askedByName = await app.ReadAsync(db => db.Set<Occurrence>().CountAsync(o => byName.Contains(o.ObligationId)));

        // The first press only shows it.
        var edit = $"/organizations/edit/{app.Culture.Id}";
        var preview = await officer.SubmitAsync(await officer.GetAsync(edit), Form, new() { ["Input.Kind"] = "Party" });
        preview.Text("#xem-truoc").ShouldSatisfyAllConditions(t => t.ShouldContain($"{plans} việc giao chung cho nhóm cơ quan thôi phải làm: {left} kỳ"), t => t.ShouldContain($"{byName.Count} việc giao đích danh hoặc kế thừa thành đề nghị: {askedByName} kỳ"));
        (await app.ReadAsync(db => db.Set<Organization>().AsNoTracking().FirstAsync(o => o.Id == app.Culture.Id))).Kind.ShouldBe(OrganizationKind.Department);
        (await officer.SubmitAsync(preview, Form)).Location.ShouldNotBeNull();
        await app.RunJobsAsync();

        var group = await OfAsync(plan, app.Culture.Id, all);
        group.Select(o => (o.Id == claimed.Id, o.StateOn(Today))).ShouldBe([(true, OccurrenceState.AwaitingConfirmation), (false, OccurrenceState.NotApplicable), (false, OccurrenceState.NotApplicable), (false, OccurrenceState.NotApplicable)]);
        group[1].Reason.ShouldBe($"Ngoài nhóm cơ quan được giao chung: {app.Culture.Name} là cơ quan Đảng");
        group.ShouldAllBe(o => o.ReturnedOn == null && o.ExtensionTo == null);
        (await officer.GetAsync($"/obligations/{returned}")).Text(".lt-timeline").ShouldSatisfyAllConditions(t => t.ShouldContain("Việc phải làm theo loại và cấp trên của cơ quan"), t => t.ShouldContain("Trả lại ngày: 06/07/2026"));
        (await OfAsync(plan, app.Culture.Id, named)).ShouldAllBe(o => o.IsRequest && o.NotApplicableOn == null && o.ExtensionTo == null && o.ExtensionReason == null);
        (await IsToldAsync()).ShouldBeFalse("nobody has to decide on more time for what is only asked");
        (await officer.GetAsync($"/obligations/{waits.Id}")).Text(".lt-timeline").ShouldSatisfyAllConditions(t => t.ShouldContain("Đơn vị xin lùi hạn đến 15/01/2027, việc nay chỉ là đề nghị, không tính quá hạn nên không cần trả lời nữa"), t => t.ShouldContain("Xin lùi hạn đến: 15/01/2027"));
        (await OfAsync(plan, app.Finance.Id, all)).ShouldAllBe(o => !o.IsRequest && o.NotApplicableOn == null);
        (await app.ReadAsync(db => db.Set<OccurrenceDueCount>().Where(c => c.UnitId == app.Culture.Id && !c.IsRequest && c.Stage < OccurrenceCount.Waiting && c.DueOn < Today).SumAsync(c => c.Total))).ShouldBe(0);
        (await focal.GetAsync("/notices")).Text("main").ShouldContain($"Việc phải làm thay đổi: {app.Culture.Name} là cơ quan Đảng");
        (await officer.GetAsync(OrganizationLinks.Of(app.Culture.Id))).Text(".lt-timeline").ShouldContain($"thôi phải làm: {left} kỳ chưa báo kết quả");
        (await officer.GetAsync($"/plans/{plan}")).Text("tbody details").ShouldNotContain("Sở Văn hóa");

        // Run again, and made over again, it changes nothing.
        var versions = await VersionsAsync(plan);
        await app.InScopeAsync(async s =>
        {
            var jobs = s.GetRequiredService<JobQueue>();
            jobs.Enqueue(FollowStanding.Job, new FollowStandingPayload(app.Culture.Id));
            jobs.Enqueue(GenerateObligations.Job, new GeneratePayload(plan), province: app.Province.ProvinceId);
            await s.GetRequiredService<LanToaDb>().SaveChangesAsync();
        });
        await app.RunJobsAsync();
        (await VersionsAsync(plan)).ShouldBe(versions);

        // Recorded by mistake: back to what it was.
        var back = await officer.SubmitAsync(await officer.GetAsync(edit), Form, new() { ["Input.Kind"] = "Department" });
        back.Text("#xem-truoc").ShouldContain($"{plans} việc giao chung cho nhóm cơ quan phải làm trở lại: {left} kỳ");
        (await officer.SubmitAsync(back, Form)).Location.ShouldNotBeNull();
        await app.RunJobsAsync();
        var again = await OfAsync(plan, app.Culture.Id, all);
        again.Count(o => o.StateOn(Today) == OccurrenceState.Overdue).ShouldBe(debts);
        again.Select(o => (o.ReturnedOn, o.Reason, o.ExtensionTo, o.ExtensionReason)).ShouldBe([(null, null, null, null), (sentBack, "Thiếu số liệu", null, null), (null, null, until, "Chờ kinh phí"), (null, null, null, null)]);
        (await officer.GetAsync($"/obligations/{asking}")).Text("main").ShouldContain("Đơn vị xin lùi hạn đến 25/12/2026");
        again.Concat(await OfAsync(plan, app.Culture.Id, named)).ShouldAllBe(o => !o.IsRequest && o.NotApplicableOn == null);
        (await app.ReadAsync(db => db.Set<Obligation>().Where(o => o.PlanId == plan && o.UnitId == app.Culture.Id).Select(o => new { o.Role, o.EndedOn }).ToListAsync())).ShouldAllBe(o => o.Role == DutyRole.Lead && o.EndedOn == null);
        (await officer.GetAsync($"/plans/{plan}")).Text("tbody details").ShouldContain("Sở Văn hóa");
    }

    [Fact]
    public async Task Amendment_WhileItStoodOutside_OnlyWhatThePlanStillAsksComesBack()
    {
        using var officer = await app.SignInAsync(Role.Officer);
        var (plan, all, named) = await IssueAsync(officer, "điều chỉnh khi ở ngoài");
        await KindAsync(OrganizationKind.Party);
        (await OfAsync(plan, app.Finance.Id, all)).ShouldAllBe(o => o.NotApplicableOn != null);

        // The last quarter becomes one day.
        var (becomes, asked) = (new DateOnly(2026, 12, 15), $"{all}, sửa");
        await AmendAsync(plan, "977", Today, all, t => (t.Rule, t.Text) = (new DutyRule { Kind = DutyKind.Once, Dates = [becomes] }, asked));
        // A later one says nothing of this task.
        await AmendAsync(plan, "978", Today.AddDays(5), named, t => t.Text = $"{named}, sửa");

        var preview = await officer.SubmitAsync(await officer.GetAsync($"/organizations/edit/{app.Finance.Id}"), Form, new() { ["Input.Kind"] = "Department" });
        // Of the other plans of this class all that they asked, whichever tests made them before.
        var others = await app.ReadAsync(db => db.Set<Occurrence>().Where(o => o.UnitId == app.Finance.Id && o.PlanId != plan && o.NotApplicableOn != null).GroupBy(o => o.ObligationId).Select(g => g.Count()).ToListAsync());
        preview.Text("#xem-truoc").ShouldContain($"{others.Count + 1} việc giao chung cho nhóm cơ quan phải làm trở lại: {others.Sum() + 4} kỳ", Case.Sensitive, "without the quarter that ended, and with the day that took its place");
        await KindAsync(OrganizationKind.Department);
        var (back, theirs) = (await OfAsync(plan, app.Finance.Id, asked), await OfAsync(plan, app.Culture.Id, asked));
        back.Select(o => (o.PeriodKey, o.DueOn, o.NotApplicableOn == null)).ShouldBe(theirs.Select(o => (o.PeriodKey, o.DueOn, o.NotApplicableOn == null)));
        back.Select(o => (o.DueOn < Today, o.NotApplicableOn == null)).ShouldBe([(true, true), (true, true), (true, true), (false, true), (false, false)]);
        back[^1].Reason.ShouldNotBeNull().ShouldSatisfyAllConditions(r => r.ShouldStartWith("Điều chỉnh kế hoạch: Kế hoạch số 977"), r => r.ShouldContain($"áp dụng từ {Today:dd/MM/yyyy}"));

        // What the unit reports while its work is compared stays.
        var reports = back.Single(o => o.DueOn == becomes);
        await app.ReadAsync(db => db.Set<Occurrence>().Where(o => o.Id == reports.Id).ExecuteUpdateAsync(set => set.SetProperty(o => o.ClaimedOn, Today)));
        var compared = new StandingPeriod(reports.Id, reports.PeriodKey, reports.OpensOn, reports.DueOn, false, null, false, true);
        var duty = new StandingDuty(reports.ProvinceId, reports.ObligationId, reports.UnitId, reports.AssignerId, reports.ProvinceId, plan, reports.TaskId, DutyRole.Lead, StandingChange.BindsAgain, "");
        await app.InScopeAsync(s => s.GetRequiredService<StandingPeriods>().CatchUpAsync(new MissedDuty(duty, "Điều chỉnh kế hoạch: cùng lúc", null!, new PeriodChanges([], [new PeriodMove(compared, new AskedPeriod(reports.PeriodKey, becomes.AddDays(2), null, false), becomes.AddDays(2))], [compared], 0, 0)), default));
        (await OfAsync(plan, app.Finance.Id, asked)).Single(o => o.Id == reports.Id).ShouldSatisfyAllConditions(o => o.NotApplicableOn.ShouldBeNull(), o => o.DueOn.ShouldBe(becomes));
        // Nobody has to decide on a day that the plan gives by itself.
        foreach (var (to, waits, request) in new[] { (becomes.AddDays(2), false, false), (becomes.AddDays(3), true, false), (becomes.AddDays(4), false, true) })
        {
            await app.ReadAsync(db => db.Set<Occurrence>().Where(o => o.Id == reports.Id).ExecuteUpdateAsync(set => set.SetProperty(o => o.ClaimedOn, (DateOnly?)null).SetProperty(o => o.DueOn, becomes).SetProperty(o => o.ExtensionTo, to).SetProperty(o => o.ExtensionReason, "Chờ số liệu")));
            await app.InScopeAsync(s => s.GetRequiredService<StandingPeriods>().CatchUpAsync(new MissedDuty(duty, "Điều chỉnh kế hoạch: lùi hạn", null!, new PeriodChanges([], [new PeriodMove(compared, new AskedPeriod(reports.PeriodKey, becomes.AddDays(2), 1, request), becomes.AddDays(2))], [], 0, 0)), default));
            (await OfAsync(plan, app.Finance.Id, asked)).Single(o => o.Id == reports.Id).ShouldSatisfyAllConditions(o => o.DueOn.ShouldBe(becomes.AddDays(2)), o => (o.ExtensionTo, o.ExtensionReason).ShouldBe(waits ? (to, "Chờ số liệu") : (null, null)));
            if (!waits) (await officer.GetAsync($"/obligations/{reports.Id}")).Text(".lt-timeline").ShouldContain($"Đơn vị xin lùi hạn đến {to:dd/MM/yyyy}, {(request ? "việc nay chỉ là đề nghị, không tính quá hạn" : "hạn theo kế hoạch nay đã đáp ứng")} nên không cần trả lời nữa");
        }
        await app.ReadAsync(db => db.Set<Occurrence>().Where(o => o.Id == reports.Id).ExecuteUpdateAsync(set => set.SetProperty(o => o.DueOn, becomes).SetProperty(o => o.StandsFor, reports.StandsFor).SetProperty(o => o.Target, reports.Target).SetProperty(o => o.IsRequest, reports.IsRequest).SetProperty(o => o.ExtensionTo, (DateOnly?)null).SetProperty(o => o.ExtensionReason, (string?)null)));

        // All that the change may touch is held at once: who reports meanwhile waits, and does not hold what it waits for.
        await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            await using var holds = await db.Database.BeginTransactionAsync();
            await s.GetRequiredService<StandingPeriods>().HoldAsync([duty], [], default);
            var open = (await OfAsync(plan, app.Finance.Id, asked)).Where(o => o is { ConfirmedOn: null, NothingAroseOn: null }).Select(o => o.Id).ToArray();
            open.Length.ShouldBePositive();
            (await app.ReadAsync(other => other.Database.SqlQuery<Guid>($"SELECT id AS \"Value\" FROM occurrence WHERE id = ANY({open}) FOR UPDATE SKIP LOCKED").ToListAsync())).ShouldBeEmpty();
        });

        // And again: what the amendment ended is nobody's to bring back.
        await KindAsync(OrganizationKind.Party);
        await KindAsync(OrganizationKind.Department);
        (await OfAsync(plan, app.Finance.Id, asked)).Select(o => (o.Id, o.NotApplicableOn == null)).ShouldBe(back.Select(o => (o.Id, o.NotApplicableOn == null)));

        // Nor does a duty bind again that the plan no longer asks of the unit.
        await KindAsync(OrganizationKind.Party);
        await PartyAsync(PartyRole.Lead, new ExcludedMember(app.Finance.Id, "không có việc"));
        await KindAsync(OrganizationKind.Department);
        (await OfAsync(plan, app.Finance.Id, asked)).ShouldAllBe(o => o.NotApplicableOn != null);
        // Or asks all others only to coordinate.
        await PartyAsync(PartyRole.Coordinating);
        await app.InScopeAsync(async s =>
        {
            s.GetRequiredService<JobQueue>().Enqueue(FollowStanding.Job, new FollowStandingPayload(app.Finance.Id));
            await s.GetRequiredService<LanToaDb>().SaveChangesAsync();
        });
        await app.RunJobsAsync();
        (await OfAsync(plan, app.Finance.Id, asked)).ShouldAllBe(o => o.NotApplicableOn != null);
        // For the other tests as it was.
        await PartyAsync(PartyRole.Lead);

        Task<int> PartyAsync(PartyRole role, params List<ExcludedMember> leftOut) => app.ReadAsync(async db =>
        {
            var task = await db.Set<PlanTask>().Where(t => t.PlanId == plan && t.Text == asked).Select(t => t.Id).SingleAsync();
            return await db.Set<TaskParty>().Where(p => p.TaskId == task).ExecuteUpdateAsync(set => set.SetProperty(p => p.Excluded, leftOut).SetProperty(p => p.Role, role));
        });
    }

    [Fact]
    public async Task Amendment_ThatMadeTheGroupLeadMeanwhile_WhoeverComesBackOwesItAsTheOthersDo()
    {
        using var officer = await app.SignInAsync(Role.Officer);
        var text = "Phối hợp tuyên truyền tại cơ sở";
        var plan = await ByHandApp.DraftAsync(officer, "Kế hoạch nhóm thành chủ trì");
        await ByHandApp.AddAsync(officer, plan, text, "Các sở, ngành");
        await app.ReadAsync(async db =>
        {
            var party = await db.Set<TaskParty>().AsNoTracking().SingleAsync(p => p.PlanId == plan);
            await db.Set<TaskParty>().Where(p => p.Id == party.Id).ExecuteUpdateAsync(set => set.SetProperty(p => p.Role, PartyRole.Coordinating));
            db.Add(new TaskParty { ProvinceId = party.ProvinceId, PlanId = plan, TaskId = party.TaskId, Role = PartyRole.Lead, Printed = app.Culture.Name, OrganizationId = app.Culture.Id });
            return await db.SaveChangesAsync();
        });
        (await officer.SubmitAsync(await officer.GetAsync($"/plans/{plan}"), "#recordissued form[method=post]")).Location.ShouldNotBeNull();
        await app.RunJobsAsync();
        (await DutyAsync()).ShouldBe((DutyRole.Coordinating, false));

        // Who only coordinates owes no period, and none is counted.
        foreach (var (kind, said) in new[] { (OrganizationKind.Party, "1 việc giao chung cho nhóm cơ quan thôi phối hợp"), (OrganizationKind.Department, "1 việc giao chung cho nhóm cơ quan phối hợp trở lại, không phải báo kết quả kỳ nào") })
        {
            (await officer.SubmitAsync(await officer.GetAsync($"/organizations/edit/{app.Finance.Id}"), Form, new() { ["Input.Kind"] = kind.ToString() })).Text("#xem-truoc").ShouldSatisfyAllConditions(t => t.ShouldContain(said), t => t.ShouldNotContain("0 kỳ"));
            await KindAsync(kind);
            (await SaidAsync()).ShouldContain(said);
        }
        await KindAsync(OrganizationKind.Party);
        (await DutyAsync()).ShouldBe((DutyRole.Coordinating, true));
        await AmendAsync(plan, "979", Today, text, _ => { }, PartyRole.Lead);
        var asked = (await OfAsync(plan, app.Culture.Id, text)).Count(o => o.DueOn >= Today);
        asked.ShouldBePositive();
        var words = $"1 việc giao chung cho nhóm cơ quan, trước chỉ phối hợp, nay phải làm: {asked} kỳ";
        (await officer.SubmitAsync(await officer.GetAsync($"/organizations/edit/{app.Finance.Id}"), Form, new() { ["Input.Kind"] = "Department" })).Text("#xem-truoc").ShouldContain(words);
        await KindAsync(OrganizationKind.Department);
        (await SaidAsync()).ShouldContain(words);

        (await DutyAsync()).ShouldBe((DutyRole.Lead, false));
        var (owed, others) = (await OfAsync(plan, app.Finance.Id, text), await OfAsync(plan, app.Culture.Id, text));
        owed.ShouldNotBeEmpty();
        owed.Select(o => (o.PeriodKey, o.DueOn, o.IsRequest)).ShouldBe(others.Where(o => o.DueOn >= Today).Select(o => (o.PeriodKey, o.DueOn, o.IsRequest)));

        async Task<string> SaidAsync() => (await app.ReadAsync(db => db.Set<HistoryEvent>().AsNoTracking().Where(e => e.SubjectId == app.Finance.Id && e.Verb == FollowStanding.Job).OrderByDescending(e => e.At).ThenByDescending(e => e.Id).Select(e => e.Reason).FirstAsync())).ShouldNotBeNull();

        async Task<(DutyRole, bool)> DutyAsync() => await app.ReadAsync(async db => await db.Set<Obligation>().AsNoTracking().SingleAsync(o => o.PlanId == plan && o.UnitId == app.Finance.Id)) is var duty ? (duty.Role, duty.EndedOn is not null) : default;
    }

    [Fact]
    public async Task Parent_MovedBelowAVerticalBody_EndsToo_AndWhoeverIsAddedByHandIsAskedAndNeverOwes()
    {
        using var officer = await app.SignInAsync(Role.Officer);
        var (plan, all, _) = await IssueAsync(officer, "đổi cấp trên");
        var tax = await app.AddOrganizationAsync("Thuế tỉnh Thử Nghiệm", OrganizationLevel.Province, OrganizationKind.Vertical, app.Province);
        async Task MoveAsync(Organization to)
        {
            (await app.InScopeAsync(async s =>
            {
                var now = await s.GetRequiredService<LanToaDb>().Set<Organization>().AsNoTracking().FirstAsync(o => o.Id == app.Finance.Id);
                return await s.GetRequiredService<SaveOrganization>().HandleAsync(new(now.Id, now.Version, now.Code, now.Name, now.ShortName, now.Level, now.Kind, to.Id, now.ElectronicId, now.ValidFrom, now.ValidTo));
            })).Problems.ShouldBeEmpty();
            await app.RunJobsAsync();
        }

        await MoveAsync(tax);
        var below = await OfAsync(plan, app.Finance.Id, all);
        below.ShouldAllBe(o => o.NotApplicableOn != null);
        below[0].Reason.ShouldBe($"Ngoài nhóm cơ quan được giao chung: {app.Finance.Name} trực thuộc {tax.Name}, là cơ quan ngành dọc");
        await MoveAsync(app.Province);
        (await OfAsync(plan, app.Finance.Id, all)).ShouldAllBe(o => o.NotApplicableOn == null && !o.IsRequest);

        await app.InScopeAsync(async s =>
        {
            s.GetRequiredService<LanToaDb>().Add(new OrganizationGroupMember { GroupId = app.Departments.Id, OrganizationId = app.Finance.Id, Included = true, Reason = "Vẫn mời cùng" });
            await s.GetRequiredService<LanToaDb>().SaveChangesAsync();
        });
        await MoveAsync(tax);
        (await OfAsync(plan, app.Finance.Id, all)).ShouldAllBe(o => o.NotApplicableOn == null && o.IsRequest);
        // For the other tests as it was.
        await app.ReadAsync(db => db.Set<OrganizationGroupMember>().Where(m => m.GroupId == app.Departments.Id && m.OrganizationId == app.Finance.Id).ExecuteDeleteAsync());
        await MoveAsync(app.Province);
    }

    private async Task AmendAsync(Guid plan, string number, DateOnly from, string text, Action<PlanTask> change, PartyRole? group = null)
    {
        var amendment = (await app.InScopeAsync(s => s.GetRequiredService<StartAmendment>().HandleAsync(plan))).AmendmentId.ShouldNotBeNull();
        await app.ReadAsync(async db =>
        {
            var task = await db.Set<PlanTask>().FirstAsync(t => t.PlanId == amendment && t.Text == text);
            change(task);
            if (group is { } role) await db.Set<TaskParty>().Where(p => p.TaskId == task.Id && p.GroupId != null).ExecuteUpdateAsync(set => set.SetProperty(p => p.Role, role));
            return await db.SaveChangesAsync();
        });
        await app.InScopeAsync(async s =>
        {
            var sheet = (await s.GetRequiredService<AmendmentDesk>().OpenAsync(amendment, from)).ShouldNotBeNull();
            (await s.GetRequiredService<ApplyAmendment>().HandleAsync(new ApplyInput(amendment, sheet.Amendment.Version, sheet.Plan.Version, number, null, Today, from, "Sửa", []))).WhyNot.ShouldBeEmpty();
        });
        await app.RunJobsAsync();
    }

    private async Task KindAsync(OrganizationKind kind)
    {
        (await app.InScopeAsync(async s =>
        {
            var now = await s.GetRequiredService<LanToaDb>().Set<Organization>().AsNoTracking().FirstAsync(o => o.Id == app.Finance.Id);
            return await s.GetRequiredService<SaveOrganization>().HandleAsync(new(now.Id, now.Version, now.Code, now.Name, now.ShortName, now.Level, kind, now.ParentId, now.ElectronicId, now.ValidFrom, now.ValidTo));
        })).Problems.ShouldBeEmpty();
        await app.RunJobsAsync();
    }

    private Task<List<(Guid, int)>> VersionsAsync(Guid plan) => app.ReadAsync(async db => (await db.Set<Occurrence>().AsNoTracking().Where(o => o.PlanId == plan).OrderBy(o => o.Id).Select(o => new { o.Id, o.Version }).ToListAsync()).ConvertAll(o => (o.Id, o.Version)));
}
