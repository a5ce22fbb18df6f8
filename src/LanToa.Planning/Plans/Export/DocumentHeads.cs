using LanToa.Contracts.Organizations;

namespace LanToa.Planning.Plans;

/// <summary>The lines of <see cref="IssuerLines"/> for other rooms.</summary>
internal sealed class DocumentHeads(IOrganizationDirectory directory) : IDocumentHeads
{
    public DocumentHead? Of(Guid organization)
    {
        if (directory.Find(organization) is not { } info) return null;
        var lines = new IssuerLines(directory, info);
        return new DocumentHead(lines.Superior, lines.Issuer, info.Name, lines.Place, lines.LetterSymbol, lines.Authority(null), lines.Position(null));
    }
}
