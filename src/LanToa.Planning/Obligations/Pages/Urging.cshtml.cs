using LanToa.Contracts.Organizations;
using LanToa.Planning.Obligations.Urgings;
using LanToa.Platform.Documents.Sheets;
using LanToa.Platform.Documents.Writing;
using LanToa.Platform.Files;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Obligations.Pages;

/// <summary>One urging: its words, the work as it stood and stands, and the letter.</summary>
public sealed class UrgingModel(UrgingRecords records, UrgingLetter letters, IOrganizationDirectory directory, DueSoon dueSoon, Clock clock) : ListPage
{
    public Urging Urging { get; private set; } = null!;
    public IReadOnlyList<(string Unit, UrgedWork Work, OccurrenceRow Row)> Shown { get; private set; } = [];
    public DateOnly Today => clock.Today;
    public int Soon { get; private set; }

    public string NameOf(Guid unit) => directory.NameOf(unit);

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel)
    {
        if (await FindAsync(id, cancel) is not { } urging) return NotFound();
        (Urging, Soon) = (urging, await dueSoon.DaysAsync(cancel));
        var all = await LinesAsync(urging, cancel);
        Paging = Paging.Of(PageNumber, all.Count);
        Shown = [.. all.Skip(Paging.Skip).Take(Paging.Size)];
        return Page();
    }

    public async Task<IActionResult> OnGetLetterAsync(Guid id, CancellationToken cancel)
    {
        if (await FindAsync(id, cancel) is not { } urging) return NotFound();
        Response.Headers.CacheControl = "no-store";
        return File(DocumentWriter.Write(await letters.OfAsync(urging, cancel)), FileTypes.Docx, $"cong-van-don-doc-{urging.Day:yyyy-MM-dd}.docx");
    }

    /// <summary>All its work as it stood then and stands now.</summary>
    public async Task<IActionResult> OnGetExportAsync(Guid id, CancellationToken cancel)
    {
        if (await FindAsync(id, cancel) is not { } urging) return NotFound();
        var soon = await dueSoon.DaysAsync(cancel);
        return this.FileOf("viec-da-don-doc", "Việc đã đôn đốc",
            [
                new("Đơn vị", l => l.Unit, 44), new("Việc", l => l.Row.Obligation.Text, 70), new("Kế hoạch", l => l.Row.PlanName, 30), new("Kỳ", l => l.Row.Occurrence.PeriodName, 16),
                new("Hạn khi đôn đốc", l => l.Work.DueOn, 14), new("Trễ khi đôn đốc (ngày)", l => l.Work.DaysLate, 14), new("Nay", l => l.Row.Occurrence.MarkOn(Today, soon).Text, 22),
            ], await LinesAsync(urging, cancel));
    }

    private async Task<IReadOnlyList<(string Unit, UrgedWork Work, OccurrenceRow Row)>> LinesAsync(Urging urging, CancellationToken cancel) =>
        [.. (await records.UnitsOfAsync(urging, cancel)).SelectMany(u => u.Lines.Select(l => (u.Name, l.Work, l.Row)))];

    private async Task<Urging?> FindAsync(Guid id, CancellationToken cancel) => await records.Visible().FirstOrDefaultAsync(u => u.Id == id, cancel) is { } found && records.MayOpen(found) ? found : null;
}
