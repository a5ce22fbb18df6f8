using System.ComponentModel.DataAnnotations;
using LanToa.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LanToa.Planning.Plans;

/// <summary>What a leader remarks on a sentence, a task or the whole of a plan that was submitted, and what its officer answers.</summary>
[Recorded("plan-remark", Noun = "góp ý", Called = nameof(PlanRemark.Text))]
public sealed class PlanRemark : TenantRow, IPartOf
{
    public Guid PlanId { get; init; }
    public Guid? TaskId { get; init; }
    public string? StatementKey { get; init; }

    [Display(Name = "Góp ý")]
    public required string Text { get; init; }

    public Guid? ById { get; init; }
    public string ByName { get; init; } = "";
    public DateTimeOffset At { get; init; }

    /// <summary>How it was dealt with; null while it is open.</summary>
    [Display(Name = "Giải trình, tiếp thu")]
    public string? Answer { get; set; }

    public string? AnsweredByName { get; set; }
    public DateTimeOffset? AnsweredAt { get; set; }

    public Guid WholeId => PlanId;
}

internal sealed class PlanRemarkTable : IEntityTypeConfiguration<PlanRemark>
{
    public void Configure(EntityTypeBuilder<PlanRemark> table)
    {
        table.ToTable("plan_remark");
        table.Ignore(r => r.WholeId);
        table.HasOne<Plan>().WithMany().HasForeignKey(r => new { r.ProvinceId, r.PlanId });
        table.HasOne<PlanTask>().WithMany().HasForeignKey(r => new { r.ProvinceId, r.TaskId });
        table.HasIndex(r => new { r.ProvinceId, r.PlanId });
    }
}
