namespace LanToa.Contracts.Organizations;

/// <summary>What the head and foot of an administrative document print of its issuer (Nghị định 30/2020/NĐ-CP, Phụ lục I).</summary>
/// <param name="Superior">The body above, line by line; empty where none is printed.</param>
/// <param name="Issuer">The body itself, line by line.</param>
/// <param name="Name">As it is written in a sentence.</param>
/// <param name="Place">The nearest territory: "Lam Giang".</param>
/// <param name="Letters">What stands in its symbols after the kind: "UBND", "SVHTTDL".</param>
/// <param name="Authority">Lines of authority above the signature: "TM. Ủy ban nhân dân".</param>
/// <param name="Position">Who signs: "Giám đốc".</param>
public sealed record DocumentHead(IReadOnlyList<string> Superior, IReadOnlyList<string> Issuer, string Name, string Place, string Letters, IReadOnlyList<string> Authority, string Position);

/// <summary>Heads of documents by organization.</summary>
public interface IDocumentHeads
{
    /// <summary>Null when the id is unknown.</summary>
    DocumentHead? Of(Guid organization);
}
