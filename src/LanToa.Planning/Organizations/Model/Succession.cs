using System.ComponentModel.DataAnnotations;
using LanToa.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LanToa.Planning.Organizations;

public enum SuccessionKind
{
    [Display(Name = "Đổi tên")] Rename,
    [Display(Name = "Hợp nhất, sáp nhập")] Merge,
    [Display(Name = "Chia, tách")] Split,
    [Display(Name = "Chuyển giao nhiệm vụ")] Transfer,
    [Display(Name = "Giải thể")] Abolish,
}

/// <summary>
/// One reorganization by one act, effective on a day: which bodies ended and which carry on. History never moves; roll-ups go through
/// the lines as of a date.
/// </summary>
[Recorded("succession", Shared = true, Noun = "lần sắp xếp tổ chức")]
public sealed class Succession
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    [Display(Name = "Hình thức")]
    public SuccessionKind Kind { get; init; }

    /// <summary>The first day of the new state.</summary>
    [Display(Name = "Có hiệu lực từ")]
    public DateOnly EffectiveOn { get; init; }

    [Display(Name = "Văn bản")]
    public string Act { get; init; } = "";

    public DateTimeOffset At { get; init; }

    /// <summary>When it was found to have been recorded by mistake: it then counts no more, and stays to be read.</summary>
    [Display(Name = "Thu hồi lúc")]
    public DateTimeOffset? WithdrawnAt { get; set; }

    public string? WithdrawnReason { get; set; }
}

/// <summary>From one old body to one new one (null: abolished); <see cref="Weight"/> is the share that passes, the shares of one old body sum to 1.</summary>
[Recorded("succession-line", Shared = true, Noun = "dòng sắp xếp")]
public sealed class SuccessionLine : IPartOfSeveral
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public Guid SuccessionId { get; init; }

    [Display(Name = "Cơ quan cũ")]
    public Guid FromId { get; init; }

    [Display(Name = "Cơ quan kế thừa")]
    public Guid? ToId { get; init; }

    [Display(Name = "Tỷ lệ")]
    public decimal Weight { get; init; } = 1;

    /// <summary>The last day that the old body had before, given back if the succession is withdrawn.</summary>
    public DateOnly? EarlierValidTo { get; init; }

    public IReadOnlyList<Guid> WholeIds => ToId is { } to && to != FromId ? [FromId, to] : [FromId];
}

internal sealed class SuccessionTable : IEntityTypeConfiguration<Succession>, IEntityTypeConfiguration<SuccessionLine>
{
    public void Configure(EntityTypeBuilder<Succession> table) => table.ToTable("succession");

    public void Configure(EntityTypeBuilder<SuccessionLine> table)
    {
        table.ToTable("succession_line", t => t.HasCheckConstraint("ck_succession_line_weight", "weight > 0 AND weight <= 1"));
        table.Ignore(l => l.WholeIds);
        table.Property(l => l.Weight).HasPrecision(9, 8);
        table.HasOne<Succession>().WithMany().HasForeignKey(l => l.SuccessionId);
        table.HasOne<Organization>().WithMany().HasForeignKey(l => l.FromId);
        table.HasOne<Organization>().WithMany().HasForeignKey(l => l.ToId);
        table.HasIndex(l => new { l.SuccessionId, l.FromId, l.ToId }).IsUnique();
    }
}
