using LanToa.Platform.Data;
using LanToa.Platform.Modules;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Accountability.Reports;

internal static class Saving
{
    /// <summary>Saves one change; what another wrote first is not overwritten.</summary>
    public static async Task<Outcome> SaveAsync(this LanToaDb db, string verb, string? reason, CancellationToken cancel)
    {
        try
        {
            await db.Because(verb, reason).SaveChangesAsync(cancel);
            return Outcome.Done;
        }
        catch (DbUpdateException)
        {
            db.ChangeTracker.Clear();
            return Outcome.Stale;
        }
    }

    public static string? WhyNotReason(string? reason) => string.IsNullOrWhiteSpace(reason) ? "Hãy ghi lý do." : reason.Length > 2000 ? "Lý do dài quá 2.000 chữ; hãy rút gọn." : null;
}
