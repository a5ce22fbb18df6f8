using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using System.Reflection;

namespace LanToa.Platform.Text;

/// <summary>The Vietnamese words of an enum's member, from its <see cref="DisplayAttribute"/>; the member's name where it has none.</summary>
public static class EnumWords
{
    private static readonly ConcurrentDictionary<(Type, string), string> Known = new();

    public static string Of<T>(T value) where T : struct, Enum => Of(typeof(T), value.ToString());

    /// <summary>The words of the member called <paramref name="member"/>, as histories keep it.</summary>
    public static string Of(Type type, string member) =>
        Known.GetOrAdd((type, member), key => key.Item1.GetField(key.Item2)?.GetCustomAttribute<DisplayAttribute>()?.Name ?? key.Item2);
}
