using System.Text.Json;
using LanToa.Contracts.Codes;
using LanToa.Platform.Audit;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace LanToa.Accountability.Activities;

public enum CodeKind
{
    Product,
    Channel,
    Topic,
    Audience,
    Language,
}

/// <summary>Codes in words.</summary>
public static class CodeNames
{
    public static IReadOnlyList<(string Code, string Name)> List(CodeKind kind) => kind switch
    {
        CodeKind.Product => CodeLists.Products,
        CodeKind.Channel => CodeLists.Channels,
        CodeKind.Topic => CodeLists.Topics,
        CodeKind.Audience => CodeLists.Audiences,
        _ => CodeLists.Languages,
    };

    public static string Of(CodeKind kind, string code) => List(kind).FirstOrDefault(c => c.Code == code).Name ?? code;

    public static string Of(CodeKind kind, IEnumerable<string> codes) => string.Join(", ", codes.Select(c => Of(kind, c)));

    public static IReadOnlyList<SelectListItem> Items(CodeKind kind) => [.. List(kind).Select(c => new SelectListItem(c.Name, c.Code))];

    /// <summary>The codes of the list among those given, each once.</summary>
    public static List<string> Known(CodeKind kind, IEnumerable<string> codes) => [.. codes.Distinct(StringComparer.Ordinal).Where(c => List(kind).Any(k => k.Code == c))];
}

/// <summary>The history says a code by its name.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class NamedCodeAttribute(CodeKind kind) : HistoryWordsAttribute
{
    public CodeKind Kind => kind;

    public override string Of(JsonElement value) => CodeNames.Of(kind, value.ToString());
}
