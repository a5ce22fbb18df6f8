using System.Net;
using LanToa.Platform.Data;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace LanToa.Web.Tests.Hosting;

/// <summary>Pages and what takes long do not take each other's connections.</summary>
public sealed class ConnectionsTests(ConnectionsTests.FewConnections app) : IClassFixture<ConnectionsTests.FewConnections>
{
    [Fact]
    public async Task Page_WhileListsAreSentToSlowReaders_IsAnswered()
    {
        using var officer = await app.SignInAsync(Role.Officer);
        await using var taken = await TakeAllAsync(app.App.Services.GetRequiredKeyedService<NpgsqlDataSource>(Connections.Long));

        (await officer.GetAsync("/today")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("Export")]
    [InlineData("export")]
    public async Task ListFile_WhilePagesTakeAllOfTheirs_IsSent(string handler)
    {
        using var officer = await app.SignInAsync(Role.Officer);
        await using var taken = await TakeAllAsync(app.App.Services.GetRequiredService<NpgsqlDataSource>());

        var file = await officer.GetAsync($"/obligations?handler={handler}&dang=csv");

        file.Status.ShouldBe(HttpStatusCode.OK);
        file.Body.ShouldContain("Hạn");
    }

    private static async Task<Taken> TakeAllAsync(NpgsqlDataSource source)
    {
        var all = new Taken([]);
        for (var i = 0; i < FewConnections.Most; i++) all.Connections.Add(await source.OpenConnectionAsync(TestContext.Current.CancellationToken));
        return all;
    }

    private sealed record Taken(List<NpgsqlConnection> Connections) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            foreach (var connection in Connections) await connection.DisposeAsync();
        }
    }

    public sealed class FewConnections : TestApp
    {
        public const int Most = 3;

        protected override int Pool => Most;
    }
}
