using System.Net.Mail;

namespace LanToa.Platform.Mail;

/// <summary>Addresses that a letter may go to: one plain address, nothing that could become a second header or a second recipient.</summary>
public static class MailAddresses
{
    public const string Wrong = "Địa chỉ thư điện tử chưa đúng. Ví dụ: nguyen.van.a@tinh.gov.vn";

    public static bool IsValid(string? address) =>
        address is { Length: > 2 and <= 254 } && !address.Any(c => char.IsControl(c) || char.IsWhiteSpace(c) || c is ',' or ';' or '<' or '>' or '"' or '(' or ')')
        && MailAddress.TryCreate(address, out var parsed) && parsed.Address == address && parsed.User.Length <= 64;

    /// <summary>How two writings of one address are compared.</summary>
    public static string Normal(string address) => address.Trim().ToLowerInvariant();

    /// <summary>Words for a header: one line without control signs.</summary>
    public static string OneLine(string words) => string.Concat(words.Select(c => char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : c)).Trim();
}
