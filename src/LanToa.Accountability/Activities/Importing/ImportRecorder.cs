using LanToa.Accountability.Activities.Links;
using LanToa.Contracts.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Time;

namespace LanToa.Accountability.Activities;

/// <summary>Records rows of a file as activities of their units, in one transaction with the progress that they move.</summary>
public sealed class ImportRecorder(LanToaDb db, Actor actor, ActivityAccess access, ActivityWriter writer, LinkLooks looks, IOrganizationDirectory directory, Clock clock)
{
    public string? WhyNot(IEnumerable<ImportLine> lines)
    {
        foreach (var unit in lines.Select(l => l.UnitId).Distinct())
        {
            if (access.WhyNotDo(unit) is { } denied) return denied;
            if (directory.Find(unit)?.ProvinceId != actor.ProvinceId) return "Có dòng của đơn vị thuộc tỉnh khác.";
        }
        return null;
    }

    /// <param name="import">Attached; how many it brought is counted further.</param>
    /// <param name="good">Rows that are to be recorded or kept as drafts.</param>
    public async Task RecordAsync(ActivityImport import, IReadOnlyCollection<ImportLine> good, CancellationToken cancel)
    {
        var periods = new HashSet<Guid>();
        using (looks.Together())
            foreach (var line in good)
            {
                var draft = line.Fate == ImportFate.Drafts;
                var activity = new Activity
                {
                    ProvinceId = actor.ProvinceId, UnitId = line.UnitId, State = draft ? ActivityState.Draft : ActivityState.Recorded, Form = line.Input.Form!, Title = line.Input.Title!, SendKey = line.Key,
                    RecordedBy = actor.AccountId, RecordedByName = actor.Name, RecordedAt = clock.Now,
                };
                ActivityWriter.Fill(activity, line.Input);
                db.Add(activity);
                var (_, answers) = await writer.CheckAsync(line.UnitId, line.Input, draft: false, cancel, line.Duty is { } duty ? [duty] : []);
                var touched = await writer.RelateAsync(activity, line.Input, answers, cancel);
                if (!draft) periods.UnionWith(touched);
                await writer.KeepAsync(activity, line.Input, cancel);
            }
        var drafted = good.Count(l => l.Fate == ImportFate.Drafts);
        (import.Recorded, import.Drafted) = (import.Recorded + good.Count - drafted, import.Drafted + drafted);
        await writer.SaveAsync(ImportActivities.Verb, $"Từ tệp “{import.FileName}”.", periods, null, cancel);
    }
}
