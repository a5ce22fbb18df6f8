using LanToa.Platform.Time;

namespace LanToa.Accountability.Reports.Formulas;

/// <summary>What came of a formula: a number (1 and 0 for yes and no), or why there is none; and its working, line by line, in Vietnamese.</summary>
public sealed record FormulaValue(decimal? Number, string? Problem, IReadOnlyList<string> Working)
{
    /// <summary>For a ratio, what is added up before it is divided.</summary>
    public decimal? Numerator { get; init; }

    public decimal? Denominator { get; init; }
}

/// <summary>Works a formula out from the values of its aggregates and of the indicators that it names.</summary>
/// <param name="nameOf">What an indicator is called, for a working that is read without the codes; null leaves them, for whoever writes formulas.</param>
public sealed class FormulaCalculator(IReadOnlyDictionary<Atom, decimal?> atoms, IReadOnlyDictionary<string, decimal?> indicators, Func<string, string>? nameOf = null)
{
    public FormulaValue Of(Formula formula)
    {
        var working = new List<string>();
        foreach (var atom in formula.Atoms) working.Add($"{Named(atom)} = {Words(atoms.GetValueOrDefault(atom))}");
        foreach (var code in formula.References) working.Add($"{Named(code)} = {Words(indicators.GetValueOrDefault(code))}");
        try
        {
            var value = Value(formula.Root);
            if (formula.Root is not (AtomNode or ReferenceNode)) working.Add($"{InNumbers(formula.Root)} = {(formula.Type == FormulaType.YesNo ? value > 0 ? "có" : "không" : Words(value))}");
            var parts = formula.Ratio;
            return new FormulaValue(value, null, working) { Numerator = parts is null ? null : Value(parts.Value.Numerator) * parts.Value.Times, Denominator = parts is null ? null : Value(parts.Value.Denominator) };
        }
        catch (FormulaException e)
        {
            working.Add(e.Message);
            var parts = formula.Ratio;
            return new FormulaValue(null, e.Message, working) { Numerator = parts is null ? null : Quietly(parts.Value.Numerator) * parts.Value.Times, Denominator = parts is null ? null : Quietly(parts.Value.Denominator) };
        }
        catch (OverflowException)
        {
            const string TooLarge = "Kết quả lớn quá mức tính được; hãy kiểm tra các số đã ghi.";
            working.Add(TooLarge);
            return new FormulaValue(null, TooLarge, working);
        }
    }

    private decimal? Quietly(Node node)
    {
        try
        {
            return Value(node);
        }
        catch (FormulaException)
        {
            return null;
        }
    }

    private decimal? Value(Node node) => node switch
    {
        NumberNode n => n.Value,
        AtomNode { Atom: { Kind: AtomKind.Any } any } => atoms.GetValueOrDefault(any) > 0 ? 1 : 0,
        AtomNode n => atoms.GetValueOrDefault(n.Atom),
        ReferenceNode n => indicators.GetValueOrDefault(n.Code),
        NegativeNode n => -Value(n.Of),
        RoundNode n => Value(n.Of) is { } number ? Math.Round(number, n.Decimals, MidpointRounding.AwayFromZero) : null,
        OperationNode n => Operate(n),
        _ => null,
    };

    private decimal? Operate(OperationNode n)
    {
        var (left, right) = (Value(n.Left), Value(n.Right));
        if (left is not { } a || right is not { } b) return null;
        return n.Sign switch
        {
            "+" => a + b,
            "-" => a - b,
            "*" => a * b,
            "/" => b != 0 ? a / b : throw new FormulaException($"Không tính được: mẫu số{(n.Right is NumberNode ? "" : $" ({InNames(n.Right)})")} bằng 0.", n.At),
            ">" => a > b ? 1 : 0,
            ">=" => a >= b ? 1 : 0,
            "<" => a < b ? 1 : 0,
            "<=" => a <= b ? 1 : 0,
            _ => a == b ? 1 : 0,
        };
    }

    /// <summary>The formula with numbers in the place of what they stand for.</summary>
    private string InNumbers(Node node) => Written(node, a => Words(atoms.GetValueOrDefault(a)), code => Words(indicators.GetValueOrDefault(code)));

    /// <summary>The formula by what it is made of.</summary>
    private string InNames(Node node) => Written(node, Named, Named);

    private string Named(Atom atom) => nameOf is null ? atom.Text : FormulaWords.Said(atom);

    private string Named(string code) => nameOf is null ? $"[{code}]" : $"“{nameOf(code)}”";

    private static string Written(Node node, Func<Atom, string> atom, Func<string, string> indicator) => node switch
    {
        NumberNode n => VietnameseFormat.Number(n.Value),
        AtomNode n => atom(n.Atom),
        ReferenceNode n => indicator(n.Code),
        NegativeNode n => $"-{Written(n.Of, atom, indicator)}",
        RoundNode n => $"{FormulaWords.Round}({Written(n.Of, atom, indicator)}; {n.Decimals})",
        OperationNode n => $"{Grouped(n.Left, n.Sign, false, atom, indicator)} {Sign(n.Sign)} {Grouped(n.Right, n.Sign, true, atom, indicator)}",
        _ => "",
    };

    private static string Grouped(Node node, string within, bool right, Func<Atom, string> atom, Func<string, string> indicator) =>
        node is OperationNode { Sign: var sign } && ((within is ("*" or "/") && sign is ("+" or "-")) || (right && within is ("-" or "/"))) ? $"({Written(node, atom, indicator)})" : Written(node, atom, indicator);

    private static string Sign(string sign) => sign switch { "*" => "×", "/" => "÷", _ => sign };

    private static string Words(decimal? value) => value is { } number ? VietnameseFormat.Number(number) : "chưa có";
}
