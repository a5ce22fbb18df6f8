using LanToa.Planning.Organizations;
using LanToa.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LanToa.Planning.Plans;

/// <summary>
/// What a person said of printed words that name no single unit or group, for later documents of the issuer: the units for which they stand, or none
/// where they bind nobody. Names of a unit or group are aliases (<see cref="OrganizationAlias"/>).
/// </summary>
public sealed class WordsMeaning : TenantRow
{
    public Guid IssuerId { get; init; }
    public required string Text { get; init; }
    public required string Folded { get; init; }
    public required List<Guid> Units { get; set; }
    public DateTimeOffset At { get; set; }
}

internal sealed class WordsMeaningTable : IEntityTypeConfiguration<WordsMeaning>
{
    public void Configure(EntityTypeBuilder<WordsMeaning> table)
    {
        table.ToTable("words_meaning");
        table.HasOne<Organization>().WithMany().HasForeignKey(m => m.IssuerId);
        table.HasIndex(m => new { m.ProvinceId, m.IssuerId });
        table.HasIndex(m => m.IssuerId);
    }
}
