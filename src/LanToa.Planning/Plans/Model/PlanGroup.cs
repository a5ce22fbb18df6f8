using LanToa.Planning.Organizations;
using LanToa.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LanToa.Planning.Plans;

/// <summary>The units that a group meant when the plan was issued. Rules of groups change afterwards; what a plan asked of whom does not.</summary>
public sealed class PlanGroup : TenantRow
{
    public Guid PlanId { get; init; }
    public Guid GroupId { get; init; }
    public required List<Guid> Units { get; init; }

    /// <summary>Those of them that came to stand outside afterwards (<see cref="LanToa.Contracts.Organizations.OutsideBodies"/>), and whom nobody added by hand: nothing is asked of them with the group.</summary>
    public List<Guid> Outside { get; init; } = [];
}

internal sealed class PlanGroupTable : IEntityTypeConfiguration<PlanGroup>
{
    public void Configure(EntityTypeBuilder<PlanGroup> table)
    {
        table.ToTable("plan_group");
        table.HasOne<Plan>().WithMany().HasForeignKey(g => new { g.ProvinceId, g.PlanId });
        table.HasOne<OrganizationGroup>().WithMany().HasForeignKey(g => g.GroupId);
        table.HasIndex(g => new { g.ProvinceId, g.PlanId, g.GroupId }).IsUnique();
        table.HasIndex(g => g.GroupId);
        table.HasIndex(g => g.Units).HasMethod("gin");
    }
}
