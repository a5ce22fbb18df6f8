using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Jobs;
using LanToa.Platform.Time;
using Npgsql;

namespace LanToa.Platform.Audit;

/// <summary>Which province; null for every one (the nightly run).</summary>
public sealed record VerifyHistoryPayload(short? Province);

/// <summary>"Kiểm tra chuỗi lịch sử" as a job: seals what waits, walks the chain, keeps what was found. Starting over is harmless.</summary>
public sealed class VerifyHistory(LanToaDb db, HistorySealer sealer, HistoryVerifier verifier, JobQueue jobs, Actor actor, Clock clock, NpgsqlDataSource database) : IJobHandler<VerifyHistoryPayload?>
{
    public const string Job = "history.verify";

    /// <summary>Half past two at night in Vietnam, the last time that was.</summary>
    public static DateTimeOffset LastNight(DateTimeOffset now) => Clock.LastNightAt(now, new TimeOnly(2, 30));

    /// <summary>Why the person may not have the history of the acting province verified or exported; empty when they may.</summary>
    public static IReadOnlyList<string> WhyNot(Actor actor) =>
        actor.CanForProvince(PlatformPermissions.ReadHistory) ? [] : ["Chỉ quản trị hoặc thanh tra của cả tỉnh (hoặc cấp trung ương) mới kiểm tra và xuất được lịch sử."];

    /// <summary>Enqueues the verification of the acting province, once per form; null when refused.</summary>
    public async Task<Guid?> StartAsync(Guid formKey, CancellationToken cancel = default) =>
        WhyNot(actor).Count > 0 ? null : await jobs.EnqueueOnceAsync(Job, new VerifyHistoryPayload(db.ProvinceId), $"{Job}:{formKey}", cancel: cancel);

    public async Task RunAsync(VerifyHistoryPayload? payload, JobRun run, CancellationToken cancel)
    {
        var provinces = payload?.Province is { } one ? [one] : await verifier.ProvincesAsync(cancel);
        var wrong = 0;
        for (var i = 0; i < provinces.Count; i++)
        {
            var (done, province) = (i, provinces[i]);
            await sealer.SealAsync(province, cancel: cancel);
            var verdict = await verifier.VerifyAsync(province, [], (number, of) => run.ReportAsync((int)((done + number / (double)Math.Max(1, of)) * 99 / provinces.Count), $"Đã kiểm tra {VietnameseFormat.Number(number)}/{VietnameseFormat.Number(of)} thay đổi"), cancel);
            await KeepAsync(verdict, cancel);
            wrong += verdict.Total;
        }
        run.ResultPath = "/audit";
        await run.ReportAsync(100, wrong == 0 ? "Lịch sử nguyên vẹn" : $"{wrong} điểm sai");
    }

    private async Task KeepAsync(HistoryVerdict verdict, CancellationToken cancel)
    {
        List<string> report = [.. verdict.Findings.Select(f => f.Words), .. verdict.BackdatedRows];
        // A row per run, written by plain SQL: a job of all provinces writes into each of them.
        await using var command = database.Command("""
            INSERT INTO history_check (province_id, id, checked_at, checked_by_name, number, hash, waiting, milliseconds, findings, report, backdated) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            """, verdict.Province, Guid.CreateVersion7(), clock.Now, actor.Name, verdict.Head?.Number ?? 0, verdict.Head is { } head ? Convert.FromHexString(head.Hash) : HistoryForm.Beginning,
            verdict.Waiting, (long)verdict.Took.TotalMilliseconds, verdict.Total, report.Count == 0 ? null : string.Join('\n', report), verdict.Backdated);
        await command.ExecuteNonQueryAsync(cancel);
    }
}
