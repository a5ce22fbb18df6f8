using LanToa.Planning.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Time;
using LanToa.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Planning.Tests.Organizations;

/// <summary>A province with two departments, a district, its divisions and two communes; a second province with a commune of the same name.</summary>
public sealed class NamesWorld : TestApp
{
    public Organization District { get; private set; } = null!;

    public Organization Interior { get; private set; } = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Interior = await AddOrganizationAsync("Sở Nội vụ", OrganizationLevel.Province, OrganizationKind.Department, Province);
        await AddOrganizationAsync("Sở Tài chính", OrganizationLevel.Province, OrganizationKind.Department, Province);
        District = await AddOrganizationAsync("Ủy ban nhân dân huyện Sơn Hạ", OrganizationLevel.District, OrganizationKind.Committee, Province);
        await AddOrganizationAsync("Phòng Nội vụ", OrganizationLevel.District, OrganizationKind.Division, District);
        await AddOrganizationAsync("Trung tâm Văn hóa, Thông tin, Thể thao và Du lịch", OrganizationLevel.District, OrganizationKind.PublicService, District);
        await AddOrganizationAsync("Ủy ban nhân dân xã Vĩnh Lộc", OrganizationLevel.Commune, OrganizationKind.Committee, District);
        await AddOrganizationAsync("Ủy ban nhân dân xã Yên Bình", OrganizationLevel.Commune, OrganizationKind.Committee, District);
        await InScopeAsync(async services =>
        {
            var db = services.GetRequiredService<LanToaDb>();
            await DefaultGroups.AddAsync(db, services.GetRequiredService<Clock>().Now);
            await db.SaveChangesAsync();
        });
    }
}

public sealed class OrganizationNamesTests(NamesWorld world) : IClassFixture<NamesWorld>
{
    private static readonly DateOnly Day = new(2023, 2, 21);

    [Theory]
    [InlineData("Phòng Nội vụ", "Phòng Nội vụ")]
    [InlineData("phòng nội vụ huyện", "Phòng Nội vụ")]
    [InlineData("Phòng Nội vụ huyện Sơn Hạ", "Phòng Nội vụ")]
    [InlineData("UBND xã Vĩnh Lộc", "Ủy ban nhân dân xã Vĩnh Lộc")]
    [InlineData("Uỷ ban nhân dân huyện Sơn Hạ", "Ủy ban nhân dân huyện Sơn Hạ")]
    [InlineData("Trung tâm Văn hoá, thông tin, thể thao và du lịch", "Trung tâm Văn hóa, Thông tin, Thể thao và Du lịch")]
    [InlineData("Sở Nội vụ tỉnh", "Sở Nội vụ")]
    [InlineData("Sở Nội vụ", "Sở Nội vụ")]
    public async Task Resolve_NamePrintedInADistrictPlan_IsTheUnit(string printed, string expected)
    {
        var found = await ResolveAsync(printed, world.District.Id);
        found.OrganizationId.ShouldNotBeNull(printed);
        world.App.Services.GetRequiredService<OrganizationDirectory>().Find(found.OrganizationId.Value)!.Name.ShouldBe(expected);
    }

    [Theory]
    [InlineData("các sở, ban, ngành", "Các sở, ban, ngành", 2)]
    [InlineData("Các sở, ban, ngành tỉnh", "Các sở, ban, ngành", 2)]
    [InlineData("UBND các xã, thị trấn", "UBND các xã, phường, đặc khu", 2)]
    [InlineData("Ủy ban nhân dân các huyện, thành phố", "UBND các huyện, thị xã, thành phố", 1)]
    public async Task Resolve_Group_HasItsMembersAsOfTheDay(string printed, string expected, int members)
    {
        var found = await ResolveAsync(printed, world.Province.Id);
        found.GroupId.ShouldNotBeNull(printed);
        await world.InScopeAsync(async services =>
        {
            (await services.GetRequiredService<LanToaDb>().FindAsync<OrganizationGroup>(found.GroupId.Value))!.Name.ShouldBe(expected);
            (await services.GetRequiredService<GroupMembers>().OfAsync(found.GroupId.Value, world.Province.Id, Day)).Count.ShouldBe(members);
        });
    }

    [Fact]
    public async Task Resolve_Misspelt_SuggestsTheLikeliest()
    {
        var found = await ResolveAsync("Phòng Nội vu và Lao động", world.District.Id);
        found.IsResolved.ShouldBeFalse();
        found.Suggestions[0].Name.ShouldBe("Phòng Nội vụ");
    }

    [Fact]
    public async Task Resolve_UnknownName_SuggestsTheIssuersOwnBeforeThoseOfOthers()
    {
        await world.AddOrganizationAsync("Phòng Kinh tế và Hạ tầng nông thôn", OrganizationLevel.Unit, OrganizationKind.Division, world.Interior);
        var own = await world.AddOrganizationAsync("Phòng Kinh tế", OrganizationLevel.District, OrganizationKind.Division, world.District);
        var found = await ResolveAsync("Phòng Kinh tế và Hạ tầng", world.District.Id);
        found.IsResolved.ShouldBeFalse();
        found.Suggestions[0].OrganizationId.ShouldBe(own.Id);
        // The likeliest of all is offered too, wherever it stands.
        found.Suggestions.ShouldContain(s => s.Name == "Phòng Kinh tế và Hạ tầng nông thôn");
    }

    [Fact]
    public async Task Resolve_UnknownProvince_SuggestsNoCommune()
    {
        (await ResolveAsync("UBND xã Yên Hạ", world.Province.Id)).Suggestions.ShouldContain(s => s.Name.StartsWith("Ủy ban nhân dân xã"));
        (await ResolveAsync("UBND tỉnh Yên Vĩnh", world.Province.Id)).Suggestions.ShouldAllBe(s => s.Name.Contains("tỉnh") || !s.Name.StartsWith("Ủy ban nhân dân"));
    }

    [Fact]
    public async Task Resolve_UnitNotYetThere_IsNotTaken() => (await ResolveAsync("Phòng Nội vụ", world.District.Id, new DateOnly(1999, 12, 31))).IsResolved.ShouldBeFalse();

    private Task<NameResolution> ResolveAsync(string printed, Guid issuer, DateOnly? day = null) =>
        world.InScopeAsync(s => s.GetRequiredService<OrganizationNames>().ResolveAsync(printed, issuer, day ?? Day));
}
