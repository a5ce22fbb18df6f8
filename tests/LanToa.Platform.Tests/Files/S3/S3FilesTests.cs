using System.Text;
using LanToa.Platform.Backups;
using LanToa.Platform.Data;
using LanToa.Platform.Files;
using LanToa.Platform.Tests.Backups;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace LanToa.Platform.Tests.Files.S3;

/// <summary>The program with its files in a real S3 server.</summary>
public sealed class S3FilesTests(S3FilesTests.StoreApp app) : IClassFixture<S3FilesTests.StoreApp>
{
    [Fact]
    public async Task Keep_AndOpen_GiveTheBytes_AtAnyPosition()
    {
        var server = Server();
        var bytes = Enumerable.Range(0, 3_000_000).Select(i => (byte)('a' + i % 26)).ToArray();
        var kept = await KeepAsync(bytes);
        (await KeepAsync(bytes)).Sha256.ShouldBe(kept.Sha256);
        server.Holds(kept.Sha256).ShouldBeTrue();
        app.TemporaryFiles().ShouldBeEmpty();
        Directory.Exists(app.FilesFolder).ShouldBeFalse("nothing lies in the folder");
        await using var content = await Store.OpenAsync(kept.Sha256, TestContext.Current.CancellationToken);
        (content.Length, await Store.SizeAsync(kept.Sha256, TestContext.Current.CancellationToken)).ShouldBe((3_000_000, 3_000_000));
        content.Position = 2_000_000;
        var part = new byte[1000];
        await content.ReadExactlyAsync(part, TestContext.Current.CancellationToken);
        part.ShouldBe(bytes[2_000_000..2_001_000]);
        await Should.ThrowAsync<FileNotFoundException>(() => Store.OpenAsync(new string('0', 64)));
        (await Store.SizeAsync(new string('0', 64), TestContext.Current.CancellationToken)).ShouldBeNull();
    }

    [Fact]
    public async Task Store_GoneAndBack_IsToldClearlyAndWorksAgain()
    {
        var server = Server();
        var kept = await KeepAsync("trước khi mất"u8.ToArray());
        await server.StopAsync();
        try
        {
            var refused = await Should.ThrowAsync<FileRefusedException>(() => KeepAsync("trong khi mất"u8.ToArray()));
            refused.Message.ShouldContain("kho tệp S3 đang không trả lời");
            refused.Message.ShouldContain("gửi lại");
            await Should.ThrowAsync<FilesUnavailableException>(() => Store.OpenAsync(kept.Sha256));
            await Should.ThrowAsync<FilesUnavailableException>(() => Store.ProbeAsync());
        }
        finally
        {
            await server.StartAsync();
        }
        await Store.ProbeAsync(TestContext.Current.CancellationToken);
        (await KeepAsync("trong khi mất"u8.ToArray())).Size.ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData("khong-co", "S3RVER", "bucket đã khai báo")]
    [InlineData("lantoa", "sai", "không nhận khóa")]
    public async Task Store_WronglyNamed_SaysWhatIsWrong(string bucket, string key, string says)
    {
        using var wrong = new S3Files(Server().Settings with { Bucket = bucket, Key = key });
        (await Should.ThrowAsync<FilesUnavailableException>(() => wrong.ProbeAsync())).Message.ShouldContain(says);
    }

    [Fact]
    public async Task Backup_OfTheStore_IsRestoredIntoAFolder_AndIntoAnEmptyStore()
    {
        var server = Server();
        var attachment = await app.InScopeAsync(async s =>
        {
            var made = await s.GetRequiredService<FileStore>().AttachAsync("test", Guid.CreateVersion7(), "văn bản.txt", new MemoryStream(Encoding.UTF8.GetBytes("nội dung trong kho")), FileLimits.Attachment);
            await s.GetRequiredService<LanToaDb>().SaveChangesAsync();
            return made;
        });
        var folder = Directory.CreateTempSubdirectory("lantoa-s3-backup-").FullName;
        try
        {
            var backup = Path.Combine(folder, "b.lantoa");
            var manifest = await new BackupWriter(app.Connections.Owner, new DataFolder(folder), TimeProvider.System) { Files = Store }.WriteAsync(backup, TestContext.Current.CancellationToken);
            manifest.Files.Select(f => f.Sha256).ShouldContain(attachment.Sha256);
            await using (var target = await Installation.EmptyAsync())
            {
                await target.RestoreAsync(backup);
                (await File.ReadAllTextAsync(target.Folder.PathOf(attachment.Sha256), TestContext.Current.CancellationToken)).ShouldBe("nội dung trong kho");
            }
            await using (var target = await Installation.EmptyAsync())
            {
                var into = new BackupRestore(target.Owner, target.Folder, TestDatabase.Migrator, TimeProvider.System) { Files = Store };
                (await Should.ThrowAsync<BackupException>(async () => await into.RestoreAsync(await BackupFile.OpenAsync(backup)))).Message.ShouldContain("s3://lantoa đã có tệp");
                (await target.IsUntouchedAsync()).ShouldBeTrue();
            }
            var (other, why) = await S3Server.TryStartAsync();
            other.ShouldNotBeNull(why);
            await using (other)
            await using (var target = await Installation.EmptyAsync())
            {
                using var empty = new S3Files(other.Settings);
                await new BackupRestore(target.Owner, target.Folder, TestDatabase.Migrator, TimeProvider.System) { Files = empty }.RestoreAsync(await BackupFile.OpenAsync(backup));
                other.Holds(attachment.Sha256).ShouldBeTrue();
                await using var content = await empty.OpenAsync(attachment.Sha256, TestContext.Current.CancellationToken);
                using var reader = new StreamReader(content);
                (await reader.ReadToEndAsync(TestContext.Current.CancellationToken)).ShouldBe("nội dung trong kho");
            }
            await server.StopAsync();
            try
            {
                (await Should.ThrowAsync<BackupException>(() => new BackupWriter(app.Connections.Owner, new DataFolder(folder), TimeProvider.System) { Files = Store }.WriteAsync(Path.Combine(folder, "c.lantoa")))).Message.ShouldContain("s3://lantoa");
                File.Exists(Path.Combine(folder, "c.lantoa")).ShouldBeFalse();
            }
            finally
            {
                await server.StartAsync();
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private IFileBytes Store => app.App.Services.GetRequiredService<IFileBytes>();

    private S3Server Server()
    {
        if (app.Server is null) Assert.Skip($"The S3 store was not tried: {app.Why}.");
        return app.Server;
    }

    private Task<StoredFile> KeepAsync(byte[] bytes) => app.InScopeAsync(async s =>
    {
        var file = await s.GetRequiredService<FileStore>().KeepAsync(new MemoryStream(bytes), FileLimits.Attachment);
        await s.GetRequiredService<LanToaDb>().SaveChangesAsync();
        return file;
    });

    public sealed class StoreApp : TestApp
    {
        internal S3Server? Server { get; private set; }

        internal string Why { get; private set; } = "";

        public override async ValueTask InitializeAsync()
        {
            (Server, Why) = await S3Server.TryStartAsync();
            await base.InitializeAsync();
        }

        protected override void Configure(IServiceCollection services)
        {
            if (Server is { } server) services.Replace(ServiceDescriptor.Singleton<IFileBytes>(_ => new S3Files(server.Settings)));
        }

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            if (Server is not null) await Server.DisposeAsync();
        }
    }
}

/// <summary>What the environment may say of a store.</summary>
public sealed class S3SettingsTests
{
    private static readonly Dictionary<string, string> Whole = new() { ["LANTOA_S3_ENDPOINT"] = "https://kho.tinh.gov.vn", ["LANTOA_S3_BUCKET"] = "lantoa", ["LANTOA_S3_KEY"] = "k", ["LANTOA_S3_SECRET"] = "mật-khẩu-kho" };

    [Fact]
    public void Environment_Empty_IsTheFolder_AndWhole_IsTheStore()
    {
        var folder = new DataFolder("/x");
        S3Files.Choose(folder, _ => null).ShouldBeOfType<FolderFiles>();
        using var store = S3Files.Choose(folder, Whole.GetValueOrDefault).ShouldBeOfType<S3Files>();
        store.Place.ShouldBe("s3://lantoa");
        S3Settings.Load(Whole.GetValueOrDefault)!.ToString().ShouldNotContain("mật-khẩu-kho");
    }

    [Theory]
    [InlineData("LANTOA_S3_SECRET", null, "LANTOA_S3_SECRET")]
    [InlineData("LANTOA_S3_BUCKET", "", "LANTOA_S3_BUCKET")]
    [InlineData("LANTOA_S3_ENDPOINT", "kho.tinh.gov.vn", "phải là địa chỉ")]
    public void Environment_PartlySaid_SaysWhatIsMissing(string name, string? value, string says)
    {
        var refused = Should.Throw<S3SettingsException>(() => S3Settings.Load(n => n == name ? value : Whole.GetValueOrDefault(n)));
        refused.Message.ShouldContain(says);
        refused.Message.ShouldNotContain("mật-khẩu-kho");
    }
}
