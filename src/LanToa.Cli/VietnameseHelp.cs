using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace LanToa.Cli;

/// <summary>The help of each verb, and what is wrong with a command line, in the language of its users.</summary>
internal sealed class VietnameseHelp : SynchronousCommandLineAction
{
    public static void Use(RootCommand root)
    {
        foreach (var help in root.Options.OfType<HelpOption>())
        {
            help.Description = "In trang này.";
            help.Action = new VietnameseHelp();
        }
        foreach (var version in root.Options.OfType<VersionOption>()) version.Description = "In phiên bản.";
    }

    /// <summary>The parser's own words are English and for programmers: say which words were not understood.</summary>
    public static int Complain(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var wrong = parsed.UnmatchedTokens.Count > 0
            ? "Không hiểu: " + string.Join(" ", parsed.UnmatchedTokens)
            : "Thiếu hoặc sai tham số: " + string.Join(" ", parsed.Errors.Select(e => e.Message));
        Console.Error.WriteLine(command is RootCommand && parsed.Tokens.Count == 0 ? "Thiếu lệnh." : wrong);
        Console.Error.WriteLine($"Xem: ./lantoa{(command is RootCommand ? "" : " " + command.Name)} --help");
        return Failures.BadUsage;
    }

    public override int Invoke(ParseResult parseResult)
    {
        Write(parseResult.CommandResult.Command, parseResult.InvocationConfiguration.Output);
        return 0;
    }

    private static void Write(Command command, TextWriter output)
    {
        output.WriteLine(command.Description);
        output.WriteLine();
        var isRoot = command is RootCommand;
        var words = string.Concat(command.Arguments.Select(a => $" {a.HelpName ?? a.Name}"));
        output.WriteLine($"Cách dùng: ./lantoa{(isRoot ? " LỆNH" : " " + command.Name)}{words} [tham số]");
        Table(output, "Lệnh", command.Subcommands.Where(c => !c.Hidden).Select(c => (c.Name, c.Description)));
        Table(output, "Tham số", command.Arguments.Select(a => (a.HelpName ?? a.Name, a.Description))
            .Concat(command.Options.Where(o => !o.Hidden).Select(o => ($"{o.Name}{(o.HelpName is null ? "" : " " + o.HelpName)}", o.Description)))
            .Concat(isRoot ? [] : [("--help", (string?)"In trang này.")]));
    }

    private static void Table(TextWriter output, string title, IEnumerable<(string Name, string? Text)> rows)
    {
        var all = rows.ToList();
        if (all.Count == 0) return;
        output.WriteLine();
        output.WriteLine(title + ":");
        var width = all.Max(r => r.Name.Length) + 2;
        foreach (var (name, text) in all) output.WriteLine("  " + name.PadRight(width) + text);
    }
}
