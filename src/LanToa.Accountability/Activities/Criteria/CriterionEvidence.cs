using System.ComponentModel.DataAnnotations;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LanToa.Accountability.Activities;

/// <summary>A piece of evidence that a unit uses for a criterion of a year: the evidence itself, not a copy of it.</summary>
[Recorded("criterion-evidence", Noun = "minh chứng của tiêu chí")]
public sealed class CriterionEvidence : TenantRow, IPartOf
{
    /// <summary>The body that is scored: the one that brought the evidence, or one above it.</summary>
    public Guid UnitId { get; init; }

    public Guid EvidenceId { get; init; }

    /// <summary>Code of the criterion (<see cref="CriteriaList"/>).</summary>
    [Display(Name = "Tiêu chí"), NamedCriterion]
    public required string Criterion { get; init; }

    [Display(Name = "Năm"), Year]
    public int Year { get; init; }

    /// <summary>Where in it: "trang 3, mục II.1".</summary>
    [Display(Name = "Trang, mục")]
    public string? Pointer { get; set; }

    /// <summary>What the unit explains; asked for where the evidence is not of that year.</summary>
    [Display(Name = "Giải trình")]
    public string? Note { get; set; }

    public Guid? AddedBy { get; init; }
    public required string AddedByName { get; init; }
    public DateTimeOffset AddedAt { get; init; }

    /// <summary>Since when it is no longer used for it.</summary>
    [Display(Name = "Gỡ lúc")]
    public DateTimeOffset? RemovedAt { get; set; }

    public Guid WholeId => EvidenceId;
}

internal sealed class CriterionEvidenceTable : IEntityTypeConfiguration<CriterionEvidence>
{
    public void Configure(EntityTypeBuilder<CriterionEvidence> table)
    {
        table.ToTable("criterion_evidence");
        table.Ignore(u => u.WholeId);
        table.HasOne<Evidence>().WithMany().HasForeignKey(u => new { u.ProvinceId, u.EvidenceId });
        table.HasOne(Neighbours.Organization, null).WithMany().HasForeignKey(nameof(CriterionEvidence.UnitId));
        table.HasOne<Account>().WithMany().HasForeignKey(u => u.AddedBy);
        table.HasIndex(u => new { u.ProvinceId, u.UnitId, u.Year, u.Criterion, u.EvidenceId }, "ix_criterion_evidence_once").IsUnique();
        table.HasIndex(u => new { u.ProvinceId, u.EvidenceId });
        table.HasIndex(u => u.UnitId);
        table.HasIndex(u => u.AddedBy);
    }
}
