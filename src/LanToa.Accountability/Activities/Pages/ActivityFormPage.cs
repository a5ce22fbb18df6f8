using System.Text.Encodings.Web;
using System.Text.Json;
using LanToa.Contracts.Activities;
using LanToa.Platform.Identity;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace LanToa.Accountability.Activities.Pages;

/// <summary>What the pages that log and correct an activity share: the fields, what they offer, and how problems come back.</summary>
public abstract class ActivityFormPage(IDuties duties, Actor actor, Clock clock) : PageModel
{
    [BindProperty] public ActivityForm Input { get; set; } = new();

    protected Actor Actor => actor;
    protected IDuties AllDuties => duties;
    public DateOnly Today => clock.Today;

    /// <summary>What can be answered, and what is answered already.</summary>
    public IReadOnlyList<DutyInfo> Duties { get; protected set; } = [];

    public IReadOnlyList<SelectListItem> DutyItems => [.. Duties.Select(d => new SelectListItem($"{Short(d.Text)} ({d.PeriodName}{(d.Target is { } target ? $", {VietnameseFormat.Number(d.Progress)}/{VietnameseFormat.Number(target)}" : "")}, hạn {VietnameseFormat.Date(d.DueOn)})", d.OccurrenceId.ToString()))];

    /// <summary>The forms that the duty asks for first.</summary>
    public IReadOnlyList<SelectListItem> Forms
    {
        get
        {
            var asked = Duties.Where(d => Input.Duties.Contains(d.OccurrenceId)).SelectMany(d => d.Forms).ToHashSet(StringComparer.Ordinal);
            var (first, rest) = (new SelectListGroup { Name = "Nhiệm vụ yêu cầu" }, new SelectListGroup { Name = asked.Count > 0 ? "Khác" : "Sản phẩm" });
            return [.. CodeNames.List(CodeKind.Product).OrderBy(c => asked.Contains(c.Code) ? 0 : 1).Select(c => new SelectListItem(c.Name, c.Code) { Group = asked.Contains(c.Code) ? first : rest })];
        }
    }

    /// <summary>What is said where a chosen task asks for another product than was chosen; null where none does.</summary>
    public string? NotAsked => string.IsNullOrEmpty(Input.Form) || Duties.Where(d => Input.Duties.Contains(d.OccurrenceId) && !d.AsksFor(Input.Form)).ToList() is not { Count: > 0 } others ? null : string.Join(" ", others.Select(NotAskedBy));

    private static string NotAskedBy(DutyInfo duty) => $"Việc “{Short(duty.Text)}” cần {CodeNames.Of(CodeKind.Product, duty.Forms).ToLowerInvariant()}: hoạt động này vẫn được ghi, nhưng {(duty.Target is null ? "" : "không tính vào số lượng và ")}chưa báo hoàn thành việc đó luôn.";

    public IReadOnlyList<SelectListItem> Items(CodeKind kind) => CodeNames.Items(kind);

    /// <summary>For the script, which says the same at once and lets follow what nobody typed: the products and words of each task, and the channels of products.</summary>
    public string Asked => JsonSerializer.Serialize(new { duties = Duties.Where(d => d.Forms.Count > 0).ToDictionary(d => d.OccurrenceId, d => new { forms = d.Forms, words = NotAskedBy(d) }), preset = Preset, channels = FormRules.Channels }, Json);

    /// <summary>What the form was begun with from a task; null where it was not.</summary>
    protected virtual object? Preset => null;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The unit whose evidence and records are offered.</summary>
    public abstract Guid EvidenceUnit { get; }

    /// <summary>Where it may have been, and of what it may have been a part.</summary>
    public IReadOnlyList<SelectListItem> Places { get; protected set; } = [];
    public IReadOnlyList<SelectListItem> Hosts { get; protected set; } = [];

    /// <summary>"chụp 08:15 20/11/2026, tại 21,0285; 105,8542": what the photo says of itself where the officer kept it; null where it says nothing.</summary>
    public static string? TakenWords(EvidenceVersion version)
    {
        var place = version is { Latitude: { } latitude, Longitude: { } longitude } ? $"tại {Coordinate(latitude)}; {Coordinate(longitude)}" : null;
        return version.TakenAt is { } at ? string.Join(", ", new[] { $"chụp {VietnameseFormat.DateTime(at)}", place }.OfType<string>()) : place is null ? null : $"chụp {place}";
    }

    /// <summary>A coordinate as a form brings it back: with a comma, since a point would part thousands.</summary>
    public static string Coordinate(double? degrees) => degrees is { } d ? VietnameseFormat.Exact(decimal.Round((decimal)d, 4)) : "";

    /// <summary>Evidence that is there already.</summary>
    public IReadOnlyList<ShownEvidence> Kept { get; protected set; } = [];

    /// <summary>Whether the answer goes to a program (the queue of the phone) and not to a person.</summary>
    protected bool WantsJson => Request.Headers.Accept.ToString().Contains("application/json", StringComparison.Ordinal);

    /// <summary>The form as it was sent, with what stands against it.</summary>
    protected IActionResult Again(IReadOnlyList<Problem> problems, int status = StatusCodes.Status422UnprocessableEntity)
    {
        foreach (var problem in problems) ModelState.AddModelError(FieldOf(problem.Field), problem.Text);
        if (WantsJson) return new JsonResult(new { problems = ModelState.SelectMany(e => e.Value?.Errors.Select(x => x.ErrorMessage) ?? []).Distinct() }) { StatusCode = status };
        if (Input.ChosenFiles is { Count: > 0 } chosen && !Request.KeepsChosenFiles()) ModelState.AddModelError("Input.Photos", $"Ảnh, tệp chưa được lưu, hãy chọn lại: {string.Join(", ", chosen)}.");
        return Page();
    }

    private static string FieldOf(string field) => field switch { "" => "", nameof(ActivityInput.Links) => "Input.Link", _ => "Input." + field };

    private static string Short(string text) => text.Length <= 90 ? text : text[..89].TrimEnd() + "…";
}
