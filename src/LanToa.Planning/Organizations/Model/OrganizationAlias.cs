using LanToa.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LanToa.Planning.Organizations;

/// <summary>
/// Another name under which documents speak of an organization or a group, remembered when a person confirms it. A local alias holds for
/// documents of one issuer ("Phòng Nội vụ"), a general one everywhere.
/// </summary>
[Recorded("alias", Shared = true, Noun = "tên gọi khác", Called = nameof(OrganizationAlias.Text))]
public sealed class OrganizationAlias : IPartOf
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public Guid? OrganizationId { get; init; }
    public Guid? GroupId { get; init; }
    public Guid? IssuerId { get; init; }
    public required string Text { get; init; }
    public required string Folded { get; init; }
    public Guid? ConfirmedBy { get; init; }
    public DateTimeOffset At { get; init; }

    public Guid WholeId => OrganizationId ?? GroupId ?? Guid.Empty;

    /// <summary>An alias of a unit, or of a group where <paramref name="groupId"/> is given.</summary>
    public static OrganizationAlias Of(string text, Guid? organizationId, Guid? groupId, Guid? issuerId, Guid? confirmedBy, DateTimeOffset at) => new()
    {
        Text = text, Folded = groupId is null ? PrintedNames.Key(text) : PrintedNames.GroupKey(text),
        OrganizationId = organizationId, GroupId = groupId, IssuerId = issuerId, ConfirmedBy = confirmedBy, At = at,
    };
}

internal sealed class OrganizationAliasTable : IEntityTypeConfiguration<OrganizationAlias>
{
    public void Configure(EntityTypeBuilder<OrganizationAlias> table)
    {
        table.ToTable("organization_alias", t => t.HasCheckConstraint("ck_organization_alias_one_target", "(organization_id IS NULL) <> (group_id IS NULL)"));
        table.Ignore(a => a.WholeId);
        table.HasOne<Organization>().WithMany().HasForeignKey(a => a.OrganizationId);
        table.HasOne<OrganizationGroup>().WithMany().HasForeignKey(a => a.GroupId);
        table.HasOne<Organization>().WithMany().HasForeignKey(a => a.IssuerId);
        table.HasIndex(a => a.Folded);
    }
}
