using LanToa.Contracts.Organizations;
using LanToa.Platform.Audit;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Organizations.Pages;

public sealed class EditModel(LanToaDb db, Actor actor, OrganizationDirectory directory, SaveOrganization save, UnitPicker picker, LastChange last, Clock clock) : PageModel
{
    private readonly SharedForm<OrganizationForm> _shared = OrganizationForm.Shared(directory);

    [BindProperty]
    public OrganizationForm Input { get; set; } = new();

    public Guid? Id { get; private set; }

    /// <summary>What another person changed while this one was typing.</summary>
    public EditClash? Clash { get; private set; }

    private IReadOnlyList<OrganizationInfo>? _found;

    public UnitField Parent => picker.Field("Input.ParentId", "Input.FindParent", "Cơ quan cấp trên", Input.ParentId, Input.FindParent, Parents, _found);

    public IReadOnlyList<SelectListItem> Levels { get; } = [.. Enum.GetValues<OrganizationLevel>().Where(l => l != OrganizationLevel.Nation).Select(l => new SelectListItem(l.Words(), l.ToString()))];

    public IReadOnlyList<SelectListItem> Kinds { get; } = [.. Enum.GetValues<OrganizationKind>().Select(k => new SelectListItem(k.Words(), k.ToString()))];

    public async Task<IActionResult> OnGetAsync(Guid? id, Guid? parent, CancellationToken cancel)
    {
        Id = id;
        Input = new OrganizationForm { ParentId = parent ?? actor.UnitId, ValidFrom = clock.Today };
        if (id is { } known)
        {
            if (await FindAsync(known, cancel) is not { } o) return NotFound();
            Input = OrganizationForm.Of(o);
            Input.Seen = _shared.Seen(Input);
        }
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid? id, CancellationToken cancel)
    {
        Id = id;
        var known = id is { } asked ? await FindAsync(asked, cancel) : null;
        if (id is not null && known is null) return NotFound();
        var now = known is null ? null : OrganizationForm.Of(known);
        // The boxes of a clash are about the version that it showed.
        if (now is not null && Input.Version == now.Version) _shared.TakeOver(Input.Take, now, Input, ModelState, nameof(Input));
        if (picker.Search(Input.FindParent, Input.ParentId, Parents, actor.UnitId, "Input.ParentId", "Input.FindParent", ModelState) is { } search)
        {
            (_found, Input.ParentId, Input.FindParent) = (search.Found, search.Chosen, search.Words);
            return Page();
        }
        if (now is not null && Input.Version != now.Version)
        {
            if (_shared.SaysTheSame(now, Input)) return Done(known!.Id);
            if (_shared.HasChanged(Input.Seen, now)) return await ShowClashAsync(known!, now, cancel);
            Input.Version = now.Version;
        }
        if (!ModelState.IsValid) return Page();
        if (id is null && directory.Find(Input.NewId) is not null) return Done(Input.NewId);
        if (id is null && string.IsNullOrWhiteSpace(Input.Code) && Input.ParentId is { } above)
            Input.Code = OrganizationCodes.Propose(Input.Name, Input.Level, Input.Kind, Input.ValidFrom!.Value, directory.Find(above)?.Code, code => directory.All.Any(o => o.Code == code));
        try
        {
            var (saved, problems) = await save.HandleAsync(Input.Read(id), cancel);
            foreach (var problem in problems) ModelState.AddModelError($"Input.{problem.Field}", problem.Message);
            return saved is { } done ? Done(done) : Page();
        }
        catch (DbUpdateConcurrencyException)
        {
            // Saved by another between reading and writing.
            var theirs = await db.Set<Organization>().AsNoTracking().FirstAsync(o => o.Id == id, cancel);
            return await ShowClashAsync(theirs, OrganizationForm.Of(theirs), cancel);
        }
    }

    private RedirectResult Done(Guid id)
    {
        this.Flash(Id is null ? $"Đã thêm {Input.Name}." : $"Đã lưu {Input.Name}.");
        return Redirect(OrganizationLinks.Of(id));
    }

    private async Task<IActionResult> ShowClashAsync(Organization theirs, OrganizationForm now, CancellationToken cancel)
    {
        var (who, at) = await last.OfAsync(theirs.Id, cancel);
        Clash = _shared.Clash(Input.Seen, now, Input, ModelState, nameof(Input), who, at);
        foreach (var field in new[] { nameof(Input.Version), nameof(Input.Seen) }) ModelState.Remove($"Input.{field}");
        (Input.Version, Input.Seen) = (now.Version, _shared.Seen(now));
        return Page();
    }

    private async Task<Organization?> FindAsync(Guid id, CancellationToken cancel) =>
        actor.Can(OrganizationPermissions.Manage, id) ? await db.Set<Organization>().AsNoTracking().FirstOrDefaultAsync(o => o.Id == id, cancel) : null;

    private IEnumerable<OrganizationInfo> Parents =>
        actor.ScopesOf(OrganizationPermissions.Manage).SelectMany(directory.Subtree).Where(o => o.Id != Id && o.Level != nameof(OrganizationLevel.Unit));
}
