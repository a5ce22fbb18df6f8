using LanToa.Contracts.Organizations;
using LanToa.Platform.Permissions;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace LanToa.Platform.Identity;

/// <summary>The unit of a role as a field of a form about accounts: one of those that the administrator manages, thousands for a province or the nation.</summary>
public sealed class RoleUnit(IUnitPicker picker, Actor actor, IOrganizationDirectory organizations)
{
    private UnitSearch? _search;

    /// <summary>Whether a unit was searched for: the page is then shown again with what was found, and nothing is saved.</summary>
    public bool IsSearch(string? words, Guid? chosen, string name, string findName, ModelStateDictionary state) =>
        (_search = picker.Search(words, chosen, Managed, actor.UnitId, name, findName, state)) is not null;

    /// <summary>The field, with what the search found.</summary>
    public UnitField Field(string name, string findName, Guid? chosen) =>
        picker.Field(name, findName, "Đơn vị", _search is { } search ? search.Chosen : chosen, _search?.Words, Managed, _search?.Found) with { Hint = "Vai trò có hiệu lực với đơn vị này và các đơn vị trực thuộc." };

    private IEnumerable<OrganizationInfo> Managed => actor.ScopesOf(PlatformPermissions.ManageAccounts).SelectMany(organizations.Subtree).Where(o => o.ValidTo is null);
}
