using System.Security.Cryptography;
using System.Text;
using LanToa.Contracts.Organizations;
using LanToa.Platform.Audit;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using LanToa.Platform.Ui.Binding;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Organizations.Pages;

public sealed class EditModel(LanToaDb db, Actor actor, OrganizationDirectory directory, SaveOrganization save, IUnitPicker picker, IEnumerable<IStandingEffects> rooms, LastChange last, Clock clock) : SharedFormPage<OrganizationForm>(last)
{
    protected override SharedForm<OrganizationForm> Shared => OrganizationForm.Shared(directory, AboveWords);

    public Guid? Id { get; private set; }

    private IReadOnlyList<OrganizationInfo>? _found;

    /// <summary>What saving would change in the work of the body and of those below it: shown first, saved at the next press.</summary>
    public IReadOnlyList<BodyHolding> Effects { get; private set; } = [];

    public string NameOf(Guid body) => directory.DistinctNameOf(body) ?? "";

    public UnitField Parent => picker.Field("Input.ParentId", "Input.FindParent", AboveWords, Input.ParentId, Input.FindParent, Parents, _found) with
    {
        Hint = IsOutside ? "Cơ quan này ở ngoài cây tổ chức: UBND của địa bàn không phải cấp trên của nó." : "Cơ quan Đảng, ngành dọc: chọn UBND của địa bàn; UBND đó không phải cấp trên của nó.",
    };

    /// <summary>Of its kind and place a body of the Party or of a vertical line, which a committee is no superior of.</summary>
    private bool IsOutside => AboveWords == OrganizationWords.InTheAreaOf;

    private string AboveWords => OrganizationWords.Above(Input.Kind, Input.ParentId is { } above ? directory.Find(above) : null);

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
            Input.Seen = Shared.Seen(Input);
        }
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid? id, CancellationToken cancel)
    {
        Id = id;
        var known = id is { } asked ? await FindAsync(asked, cancel) : null;
        if (id is not null && known is null) return NotFound();
        this.AskFor("Input.Level", "Input.Kind");
        var now = known is null ? null : OrganizationForm.Of(known);
        var meeting = now is null ? FormMeeting.Clear : Meet(now);
        if (picker.Search(Input.FindParent, Input.ParentId, Parents, actor.UnitId, "Input.ParentId", "Input.FindParent", ModelState) is { } search)
        {
            (_found, Input.ParentId, Input.FindParent) = (search.Found, search.Chosen, search.Words);
            return Page();
        }
        if (meeting == FormMeeting.Same) return Done(known!.Id);
        if (meeting == FormMeeting.Clash) return await ShowClashAsync(known!.Id, now!, cancel);
        if (Input.ParentId is null && IsOutside && ModelState.Remove("Input.ParentId")) ModelState.AddModelError("Input.ParentId", "Bạn chưa chọn UBND của địa bàn.");
        if (!ModelState.IsValid) return Page();
        if (id is null && directory.Find(Input.NewId) is not null) return Done(Input.NewId);
        if (id is null && string.IsNullOrWhiteSpace(Input.Code) && Input.ParentId is { } above)
            Input.Code = OrganizationCodes.Propose(Input.Name, Input.Level, Input.Kind, Input.ValidFrom!.Value, directory.Find(above)?.Code, code => directory.All.Any(o => o.Code == code));
        if (known is not null && await SeesMoreAsync(known, cancel)) return Page();
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
            return await ShowClashAsync(theirs.Id, OrganizationForm.Of(theirs), cancel);
        }
    }

    /// <summary>Another kind, or another body above, ends or begins work: whether there is something that the person has not seen yet.</summary>
    private async Task<bool> SeesMoreAsync(Organization known, CancellationToken cancel)
    {
        if ((known.Kind == Input.Kind && known.ParentId == Input.ParentId) || directory.Find(known.Id) is not { } body || (await save.CheckAsync(Input.Read(known.Id), cancel)).Count > 0) return false;
        var effects = new List<BodyHolding>();
        foreach (var room in rooms) effects.AddRange(await room.OfAsync(body with { Kind = Input.Kind.ToString(), ParentId = Input.ParentId, Name = Input.Name }, cancel));
        var seen = effects.Count == 0 ? null : Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', effects.Select(e => $"{e.Body} {e.Words}")))))[..16];
        if (seen == Input.Agreed || seen is null) return false;
        ModelState.Remove("Input.Agreed");
        (Effects, Input.Agreed) = (effects, seen);
        return true;
    }

    private RedirectResult Done(Guid id)
    {
        this.Flash(Id is null ? $"Đã thêm {Input.Name}." : $"Đã lưu {Input.Name}.");
        return Redirect(OrganizationLinks.Of(id));
    }

    private async Task<Organization?> FindAsync(Guid id, CancellationToken cancel) =>
        actor.Can(OrganizationPermissions.Manage, id) ? await db.Set<Organization>().AsNoTracking().FirstOrDefaultAsync(o => o.Id == id, cancel) : null;

    private IEnumerable<OrganizationInfo> Parents =>
        actor.ScopesOf(OrganizationPermissions.Manage).SelectMany(directory.Subtree).Where(o => o.Id != Id && o.Level != nameof(OrganizationLevel.Unit));
}
