using System.Text.Json;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace LanToa.Platform.Ui;

/// <summary>A message for the next page that this person sees: what was done, and what comes next.</summary>
public sealed record Flash(StatusKind Kind, string Text)
{
    private const string Key = "lt-flash";

    /// <summary>The messages that wait; they are shown once.</summary>
    public static IReadOnlyList<Flash> Take(ITempDataDictionary data) =>
        data[Key] is string json ? JsonSerializer.Deserialize<List<Flash>>(json) ?? [] : [];

    /// <summary>Leaves a message where no page is at hand; pages have <see cref="FlashExtensions.Flash"/>.</summary>
    public static void Add(ITempDataDictionary data, Flash flash)
    {
        List<Flash> all = data.Peek(Key) is string json ? JsonSerializer.Deserialize<List<Flash>>(json) ?? [] : [];
        data[Key] = JsonSerializer.Serialize(all.Append(flash));
    }
}

public static class FlashExtensions
{
    /// <summary>Shows <paramref name="text"/> on the next page: <c>this.Flash("Đã ban hành kế hoạch 12/KH-UBND.")</c>.</summary>
    public static void Flash(this PageModel page, string text, StatusKind kind = StatusKind.Done) => Ui.Flash.Add(page.TempData, new Flash(kind, text));
}
