namespace LanToa.Accountability.Reports.Formulas;

/// <summary>
/// The formulas that over a span come to what they come to over its parts, added up: sums and counts of activities and counts of duties, with constants before them, and other indicators of that kind. Of others
/// (a largest number, a quotient of two, a rounded one) a part of the year says nothing of the whole.
/// </summary>
internal static class AdditiveFormulas
{
    /// <summary>The codes of those of them.</summary>
    /// <param name="formulas">With all that they name; what is named and has no formula is entered by hand, and added up.</param>
    public static IReadOnlySet<string> Of(IReadOnlyDictionary<string, Formula> formulas)
    {
        var (additive, constants) = (new HashSet<string>(), new Constants(formulas));
        foreach (var code in new FormulaOrder(formulas).Codes)
            if (Is(formulas[code].Root)) additive.Add(code);
        return additive;

        bool Is(Node node) => node switch
        {
            NumberNode n => n.Value == 0,
            ReferenceNode n => !formulas.ContainsKey(n.Code) || additive.Contains(n.Code),
            AtomNode n => n.Atom.Kind is AtomKind.Sum or AtomKind.Count or AtomKind.Duties,
            NegativeNode n => Is(n.Of),
            OperationNode { Sign: "+" or "-" } n => Is(n.Left) && Is(n.Right),
            OperationNode { Sign: "*" } n => (Is(n.Left) && constants.Of(n.Right) is not null) || (constants.Of(n.Left) is not null && Is(n.Right)),
            OperationNode { Sign: "/" } n => Is(n.Left) && constants.Of(n.Right) is not (null or 0),
            _ => false,
        };
    }
}
