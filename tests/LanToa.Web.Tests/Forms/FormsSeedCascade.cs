using LanToa.Planning.Obligations.Rules;
using LanToa.Planning.Organizations;
using LanToa.Planning.Plans;
using LanToa.Platform.Data;
using LanToa.Platform.Permissions;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Web.Tests.Forms;

public sealed partial class FormsApp
{
    private const int CascadeTasks = 14;

    /// <summary>Plans of the province that ask a department for work, and its officer, who has decided some of it and has a draft to take the rest into.</summary>
    private async Task SeedCascadeAsync(Organization culture)
    {
        var officer = People["sovanhoa"] = await SignInAsync(Role.Officer, culture);
        var (many, few) = (await UpperAsync("201", culture, CascadeTasks), await UpperAsync("202", culture, 2));
        var draft = await DraftAsync(officer, "Tuyên truyền cải cách hành chính của Sở năm 2026");
        await AddTaskAsync(officer, draft, "Chuyên mục số 1 trên sóng phát thanh", "Sở Văn hóa, Thể thao và Du lịch", new() { ["Input.Rule.Kind"] = "Counted", ["Input.Rule.Every"] = "quarter", ["Input.Rule.Count"] = "2" });
        foreach (var task in many.Tasks.TakeLast(2)) await SubmitAsync(officer, PlanLinks.CascadeItem(many.Plan, task), "form[action*=NotApplicable]", new() { ["Reason"] = "Sở không có việc này." });
        _hidden["sovanhoa"] =
        [
            .. many.Tasks.Take(4).Concat(many.Tasks.TakeLast(2)).Select(t => PlanLinks.CascadeItem(many.Plan, t)), .. many.Tasks.Skip(4).Take(2).Select(t => PlanLinks.Adapt(many.Plan, t)),
            .. many.Tasks.Skip(6).Take(2).Select(t => PlanLinks.Split(many.Plan, t)), PlanLinks.Match(many.Plan), PlanLinks.CascadeOf(few.Plan),
        ];
    }

    private Task<(Guid Plan, List<Guid> Tasks)> UpperAsync(string number, Organization unit, int tasks) => InScopeAsync(async services =>
    {
        var db = services.GetRequiredService<LanToaDb>();
        var plan = new Plan { ProvinceId = 99, IssuerId = Province.Id, Title = $"Tuyên truyền theo kế hoạch {number}", Number = number, Symbol = "KH-UBND", Date = new DateOnly(2026, 1, 20), State = PlanState.Issued, StateAt = Clock.GetUtcNow(), CreatedAt = Clock.GetUtcNow() };
        plan.RefreshSearch(Province.Name);
        db.Add(plan);
        var made = Enumerable.Range(1, tasks).Select(n => new PlanTask { ProvinceId = 99, PlanId = plan.Id, Ordinal = n, Text = $"Chuyên mục số {n} trên sóng phát thanh", Rule = new DutyRule { Kind = DutyKind.Counted, Every = [PeriodKind.Quarter], Count = 2 } }).ToList();
        foreach (var task in made)
        {
            task.Describe([unit.Name], []);
            db.Add(task);
            db.Add(new TaskParty { ProvinceId = 99, PlanId = plan.Id, TaskId = task.Id, Role = PartyRole.Lead, Printed = unit.Name, OrganizationId = unit.Id });
        }
        await db.SaveChangesAsync();
        return (plan.Id, made.ConvertAll(t => t.Id));
    });
}
