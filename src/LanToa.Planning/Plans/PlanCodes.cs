using LanToa.Contracts.Codes;
using LanToa.Platform.Time;

namespace LanToa.Planning.Plans;

/// <summary>The names of the code lists that plans use, as people read them. Codes are stable; a code without a name is shown as it is.</summary>
public static class PlanCodes
{
    /// <inheritdoc cref="CodeLists.Channels" />
    public static IReadOnlyList<(string Code, string Name)> Channels => CodeLists.Channels;

    public static IReadOnlyList<(string Code, string Name)> Products => CodeLists.Products;

    public static IReadOnlyList<(string Code, string Name)> Audiences => CodeLists.Audiences;

    /// <inheritdoc cref="CodeLists.Topics" />
    public static IReadOnlyList<(string Code, string Name)> Topics => CodeLists.Topics;

    /// <inheritdoc cref="CodeLists.ChannelGroups" />
    public static IReadOnlyList<(string Group, IReadOnlyList<string> Codes)> ChannelGroups => CodeLists.ChannelGroups;

    public static IReadOnlyList<(string Group, IReadOnlyList<string> Codes)> TopicGroups => CodeLists.TopicGroups;

    private static readonly Dictionary<string, string> ChannelNames = Names(Channels), ProductNames = Names(Products), AudienceNames = Names(Audiences), TopicNames = Names(Topics);

    public static string ChannelName(string code) => ChannelNames.GetValueOrDefault(code, code);

    public static string ProductName(string code) => ProductNames.GetValueOrDefault(code, code);

    public static string AudienceName(string code) => AudienceNames.GetValueOrDefault(code, code);

    public static string TopicName(string code) => TopicNames.GetValueOrDefault(code, code);

    /// <summary>"02 Chuyên mục: trên Cổng thông tin điện tử".</summary>
    public static string ProductWords(TaskProduct product)
    {
        var words = product.Quantity is { } quantity ? $"{VietnameseFormat.Number(quantity)} {ProductName(product.Form).ToLowerInvariant()}" : ProductName(product.Form);
        return product.Text.Length == 0 ? words : $"{words}: {product.Text}";
    }

    private static Dictionary<string, string> Names(IReadOnlyList<(string Code, string Name)> list) => list.ToDictionary(c => c.Code, c => c.Name, StringComparer.Ordinal);
}
