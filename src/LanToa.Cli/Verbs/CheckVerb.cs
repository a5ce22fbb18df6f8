using System.CommandLine;
using LanToa.Platform.Time;
using Npgsql;

namespace LanToa.Cli.Verbs;

/// <summary>The frame of the verbs that walk the whole database and name what is wrong in it, the first few of each. Exit code 1 when there is anything.</summary>
internal static class CheckVerb
{
    public const int MostShown = 20;

    /// <param name="check">Says what it finds, and how many are wrong.</param>
    public static Command Create(string name, string description, Func<NpgsqlDataSource, CancellationToken, Task<long>> check)
    {
        var connection = CommonOptions.Connection();
        var data = CommonOptions.Data();
        var command = new Command(name, description) { connection, data };
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var database = await Database.ExistingAsync(parsed.GetValue(connection), parsed.GetRequiredValue(data), cancellation);
            await database.EnsureMigratedAsync(cancellation);
            await using var source = database.Source();
            return await check(source, cancellation) == 0 ? 0 : Failures.Failed;
        });
        return command;
    }

    /// <param name="heading">What was walked, how many there are.</param>
    /// <param name="sound">What is said of it when nothing is wrong; otherwise it is so many <paramref name="wrong"/>, in capitals.</param>
    public static void Say<T>(string heading, string sound, string wrong, long total, IReadOnlyList<T> shown, Func<T, string> line)
    {
        Console.WriteLine($"{heading}: {(total == 0 ? sound : $"{VietnameseFormat.Number(total)} {wrong.ToUpperInvariant()}")}");
        foreach (var one in shown) Console.WriteLine($"  - {line(one)}");
        if (total > shown.Count) Console.WriteLine($"  … và {VietnameseFormat.Number(total - shown.Count)} {wrong} nữa.");
    }
}
