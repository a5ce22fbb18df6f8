using LanToa.Platform.Data;
using LanToa.Platform.Permissions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LanToa.Platform.Identity;

/// <summary>A person's authenticator program. <see cref="Account.TwoFactorEnabled"/> says whether it has been confirmed and is asked for.</summary>
public sealed class SecondFactor
{
    public Guid AccountId { get; init; }
    /// <summary>Sealed by the shared keys.</summary>
    public required string Secret { get; set; }
    public DateTimeOffset BegunAt { get; set; }
    public DateTimeOffset? ConfirmedAt { get; set; }
    /// <summary>The last step whose code was taken: no code is taken twice.</summary>
    public long LastStep { get; set; }
    /// <summary>Wrong codes since the last right one.</summary>
    public int Failures { get; set; }
    public DateTimeOffset? LockedUntil { get; set; }
}

/// <summary>A code for the day on which the telephone is lost; good once.</summary>
public sealed class RecoveryCode
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public Guid AccountId { get; init; }
    /// <summary>SHA-256, hexadecimal: the codes are random with 79 bits, so guessing from the hash is hopeless.</summary>
    public required string Hash { get; init; }
    public DateTimeOffset? UsedAt { get; set; }
}

/// <summary>Who holds the role in the province must sign in with a second factor.</summary>
public sealed class SecondFactorRule : TenantRow
{
    public Role Role { get; init; }
}

internal sealed class SecondFactorTables : IEntityTypeConfiguration<SecondFactor>, IEntityTypeConfiguration<RecoveryCode>, IEntityTypeConfiguration<SecondFactorRule>
{
    public void Configure(EntityTypeBuilder<SecondFactor> table)
    {
        table.ToTable("second_factor");
        table.HasKey(f => f.AccountId);
        table.HasOne<Account>().WithMany().HasForeignKey(f => f.AccountId);
    }

    public void Configure(EntityTypeBuilder<RecoveryCode> table)
    {
        table.ToTable("recovery_code");
        table.HasOne<Account>().WithMany().HasForeignKey(c => c.AccountId);
        table.HasIndex(c => c.AccountId);
    }

    public void Configure(EntityTypeBuilder<SecondFactorRule> table)
    {
        table.ToTable("second_factor_rule");
        table.HasIndex(r => new { r.ProvinceId, r.Role }).IsUnique();
    }
}
