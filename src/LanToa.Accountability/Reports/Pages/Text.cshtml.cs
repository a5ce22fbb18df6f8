using LanToa.Platform.Data;
using LanToa.Platform.Modules;
using LanToa.Platform.Time;
using Microsoft.AspNetCore.Mvc;

namespace LanToa.Accountability.Reports.Pages;

/// <summary>One paragraph of the narrative beside what the records write.</summary>
public sealed class TextModel(LanToaDb db, ReportBuilder builder, ReportAccess access, WriteReport write, Clock clock) : ReportPage(db, builder, access, clock)
{
    [FromRoute] public int Block { get; set; }
    [BindProperty] public ReportVerbForm Form { get; set; } = new();
    [BindProperty] public string? Text { get; set; }

    /// <summary>What stands in the report after another person saved it while this one wrote.</summary>
    public string? Kept { get; private set; }

    public ContentParagraph Paragraph => Said.Paragraphs.First(p => p.Number == Block);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel) || Said.Paragraphs.All(p => p.Number != Block)) return NotFound();
        if (!MayWrite) return Forbid();
        (Form, Text) = (new ReportVerbForm { FormKey = Guid.CreateVersion7(), Version = Report.Version }, Paragraph.Text);
        if (WhyNotWrite is { } why) ModelState.AddModelError("", why);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel) || Said.Paragraphs.All(p => p.Number != Block)) return NotFound();
        if (!MayWrite) return Forbid();
        var outcome = await write.SaveTextAsync(Id, Form.FormKey, Form.Version, Block, Text, cancel);
        var answer = await AnswerAsync(outcome, "Đã lưu lời báo cáo.", cancel);
        if (outcome.Kind == OutcomeKind.Stale && Paragraph.Written is { } kept && kept != Text?.ReplaceLineEndings("\n").Trim()) Kept = kept;
        ModelState.Remove("Form.Version");
        Form.Version = Report.Version;
        return answer;
    }
}
