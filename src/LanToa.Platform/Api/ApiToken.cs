using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using System.Text;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LanToa.Platform.Api;

/// <summary>
/// What another system shows instead of a password. It acts for one unit in the name of whoever issued it, by the roles that this person holds at that unit at the moment of the request,
/// and by no more than the permissions named in <see cref="Scopes"/>. Kept by the unit's province. The token itself is shown once; only its SHA-256 is kept.
/// </summary>
[Recorded("api-token", Noun = "khóa API", Called = nameof(Name))]
public sealed class ApiToken : TenantRow, IPartOf
{
    public Guid AccountId { get; init; }

    [Display(Name = "Đơn vị")]
    public Guid UnitId { get; init; }

    [Display(Name = "Tên")]
    public required string Name { get; init; }

    /// <summary>How it begins, so that its owner recognises it.</summary>
    [Display(Name = "Bắt đầu bằng")]
    public required string Prefix { get; init; }

    /// <summary>64 lower-case hex digits of the whole token.</summary>
    public required string SecretHash { get; init; }

    /// <summary>Codes of permissions.</summary>
    [Display(Name = "Phạm vi")]
    public List<string> Scopes { get; init; } = [];

    public DateTimeOffset MadeAt { get; init; }

    /// <summary>The last day on which it holds.</summary>
    [Display(Name = "Dùng đến hết ngày")]
    public DateOnly ExpiresOn { get; init; }

    [Display(Name = "Thu hồi lúc")]
    public DateTimeOffset? EndedAt { get; set; }

    public DateTimeOffset? LastUsedAt { get; set; }

    public Guid WholeId => AccountId;

    public bool HoldsOn(DateOnly day) => EndedAt is null && day <= ExpiresOn;

    public static string HashOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}

/// <summary>What was answered to a request that creates something, kept for a while under the key that the other system gave it: sent again, the same is answered.</summary>
public sealed class ApiReply : TenantRow
{
    public Guid TokenId { get; init; }

    /// <summary>The Idempotency-Key.</summary>
    public required string Key { get; init; }

    /// <summary>SHA-256 of method, path and body.</summary>
    public required string RequestHash { get; init; }

    /// <summary>Of the answer; 0 without one (<see cref="ApiReplies.Begun"/>).</summary>
    public int Status { get; init; }
    public string? Location { get; init; }
    public string? Etag { get; init; }
    public required string Body { get; init; }
    public DateTimeOffset At { get; init; }
}

internal sealed class ApiTokenTable : IEntityTypeConfiguration<ApiToken>
{
    public void Configure(EntityTypeBuilder<ApiToken> table)
    {
        table.ToTable("api_token");
        table.Ignore(t => t.WholeId);
        table.HasOne<Account>().WithMany().HasForeignKey(t => t.AccountId);
        // The hash first: it is looked for without knowing the province.
        table.HasIndex(t => new { t.SecretHash, t.ProvinceId }).IsUnique();
        table.HasIndex(t => t.AccountId);
        table.HasIndex(t => t.UnitId);
    }
}

internal sealed class ApiReplyTable : IEntityTypeConfiguration<ApiReply>
{
    public void Configure(EntityTypeBuilder<ApiReply> table)
    {
        table.ToTable("api_reply");
        table.HasOne<ApiToken>().WithMany().HasForeignKey(r => new { r.ProvinceId, r.TokenId });
        table.HasIndex(r => new { r.ProvinceId, r.TokenId, r.Key }).IsUnique();
        table.HasIndex(r => r.At).HasFilter("status <> 0");
    }
}
