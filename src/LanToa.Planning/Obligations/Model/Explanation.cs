using System.ComponentModel.DataAnnotations;
using LanToa.Planning.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LanToa.Planning.Obligations;

public enum ExplanationStep
{
    [Display(Name = "Yêu cầu giải trình")] Asked,
    [Display(Name = "Giải trình")] Given,
    [Display(Name = "Chấp nhận giải trình")] Accepted,
    [Display(Name = "Trả lại giải trình")] Returned,
}

/// <summary>A step of the explanation of lateness (giải trình): asked for, given, accepted, returned. Steps are added and never changed; the last one says where it stands.</summary>
[Recorded("explanation", Noun = "giải trình")]
public sealed class Explanation : TenantRow, IPartOf
{
    public Guid OccurrenceId { get; init; }

    /// <summary>Whose work it is, as the occurrence says: by it a unit finds what it still has to explain.</summary>
    public Guid UnitId { get; init; }

    public ExplanationStep Step { get; init; }

    [Display(Name = "Nội dung")]
    public required string Text { get; init; }

    public Guid? ById { get; init; }
    public required string ByName { get; init; }
    public DateTimeOffset At { get; init; }

    /// <summary>The form that made it: sent twice, it is there once.</summary>
    public Guid FormKey { get; init; }

    public Guid WholeId => OccurrenceId;
}

internal sealed class ExplanationTable : IEntityTypeConfiguration<Explanation>
{
    public void Configure(EntityTypeBuilder<Explanation> table)
    {
        table.ToTable("explanation");
        table.Ignore(e => e.WholeId);
        table.HasOne<Occurrence>().WithMany().HasForeignKey(e => new { e.ProvinceId, e.OccurrenceId });
        table.HasOne<Organization>().WithMany().HasForeignKey(e => e.UnitId).OnDelete(DeleteBehavior.Restrict);
        table.HasOne<Account>().WithMany().HasForeignKey(e => e.ById);
        table.HasIndex(e => new { e.ProvinceId, e.FormKey }).IsUnique();
        table.HasIndex(e => new { e.ProvinceId, e.OccurrenceId, e.At });
        table.HasIndex(e => new { e.ProvinceId, e.UnitId, e.OccurrenceId, e.At });
        table.HasIndex(e => e.UnitId);
        table.HasIndex(e => e.ById);
    }
}
