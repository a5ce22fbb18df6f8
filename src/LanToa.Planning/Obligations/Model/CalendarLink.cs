using System.ComponentModel.DataAnnotations;
using LanToa.Planning.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LanToa.Planning.Obligations;

/// <summary>Which work of a unit a calendar shows.</summary>
public enum CalendarWork
{
    /// <summary>What its owner has, and what nobody in the unit has taken: the same as Hôm nay.</summary>
    Mine,
    Unit,
}

/// <summary>
/// An address by which a calendar program follows the due dates of a unit without signing in. Whoever knows the secret reads what its owner may read today, no more, until
/// the owner ends it, leaves the unit or is out of use.
/// </summary>
[Recorded("calendar-link", Noun = "đường dẫn lịch")]
public sealed class CalendarLink : TenantRow, IPartOf
{
    public Guid AccountId { get; init; }

    [Display(Name = "Đơn vị")]
    public Guid UnitId { get; init; }

    public CalendarWork Whose { get; init; }

    public required string Secret { get; init; }

    public DateTimeOffset MadeAt { get; init; }

    [Display(Name = "Thu hồi lúc")]
    public DateTimeOffset? EndedAt { get; set; }

    public DateTimeOffset? LastReadAt { get; set; }

    public Guid WholeId => AccountId;

    /// <summary>The path of the calendar; the program's own address stands before it.</summary>
    public string Path => $"/calendar/{Secret}.ics";
}

internal sealed class CalendarLinkTable : IEntityTypeConfiguration<CalendarLink>
{
    public void Configure(EntityTypeBuilder<CalendarLink> table)
    {
        table.ToTable("calendar_link");
        table.Ignore(l => l.WholeId);
        table.Ignore(l => l.Path);
        table.HasOne<Account>().WithMany().HasForeignKey(l => l.AccountId).OnDelete(DeleteBehavior.Restrict);
        table.HasOne<Organization>().WithMany().HasForeignKey(l => l.UnitId).OnDelete(DeleteBehavior.Restrict);
        // The secret first: it is looked for without knowing the province.
        table.HasIndex(l => new { l.Secret, l.ProvinceId }).IsUnique();
        table.HasIndex(l => new { l.ProvinceId, l.AccountId, l.UnitId, l.Whose }).IsUnique().HasFilter("ended_at IS NULL");
        table.HasIndex(l => l.AccountId);
        table.HasIndex(l => l.UnitId);
    }
}
