using LanToa.Planning.Organizations;
using LanToa.Platform.Audit;
using LanToa.Platform.Data;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LanToa.Planning.Plans.Pages.Forms;

/// <summary>A page with the task form: of a plan's task, or of an item that is being checked. It searches for parties and shows a second editor what the first one changed.</summary>
public abstract class TaskFormPage(LanToaDb db, PartyPicker picker, PartyLookup lookup, LastChange last) : SharedFormPage<TaskForm>(last)
{
    private (IReadOnlyList<NameSuggestion> Leads, IReadOnlyList<NameSuggestion> Coordinating) _found = ([], []);
    private IReadOnlyList<string> _names = [];
    private IReadOnlyDictionary<Guid, string> _groups = new Dictionary<Guid, string>();

    public TaskFields Fields => new(Input, picker.Choices(Leads, Input.Leads, _found.Leads, _groups), picker.Choices(Coordinating, Input.Coordinating, _found.Coordinating, _groups), _names, Facts?.ScheduleText);

    protected LanToaDb Db { get; } = db;

    /// <summary>What the form is about; null while it is still to be made.</summary>
    protected abstract TaskFacts? Facts { get; }

    protected abstract IReadOnlyList<ItemParty> Leads { get; }

    protected abstract IReadOnlyList<ItemParty> Coordinating { get; }

    /// <summary>The form as the record has it now.</summary>
    protected TaskForm Now() => TaskForm.Of(Facts!, Leads, Coordinating);

    /// <summary>Reads what the form offers: groups, and names near the unit.</summary>
    protected async Task OfferAsync(Guid unit, DateOnly asOf, CancellationToken cancel)
    {
        _groups = await picker.GroupsAsync(cancel);
        _names = await lookup.NamesNearAsync(unit, asOf, cancel: cancel);
    }

    /// <summary>Looks for the names that were typed and offers what is found as boxes. True when each of them is one body only: then all are chosen.</summary>
    protected async Task<bool> FindAsync(Guid issuer, DateOnly asOf, CancellationToken cancel)
    {
        var typed = TaskForm.Names(Input.NewLead).Count + TaskForm.Names(Input.NewCoordinating).Count;
        _found = await picker.SearchAsync(Input, issuer, asOf, ModelState, cancel);
        return ModelState.IsValid && _found.Leads.Count + _found.Coordinating.Count == typed;
    }

    /// <summary>The page that shows what another person changed since the form was opened; null where it can be saved.</summary>
    protected async Task<IActionResult?> ClashAsync(CancellationToken cancel)
    {
        var now = Now();
        if (Meet(now) != FormMeeting.Clash) return null;
        await ShowClashAsync(Facts!.Id, now, cancel);
        return Show();
    }

    protected PageResult Show()
    {
        if (Input.Seen is null)
        {
            ModelState.Remove("Input.Seen");
            Input.Seen = Shared.Seen(Input);
        }
        Input.Spare();
        return Page();
    }

    protected override SharedForm<TaskForm> Shared => TaskForm.Shared(key => Leads.Concat(Coordinating).FirstOrDefault(p => p.GroupId is not null && p.Key == key)?.Printed ?? picker.Words(key, _groups));
}
