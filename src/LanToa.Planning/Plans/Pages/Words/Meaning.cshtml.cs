using LanToa.Planning.Organizations;
using LanToa.Planning.Organizations.Pages;
using LanToa.Platform.Audit;
using LanToa.Platform.Data;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans.Pages.Words;

/// <summary>What is remembered of one set of words: whom they mean, who said so and where, and how that changed.</summary>
public sealed class MeaningModel(LanToaDb db, EditWords edit, WordsSources sources, PartyNames names, PartyLookup lookup, OrganizationDirectory directory, History history, Clock clock) : PageModel
{
    public sealed class Form
    {
        public List<Guid> Units { get; set; } = [];
        public string? Reason { get; set; }
        public int Version { get; set; }

        /// <summary>When the page was opened, in ticks: what changed after it is shown when the version no longer fits.</summary>
        public long Opened { get; set; }
    }

    [BindProperty]
    public Form Input { get; set; } = new();

    /// <summary>Units to add are looked for before the form is filled in.</summary>
    [FromQuery(Name = "q")]
    public string? Search { get; set; }

    public WordsMeaning Words { get; private set; } = null!;

    public string Issuer => directory.DistinctNameOf(Words.IssuerId) ?? "–";

    public PartyName? Group { get; private set; }

    /// <summary>Where the document can be opened; null where this person may not.</summary>
    public string? Source { get; private set; }

    public IReadOnlyList<string> WhyNot { get; private set; } = [];

    public IReadOnlyList<SelectListItem> Choices { get; private set; } = [];

    public bool FoundNone { get; private set; }

    public IReadOnlyList<HistoryLine> Changes { get; private set; } = [];

    /// <summary>What others changed since the page was opened.</summary>
    public IReadOnlyList<HistoryLine> Meanwhile { get; private set; } = [];

    public string NameOf(Guid unit) => directory.DistinctNameOf(unit) ?? "(không còn trong danh mục)";

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel)
    {
        if (!await LoadAsync(id, cancel)) return NotFound();
        Input = new Form { Units = [.. Words.Units], Version = Words.Version, Opened = clock.Now.UtcTicks };
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancel)
    {
        if (!await LoadAsync(id, cancel)) return NotFound();
        if (!ModelState.IsValid) return Page();
        return await AnswerAsync(id, await edit.SaveAsync(new WordsInput(id, Input.Version, Input.Units, Input.Reason), cancel),
            $"Đã lưu. Văn bản sau ghi “{Words.Text}” được hiểu như vậy.", cancel);
    }

    public async Task<IActionResult> OnPostForgetAsync(Guid id, bool forgotten, string? why, CancellationToken cancel)
    {
        if (!await LoadAsync(id, cancel)) return NotFound();
        if (!ModelState.IsValid) return Page();
        return await AnswerAsync(id, await edit.ForgetAsync(id, Input.Version, forgotten, why, cancel),
            forgotten ? $"Đã bỏ. Văn bản sau ghi “{Words.Text}” sẽ được hỏi lại." : $"Đã dùng lại. Văn bản sau ghi “{Words.Text}” được hiểu như đã nhớ.", cancel, "why");
    }

    private async Task<IActionResult> AnswerAsync(Guid id, PlanEdit done, string words, CancellationToken cancel, string reasonField = "Input.Reason")
    {
        if (done.IsDone)
        {
            this.Flash(words);
            return Redirect(WordsLinks.Of(id));
        }
        foreach (var problem in done.WhyNot) ModelState.AddModelError(problem.Field.Length == 0 ? "" : problem.Field == "Reason" ? reasonField : $"Input.{problem.Field}", problem.Message);
        await LoadAsync(id, cancel);
        if (!done.IsStale) return Page();
        // The newest version is on the page now, with what was chosen: sending again is a decision about it.
        var opened = new DateTimeOffset(Math.Clamp(Input.Opened, 0, DateTimeOffset.MaxValue.Ticks), TimeSpan.Zero);
        Meanwhile = [.. Changes.Where(line => line.At >= opened)];
        foreach (var field in new[] { "Input.Version", "Input.Opened" }) ModelState.Remove(field);
        (Input.Version, Input.Opened) = (Words.Version, clock.Now.UtcTicks);
        return Page();
    }

    private async Task<bool> LoadAsync(Guid id, CancellationToken cancel)
    {
        if (await db.Set<WordsMeaning>().AsNoTracking().FirstOrDefaultAsync(m => m.Id == id, cancel) is not { } words) return false;
        (Words, WhyNot) = (words, edit.WhyNot(words));
        Group = words.GroupId is { } group ? await names.OfAsync(words.Text, null, group, cancel) : null;
        Source = words.ImportId is { } from ? (await sources.OfAsync([words], cancel)).GetValueOrDefault(from) : null;
        Changes = await history.OfAsync(id, cancel: cancel);
        var found = string.IsNullOrWhiteSpace(Search) ? [] : (await lookup.SearchAsync(Search, words.IssuerId, clock.Today, cancel)).Where(s => s.OrganizationId is not null).Select(s => s.OrganizationId!.Value).ToList();
        FoundNone = !string.IsNullOrWhiteSpace(Search) && found.Count == 0;
        Choices = [.. words.Units.Select(u => Choice(u, "")).Concat(found.Concat(Input.Units).Except(words.Units).Distinct().Select(u => Choice(u, "Tìm thấy")))];
        return true;
    }

    private SelectListItem Choice(Guid unit, string found)
    {
        var hint = string.Join(": ", new[] { found, directory.PathOf(unit) }.Where(w => w.Length > 0));
        return new SelectListItem(NameOf(unit), unit.ToString()) { Group = hint.Length > 0 ? new SelectListGroup { Name = hint } : null };
    }
}
