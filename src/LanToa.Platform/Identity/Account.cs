using System.ComponentModel.DataAnnotations;
using LanToa.Platform.Data;
using LanToa.Platform.Permissions;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LanToa.Platform.Identity;

/// <summary>A person who signs in. What they may do stands in their memberships.</summary>
[Recorded("account", Shared = true, Noun = "tài khoản")]
public sealed class Account : IdentityUser<Guid>
{
    public Account() => Id = Guid.CreateVersion7();

    [Display(Name = "Họ và tên")]
    public string DisplayName { get; set; } = "";

    [Display(Name = "Thư điện tử")]
    public override string? Email { get; set; }

    [Display(Name = "Ngừng sử dụng từ")]
    public DateTimeOffset? DisabledAt { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? LastSignInAt { get; set; }
}

/// <summary>A role held by a person for an organization and all below it, between two dates (inclusive).</summary>
[Recorded("membership", Shared = true, Noun = "vai trò", Called = nameof(Membership.Role))]
public sealed class Membership : IPartOf
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public Guid AccountId { get; init; }

    [Display(Name = "Tại")]
    public Guid OrganizationId { get; init; }

    [Display(Name = "Vai trò")]
    public Role Role { get; init; }

    [Display(Name = "Từ ngày")]
    public DateOnly ValidFrom { get; init; }

    [Display(Name = "Đến ngày")]
    public DateOnly? ValidTo { get; set; }

    public Guid WholeId => AccountId;

    public bool HoldsOn(DateOnly day) => ValidFrom <= day && (ValidTo is null || day <= ValidTo);
}

internal sealed class AccountTable : IEntityTypeConfiguration<Account>
{
    public void Configure(EntityTypeBuilder<Account> table)
    {
        table.ToTable("account");
        table.Property(a => a.DisplayName).HasMaxLength(200);
    }
}

internal sealed class MembershipTable : IEntityTypeConfiguration<Membership>
{
    public void Configure(EntityTypeBuilder<Membership> table)
    {
        table.ToTable("membership");
        table.Ignore(m => m.WholeId);
        table.HasOne<Account>().WithMany().HasForeignKey(m => m.AccountId).OnDelete(DeleteBehavior.Restrict);
        table.HasIndex(m => m.AccountId);
        table.HasIndex(m => m.OrganizationId);
        table.HasIndex(m => new { m.AccountId, m.OrganizationId, m.Role }).IsUnique().HasFilter("valid_to IS NULL");
    }
}

internal sealed class FrameworkTables : IEntityTypeConfiguration<IdentityUserClaim<Guid>>, IEntityTypeConfiguration<IdentityUserLogin<Guid>>, IEntityTypeConfiguration<IdentityUserToken<Guid>>
{
    public void Configure(EntityTypeBuilder<IdentityUserClaim<Guid>> table) => table.ToTable("account_claim");

    public void Configure(EntityTypeBuilder<IdentityUserLogin<Guid>> table) => table.ToTable("account_login");

    public void Configure(EntityTypeBuilder<IdentityUserToken<Guid>> table) => table.ToTable("account_token");
}
