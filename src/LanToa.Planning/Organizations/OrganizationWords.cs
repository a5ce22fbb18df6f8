namespace LanToa.Planning.Organizations;

/// <summary>Levels, kinds and ways of succession in the words of the interface.</summary>
public static class OrganizationWords
{
    public static string Words(this OrganizationLevel level) => level switch
    {
        OrganizationLevel.Nation => "Trung ương",
        OrganizationLevel.Ministry => "Bộ, ngành",
        OrganizationLevel.Province => "Tỉnh",
        OrganizationLevel.District => "Huyện (đến 30/6/2025)",
        OrganizationLevel.Commune => "Xã",
        _ => "Đơn vị trực thuộc",
    };

    public static string Words(this OrganizationKind kind) => kind switch
    {
        OrganizationKind.Committee => "Ủy ban nhân dân",
        OrganizationKind.Department => "Sở, ban, ngành",
        OrganizationKind.Division => "Phòng, văn phòng",
        OrganizationKind.PublicService => "Đơn vị sự nghiệp",
        OrganizationKind.Party => "Cơ quan Đảng",
        OrganizationKind.MassOrganization => "Mặt trận, đoàn thể",
        OrganizationKind.Vertical => "Cơ quan ngành dọc",
        OrganizationKind.Council => "Hội đồng nhân dân",
        _ => "Khác",
    };

    public static string Words(this SuccessionKind kind) => kind switch
    {
        SuccessionKind.Rename => "Đổi tên",
        SuccessionKind.Merge => "Hợp nhất, sáp nhập",
        SuccessionKind.Split => "Chia, tách",
        SuccessionKind.Transfer => "Chuyển giao nhiệm vụ",
        _ => "Giải thể",
    };
}
