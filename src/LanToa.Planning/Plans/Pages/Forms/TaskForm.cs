using LanToa.Planning.Obligations.Rules;
using LanToa.Planning.Organizations;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace LanToa.Planning.Plans.Pages.Forms;

/// <summary>A product of a task as form fields; a row left empty is no product.</summary>
public sealed class ProductForm
{
    public string? Form { get; set; }
    public string? Quantity { get; set; }
    public string? Text { get; set; }
}

/// <summary>A task in a form: of a plan, or of a document that is being checked.</summary>
public sealed class TaskForm : ISharedForm
{
    /// <summary>Empty rows under the products that there are.</summary>
    private const int SpareRows = 2;

    public int Version { get; set; }
    public string? Seen { get; set; }
    public List<string> Take { get; set; } = [];
    public string? Text { get; set; }
    public string? Section { get; set; }
    public TaskModality Modality { get; set; }
    public List<string> Leads { get; set; } = [];
    public string? NewLead { get; set; }
    public List<string> Coordinating { get; set; } = [];
    public string? NewCoordinating { get; set; }
    public RuleForm Rule { get; set; } = new();
    public List<string> Channels { get; set; } = [];
    public List<string> Topics { get; set; } = [];
    public List<string> Audiences { get; set; } = [];
    public List<ProductForm> Products { get; set; } = [];

    public static IReadOnlyList<SelectListItem> Modalities { get; } = [.. Enum.GetValues<TaskModality>().Select(m => new SelectListItem(m.Name(), m.ToString()))];
    public static IReadOnlyList<SelectListItem> ChannelItems { get; } = Items(PlanCodes.Channels, PlanCodes.ChannelGroups);
    public static IReadOnlyList<SelectListItem> TopicItems { get; } = Items(PlanCodes.Topics, PlanCodes.TopicGroups);
    public static IReadOnlyList<SelectListItem> AudienceItems { get; } = Items(PlanCodes.Audiences);
    public static IReadOnlyList<SelectListItem> ProductItems { get; } = Items(PlanCodes.Products);

    public static TaskForm Of(TaskFacts task, IEnumerable<ItemParty> leads, IEnumerable<ItemParty> coordinating) => new()
    {
        Version = task.Version, Text = task.Text, Section = task.Section, Modality = task.Modality, Leads = [.. leads.Select(p => p.Key)], Coordinating = [.. coordinating.Select(p => p.Key)],
        Rule = RuleForm.Of(task.Rule), Channels = [.. task.Channels], Topics = [.. task.Topics], Audiences = [.. task.Audiences],
        Products = [.. task.Products.Select(p => new ProductForm { Form = p.Form, Quantity = p.Quantity is { } quantity ? VietnameseFormat.Number(quantity) : null, Text = p.Text })],
    };

    /// <summary>Gives empty rows to fill in, below the products that there are.</summary>
    public void Spare()
    {
        var spare = Products.AsEnumerable().Reverse().TakeWhile(p => !IsFilled(p)).Count();
        Products.AddRange(Enumerable.Range(0, Math.Max(0, SpareRows - spare)).Select(_ => new ProductForm()));
    }

    /// <summary>What the form says; what is wrong with single fields goes to <paramref name="state"/> under <paramref name="prefix"/>.</summary>
    public TaskInput Read(DutyRule? before, ModelStateDictionary state, string prefix = "Input")
    {
        var (rule, problems) = Rule.Read(before);
        foreach (var problem in problems) state.AddModelError($"{prefix}.Rule.{problem.Field}", problem.Message);
        var products = new List<TaskProduct>();
        foreach (var row in Filled())
        {
            var quantity = (decimal?)null;
            if (!string.IsNullOrWhiteSpace(row.Quantity))
            {
                if (VietnameseFormat.TryParseNumber(row.Quantity, out var number)) quantity = number;
                else state.AddModelError($"{prefix}.Products", $"Số lượng “{row.Quantity}” không phải là một số. Hãy viết như 2, 1,5 hoặc 1.000.");
            }
            products.Add(new TaskProduct(string.IsNullOrEmpty(row.Form) ? "other" : row.Form, quantity, row.Text?.Trim() ?? ""));
        }
        return new TaskInput(Text ?? "", Section, Modality, [.. Leads, .. Names(NewLead)], [.. Coordinating, .. Names(NewCoordinating)], rule) { Channels = Channels, Topics = Topics, Audiences = Audiences, Products = products };
    }

    /// <summary>Several names in one line stand apart by semicolons.</summary>
    public static IReadOnlyList<string> Names(string? line) => (line ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>The fields that two people may change at once; <paramref name="party"/> says a party's key in words.</summary>
    public static SharedForm<TaskForm> Shared(Func<string, string> party) => new(
        new(nameof(Text), "Nội dung", f => Plain(f.Text)), new(nameof(Section), "Mục", f => f.Section?.Trim()), new(nameof(Modality), "Hình thức giao", f => f.Modality.Name()),
        new(nameof(Leads), "Chủ trì", f => string.Join("; ", f.Leads.Concat(Names(f.NewLead)).Select(party))),
        new(nameof(Coordinating), "Phối hợp", f => string.Join("; ", f.Coordinating.Concat(Names(f.NewCoordinating)).Select(party))),
        new(nameof(Rule), "Thời hạn", f => f.Rule.Words),
        new(nameof(Channels), "Kênh", f => Codes(f.Channels, PlanCodes.ChannelName)), new(nameof(Topics), "Chủ đề", f => Codes(f.Topics, PlanCodes.TopicName)),
        new(nameof(Audiences), "Đối tượng", f => Codes(f.Audiences, PlanCodes.AudienceName)),
        new(nameof(Products), "Sản phẩm", f => string.Join("; ", f.Filled().Select(p => $"{p.Quantity} {PlanCodes.ProductName(p.Form ?? "other")} {p.Text}".Trim()))));

    /// <summary>The products in one line; empty when there are none.</summary>
    public string ProductWords => string.Join(", ", Filled().Select(p => $"{p.Quantity} {PlanCodes.ProductName(p.Form is { Length: > 0 } form ? form : "other").ToLowerInvariant()}".Trim()));

    private IEnumerable<ProductForm> Filled() => Products.Where(IsFilled);

    private static bool IsFilled(ProductForm p) => !string.IsNullOrWhiteSpace(p.Form) || !string.IsNullOrWhiteSpace(p.Text) || !string.IsNullOrWhiteSpace(p.Quantity);

    private static string Codes(IEnumerable<string> codes, Func<string, string> name) => string.Join("; ", codes.Order(StringComparer.Ordinal).Select(name));

    // A browser sends line ends of its own.
    private static string? Plain(string? text) => text?.ReplaceLineEndings("\n").Trim();

    private static List<SelectListItem> Items(IReadOnlyList<(string Code, string Name)> list) => [.. list.Select(c => new SelectListItem(c.Name, c.Code))];

    private static List<SelectListItem> Items(IReadOnlyList<(string Code, string Name)> list, IReadOnlyList<(string Group, IReadOnlyList<string> Codes)> groups)
    {
        var names = list.ToDictionary(c => c.Code, c => c.Name);
        return [.. groups.SelectMany(g => g.Codes.Select(c => new SelectListItem(names[c], c) { Group = new SelectListGroup { Name = g.Group } }))];
    }
}

/// <summary>The task form with what its fields offer: parties that are there or were found, and names to complete what is typed.</summary>
public sealed record TaskFields(TaskForm Input, IReadOnlyList<SelectListItem> Leads, IReadOnlyList<SelectListItem> Coordinating, IReadOnlyList<string> Names, string? ScheduleText);

/// <summary>The party picker of the task form: what to offer, and what a search finds. Works without script: searching sends the form and brings it back.</summary>
public sealed class PartyPicker(PartyLookup lookup, PartyNames names, LanToa.Contracts.Organizations.IOrganizationDirectory directory)
{
    /// <summary>The groups by their names of today.</summary>
    public Task<IReadOnlyDictionary<Guid, string>> GroupsAsync(CancellationToken cancel) => names.GroupsAsync(cancel);

    /// <summary>Whether the person asked to search (or pressed Enter with a name in the field) rather than to save.</summary>
    public static bool IsSearch(TaskForm form, string? find) => find is not null && (TaskForm.Names(form.NewLead).Count > 0 || TaskForm.Names(form.NewCoordinating).Count > 0);

    /// <summary>Looks for the typed names. One single hit is taken; several are offered as boxes; for none the words stay with a message.</summary>
    public async Task<(IReadOnlyList<NameSuggestion> Leads, IReadOnlyList<NameSuggestion> Coordinating)> SearchAsync(TaskForm form, Guid? issuer, DateOnly asOf, ModelStateDictionary state, CancellationToken cancel)
    {
        var leads = await FindAsync(form.NewLead, form.Leads, nameof(TaskForm.NewLead), nameof(TaskForm.Leads));
        var coordinating = await FindAsync(form.NewCoordinating, form.Coordinating, nameof(TaskForm.NewCoordinating), nameof(TaskForm.Coordinating));
        if (leads is not null) form.NewLead = leads.Value.Left;
        if (coordinating is not null) form.NewCoordinating = coordinating.Value.Left;
        return (leads?.Found ?? [], coordinating?.Found ?? []);

        async Task<(IReadOnlyList<NameSuggestion> Found, string? Left)?> FindAsync(string? line, List<string> chosen, string field, string into)
        {
            if (TaskForm.Names(line) is not { Count: > 0 } words) return null;
            var (all, rest) = (new List<NameSuggestion>(), new List<string>());
            foreach (var word in words)
            {
                var found = await lookup.SearchAsync(word, issuer, asOf, cancel);
                all.AddRange(found);
                if (found is [var only]) chosen.Add(KeyOf(only));
                if (found.Count == 0) rest.Add(word);
            }
            state.Remove($"Input.{field}");
            state.Remove($"Input.{into}");
            if (rest.Count > 0) state.AddModelError($"Input.{field}", $"Không thấy cơ quan hay nhóm nào có “{string.Join("”, “", rest)}”. Thử chữ khác, ngắn hơn.");
            return (all, rest.Count == 0 ? null : string.Join("; ", rest));
        }
    }

    /// <summary>Boxes for the parties that the record has, those chosen in the form, and those just found.</summary>
    public IReadOnlyList<SelectListItem> Choices(IEnumerable<ItemParty> known, IEnumerable<string> chosen, IEnumerable<NameSuggestion> found, IReadOnlyDictionary<Guid, string> groups)
    {
        var items = new List<SelectListItem>();
        foreach (var party in known) Add(party.Key, Label(party, groups), null);
        foreach (var key in chosen.Where(k => k.Length > 0)) Add(key, Words(key, groups), null);
        foreach (var s in found) Add(KeyOf(s), s.Name, lookup.PlaceOf(s) is { Length: > 0 } place ? $"Tìm thấy: {place}" : "Tìm thấy");
        return items;

        void Add(string key, string text, string? hint)
        {
            if (items.TrueForAll(i => i.Value != key)) items.Add(new SelectListItem(text, key) { Group = hint is null ? null : new SelectListGroup { Name = hint } });
        }
    }

    /// <summary>A party's key as people read it.</summary>
    public string Words(string key, IReadOnlyDictionary<Guid, string> groups)
    {
        var (unit, group) = ItemParty.Meaning(key);
        return unit is { } organization ? directory.Find(organization)?.Name ?? "(cơ quan không có)" : group is { } id ? groups.GetValueOrDefault(id, "(nhóm không có)") : key;
    }

    private string Label(ItemParty party, IReadOnlyDictionary<Guid, string> groups)
    {
        var name = Words(party.Key, groups);
        return name == party.Printed ? name : $"{party.Printed} ({name})";
    }

    private static string KeyOf(NameSuggestion s) => new ItemParty(s.Name, s.OrganizationId, s.GroupId).Key;
}
