using System.Globalization;
using LanToa.Platform.Time;

namespace LanToa.Accountability.Reports.Formulas;

/// <summary>Reads the text of a formula. Words are taken with or without their marks; every complaint says what stands there and what may.</summary>
internal sealed class FormulaReader(string text)
{
    private const int Longest = 2000, Deepest = 50;

    private int _at;
    private int _depth;

    public Node Read()
    {
        if (string.IsNullOrWhiteSpace(text)) throw new FormulaException("Hãy ghi công thức.", 0);
        if (text.Length > Longest) throw new FormulaException("Công thức dài quá 2.000 ký tự; hãy tách thành nhiều chỉ tiêu.", 0);
        var node = Comparison();
        Skip();
        return _at == text.Length ? node : throw Unexpected("Công thức đã đủ ở trước đó");
    }

    private Node Comparison()
    {
        var left = Sum();
        Skip();
        var at = _at;
        var sign = Take(">=") ? ">=" : Take("<=") ? "<=" : Take(">") ? ">" : Take("<") ? "<" : Take("=") ? "=" : null;
        return sign is null ? left : new OperationNode(at, sign, Number(left), Number(Sum()));
    }

    private Node Sum()
    {
        var left = Product();
        while (true)
        {
            Skip();
            var at = _at;
            var sign = Take("+") ? "+" : Take("-") ? "-" : null;
            if (sign is null) return left;
            left = new OperationNode(at, sign, Number(left), Number(Product()));
        }
    }

    private Node Product()
    {
        var left = Unary();
        while (true)
        {
            Skip();
            var at = _at;
            var sign = Take("*") ? "*" : Take("/") ? "/" : null;
            if (sign is null) return left;
            left = new OperationNode(at, sign, Number(left), Number(Unary()));
        }
    }

    private Node Unary()
    {
        Skip();
        var at = _at;
        if (++_depth > Deepest) throw new FormulaException("Công thức lồng nhau quá nhiều bậc; hãy tách thành nhiều chỉ tiêu.", at);
        Node node = Take("-") ? new NegativeNode(at, Number(Unary())) : Value();
        _depth--;
        return node;
    }

    private Node Value()
    {
        Skip();
        var at = _at;
        if (Take("("))
        {
            var inner = Comparison();
            Expect(")", "Thiếu dấu ngoặc đóng “)”");
            return inner;
        }
        if (Take("["))
        {
            var code = Name(dashes: true);
            Expect("]", "Thiếu dấu “]” sau mã chỉ tiêu");
            return code.Length > 0 ? new ReferenceNode(at, code) : throw new FormulaException("Hãy ghi mã chỉ tiêu trong dấu [ ].", at);
        }
        if (_at < text.Length && char.IsAsciiDigit(text[_at])) return Numeral();
        var name = Name(dashes: false);
        if (name.Length == 0) throw Unexpected("Cần một số, một hàm hoặc [mã chỉ tiêu]");
        Expect("(", $"Sau “{name}” cần dấu “(”; chỉ tiêu khác thì ghi trong dấu [ ]");
        if (Formula.Key(name) == Formula.Key(FormulaWords.Round)) return Rounding(at);
        var function = FormulaWords.Functions.FirstOrDefault(f => Formula.Key(f.Name) == Formula.Key(name));
        if (function.Name is null) throw new FormulaException($"Không có hàm “{name}”. Có: {string.Join(", ", FormulaWords.Functions.Select(f => f.Name))}, {FormulaWords.Round}.", at);
        return Aggregate(function.Kind, at);
    }

    private RoundNode Rounding(int at)
    {
        var of = Number(Comparison());
        Expect(";", "làm_tròn cần số chữ số thập phân: làm_tròn(…; 2)");
        Skip();
        var decimals = Numeral().Value;
        if (decimals is < 0 or > 6 || decimals != decimal.Truncate(decimals)) throw new FormulaException("Số chữ số thập phân là từ 0 đến 6.", at);
        Expect(")", "Thiếu dấu ngoặc đóng “)”");
        return new RoundNode(at, of, (int)decimals);
    }

    private AtomNode Aggregate(AtomKind kind, int at)
    {
        var what = "";
        if (kind is AtomKind.Sum or AtomKind.Largest or AtomKind.Latest) what = OneOf("số đo", FormulaWords.Measures.Select(m => (m.Name, m.Column)));
        else if (kind == AtomKind.Duties) what = OneOf("loại việc", FormulaWords.Duties.Select(d => (d.Name, d.Code)));
        var conditions = new List<Condition>();
        for (var first = what.Length == 0; !Take(")"); first = false)
        {
            if (kind == AtomKind.Duties) throw Unexpected("Hàm việc(…) chỉ nhận loại việc");
            if (!first) Expect(";", "Giữa các điều kiện cần dấu “;”, cuối cùng là dấu “)”");
            var condition = ReadCondition();
            if (conditions.Any(c => c.Field == condition.Field)) throw new FormulaException($"Điều kiện {condition.Field.Name} ghi hai lần; hãy gộp các mã bằng dấu phẩy.", at);
            conditions.Add(condition);
            Skip();
        }
        if (kind != AtomKind.Duties && conditions.All(c => c.Field.Column != "state")) conditions.Add(FormulaWords.AcceptedOnly);
        return new AtomNode(at, new Atom(kind, what, [.. conditions.OrderBy(c => c.Field.Name, StringComparer.Ordinal)], text[at.._at]));
    }

    private Condition ReadCondition()
    {
        Skip();
        var at = _at;
        var name = Name(dashes: false);
        var field = FormulaWords.Fields.FirstOrDefault(f => Formula.Key(f.Name) == Formula.Key(name)) ?? throw new FormulaException($"Không có điều kiện “{name}”. Có: {string.Join(", ", FormulaWords.Fields.Select(f => f.Name))}.", at);
        Expect("=", $"Sau {field.Name} cần dấu “=”");
        var codes = new List<string>();
        do
        {
            Skip();
            var from = _at;
            var word = _at < text.Length && text[_at] == '"' ? Quoted() : Name(dashes: true);
            var found = field.Values.FirstOrDefault(v => string.Equals(v.Code, word, StringComparison.OrdinalIgnoreCase) || Formula.Key(v.Name) == Formula.Key(word));
            if (found.Code is null) throw new FormulaException($"{field.Name} không có mã “{word}”. Có: {string.Join(", ", field.Values.Select(v => v.Code))}.", from);
            if (!codes.Contains(found.Code)) codes.Add(found.Code);
            Skip();
        }
        while (Take(","));
        return new Condition(field, [.. codes.Order(StringComparer.Ordinal)]);
    }

    private string OneOf(string what, IEnumerable<(string Name, string Value)> known)
    {
        Skip();
        var (at, all) = (_at, known.ToList());
        var name = Name(dashes: false);
        var found = all.FirstOrDefault(k => Formula.Key(k.Name) == Formula.Key(name));
        return found.Value ?? throw new FormulaException($"{(name.Length == 0 ? $"Cần {what}" : $"Không có {what} “{name}”")}. Có: {string.Join(", ", all.Select(k => k.Name))}.", at);
    }

    private NumberNode Numeral()
    {
        var at = _at;
        while (_at < text.Length && (char.IsAsciiDigit(text[_at]) || (text[_at] is ',' or '.' && _at + 1 < text.Length && char.IsAsciiDigit(text[_at + 1])))) _at++;
        return VietnameseFormat.TryParseDecimal(text[at.._at], out var value) ? new NumberNode(at, value) : throw new FormulaException($"“{text[at.._at]}” không phải là số. Ghi 1.000 hoặc 0,5.", at);
    }

    private string Quoted()
    {
        var end = text.IndexOf('"', _at + 1);
        if (end < 0) throw new FormulaException("Thiếu dấu \" ở cuối tên.", _at);
        var word = text[(_at + 1)..end];
        _at = end + 1;
        return word;
    }

    private string Name(bool dashes)
    {
        Skip();
        var from = _at;
        while (_at < text.Length && (char.IsLetterOrDigit(text[_at]) || text[_at] == '_' || (dashes && text[_at] == '-') || CharUnicodeInfo.GetUnicodeCategory(text[_at]) == UnicodeCategory.NonSpacingMark)) _at++;
        return text[from.._at];
    }

    private static Node Number(Node node) => node.Type == FormulaType.Number ? node : throw new FormulaException("Chỗ này cần một con số, không phải có/không: chỉ số mới cộng, trừ, nhân, chia, so sánh được.", node.At);

    private void Expect(string sign, string otherwise)
    {
        Skip();
        if (!Take(sign)) throw Unexpected(otherwise);
    }

    private bool Take(string sign)
    {
        if (string.CompareOrdinal(text, _at, sign, 0, sign.Length) != 0) return false;
        _at += sign.Length;
        return true;
    }

    private void Skip()
    {
        while (_at < text.Length && char.IsWhiteSpace(text[_at])) _at++;
    }

    private FormulaException Unexpected(string otherwise) =>
        new(_at < text.Length ? $"{otherwise}; ở ký tự thứ {(_at + 1).ToString(CultureInfo.InvariantCulture)} lại có “{text[_at]}”." : $"{otherwise}; công thức dừng ở giữa.", _at);
}
