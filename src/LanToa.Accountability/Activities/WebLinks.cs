using System.Net;
using LanToa.Platform.Net;

namespace LanToa.Accountability.Activities;

/// <summary>Addresses that people give as evidence. What leads inside (private, local, link-local) is refused before anything is asked of it.</summary>
public static class WebLinks
{
    /// <summary>Why the address is not taken; null when it is.</summary>
    public static string? WhyNot(string link)
    {
        if (link.Length > 2000) return "Đường dẫn dài quá 2.000 chữ.";
        if (!Uri.TryCreate(link.Trim(), UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https")) return $"“{Short(link)}” không phải là một đường dẫn. Hãy dán cả địa chỉ, bắt đầu bằng https://";
        if (uri.UserInfo.Length > 0) return $"“{Short(link)}” chứa tên đăng nhập hoặc mật khẩu. Hãy dùng đường dẫn mở được công khai.";
        if (PublicAddresses.IsNowhere(uri.IdnHost)) return $"“{Short(link)}”: không có trang nào mang tên {uri.IdnHost}. Hãy kiểm tra lại đường dẫn.";
        if (IsInside(uri.IdnHost)) return $"“{Short(link)}” là địa chỉ nội bộ, người ngoài không mở được. Hãy dùng đường dẫn công khai, hoặc gửi ảnh chụp màn hình.";
        return null;
    }

    /// <summary>Whether the host's name alone says that it is inside.</summary>
    public static bool IsInside(string host) => PublicAddresses.IsInside(host);

    /// <summary>Whether the address belongs to the public Internet.</summary>
    public static bool IsPublic(IPAddress address) => PublicAddresses.IsPublic(address);

    private static string Short(string link) => link.Length <= 80 ? link : link[..79] + "…";
}
