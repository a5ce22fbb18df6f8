using LanToa.Platform.Audit;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LanToa.Platform.Ui;

/// <summary>What a form carries that two people may have open at once.</summary>
public interface ISharedForm
{
    /// <summary>The version of the record with which it was opened; 0 for a record still to be made.</summary>
    int Version { get; set; }

    /// <summary><see cref="SharedForm{TForm}.Seen"/> of what the person saw.</summary>
    string? Seen { get; set; }

    /// <summary>The fields in which the other person's value is chosen.</summary>
    List<string> Take { get; set; }
}

/// <summary>How a form that was sent stands to its record.</summary>
public enum FormMeeting
{
    /// <summary>Nobody changed a field of it since: it can be saved.</summary>
    Clear,

    /// <summary>Somebody saved since, and the record says what was typed: the form sent twice, or two people of one mind.</summary>
    Same,

    /// <summary>Somebody changed a field of it since: to be shown before anything is written.</summary>
    Clash,
}

/// <summary>A page with a form that two people may have open at once: the second one is shown field by field what the first one changed, and nothing is overwritten.</summary>
public abstract class SharedFormPage<TForm>(LastChange last) : PageModel where TForm : class, ISharedForm, new()
{
    [BindProperty]
    public TForm Input { get; set; } = new();

    /// <summary>Who changed a record last.</summary>
    protected LastChange Last { get; } = last;

    /// <summary>What another person changed while this one was typing.</summary>
    public EditClash? Clash { get; private set; }

    /// <summary>The fields that two people may change at once.</summary>
    protected abstract SharedForm<TForm> Shared { get; }

    /// <summary>Compares what was sent with the record as it is now. Unless that is a clash, what was chosen of the other person's is taken over and the version is the record's.</summary>
    protected FormMeeting Meet(TForm now)
    {
        if (Input.Version != now.Version)
        {
            if (Input.Take.Count == 0 && Shared.SaysTheSame(now, Input))
            {
                Input.Version = now.Version;
                return FormMeeting.Same;
            }
            if (Shared.HasChanged(Input.Seen, now)) return FormMeeting.Clash;
            Input.Version = now.Version;
        }
        Shared.TakeOver(Input.Take, now, Input, ModelState, nameof(Input));
        return FormMeeting.Clear;
    }

    /// <summary>Shows what the other person changed. The version moves on with it: saving again is a decision about what they wrote.</summary>
    /// <param name="record">Whose last change it is.</param>
    /// <param name="now">The form as the record has it now.</param>
    /// <param name="others">Fields beside version and fingerprints that follow the record too.</param>
    /// <param name="cancel">Ends the reading.</param>
    protected async Task<PageResult> ShowClashAsync(Guid record, TForm now, CancellationToken cancel, params IEnumerable<string> others)
    {
        var (who, at) = await Last.OfAsync(record, cancel);
        Clash = Shared.Clash(Input.Seen, now, Input, ModelState, nameof(Input), who, at);
        foreach (var field in others.Concat([nameof(ISharedForm.Version), nameof(ISharedForm.Seen)])) ModelState.Remove($"{nameof(Input)}.{field}");
        (Input.Version, Input.Seen) = (now.Version, Shared.Seen(now));
        return Page();
    }
}
