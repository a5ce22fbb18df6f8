using System.CommandLine;
using LanToa.Platform.Data;
using LanToa.Web;

namespace LanToa.Cli.Verbs;

/// <summary><c>lantoa migrate</c>: brings a database to this program's schema and stops; <c>run</c> does the same at its start.</summary>
internal static class MigrateVerb
{
    public static Command Create()
    {
        var connection = CommonOptions.Connection();
        var data = CommonOptions.Data();
        var command = new Command("migrate", "Nâng cấp lược đồ cơ sở dữ liệu rồi dừng (run cũng tự làm khi khởi động).") { connection, data };
        command.SetAction((parsed, cancellation) => RunAsync(parsed.GetValue(connection), parsed.GetRequiredValue(data), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(string? connection, string data, CancellationToken cancellation)
    {
        await using var cluster = connection is null ? await PrivatePostgres.StartAsync(CommonOptions.Postgres(data), cancellation) : null;
        var migrator = LanToaHost.Migrator();
        var applied = await migrator.MigrateAsync(connection ?? cluster!.Connections.Owner, cancellation);
        Console.WriteLine(applied == 0
            ? $"Cơ sở dữ liệu đã ở bước mới nhất ({migrator.Migrations[^1].Number:0000})."
            : $"Đã nâng cấp {applied} bước, đến bước {migrator.Migrations[^1].Number:0000}.");
        return 0;
    }
}
