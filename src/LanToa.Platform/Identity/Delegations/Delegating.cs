using LanToa.Contracts.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Notices;
using LanToa.Platform.Permissions;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Platform.Identity.Delegations;

/// <summary>What was typed: whose role, to whom, for which days.</summary>
public sealed record DelegationInput(Guid MembershipId, Guid ToId, DateOnly From, DateOnly To, string? Reason);

/// <summary>Somebody who could be the deputy.</summary>
public sealed record DeputyChoice(Guid AccountId, string Name, string Roles);

/// <summary>Lends roles for a leave and takes them back.</summary>
public sealed class Delegating(LanToaDb db, NoticeBoard notices, Actor actor, IOrganizationDirectory organizations, Clock clock)
{
    /// <summary>Longer than any leave: whoever is away for longer hands over.</summary>
    public const int LongestDays = 186;

    public const string Page = "/identity/delegations";

    /// <summary>Why this person may not lend the role, whoever the deputy; null when they may.</summary>
    public string? WhyNotLend(Membership membership)
    {
        if (actor.OnBehalfOf is not null) return "Bạn đang làm thay người khác: vai trò được giao không giao tiếp được.";
        if (membership.ValidTo is { } ended && ended < clock.Today) return "Vai trò này đã thôi.";
        if (membership.Role == Role.Administrator) return "Vai trò quản trị không ủy quyền: hãy giao vai trò đó cho một quản trị khác, rồi thôi khi người vắng trở lại.";
        if (membership.AccountId == actor.AccountId || actor.Can(PlatformPermissions.ManageAccounts, membership.OrganizationId)) return null;
        if (membership.Role == Role.Leader) return "Vai trò lãnh đạo chỉ do chính người đó hoặc quản trị ủy quyền.";
        return Leads(membership.OrganizationId) ? null : "Chỉ chính người đó, lãnh đạo của đơn vị hoặc quản trị ủy quyền được vai trò này.";
    }

    /// <summary>Those who may stand in: who works at the unit itself; for its leader and its administrator anybody within their units. Whoever has not accepted their invitation cannot sign in yet.</summary>
    public async Task<IReadOnlyList<DeputyChoice>> ChoicesAsync(Membership membership, CancellationToken cancel = default)
    {
        var today = clock.Today;
        var wide = UnitsFor(membership);
        var held = await db.Set<Membership>().AsNoTracking()
            // Nobody names themselves: who lends another's role would take it.
            .Where(m => wide.Contains(m.OrganizationId) && m.AccountId != membership.AccountId && m.AccountId != actor.AccountId && m.ValidFrom <= today && (m.ValidTo == null || m.ValidTo >= today))
            .Join(db.Users.Where(a => a.DisabledAt == null && a.PasswordHash != null), m => m.AccountId, a => a.Id, (m, a) => new { a.Id, a.DisplayName, m.Role, m.OrganizationId }).OrderBy(h => h.DisplayName).Take(2000).ToListAsync(cancel);
        return [.. held.GroupBy(h => (h.Id, h.DisplayName)).OrderBy(g => g.All(h => h.OrganizationId != membership.OrganizationId)).ThenBy(g => g.Key.DisplayName, StringComparer.Ordinal)
            .Select(g => new DeputyChoice(g.Key.Id, g.Key.DisplayName, string.Join(", ", g.Select(h => $"{h.Role.Name()} · {organizations.Find(h.OrganizationId)?.Name}").Distinct().Take(2))))];
    }

    private IReadOnlyCollection<Guid> UnitsFor(Membership membership) =>
        actor.Can(PlatformPermissions.ManageAccounts, membership.OrganizationId) ? actor.UnitsOf(PlatformPermissions.ManageAccounts) : Leads(membership.OrganizationId) ? LedUnits() : [membership.OrganizationId];

    /// <summary>Lends the role; returns why not (field, Vietnamese), null when it is lent. The same sent twice is lent once.</summary>
    public async Task<(string Field, string Why)?> LendAsync(DelegationInput input, CancellationToken cancel = default)
    {
        await using var together = await db.Database.BeginTransactionAsync(cancel);
        // Two lendings of one role wait for each other.
        var membership = await db.Set<Membership>().FromSql($"SELECT * FROM membership WHERE id = {input.MembershipId} FOR UPDATE").SingleOrDefaultAsync(cancel);
        if (membership is null) return ("MembershipId", "Bạn chưa chọn vai trò.");
        if (WhyNotLend(membership) is { } why) return ("MembershipId", why);
        if ((await ChoicesAsync(membership, cancel)).FirstOrDefault(c => c.AccountId == input.ToId) is not { } deputy) return ("ToId", await Invitations.WhyNotYetAsync(db, input.ToId, UnitsFor(membership), cancel) ?? "Bạn chưa chọn người làm thay đang có vai trò ở đơn vị này.");
        if (input.From < clock.Today) return ("From", "Ngày bắt đầu đã qua. Ủy quyền có hiệu lực sớm nhất từ hôm nay.");
        if (input.To < input.From) return ("To", "Ngày kết thúc đứng trước ngày bắt đầu.");
        if (input.To.DayNumber - input.From.DayNumber >= LongestDays) return ("To", $"Ủy quyền nhiều nhất {LongestDays} ngày. Vắng lâu hơn thì hãy bàn giao công việc.");
        if (membership.ValidTo is { } until && until < input.To) return ("To", $"Vai trò này chỉ giữ đến hết ngày {VietnameseFormat.Date(until)}.");
        if (input.Reason?.Length > 500) return ("Reason", "Lý do dài quá 500 chữ.");
        var others = await db.Set<Delegation>().Where(d => d.MembershipId == membership.Id && d.EndedAt == null && d.ValidFrom <= input.To && d.ValidTo >= input.From).ToListAsync(cancel);
        if (others.Exists(d => d.ToId == input.ToId && d.ValidFrom == input.From && d.ValidTo == input.To)) return null;
        if (others is [var other, ..])
            return ("From", $"Vai trò này đã ủy quyền từ {VietnameseFormat.Date(other.ValidFrom)} đến {VietnameseFormat.Date(other.ValidTo)}. Hãy thu hồi lần đó trước, hoặc chọn ngày khác.");
        var delegation = new Delegation
        {
            MembershipId = membership.Id, FromId = membership.AccountId, ToId = input.ToId, ValidFrom = input.From, ValidTo = input.To,
            Reason = string.IsNullOrWhiteSpace(input.Reason) ? null : input.Reason.Trim(), CreatedAt = clock.Now, CreatedByName = actor.Name,
        };
        db.Add(delegation);
        var absent = await NameAsync(membership.AccountId, cancel);
        var (role, days) = ($"{membership.Role.Name()} · {organizations.Find(membership.OrganizationId)?.Name}", $"Từ {VietnameseFormat.Date(input.From)} đến {VietnameseFormat.Date(input.To)}.");
        // The history shows days only: who may act, and by what, has to be said.
        await db.Because("delegation.create", $"{deputy.Name} làm thay, vai trò {role}{(delegation.Reason is { } told ? $". {told}" : "")}").SaveChangesAsync(cancel);
        await notices.TellAsync(new Telling($"delegation:{delegation.Id}", $"Bạn làm thay {absent}: {role}", $"{days} Chọn “Thay {absent}” ở góc trên để làm bằng vai trò này.", Page, Personal: true), membership.OrganizationId, [input.ToId], cancel);
        await notices.TellAsync(new Telling($"delegation-of:{delegation.Id}", $"{deputy.Name} làm thay bạn: {role}", days, Page, Personal: true), membership.OrganizationId, [membership.AccountId], cancel);
        await together.CommitAsync(cancel);
        return null;
    }

    /// <summary>Takes it back, from this moment; false when there is none that this person may take back.</summary>
    public async Task<bool> EndAsync(Guid id, CancellationToken cancel = default)
    {
        await using var together = await db.Database.BeginTransactionAsync(cancel);
        var delegation = await db.Set<Delegation>().FromSql($"SELECT * FROM delegation WHERE id = {id} FOR UPDATE").SingleOrDefaultAsync(cancel);
        if (delegation is null || await db.Set<Membership>().FirstOrDefaultAsync(m => m.Id == delegation.MembershipId, cancel) is not { } membership) return false;
        // The deputy may give it back as well.
        if (actor.OnBehalfOf is not null || (delegation.ToId != actor.AccountId && delegation.FromId != actor.AccountId && !actor.Can(PlatformPermissions.ManageAccounts, membership.OrganizationId) && !(membership.Role != Role.Leader && Leads(membership.OrganizationId)))) return false;
        if (delegation.EndedAt is not null) return true;
        delegation.EndedAt = clock.Now;
        await db.Because("delegation.end", $"{await NameAsync(delegation.ToId, cancel)} thôi làm thay, vai trò {membership.Role.Name()} · {organizations.Find(membership.OrganizationId)?.Name}").SaveChangesAsync(cancel);
        await notices.TellAsync(new Telling($"delegation-end:{id}", $"Ủy quyền đã được thu hồi: thay {await NameAsync(delegation.FromId, cancel)}, {membership.Role.Name()}", $"{actor.Name} thu hồi.", Page, Personal: true), membership.OrganizationId, [delegation.FromId, delegation.ToId], cancel);
        await together.CommitAsync(cancel);
        return true;
    }

    /// <summary>Units that the person leads: there they may name deputies for others.</summary>
    public HashSet<Guid> LedUnits() => [.. actor.Memberships.Where(m => m.Role == Role.Leader).SelectMany(m => organizations.Subtree(m.OrganizationId)).Select(o => o.Id)];

    private bool Leads(Guid unit) => actor.Memberships.Any(m => m.Role == Role.Leader && organizations.IsWithin(unit, m.OrganizationId));

    private Task<string> NameAsync(Guid account, CancellationToken cancel) => db.Users.Where(a => a.Id == account).Select(a => a.DisplayName).FirstAsync(cancel);
}
