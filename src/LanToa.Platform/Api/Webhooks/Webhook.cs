using System.ComponentModel.DataAnnotations;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LanToa.Platform.Api.Webhooks;

/// <summary>An address of another system that is told when something happens: no more than its owner may read at its unit at that moment.</summary>
[Recorded("webhook", Noun = "nơi nhận tin API", Called = nameof(Name))]
public sealed class Webhook : TenantRow, IPartOf
{
    public Guid AccountId { get; init; }

    [Display(Name = "Đơn vị")]
    public Guid UnitId { get; init; }

    [Display(Name = "Tên")]
    public required string Name { get; init; }

    [Display(Name = "Địa chỉ")]
    public required string Url { get; init; }

    /// <summary>Codes of <see cref="ApiEvent"/>.</summary>
    [Display(Name = "Sự kiện")]
    public List<string> Events { get; init; } = [];

    /// <summary>With which what is sent is signed, sealed with the program's own keys.</summary>
    public required string Secret { get; init; }

    public DateTimeOffset MadeAt { get; init; }

    [Display(Name = "Gỡ lúc")]
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>Since when nothing is sent, because it had failed for long.</summary>
    [Display(Name = "Tạm dừng lúc")]
    public DateTimeOffset? StoppedAt { get; set; }

    /// <summary>Of the first of the failures that no success has ended.</summary>
    public DateTimeOffset? FailingSince { get; set; }

    public DateTimeOffset? DeliveredAt { get; set; }

    public Guid WholeId => AccountId;

    public bool IsActive => EndedAt is null && StoppedAt is null;
}

public enum DeliveryState
{
    [Display(Name = "Đang gửi")] Waiting,
    [Display(Name = "Đã nhận")] Delivered,
    /// <summary>Given up.</summary>
    [Display(Name = "Không gửi được")] Dead,
}

/// <summary>One message to one address: sent by a job until it is taken.</summary>
public sealed class WebhookDelivery : TenantRow
{
    public Guid WebhookId { get; init; }
    public required string Event { get; init; }
    /// <summary>JSON as it is sent and signed.</summary>
    public required string Body { get; init; }
    public DateTimeOffset At { get; init; }
    public DeliveryState State { get; set; }
    public int Attempts { get; set; }
    public DateTimeOffset? LastAt { get; set; }
    public string? Trouble { get; set; }
}

internal sealed class WebhookTables : IEntityTypeConfiguration<Webhook>, IEntityTypeConfiguration<WebhookDelivery>
{
    public void Configure(EntityTypeBuilder<Webhook> table)
    {
        table.ToTable("webhook");
        table.Ignore(w => w.WholeId);
        table.Ignore(w => w.IsActive);
        table.HasOne<Account>().WithMany().HasForeignKey(w => w.AccountId);
        table.HasIndex(w => w.AccountId);
        table.HasIndex(w => w.UnitId);
    }

    public void Configure(EntityTypeBuilder<WebhookDelivery> table)
    {
        table.ToTable("webhook_delivery");
        table.HasOne<Webhook>().WithMany().HasForeignKey(d => new { d.ProvinceId, d.WebhookId });
        table.HasIndex(d => new { d.ProvinceId, d.WebhookId, d.At });
        table.HasIndex(d => d.At);
    }
}
