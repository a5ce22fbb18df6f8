using System.Security.Cryptography;
using System.Text;
using LanToa.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LanToa.Planning.Obligations;

/// <summary>
/// Why a date is what it is: Vietnamese sentences, alike for all units of a duty, and therefore kept once in a province and not with each occurrence. The id follows from the sentences, so
/// that whoever needs them adds them where they are missing; they are never changed.
/// </summary>
public sealed class DueReason : TenantRow
{
    public required List<string> Sentences { get; init; }

    /// <summary>The first 128 bits of SHA-256 over the sentences in UTF-8, joined by line feeds (migration 0078 does the same).</summary>
    public static Guid IdOf(IReadOnlyList<string> sentences) => new(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', sentences))).AsSpan(0, 16), bigEndian: true);
}

internal sealed class DueReasonTable : IEntityTypeConfiguration<DueReason>
{
    public void Configure(EntityTypeBuilder<DueReason> table) => table.ToTable("due_reason");
}
