using System.Text.Json;
using LanToa.Platform.Audit;
using LanToa.Platform.Data;
using LanToa.Platform.Files;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans;

/// <summary>
/// What each file is to the plan: the signed copy in use, one that another took the place of, what was read. A document that was applied to the plan keeps its files, and the plan has copies of them, which are
/// known by their content.
/// </summary>
public sealed class PlanFileMarks(LanToaDb db)
{
    private sealed record Signed(Guid? SignedFileId);

    /// <summary>By file, in words; nothing for what is neither.</summary>
    public async Task<IReadOnlyDictionary<Guid, string>> OfAsync(Plan plan, IReadOnlyList<Attachment> files, CancellationToken cancel = default)
    {
        var marks = new Dictionary<Guid, string>();
        if (files.Count == 0) return marks;
        var versions = plan.Revision == 1 ? [] : await db.Set<PlanVersion>().AsNoTracking().Where(v => v.PlanId == plan.Id).Join(db.Set<Plan>().AsNoTracking(), v => v.AmendmentId, p => p.Id, (v, document) => new { v.Ordinal, Document = document }).ToListAsync(cancel);
        Guid[] amendments = [.. versions.Select(v => v.Document.Id)];
        var theirs = (amendments.Length == 0 ? [] : await db.Set<Attachment>().AsNoTracking().Where(a => amendments.Contains(a.SubjectId)).ToListAsync(cancel)).ToLookup(a => a.SubjectId);
        // Where nothing is signed nothing was replaced.
        var replaced = plan.SignedFileId is null && versions.TrueForAll(v => v.Document.SignedFileId is null) ? [] : await ReplacedAsync([plan.Id, .. amendments], cancel);

        foreach (var version in versions)
        {
            var said = Of(version.Document, [.. theirs[version.Document.Id]], replaced).ToLookup(m => m.File.Sha256, m => m.Words);
            foreach (var file in files.Where(f => said.Contains(f.Sha256))) marks[file.Id] = $"{said[file.Sha256].First()} (phiên bản {VietnameseFormat.Number(version.Ordinal)})";
        }
        foreach (var (file, words) in Of(plan, files, replaced)) marks[file.Id] = words;
        return marks;
    }

    private static IEnumerable<(Attachment File, string Words)> Of(Plan plan, IReadOnlyList<Attachment> files, Dictionary<Guid, (Guid By, DateTimeOffset At)> replaced)
    {
        var byId = files.ToDictionary(f => f.Id);
        // The one in use first: what was replaced and came back is the same content twice.
        foreach (var file in files.OrderByDescending(f => f.Id == plan.SignedFileId))
        {
            if (file.Id == plan.SignedFileId) yield return (file, replaced.Values.Any(r => r.By == file.Id) ? "bản đã ký, bản đang dùng" : "bản đã ký");
            else if (replaced.TryGetValue(file.Id, out var later)) yield return (file, $"bản đã ký, đã được thay{(byId.TryGetValue(later.By, out var by) ? $" bằng {by.FileName}" : "")} ngày {VietnameseFormat.Date(Clock.DateOf(later.At))}");
            else if (file.Id == plan.SourceFileId) yield return (file, "văn bản gốc đã đọc");
        }
    }

    /// <summary>By copy what took its place last, and when; the history tells, as nothing else keeps it.</summary>
    private async Task<Dictionary<Guid, (Guid By, DateTimeOffset At)>> ReplacedAsync(Guid[] plans, CancellationToken cancel)
    {
        var replaced = new Dictionary<Guid, (Guid, DateTimeOffset)>();
        foreach (var e in await db.Set<HistoryEvent>().AsNoTracking().Where(e => e.ProvinceId == db.ProvinceId && plans.Contains(e.SubjectId) && e.Verb == AttachSignedCopy.Verb && e.Before != null && e.After != null)
            .OrderBy(e => e.At).Select(e => new { e.Before, e.After, e.At }).ToListAsync(cancel))
            if (Of(e.Before!) is { } was && Of(e.After!) is { } by) replaced[was] = (by, e.At);
        return replaced;

        static Guid? Of(string json) => JsonSerializer.Deserialize<Signed>(json)!.SignedFileId;
    }
}
