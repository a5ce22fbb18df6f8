using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using LanToa.Testing;

namespace LanToa.Web.Tests.Forms;

using Fields = List<KeyValuePair<string, string>>;

/// <summary>What a control takes.</summary>
public enum Takes
{
    Words,
    Day,
    Number,
    Choice,
    /// <summary>Sent along unseen: ids, versions, keys.</summary>
    Unseen,
    File,
}

/// <summary>Fills a form as a person would who knows nothing of it, and as one would who means ill.</summary>
public static partial class FormFill
{
    private static int _number;

    // What is done with a record for good, in the order in which the others are still to be had.
    private static readonly string[] Last =
    [
        "Plans/Pages/Difference POST (", "Cascade/Match", "Cascade/Handed POST (", "Cascade/Handed POST NotApplicable", "Cascade/Handed POST All", "Today POST Confirm", "POST Words", "POST Clear", "POST Times", "POST Follow", "Notices", "POST End (", "EndOthers", "EndAll", "Unbind", "RemoveKey", "Delegations POST End", "Invited", "NewPassword", "EndRole", "Detail POST Password", "POST Disable", "POST Off",
        "Progress POST Again", "Sentences/Edit POST Remove", "Tasks/Withdraw", "Verb=Return", "Verb=Approve", "Verb=Submit", "Verb=Start", "Verb=Close", "Verb=RecordIssued", "POST Create", "Verb=Withdraw", "Withdraw", "Revoke", "HandOver", "Succession POST (", "Report POST Send", "Request POST Close", "Discard",
    ];

    /// <summary>How late a form comes, so that no other is gone before it was tried.</summary>
    public static int Ends(string kind) => Array.FindIndex(Last, e => kind.Contains(e, StringComparison.Ordinal));

    /// <summary>Values that no type tells, by handler and field; a field that is not on the form is left out.</summary>
    private static readonly Dictionary<string, Dictionary<string, Func<string>>> Known = new()
    {
        ["/Api/Pages/Tokens POST"] = new() { ["Scopes"] = () => "activities.read" },
        ["/Api/Pages/Webhooks POST"] = new() { ["Events"] = () => "activity.recorded", ["Address"] = () => $"https://nhan.tinh.gov.vn/{Next()}" },
        ["/Identity/Pages/Accounts/Create POST"] = new() { ["Input.UserName"] = () => $"thu.nghiem.{Next()}", ["Input.Email"] = () => "" },
        ["/Identity/Pages/Accounts/Detail POST Email"] = new() { ["email"] = Address },
        ["/Identity/Pages/Accounts/Detail POST Name"] = new() { ["name"] = () => $"Người {Next()}" },
        ["/Identity/Pages/Accounts/Invite POST"] = new() { ["Input.Email"] = Address },
        ["/Identity/Pages/Accounts/Rules POST"] = new() { ["roles"] = () => "Finance" },
        ["/Identity/Pages/Factor POST Begin"] = new() { ["password"] = () => TestApp.Password },
        ["/Identity/Pages/Factor POST Codes"] = new() { ["password"] = () => TestApp.Password },
        ["/Identity/Pages/Factor POST Off"] = new() { ["password"] = () => TestApp.Password },
        ["/Identity/Pages/Invited POST"] = new() { ["Input.Password"] = () => Good, ["Input.Again"] = () => Good },
        ["/Identity/Pages/NewPassword POST"] = new() { ["Input.Password"] = () => Good, ["Input.Again"] = () => Good },
        ["/Identity/Pages/Me POST AddKey"] = new() { ["keyPassword"] = () => TestApp.Password },
        ["/Mail/Pages/Index POST Test"] = new() { ["address"] = Address },
        ["/Obligations/Pages/Act POST"] = new() { ["Input.Note"] = () => "Đã làm, không chụp ảnh.", ["Input.NewDue"] = () => "31/03/2027" },
        ["/Obligations/Pages/Administration/DueSoon POST"] = new() { ["Days"] = () => $"{3 + (Next() % 7)}" },
        ["/Obligations/Pages/Administration/Digest POST"] = new() { ["Hour"] = () => $"{5 + (Next() % 7)}" },
        ["/Obligations/Pages/Duty POST Confirmation"] = new() { ["ConfirmsItself"] = () => "True", ["Scope"] = () => "Duty" },
        ["/Plans/Pages/Acts/Edit POST"] = new() { ["Input.Number"] = () => $"{Next()}", ["Input.Symbol"] = () => "NQ-CP" },
    };

    private const string Good = "mèo tam thể leo cây khế";

    private static string Address() => $"thu{Next()}@thu.example";

    public static Takes TakesOf(IElement control) => control switch
    {
        IHtmlInputElement { Type: "hidden" } => Takes.Unseen,
        IHtmlInputElement { Type: "file" } => Takes.File,
        IHtmlInputElement { Type: "number" } => Takes.Number,
        IHtmlInputElement { Type: "checkbox" or "radio" } or IHtmlSelectElement => Takes.Choice,
        IHtmlInputElement input when input.Closest(".lt-date") is not null => Takes.Day,
        _ => Takes.Words,
    };

    /// <summary>The controls that are sent, one of each name; buttons and the token left out.</summary>
    public static IReadOnlyList<IHtmlElement> Controls(this OpenForm open) =>
        [.. open.Form.Elements.OfType<IHtmlElement>().Where(e => e is IHtmlTextAreaElement or IHtmlSelectElement or IHtmlInputElement { Type: not ("submit" or "button") } && e.GetAttribute("name") is { Length: > 0 } && !e.HasAttribute("disabled"))
            .Where(e => e.GetAttribute("name") != "__RequestVerificationToken").DistinctBy(e => e.GetAttribute("name"))];

    /// <summary>What would be sent when everything asked for is given.</summary>
    public static Fields Filled(this OpenForm open, string handler)
    {
        var fields = TestBrowser.FieldsOf(open.Form);
        var known = Known.GetValueOrDefault(handler) ?? [];
        foreach (var control in open.Controls())
        {
            var name = control.GetAttribute("name")!;
            if (known.TryGetValue(name, out var value)) fields.Set(name, value());
            // Words in a field to find something are a search, not what the form is for.
            else if (!name.Contains("Find", StringComparison.Ordinal) && fields.All(f => f.Key != name || f.Value.Length == 0) && !IsOptional(control) && !LaterLine().IsMatch(name) && ValueFor(control) is { } given) fields.Set(name, given);
        }
        // A list of members is sent to leave one out.
        if (fields.FirstOrDefault(f => f.Key == "keep") is { Key: not null } first && fields.Remove(first)) fields.Set($"reason-{first.Value}", "Không có nhiệm vụ này.");
        if (open.Button?.GetAttribute("name") is { Length: > 0 } pressed) fields.Add(new(pressed, open.Button.GetAttribute("value") ?? ""));
        return fields;
    }

    public static TestFile? File(this OpenForm open)
    {
        if (open.Controls().FirstOrDefault(c => TakesOf(c) == Takes.File) is not { } field) return null;
        return new TestFile(field.GetAttribute("name")!, "thu-nghiem.txt", System.Text.Encoding.UTF8.GetBytes($"KẾ HOẠCH\nTuyên truyền {Next()}\n\nI. NHIỆM VỤ\n1. Sở Nội vụ tuyên truyền.\n"));
    }

    /// <summary>What to try in a control: what it is called, and the value (null: the field is not sent at all).</summary>
    public static IEnumerable<(string Name, string? Value)> Hostile(this IHtmlElement control, Guid foreign, bool firstOfItsKind)
    {
        yield return ("left out", null);
        switch (TakesOf(control))
        {
            case Takes.Words:
                yield return ("too long", new string('x', 25_000));
                // All texts of a form come in by the same way.
                if (firstOfItsKind) yield return ("control characters", "Dòng\0 một\u0001\u001b[31m\u202e\uffff\r\n<script>alert(1)</script>' OR 1=1 --");
                break;
            case Takes.Day:
                foreach (var day in new[] { "01/01/1900", "31/02/2026" }) yield return ($"day {day}", day);
                break;
            case Takes.Number:
                foreach (var number in new[] { "-1", "99999999999999999999" }) yield return ($"number {number}", number);
                break;
            case Takes.Choice:
                foreach (var choice in new[] { foreign.ToString(), "khong-phai-ma" }) yield return ($"choice {choice}", choice);
                break;
            case Takes.Unseen:
                foreach (var value in new[] { foreign.ToString(), "99999999999999999999" }) yield return ($"unseen {value}", value);
                break;
        }
    }

    public static void Set(this Fields fields, string name, string? value)
    {
        fields.RemoveAll(f => f.Key == name);
        if (value is not null) fields.Add(new(name, value));
    }

    private static bool IsOptional(IElement control) => control.Closest(".lt-field")?.QuerySelector(".lt-field__optional") is not null;

    private static string? ValueFor(IHtmlElement control) => control switch
    {
        IHtmlSelectElement select => select.Options.Select(o => o.Value).FirstOrDefault(v => v.Length > 0),
        // Two different bodies where one takes over from the other.
        IHtmlInputElement { Type: "radio" } radio => radio.Form!.Elements.OfType<IHtmlInputElement>().Where(r => r.Name == radio.Name).Select(r => r.Value).Where(v => v.Length > 0).ToList() is [.., var before, var last] ? (radio.Name!.EndsWith(".To", StringComparison.Ordinal) ? before : last) : radio.Value,
        IHtmlInputElement { Type: "number" } number => number.GetAttribute("min") is { Length: > 0 } min && min != "0" ? min : "1",
        _ => TakesOf(control) switch { Takes.Day => "20/11/2026", Takes.Words => $"Thử nghiệm {Next()}", _ => null },
    };

    /// <summary>Whether the page says that what was sent has arrived.</summary>
    public static bool Arrived(this TestPage page) => page.Html.QuerySelector("[data-arrived]:not([data-arrived=false]):not(form), .lt-note--done") is not null;

    [System.Text.RegularExpressions.GeneratedRegex(@"\[[1-9]\d*\]")]
    private static partial System.Text.RegularExpressions.Regex LaterLine();

    private static int Next() => Interlocked.Increment(ref _number);
}
