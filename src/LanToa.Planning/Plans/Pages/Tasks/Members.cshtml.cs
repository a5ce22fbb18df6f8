using LanToa.Planning.Organizations;
using LanToa.Planning.Plans.Pages.Forms;
using LanToa.Platform.Audit;
using LanToa.Platform.Data;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans.Pages.Tasks;

/// <summary>Which members of a group a task of a drafted plan binds; who is left out needs a reason.</summary>
public sealed class MembersModel(LanToaDb db, PlanAccess access, PlanRights rights, ExcludeMembers exclude, TaskPeople people, PartyMembers members, PartyNames names, LastChange last, Clock clock) : PageModel
{
    private Guid _group;

    public Plan Plan { get; private set; } = null!;

    public PlanTask Task { get; private set; } = null!;

    public PartyName Name { get; private set; } = new("");

    public IReadOnlyList<GroupMemberRow> Members { get; private set; } = [];

    public IReadOnlyList<string> WhyNot { get; private set; } = [];

    private IReadOnlyList<GroupMemberRow> _now = [];
    private EditClash? _clash;

    public MembersForm Form => new(PlanLinks.Members(Task.Id, _group), PlanLinks.Tasks(Plan.Id, Task.Id), Task.Version, Plan.Date ?? clock.Today, Members)
    {
        Seen = MembersForm.Shared(_now).Seen(MembersForm.LeftOutOf(_now)), Clash = _clash,
    };

    public async Task<IActionResult> OnGetAsync(Guid id, Guid group, CancellationToken cancel) => await OpenAsync(id, group, cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(Guid id, Guid group, int version, string? seen, List<Guid> keep, List<string> take, CancellationToken cancel)
    {
        if (!await OpenAsync(id, group, cancel)) return NotFound();
        if (WhyNot.Count > 0) return Page();
        var sent = new SentMembers(MembersForm.Sent(_now, keep, await Request.ReadFormAsync(cancel)), _now, version, seen, take);
        if (sent.IsSaved(Task.Version)) return Redirect(PlanLinks.Tasks(Plan.Id, id));
        _clash = sent.Clash(Task.Version, ModelState, await last.OfAsync(id, cancel));
        var excluded = sent.Typed.Excluded;
        Members = MembersForm.Rows(_now.Select(m => m.Unit), excluded);
        if (_clash is not null) return Page();
        if (MembersForm.LacksReasons(Members, ModelState)) return Page();
        var done = await exclude.HandleAsync(id, Plan.Id, Task.Version, group, excluded, cancel);
        if (done.IsDone)
        {
            this.Flash(excluded.Count == 0 ? "Cả nhóm cùng thực hiện." : $"Đã bỏ {excluded.Count} đơn vị khỏi nhiệm vụ này.");
            return Redirect(PlanLinks.Tasks(Plan.Id, id));
        }
        foreach (var problem in done.WhyNot) ModelState.AddModelError("", problem.Message);
        return Page();
    }

    private async Task<bool> OpenAsync(Guid id, Guid group, CancellationToken cancel)
    {
        if (await db.Set<PlanTask>().AsNoTracking().FirstOrDefaultAsync(t => t.Id == id, cancel) is not { } task
            || await access.Visible().AsNoTracking().FirstOrDefaultAsync(p => p.Id == task.PlanId, cancel) is not { } plan) return false;
        var (leads, coordinating) = await people.OfAsync(id, cancel);
        if (leads.Concat(coordinating).FirstOrDefault(p => p.GroupId == group) is not { } party) return false;
        (Task, Plan, _group, WhyNot) = (task, plan, group, rights.WhyNotEdit(plan));
        Name = await names.OfAsync(party.Printed, null, group, cancel);
        Members = _now = MembersForm.Rows(await members.OfAsync(party, plan.IssuerId, plan.Date ?? clock.Today, cancel), party.Excluded);
        return true;
    }
}
