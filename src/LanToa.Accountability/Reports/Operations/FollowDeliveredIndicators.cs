using LanToa.Platform.Data;
using LanToa.Platform.Notices;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Accountability.Reports;

/// <summary>
/// A newer program brings newer indicators of the country's dictionary. One that nobody changed follows at once: what was sent keeps its words and figures, what is still written is computed anew. One that a person
/// changed stays, and so does a province's own; whoever keeps those is told, once for each new text.
/// </summary>
public sealed class FollowDeliveredIndicators(LanToaDb db, FollowDelivered follow)
{
    public const string Followed = "indicator.deliver", Kept = "indicator.keep";

    public async Task FollowAsync(CancellationToken cancel)
    {
        var rows = (await db.Set<Indicator>().AsNoTracking().Where(i => i.ProvinceId == 0).ToListAsync(cancel)).ToDictionary(i => i.Code);
        foreach (var delivered in Indicators.Delivered.Where(d => rows.TryGetValue(d.Code, out var row) && !d.Is(row))) await FollowAsync(delivered, cancel);
    }

    private async Task FollowAsync(DeliveredIndicator delivered, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var rows = await db.Set<Indicator>().Where(i => i.Code == delivered.Code).ToListAsync(cancel);
        var country = rows.Single(i => i.ProvinceId == 0);
        var mark = FollowDelivered.MarkOf(delivered.ToString());
        var (changed, told) = await follow.LookAsync(country.Id, Followed, Kept, mark, cancel);
        if (told) return;
        if (changed) db.RecordEvent("indicator", country.Id, Kept, $"Chỉ tiêu đã được sửa nên giữ nguyên; bản mới của chương trình {mark}");
        else delivered.Put(country);
        await db.Because(Followed, changed ? null : "Bản mới của chương trình").SaveChangesAsync(cancel);
        foreach (var own in rows.Where(i => i.WithdrawnAt is null && (changed || i.ProvinceId != 0)))
            await follow.TellAsync(own.ProvinceId, new Telling(
                $"indicator.delivered:{own.Id}", $"Chương trình có bản mới của chỉ tiêu “{own.Name}”", $"Chỉ tiêu của bạn đã được sửa nên giữ nguyên. Bản mới: {delivered.Name}{(delivered.Formula is { } formula ? $", công thức {formula}" : "")}.", $"/reports/indicators/edit?code={own.Code}", Personal: true), cancel);
        await transaction.CommitAsync(cancel);
        db.ChangeTracker.Clear();
    }
}
