using System.ComponentModel.DataAnnotations;
using LanToa.Planning.Organizations;
using LanToa.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LanToa.Planning.Plans;

/// <summary>
/// What a person said of printed words that name no single unit, for later documents of the issuer: the units for which they stand, or none
/// where they bind nobody. It changes only when somebody says so. Names of a unit or group are aliases (<see cref="OrganizationAlias"/>).
/// </summary>
[Recorded("words-meaning", Noun = "chữ đã nhớ", Called = nameof(WordsMeaning.Text))]
public sealed class WordsMeaning : TenantRow
{
    [Display(Name = "Cơ quan ban hành")]
    public Guid IssuerId { get; init; }

    [Display(Name = "Chữ trong văn bản")]
    public required string Text { get; init; }

    public required string Folded { get; init; }

    [Display(Name = "Các đơn vị")]
    public required List<Guid> Units { get; set; }

    /// <summary>The group of which the words speak, where a person listed who belongs to it.</summary>
    public Guid? GroupId { get; set; }

    /// <summary>The document in which it was said; null for what was said before that was kept.</summary>
    public Guid? ImportId { get; set; }

    /// <summary>What that document is called.</summary>
    [Display(Name = "Từ văn bản")]
    public string? Document { get; set; }

    public string ByName { get; set; } = "";

    public DateTimeOffset At { get; set; }

    /// <summary>It holds no more for later documents; the row stays with its history.</summary>
    [Display(Name = "Đã bỏ")]
    public bool Forgotten { get; set; }
}

internal sealed class WordsMeaningTable : IEntityTypeConfiguration<WordsMeaning>
{
    public void Configure(EntityTypeBuilder<WordsMeaning> table)
    {
        table.ToTable("words_meaning");
        table.HasOne<Organization>().WithMany().HasForeignKey(m => m.IssuerId);
        table.HasOne<OrganizationGroup>().WithMany().HasForeignKey(m => m.GroupId);
        table.HasOne<PlanImport>().WithMany().HasForeignKey(m => new { m.ProvinceId, m.ImportId });
        table.HasIndex(m => new { m.ProvinceId, m.IssuerId });
        table.HasIndex(m => m.IssuerId);
    }
}
