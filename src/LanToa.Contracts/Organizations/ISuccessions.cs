namespace LanToa.Contracts.Organizations;

/// <summary>The part of what a body did that belongs to a present one; to nobody (null) where it was abolished.</summary>
public sealed record SuccessorShare(Guid From, Guid? To, decimal Weight);

/// <summary>Who carries on whom, by the reorganizations that were recorded.</summary>
public interface ISuccessions
{
    /// <summary>To whom belongs, as of the day, what each of the bodies did: the weights of one body sum to 1; a body that goes on belongs to itself.</summary>
    IReadOnlyList<SuccessorShare> Attribute(IReadOnlyCollection<Guid> units, DateOnly day);

    /// <summary>The bodies that had ended before the day of which this one carries on a part.</summary>
    IReadOnlyList<Guid> EndedInto(Guid heir, DateOnly day);

    /// <summary>Who carries on the body on the day; nobody while it goes on.</summary>
    IReadOnlyList<Guid> HeirsOf(Guid body, DateOnly day);
}
