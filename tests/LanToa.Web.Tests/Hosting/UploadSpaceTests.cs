using System.Net;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Web.Tests.Hosting;

/// <summary>The program with a folder for uploads that takes no more, for whoever says so in a header.</summary>
public sealed class UploadSpaceApp : TestApp, IStartupFilter
{
    public const string Header = "X-Thu-Nghiem-Day-O-Dia";

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use((http, go) =>
        {
            if (http.Request.Headers.ContainsKey(Header)) http.Request.Body = new FullDisk(http.Request.Body);
            return go();
        });
        next(app);
    };

    protected override void Configure(IServiceCollection services) => services.AddSingleton<IStartupFilter>(this);

    /// <summary>Reads for a while, then fails as writing what was read would; what comes after that is read to its end.</summary>
    private sealed class FullDisk(Stream sent) : Stream
    {
        private int _reads;

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            ++_reads == 2 ? throw new IOException("No space left on device", 28) : await sent.ReadAsync(buffer, cancellationToken);

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}

public sealed class UploadSpaceTests(UploadSpaceApp app) : IClassFixture<UploadSpaceApp>
{
    [Fact]
    public async Task Upload_TemporaryFolderFull_SaysSoInsteadOfAnOldPageAndGoesThroughLater()
    {
        using var officer = await app.SignInAsync(Role.Officer);
        var form = await officer.GetAsync("/plans/import");
        var file = new TestFile("File", "ke-hoach.txt", new byte[300_000]);
        officer.Http.DefaultRequestHeaders.Add(UploadSpaceApp.Header, "1");
        officer.Http.DefaultRequestHeaders.Referrer = form.Address;
        var answer = await officer.SubmitAsync(form, "main form[enctype]", [], file);
        answer.Status.ShouldBe(HttpStatusCode.InsufficientStorage);
        answer.Text("h1").ShouldBe("Chưa nhận được tệp");
        answer.Text("main").ShouldContain("ổ đĩa tạm của máy chủ đã đầy");
        answer.Text("main").ShouldContain("Lần gửi này chưa ghi gì");
        answer.Html.QuerySelector("meta[http-equiv=refresh]").ShouldBeNull("it waits for the person");
        answer.Html.QuerySelector("main a[href='/plans/import']").ShouldNotBeNull();
        officer.Http.DefaultRequestHeaders.Remove(UploadSpaceApp.Header);
        ((int)(await officer.SubmitAsync(form, "main form[enctype]", [], file)).Status).ShouldBeLessThan(400);
    }
}
