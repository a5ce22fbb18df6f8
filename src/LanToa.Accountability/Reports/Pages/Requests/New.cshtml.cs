using LanToa.Contracts.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Modules;
using LanToa.Platform.Text;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc;

namespace LanToa.Accountability.Reports.Pages.Requests;

public sealed class RequestForm
{
    public Guid FormKey { get; set; }
    public RequestKind Kind { get; set; }
    public string? Number { get; set; }
    public DateOnly? IssuedOn { get; set; }
    public DateOnly? Due { get; set; }
    public string? Subject { get; set; }
    public string? Ask { get; set; }
    public IFormFile? Letter { get; set; }
    /// <summary>The file that was chosen when the page was last shown: a browser does not keep it, and a letter is not sent without it unnoticed.</summary>
    public string? LetterName { get; set; }
    public List<Guid> Groups { get; set; } = [];
    public List<Guid> Units { get; set; } = [];
    public DateOnly? From { get; set; }
    public DateOnly? To { get; set; }
    public string? Body { get; set; }
}

/// <summary>A letter that asks for a report: whom, by when, with which questions.</summary>
public sealed class NewModel(AskReports ask, RequestAccess access, IUnitGroups groups, IOrganizationDirectory directory, Indicators indicators, RouteMap map, LanToaDb db, Actor actor, Clock clock) : PageModel
{
    private const int MostUnits = 400;

    [BindProperty] public RequestForm Input { get; set; } = new();

    public string UnitName => map.NameOf(actor.UnitId);
    public IReadOnlyList<SelectListItem> Kinds { get; } = [.. Enum.GetValues<RequestKind>().Select(k => new SelectListItem(EnumWords.Of(k), k.ToString()))];
    public IReadOnlyList<SelectListItem> Groups { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Units { get; private set; } = [];
    public FormText? Preview { get; private set; }
    public IReadOnlyDictionary<string, Indicator> Known { get; private set; } = new Dictionary<string, Indicator>();
    public int Chosen { get; private set; }

    public static string AnswerOf(Indicator i) => i.Aggregation switch { Aggregation.YesNo => "có hay không", Aggregation.Text => "bằng lời", _ when i.Source == IndicatorSource.Formula => $"{i.Unit}, tính từ dữ liệu đã ghi", _ => i.Unit };

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel)) return Forbid();
        Input = new RequestForm
        {
            FormKey = Guid.CreateVersion7(), IssuedOn = clock.Today, From = new DateOnly(clock.Today.Year, 1, 1), To = clock.Today,
            Body = "# I. Kết quả\n? Số hội nghị, cuộc tuyên truyền đã tổ chức [cuộc] *\n? Đã phân công người phụ trách chưa [có/không] *\n# II. Khó khăn, kiến nghị\n? Khó khăn, vướng mắc và kiến nghị [bằng lời]",
        };
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel)) return Forbid();
        if (IsLetterGone() || !ModelState.IsValid)
        {
            RememberLetter();
            return Page();
        }
        var (outcome, id) = await ask.IssueAsync(new RequestInput(Input.FormKey, Input.Kind, Input.Number, Input.IssuedOn, Input.Subject, Input.Ask, Input.From, Input.To, Input.Due, Input.Groups, Input.Units, Input.Body,
            Input.Letter is { } letter ? new SentLetter(letter.FileName, letter.OpenReadStream) : null), cancel);
        if (outcome.Kind == OutcomeKind.Denied) return Forbid();
        if (outcome.Succeeded)
        {
            this.Flash("Đã gửi yêu cầu; các đơn vị đã được báo.");
            return LocalRedirect($"/reports/requests/{id}");
        }
        db.ChangeTracker.Clear();
        foreach (var problem in outcome.Problems) ModelState.AddModelError(FieldOf(problem), problem);
        RememberLetter();
        return Page();
    }

    public async Task<IActionResult> OnPostPreviewAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel)) return Forbid();
        ModelState.Clear();
        RememberLetter();
        var (body, problems) = await ask.ReadAsync(Input.Body, cancel);
        foreach (var problem in problems) ModelState.AddModelError("Input.Body", problem);
        var known = (await indicators.InForceAsync(cancel)).ToDictionary();
        Preview = FormText.Read(body, known.Keys.ToHashSet()).Form;
        foreach (var question in Preview.Questions) known[question.Code] = question;
        Known = known;
        var chosen = Input.Groups.ToHashSet();
        Chosen = (await groups.OfAsync(actor.UnitId!.Value, clock.Today, cancel)).Where(g => chosen.Contains(g.Id)).SelectMany(g => g.Members).Concat(Input.Units).Where(u => u != actor.UnitId).Distinct().Count();
        return Page();
    }

    /// <summary>Says that the file is gone, once: whoever sends again without one means it.</summary>
    private bool IsLetterGone()
    {
        if (Input.Letter is not null || Input.LetterName is not { Length: > 0 } name) return false;
        ModelState.Remove("Input.LetterName");
        Input.LetterName = null;
        ModelState.AddModelError("Input.Letter", $"Trình duyệt không giữ tệp đã chọn: hãy chọn lại “{name}”. Gửi không kèm tệp thì bấm Gửi yêu cầu lần nữa.");
        return true;
    }

    private void RememberLetter()
    {
        ModelState.Remove("Input.LetterName");
        Input.LetterName = Input.Letter?.FileName ?? Input.LetterName;
    }

    private async Task<bool> LoadAsync(CancellationToken cancel)
    {
        if (actor.UnitId is not { } unit || !access.MayManage(unit)) return false;
        var mine = access.Askable(unit, clock.Today);
        var ids = mine.Select(o => o.Id).ToHashSet();
        // A group of which some stand elsewhere is not offered: the unit could not ask them all.
        Groups = [.. (await groups.OfAsync(unit, clock.Today, cancel)).Where(g => g.Members.All(m => m == unit || ids.Contains(m))).Select(g => new SelectListItem($"{g.Name} ({VietnameseFormat.Number(g.Members.Count(m => m != unit))})", g.Id.ToString()))];
        var above = new Dictionary<string, SelectListGroup>();
        Units = [.. mine.OrderBy(o => Folding.Fold(o.Name), StringComparer.Ordinal).Take(MostUnits).Select(o => new SelectListItem(map.NameOf(o.Id), o.Id.ToString()) { Group = GroupOf(o, above) })];
        return true;
    }

    private SelectListGroup GroupOf(OrganizationInfo unit, Dictionary<string, SelectListGroup> known)
    {
        var name = unit.ParentId is { } above ? directory.Find(above)?.Name ?? "" : "";
        return known.TryGetValue(name, out var group) ? group : known[name] = new SelectListGroup { Name = name };
    }

    private static string FieldOf(string problem) => problem switch
    {
        _ when problem.StartsWith("Hãy ghi số, ký hiệu", StringComparison.Ordinal) || problem.StartsWith("Đã có yêu cầu", StringComparison.Ordinal) => "Input.Number",
        _ when problem.StartsWith("Hãy ghi trích yếu", StringComparison.Ordinal) => "Input.Subject",
        _ when problem.StartsWith("Hãy ghi nội dung", StringComparison.Ordinal) => "Input.Ask",
        _ when problem.StartsWith("Ngày văn bản", StringComparison.Ordinal) => "Input.IssuedOn",
        _ when problem.StartsWith("Hạn gửi", StringComparison.Ordinal) => "Input.Due",
        _ when problem.StartsWith("Tệp văn bản", StringComparison.Ordinal) => "Input.Letter",
        _ when problem.Contains("ố liệu", StringComparison.Ordinal) => "Input.From",
        _ when problem.Contains("đơn vị", StringComparison.Ordinal) && !problem.StartsWith("Dòng", StringComparison.Ordinal) && !problem.StartsWith("Hãy ghi mẫu", StringComparison.Ordinal) => "Input.Units",
        _ when problem.StartsWith("Trong lúc", StringComparison.Ordinal) => "",
        _ => "Input.Body",
    };
}
