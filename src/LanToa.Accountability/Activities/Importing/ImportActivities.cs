using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using LanToa.Contracts.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Documents.Sheets;
using LanToa.Platform.Files;
using LanToa.Platform.Identity;
using LanToa.Platform.Modules;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Accountability.Activities;

/// <summary>What came of confirming a file.</summary>
public sealed record ImportOutcome(OutcomeKind Kind, int Recorded, int Drafted, string? Why)
{
    public static ImportOutcome Refused(OutcomeKind kind, string why) => new(kind, 0, 0, why);
}

/// <summary>Takes a file of activities: first only to be looked through, then, when its person confirms, all its good rows in one transaction.</summary>
public sealed class ImportActivities(LanToaDb db, Actor actor, ActivityAccess access, ActivityWriter writer, ImportReading reading, IOrganizationDirectory directory, Clock clock)
{
    public const string Verb = "activity.import";

    /// <summary>What was looked at and never confirmed goes after this.</summary>
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(14);

    /// <summary>Keeps the rows of a file for its person; nothing is recorded.</summary>
    /// <exception cref="SheetRefusedException">It is no file of this form.</exception>
    public async Task<ActivityImport> ReadAsync(Guid unit, string fileName, Stream content, CancellationToken cancel)
    {
        var (letters, rows, sha256) = ImportSheet.Read(content);
        var person = actor.AccountId!.Value;
        var old = clock.Now - KeptFor;
        await db.Set<ActivityImport>().Where(i => i.ReadBy == person && i.RecordedAt == null && i.ReadAt < old).ExecuteDeleteAsync(cancel);
        var import = new ActivityImport { ProvinceId = actor.ProvinceId, UnitId = unit, FileName = FileStore.SafeName(fileName), Sha256 = sha256, Columns = letters, Rows = rows, ReadBy = person, ReadAt = clock.Now };
        db.Add(import);
        await db.SaveChangesAsync(cancel);
        return import;
    }

    /// <summary>Its person's only.</summary>
    public async Task<ActivityImport?> FindAsync(Guid id, CancellationToken cancel)
    {
        var person = actor.AccountId;
        return await db.Set<ActivityImport>().FirstOrDefaultAsync(i => i.Id == id && i.ReadBy == person, cancel);
    }

    /// <summary>Stands for what a person saw of the rows: another one when any of them would fare otherwise.</summary>
    public static string SeenOf(IEnumerable<ImportLine> lines) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines.Select(l => string.Create(CultureInfo.InvariantCulture, $"{l.Row} {l.Fate} {l.Key} {l.Duty?.OccurrenceId}"))))))[..16];

    /// <summary>Records the good rows, each once, with the progress that they move; <paramref name="whole"/>: none of them while one is wrong.</summary>
    public async Task<ImportOutcome> HandleAsync(ActivityImport import, string seen, bool whole, CancellationToken cancel = default)
    {
        // What was confirmed before is not asked about again: pressed twice, it says what came of it.
        if (import.RecordedAt is not null) return new(OutcomeKind.Already, import.Recorded, import.Drafted, null);
        var lines = await reading.LinesAsync(import, cancel);
        if (SeenOf(lines) != seen) return ImportOutcome.Refused(OutcomeKind.Stale, "Từ lúc bạn xem, có dòng đã khác (kế hoạch, đơn vị hoặc hoạt động đã đổi) nên chưa ghi gì. Hãy xem lại rồi ghi.");
        if (whole && lines.Any(l => l.Fate == ImportFate.Wrong)) return ImportOutcome.Refused(OutcomeKind.Refused, "Còn dòng sai nên chưa ghi gì, như bạn đã chọn. Hãy sửa trong tệp rồi tải lại, hoặc bỏ chọn “Chỉ ghi khi mọi dòng đều đúng”.");
        List<ImportLine> good = [.. lines.Where(l => l.Fate is ImportFate.Records or ImportFate.Drafts)];
        if (good.Count == 0) return ImportOutcome.Refused(OutcomeKind.Refused, "Không có dòng nào để ghi.");

        var periods = new HashSet<Guid>();
        foreach (var line in good)
        {
            if (access.WhyNotDo(line.UnitId) is { } denied) return ImportOutcome.Refused(OutcomeKind.Denied, denied);
            if (directory.Find(line.UnitId)?.ProvinceId != actor.ProvinceId) return ImportOutcome.Refused(OutcomeKind.Denied, "Có dòng của đơn vị thuộc tỉnh khác.");
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
        (import.RecordedAt, import.Recorded, import.Drafted) = (clock.Now, good.Count(l => l.Fate == ImportFate.Records), good.Count(l => l.Fate == ImportFate.Drafts));
        try
        {
            await writer.SaveAsync(Verb, $"Từ tệp “{import.FileName}”.", periods, null, cancel);
            return new(OutcomeKind.Done, import.Recorded, import.Drafted, null);
        }
        catch (DbUpdateException)
        {
            db.ChangeTracker.Clear();
            return await FindAsync(import.Id, cancel) is { RecordedAt: not null } first ? new(OutcomeKind.Already, first.Recorded, first.Drafted, null)
                : ImportOutcome.Refused(OutcomeKind.Stale, "Cùng lúc này có nơi khác ghi một dòng của tệp nên chưa ghi gì. Hãy xem lại rồi ghi.");
        }
    }
}
