using System.Text;
using LanToa.Bench;

Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
Benchmark[] all = [new ReadingBench(), new MisreadBench(), new ObligationsBench(), new PagesBench(), new RollupBench(), new LogBench()];
if (args is ["--list"])
{
    foreach (var bench in all) Console.WriteLine($"{bench.Name}\t{bench.About}");
    return 0;
}
var chosen = args.Length == 1 ? Array.Find(all, b => b.Name == args[0]) : null;
if (chosen is null)
{
    Console.Error.WriteLine("Cách dùng: ./lantoa bench TÊN | --list. Có: " + string.Join(", ", all.Select(b => b.Name)));
    return 2;
}
var figures = await chosen.RunAsync(line => Console.Error.WriteLine(line));
Console.WriteLine(Report.Line(chosen.Name, figures));
return 0;
