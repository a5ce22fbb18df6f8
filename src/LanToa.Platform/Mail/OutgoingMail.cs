using LanToa.Platform.Identity;
using LanToa.Platform.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LanToa.Platform.Mail;

/// <summary>A letter to one address. Whether it waits, failed or will be tried again says its job; <see cref="SentAt"/> says that it left.</summary>
public sealed class OutgoingMail
{
    /// <summary>Stands in <see cref="Text"/> where <see cref="Link"/> belongs.</summary>
    public const string LinkPlace = "{liên kết}";

    public Guid Id { get; init; } = Guid.CreateVersion7();
    public short ProvinceId { get; init; }
    /// <summary>Whom it concerns, where that is a person of this installation.</summary>
    public Guid? AccountId { get; init; }
    /// <summary>A code such as "account.invitation".</summary>
    public required string Kind { get; init; }
    public required string ToAddress { get; init; }
    public required string ToName { get; init; }
    public required string Subject { get; init; }
    /// <summary>Paragraphs, with line feeds between them.</summary>
    public required string Text { get; init; }
    /// <summary>A link that is a key for whoever has it. Forgotten when an SMTP server has taken the letter.</summary>
    public string? Link { get; init; }
    /// <summary>Where the receiver's mail program says that no more of these are wanted (RFC 8058); null for letters that are no such thing.</summary>
    public string? Unsubscribe { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    /// <summary>After this the letter is of no use (its link has ended, its day is over): it is not sent any more.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
    /// <summary>Null when the address had received as many letters as one address may.</summary>
    public Guid? JobId { get; set; }
    public DateTimeOffset? SentAt { get; set; }
    /// <summary>"smtp" or "folder".</summary>
    public string? SentVia { get; set; }
}

internal sealed class OutgoingMailTable : IEntityTypeConfiguration<OutgoingMail>
{
    public void Configure(EntityTypeBuilder<OutgoingMail> table)
    {
        table.ToTable("outgoing_mail");
        table.HasOne<Account>().WithMany().HasForeignKey(m => m.AccountId);
        table.HasOne<Job>().WithMany().HasForeignKey(m => m.JobId);
        table.HasIndex(m => m.CreatedAt);
        table.HasIndex(m => new { m.ToAddress, m.CreatedAt });
        table.HasIndex(m => new { m.AccountId, m.CreatedAt });
        table.HasIndex(m => m.JobId);
    }
}
