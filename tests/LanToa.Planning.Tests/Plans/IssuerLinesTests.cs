using LanToa.Contracts.Organizations;
using LanToa.Planning.Organizations;
using LanToa.Planning.Plans;

namespace LanToa.Planning.Tests.Plans;

/// <summary>Head and foot of a document for issuers of every kind. The bodies above the issuer stand behind it, with " &lt; " between.</summary>
public sealed class IssuerLinesTests
{
    [Theory]
    [InlineData("Ủy ban nhân dân tỉnh Lam Giang", "", "Lam Giang", "KH-UBND")]
    [InlineData("Ủy ban nhân dân Thành phố Hồ Chí Minh", "", "Thành phố Hồ Chí Minh", "KH-UBND")]
    [InlineData("Ủy ban nhân dân thành phố Hồ Chí Minh", "", "Thành phố Hồ Chí Minh", "KH-UBND")]
    [InlineData("Ủy ban nhân dân thành phố Hà Nội", "", "Hà Nội", "KH-UBND")]
    [InlineData("Ủy ban nhân dân thành phố Huế", "", "Huế", "KH-UBND")]
    [InlineData("Ủy ban nhân dân thành phố Đồng Nai", "", "Đồng Nai", "KH-UBND")]
    [InlineData("Ủy ban nhân dân thành phố Cần Thơ", "", "Cần Thơ", "KH-UBND")]
    [InlineData("Sở Nội vụ < Ủy ban nhân dân thành phố Hồ Chí Minh", "Ủy ban nhân dân|thành phố Hồ Chí Minh", "Thành phố Hồ Chí Minh", "KH-SNV")]
    [InlineData("Sở Văn hóa, Thể thao và Du lịch < Ủy ban nhân dân thành phố Huế", "Ủy ban nhân dân|thành phố Huế", "Huế", "KH-SVHTTDL")]
    [InlineData("Sở Giáo dục và Đào tạo < Ủy ban nhân dân tỉnh Lam Giang", "Ủy ban nhân dân|tỉnh Lam Giang", "Lam Giang", "KH-SGDĐT")]
    [InlineData("Sở Y tế < Ủy ban nhân dân tỉnh Lam Giang", "Ủy ban nhân dân|tỉnh Lam Giang", "Lam Giang", "KH-SYT")]
    [InlineData("Trung tâm Phục vụ hành chính công tỉnh Lam Giang < Ủy ban nhân dân tỉnh Lam Giang", "Ủy ban nhân dân|tỉnh Lam Giang", "Lam Giang", "KH-TTPVHCC")]
    [InlineData("Văn phòng Ủy ban nhân dân tỉnh < Ủy ban nhân dân tỉnh Lam Giang", "Ủy ban nhân dân|tỉnh Lam Giang", "Lam Giang", "KH-VPUBND")]
    [InlineData("Chi cục Văn thư - Lưu trữ < Sở Nội vụ < Ủy ban nhân dân tỉnh Lam Giang", "Sở Nội vụ", "Lam Giang", "KH-CCVTLT")]
    [InlineData("Ủy ban nhân dân xã Vân Khê < Ủy ban nhân dân tỉnh Lam Giang", "", "Vân Khê", "KH-UBND")]
    [InlineData("Ủy ban nhân dân Phường 12 < Ủy ban nhân dân thành phố Hồ Chí Minh", "", "Phường 12", "KH-UBND")]
    [InlineData("Ủy ban nhân dân phường 1 Bảo Lộc < Ủy ban nhân dân tỉnh Lâm Đồng", "", "Phường 1 Bảo Lộc", "KH-UBND")]
    [InlineData("Ủy ban nhân dân phường Hà Giang 1 < Ủy ban nhân dân tỉnh Tuyên Quang", "", "Hà Giang 1", "KH-UBND")]
    [InlineData("Ủy ban nhân dân phường Lê Lợi < Ủy ban nhân dân tỉnh Lam Giang", "", "Phường Lê Lợi", "KH-UBND")]
    [InlineData("Ủy ban nhân dân xã Nguyễn Phích < Ủy ban nhân dân tỉnh Cà Mau", "", "Xã Nguyễn Phích", "KH-UBND")]
    [InlineData("Ủy ban nhân dân phường Đặng Thuỳ Trâm < Ủy ban nhân dân tỉnh Quảng Ngãi", "", "Phường Đặng Thuỳ Trâm", "KH-UBND")]
    [InlineData("Ủy ban nhân dân đặc khu Phú Quốc < Ủy ban nhân dân tỉnh An Giang", "", "Phú Quốc", "KH-UBND")]
    [InlineData("Ủy ban nhân dân huyện Sơn Hạ < Ủy ban nhân dân tỉnh Lam Giang", "", "Sơn Hạ", "KH-UBND")]
    [InlineData("Ủy ban nhân dân Quận 1 < Ủy ban nhân dân thành phố Hồ Chí Minh", "", "Quận 1", "KH-UBND")]
    [InlineData("Văn phòng Ủy ban nhân dân xã Vân Khê < Ủy ban nhân dân xã Vân Khê < Ủy ban nhân dân tỉnh Lam Giang", "Ủy ban nhân dân|xã Vân Khê", "Vân Khê", "KH-VPUBND")]
    [InlineData("Văn phòng HĐND và UBND < Ủy ban nhân dân xã Vân Khê < Ủy ban nhân dân tỉnh Lam Giang", "Ủy ban nhân dân|xã Vân Khê", "Vân Khê", "KH-VPHĐNDUBND")]
    [InlineData("Phòng Văn hóa - Xã hội < Ủy ban nhân dân Phường 12 < Ủy ban nhân dân thành phố Hồ Chí Minh", "Ủy ban nhân dân|Phường 12", "Phường 12", "KH-PVHXH")]
    [InlineData("Phòng Văn hóa - Xã hội < Ủy ban nhân dân đặc khu Côn Đảo < Ủy ban nhân dân thành phố Hồ Chí Minh", "Ủy ban nhân dân|đặc khu Côn Đảo", "Côn Đảo", "KH-PVHXH")]
    [InlineData("Ban Quản lý các khu công nghiệp < Ủy ban nhân dân tỉnh Lam Giang", "Ủy ban nhân dân|tỉnh Lam Giang", "Lam Giang", "KH-BQLKCN")]
    [InlineData("Đài Phát thanh và Truyền hình < Ủy ban nhân dân tỉnh Lam Giang", "Ủy ban nhân dân|tỉnh Lam Giang", "Lam Giang", "KH-ĐPTTH")]
    [InlineData("Hội đồng nhân dân tỉnh Lam Giang < Ủy ban nhân dân tỉnh Lam Giang", "", "Lam Giang", "KH-HĐND")]
    [InlineData("Bộ Nội vụ < Chính phủ", "", "Hà Nội", "KH-BNV")]
    public void Head_OfAnIssuer_IsPrintedAsTheDecreeSays(string bodies, string superior, string place, string symbol)
    {
        var lines = Of(bodies);
        string.Join('|', lines.Superior).ShouldBe(superior);
        lines.Place.ShouldBe(place);
        lines.Symbol("KH").ShouldBe(symbol);
    }

    [Theory]
    [InlineData("Ủy ban nhân dân Phường 12", "Ủy ban nhân dân|Phường 12", "TM. Ủy ban nhân dân", "Chủ tịch")]
    [InlineData("Ủy ban nhân dân đặc khu Phú Quốc", "Ủy ban nhân dân|đặc khu Phú Quốc", "TM. Ủy ban nhân dân", "Chủ tịch")]
    [InlineData("Sở Nội vụ < Ủy ban nhân dân tỉnh Lam Giang", "Sở Nội vụ", "", "Giám đốc")]
    [InlineData("Chi cục Văn thư - Lưu trữ < Sở Nội vụ", "Chi cục Văn thư - Lưu trữ", "", "Chi cục trưởng")]
    [InlineData("Trường Trung học phổ thông Lam Giang < Sở Giáo dục và Đào tạo", "Trường Trung học phổ thông Lam Giang", "", "Hiệu trưởng")]
    public void Foot_WithoutAGivenSigner_IsThatOfTheBody(string bodies, string issuer, string authority, string position)
    {
        var lines = Of(bodies);
        string.Join('|', lines.Issuer).ShouldBe(issuer);
        string.Join('|', lines.Authority(null)).ShouldBe(authority);
        lines.Position(null).ShouldBe(position);
    }

    private static IssuerLines Of(string bodies)
    {
        OrganizationInfo? above = null;
        var tree = new List<OrganizationInfo>();
        foreach (var name in bodies.Split(" < ").Reverse())
            tree.Add(above = new OrganizationInfo(Guid.CreateVersion7(), "", name, "", 99, above?.Id, name == "Chính phủ" ? nameof(OrganizationLevel.Nation) : nameof(OrganizationLevel.Unit), nameof(OrganizationKind.Other), new DateOnly(2000, 1, 1), null));
        return new IssuerLines(new Tree(tree), above!);
    }

    private sealed class Tree(List<OrganizationInfo> bodies) : IOrganizationDirectory
    {
        public OrganizationInfo? Find(Guid id) => bodies.Find(b => b.Id == id);

        public string? DistinctNameOf(Guid id) => Find(id)?.Name;

        public bool IsWithin(Guid unit, Guid ancestor) => throw new NotSupportedException();

        public bool IsKept(Guid unit) => false;

        public IReadOnlyCollection<Guid> KeptIn(short province) => [];

        public IReadOnlyList<OrganizationInfo> Subtree(Guid root) => throw new NotSupportedException();
    }
}
