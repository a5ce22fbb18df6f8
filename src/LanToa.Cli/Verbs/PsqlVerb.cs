using System.CommandLine;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using LanToa.Platform.Data;
using Npgsql;

namespace LanToa.Cli.Verbs;

/// <summary><c>lantoa psql</c>: PostgreSQL's own console on the private database, attached like any other process.</summary>
internal static class PsqlVerb
{
    public static Command Create()
    {
        var data = CommonOptions.Data();
        var rest = new Argument<string[]>("args") { HelpName = "[-- tham số của psql]", Description = "Chuyển nguyên cho psql, ví dụ: -- -c \"SELECT 1\".", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("psql", "Mở psql trên cơ sở dữ liệu riêng, dưới tên chủ sở hữu (lantoa_owner).") { data, rest };
        command.SetAction((parsed, cancellation) => RunAsync(parsed.GetRequiredValue(data), parsed.GetValue(rest) ?? [], cancellation));
        return command;
    }

    private static async Task<int> RunAsync(string data, string[] arguments, CancellationToken cancellation)
    {
        await using var postgres = await PrivatePostgres.StartAsync(CommonOptions.Postgres(data), cancellation);
        var owner = new NpgsqlConnectionStringBuilder(postgres.Connections.Owner);
        var start = new ProcessStartInfo("psql") { UseShellExecute = false };
        foreach (var argument in (string[])["-h", owner.Host!, "-p", owner.Port.ToString(CultureInfo.InvariantCulture), "-U", owner.Username!, "-d", owner.Database!, .. arguments]) start.ArgumentList.Add(argument);
        // What the environment says of another server would lead there.
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("PG", StringComparison.Ordinal)).ToArray()) start.Environment.Remove(name);
        try
        {
            using var psql = Process.Start(start)!;
            // Ctrl+C belongs to psql, which shares the terminal and cancels its query with it.
            await psql.WaitForExitAsync(CancellationToken.None);
            return psql.ExitCode;
        }
        catch (Win32Exception)
        {
            await Console.Error.WriteLineAsync("Chưa có psql. Chạy: apt-get install --no-install-recommends postgresql-client");
            return Failures.Failed;
        }
    }
}
