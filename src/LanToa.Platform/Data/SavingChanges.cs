using LanToa.Platform.Modules;

namespace LanToa.Platform.Data;

public static class SavingChanges
{
    /// <summary>Saves one change as what it is (<see cref="LanToaDb.Because"/>); what another wrote first is not overwritten, and the context forgets what it was to save.</summary>
    public static async Task<Outcome> SaveOrStaleAsync(this LanToaDb db, string verb, string? reason, CancellationToken cancel)
    {
        try
        {
            await db.Because(verb, reason).SaveChangesAsync(cancel);
            return Outcome.Done;
        }
        catch (Exception e) when (e.IsLostRace())
        {
            db.ChangeTracker.Clear();
            return Outcome.Stale;
        }
    }
}
