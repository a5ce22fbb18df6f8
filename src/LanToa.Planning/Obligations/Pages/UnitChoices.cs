using LanToa.Contracts.Organizations;
using LanToa.Platform.Text;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace LanToa.Planning.Obligations.Pages;

/// <summary>The units of the scope, to narrow a list by. Thousands are no list to choose from: their names are found by the words, or drilled to from the board.</summary>
internal static class UnitChoices
{
    private const int Most = 150;

    /// <param name="chosen">Named in the address; it stands in the list wherever it belongs.</param>
    public static IReadOnlyList<SelectListItem> Of(OccurrenceRows rows, IOrganizationDirectory directory, Guid? chosen)
    {
        IEnumerable<Guid> units = rows.ChosenUnits.Count <= Most ? rows.ChosenUnits : [];
        if (chosen is { } named && rows.Sees(named)) units = units.Append(named).Distinct();
        return [.. units.Where(u => directory.Find(u) is not null).Select(u => (Id: u, Name: directory.NameOf(u))).OrderBy(u => Folding.Fold(u.Name), StringComparer.Ordinal).Select(u => new SelectListItem(u.Name, u.Id.ToString()))];
    }
}
