using LanToa.Platform.Data;
using LanToa.Reading.Model;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LanToa.Planning.Plans;

/// <summary>An addressed piece of a plan's text. <see cref="Key"/> is the reading's statement id, which survives a new reading.</summary>
public sealed class PlanStatement : TenantRow
{
    public Guid PlanId { get; init; }
    public int Ordinal { get; set; }
    public required string Key { get; init; }
    /// <summary>header, title, basis, heading, item, paragraph, table-cell, recipients, signature or furniture.</summary>
    public required string Kind { get; init; }
    public string? Label { get; set; }
    public List<string> Path { get; set; } = [];
    /// <summary>Half-open, in UTF-16 code units of the extracted text.</summary>
    public int Start { get; init; }
    public int End { get; init; }
    /// <summary>Only the words of a text that is written here ever change: of a draft without a document, of the working copy of an amendment, of a task without a sentence.</summary>
    public required string Text { get; set; }
    public string? Restored { get; set; }

    /// <summary>Words of <see cref="Words"/> that may be wrongly restored; none once a person has compared them with the original.</summary>
    public List<DoubtfulWord> Doubts { get; set; } = [];

    /// <summary>What people read: the restored words where the text is damaged.</summary>
    public string Words => Restored ?? Text;

    /// <summary>Puts other words in place of all that it says.</summary>
    public void Restate(string words, List<DoubtfulWord> doubts) => (Text, Restored, Doubts) = (words, null, doubts);

    /// <summary>The same sentence with another number or place, to be shown and not saved.</summary>
    /// <param name="words">Others in place of all that it says; null for its own.</param>
    public PlanStatement With(string? label, List<string> path, string? words = null) => new()
    {
        ProvinceId = ProvinceId, Id = Id, PlanId = PlanId, Ordinal = Ordinal, Key = Key, Kind = Kind, Label = label, Path = path, Start = Start, End = End,
        Text = words ?? Text, Restored = words is null ? Restored : null, Doubts = words is null ? Doubts : [],
    };
}

internal sealed class PlanStatementTable : IEntityTypeConfiguration<PlanStatement>
{
    public void Configure(EntityTypeBuilder<PlanStatement> table)
    {
        table.ToTable("plan_statement");
        table.Ignore(s => s.Words);
        table.Property(s => s.Doubts).AsJson();
        table.HasOne<Plan>().WithMany().HasForeignKey(s => new { s.ProvinceId, s.PlanId });
        table.HasIndex(s => new { s.ProvinceId, s.PlanId, s.Key }).IsUnique();
    }
}
