using LanToa.Contracts.Organizations;
using LanToa.Platform.Text;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace LanToa.Planning.Organizations.Pages;

/// <summary>Finds organizations by any name without diacritics, by short name and code; the tree above tells those of one name apart.</summary>
internal sealed class UnitPicker(OrganizationDirectory directory, Clock clock) : IUnitPicker
{
    private const int Few = 12;
    private const int MostFound = 20;

    public UnitSearch? Search(string? words, Guid? chosen, IEnumerable<OrganizationInfo> among, Guid? near, string name, string findName, ModelStateDictionary state)
    {
        if (string.IsNullOrWhiteSpace(words)) return null;
        string[] raw = Split(Folding.Fold(words)), full = Split(PrintedNames.Key(words));
        var found = among.DistinctBy(o => o.Id).Where(o => Holds(o, raw) || (full.Length > 0 && Holds(o, full)))
            .OrderByDescending(o => o.ExistsOn(clock.Today)).ThenBy(o => near is { } from ? directory.DistanceOf(o.Id, from) : 0).ThenBy(o => o.Code, StringComparer.Ordinal).Take(MostFound + 1).ToList();
        // The other fields are not sent yet: what was typed there stays, and nothing is held against it.
        foreach (var entry in state.Values)
        {
            entry.Errors.Clear();
            entry.ValidationState = ModelValidationState.Skipped;
        }
        state.Remove(name);
        state.Remove(findName);
        if (found.Count == 0) state.AddModelError(findName, $"Không thấy cơ quan nào có “{words.Trim()}” trong phạm vi của bạn. Thử chữ khác, ngắn hơn, hoặc mã.");
        else if (found.Count > MostFound) state.AddModelError(findName, $"Có hơn {MostFound} cơ quan khớp “{words.Trim()}”; dưới đây là {MostFound} cơ quan gần bạn nhất. Thêm chữ để thu hẹp.");
        return new UnitSearch([.. found.Take(MostFound)], found is [var only] ? only.Id : chosen, found.Count is 0 or > MostFound ? words : null);
    }

    public UnitField Field(string name, string findName, string label, Guid? chosen, string? words, IEnumerable<OrganizationInfo> among, IReadOnlyList<OrganizationInfo>? found)
    {
        var few = among.DistinctBy(o => o.Id).Take(Few + 1).ToList();
        var all = few.Count <= Few;
        var known = chosen is { } id ? directory.Find(id) : null;
        var shown = (known is null ? [] : new[] { known }).Concat(found ?? []).Concat(all ? few : []).DistinctBy(o => o.Id);
        return new UnitField(name, findName, label, known?.Id, words, [.. shown.Select(Choice)], all);
    }

    private SelectListItem Choice(OrganizationInfo o) =>
        new(o.Name, o.Id.ToString()) { Group = string.Join(" · ", new[] { directory.PathOf(o.Id), o.Code, Interval(o) }.Where(w => w.Length > 0)) is { Length: > 0 } hint ? new SelectListGroup { Name = hint } : null };

    // Units of before are recorded too, below bodies that have ended since.
    private string Interval(OrganizationInfo o) => o.ExistsOn(clock.Today) ? "" : $"{VietnameseFormat.Date(o.ValidFrom)} – {(o.ValidTo is { } to ? VietnameseFormat.Date(to) : "nay")}";

    private bool Holds(OrganizationInfo o, string[] parts)
    {
        var text = $" {directory.KeyOf(o.Name)} {directory.KeyOf(o.ShortName)} {Folding.Fold(o.Code)}";
        return Array.TrueForAll(parts, part => text.Contains(" " + part, StringComparison.Ordinal));
    }

    private static string[] Split(string folded) => folded.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
