using LanToa.Platform.Data;
using LanToa.Platform.Files;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LanToa.Planning.Plans;

/// <summary>
/// A version of an issued plan: the document that made it, from when it holds, and, once a later one took its place, all that it said. The version in force
/// is the plan itself. A plan that was never amended has no rows.
/// </summary>
public sealed class PlanVersion : TenantRow
{
    public Guid PlanId { get; init; }

    public int Ordinal { get; init; }

    public Guid? AmendmentId { get; init; }

    public required string Kind { get; init; }

    public string? Number { get; init; }

    public string? Symbol { get; init; }

    public DateOnly? Date { get; init; }

    public DateOnly EffectiveOn { get; init; }

    public DateTimeOffset At { get; init; }
    public string ByName { get; init; } = "";

    public string? Reason { get; init; }

    /// <summary>The document that was imported or came back signed: an attachment of the plan.</summary>
    public Guid? FileId { get; set; }

    /// <summary>Null while it is the version in force.</summary>
    public PlanContent? Content { get; set; }

    /// <summary>"Kế hoạch số 45/KH-UBND", or "Kế hoạch chưa có số".</summary>
    public string Called => CalledBy(Kind, Number, Symbol);

    public static string CalledBy(string kind, string? number, string? symbol) => PlanWords.NumberOf(number, symbol) is { Length: > 0 } said ? $"{kind} số {said}" : $"{kind} chưa có số";
}

internal sealed class PlanVersionTable : IEntityTypeConfiguration<PlanVersion>
{
    public void Configure(EntityTypeBuilder<PlanVersion> table)
    {
        table.ToTable("plan_version");
        table.Ignore(v => v.Called);
        table.Property(v => v.Content).AsJson();
        table.HasOne<Plan>().WithMany().HasForeignKey(v => new { v.ProvinceId, v.PlanId });
        table.HasOne<Plan>().WithMany().HasForeignKey(v => new { v.ProvinceId, v.AmendmentId });
        table.HasOne<Attachment>().WithMany().HasForeignKey(v => new { v.ProvinceId, v.FileId });
        table.HasIndex(v => new { v.ProvinceId, v.PlanId, v.Ordinal }).IsUnique();
    }
}
