using System.Text.Encodings.Web;
using System.Text.Json;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LanToa.Accountability.Activities;

/// <summary>A row of a file as it was written, by the columns of the form; a cell that held a formula is named in <paramref name="Formulas"/>.</summary>
/// <param name="Row">Its number in the spreadsheet.</param>
/// <param name="Cells">Text by column; empty ones are left out. Days and numbers that the spreadsheet counts itself are written as people write them.</param>
/// <param name="Formulas">Columns in which a formula stands.</param>
public sealed record ImportRow(int Row, IReadOnlyDictionary<string, string> Cells, IReadOnlyList<string> Formulas);

/// <summary>
/// A file that somebody sent, so that it is looked through before anything is recorded and need not be sent again. Its own person's only; what is recorded of it stands in
/// the history of the activities.
/// </summary>
public sealed class ActivityImport : TenantRow
{
    /// <summary>Whose activities they are where a row names no unit.</summary>
    public Guid UnitId { get; init; }
    public required string FileName { get; init; }
    public required string Sha256 { get; init; }

    /// <summary>The letter of the column in which each heading stands.</summary>
    public IReadOnlyDictionary<string, string> Columns { get; init; } = new Dictionary<string, string>();

    public IReadOnlyList<ImportRow> Rows { get; init; } = [];

    public Guid ReadBy { get; init; }
    public DateTimeOffset ReadAt { get; init; }
    public DateTimeOffset? RecordedAt { get; set; }

    /// <summary>How many it brought, drafts not counted.</summary>
    public int Recorded { get; set; }
    public int Drafted { get; set; }
}

internal sealed class ActivityImportTable : IEntityTypeConfiguration<ActivityImport>
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public void Configure(EntityTypeBuilder<ActivityImport> table)
    {
        table.ToTable("activity_import");
        table.Property(i => i.Rows).HasColumnType("jsonb").HasConversion(
            rows => JsonSerializer.Serialize(rows, Json), text => JsonSerializer.Deserialize<List<ImportRow>>(text, Json)!,
            new ValueComparer<IReadOnlyList<ImportRow>>((a, b) => ReferenceEquals(a, b), rows => rows.Count, rows => rows));
        table.Property(i => i.Columns).HasColumnType("jsonb").HasConversion(
            columns => JsonSerializer.Serialize(columns, Json), text => JsonSerializer.Deserialize<Dictionary<string, string>>(text, Json)!,
            new ValueComparer<IReadOnlyDictionary<string, string>>((a, b) => ReferenceEquals(a, b), columns => columns.Count, columns => columns));
        table.HasOne(Neighbours.Organization, null).WithMany().HasForeignKey(nameof(ActivityImport.UnitId));
        table.HasOne<Account>().WithMany().HasForeignKey(i => i.ReadBy);
        table.HasIndex(i => i.UnitId);
        table.HasIndex(i => i.ReadBy);
        table.HasIndex(i => new { i.ProvinceId, i.ReadBy, i.ReadAt });
    }
}
