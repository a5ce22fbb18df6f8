using LanToa.Contracts.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Modules;
using LanToa.Platform.Notices;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Obligations.Urgings;

/// <param name="Again">Also units that were urged today already.</param>
public sealed record UrgeInput(Guid FormKey, LateFilter Filter, IReadOnlyCollection<Guid> Units, string? Words, bool Again);

/// <summary>
/// "Đôn đốc": one record of which units were urged about which overdue work, one notice for each unit, a line in the history of each occurrence; the letter is written from the record.
/// </summary>
public sealed class UrgeUnits(LanToaDb db, LateWork late, NoticeBoard board, UnitDoers doers, Actor actor, IOrganizationDirectory directory, Clock clock)
{
    public const string Verb = "urging.create", OccurrenceVerb = "occurrence.urge";

    public const int Longest = 4000;

    /// <summary>The record that came of it: the first press's where it was pressed twice.</summary>
    public async Task<(Outcome Outcome, Guid? Id)> HandleAsync(UrgeInput input, CancellationToken cancel = default)
    {
        if (!late.MayUrge) return (Outcome.Denied("Chỉ công chức phụ trách hoặc lãnh đạo của cơ quan cấp trên mới đôn đốc được."), null);
        if (input.Units.Count == 0) return (Outcome.Refused("Hãy chọn ít nhất một đơn vị."), null);
        if (string.IsNullOrWhiteSpace(input.Words)) return (Outcome.Refused("Hãy ghi nội dung đôn đốc."), null);
        if (input.Words.Length > Longest) return (Outcome.Refused("Nội dung đôn đốc dài quá 4.000 ký tự; hãy rút gọn."), null);
        var urger = actor.UnitId!.Value;
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        // Of two who urge in one body's name at the same moment the second sees what the first did.
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({"urge " + urger}, 0))", cancel);
        if (await db.Set<Urging>().Where(u => u.FormKey == input.FormKey).Select(u => (Guid?)u.Id).FirstOrDefaultAsync(cancel) is { } first) return (Outcome.Already, first);
        var groups = await late.ReadAsync(input.Filter, input.Units, cancel);
        if (groups.Count == 0) return (Outcome.Refused("Các đơn vị đã chọn không còn việc nào quá hạn; hãy tải lại danh sách."), null);
        if (!input.Again && groups.Where(g => g.UrgedToday).Select(g => g.Name).ToList() is { Count: > 0 } before)
            return (Outcome.Refused($"Hôm nay đã đôn đốc {string.Join(", ", before.Take(5))}{(before.Count > 5 ? $" và {before.Count - 5} đơn vị khác" : "")}. Bỏ chọn các đơn vị này, hoặc đánh dấu “Đôn đốc lần nữa trong ngày”."), null);

        var urging = new Urging
        {
            ProvinceId = db.ProvinceId, UrgerId = urger, ById = actor.AccountId, ByName = actor.Name, Day = clock.Today, At = clock.Now, Words = input.Words.ReplaceLineEndings("\n").Trim(), FormKey = input.FormKey,
            Units = groups.Count, Occurrences = groups.Sum(g => g.Lines.Count),
        };
        db.Add(urging);
        foreach (var line in groups.SelectMany(g => g.Lines))
        {
            var o = line.Row.Occurrence;
            db.Add(new UrgedWork { ProvinceId = db.ProvinceId, UrgingId = urging.Id, OccurrenceId = o.Id, UnitId = o.UnitId, DueOn = o.DueOn, DaysLate = line.DaysLate });
            db.RecordEvent("occurrence", o.Id, OccurrenceVerb, $"{directory.NameOf(urger)} đôn đốc khi đã trễ {VietnameseFormat.Number(line.DaysLate)} ngày");
        }
        await db.Because(Verb).SaveChangesAsync(cancel);
        foreach (var group in groups.OrderBy(g => g.UnitId))
            await board.TellAsync(
                new Telling($"urging:{urging.Id}:{group.UnitId}", $"Đôn đốc: {VietnameseFormat.Number(group.Lines.Count)} việc quá hạn của {group.Name}", $"{directory.NameOf(urger)}: {OccurrenceWords.Short(urging.Words.Split('\n')[0])}",
                    group.Lines is [var only] ? $"/obligations/{only.Row.Occurrence.Id}" : $"/obligations?unit={group.UnitId}&state=late"),
                await doers.OfAsync(group.UnitId, cancel), cancel);
        await transaction.CommitAsync(cancel);
        return (Outcome.Done, urging.Id);
    }
}
