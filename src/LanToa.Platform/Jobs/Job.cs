using LanToa.Platform.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LanToa.Platform.Jobs;

public enum JobState
{
    Queued,
    Running,
    Done,
    /// <summary>Gave up after its attempts: an administrator can read why and run it again.</summary>
    Dead,
    Cancelled,
}

/// <summary>
/// A piece of work outside a request: outbox and queue in one table. It is enqueued inside the transaction that caused it, claimed with
/// FOR UPDATE SKIP LOCKED, committed, then run under a lease; retries back off, and after the last one it is a dead letter.
/// </summary>
public sealed class Job
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public short ProvinceId { get; init; }
    public required string Kind { get; init; }
    public required string Payload { get; init; }
    /// <summary>A job with the same key is enqueued once.</summary>
    public string? Key { get; init; }
    public JobState State { get; set; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset RunAfter { get; set; }
    public Guid? CreatedBy { get; init; }
    public string CreatedByName { get; init; } = "Hệ thống";
    public int Attempts { get; set; }
    public int MaxAttempts { get; init; } = 5;
    public Guid? Lease { get; set; }
    public DateTimeOffset? LeaseUntil { get; set; }
    public DateTimeOffset? StartedAt { get; set; }
    public DateTimeOffset? FinishedAt { get; set; }
    /// <summary>0 to 100.</summary>
    public int Progress { get; set; }
    public string? ProgressText { get; set; }
    public string? Error { get; set; }
    /// <summary>Where the person goes when it is done: a path inside the program.</summary>
    public string? ResultPath { get; set; }
}

/// <summary>A recurring piece of work fell due and was enqueued, once across all nodes.</summary>
public sealed class RecurringRun
{
    public required string Name { get; init; }
    public DateTimeOffset Due { get; init; }
    public Guid JobId { get; init; }
}

internal sealed class JobTable : IEntityTypeConfiguration<Job>
{
    public void Configure(EntityTypeBuilder<Job> table)
    {
        table.ToTable("job");
        table.HasIndex(j => j.Key).IsUnique();
        table.HasIndex(j => new { j.State, j.RunAfter });
        table.HasOne<Account>().WithMany().HasForeignKey(j => j.CreatedBy);
    }
}

internal sealed class RecurringRunTable : IEntityTypeConfiguration<RecurringRun>
{
    public void Configure(EntityTypeBuilder<RecurringRun> table)
    {
        table.ToTable("recurring_run");
        table.HasKey(r => new { r.Name, r.Due });
    }
}
