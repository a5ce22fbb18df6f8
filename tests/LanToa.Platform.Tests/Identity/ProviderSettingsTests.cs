using LanToa.Platform.Identity.Providers;
using LanToa.Testing;

namespace LanToa.Platform.Tests.Identity;

public sealed class ProviderSettingsTests : IDisposable
{
    private const string Good = """{ "id": "tinh-a", "name": "Cổng A", "issuer": "https://a.example", "clientId": "lantoa", "clientSecret": "từ tệp", "province": 12 }""";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lantoa-providers-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Load_NoFile_HasNone() => SignInProviders.Load(_folder.FullName, _ => null).All.ShouldBeEmpty();

    [Fact]
    public void Load_FileAndEnvironment_EnvironmentKeepsTheSecret()
    {
        Write($"[{Good}]");
        var provider = SignInProviders.Load(_folder.FullName, name => name == "LANTOA_PROVIDER_TINH_A_CLIENTSECRET" ? "từ môi trường" : null).All.ShouldHaveSingleItem();
        (provider.Name, provider.Issuer, provider.ClientSecret, provider.Province).ShouldBe(("Cổng A", "https://a.example", "từ môi trường", (short?)12));
        provider.ToString().ShouldNotContain("từ môi trường");
    }

    [Theory]
    [InlineData("{", "mảng JSON")]
    [InlineData("""[{ "id": "Tỉnh" }]""", "id")]
    [InlineData("""[{ "id": "a", "issuer": "http://a.example", "clientSecret": "b4ng" }]""", "https")]
    [InlineData("""[{ "id": "a", "issuer": "https://a.example", "clientSecret": "b4ng" }]""", "name")]
    [InlineData("""[{ "id": "a", "issuer": "https://a.example", "name": "A", "clientId": "x" }]""", "clientSecret")]
    [InlineData($"[{Good}, {Good}]", "Hai dịch vụ")]
    public void Load_Wrong_SaysWhatWithoutTheSecret(string file, string says)
    {
        Write(file);
        var wrong = Should.Throw<ProviderSettingsException>(() => SignInProviders.Load(_folder.FullName, _ => null));
        wrong.Message.ShouldContain(says);
        wrong.ToString().ShouldNotContain("b4ng");
    }

    [Fact]
    public async Task Load_ExampleOfTheOperationsPage_IsTaken()
    {
        var page = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "operations", "sign-in.md"));
        Write(page.Split("```json")[1].Split("```")[0]);
        var provider = SignInProviders.Load(_folder.FullName, _ => null).All.ShouldHaveSingleItem();
        page.ShouldContain($"https://cchc.tinh.gov.vn{provider.ReturnPath}\n");
        page.ShouldContain("LANTOA_PROVIDER_TINH_CLIENTSECRET");
    }

    private void Write(string json) => File.WriteAllText(Path.Combine(_folder.FullName, SignInProviders.FileName), json);
}
