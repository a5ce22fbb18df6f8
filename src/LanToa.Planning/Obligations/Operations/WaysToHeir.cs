using LanToa.Contracts.Organizations;
using LanToa.Planning.Organizations;

namespace LanToa.Planning.Obligations;

/// <summary>How work came to one heir from the bodies that were asked, through those who had it in between.</summary>
internal sealed class WaysToHeir(Guid heir, SuccessionMap map, IOrganizationDirectory directory)
{
    // Reorganizations of one body in living memory are few; the bound keeps a ring in the data from hanging the program.
    public const int MostSteps = 20;

    /// <summary>By heir what was asked of ended bodies of its province that it carries on: found once for all heirs, of which a reorganization of the country has thousands.</summary>
    public static ILookup<Guid, T> ByHeir<T>(IEnumerable<T> asked, Func<T, (Guid Unit, DateOnly PlanDate)> of, SuccessionMap map, IOrganizationDirectory directory) =>
        asked.Select(a => (Asked: a, Of: of(a))).Where(a => directory.Find(a.Of.Unit) is { ValidTo: not null }).GroupBy(a => a.Of)
            .SelectMany(g => map.HeirsOf(g.Key.Unit, g.Key.PlanDate).Where(h => directory.Find(h.OrganizationId)?.ProvinceId == directory.Find(g.Key.Unit)!.ProvinceId).SelectMany(h => g.Select(a => (h.OrganizationId, a.Asked))))
            .ToLookup(a => a.OrganizationId, a => a.Asked);

    /// <summary>Whether the heir carries on a body that was asked on the day.</summary>
    private bool LeadsFrom(Guid body, DateOnly asked) => map.HeirsOf(body, asked).Any(h => h.OrganizationId == heir);

    /// <summary>Who has the body's work from its end on, on the way to the heir: the heir itself, or those in between.</summary>
    public List<Guid> Next(Guid body, DateOnly asked)
    {
        var end = directory.Find(body)?.ValidTo?.AddDays(1);
        return [.. map.HeirsOf(body, asked).Where(h => h.From == end && (h.OrganizationId == heir || LeadsFrom(h.OrganizationId, asked))).Select(h => h.OrganizationId)];
    }

    /// <summary>All who have had the work before the heir.</summary>
    public Guid[] Before(IEnumerable<(Guid Unit, DateOnly Asked)> asked) =>
        [.. asked.SelectMany(b => map.HeirsOf(b.Unit, b.Asked).Select(h => h.OrganizationId).Prepend(b.Unit)).Where(u => u != heir).Distinct()];
}
