using LanToa.Contracts.Organizations;
using Microsoft.AspNetCore.Http;

namespace LanToa.Planning.Plans.Pages.Forms;

/// <summary>A member of a group in one task; <see cref="Reason"/> when it is left out.</summary>
public sealed record GroupMemberRow(OrganizationInfo Unit, string? Reason);

/// <summary>The members of a group on a day, to be ticked off with a reason: for a task, or for an item that is being checked.</summary>
public sealed record MembersForm(string Action, string Back, int Version, DateOnly AsOf, IReadOnlyList<GroupMemberRow> Members)
{
    public static IReadOnlyList<GroupMemberRow> Rows(IEnumerable<OrganizationInfo> members, IReadOnlyList<ExcludedMember> excluded) =>
        [.. members.Select(o => new GroupMemberRow(o, excluded.FirstOrDefault(e => e.OrganizationId == o.Id)?.Reason))];

    /// <summary>Who was unticked, with the reason that stands beside.</summary>
    public static IReadOnlyList<ExcludedMember> Excluded(IEnumerable<GroupMemberRow> members, IReadOnlyCollection<Guid> kept, IFormCollection form) =>
        [.. members.Where(m => !kept.Contains(m.Unit.Id)).Select(m => new ExcludedMember(m.Unit.Id, form[$"reason-{m.Unit.Id}"].ToString().Trim()))];
}
