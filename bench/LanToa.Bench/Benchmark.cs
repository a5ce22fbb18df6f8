using System.Diagnostics;
using System.Runtime;

namespace LanToa.Bench;

/// <summary>One named group of figures. Data is generated from a fixed seed; the baseline is measured in the same run.</summary>
internal abstract class Benchmark
{
    public abstract string Name { get; }

    /// <summary>What is measured, in Vietnamese, for <c>--list</c>.</summary>
    public abstract string About { get; }

    public abstract Task<IReadOnlyList<Figure>> RunAsync(Action<string> progress);

    /// <summary>
    /// Processor seconds of the fastest of several runs after warm-up, all threads of the process counted: for work that one core does.
    /// Other work on the machine, which would lengthen the elapsed time, disturbs it little.
    /// </summary>
    protected static double Fastest(Action run, int runs = 7)
    {
        WarmUp(run);
        var best = double.MaxValue;
        for (var i = 0; i < runs; i++)
        {
            var before = Environment.CpuUsage.TotalTime;
            run();
            best = Math.Min(best, (Environment.CpuUsage.TotalTime - before).TotalSeconds);
        }
        return best;
    }

    /// <summary>
    /// Runs until the compiler has been idle for a second, for it works in the background and its time would be counted; at most 15 seconds.
    /// </summary>
    private static void WarmUp(Action run)
    {
        var all = Stopwatch.StartNew();
        var idle = Stopwatch.StartNew();
        var compiled = -1L;
        while (idle.Elapsed < TimeSpan.FromSeconds(1) && all.Elapsed < TimeSpan.FromSeconds(15))
        {
            run();
            if (compiled == (compiled = JitInfo.GetCompiledMethodCount())) continue;
            idle.Restart();
        }
    }
}

/// <summary>
/// A measured value; <paramref name="Baseline"/> is null where <paramref name="BaselineName"/> says why there is none, <paramref name="Met"/> where no goal is stated.
/// </summary>
internal sealed record Figure(string Name, double Value, string Unit, double? Baseline, string BaselineName, string Goal, bool? Met)
{
    public double? Ratio => Baseline is > 0 ? Value / Baseline : null;
}
