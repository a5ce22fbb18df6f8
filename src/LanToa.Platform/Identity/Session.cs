using LanToa.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LanToa.Platform.Identity;

/// <summary>A person signed in on a browser. The cookie names it; once it has ended the next request with that cookie is nobody's.</summary>
public sealed class Session
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public Guid AccountId { get; init; }
    public DateTimeOffset StartedAt { get; init; }
    /// <summary>To five minutes.</summary>
    public DateTimeOffset LastSeenAt { get; set; }
    public string? Address { get; init; }
    /// <summary>In words: "Chrome trên Windows".</summary>
    public required string Browser { get; init; }
    public DateTimeOffset? EndedAt { get; set; }
}

/// <summary>How an attempt to sign in ended.</summary>
public enum SignInOutcome
{
    Succeeded,
    SucceededWithFactor,
    SucceededWithRecovery,
    SucceededByProvider,
    SucceededByPasskey,
    WrongPassword,
    WrongCode,
    LockedOut,
    Disabled,
    /// <summary>A provider sent somebody whom the account is bound to, but who may not come in.</summary>
    RefusedByProvider,
}

/// <summary>One attempt to sign in to an account that exists. What was typed for one that does not is not kept: it may be a password in the wrong field.</summary>
public sealed class SignInEvent
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public Guid AccountId { get; init; }
    public DateTimeOffset At { get; init; }
    public SignInOutcome Outcome { get; init; }
    public string? Address { get; init; }
    public required string Browser { get; init; }
}

internal sealed class SessionTables : IEntityTypeConfiguration<Session>, IEntityTypeConfiguration<SignInEvent>
{
    public void Configure(EntityTypeBuilder<Session> table)
    {
        table.ToTable("session");
        table.HasOne<Account>().WithMany().HasForeignKey(s => s.AccountId);
        table.HasIndex(s => new { s.AccountId, s.StartedAt });
        table.HasIndex(s => s.LastSeenAt);
    }

    public void Configure(EntityTypeBuilder<SignInEvent> table)
    {
        table.ToTable("sign_in_event");
        table.HasOne<Account>().WithMany().HasForeignKey(e => e.AccountId);
        table.HasIndex(e => new { e.AccountId, e.At });
        table.HasIndex(e => e.At);
    }
}
