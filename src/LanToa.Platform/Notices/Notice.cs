using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Identity.Delegations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LanToa.Platform.Notices;

/// <summary>
/// Something that concerns one person, told once: while it is unread, the same thing (<see cref="Key"/>) happening again only counts. Kept by the province
/// in which they act, where its link opens.
/// </summary>
public sealed class Notice : TenantRow
{
    public Guid AccountId { get; init; }
    /// <summary>What it is about: a kind and the id of a record, such as "plan.submitted:…".</summary>
    public required string Key { get; init; }
    public required string Title { get; init; }
    public string? Detail { get; init; }
    /// <summary>A path of this program.</summary>
    public required string Href { get; init; }
    /// <summary>How often it happened while unread.</summary>
    public int Times { get; init; }
    public DateTimeOffset At { get; init; }
    public DateTimeOffset? ReadAt { get; set; }
    /// <summary>Told to a deputy because its owner is away: by this delegation it is read and dealt with.</summary>
    public Guid? DelegationId { get; init; }
}

internal sealed class NoticeTable : IEntityTypeConfiguration<Notice>
{
    private const string Unread = "read_at IS NULL";

    public void Configure(EntityTypeBuilder<Notice> table)
    {
        table.ToTable("notice");
        table.HasOne<Account>().WithMany().HasForeignKey(n => n.AccountId);
        table.HasIndex(n => new { n.ProvinceId, n.AccountId, n.Key }, "ix_notice_unread").IsUnique().HasFilter(Unread);
        table.HasIndex(n => new { n.ProvinceId, n.Key }).HasFilter(Unread);
        table.HasIndex(n => new { n.ProvinceId, n.AccountId, n.At });
        table.HasIndex(n => n.AccountId);
        table.HasOne<Delegation>().WithMany().HasForeignKey(n => n.DelegationId);
        table.HasIndex(n => n.DelegationId).HasFilter("delegation_id IS NOT NULL");
    }
}
