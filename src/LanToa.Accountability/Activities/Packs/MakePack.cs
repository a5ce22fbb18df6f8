using System.Data;
using System.Text;
using LanToa.Contracts.Organizations;
using LanToa.Contracts.Plans;
using LanToa.Platform.Data;
using LanToa.Platform.Files;
using LanToa.Platform.Jobs;
using LanToa.Platform.Text;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace LanToa.Accountability.Activities.Packs;

public sealed record MakePackPayload(Guid Pack);

/// <summary>
/// Makes the index and the signed manifest of a pack from one snapshot of the database. Activities are read in portions and written to temporary files: the memory needed is that of
/// a portion and of one line for each file. A run that was broken off begins anew and leaves nothing behind.
/// </summary>
public sealed class MakePack(LanToaDb db, PackRows rows, PackKeys keys, FileStore store, IFileBytes bytes, IPlanWords plans, IOrganizationDirectory directory, Clock clock, [FromKeyedServices(Connections.Long)] NpgsqlDataSource database) : IJobHandler<MakePackPayload>
{
    public const string Job = "activities.pack";

    private const int Portion = 200;

    private static readonly FileLimits Any = new(long.MaxValue);

    public async Task RunAsync(MakePackPayload payload, JobRun run, CancellationToken cancel)
    {
        // The snapshot is held until its end, and how far it is is reported meanwhile.
        db.Database.SetDbConnection(database.CreateConnection(), contextOwnsConnection: true);
        if (await db.Set<EvidencePack>().FirstOrDefaultAsync(p => p.Id == payload.Pack, cancel) is not { } pack) throw new JobFailedException("Gói này không còn.");
        run.ResultPath = $"/activities/pack/{pack.Id}";
        if (pack.MadeAt is not null) return;
        var made = clock.Now;
        await KeepWordsAsync(pack, cancel);
        var files = new List<PackFile>();
        var missing = new HashSet<string>(StringComparer.Ordinal);
        await using var page = Temporary();
        await using var sheet = Temporary();
        await using (var snapshot = await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancel))
        {
            await run.ReportAsync(1, "Tìm các tệp minh chứng");
            await FindFilesAsync(pack, files, missing, cancel);
            await WriteIndexAsync(pack, made, page, sheet, missing, run, cancel);
            await snapshot.CommitAsync(cancel);
        }
        await run.ReportAsync(90, "Ghi danh mục và ký");
        (pack.Files, pack.Missing) = (files.Count, missing.Count);
        files.InsertRange(0, [await KeepAsync(PackFormat.Readme, PackTexts.Readme, cancel), await KeepAsync(PackFormat.Script, PackTexts.Script, cancel), await KeepAsync(PackFormat.Page, page, cancel), await KeepAsync(PackFormat.Sheet, sheet, cancel)]);
        var sums = new StringBuilder();
        foreach (var file in files) sums.Append(file.Sha256).Append("  ").Append(file.Path).Append('\n');
        files.Insert(2, await KeepAsync(PackFormat.Sums, sums.ToString(), cancel));
        await SignAsync(pack, made, files, cancel);
        await db.Because("evidence-pack.made").SaveChangesAsync(cancel);
    }

    /// <summary>The stored words of addresses lie in the database; for the pack they become files like the others.</summary>
    private async Task KeepWordsAsync(EvidencePack pack, CancellationToken cancel)
    {
        foreach (var hash in await rows.Versions(rows.Activities(pack)).Where(e => e.Version.LinkText != null && e.Version.Sha256 != null).Select(e => e.Version.Sha256!).Distinct().ToListAsync(cancel))
            if (await bytes.SizeAsync(hash, cancel) is null && await db.Set<EvidenceVersion>().AsNoTracking().Where(v => v.Sha256 == hash && v.LinkText != null).Select(v => v.LinkText).FirstOrDefaultAsync(cancel) is { } words)
                await KeepAsync(hash, words, cancel);
    }

    /// <summary>Every file once, in the order of hashes; the stored words of links with them.</summary>
    private async Task FindFilesAsync(EvidencePack pack, List<PackFile> files, HashSet<string> missing, CancellationToken cancel)
    {
        var found = rows.Versions(rows.Activities(pack)).Where(e => e.Version.Sha256 != null)
            .Select(e => new { e.Version.Sha256, e.Version.MediaType, IsFile = e.Version.AttachmentId != null }).Distinct().OrderBy(e => e.Sha256).ThenByDescending(e => e.IsFile);
        string? last = null;
        foreach (var file in await found.ToListAsync(cancel))
        {
            if (file.Sha256 == last) continue;
            last = file.Sha256!;
            if (await bytes.SizeAsync(last, cancel) is { } size) files.Add(new(PackFormat.PathOf(last, file.IsFile ? file.MediaType : "text/plain"), size, last));
            else missing.Add(last);
        }
    }

    private async Task WriteIndexAsync(EvidencePack pack, DateTimeOffset made, Stream page, Stream sheet, HashSet<string> missing, JobRun run, CancellationToken cancel)
    {
        var all = rows.Activities(pack);
        var units = (await all.GroupBy(a => a.UnitId).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(cancel))
            .Select(u => (Id: u.Key, Name: directory.DistinctNameOf(u.Key) ?? directory.Find(u.Key)?.Name ?? "", u.Count)).OrderBy(u => Folding.Fold(u.Name), StringComparer.Ordinal).ToList();
        pack.Activities = units.Sum(u => u.Count);
        pack.Evidence = await rows.Evidence(all).CountAsync(cancel);
        var fingerprint = PackFormat.Fingerprint(await keys.PublicKeyAsync(cancel));
        await using var html = new PackPage(page, pack, made, fingerprint);
        using var table = new PackSheet(sheet);
        await html.BeginAsync(units.Select(u => (u.Name, u.Count)), cancel);
        var done = 0;
        foreach (var (unit, name, _) in units)
        {
            await html.UnitAsync(name, cancel);
            for (var (day, id) = (DateOnly.MinValue, Guid.Empty); ;)
            {
                var portion = await all.Where(a => a.UnitId == unit && (a.HappenedOn > day || (a.HappenedOn == day && a.Id.CompareTo(id) > 0))).OrderBy(a => a.HappenedOn).ThenBy(a => a.Id).Take(Portion).ToListAsync(cancel);
                if (portion.Count == 0) break;
                foreach (var row in await RowsAsync(portion, pack.UnitId, name, missing, cancel))
                {
                    await html.RowAsync(++done, row, cancel);
                    table.Row(done, row);
                }
                (day, id) = (portion[^1].HappenedOn, portion[^1].Id);
                await run.ReportAsync(5 + (80 * done / Math.Max(1, pack.Activities)), $"Đã ghi {VietnameseFormat.Number(done)}/{VietnameseFormat.Number(pack.Activities)} hoạt động");
            }
        }
        await html.EndAsync(cancel);
    }

    private async Task<List<PackRow>> RowsAsync(List<Activity> portion, Guid top, string unit, HashSet<string> missing, CancellationToken cancel)
    {
        List<Guid> ids = [.. portion.Select(a => a.Id)];
        PackVersion Packed(EvidenceVersion version) => new(version, version.Sha256 is { } hash && missing.Contains(hash));
        var versions = await rows.Versions(db.Set<Activity>().AsNoTracking().Where(a => ids.Contains(a.Id))).ToListAsync(cancel);
        var criteria = await CriteriaAsync([.. versions.Select(v => v.Evidence.Id).Distinct()], top, cancel);
        var evidence = versions.GroupBy(e => (e.ActivityId, e.Evidence.Id))
            .Select(g => (g.Key.ActivityId, Proof: new PackProof(g.First().Evidence, [.. g.Select(e => e.Version).OrderByDescending(v => v.Number).Select(Packed)]) { Criteria = [.. criteria[g.Key.Id]] }))
            .OrderBy(e => e.Proof.Evidence.AddedAt).ThenBy(e => e.Proof.Evidence.Id).ToLookup(e => e.ActivityId, e => e.Proof);
        var answers = await db.Set<ActivityAnswer>().AsNoTracking().Where(x => ids.Contains(x.ActivityId)).OrderBy(x => x.Id).ToListAsync(cancel);
        var words = await plans.OfTasksAsync([.. answers.Select(x => x.TaskId).Distinct()], cancel);
        var names = await plans.NamesAsync([.. answers.Select(x => x.PlanId).Distinct()], cancel);
        var tasks = answers.ToLookup(x => x.ActivityId, x => new PackTask(names.GetValueOrDefault(x.PlanId) ?? "", words.GetValueOrDefault(x.TaskId) ?? new TaskWords(x.TaskText, null)));
        return [.. portion.Select(a => new PackRow(a, unit, [.. tasks[a.Id]], [.. evidence[a.Id]]))];
    }

    /// <summary>For which criteria the unit of the pack, and those below it, use each piece.</summary>
    private async Task<ILookup<Guid, string>> CriteriaAsync(List<Guid> evidence, Guid top, CancellationToken cancel) =>
        (await db.Set<CriterionEvidence>().AsNoTracking().Where(u => evidence.Contains(u.EvidenceId) && u.RemovedAt == null).OrderBy(u => u.Year).ThenBy(u => u.Criterion).ThenBy(u => u.Id).ToListAsync(cancel)).Where(u => directory.IsWithin(u.UnitId, top))
            .ToLookup(u => u.EvidenceId, u => $"{CriteriaList.NameOf(u.Criterion)}, năm {u.Year} ({directory.DistinctNameOf(u.UnitId)}{(u.Pointer is { } pointer ? $"; {pointer}" : "")}{(u.Note is { } note ? $"; giải trình: {note}" : "")})");

    private async Task SignAsync(EvidencePack pack, DateTimeOffset made, List<PackFile> files, CancellationToken cancel)
    {
        var publicKey = await keys.PublicKeyAsync(cancel);
        using var manifest = new MemoryStream();
        manifest.Write(Encoding.UTF8.GetBytes(PackFormat.Line(new PackHead(PackFormat.Format, pack.Id, made, pack.UnitName, pack.PlanName, pack.From, pack.To, pack.Activities, pack.Evidence, files.Count, PackFormat.Fingerprint(publicKey)))));
        foreach (var file in files) manifest.Write(Encoding.UTF8.GetBytes(PackFormat.Line(file)));
        if (manifest.Length > PackFormat.MaxManifest) throw new JobFailedException("Gói có quá nhiều tệp. Hãy chọn thời gian ngắn hơn, hoặc từng đơn vị.");
        var all = manifest.ToArray();
        pack.Signature = await keys.SignAsync(all, cancel);
        manifest.Position = 0;
        pack.ManifestSha256 = (await store.KeepAsync(manifest, Any, cancel)).Sha256;
        pack.Bytes = StoredZip.LengthOf([(PackFormat.Manifest, all.Length), (PackFormat.Signature, pack.Signature.Length), (PackFormat.PublicKey, PackFormat.Pem(publicKey).Length), .. files.Select(f => (f.Path, f.Size))]);
        pack.MadeAt = made;
    }

    private async Task<PackFile> KeepAsync(string path, string text, CancellationToken cancel)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return await KeepAsync(path, content, cancel);
    }

    private async Task<PackFile> KeepAsync(string path, Stream content, CancellationToken cancel)
    {
        content.Position = 0;
        var kept = await store.KeepAsync(content, Any, cancel);
        return new(path, kept.Size, kept.Sha256);
    }

    private static FileStream Temporary() => new(Path.Combine(Path.GetTempPath(), $"lantoa-{Guid.CreateVersion7():N}.pack"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.Asynchronous | FileOptions.DeleteOnClose);
}
