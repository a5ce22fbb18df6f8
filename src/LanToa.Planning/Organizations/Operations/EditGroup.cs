using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Organizations;

/// <summary>What a person says of a group; <see cref="Id"/> null adds one. Without levels or kinds its members are put in by hand.</summary>
public sealed record GroupInput(Guid? Id, int Version, string Name, Guid? OwnerId, IReadOnlyList<OrganizationLevel> Levels, IReadOnlyList<OrganizationKind> Kinds, bool DirectOnly, string? Reason)
{
    public Guid NewId { get; init; } = Guid.CreateVersion7();
}

/// <summary>Changes a group that many units share; every change raises its version, so that nobody decides about a list that they have not seen.</summary>
public sealed class EditGroup(LanToaDb db, Actor actor, OrganizationDirectory directory)
{
    /// <summary>Why the person may not change the group's rule and names, or end it (Vietnamese); empty when they may. One that holds below any issuer is the whole installation's.</summary>
    public IReadOnlyList<string> WhyNot(Guid? owner) =>
        actor.AdministersInstallation || (owner is { } body && actor.Can(OrganizationPermissions.ManageGroups, body)) ? []
        : owner is null ? ["Nhóm dùng chung cho mọi cơ quan ban hành do quản trị của toàn hệ thống (cấp Trung ương) quản lý. Bạn lập được nhóm riêng tính từ một cơ quan mà bạn quản trị."]
        : ["Cơ quan mà nhóm tính từ đó ngoài phạm vi quản trị của bạn."];

    /// <summary>What is wrong with the input, by field.</summary>
    public async Task<IReadOnlyList<FieldProblem>> CheckAsync(GroupInput input, CancellationToken cancel = default)
    {
        var problems = new List<FieldProblem>();
        var known = input.Id is { } id ? await db.Set<OrganizationGroup>().AsNoTracking().FirstAsync(g => g.Id == id, cancel) : null;
        problems.AddRange((known is null ? [] : WhyNot(known.OwnerId)).Concat(WhyNot(input.OwnerId)).Distinct().Select(why => new FieldProblem("OwnerId", why)));
        if (input.OwnerId is { } owner && directory.Find(owner) is null) problems.Add(new("OwnerId", "Không có cơ quan này."));
        if (string.IsNullOrWhiteSpace(input.Name)) problems.Add(new("Name", "Bạn chưa nhập tên nhóm."));
        else if (input.Name.Trim().Length > EditAliases.MostLetters) problems.Add(new("Name", $"Tên dài quá {EditAliases.MostLetters} chữ."));
        else
        {
            var name = input.Name.Trim();
            if (await db.Set<OrganizationGroup>().AnyAsync(g => g.Id != input.Id && g.Name == name && g.OwnerId == input.OwnerId && g.ValidTo == null, cancel)) problems.Add(new("Name", "Đã có nhóm mang tên này."));
        }
        if (input.Levels.Count > 0 != input.Kinds.Count > 0)
            problems.Add(new(input.Levels.Count > 0 ? "Kinds" : "Levels", "Quy tắc gồm cả cấp và loại. Nhóm chọn bằng tay thì bỏ trống cả hai."));
        if (input.Id is not null && string.IsNullOrWhiteSpace(input.Reason)) problems.Add(new("Reason", "Hãy ghi lý do sửa, ví dụ văn bản quy định."));
        return problems;
    }

    /// <summary>Saves, or says what is wrong and saves nothing; null for an id when another person has changed the group since.</summary>
    public async Task<(Guid? Id, IReadOnlyList<FieldProblem> Problems)> SaveAsync(GroupInput input, CancellationToken cancel = default)
    {
        if (input.Id is null && await db.Set<OrganizationGroup>().AnyAsync(g => g.Id == input.NewId, cancel)) return (input.NewId, []);
        var problems = await CheckAsync(input, cancel);
        if (problems.Count > 0) return (null, problems);
        var group = input.Id is { } id ? await HoldAsync(id, input.Version, cancel) : new OrganizationGroup { Id = input.NewId, Name = input.Name.Trim() };
        if (input.Id is null) db.Add(group);
        (group.Name, group.OwnerId, group.Levels, group.Kinds, group.DirectOnly) = (input.Name.Trim(), input.OwnerId, [.. input.Levels], [.. input.Kinds], input.DirectOnly);
        return (await SaveAsync(input.Id is null ? "organization-group.create" : "organization-group.change", input.Reason, cancel) ? group.Id : null, []);
    }

    /// <summary>Ends the group's use after <paramref name="lastDay"/>, or takes it into use again where that is null; false when another person has changed it since.</summary>
    public async Task<bool> EndAsync(Guid groupId, int version, DateOnly? lastDay, string reason, CancellationToken cancel = default)
    {
        var group = await HoldAsync(groupId, version, cancel);
        (group.ValidTo, group.EndReason) = (lastDay, lastDay is null ? null : reason.Trim());
        return await SaveAsync(lastDay is null ? "organization-group.again" : "organization-group.end", reason, cancel);
    }

    /// <summary>Puts a body into the group or out of it; false when another person has changed the group since <paramref name="version"/>. The same decision twice is one.</summary>
    public async Task<bool> PutAsync(Guid groupId, int version, Guid organization, bool included, string reason, CancellationToken cancel = default)
    {
        var row = await db.Set<OrganizationGroupMember>().FirstOrDefaultAsync(m => m.GroupId == groupId && m.OrganizationId == organization, cancel);
        if (row is not null && row.Included == included && row.Reason == reason.Trim()) return true;
        await HoldAsync(groupId, version, cancel);
        if (row is null) db.Add(row = new OrganizationGroupMember { GroupId = groupId, OrganizationId = organization });
        (row.Included, row.Reason) = (included, reason.Trim());
        return await SaveAsync("group-member.change", reason, cancel);
    }

    private async Task<OrganizationGroup> HoldAsync(Guid id, int version, CancellationToken cancel)
    {
        var group = await db.Set<OrganizationGroup>().FirstAsync(g => g.Id == id, cancel);
        db.Entry(group).Property(g => g.Version).OriginalValue = version;
        group.Version = version + 1;
        return group;
    }

    private async Task<bool> SaveAsync(string verb, string? reason, CancellationToken cancel)
    {
        try
        {
            await db.Because(verb, reason).SaveChangesAsync(cancel);
            return true;
        }
        catch (Exception e) when (e.IsLostRace())
        {
            db.ChangeTracker.Clear();
            return false;
        }
    }
}
