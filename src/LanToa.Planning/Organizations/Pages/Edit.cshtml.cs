using System.ComponentModel.DataAnnotations;
using LanToa.Contracts.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Organizations.Pages;

public sealed class EditModel(LanToaDb db, Actor actor, OrganizationDirectory directory, SaveOrganization save, UnitPicker picker, Clock clock) : PageModel
{
    public sealed class Form
    {
        public int Version { get; set; }

        [Required(ErrorMessage = "Bạn chưa nhập tên cơ quan.")]
        [StringLength(300, ErrorMessage = "Tên dài quá 300 chữ.")]
        public string Name { get; set; } = "";

        [StringLength(100, ErrorMessage = "Tên ngắn dài quá 100 chữ.")]
        public string? ShortName { get; set; }

        public string? Code { get; set; }

        public OrganizationLevel Level { get; set; } = OrganizationLevel.Unit;

        public OrganizationKind Kind { get; set; } = OrganizationKind.Division;

        [Required(ErrorMessage = "Bạn chưa chọn cơ quan cấp trên.")]
        public Guid? ParentId { get; set; }

        public string? FindParent { get; set; }

        [StringLength(60, ErrorMessage = "Mã định danh dài quá 60 chữ.")]
        public string? ElectronicId { get; set; }

        [Required(ErrorMessage = "Bạn chưa nhập ngày bắt đầu có hiệu lực.")]
        public DateOnly? ValidFrom { get; set; }

        public DateOnly? ValidTo { get; set; }
    }

    [BindProperty]
    public Form Input { get; set; } = new();

    public Guid? Id { get; private set; }

    private IReadOnlyList<OrganizationInfo>? _found;

    public UnitField Parent => picker.Field("Input.ParentId", "Input.FindParent", "Cơ quan cấp trên", Input.ParentId, Input.FindParent, Parents, _found);

    public IReadOnlyList<SelectListItem> Levels { get; } = [.. Enum.GetValues<OrganizationLevel>().Where(l => l != OrganizationLevel.Nation).Select(l => new SelectListItem(l.Words(), l.ToString()))];

    public IReadOnlyList<SelectListItem> Kinds { get; } = [.. Enum.GetValues<OrganizationKind>().Select(k => new SelectListItem(k.Words(), k.ToString()))];

    public async Task<IActionResult> OnGetAsync(Guid? id, Guid? parent, CancellationToken cancel)
    {
        Id = id;
        Input = new Form { ParentId = parent ?? actor.UnitId, ValidFrom = clock.Today };
        if (id is { } known)
        {
            var o = await db.Set<Organization>().AsNoTracking().FirstOrDefaultAsync(x => x.Id == known, cancel);
            if (o is null || !actor.Can(OrganizationPermissions.Manage, known)) return NotFound();
            Input = new Form
            {
                Version = o.Version, Name = o.Name, ShortName = o.ShortName, Code = o.Code, Level = o.Level, Kind = o.Kind, ParentId = o.ParentId, ElectronicId = o.ElectronicId, ValidFrom = o.ValidFrom, ValidTo = o.ValidTo,
            };
        }
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid? id, CancellationToken cancel)
    {
        Id = id;
        if (id is { } known && !actor.Can(OrganizationPermissions.Manage, known)) return NotFound();
        if (picker.Search(Input.FindParent, Input.ParentId, Parents, actor.UnitId, "Input.ParentId", "Input.FindParent", ModelState) is { } search)
        {
            (_found, Input.ParentId, Input.FindParent) = (search.Found, search.Chosen, search.Words);
            return Page();
        }
        if (!ModelState.IsValid) return Page();
        if (id is null && string.IsNullOrWhiteSpace(Input.Code) && Input.ParentId is { } above)
            Input.Code = OrganizationCodes.Propose(Input.Name, Input.Level, Input.Kind, Input.ValidFrom!.Value, directory.Find(above)?.Code, code => directory.All.Any(o => o.Code == code));
        try
        {
            var (saved, problems) = await save.HandleAsync(new OrganizationInput(id, Input.Version, Input.Code ?? "", Input.Name, Input.ShortName ?? "", Input.Level, Input.Kind, Input.ParentId, Input.ElectronicId, Input.ValidFrom!.Value, Input.ValidTo), cancel);
            foreach (var problem in problems) ModelState.AddModelError($"Input.{problem.Field}", problem.Message);
            if (saved is null) return Page();
            this.Flash(id is null ? $"Đã thêm {Input.Name}." : $"Đã lưu {Input.Name}.");
            return Redirect(OrganizationLinks.Of(saved.Value));
        }
        catch (DbUpdateConcurrencyException)
        {
            var now = await db.Set<Organization>().AsNoTracking().FirstAsync(o => o.Id == id, cancel);
            ModelState.AddModelError("", $"Người khác vừa sửa cơ quan này (tên hiện nay: {now.Name}, mã {now.Code}). Những gì bạn nhập vẫn còn dưới đây; xem lại rồi bấm Lưu để thay.");
            ModelState.Remove("Input.Version");
            Input.Version = now.Version;
            return Page();
        }
    }

    private IEnumerable<OrganizationInfo> Parents =>
        actor.ScopesOf(OrganizationPermissions.Manage).SelectMany(directory.Subtree).Where(o => o.Id != Id && o.Level != nameof(OrganizationLevel.Unit));
}
