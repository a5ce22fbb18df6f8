namespace LanToa.Accountability.Reports.Formulas;

/// <summary>What parts of a formula come to whatever the records say.</summary>
/// <param name="known">The formulas of the indicators that may be named. Each is worked out once, however often it is named.</param>
internal sealed class Constants(IReadOnlyDictionary<string, Formula> known)
{
    /// <summary>What goes deeper is taken for unknown: a long chain of indicators must not use up the stack.</summary>
    private const int Deepest = 500;

    private readonly Dictionary<string, decimal?> _named = [];

    /// <summary>The one value that the part has wherever it has one; null where that depends on the records.</summary>
    public decimal? Of(Node node)
    {
        try
        {
            return Value(node, 0);
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    private decimal? Value(Node node, int depth) => node switch
    {
        _ when depth > Deepest => null,
        NumberNode n => n.Value,
        NegativeNode n => -Value(n.Of, depth + 1),
        RoundNode n => Value(n.Of, depth + 1) is { } number ? Math.Round(number, n.Decimals, MidpointRounding.AwayFromZero) : null,
        ReferenceNode n => Named(n.Code, depth + 1),
        OperationNode { Sign: "-" } n when AreSame(n.Left, n.Right) => 0,
        OperationNode n => Operate(n.Sign, Value(n.Left, depth + 1), Value(n.Right, depth + 1)),
        _ => null,
    };

    private decimal? Named(string code, int depth)
    {
        if (_named.TryGetValue(code, out var value)) return value;
        return known.TryGetValue(code, out var formula) ? _named[code] = Value(formula.Root, depth) : null;
    }

    private static decimal? Operate(string sign, decimal? left, decimal? right) => (sign, left, right) switch
    {
        ("*", 0, _) or ("*", _, 0) => 0,
        ("/", 0, not 0) => 0,
        ("+", { } a, { } b) => a + b,
        ("-", { } a, { } b) => a - b,
        ("*", { } a, { } b) => a * b,
        ("/", { } a, { } b) when b != 0 => a / b,
        _ => null,
    };

    /// <summary>The same words, wherever they stand.</summary>
    private static bool AreSame(Node a, Node b) => (a, b) switch
    {
        (NumberNode x, NumberNode y) => x.Value == y.Value,
        (ReferenceNode x, ReferenceNode y) => x.Code == y.Code,
        (AtomNode x, AtomNode y) => x.Atom.Equals(y.Atom),
        (NegativeNode x, NegativeNode y) => AreSame(x.Of, y.Of),
        (RoundNode x, RoundNode y) => x.Decimals == y.Decimals && AreSame(x.Of, y.Of),
        (OperationNode x, OperationNode y) => x.Sign == y.Sign && AreSame(x.Left, y.Left) && AreSame(x.Right, y.Right),
        _ => false,
    };
}
