using LanToa.Contracts.Codes;

namespace LanToa.Accountability.Reports.Formulas;

/// <summary>A field by which activities are chosen. <see cref="Many"/>: a record holds several codes, one of which must fit.</summary>
public sealed record FormulaField(string Name, string Words, string Column, bool Many, IReadOnlyList<(string Code, string Name)> Values)
{
    public bool Equals(FormulaField? other) => other?.Name == Name;

    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);
}

/// <summary>Every word of the formula language besides signs and numbers: what the administrator's page lists, and all that can reach the database.</summary>
public static class FormulaWords
{
    public static IReadOnlyList<(string Name, AtomKind Kind, string Form, string Words)> Functions { get; } =
    [
        ("tổng", AtomKind.Sum, "tổng(đo; điều kiện; …)", "cộng một số đo của các hoạt động"),
        ("đếm", AtomKind.Count, "đếm(điều kiện; …)", "số hoạt động"),
        ("lớn_nhất", AtomKind.Largest, "lớn_nhất(đo; điều kiện; …)", "số đo lớn nhất của một hoạt động"),
        ("mới_nhất", AtomKind.Latest, "mới_nhất(đo; điều kiện; …)", "số đo của hoạt động sau cùng"),
        ("số_đơn_vị", AtomKind.Units, "số_đơn_vị(điều kiện; …)", "số đơn vị khác nhau có hoạt động"),
        ("có", AtomKind.Any, "có(điều kiện; …)", "có hay không có hoạt động nào"),
        ("việc", AtomKind.Duties, "việc(loại)", "số kỳ thực hiện đến hạn trong kỳ báo cáo"),
    ];

    public const string Round = "làm_tròn";

    /// <summary>What can be measured: each its own, never added to another.</summary>
    public static IReadOnlyList<(string Name, string Column, string Words)> Measures { get; } =
    [
        ("số_lượng", "quantity", "số lượng sản phẩm"), ("người_dự", "attendance", "lượt người dự"), ("người_nghe", "listeners", "lượt người nghe"), ("lượt_xem", "views", "lượt xem, tiếp cận"),
        ("lượt_thi", "entries", "lượt dự thi"), ("trang", "pages", "số trang"), ("phút", "minutes", "số phút"), ("kinh_phí", "cost", "kinh phí, đồng"),
    ];

    public static IReadOnlyList<(string Name, string Code, string Words)> Duties { get; } =
    [
        ("phải_làm", "owed", "phải làm"), ("xong", "done", "đã xong, được xác nhận"), ("đúng_hạn", "on-time", "xong đúng hạn"), ("trễ", "late", "xong trễ hạn"), ("chờ_xác_nhận", "waiting", "đã báo cáo kết quả, chờ xác nhận"), ("quá_hạn", "overdue", "chưa báo cáo, đã quá hạn"), ("còn_hạn", "open", "chưa báo cáo, chưa đến hạn"),
    ];

    public static IReadOnlyList<FormulaField> Fields { get; } =
    [
        new("sản_phẩm", "sản phẩm", "form", false, CodeLists.Products),
        new("kênh", "kênh", "channels", true, CodeLists.Channels),
        new("nội_dung", "nội dung", "topics", true, CodeLists.Topics),
        new("đối_tượng", "đối tượng", "audiences", true, CodeLists.Audiences),
        new("trạng_thái", "trạng thái", "state", false, [("Accepted", "Đã chấp nhận"), ("Recorded", "Chờ chấp nhận")]),
    ];

    /// <summary>Counted where a formula says nothing of the state: what was accepted.</summary>
    public static Condition AcceptedOnly { get; } = new(Fields[^1], ["Accepted"]);

    /// <summary>An aggregate with the names of its codes: "tổng(số lượng sản phẩm; sản phẩm: “Tin”, “Bài”)".</summary>
    public static string Said(Atom atom)
    {
        var what = atom.Kind == AtomKind.Duties ? Duties.First(d => d.Code == atom.What).Words : Measures.FirstOrDefault(m => m.Column == atom.What).Words;
        List<string> said = [.. what is null ? [] : (string[])[what], .. atom.Conditions.Where(c => c != AcceptedOnly).Select(c => $"{c.Field.Words}: {string.Join(", ", c.Codes.Select(code => $"“{c.Field.Values.FirstOrDefault(v => v.Code == code).Name ?? code}”"))}")];
        var function = Functions.First(f => f.Kind == atom.Kind).Name.Replace('_', ' ');
        return said.Count == 0 ? $"{function} hoạt động" : $"{function}({string.Join("; ", said)})";
    }
}
