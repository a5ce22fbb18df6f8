using LanToa.Contracts.Organizations;
using LanToa.Planning.Organizations;

namespace LanToa.Planning.Obligations.Rules;

/// <summary>
/// Which periods of a duty a body owes. One that was asked owes those that open while it exists (a district that ended on 30/06/2025 owes nothing of quarter III); where others
/// carry it on, what is due after its last day is theirs.
/// </summary>
/// <param name="From">The first due date of a body that took over; null for one that was asked itself.</param>
/// <param name="Last">The body's last day; null while it exists.</param>
/// <param name="IsCarriedOn">Others take over what is due later.</param>
internal readonly record struct DutySpan(DateOnly? From, DateOnly? Last, bool IsCarriedOn)
{
    public bool Has(DateOnly opensOn, DateOnly due) => (From is not { } from || due >= from) && (Last is not { } last || (IsCarriedOn ? due : opensOn) <= last);

    /// <summary>The bodies that were asked on <paramref name="asked"/>, and those that take over from them before <paramref name="planEnd"/>; each once.</summary>
    public static IReadOnlyList<(OrganizationInfo Unit, DutySpan Owes)> OfAll(IReadOnlyList<Guid> units, DateOnly asked, DateOnly planEnd, SuccessionMap succession, IOrganizationDirectory directory)
    {
        var spans = new List<(OrganizationInfo, DutySpan)>();
        var heirs = new Dictionary<Guid, DateOnly>();
        foreach (var unit in units.Select(directory.Find).OfType<OrganizationInfo>())
        {
            var own = unit.ValidTo is null ? [] : succession.HeirsOf(unit.Id, asked);
            spans.Add((unit, new DutySpan(null, unit.ValidTo, own.Count > 0)));
            foreach (var heir in own.Where(h => h.From <= planEnd && !units.Contains(h.OrganizationId)))
                if (!heirs.TryGetValue(heir.OrganizationId, out var known) || heir.From < known) heirs[heir.OrganizationId] = heir.From;
        }
        foreach (var (id, from) in heirs)
            if (directory.Find(id) is { } unit) spans.Add((unit, new DutySpan(from, unit.ValidTo, unit.ValidTo is not null && succession.HeirsOf(id, from).Count > 0)));
        return spans;
    }
}
