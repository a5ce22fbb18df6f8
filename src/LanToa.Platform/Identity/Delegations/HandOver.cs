using LanToa.Contracts.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Notices;
using LanToa.Platform.Permissions;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Platform.Identity.Delegations;

/// <summary>Something that a person leaves behind in a role.</summary>
/// <param name="Kind">What it is, in the words of the list: "Việc được giao".</param>
/// <param name="Becomes">What the hand-over makes of it: "chuyển cho người nhận".</param>
/// <param name="NeedsReceiver">It goes to somebody, so somebody has to be named.</param>
public sealed record LeftBehind(string Kind, string Text, string? Href, string Becomes, bool NeedsReceiver);

/// <summary>What a room knows of a person's unfinished work in a role, and how it goes over to another. What is done stays with whoever did it.</summary>
public interface IHandOverPart
{
    Task<IReadOnlyList<LeftBehind>> OfAsync(Membership role, CancellationToken cancel);

    /// <summary>Whether somebody can take it over there; the reason (Vietnamese) when not.</summary>
    Task<string?> WhyNotAsync(Membership role, Account receiver, CancellationToken cancel);

    /// <summary>Gives over what <see cref="OfAsync"/> lists now. The save that follows writes it.</summary>
    Task MoveAsync(Membership role, Account? receiver, CancellationToken cancel);
}

/// <summary>Somebody moves: their unfinished work goes to a colleague and their role ends, in one step.</summary>
public sealed class HandOver(LanToaDb db, IEnumerable<IHandOverPart> parts, Deputies deputies, NoticeBoard notices, Actor actor, IOrganizationDirectory organizations, Clock clock)
{
    private const string Verb = "membership.hand-over";

    public async Task<IReadOnlyList<LeftBehind>> ListAsync(Membership role, CancellationToken cancel = default)
    {
        var left = new List<LeftBehind>();
        foreach (var part in parts) left.AddRange(await part.OfAsync(role, cancel));
        left.AddRange((await deputies.EndingWithAsync(role, clock.Today, cancel)).Select(l => new LeftBehind(
            "Làm thay", $"Thay {l.FromName}, {l.Membership.Role.Name()} · {organizations.Find(l.Membership.OrganizationId)?.Name}, đến hết {VietnameseFormat.Date(l.Delegation.ValidTo)}", null, "thôi cùng vai trò này", NeedsReceiver: false)));
        return left;
    }

    /// <summary>Colleagues of the unit who could take over: they have come, if they were invited.</summary>
    public async Task<IReadOnlyList<DeputyChoice>> ReceiversAsync(Membership role, CancellationToken cancel = default)
    {
        var today = clock.Today;
        var held = await db.Set<Membership>().AsNoTracking().Where(m => m.OrganizationId == role.OrganizationId && m.AccountId != role.AccountId && m.ValidFrom <= today && (m.ValidTo == null || m.ValidTo >= today))
            .Join(db.Users.Where(a => a.DisabledAt == null && a.PasswordHash != null), m => m.AccountId, a => a.Id, (m, a) => new { a.Id, a.DisplayName, m.Role }).ToListAsync(cancel);
        return [.. held.GroupBy(h => (h.Id, h.DisplayName)).OrderBy(g => g.Key.DisplayName, StringComparer.Ordinal).Select(g => new DeputyChoice(g.Key.Id, g.Key.DisplayName, string.Join(", ", g.Select(h => h.Role.Name()).Distinct())))];
    }

    /// <summary>
    /// Ends the role on the day (inclusive), and with it what is lent to its owner: a deputy who has left the unit acts there for nobody. Those who are away are told, since
    /// somebody else has to stand in. Inside a transaction; the save that follows writes it.
    /// </summary>
    public async Task EndAsync(Membership role, DateOnly day, CancellationToken cancel = default)
    {
        role.ValidTo = day;
        var deputy = await db.Users.Where(a => a.Id == role.AccountId).Select(a => a.DisplayName).FirstAsync(cancel);
        foreach (var lent in await deputies.EndWithAsync(role, day, cancel))
            await notices.TellAsync(new Telling($"delegation-end:{lent.Delegation.Id}", $"{deputy} thôi làm thay {lent.FromName}: {lent.Membership.Role.Name()}", $"{deputy} giữ vai trò của mình đến hết {VietnameseFormat.Date(day)}. Nếu còn vắng, hãy ủy quyền cho người khác.", Delegating.Page, Personal: true),
                lent.Membership.OrganizationId, [lent.Delegation.FromId, lent.Delegation.ToId], cancel);
    }

    /// <summary>Gives over and ends the role on the day (inclusive); returns why not (field, Vietnamese), null when it is done.</summary>
    public async Task<(string Field, string Why)?> HandleAsync(Guid membership, Guid? receiverId, DateOnly? lastDay, CancellationToken cancel = default)
    {
        await using var together = await db.Database.BeginTransactionAsync(cancel);
        var role = await db.Set<Membership>().FromSql($"SELECT * FROM membership WHERE id = {membership} FOR UPDATE").SingleOrDefaultAsync(cancel);
        if (role is null || !actor.Can(PlatformPermissions.ManageAccounts, role.OrganizationId)) return ("", "Vai trò này ngoài phạm vi quản trị của bạn.");
        if (role.ValidTo is { } ended) return ("", $"Vai trò này đã được thôi, giữ đến hết ngày {VietnameseFormat.Date(ended)}.");
        if (role.AccountId == actor.AccountId && role.Role == Role.Administrator) return ("", "Không tự thôi vai trò quản trị của mình được: hãy nhờ một quản trị khác.");
        if (lastDay is not { } day) return ("LastDay", "Bạn chưa ghi ngày cuối giữ vai trò.");
        if (day < clock.Today.AddDays(-1)) return ("LastDay", "Ngày đã qua. Sớm nhất là hôm qua: từ hôm nay người này không còn vai trò.");
        var left = await ListAsync(role, cancel);
        Account? receiver = null;
        if (receiverId is { } to)
        {
            if ((await ReceiversAsync(role, cancel)).All(r => r.AccountId != to)) return ("Receiver", await Invitations.WhyNotYetAsync(db, to, [role.OrganizationId], cancel) ?? "Bạn chưa chọn người nhận đang có vai trò ở cơ quan này.");
            receiver = await db.Users.FirstAsync(a => a.Id == to, cancel);
            foreach (var part in parts)
                if (await part.WhyNotAsync(role, receiver, cancel) is { } why) return ("Receiver", why);
        }
        else if (left.Any(l => l.NeedsReceiver)) return ("Receiver", "Còn việc phải chuyển: bạn chưa chọn người nhận.");
        foreach (var part in parts) await part.MoveAsync(role, receiver, cancel);
        // One that is on at the last day goes on until then, and ends with the role by itself.
        var gone = day < clock.Today;
        foreach (var lent in await db.Set<Delegation>().Where(d => d.MembershipId == role.Id && d.EndedAt == null && d.ValidTo > day && (gone || d.ValidFrom > day)).ToListAsync(cancel)) lent.EndedAt = clock.Now;
        await EndAsync(role, day, cancel);
        var person = await db.Users.Where(a => a.Id == role.AccountId).Select(a => a.DisplayName).FirstAsync(cancel);
        var unit = organizations.Find(role.OrganizationId)?.Name;
        await db.Because(Verb, receiver is null ? null : $"Bàn giao cho {receiver.DisplayName}").SaveChangesAsync(cancel);
        var summary = string.Join(", ", left.Where(l => l.NeedsReceiver).GroupBy(l => l.Kind).Select(g => $"{g.Count()} {g.Key.ToLowerInvariant()}"));
        if (receiver is not null)
            await notices.TellAsync(new Telling($"hand-over:{role.Id}", $"{person} bàn giao cho bạn: {(summary.Length > 0 ? summary : role.Role.Name())}", $"{unit}. {string.Join("; ", left.Where(l => l.NeedsReceiver).Take(3).Select(l => l.Text))}", "/today"), role.OrganizationId, [receiver.Id], cancel);
        await together.CommitAsync(cancel);
        return null;
    }
}
