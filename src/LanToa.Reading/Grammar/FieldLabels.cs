using System.Buffers;

namespace LanToa.Reading.Grammar;

internal enum Field
{
    None,
    Number,
    Work,
    Lead,
    Coordinating,
    Time,
    Product,
    Place,
    Budget,
    Audience,
    Form,
    Note,
    Directed,
}

/// <summary>A label inside the text, "Đơn vị phối hợp: …", with its value.</summary>
internal sealed record FieldLine(Field Field, string Key, string Value);

/// <summary>Names of fields, in labelled blocks and at the head of table columns.</summary>
internal static class FieldLabels
{
    private static readonly SearchValues<string> LeadWords = SearchValues.Create(["chủ trì", "thực hiện chính", "chịu trách nhiệm", "đầu mối", "trách nhiệm", "phân công", "người thực hiện", "đơn vị thực hiện", "cơ quan thực hiện", "bộ phận thực hiện", "người phụ trách", "phụ trách", "đơn vị tham mưu", "cơ quan tham mưu", "tổ chức, cá nhân thực hiện", "cơ quan, đơn vị thực hiện", "đơn vị, cá nhân thực hiện", "lực lượng thực hiện", "đơn vị tổ chức", "cơ quan tổ chức", "giao đơn vị"], StringComparison.Ordinal);
    private static readonly SearchValues<string> TimeWords = SearchValues.Create(["thời gian", "thời hạn", "tiến độ", "thời điểm", "hoàn thành", "thời hạn hoàn thành", "lịch", "tần suất", "định kỳ", "ngày thực hiện", "kỳ hạn", "mốc"], StringComparison.Ordinal);
    private static readonly SearchValues<string> ProductWords = SearchValues.Create(["sản phẩm", "kết quả", "đầu ra", "chỉ tiêu", "số lượng"], StringComparison.Ordinal);
    private static readonly SearchValues<string> PlaceWords = SearchValues.Create(["địa điểm", "địa bàn", "nơi thực hiện"], StringComparison.Ordinal);
    private static readonly string[] BudgetWords = ["kinh phí", "nguồn kinh phí", "dự toán", "nguồn vốn"];
    private static readonly char[] AroundKey = [' ', '*', '(', '-', '+'];
    private static readonly char[] Around = [' ', '.', ':', '*', '(', ')', '-', '+'];
    private static readonly string[] AudienceWords = ["đối tượng", "thành phần"];
    private static readonly string[] FormWords = ["hình thức", "phương thức", "cách thức"];
    private static readonly SearchValues<string> WorkWords = SearchValues.Create(["nội dung", "nhiệm vụ", "công việc", "hoạt động", "tên văn bản", "chuyên đề", "đầu việc", "chủ đề", "tên nhiệm vụ", "phần việc", "tên hoạt động", "danh mục"], StringComparison.Ordinal);

    /// <summary>The name of the column of numbers.</summary>
    public static bool IsNumber(ReadOnlySpan<char> lower) => lower.Trim(Around) is "tt" or "stt" or "số tt" or "số thứ tự" or "s tt" or "no" or "no.";

    /// <summary>The field that a short name stands for.</summary>
    public static Field Of(string lower)
    {
        lower = lower.Trim(Around);
        if (lower.Contains('/', StringComparison.Ordinal)) lower = lower.Replace(" / ", ", ", StringComparison.Ordinal).Replace("/", ", ", StringComparison.Ordinal);
        if (IsNumber(lower)) return Field.Number;
        if (lower.Length is < 4 or > 80) return Field.None;
        if (Has(lower, "chỉ đạo") && !Has(lower, "thực hiện")) return Field.Directed;
        if (Has(lower, "ghi chú")) return Field.Note;
        if (Has(lower, "phối hợp") && !Has(lower, "chủ trì")) return Field.Coordinating;
        if (Has(lower, TimeWords) && !lower.StartsWith("nội dung", StringComparison.Ordinal) && !lower.StartsWith("nhiệm vụ", StringComparison.Ordinal)) return Field.Time;
        if (Has(lower, LeadWords) && !lower.StartsWith("nội dung", StringComparison.Ordinal)) return Field.Lead;
        if (lower is "cơ quan" or "đơn vị" or "cơ quan, đơn vị" or "đơn vị, cá nhân" or "cá nhân, đơn vị") return Field.Lead;
        if (Starts(lower, BudgetWords)) return Field.Budget;
        if (Has(lower, PlaceWords)) return Field.Place;
        if (Has(lower, ProductWords)) return Field.Product;
        if (Starts(lower, AudienceWords)) return Field.Audience;
        if (Starts(lower, FormWords)) return Field.Form;
        return Has(lower, WorkWords) ? Field.Work : Field.None;
    }

    private static bool Has(string lower, string word) => lower.Contains(word, StringComparison.Ordinal);

    private static bool Has(string lower, SearchValues<string> words) => lower.AsSpan().ContainsAny(words);

    private static bool Starts(string lower, string[] words) => Array.Exists(words, w => lower.StartsWith(w, StringComparison.Ordinal));

    /// <summary>"Thời gian thực hiện: quý I" or "Thời gian thực hiện" with nothing after it; null where the line is no field.</summary>
    public static FieldLine? Read(string text)
    {
        var at = text.AsSpan(0, Math.Min(text.Length, 70)).IndexOf(':');
        var key = at < 0 ? text : text[..at];
        if (key.Length is < 4 or > 66) return null;
        var words = key.AsSpan().Trim().Count(' ') + 1;
        if (words > 12 || (at < 0 && words > 6)) return null;
        var lower = Vn.Lower(key).Trim(AroundKey);
        // "Phối hợp" and "Chủ trì" as keys; "Phối hợp với Sở Nội vụ …" is work.
        if (at < 0 && lower is not ("thời gian thực hiện" or "thời gian" or "đơn vị chủ trì" or "cơ quan chủ trì" or "đơn vị phối hợp" or "cơ quan phối hợp" or "tiến độ" or "tiến độ thực hiện" or "thời gian hoàn thành")) return null;
        if (lower.StartsWith("phối hợp với", StringComparison.Ordinal) || lower.StartsWith("chủ trì, phối hợp", StringComparison.Ordinal) || lower.StartsWith("phối hợp cùng", StringComparison.Ordinal)) return null;
        var field = Of(lower);
        if (field is Field.None or Field.Number) return null;
        if (!IsKey(lower, field)) return null;
        var value = at < 0 ? "" : text[(at + 1)..].Trim();
        return new FieldLine(field, key.Trim(), value);
    }

    /// <summary>A key is a noun phrase: "Đơn vị chủ trì", not "Chủ trì xây dựng kế hoạch".</summary>
    private static bool IsKey(string lower, Field field)
    {
        if (field is Field.Work) return lower.StartsWith("nội dung", StringComparison.Ordinal) && lower.Length < 30;
        if (field is Field.Lead)
            return lower is "chủ trì" or "phụ trách" or "người thực hiện" or "chịu trách nhiệm" or "trách nhiệm" or "phân công" or "phân công thực hiện" or "chủ trì thực hiện" or "trách nhiệm thực hiện" or "đầu mối" or "đầu mối thực hiện" or "phân công nhiệm vụ" or "chịu trách nhiệm thực hiện" or "chủ trì tham mưu"
                || lower.StartsWith("cơ quan", StringComparison.Ordinal) || lower.StartsWith("đơn vị", StringComparison.Ordinal) || lower.StartsWith("bộ phận", StringComparison.Ordinal) || lower.StartsWith("người ", StringComparison.Ordinal) || lower.StartsWith("lực lượng", StringComparison.Ordinal) || lower.StartsWith("tổ chức, cá nhân", StringComparison.Ordinal) || lower.StartsWith("cá nhân", StringComparison.Ordinal) || lower.StartsWith("phòng, ", StringComparison.Ordinal);
        if (field is Field.Coordinating) return lower is "phối hợp" or "phối hợp thực hiện" or "phối hợp tổ chức" || lower.StartsWith("cơ quan", StringComparison.Ordinal) || lower.StartsWith("đơn vị", StringComparison.Ordinal) || lower.StartsWith("bộ phận", StringComparison.Ordinal) || lower.StartsWith("các ", StringComparison.Ordinal) || lower.StartsWith("tổ chức", StringComparison.Ordinal) || lower.StartsWith("lực lượng", StringComparison.Ordinal) || lower.StartsWith("thành phần", StringComparison.Ordinal) || lower.StartsWith("người", StringComparison.Ordinal);
        if (field is Field.Time) return lower.StartsWith("thời", StringComparison.Ordinal) || lower.StartsWith("tiến độ", StringComparison.Ordinal) || lower is "hoàn thành" or "lịch thực hiện" or "lịch" or "tần suất" or "thời lượng, thời gian" || lower.StartsWith("dự kiến thời gian", StringComparison.Ordinal) || lower.StartsWith("ngày", StringComparison.Ordinal);
        if (field is Field.Product) return lower.StartsWith("sản phẩm", StringComparison.Ordinal) || lower.StartsWith("kết quả", StringComparison.Ordinal) && lower.Length < 34 || lower.StartsWith("số lượng", StringComparison.Ordinal) || lower.StartsWith("đầu ra", StringComparison.Ordinal);
        return lower.Length < 45;
    }
}
