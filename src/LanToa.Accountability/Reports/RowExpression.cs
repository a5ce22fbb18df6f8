using System.Globalization;
using LanToa.Accountability.Reports.Formulas;
using LanToa.Platform.Time;

namespace LanToa.Accountability.Reports;

/// <summary>The formula of a row that is worked out from other rows of the same report alone: in a workbook it stands as one, and its estimate is made of theirs.</summary>
public sealed class RowExpression
{
    private readonly Node _root;

    private RowExpression(Formula formula) => (_root, Codes) = (formula.Root, formula.References);

    /// <summary>The rows that it names.</summary>
    public IReadOnlyList<string> Codes { get; }

    /// <summary>The text that is kept with the row; null where the formula counts records, or names what the form has not.</summary>
    public static string? TextOf(Formula? formula, IReadOnlySet<string> inForm) =>
        formula is { Type: FormulaType.Number, Atoms.Count: 0, References.Count: > 0 } && formula.References.All(inForm.Contains) ? formula.Text : null;

    /// <summary>Null for a row without one, or whose words the language no longer has.</summary>
    public static RowExpression? Of(ContentRow row)
    {
        try
        {
            return row.Expression is { } text ? new RowExpression(Formula.Read(text)) : null;
        }
        catch (FormulaException)
        {
            return null;
        }
    }

    /// <summary>Whether it only adds and takes away, as a total of rows does.</summary>
    public bool IsSum => Adds(_root);

    /// <summary>What it comes to; null where a row has no number, or it would divide by nothing.</summary>
    public decimal? Of(Func<string, decimal?> number) => Value(_root, number);

    /// <summary>In the language of spreadsheets, rounded where the cells alone would not come to so many decimals.</summary>
    public string InCells(Func<string, string> cellOf, Func<string, int> decimalsOf, int decimals) => IsSum && Codes.All(c => decimalsOf(c) <= decimals) ? Written(_root, cellOf) : $"ROUND({Written(_root, cellOf)},{decimals.ToString(CultureInfo.InvariantCulture)})";

    /// <summary>With words in the place of the rows: "7 + 3".</summary>
    public string InWords(Func<string, string> words) => Written(_root, words, VietnameseFormat.Number, " ");

    private static bool Adds(Node node) => node switch
    {
        ReferenceNode => true,
        OperationNode { Sign: "+" or "-" } n => Adds(n.Left) && Adds(n.Right),
        _ => false,
    };

    private static decimal? Value(Node node, Func<string, decimal?> number)
    {
        switch (node)
        {
            case NumberNode n: return n.Value;
            case ReferenceNode n: return number(n.Code);
            case NegativeNode n: return -Value(n.Of, number);
            case RoundNode n: return Value(n.Of, number) is { } whole ? Math.Round(whole, n.Decimals, MidpointRounding.AwayFromZero) : null;
            case OperationNode n when (Value(n.Left, number), Value(n.Right, number)) is ({ } a, { } b):
                try
                {
                    return n.Sign switch { "+" => a + b, "-" => a - b, "*" => a * b, "/" when b != 0 => a / b, _ => null };
                }
                catch (OverflowException)
                {
                    return null;
                }
            default: return null;
        }
    }

    private static string Written(Node node, Func<string, string> cellOf, Func<decimal, string>? number = null, string space = "")
    {
        return node switch
        {
            NumberNode n => number is null ? n.Value.ToString(CultureInfo.InvariantCulture) : number(n.Value),
            ReferenceNode n => cellOf(n.Code),
            NegativeNode n => $"-({Of(n.Of)})",
            RoundNode n => $"ROUND({Of(n.Of)},{n.Decimals.ToString(CultureInfo.InvariantCulture)})",
            OperationNode n => $"{Part(n.Left, n.Sign, false)}{space}{n.Sign}{space}{Part(n.Right, n.Sign, true)}",
            _ => "",
        };

        string Of(Node of) => Written(of, cellOf, number, space);

        string Part(Node part, string within, bool right) =>
            part is OperationNode { Sign: var sign } && ((within is "*" or "/" && sign is "+" or "-") || (right && within is "-" or "/")) ? $"({Of(part)})" : Of(part);
    }
}
