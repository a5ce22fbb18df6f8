using System.Text.Encodings.Web;
using System.Text.Json;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Jobs;
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

    /// <summary>Many rows take a while: a job looks through them, and records them when its person has confirmed.</summary>
    public bool IsLong => Rows.Count > Few;

    /// <summary>So many rows are looked through and recorded while the person waits.</summary>
    public const int Few = 100;

    /// <summary>The job that works on it, or did last.</summary>
    public Guid? JobId { get; set; }

    /// <summary>What was said of each row when it was last looked through; kept of long files only.</summary>
    public IReadOnlyList<ImportLine>? Lines { get; set; }
    public DateTimeOffset? LookedAt { get; set; }

    /// <summary>When its person had it recorded; null again when that stopped before it began.</summary>
    public DateTimeOffset? ConfirmedAt { get; set; }

    /// <summary>Why it stopped (Vietnamese).</summary>
    public string? Trouble { get; set; }

    public Guid ReadBy { get; init; }
    public DateTimeOffset ReadAt { get; init; }
    public DateTimeOffset? RecordedAt { get; set; }

    /// <summary>How many it brought, drafts not counted.</summary>
    public int Recorded { get; set; }
    public int Drafted { get; set; }

    /// <summary>All that it brought: of a long file also where it stopped half way.</summary>
    public int Brought => Recorded + Drafted;
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
        table.Ignore(i => i.IsLong);
        table.Ignore(i => i.Brought);
        table.Property(i => i.Lines).HasColumnType("jsonb").HasConversion(
            lines => JsonSerializer.Serialize(lines, Json), text => JsonSerializer.Deserialize<List<ImportLine>>(text, Json)!,
            new ValueComparer<IReadOnlyList<ImportLine>?>((a, b) => ReferenceEquals(a, b), lines => lines == null ? 0 : lines.Count, lines => lines));
        table.Property(i => i.Columns).HasColumnType("jsonb").HasConversion(
            columns => JsonSerializer.Serialize(columns, Json), text => JsonSerializer.Deserialize<Dictionary<string, string>>(text, Json)!,
            new ValueComparer<IReadOnlyDictionary<string, string>>((a, b) => ReferenceEquals(a, b), columns => columns.Count, columns => columns));
        table.HasOne(Neighbours.Organization, null).WithMany().HasForeignKey(nameof(ActivityImport.UnitId));
        table.HasOne<Account>().WithMany().HasForeignKey(i => i.ReadBy);
        table.HasOne<Job>().WithMany().HasForeignKey(i => i.JobId);
        table.HasIndex(i => i.JobId);
        table.HasIndex(i => i.UnitId);
        table.HasIndex(i => i.ReadBy);
        table.HasIndex(i => new { i.ProvinceId, i.ReadBy, i.ReadAt });
    }
}
