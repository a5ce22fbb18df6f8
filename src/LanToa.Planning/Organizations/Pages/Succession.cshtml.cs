using LanToa.Contracts.Organizations;
using LanToa.Platform.Documents.Sheets;
using LanToa.Platform.Identity;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace LanToa.Planning.Organizations.Pages;

public sealed class SuccessionModel(Actor actor, OrganizationDirectory directory, RecordFile record, IUnitPicker picker, SuccessionReader successions, Clock clock) : PageModel
{
    private const int MostLines = 40;

    public sealed class Line
    {
        public Guid? From { get; set; }

        public Guid? To { get; set; }

        public string? FindFrom { get; set; }

        public string? FindTo { get; set; }

        public decimal? Weight { get; set; }
    }

    public sealed class Form
    {
        public SuccessionKind Kind { get; set; } = SuccessionKind.Merge;

        public DateOnly? EffectiveOn { get; set; }

        public string? Act { get; set; }

        public List<Line> Lines { get; set; } = [];
    }

    /// <summary>The reorganizations recorded so far that concern bodies which this province sees, line by line.</summary>
    public IActionResult OnGetExport() => this.FileOf("sap-xep-to-chuc", "Sắp xếp tổ chức",
        [
            new("Hình thức", r => r.Succession.Kind.Words(), 22), new("Có hiệu lực từ", r => r.Succession.EffectiveOn, 14), new("Văn bản", r => r.Succession.Act, 40), new("Cơ quan cũ", r => directory.DistinctNameOf(r.Line.FromId), 44),
            new("Cơ quan kế thừa", r => r.Line.ToId is { } to ? directory.DistinctNameOf(to) : null, 44), new("Tỷ lệ", r => r.Line.Weight, 10), new("Thu hồi lúc", r => r.Succession.WithdrawnAt, 18), new("Lý do thu hồi", r => r.Succession.WithdrawnReason, 40),
        ], successions.LinesAsync().Where(r => actor.ProvinceId == 0 || directory.Find(r.Line.FromId)?.ProvinceId == actor.ProvinceId));

    [BindProperty]
    public Form Input { get; set; } = new();

    private List<OrganizationInfo> _bodies = [];

    private bool _searched;

    /// <summary>What a search found, by the name of the field.</summary>
    private readonly Dictionary<string, IReadOnlyList<OrganizationInfo>> _found = new(StringComparer.Ordinal);

    public UnitField From(int at) => Field($"Input.Lines[{at}].From", $"Input.Lines[{at}].FindFrom", "Cơ quan cũ", Input.Lines[at].From, Input.Lines[at].FindFrom);

    public UnitField To(int at) => Field($"Input.Lines[{at}].To", $"Input.Lines[{at}].FindTo", "Cơ quan kế thừa", Input.Lines[at].To, Input.Lines[at].FindTo);

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
        ListBodies();
        Search();
        ModelState.Clear();
        Input.Lines.AddRange(Enumerable.Range(0, Math.Min(3, MostLines - Input.Lines.Count)).Select(_ => new Line()));
        return Page();
    }

    /// <summary>What would change, or why it cannot be recorded; null before it was looked at.</summary>
    public FiledSuccessions? Tried { get; private set; }

    /// <summary>What was shown before it was confirmed.</summary>
    [BindProperty]
    public string? Seen { get; set; }

    /// <summary>First what it would change, then the record itself.</summary>
    public async Task<IActionResult> OnPostAsync(bool confirmed, string? find, CancellationToken cancel)
    {
        ListBodies();
        // A search clears what was wrong in the other fields: nothing is shown as if they had been understood.
        var isUnderstood = ModelState.IsValid;
        // Names that each mean one body are taken at once where somebody asks to see what would change; nothing is recorded beside a search.
        if (Search() && (confirmed || find is not null || !isUnderstood || !ModelState.IsValid || _found.Values.Any(f => f.Count != 1))) return Page();
        var lines = Input.Lines.Take(MostLines).Where(l => l.From is not null || l.To is not null).ToList();
        if (Input.EffectiveOn is null) ModelState.AddModelError("Input.EffectiveOn", "Bạn chưa nhập ngày có hiệu lực.");
        if (lines.Any(l => l.From is null)) ModelState.AddModelError("", "Có dòng chưa chọn cơ quan cũ.");
        if (lines.Any(l => l.Weight is <= 0 or > 1)) ModelState.AddModelError("", "Tỷ lệ lớn hơn 0 và không quá 1; ví dụ 0,25 là một phần tư.");
        if (!ModelState.IsValid) return Page();

        var input = new SuccessionInput(Input.Kind, Input.EffectiveOn!.Value, Input.Act ?? "", [.. lines.Select(l => new SuccessionLineInput(l.From!.Value, l.To, l.Weight ?? 1))]);
        Tried = confirmed ? await record.HandleAsync(input, Seen ?? "", cancel) : await record.TryAsync(input, cancel);
        foreach (var problem in Tried.Problems) ModelState.AddModelError("", problem.Message);
        if (!ModelState.IsValid) return Page();
        if (confirmed && Seen == Tried.Seen)
        {
            this.Flash("Đã ghi nhận sắp xếp tổ chức. Lịch sử của các cơ quan cũ được giữ nguyên.");
            return Redirect(OrganizationLinks.Of(input.Lines[0].ToId ?? input.Lines[0].FromId));
        }
        if (confirmed) ModelState.AddModelError("", "Nội dung đã khác lúc bạn xem trước nên chưa ghi gì. Hãy xem lại rồi ghi nhận.");
        ModelState.Remove(nameof(Seen));
        return Page();
    }

    private void ListBodies() =>
        _bodies = [.. actor.ScopesOf(OrganizationPermissions.Manage).SelectMany(directory.Subtree).DistinctBy(o => o.Id)];

    private UnitField Field(string name, string findName, string label, Guid? chosen, string? words) =>
        picker.Field(name, findName, label, chosen, words, _bodies, _found.GetValueOrDefault(name));

    /// <summary>Answers every box that words were typed into; true when there was one, so that nothing is recorded beside it.</summary>
    private bool Search()
    {
        for (var i = 0; i < Input.Lines.Count; i++)
        {
            var line = Input.Lines[i];
            if (Find($"Input.Lines[{i}].From", $"Input.Lines[{i}].FindFrom", line.FindFrom, line.From) is { } from) (line.From, line.FindFrom) = (from.Chosen, from.Words);
            if (Find($"Input.Lines[{i}].To", $"Input.Lines[{i}].FindTo", line.FindTo, line.To) is { } to) (line.To, line.FindTo) = (to.Chosen, to.Words);
        }
        return _searched;

        UnitSearch? Find(string name, string findName, string? words, Guid? chosen)
        {
            if (picker.Search(words, chosen, _bodies, actor.UnitId, name, findName, ModelState) is not { } search) return null;
            _searched = true;
            _found[name] = search.Found;
            return search;
        }
    }
}
