using LanToa.Contracts.Organizations;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace LanToa.Planning.Plans.Pages.Forms;

/// <summary>A member of a group in one task; <see cref="Reason"/> when it is left out.</summary>
public sealed record GroupMemberRow(OrganizationInfo Unit, string? Reason);

/// <summary>Who of a group is left out, as one person has it: the record's, or what was ticked off and typed.</summary>
public sealed class LeftOut(IEnumerable<ExcludedMember> excluded)
{
    private readonly Dictionary<Guid, string> _reasons = excluded.ToDictionary(e => e.OrganizationId, e => e.Reason);

    public IReadOnlyList<ExcludedMember> Excluded => [.. _reasons.Select(r => new ExcludedMember(r.Key, r.Value))];

    public string Words(Guid unit) => !_reasons.TryGetValue(unit, out var reason) ? "tham gia" : reason.Length == 0 ? "không tham gia" : $"không tham gia: {reason}";

    public void Take(Guid unit, LeftOut from)
    {
        if (from._reasons.TryGetValue(unit, out var reason)) _reasons[unit] = reason;
        else _reasons.Remove(unit);
    }
}

/// <summary>The members of a group on a day, to be ticked off with a reason: for a task, or for an item that is being checked.</summary>
public sealed record MembersForm(string Action, string Back, int Version, DateOnly AsOf, IReadOnlyList<GroupMemberRow> Members)
{
    /// <summary>What the person saw when the form was opened.</summary>
    public required string Seen { get; init; }

    public EditClash? Clash { get; init; }

    public static IReadOnlyList<GroupMemberRow> Rows(IEnumerable<OrganizationInfo> members, IReadOnlyList<ExcludedMember> excluded) =>
        [.. members.Select(o => new GroupMemberRow(o, excluded.FirstOrDefault(e => e.OrganizationId == o.Id)?.Reason))];

    public static LeftOut LeftOutOf(IEnumerable<GroupMemberRow> members) => new(members.Where(m => m.Reason is not null).Select(m => new ExcludedMember(m.Unit.Id, m.Reason!)));

    /// <summary>Each member is a field of its own: two people who leave out different members both have their way.</summary>
    public static SharedForm<LeftOut> Shared(IEnumerable<GroupMemberRow> members) =>
        new([.. members.Select(m => new SharedField<LeftOut>($"m-{m.Unit.Id:N}", m.Unit.Name, left => left.Words(m.Unit.Id)) { Take = (now, typed) => typed.Take(m.Unit.Id, now) })]);

    public const int LongestReason = 300;

    /// <summary>Says beside each member that was left out without a reason, or with one beyond measure, what is wrong; whether any was.</summary>
    public static bool LacksReasons(IReadOnlyCollection<GroupMemberRow> members, ModelStateDictionary state)
    {
        var lacking = members.Where(m => m.Reason is { } reason && string.IsNullOrWhiteSpace(reason)).ToList();
        foreach (var member in lacking) state.AddModelError($"reason-{member.Unit.Id}", $"Bạn chưa ghi lý do bỏ {member.Unit.Name}.");
        var lengthy = members.Where(m => m.Reason?.Length > LongestReason).ToList();
        foreach (var member in lengthy) state.AddModelError($"reason-{member.Unit.Id}", $"Lý do bỏ {member.Unit.Name} dài quá {LongestReason} chữ; hãy rút gọn.");
        return lacking.Count + lengthy.Count > 0;
    }

    /// <summary>Who was unticked, with the reason that stands beside.</summary>
    public static LeftOut Sent(IEnumerable<GroupMemberRow> members, IReadOnlyCollection<Guid> kept, IFormCollection form) =>
        new(members.Where(m => !kept.Contains(m.Unit.Id)).Select(m => new ExcludedMember(m.Unit.Id, form[$"reason-{m.Unit.Id}"].ToString().Trim())));
}

/// <summary>A list of members as it was sent, beside what the record says <paramref name="now"/>.</summary>
public sealed record SentMembers(LeftOut Typed, IReadOnlyList<GroupMemberRow> Now, int Version, string? Seen, IReadOnlyList<string> Take)
{
    private readonly SharedForm<LeftOut> _shared = MembersForm.Shared(Now);

    /// <summary>Whether the record was changed since and now says exactly this: nothing more is to be saved.</summary>
    public bool IsSaved(int version) => Version != version && Take.Count == 0 && _shared.SaysTheSame(MembersForm.LeftOutOf(Now), Typed);

    /// <summary>What another person changed since the form was opened; null where the list can be saved. The boxes ticked in an earlier clash are taken over.</summary>
    public EditClash? Clash(int version, ModelStateDictionary state, (string? Who, DateTimeOffset? At) last)
    {
        var now = MembersForm.LeftOutOf(Now);
        if (Version != version && _shared.HasChanged(Seen, now)) return _shared.Clash(Seen, now, Typed, state, "", last.Who, last.At);
        _shared.TakeOver(Take, now, Typed, state, "");
        return null;
    }
}
