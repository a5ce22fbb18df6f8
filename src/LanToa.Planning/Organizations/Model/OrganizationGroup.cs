using System.ComponentModel.DataAnnotations;
using LanToa.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LanToa.Planning.Organizations;

/// <summary>
/// Bodies that plans speak to together ("các sở, ban, ngành"), by a rule relative to the plan's issuer: all of some levels and kinds that
/// stand directly or anywhere below it. Single members are added or left out by hand.
/// </summary>
[Recorded("organization-group", Shared = true, Noun = "nhóm cơ quan")]
public sealed class OrganizationGroup
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    [Display(Name = "Tên nhóm")]
    public required string Name { get; set; }

    /// <summary>The organization whose group it is; null for groups that hold below any issuer.</summary>
    [Display(Name = "Cơ quan làm gốc")]
    public Guid? OwnerId { get; set; }

    [Display(Name = "Cấp")]
    public List<OrganizationLevel> Levels { get; set; } = [];

    [Display(Name = "Loại")]
    public List<OrganizationKind> Kinds { get; set; } = [];

    /// <summary>Only children of the issuer, not deeper.</summary>
    [Display(Name = "Chỉ cấp dưới trực tiếp")]
    public bool DirectOnly { get; set; }

    /// <summary>The last day whose documents may mean it; plans of before keep it.</summary>
    [Display(Name = "Dùng đến hết ngày")]
    public DateOnly? ValidTo { get; set; }

    [Display(Name = "Lý do kết thúc")]
    public string? EndReason { get; set; }

    public int Version { get; set; } = 1;

    public bool HoldsOn(DateOnly day) => ValidTo is null || day <= ValidTo;
}

/// <summary>A member added to a group, or left out of it, by hand.</summary>
[Recorded("group-member", Shared = true, Noun = "thành viên nhóm", Called = nameof(OrganizationGroupMember.OrganizationId))]
public sealed class OrganizationGroupMember : IPartOf
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public Guid GroupId { get; init; }
    public Guid OrganizationId { get; init; }

    [Display(Name = "Thuộc nhóm")]
    public bool Included { get; set; }

    [Display(Name = "Lý do")]
    public string Reason { get; set; } = "";

    public Guid WholeId => GroupId;
}

internal sealed class OrganizationGroupTable : IEntityTypeConfiguration<OrganizationGroup>, IEntityTypeConfiguration<OrganizationGroupMember>
{
    public void Configure(EntityTypeBuilder<OrganizationGroup> table)
    {
        table.ToTable("organization_group");
        table.HasOne<Organization>().WithMany().HasForeignKey(g => g.OwnerId);
        table.PrimitiveCollection(g => g.Levels).ElementType(e => e.HasConversion<string>());
        table.PrimitiveCollection(g => g.Kinds).ElementType(e => e.HasConversion<string>());
        table.Property(g => g.Version).IsConcurrencyToken();
    }

    public void Configure(EntityTypeBuilder<OrganizationGroupMember> table)
    {
        table.ToTable("organization_group_member");
        table.Ignore(m => m.WholeId);
        table.HasOne<OrganizationGroup>().WithMany().HasForeignKey(m => m.GroupId);
        table.HasOne<Organization>().WithMany().HasForeignKey(m => m.OrganizationId);
        table.HasIndex(m => new { m.GroupId, m.OrganizationId }).IsUnique();
    }
}
