using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime;

namespace LanToa.Bench;

/// <summary>What pages cost: one person after another, and many at once.</summary>
internal static class Load
{
    /// <summary>
    /// Milliseconds to the last byte of a page that one person opens again and again, in ascending order. As on a server in use the page is warm: it is opened before
    /// until the compiler has been idle for a second; 30 times at least, 20 seconds at most.
    /// </summary>
    public static async Task<double[]> TimesAsync(BenchPerson person, string path, int requests = 200)
    {
        var (all, idle, compiled) = (Stopwatch.StartNew(), Stopwatch.StartNew(), -1L);
        for (var i = 0; i < 30 || (idle.Elapsed < TimeSpan.FromSeconds(1) && all.Elapsed < TimeSpan.FromSeconds(20)); i++)
        {
            await person.OpenAsync(path);
            if (compiled != (compiled = JitInfo.GetCompiledMethodCount())) idle.Restart();
        }
        var times = new double[requests];
        for (var i = 0; i < requests; i++)
        {
            var watch = Stopwatch.StartNew();
            await person.OpenAsync(path);
            times[i] = watch.Elapsed.TotalMilliseconds;
        }
        Array.Sort(times);
        return times;
    }

    public static double Part(double[] sorted, double part) => sorted[(int)Math.Ceiling(sorted.Length * part) - 1];

    /// <summary>The same until the compiler has little left to do, which takes longer while many work: 10 seconds at least, two minutes at most.</summary>
    public static async Task WarmAsync(IReadOnlyList<BenchPerson> people, string[] paths)
    {
        const int Few = 5;
        for (var round = 0; round < 24; round++)
        {
            var compiled = JitInfo.GetCompiledMethodCount();
            await CrowdAsync(people, paths, TimeSpan.FromSeconds(5));
            if (round > 0 && JitInfo.GetCompiledMethodCount() - compiled < Few) return;
        }
    }

    /// <summary>Pages per second that these people together get, each opening one after the other for so long.</summary>
    public static async Task<double> CrowdAsync(IReadOnlyList<BenchPerson> people, string[] paths, TimeSpan time)
    {
        var answered = new ConcurrentBag<int>();
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(people.Select(async (person, n) =>
        {
            var mine = 0;
            for (var i = n; watch.Elapsed < time; i++, mine++) await person.OpenAsync(paths[i % paths.Length]);
            answered.Add(mine);
        }));
        return answered.Sum() / watch.Elapsed.TotalSeconds;
    }
}
