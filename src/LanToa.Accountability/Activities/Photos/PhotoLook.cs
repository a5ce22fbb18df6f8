using System.ComponentModel.DataAnnotations;
using System.Numerics;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LanToa.Accountability.Activities;

/// <summary>
/// What a photo of evidence looks like, in 64 bits, so that one that was used before is found. Only a hint: two photos of one hall are alike and may both be true.
/// </summary>
public sealed class PhotoLook : TenantRow
{
    /// <summary>Photos that differ in no more of the 64 bits are alike.</summary>
    public const int MostApart = 6;

    public Guid EvidenceId { get; init; }
    public Guid VersionId { get; init; }
    public long Look { get; init; }

    /// <summary>Parts of the look, each with its place and the province: photos that are alike share at least one.</summary>
    public long[] Bands { get; init; } = [];

    /// <summary>The look of a photo; null where it cannot be told (too small, all of one grey; a WebP by a job: <see cref="LookAtPhoto"/>).</summary>
    public static ulong? Of(PhotoData photo) =>
        (photo.Bytes is [0xFF, 0xD8, ..] ? JpegGrid.Read(photo.Bytes) : photo.Bytes is [0x89, ..] ? PngGrid.Read(photo.Bytes) : null)?.Look(photo.Orientation);

    public static PhotoLook For(EvidenceVersion version, ulong look) => new() { ProvinceId = version.ProvinceId, EvidenceId = version.EvidenceId, VersionId = version.Id, Look = (long)look, Bands = BandsOf(version.ProvinceId, look) };

    /// <summary>Of a photo that was looked at in vain: like none, and not looked at again.</summary>
    public static PhotoLook None(EvidenceVersion version) => new() { ProvinceId = version.ProvinceId, EvidenceId = version.EvidenceId, VersionId = version.Id };

    /// <summary>Every two of the eight bytes: of photos that differ in six bits at least two bytes are the same, so one index finds them all.</summary>
    public static long[] BandsOf(short province, ulong look)
    {
        var bands = new List<long>(28);
        for (var one = 0; one < 7; one++)
            for (var other = one + 1; other < 8; other++)
            {
                var value = (long)((((look >> (one * 8)) & 0xFF) << 8) | ((look >> (other * 8)) & 0xFF));
                // Two of one grey are shared by very many and tell nothing.
                if (value is not (0 or 0xFFFF)) bands.Add(((long)province << 24) | (long)(((one * 8) + other) << 16) | value);
            }
        return [.. bands];
    }

    public int ApartFrom(long other) => BitOperations.PopCount((ulong)(Look ^ other));
}

/// <summary>Somebody looked at two photos that are alike and said why that is in order: the hint is gone for everybody.</summary>
[Recorded("photo-likeness", Noun = "nhắc ảnh giống nhau")]
public sealed class PhotoLikeness : TenantRow, IPartOfSeveral
{
    /// <summary>The smaller id of the two.</summary>
    public Guid EvidenceId { get; init; }
    public Guid OtherId { get; init; }
    public Guid ActivityId { get; init; }
    public Guid OtherActivityId { get; init; }

    [Display(Name = "Đã xem, bỏ nhắc vì")]
    public required string Word { get; init; }

    public Guid? SaidBy { get; init; }
    public required string SaidByName { get; init; }
    public DateTimeOffset SaidAt { get; init; }

    public IReadOnlyList<Guid> WholeIds => ActivityId == OtherActivityId ? [ActivityId] : [ActivityId, OtherActivityId];
}

internal sealed class PhotoTables : IEntityTypeConfiguration<PhotoLook>, IEntityTypeConfiguration<PhotoLikeness>
{
    public void Configure(EntityTypeBuilder<PhotoLook> table)
    {
        table.ToTable("photo_look");
        table.HasOne<Evidence>().WithMany().HasForeignKey(p => new { p.ProvinceId, p.EvidenceId });
        table.HasOne<EvidenceVersion>().WithMany().HasForeignKey(p => new { p.ProvinceId, p.VersionId });
        table.HasIndex(p => new { p.ProvinceId, p.EvidenceId });
        table.HasIndex(p => new { p.ProvinceId, p.VersionId }).IsUnique();
        table.HasIndex(p => p.Bands).HasMethod("gin");
    }

    public void Configure(EntityTypeBuilder<PhotoLikeness> table)
    {
        table.ToTable("photo_likeness");
        table.Ignore(p => p.WholeIds);
        table.HasOne<Evidence>().WithMany().HasForeignKey(p => new { p.ProvinceId, p.EvidenceId });
        table.HasOne<Evidence>().WithMany().HasForeignKey(p => new { p.ProvinceId, p.OtherId });
        table.HasOne<Activity>().WithMany().HasForeignKey(p => new { p.ProvinceId, p.ActivityId });
        table.HasOne<Activity>().WithMany().HasForeignKey(p => new { p.ProvinceId, p.OtherActivityId });
        table.HasOne<Account>().WithMany().HasForeignKey(p => p.SaidBy);
        table.HasIndex(p => new { p.ProvinceId, p.EvidenceId, p.OtherId }).IsUnique();
        table.HasIndex(p => new { p.ProvinceId, p.OtherId });
        table.HasIndex(p => new { p.ProvinceId, p.ActivityId });
        table.HasIndex(p => new { p.ProvinceId, p.OtherActivityId });
        table.HasIndex(p => p.SaidBy);
    }
}
