using LanToa.Planning.Organizations;

namespace LanToa.Planning.Obligations;

/// <summary>For whom a reporting regime holds, in words: who keeps the row is one thing, whose reports it speaks of another.</summary>
public sealed class RegimeScopes(OrganizationDirectory directory)
{
    /// <param name="here">The province that looks at it; 0 is the nation.</param>
    public string Words(RegimeRow row, short here)
    {
        var parts = new List<string> { row.ProvinceId != 0 ? "Bản riêng của tỉnh" : ProvinceOf(row) is { } code ? $"{Name(code)} ({(Is(code, here) ? "tỉnh này" : "không dùng ở nơi khác")})" : "Cả nước" };
        if (row.Data.Scope?.Authority is { } authority) parts.Add($"kế hoạch của {directory.All.FirstOrDefault(o => o.Code == authority)?.Name ?? $"cơ quan mã {authority}"}");
        if (row.Data.Scope?.Topic is { } topic) parts.Add(topic == RuleBook.Topic ? "báo cáo cải cách hành chính" : $"chủ đề {topic}");
        return string.Join("; ", parts);
    }

    /// <summary>Whether the regime speaks of another province than this one.</summary>
    public bool IsOfAnother(RegimeRow row, short here) => here != 0 && ProvinceOf(row) is { } code && !Is(code, here);

    private static string? ProvinceOf(RegimeRow row) => row.Data.Scope?.Province;

    private static bool Is(string code, short province) => code == RuleBooks.CodeOf(province);

    private string Name(string code) => directory.All
        .FirstOrDefault(o => o is { Kind: nameof(OrganizationKind.Committee), Level: nameof(OrganizationLevel.Province), ValidTo: null, IsKept: false } && Is(code, o.ProvinceId))?.Name ?? $"Chỉ tỉnh có mã {code}";
}
