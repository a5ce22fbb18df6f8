using System.ComponentModel.DataAnnotations;
using LanToa.Platform.Data;
using LanToa.Platform.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LanToa.Planning.Organizations;

public enum OrganizationLevel
{
    [Display(Name = "Trung ương")] Nation,
    [Display(Name = "Bộ, ngành")] Ministry,
    [Display(Name = "Tỉnh")] Province,
    [Display(Name = "Huyện (đến 30/6/2025)")] District,
    [Display(Name = "Xã")] Commune,
    /// <summary>A part of a body: a division of a department, a school, a station.</summary>
    [Display(Name = "Đơn vị trực thuộc")] Unit,
}

public enum OrganizationKind
{
    /// <summary>Ủy ban nhân dân (and the Government).</summary>
    [Display(Name = "Ủy ban nhân dân")] Committee,
    /// <summary>Sở, ban, ngành; bộ, cơ quan ngang bộ.</summary>
    [Display(Name = "Sở, ban, ngành")] Department,
    /// <summary>Phòng, văn phòng.</summary>
    [Display(Name = "Phòng, văn phòng")] Division,
    /// <summary>Đơn vị sự nghiệp: trung tâm, trường, bệnh viện, đài, báo.</summary>
    [Display(Name = "Đơn vị sự nghiệp")] PublicService,
    /// <summary>Cơ quan Đảng.</summary>
    [Display(Name = "Cơ quan Đảng")] Party,
    /// <summary>Mặt trận Tổ quốc và các tổ chức chính trị - xã hội.</summary>
    [Display(Name = "Mặt trận, đoàn thể")] MassOrganization,
    /// <summary>Cơ quan ngành dọc: công an, thuế, kho bạc, tòa án…</summary>
    [Display(Name = "Cơ quan ngành dọc")] Vertical,
    [Display(Name = "Hội đồng nhân dân")] Council,
    [Display(Name = "Khác")] Other,
}

/// <summary>
/// A body with a code and a validity interval. Identity is the code and the interval, never the name: 299 commune names repeat across
/// provinces, and a renamed body is a new row joined to the old one by a succession.
/// </summary>
[Recorded("organization", Shared = true, Noun = "cơ quan")]
public sealed class Organization
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>The province it belongs to by official code (8 for Tuyên Quang); 0 is the nation.</summary>
    public short ProvinceId { get; init; }

    [Display(Name = "Mã")]
    public required string Code { get; set; }

    [Display(Name = "Tên")]
    public required string Name { get; set; }

    [Display(Name = "Tên ngắn")]
    public string ShortName { get; set; } = "";

    [Display(Name = "Cấp")]
    public OrganizationLevel Level { get; set; }

    [Display(Name = "Loại")]
    public OrganizationKind Kind { get; set; }

    [Display(Name = "Cơ quan cấp trên"), AboveName]
    public Guid? ParentId { get; set; }

    [Display(Name = "Mã định danh điện tử")]
    public string? ElectronicId { get; set; }

    [Display(Name = "Có hiệu lực từ")]
    public DateOnly ValidFrom { get; set; }

    /// <summary>The last day on which it exists.</summary>
    [Display(Name = "Có hiệu lực đến")]
    public DateOnly? ValidTo { get; set; }

    /// <summary>
    /// The document for which its province keeps a body that is not its own (adr/0050); null for all others. Said of the highest body: what stands
    /// below it is kept with it.
    /// </summary>
    [Display(Name = "Giữ ở đây vì văn bản")]
    public string? KeptFor { get; init; }

    /// <summary>The body of the national list in whose place its province follows it, because nobody works for that one here.</summary>
    public Guid? StandsForId { get; init; }

    /// <summary>Name, short name and code folded, for search without diacritics.</summary>
    public string SearchText { get; private set; } = "";

    public int Version { get; set; } = 1;

    public bool ExistsOn(DateOnly day) => ValidFrom <= day && (ValidTo is null || day <= ValidTo);

    /// <summary>Keeps the search text in step with the names; called before saving.</summary>
    public void RefreshSearch() => SearchText = Folding.Fold($"{Code} {Name} {ShortName}");
}

internal sealed class OrganizationTable : IEntityTypeConfiguration<Organization>
{
    public void Configure(EntityTypeBuilder<Organization> table)
    {
        table.ToTable("organization");
        table.HasOne<Organization>().WithMany().HasForeignKey(o => o.ParentId);
        table.HasIndex(o => new { o.Code, o.ValidFrom }).IsUnique();
        table.HasOne<Organization>().WithMany().HasForeignKey(o => o.StandsForId);
        table.HasIndex(o => new { o.StandsForId, o.ProvinceId }).IsUnique();
        table.HasIndex(o => o.ParentId);
        table.HasIndex(o => o.ProvinceId);
        table.Property(o => o.Version).IsConcurrencyToken();
    }
}
