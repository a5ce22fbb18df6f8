using LanToa.Planning.Organizations;
using LanToa.Journeys.Tests.Browsing;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using Microsoft.Playwright;

namespace LanToa.Journeys.Tests;

/// <summary>An officer finds an agency without diacritics, adds one beneath it and teaches it another name.</summary>
public sealed class OrganizationJourney(TestApp app, Chromium chromium) : IClassFixture<TestApp>
{
    [Theory, InlineData(1280), InlineData(390)]
    public async Task Agencies_FindAddAndName_StayInHistory(int width)
    {
        await app.AddOrganizationAsync($"Sở Văn hóa, Thể thao và Du lịch {width}", OrganizationLevel.Province, OrganizationKind.Department, app.Province);
        await app.AddOrganizationAsync($"Ủy ban nhân dân xã Suối Thử {width}", OrganizationLevel.Commune, OrganizationKind.Committee, app.Province);
        await using var visitor = await chromium.VisitAsync(app, width);
        await visitor.SignInAsync(await app.AddPersonAsync(Role.Officer));
        await visitor.OpenAsync("/organizations");
        await visitor.LookAsync("organizations");

        await visitor.Page.GetByLabel("Tên, mã, tên gọi khác").FillAsync($"so van hoa {width}");
        await visitor.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(visitor.Main.Locator("tbody tr")).ToHaveCountAsync(1);
        await visitor.LookAsync("organizations-found");
        await visitor.Page.GetByLabel("Tên, mã, tên gọi khác").FillAsync("khong co co quan nay");
        await visitor.Page.Keyboard.PressAsync("Enter");
        await visitor.SeeAsync("Không có cơ quan nào khớp");
        await visitor.LookAsync("organizations-none");

        await visitor.OpenAsync($"/organizations?q=so+van+hoa+{width}");
        await visitor.Main.Locator("tbody a").ClickAsync();
        await visitor.SeeTitleAsync($"Sở Văn hóa, Thể thao và Du lịch {width}");
        await visitor.LookAsync("organization");
        await visitor.PressAsync("Ghi nhớ");
        await visitor.SeeAsync("Bạn chưa nhập tên gọi khác.");
        await visitor.LookAsync("organization-alias-refused");
        await visitor.Page.GetByLabel("Thêm tên gọi").FillAsync($"Sở VHTTDL {width}");
        await visitor.PressAsync("Ghi nhớ");
        await visitor.SeeAsync($"Sở VHTTDL {width}");
        await visitor.LookAsync("organization-alias");

        await visitor.Main.Locator("summary").First.ClickAsync();
        await visitor.PressAsync("Thêm cơ quan trực thuộc");
        await visitor.LookAsync("organization-add");
        await visitor.PressAsync("Lưu");
        await visitor.LookAsync("organization-add-refused");
        await visitor.Page.GetByLabel("Tên", new() { Exact = true }).FillAsync($"Trung tâm Văn hóa {width}");
        await visitor.Page.Locator("#Input_Code").FillAsync($"TTVH{width}");
        await visitor.PressAsync("Lưu");
        await visitor.SeeTitleAsync($"Trung tâm Văn hóa {width}");
        await visitor.LookAsync("organization-added");

        // What was sent has arrived: the next new agency begins with an empty form.
        await visitor.OpenAsync("/organizations/edit");
        await Assertions.Expect(visitor.Page.GetByLabel("Tên", new() { Exact = true })).ToHaveValueAsync("");
    }

    [Theory, InlineData(1280), InlineData(390)]
    public async Task OtherPages_Officer_AreSound(int width)
    {
        await using var visitor = await chromium.VisitAsync(app, width);
        await visitor.SignInAsync(await app.AddPersonAsync(Role.Officer));
        foreach (var (path, name) in new[] { ("/organizations/groups", "groups"), ("/organizations/succession", "succession"), ("/organizations/import", "import-national-list") })
        {
            await visitor.OpenAsync(path);
            await visitor.LookAsync(name);
        }
    }
}
