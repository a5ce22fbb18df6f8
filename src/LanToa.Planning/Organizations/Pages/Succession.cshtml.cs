using LanToa.Contracts.Organizations;
using LanToa.Platform.Identity;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace LanToa.Planning.Organizations.Pages;

public sealed class SuccessionModel(Actor actor, OrganizationDirectory directory, RecordSuccession record, Clock clock) : PageModel
{
    private const int MostLines = 40;

    public sealed class Line
    {
        public Guid? From { get; set; }

        public Guid? To { get; set; }

        public decimal? Weight { get; set; }
    }

    public sealed class Form
    {
        public SuccessionKind Kind { get; set; } = SuccessionKind.Merge;

        public DateOnly? EffectiveOn { get; set; }

        public string? Act { get; set; }

        public List<Line> Lines { get; set; } = [];
    }

    [BindProperty]
    public Form Input { get; set; } = new();

    public IReadOnlyList<SelectListItem> Bodies { get; private set; } = [];

    public IReadOnlyList<SelectListItem> Kinds { get; } = [.. Enum.GetValues<SuccessionKind>().Select(k => new SelectListItem(k.Words(), k.ToString()))];

    public void OnGet(Guid? from)
    {
        Input.EffectiveOn = clock.Today;
        Input.Lines = [new Line { From = from, Weight = 1 }, new Line(), new Line()];
        ListBodies();
    }

    /// <summary>"Thêm dòng": the form comes back with more rows and all that was typed.</summary>
    public IActionResult OnPostMore()
    {
        ModelState.Clear();
        Input.Lines.AddRange(Enumerable.Range(0, Math.Min(3, MostLines - Input.Lines.Count)).Select(_ => new Line()));
        ListBodies();
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        ListBodies();
        var lines = Input.Lines.Take(MostLines).Where(l => l.From is not null || l.To is not null).ToList();
        if (Input.EffectiveOn is null) ModelState.AddModelError("Input.EffectiveOn", "Bạn chưa nhập ngày có hiệu lực.");
        if (lines.Any(l => l.From is null)) ModelState.AddModelError("", "Có dòng chưa chọn cơ quan cũ.");
        if (lines.Any(l => l.Weight is <= 0 or > 1)) ModelState.AddModelError("", "Tỷ lệ lớn hơn 0 và không quá 1; ví dụ 0,25 là một phần tư.");
        if (!ModelState.IsValid) return Page();

        var input = new SuccessionInput(Input.Kind, Input.EffectiveOn!.Value, Input.Act ?? "", [.. lines.Select(l => new SuccessionLineInput(l.From!.Value, l.To, l.Weight ?? 1))]);
        foreach (var why in await record.WhyNotAsync(input, cancel)) ModelState.AddModelError("", why);
        if (!ModelState.IsValid) return Page();
        await record.HandleAsync(input, cancel);
        this.Flash("Đã ghi nhận sắp xếp tổ chức. Lịch sử của các cơ quan cũ được giữ nguyên.");
        return Redirect(OrganizationLinks.Of(input.Lines[0].ToId ?? input.Lines[0].FromId));
    }

    private void ListBodies() =>
        Bodies = [.. actor.ScopesOf(OrganizationPermissions.Manage).SelectMany(directory.Subtree).DistinctBy(o => o.Id).OrderBy(o => o.Code, StringComparer.Ordinal).Select(o => new SelectListItem(Label(o), o.Id.ToString()))];

    private static string Label(OrganizationInfo o) => o.ValidTo is { } end ? $"{o.Name} ({o.Code}, đến {VietnameseFormat.Date(end)})" : $"{o.Name} ({o.Code})";
}
