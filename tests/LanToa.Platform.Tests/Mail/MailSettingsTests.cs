using LanToa.Platform.Mail;

namespace LanToa.Platform.Tests.Mail;

public sealed class MailSettingsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lantoa-mail-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Load_Nothing_WritesIntoTheFolder() => MailSettings.Load(_folder.FullName, _ => null).IsSmtp.ShouldBeFalse();

    [Fact]
    public void Load_FileAndEnvironment_EnvironmentPrevails()
    {
        Write("""{ "host": "thu.example", "port": 2525, "user": "a", "password": "từ tệp", "publicUrl": "https://cchc.example/" }""");
        var settings = MailSettings.Load(_folder.FullName, name => name == "LANTOA_MAIL_PASSWORD" ? "từ môi trường" : null);
        (settings.Host, settings.Port, settings.Password, settings.Tls, settings.PublicUrl).ShouldBe(("thu.example", 2525, "từ môi trường", true, "https://cchc.example"));
    }

    [Theory]
    [InlineData("{", "không phải một đối tượng JSON")]
    [InlineData("""{ "host": "thu.example" }""", "publicUrl")]
    [InlineData("""{ "host": "thu.example", "publicUrl": "javascript:x" }""", "publicUrl")]
    [InlineData("""{ "host": "thu.example", "publicUrl": "https://x.example", "user": "a" }""", "password")]
    [InlineData("""{ "host": "thu.example", "publicUrl": "https://x.example", "user": "a", "password": "b4ng", "tls": "false" }""", "không mã hóa")]
    [InlineData("""{ "host": "thu.example", "publicUrl": "https://x.example", "port": "0" }""", "Cổng")]
    [InlineData("""{ "from": "không phải" }""", "from")]
    public void Load_Wrong_SaysWhatWithoutThePassword(string file, string says)
    {
        Write(file);
        var wrong = Should.Throw<MailSettingsException>(() => MailSettings.Load(_folder.FullName, _ => null));
        wrong.Message.ShouldContain(says);
        wrong.ToString().ShouldNotContain("b4ng");
    }

    private void Write(string json) => File.WriteAllText(Path.Combine(_folder.FullName, MailSettings.FileName), json);
}
