namespace LanToa.Accountability.Reports.Formulas;

/// <summary>What parts of a formula come to whatever the records say.</summary>
internal static class Constants
{
    /// <summary>The one value that the part has wherever it has one; null where that depends on the records.</summary>
    public static decimal? Of(Node node, IReadOnlyDictionary<string, Formula> known)
    {
        try
        {
            return Value(node, known);
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    private static decimal? Value(Node node, IReadOnlyDictionary<string, Formula> known) => node switch
    {
        NumberNode n => n.Value,
        NegativeNode n => -Value(n.Of, known),
        RoundNode n => Value(n.Of, known) is { } number ? Math.Round(number, n.Decimals, MidpointRounding.AwayFromZero) : null,
        ReferenceNode n when known.TryGetValue(n.Code, out var named) => Value(named.Root, known),
        OperationNode { Sign: "-" } n when AreSame(n.Left, n.Right) => 0,
        OperationNode n => Operate(n.Sign, Value(n.Left, known), Value(n.Right, known)),
        _ => null,
    };

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
