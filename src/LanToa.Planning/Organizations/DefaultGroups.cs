using LanToa.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Organizations;

/// <summary>The groups that plans usually speak to, with the ways they are written. Data of the installation from the first start on.</summary>
public static class DefaultGroups
{
    private static readonly OrganizationKind[] OfficeKinds = [OrganizationKind.Department, OrganizationKind.Division, OrganizationKind.PublicService];

    private static readonly (string Name, OrganizationLevel[] Levels, OrganizationKind[] Kinds, bool DirectOnly, string[] Written)[] Usual =
    [
        ("Các sở, ban, ngành", [OrganizationLevel.Province], [OrganizationKind.Department], true,
            ["Các sở, ban, ngành", "Các sở, ngành", "Sở, ban, ngành", "Thủ trưởng các sở, ban, ngành", "Giám đốc các sở", "Thủ trưởng các sở, ngành", "Các sở, ban, ngành cấp tỉnh", "Các cơ quan chuyên môn thuộc UBND tỉnh", "Các sở", "Giám đốc các sở, Thủ trưởng các ban, ngành"]),
        ("UBND các xã, phường, đặc khu", [OrganizationLevel.Commune], [OrganizationKind.Committee], false,
            ["UBND các xã, phường", "UBND các xã, thị trấn", "UBND các xã, phường, thị trấn", "UBND các xã, phường, đặc khu", "UBND cấp xã", "UBND xã, phường", "UBND xã, thị trấn", "UBND các xã", "Các xã, phường", "Các xã, thị trấn", "Các xã, phường, thị trấn",
             "Chủ tịch UBND các xã, phường", "Chủ tịch UBND các xã, thị trấn", "Chủ tịch UBND các xã, phường, thị trấn", "Chủ tịch UBND các xã, phường, đặc khu", "Ủy ban nhân dân xã"]),
        ("UBND các huyện, thị xã, thành phố", [OrganizationLevel.District], [OrganizationKind.Committee], false,
            ["UBND các huyện, thành phố", "UBND các huyện, thị xã, thành phố", "UBND cấp huyện", "UBND các huyện", "UBND huyện, thành phố", "UBND các quận, huyện, thị xã", "UBND huyện, thị xã, thành phố", "Các huyện, thành phố", "Các huyện, thị xã, thành phố",
             "Chủ tịch UBND các huyện, thành phố", "Chủ tịch UBND các huyện, thị xã, thành phố", "Các quận, huyện, thị xã"]),
        ("Các phòng, ban, đơn vị", [OrganizationLevel.Province, OrganizationLevel.District, OrganizationLevel.Commune, OrganizationLevel.Unit], OfficeKinds, true,
            ["Các phòng, đơn vị", "Các phòng, ban", "Các phòng, ban, đơn vị", "Các phòng, ban, ngành", "Các phòng, ban chuyên môn", "Các phòng chuyên môn", "Các phòng, đơn vị trực thuộc", "Các phòng, ban, đơn vị trực thuộc", "Các phòng, đơn vị thuộc Sở", "Thủ trưởng các phòng, ban, đơn vị",
             "Các cơ quan, đơn vị", "Các cơ quan, đơn vị trực thuộc", "Thủ trưởng các cơ quan, đơn vị", "Các đơn vị trực thuộc", "Các đơn vị", "Các cơ quan chuyên môn", "Thủ trưởng các đơn vị"]),
        ("Các cơ quan, đơn vị, địa phương", [OrganizationLevel.Province, OrganizationLevel.District, OrganizationLevel.Commune], [OrganizationKind.Department, OrganizationKind.Division, OrganizationKind.PublicService, OrganizationKind.Committee], false,
            ["Các cơ quan, đơn vị, địa phương", "Các cơ quan, địa phương", "Các cơ quan, ban, ngành, địa phương", "Các ngành, địa phương", "Các cấp, các ngành", "Thủ trưởng các cơ quan, đơn vị, địa phương"]),
        ("Các đơn vị sự nghiệp", [OrganizationLevel.Province, OrganizationLevel.District, OrganizationLevel.Commune, OrganizationLevel.Unit], [OrganizationKind.PublicService], false,
            ["Các đơn vị sự nghiệp", "Các đơn vị sự nghiệp công lập", "Các trường học"]),
        ("Các bộ, cơ quan ngang bộ, cơ quan thuộc Chính phủ", [OrganizationLevel.Ministry], [OrganizationKind.Department], true,
            ["Các bộ, ngành", "Các bộ, cơ quan ngang bộ", "Các bộ, cơ quan ngang bộ, cơ quan thuộc Chính phủ", "Bộ, ngành", "Các bộ, ngành trung ương", "Các bộ, ban, ngành"]),
        ("UBND các tỉnh, thành phố", [OrganizationLevel.Province], [OrganizationKind.Committee], true,
            ["UBND các tỉnh, thành phố trực thuộc Trung ương", "UBND các tỉnh, thành phố", "UBND cấp tỉnh", "Các tỉnh, thành phố", "Các tỉnh, thành phố trực thuộc Trung ương"]),
        ("Mặt trận Tổ quốc và các tổ chức chính trị - xã hội", [OrganizationLevel.Province, OrganizationLevel.District, OrganizationLevel.Commune], [OrganizationKind.MassOrganization], true,
            ["Mặt trận Tổ quốc và các tổ chức chính trị - xã hội", "UBMTTQ và các tổ chức chính trị - xã hội", "Các tổ chức chính trị - xã hội", "Mặt trận Tổ quốc và các đoàn thể", "Các đoàn thể"]),
    ];

    /// <summary>Adds the usual groups and their aliases where the installation has none yet (saved by the caller).</summary>
    public static async Task AddAsync(LanToaDb db, DateTimeOffset at, CancellationToken cancel = default)
    {
        if (await db.Set<OrganizationGroup>().AnyAsync(cancel)) return;
        foreach (var (name, levels, kinds, directOnly, written) in Usual)
        {
            var group = new OrganizationGroup { Name = name, Levels = [.. levels], Kinds = [.. kinds], DirectOnly = directOnly };
            db.Add(group);
            foreach (var alias in written.Append(name).Select(w => OrganizationAlias.Of(w, null, group.Id, null, null, at)).DistinctBy(a => a.Folded)) db.Add(alias);
        }
    }
}
