using LanToa.Contracts.Organizations;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace LanToa.Platform.Ui;

/// <summary>
/// One organization as a field of a form (partial <c>_UnitField</c>): what is chosen, what a search found, each with the tree above it, and the box to search
/// by any name. The two names are those of the form's properties.
/// </summary>
public sealed record UnitField(string Name, string FindName, string Label, Guid? Chosen, string? Words, IReadOnlyList<SelectListItem> Choices, bool All)
{
    public string? Value => Chosen?.ToString();

    /// <summary>What can be typed into the box.</summary>
    public string FindHint { get; init; } = "Tên, tên viết tắt hoặc mã; không cần gõ dấu.";

    /// <summary>What the choice means, under the field; null for none.</summary>
    public string? Hint { get; init; }
}

/// <summary>What a search found, what is chosen after it, and the words that stay in the box.</summary>
public sealed record UnitSearch(IReadOnlyList<OrganizationInfo> Found, Guid? Chosen, string? Words);

/// <summary>
/// Chooses one of thousands of organizations: few are all shown, of many the chosen one and those found. Works without script: searching sends the form and
/// brings it back with all that was typed. Given by the room that keeps the organizations.
/// </summary>
public interface IUnitPicker
{
    /// <summary>
    /// Answers what was typed into the box: one single hit is chosen, of several none. Null where nothing was typed. Whatever button was pressed, typed words
    /// are answered first, so that nothing is saved beside them: the page is shown again, with nothing held against its other fields.
    /// </summary>
    /// <param name="words">What was typed.</param>
    /// <param name="chosen">What the form had chosen.</param>
    /// <param name="among">The organizations that may be chosen.</param>
    /// <param name="near">The organization whose neighbours come first.</param>
    /// <param name="name">The name of the choice in the form.</param>
    /// <param name="findName">The name of the box in the form.</param>
    /// <param name="state">Where the answer is said (Vietnamese) when nothing or too much was found.</param>
    UnitSearch? Search(string? words, Guid? chosen, IEnumerable<OrganizationInfo> among, Guid? near, string name, string findName, ModelStateDictionary state);

    /// <summary>The field as it is shown.</summary>
    UnitField Field(string name, string findName, string label, Guid? chosen, string? words, IEnumerable<OrganizationInfo> among, IReadOnlyList<OrganizationInfo>? found);
}
