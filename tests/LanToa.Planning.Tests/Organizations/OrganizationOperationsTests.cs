using System.Text;
using LanToa.Planning.Organizations;
using LanToa.Platform.Audit;
using LanToa.Platform.Data;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Planning.Tests.Organizations;

public sealed class OrganizationOperationsTests(TestApp app) : IClassFixture<TestApp>
{
    private static readonly DateOnly Day = new(2025, 7, 1);

    [Fact]
    public async Task Import_NationalList_AddsEveryUnitOnceAndIsRepeatable()
    {
        var path = Path.Combine(Repository.Root, "..", "shared", "data", "units", "units-2026-07-25.json");
        if (!File.Exists(path))
        {
            Console.WriteLine("Did not run: ../shared/data/units is not beside this checkout.");
            return;
        }
        await AddNationAsync();
        var first = await ImportAsync(await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken));
        var again = await ImportAsync(await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken));

        (first.Provinces, first.Communes).ShouldBe((34, 3321));
        (again.Provinces, again.Communes, again.AlreadyKnown).ShouldBe((0, 0, 3355));
        // The eleven provinces that the arrangement of 2025 left as they were have been there before; no commune has.
        var before = await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Organization>().Where(o => o.ProvinceId != 0 && o.ProvinceId != 99 && o.ValidFrom < ImportNationalList.TwoTierDay).Select(o => o.Level).ToListAsync());
        before.Count.ShouldBe(11);
        before.ShouldAllBe(level => level == OrganizationLevel.Province);
    }

    [Theory]
    [InlineData("không phải JSON")]
    [InlineData("[]")]
    [InlineData("""[{"Code":"xx","FullName":"Tỉnh A"}]""")]
    [InlineData("""[{"Code":"01","FullName":"Tỉnh A","Wards":[{"Code":"","FullName":"Xã B"}]}]""")]
    public async Task Import_WrongFile_IsRefusedAndAddsNothing(string json)
    {
        await AddNationAsync();
        var before = await CountAsync();
        await Should.ThrowAsync<ImportRefusedException>(() => ImportAsync(Encoding.UTF8.GetBytes(json)));
        (await CountAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task Save_SameCodeAtTheSameTime_IsRefusedWithTheOther()
    {
        var input = new OrganizationInput(null, 0, "TRUNG.1", "Sở Thử", "", OrganizationLevel.Province, OrganizationKind.Department, app.Province.Id, null, Day, null);
        (await SaveAsync(input)).Problems.ShouldBeEmpty();
        var (id, problems) = await SaveAsync(input with { Name = "Sở Khác" });
        id.ShouldBeNull();
        problems.ShouldHaveSingleItem().Message.ShouldContain("Sở Thử");
    }

    [Fact]
    public async Task Save_OldVersion_IsRefused()
    {
        var input = new OrganizationInput(null, 0, "PHIEN.1", "Sở Phiên", "", OrganizationLevel.Province, OrganizationKind.Department, app.Province.Id, null, Day, null);
        var id = (await SaveAsync(input)).Id;
        (await SaveAsync(input with { Id = id, Version = 1, Name = "Sở Phiên bản hai" })).Problems.ShouldBeEmpty();
        await Should.ThrowAsync<DbUpdateConcurrencyException>(() => SaveAsync(input with { Id = id, Version = 1, Name = "Ghi đè" }));
    }

    [Fact]
    public async Task Save_BelowItself_IsRefused()
    {
        var id = (await SaveAsync(new(null, 0, "VONG.1", "Sở Vòng", "", OrganizationLevel.Province, OrganizationKind.Department, app.Province.Id, null, Day, null))).Id;
        var (_, problems) = await SaveAsync(new(id, 1, "VONG.1", "Sở Vòng", "", OrganizationLevel.Province, OrganizationKind.Department, id, null, Day, null));
        problems.ShouldContain(p => p.Field == "ParentId");
    }

    [Fact]
    public async Task Merge_TwoCommunes_EndsThemTheDayBeforeAndKeepsTheirHistory()
    {
        var first = await app.AddOrganizationAsync("Ủy ban nhân dân xã Một", OrganizationLevel.Commune, OrganizationKind.Committee, app.Province);
        var second = await app.AddOrganizationAsync("Ủy ban nhân dân xã Hai", OrganizationLevel.Commune, OrganizationKind.Committee, app.Province);
        var merged = await app.AddOrganizationAsync("Ủy ban nhân dân xã Ba", OrganizationLevel.Commune, OrganizationKind.Committee, app.Province, from: Day);
        var input = new SuccessionInput(SuccessionKind.Merge, Day, "Nghị quyết thử nghiệm", [new(first.Id, merged.Id, 1), new(second.Id, merged.Id, 1)]);
        await app.InScopeAsync(s => s.GetRequiredService<RecordSuccession>().HandleAsync(input));

        await app.InScopeAsync(async services =>
        {
            (await services.GetRequiredService<LanToaDb>().Set<Organization>().AsNoTracking().FirstAsync(o => o.Id == first.Id)).ValidTo.ShouldBe(Day.AddDays(-1));
            (await services.GetRequiredService<SuccessionReader>().MapAsync()).AsOf(second.Id, Day).ShouldBe([new Share(merged.Id, 1m)]);
            (await services.GetRequiredService<History>().OfAsync(first.Id))[0].Why.ShouldBe("Nghị quyết thử nghiệm");
            (await services.GetRequiredService<RecordSuccession>().WhyNotAsync(input)).ShouldNotBeEmpty("a body ends once");
        });
    }

    [Theory]
    [InlineData(0.5, 0.4)]
    [InlineData(0.9, 0.2)]
    public async Task Split_WeightsNotOne_SaysWhy(double first, double second)
    {
        var old = await app.AddOrganizationAsync("Ủy ban nhân dân xã Cũ", OrganizationLevel.Commune, OrganizationKind.Committee, app.Province);
        var a = await app.AddOrganizationAsync("Ủy ban nhân dân xã A", OrganizationLevel.Commune, OrganizationKind.Committee, app.Province, from: Day);
        var b = await app.AddOrganizationAsync("Ủy ban nhân dân xã B", OrganizationLevel.Commune, OrganizationKind.Committee, app.Province, from: Day);
        var reasons = await app.InScopeAsync(s => s.GetRequiredService<RecordSuccession>().WhyNotAsync(
            new(SuccessionKind.Split, Day, "Nghị quyết", [new(old.Id, a.Id, (decimal)first), new(old.Id, b.Id, (decimal)second)])));
        reasons.ShouldHaveSingleItem().ShouldContain("cộng lại bằng 1");
    }

    private Task<(Guid? Id, IReadOnlyList<FieldProblem> Problems)> SaveAsync(OrganizationInput input) => app.InScopeAsync(s => s.GetRequiredService<SaveOrganization>().HandleAsync(input));

    private Task<ImportedUnits> ImportAsync(byte[] json) =>
        app.InScopeAsync(s => s.GetRequiredService<ImportNationalList>().HandleAsync(new MemoryStream(json), ImportNationalList.TwoTierDay), province: 0);

    private Task<int> CountAsync() => app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Organization>().CountAsync());

    private async Task AddNationAsync()
    {
        if (!await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Organization>().AnyAsync(o => o.Level == OrganizationLevel.Nation)))
            await app.AddOrganizationAsync("Chính phủ", OrganizationLevel.Nation, OrganizationKind.Committee, null, "00", province: 0);
    }
}
