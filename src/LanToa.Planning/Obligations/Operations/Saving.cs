using LanToa.Planning.Obligations.Rules;
using LanToa.Platform.Data;
using LanToa.Platform.Modules;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Obligations;

internal static class Saving
{
    /// <summary>
    /// Saves what a form changed in one occurrence. When another request was first, tells a second press of the same button (done) from
    /// another person's change (stale). Who has to know is told with it.
    /// </summary>
    public static async Task<Outcome> SaveOnceAsync(this LanToaDb db, Guid occurrenceId, Guid formKey, CancellationToken cancel, Func<Task>? tell = null)
    {
        try
        {
            await db.SaveAndTellAsync(tell, cancel);
            return Outcome.Done;
        }
        catch (Exception e) when (e.IsLostRace())
        {
            db.ChangeTracker.Clear();
            var now = await db.Set<Occurrence>().AsNoTracking().Where(o => o.Id == occurrenceId).Select(o => new { o.FormKey }).FirstOrDefaultAsync(cancel);
            if (now is null) throw;
            return now.FormKey == formKey ? Outcome.Already : Outcome.Stale;
        }
    }

    /// <summary>Saves, and tells people of it, as one.</summary>
    public static async Task SaveAndTellAsync(this LanToaDb db, Func<Task>? tell, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await db.SaveChangesAsync(cancel);
        if (tell is not null) await tell();
        await transaction.CommitAsync(cancel);
    }

    public static string Verb(this OccurrenceVerb verb) => verb switch
    {
        OccurrenceVerb.Start => "occurrence.start",
        OccurrenceVerb.ClaimDone => "occurrence.claim",
        OccurrenceVerb.Confirm => "occurrence.confirm",
        OccurrenceVerb.Return => "occurrence.return",
        OccurrenceVerb.NothingArose => "occurrence.nothing-arose",
        OccurrenceVerb.NotApplicable => "occurrence.not-applicable",
        OccurrenceVerb.Reopen => "occurrence.reopen",
        OccurrenceVerb.MoveDueDate => "occurrence.move-due",
        _ => "occurrence.follow",
    };
}
