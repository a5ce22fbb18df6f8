using System.Net;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using Npgsql;

namespace LanToa.Web.Tests.Hosting;

public sealed class HealthTests(LoggedApp app) : IClassFixture<LoggedApp>
{
    [Fact]
    public async Task Ready_WhileTheDatabaseIsGone_SaysSoAndRecoversWithoutARestart()
    {
        using var person = await app.SignInAsync(Role.Viewer);
        using var probe = app.Anonymous();
        (await probe.GetAsync("/health/ready")).Status.ShouldBe(HttpStatusCode.OK);

        await AllowConnectionsAsync(false);
        try
        {
            (await probe.GetAsync("/health/ready")).Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
            (await person.GetAsync("/health/ready")).Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
            (await probe.GetAsync("/health/live")).Body.ShouldBe("Healthy");
            // Who is signed in gets a page with a number, too, not an empty answer; the public home needs no database.
            var page = await person.GetAsync("/identity/me");
            page.Status.ShouldBe(HttpStatusCode.InternalServerError);
            page.Text("h1").ShouldBe("Hệ thống gặp lỗi");
            (await app.LinesOfAsync(page.Text("code"))).ShouldContain(l => l.GetProperty("level").GetString() == "error");
            (await probe.GetAsync("/")).Status.ShouldBe(HttpStatusCode.OK);
        }
        finally
        {
            await AllowConnectionsAsync(true);
        }
        (await probe.GetAsync("/health/ready")).Body.ShouldBe("Healthy");
        (await person.GetAsync("/identity/me")).Status.ShouldBe(HttpStatusCode.OK);
    }

    private async Task AllowConnectionsAsync(bool allowed)
    {
        var cluster = await TestCluster.GetAsync();
        var name = new NpgsqlConnectionStringBuilder(app.Connections.App).Database!;
        await using var admin = new NpgsqlConnection(cluster.Admin);
        await admin.OpenAsync();
        foreach (var sql in new[] { $"ALTER DATABASE \"{name}\" ALLOW_CONNECTIONS {(allowed ? "true" : "false")}", $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}' AND NOT {(allowed ? "true" : "false")}" })
        {
            await using var command = new NpgsqlCommand(sql, admin);
            await command.ExecuteNonQueryAsync();
        }
    }
}
