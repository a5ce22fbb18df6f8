using LanToa.Planning.Organizations;
using LanToa.Planning.Plans;
using LanToa.Platform.Data;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Planning.Tests.Plans;

/// <summary>A province with two departments and the usual groups, on 20/11/2026, for plans that are written by hand.</summary>
public sealed class ByHandApp : TestApp
{
    public Organization Culture { get; private set; } = null!;
    public Organization Finance { get; private set; } = null!;
    public OrganizationGroup Departments { get; private set; } = null!;
    public OrganizationGroup Districts { get; private set; } = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Clock.MoveTo(new DateOnly(2026, 11, 20));
        Culture = await AddOrganizationAsync("Sở Văn hóa, Thể thao và Du lịch", OrganizationLevel.Province, OrganizationKind.Department, Province);
        Finance = await AddOrganizationAsync("Sở Tài chính", OrganizationLevel.Province, OrganizationKind.Department, Province);
        await InScopeAsync(async services =>
        {
            var db = services.GetRequiredService<LanToaDb>();
            await DefaultGroups.AddAsync(db, Clock.GetUtcNow());
            await db.SaveChangesAsync();
            Departments = await db.Set<OrganizationGroup>().FirstAsync(g => g.Name == "Các sở, ban, ngành");
            Districts = await db.Set<OrganizationGroup>().FirstAsync(g => g.Name == "UBND các huyện, thị xã, thành phố");
        });
    }

    public Task<T> ReadAsync<T>(Func<LanToaDb, Task<T>> read) => InScopeAsync(services => read(services.GetRequiredService<LanToaDb>()));

    public Task<Plan> PlanAsync(Guid id) => ReadAsync(db => db.Set<Plan>().AsNoTracking().FirstAsync(p => p.Id == id));

    public Task<List<PlanTask>> TasksAsync(Guid plan) => ReadAsync(db => db.Set<PlanTask>().AsNoTracking().Where(t => t.PlanId == plan).OrderBy(t => t.Ordinal).ToListAsync());

    public Task<List<TaskParty>> PartiesAsync(Guid task) => ReadAsync(db => db.Set<TaskParty>().AsNoTracking().Where(p => p.TaskId == task).OrderBy(p => p.Ordinal).ToListAsync());

    /// <summary>Drafts a plan through the page; its id.</summary>
    public static async Task<Guid> DraftAsync(TestBrowser person, string title = "Tuyên truyền cải cách hành chính năm 2026")
    {
        var form = await person.GetAsync("/plans/edit");
        var made = await person.SubmitAsync(form, "main form[method=post]", new() { ["Input.Title"] = title, ["Input.Date"] = "05/01/2026", ["Input.PeriodFrom"] = "01/01/2026", ["Input.PeriodTo"] = "31/12/2026" });
        return Guid.Parse((made.Location ?? throw new InvalidOperationException(made.Text("main")))[^36..]);
    }

    /// <summary>Adds a task through the page; the answer.</summary>
    public static async Task<TestPage> AddAsync(TestBrowser person, Guid plan, string text, string lead, Dictionary<string, string>? values = null)
    {
        var form = await person.GetAsync($"/plans/tasks/edit?kehoach={plan}");
        var filled = new Dictionary<string, string> { ["Input.Text"] = text, ["Input.NewLead"] = lead, ["Input.Rule.Kind"] = "Counted", ["Input.Rule.Every"] = "quarter", ["Input.Rule.Count"] = "1" };
        foreach (var (name, value) in values ?? []) filled[name] = value;
        return await person.SubmitAsync(form, "main form[method=post]", filled);
    }
}
