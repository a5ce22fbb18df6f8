using LanToa.Platform.Text;

namespace LanToa.Platform.Identity;

/// <summary>
/// Passwords that are tried first, as a rule instead of a list: those that are nothing but known words, rows of keys, counted or repeated signs, years and a few digits, in
/// any order, with any marks between. The whole password is compared; a known word inside a sentence of one's own is no fault.
/// </summary>
public static class CommonPasswords
{
    // Words of this product and its work, words for passwords, and what lists of stolen passwords begin with.
    private static readonly HashSet<string> Words =
    [
        "lantoa", "lan", "toa", "cchc", "caicach", "cai", "cach", "hanhchinh", "hanh", "chinh", "sonoivu", "noivu", "ubnd", "uyban", "nhandan", "uybannhandan", "congchuc", "vienchuc", "canbo", "lanhdao", "daumoi",
        "quantri", "quantrivien", "admin", "administrator", "root", "user", "nguoidung", "taikhoan", "dangnhap", "login", "signin", "test", "thu", "demo", "guest", "khach", "default", "macdinh", "system", "hethong",
        "mat", "khau", "matkhau", "matkhaucuatoi", "matma", "password", "passwd", "pass", "word", "secret", "bimat", "letmein", "welcome", "xinchao", "hello", "changeme", "doimatkhau", "abc", "abcd", "iloveyou", "love",
        "anhyeuem", "emyeuanh", "yeuem", "yeuanh", "anh", "em", "yeu", "vietnam", "viet", "nam", "hanoi", "saigon", "tphcm", "hochiminh", "bacho", "danang", "tinh", "huyen", "xa", "phuong", "thanhpho",
        "google", "gmail", "facebook", "zalo", "yahoo", "microsoft", "windows", "samsung", "iphone", "apple", "dragon", "monkey", "master", "sunshine", "princess", "football", "bongda", "baseball", "superman", "batman",
        "michael", "jordan", "shadow", "trustno", "starwars", "pokemon", "naruto", "computer", "maytinh", "internet", "freedom", "tudo", "hanhphuc", "maymay", "conyeu", "giadinh", "gia", "dinh", "office", "vanphong",
    ];

    private static readonly string[] Rows = ["qwertyuiop", "asdfghjkl", "zxcvbnm", "qazwsxedcrfvtgbyhnujmikolp", "1qaz2wsx3edc4rfv5tgb6yhn7ujm", "abcdefghijklmnopqrstuvwxyz", "01234567890", "q1w2e3r4t5y6u7i8o9p0", "1q2w3e4r5t6y7u8i9o0p"];

    private static readonly string[] Backward = [.. Rows.Select(r => new string([.. r.Reverse()]))];

    /// <summary>Whether nothing in the password is the person's own. <paramref name="own"/>: folded words of their names, which are known too.</summary>
    public static bool IsMadeOfKnown(string password, IReadOnlyCollection<string> own)
    {
        var plain = new string([.. Folding.Fold(password).Where(char.IsLetterOrDigit)]);
        var words = Words.Concat(own).ToHashSet();
        return plain.Length == 0 ? IsFewSigns(password) : IsCovered(plain, words) || IsCovered(Unmasked(Folding.Fold(password)), words);
    }

    private static bool IsFewSigns(string password) => password.Distinct().Count() < 4;

    /// <summary>"p@ssw0rd" as it is meant.</summary>
    private static string Unmasked(string folded) => new([.. folded.Select(c => c switch { '0' => 'o', '1' or '!' => 'i', '3' => 'e', '4' or '@' => 'a', '5' or '$' => 's', '7' => 't', _ => c }).Where(char.IsLetterOrDigit)]);

    // Which beginnings consist of known pieces, without and with the one piece of free digits that is allowed.
    private static bool IsCovered(string text, HashSet<string> words)
    {
        var longest = words.Max(w => w.Length);
        var (covered, withDigits) = (new bool[text.Length + 1], new bool[text.Length + 1]);
        covered[0] = true;
        for (var at = 0; at < text.Length; at++)
        {
            if (!covered[at] && !withDigits[at]) continue;
            for (var length = 1; length <= Math.Min(Math.Max(longest, 40), text.Length - at); length++)
            {
                var piece = text.Substring(at, length);
                if (words.Contains(piece) || IsPattern(piece))
                {
                    covered[at + length] |= covered[at];
                    withDigits[at + length] |= withDigits[at];
                }
                else if (length <= 4 && covered[at] && piece.All(char.IsAsciiDigit)) withDigits[at + length] = true;
            }
        }
        return covered[^1] || withDigits[^1];
    }

    private static bool IsPattern(string piece) =>
        piece.Length >= 3 && (piece.Distinct().Count() == 1 || Rows.Any(r => r.Contains(piece, StringComparison.Ordinal)) || Backward.Any(r => r.Contains(piece, StringComparison.Ordinal)) || IsRepeated(piece))
        || (piece.Length == 4 && int.TryParse(piece, out var year) && year is >= 1900 and <= 2100)
        || (piece.Length == 8 && DateOnly.TryParseExact(piece, "ddMMyyyy", out _));

    /// <summary>One to four signs, three times or more.</summary>
    private static bool IsRepeated(string piece) =>
        Enumerable.Range(1, 4).Any(period => piece.Length >= 3 * period && Enumerable.Range(period, piece.Length - period).All(i => piece[i] == piece[i - period]));
}
