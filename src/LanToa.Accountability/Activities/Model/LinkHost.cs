using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LanToa.Accountability.Activities;

/// <summary>When a host may be asked again, whichever node asks.</summary>
public sealed class LinkHost
{
    public required string Host { get; init; }
    public DateTimeOffset NextAt { get; init; }
}

internal sealed class LinkHostTable : IEntityTypeConfiguration<LinkHost>
{
    public void Configure(EntityTypeBuilder<LinkHost> table)
    {
        table.ToTable("link_host");
        table.HasKey(h => h.Host);
    }
}
