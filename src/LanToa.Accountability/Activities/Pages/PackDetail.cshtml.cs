using LanToa.Accountability.Activities.Packs;
using LanToa.Platform.Audit;
using LanToa.Platform.Data;
using LanToa.Platform.Jobs;
using LanToa.Platform.Text;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Accountability.Activities.Pages;

/// <summary>One pack: what is in it, how it is checked, and the file.</summary>
public sealed class PackDetailModel(LanToaDb db, RequestPack request, PackKeys keys, History history) : PageModel
{
    public EvidencePack Pack { get; private set; } = null!;
    public Job? Job { get; private set; }
    public string Fingerprint { get; private set; } = "";
    public IReadOnlyList<HistoryLine> History { get; private set; } = [];

    /// <summary>The job goes on, or will.</summary>
    public bool IsMaking => Pack.MadeAt is null && Job is { State: JobState.Queued or JobState.Running };

    public string Size => Pack.Bytes < 1 << 20 ? $"{VietnameseFormat.Number(Math.Max(1, Pack.Bytes >> 10))} KB" : $"{VietnameseFormat.Number(Math.Round(Pack.Bytes / 1048576m, 1))} MB";

    public string FileName => $"goi-minh-chung-{Folding.Fold(Pack.UnitName).Replace(' ', '-')}-{Pack.From:yyyyMMdd}-{Pack.To:yyyyMMdd}.zip";

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel)
    {
        if (!await LoadAsync(id, cancel)) return NotFound();
        Job = Pack.JobId is { } job ? await db.Set<Job>().AsNoTracking().FirstOrDefaultAsync(j => j.Id == job, cancel) : null;
        Fingerprint = PackFormat.Fingerprint(await keys.PublicKeyAsync(cancel));
        History = await history.OfAsync(id, cancel: cancel);
        return this.PageWhile(IsMaking);
    }

    public async Task<IActionResult> OnGetFileAsync(Guid id, CancellationToken cancel)
    {
        if (!await LoadAsync(id, cancel) || Pack.MadeAt is null) return NotFound();
        return new PackResult(Pack, await keys.PublicKeyAsync(cancel), FileName);
    }

    private async Task<bool> LoadAsync(Guid id, CancellationToken cancel)
    {
        if (await db.Set<EvidencePack>().AsNoTracking().FirstOrDefaultAsync(p => p.Id == id, cancel) is not { } pack || !request.MayTake(pack.UnitId)) return false;
        Pack = pack;
        return true;
    }
}
