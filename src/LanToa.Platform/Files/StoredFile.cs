using System.ComponentModel.DataAnnotations;
using LanToa.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LanToa.Platform.Files;

/// <summary>Bytes kept once, under their SHA-256 (64 lower-case hex digits). <see cref="MediaType"/> is found from the content.</summary>
public sealed class StoredFile
{
    public required string Sha256 { get; init; }
    public long Size { get; init; }
    public required string MediaType { get; init; }
    public DateTimeOffset StoredAt { get; init; }
}

/// <summary>A file as part of a record, with the name its owner gave it. Withdrawn, not deleted.</summary>
[Recorded("attachment", Noun = "tệp", Called = nameof(Attachment.FileName))]
public sealed class Attachment : TenantRow, IPartOf
{
    public required string SubjectKind { get; init; }
    public Guid SubjectId { get; init; }
    public required string Sha256 { get; init; }

    [Display(Name = "Tệp")]
    public required string FileName { get; init; }

    public DateTimeOffset AddedAt { get; init; }
    public Guid? AddedBy { get; init; }
    public string AddedByName { get; init; } = "";

    [Display(Name = "Gỡ lúc")]
    public DateTimeOffset? WithdrawnAt { get; set; }

    public Guid WholeId => SubjectId;
}

internal sealed class StoredFileTable : IEntityTypeConfiguration<StoredFile>
{
    public void Configure(EntityTypeBuilder<StoredFile> table)
    {
        table.ToTable("stored_file");
        table.HasKey(f => f.Sha256);
    }
}

internal sealed class AttachmentTable : IEntityTypeConfiguration<Attachment>
{
    public void Configure(EntityTypeBuilder<Attachment> table)
    {
        table.ToTable("attachment");
        table.Ignore(a => a.WholeId);
        table.HasOne<StoredFile>().WithMany().HasForeignKey(a => a.Sha256);
        table.HasIndex(a => new { a.ProvinceId, a.SubjectId });
    }
}
