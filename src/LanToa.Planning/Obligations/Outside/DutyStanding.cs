using LanToa.Contracts.Organizations;
using LanToa.Planning.Organizations;
using LanToa.Planning.Plans;
using LanToa.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Obligations.Outside;

/// <summary>What becomes of a duty because of where its unit stands.</summary>
public enum StandingChange
{
    /// <summary>It was asked of the unit as a member of a group, to which it does not belong any more.</summary>
    Ends,
    /// <summary>It had ended so, and the unit belongs to the group again.</summary>
    BindsAgain,
    /// <summary>The plan names the unit: it is asked of it as before, and never overdue.</summary>
    IsAsked,
    /// <summary>It was only asked, and is owed.</summary>
    IsOwed,
}

/// <param name="Role">As what it binds from now on.</param>
/// <param name="Why">The body outside, in words; empty where none is.</param>
public sealed record StandingDuty(short Province, Guid Id, Guid UnitId, Guid AssignerId, short TaskProvince, Guid PlanId, Guid TaskId, DutyRole Role, StandingChange Change, string Why)
{
    /// <summary>Since when, where it binds again.</summary>
    public DateOnly? EndedOn { get; init; }

    /// <summary>It coordinates the work of others, and owes no period of it.</summary>
    public bool OnlyCoordinates => Role == DutyRole.Coordinating;

    /// <summary>It only coordinated, and does the work by now.</summary>
    public bool TakesOver { get; init; }
}

/// <summary>The members of a plan's group who stand outside it.</summary>
public sealed record GroupStanding(short Province, Guid Id, List<Guid> Outside);

/// <summary>
/// Compares the duties of bodies with what plans ask of bodies that stand where they stand: of one of the Party or of a vertical line only what names it, or a group to which somebody added it, and never as
/// a debt. The same rule by which duties are made (<see cref="DutyPatterns"/>, <see cref="GroupMembers"/>), for bodies that came to stand elsewhere afterwards.
/// </summary>
public sealed class DutyStanding(LanToaDb db)
{
    /// <summary>How the reason begins of what ended so: it is found again by it.</summary>
    public const string Ended = "Ngoài nhóm cơ quan được giao chung: ";

    public async Task<(IReadOnlyList<StandingDuty> Duties, IReadOnlyList<GroupStanding> Groups)> OfAsync(IReadOnlyList<OrganizationInfo> bodies, IOrganizationDirectory directory, CancellationToken cancel)
    {
        short[] provinces = [.. bodies.Select(b => b.ProvinceId).Distinct()];
        Guid[] units = [.. bodies.Select(b => b.Id)];
        var bound = await All<Obligation>().Where(o => provinces.Contains(o.ProvinceId) && units.Contains(o.UnitId) && (o.EndedOn == null || o.EndReason!.StartsWith(Ended)))
            .Select(o => new { o.ProvinceId, o.Id, o.UnitId, o.AssignerId, o.TaskProvinceId, o.PlanId, o.TaskId, o.Role, IsEnded = o.EndedOn != null, o.EndedOn }).ToListAsync(cancel);
        if (bound.Count == 0) return ([], []);
        Guid[] plans = [.. bound.Select(b => b.PlanId).Distinct()], tasks = [.. bound.Select(b => b.TaskId).Distinct()];
        var issuers = await All<Plan>().Where(p => plans.Contains(p.Id)).Select(p => new { p.Id, p.IssuerId, p.State }).ToDictionaryAsync(p => p.Id, cancel);
        var asked = await All<PlanTask>().Where(t => tasks.Contains(t.Id)).Select(t => new { t.Id, t.Modality, t.State }).ToDictionaryAsync(t => t.Id, cancel);
        var parties = (await All<TaskParty>().Where(p => tasks.Contains(p.TaskId)).ToListAsync(cancel)).ToLookup(p => p.TaskId);
        var kept = await All<PlanGroup>().Where(g => plans.Contains(g.PlanId)).ToListAsync(cancel);
        var meant = kept.ToDictionary(g => (g.PlanId, g.GroupId), g => g.Units.ToHashSet());
        Guid[] groupIds = [.. kept.Select(g => g.GroupId).Concat(parties.SelectMany(p => p).Select(p => p.GroupId).OfType<Guid>()).Distinct()];
        var groups = await db.Set<OrganizationGroup>().AsNoTracking().Where(g => groupIds.Contains(g.Id)).ToDictionaryAsync(g => g.Id, cancel);
        var added = (await db.Set<OrganizationGroupMember>().AsNoTracking().Where(m => m.Included && groupIds.Contains(m.GroupId) && units.Contains(m.OrganizationId)).Select(m => new { m.GroupId, m.OrganizationId }).ToListAsync(cancel))
            .Select(m => (m.GroupId, m.OrganizationId)).ToHashSet();

        bool IsLeftOut(Guid group, Guid unit, Guid issuer) => directory.Find(unit) is { } body && groups.GetValueOrDefault(group) is { } rule && directory.Find(rule.OwnerId ?? issuer) is var asking
            && directory.StandsOutside(body, asking) && !added.Contains((group, unit)) && !(body.StandsOutside(asking) && rule.Kinds.Any(k => k.ToString() == body.Kind));

        var changes = new List<StandingDuty>();
        foreach (var duty in bound.Where(d => issuers.ContainsKey(d.PlanId) && asked.ContainsKey(d.TaskId)))
        {
            var (unit, issuer) = (directory.Find(duty.UnitId)!, issuers[duty.PlanId].IssuerId);
            // What ended as owed does not bind again where an amendment made the group one that only coordinates.
            var of = parties[duty.TaskId].Where(p => p.Excluded.TrueForAll(e => e.OrganizationId != duty.UnitId) && (!duty.IsEnded || duty.Role == DutyRole.Coordinating || p.Role != PartyRole.Coordinating)).ToList();
            var byGroup = of.FindAll(p => p is { GroupId: { } group, Units: null } && (!meant.TryGetValue((duty.PlanId, group), out var members) || members.Contains(duty.UnitId)));
            var asking = of.FindAll(p => p.OrganizationId == duty.UnitId || p.Units?.Contains(duty.UnitId) == true || (byGroup.Contains(p) && !IsLeftOut(p.GroupId!.Value, duty.UnitId, issuer)));
            // Whoever carries on another body is asked for its sake, not as a member. What ended was asked of a member: an amendment may have taken the group out meanwhile.
            var binds = asking.Count > 0 || (byGroup.Count == 0 && !duty.IsEnded);
            var outside = OutsideOf(unit, directory.Find(issuer), directory);
            // Where an amendment made those lead who only coordinated, whoever comes back owes it as they do.
            var coordinates = duty.Role == DutyRole.Coordinating && !(duty.IsEnded && asking.Exists(p => p.Role != PartyRole.Coordinating));
            var role = coordinates ? duty.Role : asked[duty.TaskId].Modality == TaskModality.Request || outside is not null ? DutyRole.Requested : DutyRole.Lead;
            var stands = asked[duty.TaskId].State == TaskState.Active && issuers[duty.PlanId].State != PlanState.Withdrawn;
            StandingChange? change = (binds, duty.IsEnded) switch
            {
                (false, false) => StandingChange.Ends,
                (true, true) when stands => StandingChange.BindsAgain,
                (true, false) when role != duty.Role => role == DutyRole.Requested ? StandingChange.IsAsked : StandingChange.IsOwed,
                _ => null,
            };
            if (change is { } known)
                changes.Add(new StandingDuty(duty.ProvinceId, duty.Id, duty.UnitId, duty.AssignerId, duty.TaskProvinceId, duty.PlanId, duty.TaskId, role, known,
                    outside is null ? "" : outside.Id == unit.Id ? $"{unit.Name} là {WordsOf(outside)}" : $"{unit.Name} trực thuộc {outside.Name}, là {WordsOf(outside)}") { EndedOn = duty.EndedOn, TakesOver = duty.Role == DutyRole.Coordinating && role != DutyRole.Coordinating });
        }
        var standing = new List<GroupStanding>();
        foreach (var group in kept.Where(g => issuers.ContainsKey(g.PlanId)))
        {
            List<Guid> outside = [.. group.Units.Where(u => units.Contains(u) ? IsLeftOut(group.GroupId, u, issuers[group.PlanId].IssuerId) : group.Outside.Contains(u))];
            if (!outside.ToHashSet().SetEquals(group.Outside)) standing.Add(new GroupStanding(group.ProvinceId, group.Id, outside));
        }
        return (changes, standing);
    }

    /// <summary>The body by which the unit stands outside for whoever asks: itself or one above it.</summary>
    private static OrganizationInfo? OutsideOf(OrganizationInfo unit, OrganizationInfo? asking, IOrganizationDirectory directory)
    {
        if (!directory.StandsOutside(unit, asking)) return null;
        var body = unit;
        while (!body.StandsOutside(asking)) body = directory.Find(body.ParentId!.Value)!;
        return body;
    }

    private static string WordsOf(OrganizationInfo body) => Enum.Parse<OrganizationKind>(body.Kind).Words() is [var first, .. var rest] ? char.ToLowerInvariant(first) + rest : "";

    // Plans ask over provinces.
    private IQueryable<T> All<T>() where T : TenantRow => db.Set<T>().IgnoreQueryFilters([LanToaDb.ProvinceFilter]).AsNoTracking();
}
