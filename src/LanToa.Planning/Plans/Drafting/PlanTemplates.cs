using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using LanToa.Planning.Obligations.Rules;
using LanToa.Planning.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans;

/// <summary>A template as it is offered: of the program (<see cref="Kept"/> null) or kept by the province.</summary>
public sealed record OfferedTemplate(string Code, string Name, TemplateContent Content, PlanTemplate? Kept = null);

/// <summary>The templates of the program and of the province: kept from a plan, filled in for an agency and a year.</summary>
public sealed partial class PlanTemplates(LanToaDb db, Actor actor, PlanRights rights, DraftWriter writer, OrganizationNames names, OrganizationDirectory directory, Clock clock)
{
    private const string Agency = "{cơ quan}";
    private const int LongestName = 200;

    private static readonly Lazy<IReadOnlyList<OfferedTemplate>> Delivered = new(Load);

    /// <summary>The province's own first, the newest before the older, then those of the program.</summary>
    public async Task<IReadOnlyList<OfferedTemplate>> OfAsync(CancellationToken cancel = default)
    {
        var kept = await db.Set<PlanTemplate>().AsNoTracking().Where(t => t.WithdrawnAt == null).OrderByDescending(t => t.At).ToListAsync(cancel);
        return [.. kept.Select(t => new OfferedTemplate(t.Id.ToString(), t.Name, t.Content, t)), .. Delivered.Value];
    }

    public IReadOnlyList<string> WhyNotKeep(Plan plan) => plan.State == PlanState.Withdrawn ? ["Kế hoạch đã thu hồi, không lưu làm mẫu được."] : rights.WhyNot(PlanPermissions.Write, plan.IssuerId, "lưu kế hoạch này làm mẫu");

    /// <summary>Keeps the plan as it is now. Its years and its agency become blanks that are filled in each time; the id comes with the form.</summary>
    public async Task<PlanEdit> KeepAsync(Guid id, Guid planId, string? name, CancellationToken cancel = default)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await db.LockPlanAsync(planId, cancel) is not { } plan || id == Guid.Empty) return PlanEdit.Refused(["Không tìm thấy kế hoạch trong phạm vi của bạn."]);
        if (WhyNotKeep(plan) is { Count: > 0 } why) return PlanEdit.Refused(why);
        if (string.IsNullOrWhiteSpace(name)) return new PlanEdit([new("Name", "Bạn chưa đặt tên mẫu.")]);
        if (name.Trim().Length > LongestName) return new PlanEdit([new("Name", $"Tên mẫu dài quá {LongestName} chữ; hãy rút gọn.")]);
        if (await db.Set<PlanTemplate>().AsNoTracking().FirstOrDefaultAsync(t => t.Id == id, cancel) is { } made) return made.PlanId == planId ? PlanEdit.Done : PlanEdit.Refused(["Hãy mở lại trang lưu mẫu."]);
        var source = await writer.SourceAsync(plan, cancel);
        if (source.Tasks.All(t => t.Task.State == TaskState.Withdrawn)) return PlanEdit.Refused(["Kế hoạch chưa có nhiệm vụ nào để làm mẫu."]);
        db.Add(new PlanTemplate { ProvinceId = plan.ProvinceId, Id = id, Name = name.Trim(), IssuerId = plan.IssuerId, PlanId = planId, Content = ContentOf(plan, source), ByName = actor.Name, At = clock.Now });
        db.RecordEvent("plan", planId, "plan.keep-template", name.Trim());
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return PlanEdit.Done;
    }

    public IReadOnlyList<string> WhyNotWithdraw(PlanTemplate template) => rights.WhyNot(PlanPermissions.Write, template.IssuerId, "thôi dùng mẫu này");

    /// <summary>Offers it no more; what was drafted from it stays. Pressed twice it happens once.</summary>
    public async Task<PlanEdit> WithdrawAsync(Guid id, CancellationToken cancel = default)
    {
        if (await db.Set<PlanTemplate>().FirstOrDefaultAsync(t => t.Id == id, cancel) is not { } template) return PlanEdit.Refused(["Không tìm thấy mẫu này."]);
        if (WhyNotWithdraw(template) is { Count: > 0 } why) return PlanEdit.Refused(why);
        if (template.WithdrawnAt is not null) return PlanEdit.Done;
        template.WithdrawnAt = clock.Now;
        db.RecordEvent("plan", template.PlanId, "plan.end-template", template.Name);
        await db.SaveChangesAsync(cancel);
        return PlanEdit.Done;
    }

    /// <summary>The template for an agency and a year: blanks filled in, dates in that year, names looked up as of the day.</summary>
    public async Task<DraftSource> FillAsync(TemplateContent content, Plan plan, int year, DateOnly day, CancellationToken cancel = default)
    {
        var issuer = directory.Find(plan.IssuerId)!;
        var by = year - content.Year;
        string Fill(string text) => Blank().Replace(text, m => (year + (m.Groups[1].Success ? int.Parse(m.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : 0)).ToString("0000", CultureInfo.InvariantCulture)).Replace(Agency, issuer.Name, StringComparison.Ordinal);
        var statements = content.Statements.Select((s, n) => new PlanStatement { ProvinceId = plan.ProvinceId, PlanId = plan.Id, Ordinal = n, Key = s.Key, Kind = s.Kind, Label = s.Label, Path = [.. s.Path ?? []], Text = Fill(s.Text) }).ToList();
        var tasks = new List<DraftTask>();
        foreach (var t in content.Tasks)
        {
            var task = new PlanTask
            {
                ProvinceId = plan.ProvinceId, PlanId = plan.Id, Ordinal = tasks.Count, Text = Fill(t.Text), Section = t.Section is { } section ? Fill(section) : null, Modality = t.Modality, ScheduleText = t.ScheduleText is { } words ? Fill(words) : null,
                Rule = t.Rule is { } rule ? RuleMove.By(rule, by) : null, Channels = [.. t.Channels], Topics = [.. t.Topics], Audiences = [.. t.Audiences], Products = [.. t.Products.Select(p => p with { Text = Fill(p.Text) })], StatementKeys = [.. t.Statements],
            };
            tasks.Add(new DraftTask(task, await PartiesAsync(t.Leads), await PartiesAsync(t.Coordinating)));
        }
        return new DraftSource(Fill(content.Title), content.Period is { } period ? RuleMove.Span(period, by) : null, statements, tasks);

        async Task<List<ItemParty>> PartiesAsync(IReadOnlyList<ItemParty> parties)
        {
            var meant = new List<ItemParty>();
            foreach (var party in parties)
                if (party.Printed == Agency) meant.Add(new ItemParty(issuer.Name, issuer.Id));
                else if (party.IsSettled) meant.Add(party);
                else meant.Add(await names.ResolveAsync(party.Printed, issuer.Id, day, cancel) is { IsResolved: true } known ? new ItemParty(party.Printed, known.OrganizationId, known.GroupId) : party);
            return [.. meant.DistinctBy(p => p.Key)];
        }
    }

    private TemplateContent ContentOf(Plan plan, DraftSource source)
    {
        var years = DraftYears.Of(plan) with { By = 1 };
        var agency = directory.Find(plan.IssuerId)!;
        string Open(string text)
        {
            foreach (var change in YearWords.Of(text, years).Where(c => c.Certain).Reverse())
                text = $"{text[..change.At]}{Year().Replace(change.Before, m => BlankOf(int.Parse(m.ValueSpan, CultureInfo.InvariantCulture) - years.First))}{text[change.End..]}";
            return text.Replace(agency.Name, Agency, StringComparison.Ordinal);
        }
        ItemParty Party(ItemParty party) => party.OrganizationId == plan.IssuerId ? new ItemParty(Agency) : party;
        // What only withdrawn tasks say is no part of what is kept.
        var draft = DraftText.Of(source.Statements, source.Tasks.Select(t => t.Task));
        return new TemplateContent(Open(source.Title), years.First, [.. draft.Printed(source.Statements).Select(s => new TemplateStatement(s.Key, s.Kind, Open(s.Words), s.Label, s.Path))],
            [.. source.Tasks.Where(t => t.Task.State == TaskState.Active).Select(t => new TemplateTask(Open(t.Task.Text), t.Task.Rule, [.. t.Leads.Select(Party)])
            {
                Section = draft.SectionOf(t.Task) is { } section ? Open(section) : null, ScheduleText = t.Task.ScheduleText is { } words ? Open(words) : null, Modality = t.Task.Modality, Coordinating = [.. t.Coordinating.Select(Party)],
                Channels = t.Task.Channels, Topics = t.Task.Topics, Audiences = t.Task.Audiences, Products = [.. t.Task.Products.Select(p => p with { Text = Open(p.Text) })], Statements = t.Task.StatementKeys,
            })]) { Kind = plan.Kind, Symbol = plan.Symbol, Period = source.Period };
    }

    private static string BlankOf(int years) => years == 0 ? "{năm}" : $"{{năm+{years}}}";

    private static IReadOnlyList<OfferedTemplate> Load()
    {
        using var stream = typeof(PlanTemplates).Assembly.GetManifestResourceStream("LanToa.Planning.Plans.Drafting.templates.json") ?? throw new InvalidOperationException("The templates are missing from the assembly.");
        return JsonSerializer.Deserialize<List<OfferedTemplate>>(stream, RuleJson.Options)!;
    }

    [GeneratedRegex(@"\{năm(?:\+(\d{1,2}))?\}")]
    private static partial Regex Blank();

    [GeneratedRegex(@"(?:19|20)\d{2}")]
    private static partial Regex Year();
}
