using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LanToa.Planning.Obligations;

/// <summary>A due date that an administrator has seen and confirmed, until the job has moved it: the job moves these rows and no others. Written and read as SQL.</summary>
public sealed class ConfirmedMove
{
    /// <summary>Who keeps the occurrence.</summary>
    public short ProvinceId { get; private set; }
    public Guid ConfirmationId { get; private set; }
    public Guid OccurrenceId { get; private set; }
    public DateOnly DueFrom { get; private set; }
    public DateOnly DueTo { get; private set; }
    public string Why { get; private set; } = "";
}

internal sealed class ConfirmedMoveTable : IEntityTypeConfiguration<ConfirmedMove>
{
    public void Configure(EntityTypeBuilder<ConfirmedMove> table)
    {
        table.ToTable("confirmed_move");
        table.HasKey(m => new { m.ProvinceId, m.ConfirmationId, m.OccurrenceId });
        table.HasIndex(m => m.ConfirmationId);
    }
}
