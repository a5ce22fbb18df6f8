using System.ComponentModel.DataAnnotations;
using LanToa.Planning.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Files;
using LanToa.Reading.Model;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LanToa.Planning.Plans;

/// <summary>A document on its way to being a plan: uploaded, read, checked by people side by side with its source, accepted or discarded.</summary>
[Recorded("plan-import", Noun = "văn bản")]
public sealed class PlanImport : DocumentFacts
{
    /// <summary>The unit for which it was uploaded; it decides who may work on it.</summary>
    public Guid UnitId { get; init; }

    [Display(Name = "Tệp")]
    public required string FileName { get; init; }

    public required string Sha256 { get; init; }

    /// <summary>The original: an attachment of this import.</summary>
    public Guid FileId { get; init; }

    [Display(Name = "Trạng thái")]
    public ImportState State { get; set; }

    public Guid? JobId { get; set; }

    [Display(Name = "Lý do không đọc được")]
    public string? Error { get; set; }

    /// <summary>none, light or heavy, once read.</summary>
    public string? Damage { get; set; }

    /// <summary>The issued plan of which the document is said to be a later version.</summary>
    public Guid? AmendsId { get; set; }

    /// <summary>The plan that it became.</summary>
    public Guid? PlanId { get; set; }

    public DateTimeOffset CreatedAt { get; init; }
    public Guid? CreatedBy { get; init; }
    public string CreatedByName { get; init; } = "";

    // What the document says of itself, as read and then as corrected.

    [Display(Name = "Loại văn bản")]
    public string? Kind { get; set; }

    [Display(Name = "Trích yếu")]
    public string? Title { get; set; }

    /// <summary>The issuer as printed.</summary>
    [Display(Name = "Cơ quan ban hành ghi trong văn bản")]
    public string? IssuerText { get; set; }

    [Display(Name = "Cơ quan ban hành")]
    public Guid? IssuerId { get; set; }

    /// <summary>What people call the document: its number or title, else its file.</summary>
    public string Called() => NumberAndSymbol.Length > 0 ? $"{Kind ?? "Kế hoạch"} số {NumberAndSymbol}" : string.IsNullOrWhiteSpace(Title) ? FileName : PlanWords.Short(Title);
}

/// <summary>What reading the document gave, kept as it was read.</summary>
public sealed class ImportReading : TenantRow
{
    public Guid ImportId { get; init; }
    public required string Text { get; init; }
    /// <summary>The reading as JSON (contract plan-reading-1).</summary>
    public required string Reading { get; init; }

    /// <summary>Sentences with words that may be misread.</summary>
    public HashSet<string> DoubtfulSentences() => DoubtfulSentences(PlanReadingJson.Read(Reading));

    public static HashSet<string> DoubtfulSentences(PlanReading reading) => [.. reading.Statements.Where(s => s.Doubts.Count > 0).Select(s => s.Id)];
}

internal sealed class PlanImportTable : IEntityTypeConfiguration<PlanImport>, IEntityTypeConfiguration<ImportReading>
{
    public void Configure(EntityTypeBuilder<PlanImport> table)
    {
        table.ToTable("plan_import");
        table.Ignore(i => i.NumberAndSymbol);
        table.Ignore(i => i.Period);
        table.HasOne<Organization>().WithMany().HasForeignKey(i => i.UnitId);
        table.HasOne<Organization>().WithMany().HasForeignKey(i => i.IssuerId);
        table.HasOne<StoredFile>().WithMany().HasForeignKey(i => i.Sha256);
        table.HasOne<Attachment>().WithMany().HasForeignKey(i => new { i.ProvinceId, i.FileId });
        table.HasOne<Plan>().WithMany().HasForeignKey(i => new { i.ProvinceId, i.PlanId });
        table.HasOne<Plan>().WithMany().HasForeignKey(i => new { i.ProvinceId, i.AmendsId });
        table.HasIndex(i => new { i.UnitId, i.Sha256 });
    }

    public void Configure(EntityTypeBuilder<ImportReading> table)
    {
        table.ToTable("import_reading");
        table.Property(r => r.Reading).HasColumnType("jsonb");
        table.HasOne<PlanImport>().WithMany().HasForeignKey(r => new { r.ProvinceId, r.ImportId });
        table.HasIndex(r => new { r.ProvinceId, r.ImportId }).IsUnique();
    }
}
