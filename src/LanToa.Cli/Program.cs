using System.CommandLine;
using LanToa.Cli;

Console.OutputEncoding = new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
var root = Commands.Root();

using var stop = new StopSignals();
return await Failures.GuardAsync(async () =>
{
    var parsed = root.Parse(args);
    if (parsed.Errors.Count > 0) return VietnameseHelp.Complain(parsed);
    // The verbs stop by the token, in their own time: a database is shut down cleanly, not within two seconds.
    return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, stop.Token);
});
