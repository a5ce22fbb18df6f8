using LanToa.Platform.Text;

namespace LanToa.Accountability.Reports.Formulas;

public enum FormulaType { Number, YesNo }

/// <summary>What is counted of the records: one aggregate over activities, or over duties.</summary>
public enum AtomKind { Sum, Count, Largest, Latest, Units, Any, Duties }

/// <summary>One condition of an aggregate: a field and the codes of which one must hold.</summary>
public sealed record Condition(FormulaField Field, IReadOnlyList<string> Codes)
{
    public bool Equals(Condition? other) => other is not null && Field == other.Field && Codes.SequenceEqual(other.Codes);

    // Most aggregates of a form differ in one code alone.
    public override int GetHashCode() => HashCode.Combine(Field, Codes.Count, Codes.Count > 0 ? Codes[0] : null);
}

/// <summary>An aggregate as the formula writes it. <see cref="What"/> is the column measured, or which duties are counted; empty where activities are counted.</summary>
public sealed record Atom(AtomKind Kind, string What, IReadOnlyList<Condition> Conditions, string Text)
{
    public bool Equals(Atom? other) => other is not null && Kind == other.Kind && What == other.What && Conditions.SequenceEqual(other.Conditions);

    public override int GetHashCode()
    {
        var hash = HashCode.Combine(Kind, What, Conditions.Count);
        foreach (var condition in Conditions) hash = HashCode.Combine(hash, condition);
        return hash;
    }
}

/// <summary>A node of a formula that has been read; <see cref="At"/> is where it begins in the text.</summary>
public abstract record Node(int At)
{
    public abstract FormulaType Type { get; }
}

public sealed record NumberNode(int At, decimal Value) : Node(At)
{
    public override FormulaType Type => FormulaType.Number;
}

/// <summary>The value of another indicator.</summary>
public sealed record ReferenceNode(int At, string Code) : Node(At)
{
    public override FormulaType Type => FormulaType.Number;
}

public sealed record AtomNode(int At, Atom Atom) : Node(At)
{
    public override FormulaType Type => Atom.Kind == AtomKind.Any ? FormulaType.YesNo : FormulaType.Number;
}

public sealed record NegativeNode(int At, Node Of) : Node(At)
{
    public override FormulaType Type => FormulaType.Number;
}

public sealed record RoundNode(int At, Node Of, int Decimals) : Node(At)
{
    public override FormulaType Type => FormulaType.Number;
}

/// <summary>+ - * / and the comparisons &gt; &gt;= &lt; &lt;= = whose value is yes or no.</summary>
public sealed record OperationNode(int At, string Sign, Node Left, Node Right) : Node(At)
{
    public override FormulaType Type => Sign is "+" or "-" or "*" or "/" ? FormulaType.Number : FormulaType.YesNo;
}

/// <summary>Something that keeps a text from being a formula, said to the person who wrote it; <see cref="At"/> counts from 0.</summary>
public sealed class FormulaException(string message, int at) : FormatException(message)
{
    public int At { get; } = at;
}

/// <summary>
/// A formula of the indicator dictionary: arithmetic over aggregates of activities and duties and over other indicators. It has no loops, no names of tables and no way
/// to run anything; what it may measure and filter is <see cref="FormulaWords"/>. Longest 2.000 characters, deepest 50 levels.
/// </summary>
public sealed class Formula
{
    private Formula(string text, Node root)
    {
        (Text, Root) = (text, root);
        Atoms = [.. Walk(root).OfType<AtomNode>().Select(n => n.Atom).Distinct()];
        References = [.. Walk(root).OfType<ReferenceNode>().Select(n => n.Code).Distinct()];
    }

    public string Text { get; }

    public Node Root { get; }

    public FormulaType Type => Root.Type;

    /// <summary>Every aggregate once, in the order of the text.</summary>
    public IReadOnlyList<Atom> Atoms { get; }

    /// <summary>The indicators whose values it needs.</summary>
    public IReadOnlyList<string> References { get; }

    /// <summary>The parts of a ratio: numerator and denominator are added up, then divided. Null where the formula is no division.</summary>
    public (Node Numerator, Node Denominator, decimal Times)? Ratio => RatioOf(Root);

    /// <exception cref="FormulaException">What is wrong, and where.</exception>
    public static Formula Read(string text) => new(text, new FormulaReader(text).Read());

    /// <summary>The first division whose divisor is 0 whatever the records say: a constant, or what comes to one; null where there is none.</summary>
    /// <param name="known">The formulas of the indicators that it may name; without circles.</param>
    public OperationNode? DivisionByZero(IReadOnlyDictionary<string, Formula> known)
    {
        var constants = new Constants(known);
        return Walk(Root).OfType<OperationNode>().FirstOrDefault(n => n.Sign == "/" && constants.Of(n.Right) == 0);
    }

    private static (Node, Node, decimal)? RatioOf(Node node) => node switch
    {
        OperationNode { Sign: "/" } division => (division.Left, division.Right, 1),
        OperationNode { Sign: "*" } product when product.Right is NumberNode by && RatioOf(product.Left) is var (n, d, t) => (n, d, t * by.Value),
        OperationNode { Sign: "*" } product when product.Left is NumberNode by && RatioOf(product.Right) is var (n, d, t) => (n, d, t * by.Value),
        _ => null,
    };

    private static IEnumerable<Node> Walk(Node node) => node switch
    {
        NegativeNode n => Walk(n.Of).Prepend(node),
        RoundNode n => Walk(n.Of).Prepend(node),
        OperationNode n => Walk(n.Left).Concat(Walk(n.Right)).Prepend(node),
        _ => [node],
    };

    internal static string Key(string word) => Folding.Fold(word).Replace(' ', '_');
}
