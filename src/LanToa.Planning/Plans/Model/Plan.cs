using System.ComponentModel.DataAnnotations;
using LanToa.Planning.Obligations.Rules;
using LanToa.Planning.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Files;
using LanToa.Platform.Text;
using LanToa.Reading.Model;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LanToa.Planning.Plans;

/// <summary>An act that assigns communication work, drafted here or recorded as issued. It is kept by its issuer's province.</summary>
[Recorded("plan", Noun = "kế hoạch")]
public sealed class Plan : DocumentFacts
{
    [Display(Name = "Cơ quan ban hành")]
    public Guid IssuerId { get; set; }

    [Display(Name = "Loại văn bản")]
    public string Kind { get; set; } = "Kế hoạch";

    [Display(Name = "Trích yếu")]
    public required string Title { get; set; }

    [Display(Name = "Trạng thái")]
    public PlanState State { get; set; }

    /// <summary>Periods that ended before this day count as before tracking, never overdue; null: all are followed.</summary>
    [Display(Name = "Theo dõi từ")]
    public DateOnly? TrackingFrom { get; set; }

    /// <summary>How many versions it has had: one, and one more with each amendment.</summary>
    [Display(Name = "Phiên bản")]
    public int Revision { get; set; } = 1;

    /// <summary>The issued plan that this document amends: it becomes that plan's next version and is itself never issued.</summary>
    public Guid? AmendsId { get; init; }

    /// <summary>The document takes the place of the plan's whole text; otherwise what it does not speak of stays.</summary>
    [Display(Name = "Thay toàn bộ văn bản")]
    public bool AmendsWhole { get; set; }

    /// <summary>The file that it was read from: an attachment of this plan.</summary>
    public Guid? SourceFileId { get; set; }

    /// <summary>The signed document: an attachment of this plan.</summary>
    public Guid? SignedFileId { get; set; }

    /// <summary>Since when everyone may read it without signing in; null while the issuer has not made it public.</summary>
    [Display(Name = "Công khai từ")]
    public DateOnly? PublishedOn { get; set; }

    public DateTimeOffset CreatedAt { get; init; }
    public Guid? CreatedBy { get; init; }
    public string CreatedByName { get; init; } = "";

    /// <summary>When and by whom the plan came into its present state.</summary>
    public DateTimeOffset StateAt { get; set; }
    public string StateByName { get; set; } = "";

    public string SearchText { get; private set; } = "";

    /// <summary>Keeps the search text in step; called before saving.</summary>
    // Printed 09/KH-UBND, and looked for as 9/KH-UBND, too.
    public void RefreshSearch(string issuerName) => SearchText = Folding.Fold($"{(NumberAndSymbol.Length > 0 ? NumberAndSymbol : Symbol)} {Kind} {Title} {issuerName} {SignerName} {Date?.Year}{(NumberAndSymbol.StartsWith('0') ? $" {Number!.TrimStart('0')}" : "")}");
}

/// <summary>What the plan was read from: the extracted text and the reading, kept apart from the plan because they are large and never change.</summary>
public sealed class PlanSource : TenantRow
{
    public Guid PlanId { get; init; }
    public required string Text { get; init; }
    /// <summary>The reading as JSON (contract plan-reading-1).</summary>
    public required string Reading { get; init; }
}

internal sealed class PlanTable : IEntityTypeConfiguration<Plan>, IEntityTypeConfiguration<PlanSource>
{
    public void Configure(EntityTypeBuilder<Plan> table)
    {
        table.ToTable("plan");
        table.Ignore(p => p.NumberAndSymbol);
        table.Ignore(p => p.Period);
        table.HasOne<Organization>().WithMany().HasForeignKey(p => p.IssuerId);
        table.HasOne<Attachment>().WithMany().HasForeignKey(p => new { p.ProvinceId, p.SourceFileId });
        table.HasOne<Attachment>().WithMany().HasForeignKey(p => new { p.ProvinceId, p.SignedFileId });
        table.HasOne<Plan>().WithMany().HasForeignKey(p => new { p.ProvinceId, p.AmendsId });
        table.HasIndex(p => p.IssuerId);
        // Two amendments under way at once would each undo the other.
        table.HasIndex(p => new { p.ProvinceId, p.AmendsId }).IsUnique().HasFilter("amends_id IS NOT NULL AND state IN ('Drafted', 'Submitted', 'Approved')");
        table.HasIndex(p => new { p.ProvinceId, p.Date });
        // Readers of the public page know no province.
        table.HasIndex(p => p.Id).HasFilter("published_on IS NOT NULL");
    }

    public void Configure(EntityTypeBuilder<PlanSource> table)
    {
        table.ToTable("plan_source");
        table.Property(s => s.Reading).HasColumnType("jsonb");
        table.HasOne<Plan>().WithMany().HasForeignKey(s => new { s.ProvinceId, s.PlanId });
        table.HasIndex(s => new { s.ProvinceId, s.PlanId }).IsUnique();
    }
}
