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
    protected static double Fastest(Action run, int warmUp = 3, int runs = 7)
    {
        for (var i = 0; i < warmUp; i++) run();
        var best = double.MaxValue;
        for (var i = 0; i < runs; i++)
        {
            var before = Environment.CpuUsage.TotalTime;
            run();
            best = Math.Min(best, (Environment.CpuUsage.TotalTime - before).TotalSeconds);
        }
        return best;
    }
}

/// <summary>A measured value; <paramref name="Baseline"/> is null where <paramref name="BaselineName"/> says why there is none.</summary>
internal sealed record Figure(string Name, double Value, string Unit, double? Baseline, string BaselineName, string Goal, bool Met)
{
    public double? Ratio => Baseline is > 0 ? Value / Baseline : null;
}
