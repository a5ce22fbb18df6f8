using System.ComponentModel.DataAnnotations;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;

namespace LanToa.Planning.Organizations.Pages;

/// <summary>The facts of an organization in a form.</summary>
public sealed class OrganizationForm : ISharedForm
{
    public int Version { get; set; }

    public string? Seen { get; set; }

    public List<string> Take { get; set; } = [];

    /// <summary>The id of one that is added: the form sent twice adds one.</summary>
    public Guid NewId { get; set; } = Guid.CreateVersion7();

    [Required(ErrorMessage = "Bạn chưa nhập tên cơ quan.")]
    [StringLength(300, ErrorMessage = "Tên dài quá 300 chữ.")]
    public string Name { get; set; } = "";

    [StringLength(100, ErrorMessage = "Tên ngắn dài quá 100 chữ.")]
    public string? ShortName { get; set; }

    public string? Code { get; set; }

    public OrganizationLevel Level { get; set; } = OrganizationLevel.Unit;

    public OrganizationKind Kind { get; set; } = OrganizationKind.Division;

    [Required(ErrorMessage = "Bạn chưa chọn cơ quan cấp trên.")]
    public Guid? ParentId { get; set; }

    public string? FindParent { get; set; }

    [StringLength(60, ErrorMessage = "Mã định danh dài quá 60 chữ.")]
    public string? ElectronicId { get; set; }

    [Required(ErrorMessage = "Bạn chưa nhập ngày bắt đầu có hiệu lực.")]
    public DateOnly? ValidFrom { get; set; }

    public DateOnly? ValidTo { get; set; }

    /// <summary>Stands for what saving changes in the work of the body, as the person has seen it.</summary>
    public string? Agreed { get; set; }

    /// <summary>The fields that two people may change at once. <paramref name="above"/>: what the body above is called.</summary>
    public static SharedForm<OrganizationForm> Shared(OrganizationDirectory directory, string above) => new(
        new(nameof(Name), "Tên", f => f.Name?.Trim()), new(nameof(ShortName), "Tên ngắn", f => f.ShortName?.Trim()), new(nameof(Code), "Mã", f => f.Code?.Trim()),
        new(nameof(ElectronicId), "Mã định danh điện tử", f => f.ElectronicId?.Trim()), new(nameof(Level), "Cấp", f => f.Level.Words()), new(nameof(Kind), "Loại", f => f.Kind.Words()),
        new(nameof(ParentId), above, f => f.ParentId is { } parent && directory.Find(parent) is { } body ? $"{body.Name} ({body.Code})" : null),
        new(nameof(ValidFrom), "Có hiệu lực từ", f => VietnameseFormat.DateOrNothing(f.ValidFrom)), new(nameof(ValidTo), "Hết hiệu lực sau ngày", f => VietnameseFormat.DateOrNothing(f.ValidTo)));

    public static OrganizationForm Of(Organization o) => new()
    {
        Version = o.Version, Name = o.Name, ShortName = o.ShortName, Code = o.Code, Level = o.Level, Kind = o.Kind, ParentId = o.ParentId, ElectronicId = o.ElectronicId, ValidFrom = o.ValidFrom, ValidTo = o.ValidTo,
    };

    public OrganizationInput Read(Guid? id) =>
        new(id, Version, Code ?? "", Name, ShortName ?? "", Level, Kind, ParentId, ElectronicId, ValidFrom!.Value, ValidTo) { NewId = NewId };
}
