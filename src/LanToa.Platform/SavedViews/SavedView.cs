using System.ComponentModel.DataAnnotations;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Permissions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LanToa.Platform.SavedViews;

/// <summary>A list whose filters people may save. A room registers its lists as singletons.</summary>
/// <param name="Path">The address of the page, in lower case.</param>
/// <param name="Permission">What one needs to enter it.</param>
public sealed record SavedList(string Path, string Name, Permission Permission);

/// <summary>The filters of a list under a name, one person's own. It is an address and no more: what is seen there is what the person may see that day.</summary>
[Recorded("saved-view", Noun = "bộ lọc đã lưu")]
public sealed class SavedView : TenantRow, IPartOf
{
    public Guid AccountId { get; init; }

    /// <summary>The path of the list.</summary>
    public required string List { get; init; }

    [Display(Name = "Tên bộ lọc")]
    public required string Name { get; set; }

    /// <summary>The name as names are compared: two of one list may not be the same but for capitals.</summary>
    public required string NameKey { get; set; }

    /// <summary>The query of the address, without "?".</summary>
    [Display(Name = "Điều kiện lọc")]
    public required string Query { get; init; }

    /// <summary>The list opens with it when nothing is asked.</summary>
    [Display(Name = "Mặc định")]
    public bool IsDefault { get; set; }

    public DateTimeOffset MadeAt { get; init; }

    [Display(Name = "Xóa lúc")]
    public DateTimeOffset? EndedAt { get; set; }

    public Guid WholeId => AccountId;

    public string Href => $"{List}?{Query}";
}

internal sealed class SavedViewTable : IEntityTypeConfiguration<SavedView>
{
    public void Configure(EntityTypeBuilder<SavedView> table)
    {
        table.ToTable("saved_view");
        table.Ignore(v => v.WholeId);
        table.Ignore(v => v.Href);
        table.HasOne<Account>().WithMany().HasForeignKey(v => v.AccountId).OnDelete(DeleteBehavior.Restrict);
        table.HasIndex(v => new { v.ProvinceId, v.AccountId, v.List, v.NameKey }, "ix_saved_view_name").IsUnique().HasFilter("ended_at IS NULL");
        table.HasIndex(v => new { v.ProvinceId, v.AccountId, v.List }, "ix_saved_view_default").IsUnique().HasFilter("is_default AND ended_at IS NULL");
        table.HasIndex(v => v.AccountId);
    }
}
