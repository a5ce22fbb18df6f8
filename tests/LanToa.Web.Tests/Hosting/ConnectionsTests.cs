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

    [Fact]
    public async Task Long_AfterTheDatabaseWasAway_IsNotABrokenOne()
    {
        var cancel = TestContext.Current.CancellationToken;
        var (pages, longer, counting) = (app.App.Services.GetRequiredService<NpgsqlDataSource>(), app.App.Services.GetRequiredKeyedService<NpgsqlDataSource>(Connections.Long), app.App.Services.GetRequiredKeyedService<NpgsqlDataSource>(Connections.Counting));
        foreach (var source in new[] { pages, longer, counting }) await AskAsync(source);

        await app.AllowConnectionsAsync(false);
        await app.AllowConnectionsAsync(true);
        // Whoever asks first finds a broken one and gives them all up; a job asks here for its work.
        await Should.ThrowAsync<NpgsqlException>(() => AskAsync(pages));
        await AskAsync(pages);

        await AskAsync(longer);
        await AskAsync(counting);

        async Task AskAsync(NpgsqlDataSource source)
        {
            await using var command = source.CreateCommand("SELECT 1");
            (await command.ExecuteScalarAsync(cancel)).ShouldBe(1);
        }
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
