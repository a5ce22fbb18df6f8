using LanToa.Platform.Ui;

namespace LanToa.Planning.Organizations.Pages;

/// <summary>A group's name and rule in a form.</summary>
public sealed class GroupForm : ISharedForm
{
    public int Version { get; set; }

    public string? Seen { get; set; }

    public List<string> Take { get; set; } = [];

    /// <summary>The id of one that is added: the form sent twice adds one.</summary>
    public Guid NewId { get; set; } = Guid.CreateVersion7();

    public string? Name { get; set; }

    public Guid? OwnerId { get; set; }

    public string? FindOwner { get; set; }

    /// <summary>The group holds below any issuer; <see cref="OwnerId"/> is then left aside.</summary>
    public bool Everywhere { get; set; }

    public List<OrganizationLevel> Levels { get; set; } = [];

    public List<OrganizationKind> Kinds { get; set; } = [];

    public bool DirectOnly { get; set; }

    public string? Reason { get; set; }

    public Guid? Owner => Everywhere ? null : OwnerId;

    /// <summary>The fields that two people may change at once; the reason is each one's own.</summary>
    public static SharedForm<GroupForm> Shared(OrganizationDirectory directory) => new(
        new(nameof(Name), "Tên nhóm", f => f.Name?.Trim()),
        new(nameof(OwnerId), "Cơ quan làm gốc", f => f.Owner is { } id ? directory.Find(id)?.Name : "cơ quan ban hành") { Take = (now, typed) => (typed.OwnerId, typed.Everywhere) = (now.OwnerId, now.Everywhere) },
        new(nameof(Levels), "Cấp", f => string.Join(", ", f.Levels.Order().Select(l => l.Words()))), new(nameof(Kinds), "Loại", f => string.Join(", ", f.Kinds.Order().Select(k => k.Words()))),
        new(nameof(DirectOnly), "Chỉ cấp dưới trực tiếp", f => f.DirectOnly ? "có" : "không"));

    public static GroupForm Of(OrganizationGroup group) => new()
    {
        Version = group.Version, Name = group.Name, OwnerId = group.OwnerId, Everywhere = group.OwnerId is null, Levels = [.. group.Levels], Kinds = [.. group.Kinds], DirectOnly = group.DirectOnly,
    };

    public GroupInput Read(Guid? id) => new(id, Version, Name ?? "", Owner, Levels, Kinds, DirectOnly, Reason) { NewId = NewId };
}
