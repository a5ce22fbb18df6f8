using System.ComponentModel.DataAnnotations;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LanToa.Platform.Identity.Delegations;

/// <summary>
/// A role lent for the days of a leave (inclusive). The deputy does not hold it: they act for its holder while they say so (<see cref="ActorMiddleware"/>), only as long as
/// the holder holds it themselves, so that nothing is lent on and nothing outlives what it came from.
/// </summary>
[Recorded("delegation", Shared = true, Noun = "ủy quyền")]
public sealed class Delegation : IPartOf
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>The role that is lent.</summary>
    public Guid MembershipId { get; init; }

    /// <summary>Who is away.</summary>
    public Guid FromId { get; init; }

    /// <summary>The deputy.</summary>
    public Guid ToId { get; init; }

    [Display(Name = "Từ ngày")]
    public DateOnly ValidFrom { get; init; }

    [Display(Name = "Đến ngày")]
    public DateOnly ValidTo { get; set; }

    public string? Reason { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public string CreatedByName { get; init; } = "";

    [Display(Name = "Thu hồi lúc")]
    public DateTimeOffset? EndedAt { get; set; }

    public Guid WholeId => FromId;

    public bool HoldsOn(DateOnly day) => EndedAt is null && ValidFrom <= day && day <= ValidTo;
}

internal sealed class DelegationTable : IEntityTypeConfiguration<Delegation>
{
    public void Configure(EntityTypeBuilder<Delegation> table)
    {
        table.ToTable("delegation");
        table.Ignore(d => d.WholeId);
        table.HasOne<Membership>().WithMany().HasForeignKey(d => d.MembershipId);
        table.HasOne<Account>().WithMany().HasForeignKey(d => d.FromId);
        table.HasOne<Account>().WithMany().HasForeignKey(d => d.ToId);
        table.HasIndex(d => new { d.ToId, d.ValidTo });
    }
}
