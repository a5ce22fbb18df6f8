using System.Globalization;
using LanToa.Planning.Obligations.Rules;
using LanToa.Planning.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Time;
using LanToa.Reading.Phrases;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans;

/// <summary>A task of a drafted plan as a person writes it. Version 0 is a new one, whose id the form gives; it answers <paramref name="Statement"/>, or a sentence of its own.</summary>
public sealed record PlanTaskInput(Guid Id, Guid PlanId, int Version, TaskInput Task, string? Statement = null);

/// <summary>Adds or changes a task of a drafted plan. Every task answers a statement: a task that the plan's text does not have makes one from its own words.</summary>
public sealed class SaveTask(LanToaDb db, PlanRights rights, PartyLookup lookup, TaskPeople people, OrganizationDirectory directory, Clock clock)
{
    public async Task<PlanEdit> HandleAsync(PlanTaskInput input, CancellationToken cancel = default)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var saved = await WithinAsync(input, cancel);
        if (saved.IsDone) await transaction.CommitAsync(cancel);
        return saved;
    }

    /// <summary>The same inside the caller's transaction, which is given up unless it is done.</summary>
    internal async Task<PlanEdit> WithinAsync(PlanTaskInput input, CancellationToken cancel)
    {
        var plan = await db.LockPlanAsync(input.PlanId, cancel);
        if (plan is null || input.Id == Guid.Empty) return PlanEdit.Refused(["Không tìm thấy kế hoạch trong phạm vi của bạn."]);
        if (rights.WhyNotEdit(plan) is { Count: > 0 } why) return PlanEdit.Refused(why);
        if (input.Task.Problems(plan.CalendarOn(clock.Today)) is { Count: > 0 } problems) return new PlanEdit(problems);

        var task = await db.Set<PlanTask>().FirstOrDefaultAsync(t => t.Id == input.Id, cancel);
        // The second press of the same form: the plan is held, so the first one is through.
        if (input.Version == 0 && task is not null) return task.PlanId != plan.Id ? PlanEdit.Refused(["Hãy mở lại trang thêm nhiệm vụ."]) : input.Task.SaysTheSame(task) ? PlanEdit.Done
            : PlanEdit.Refused(["Nhiệm vụ đã được thêm từ biểu mẫu này rồi, nên những gì bạn vừa sửa ở đây chưa được lưu. Hãy mở nhiệm vụ trong danh sách của kế hoạch rồi sửa ở đó."]);
        if (input.Version != 0 && (task is null || task.PlanId != plan.Id)) return PlanEdit.Refused(["Không tìm thấy nhiệm vụ này."]);
        if (task is { State: TaskState.Withdrawn }) return PlanEdit.Refused(["Nhiệm vụ này đã rút; hãy thêm nhiệm vụ mới."]);
        if (task is not null && task.Version != input.Version) return PlanEdit.Stale;

        var known = task is null ? [] : await KnownAsync(task.Id, cancel);
        var (leads, wrongLead) = await PartiesAsync(input.Task.Leads, known, plan, "NewLead", cancel);
        var (coordinating, wrongCoordinating) = await PartiesAsync(input.Task.Coordinating, known, plan, "NewCoordinating", cancel);
        FieldProblem[] wrong = [.. wrongLead, .. wrongCoordinating];
        if (wrong.Length > 0) return new PlanEdit(wrong);

        task ??= await AddAsync(plan, input, cancel);
        var (said, rule, products) = (task.Text, task.Rule, task.Products);
        input.Task.ApplyTo(task);
        await StateOwnAsync(task, cancel);
        if (plan.SourceFileId is null)
        {
            await db.RestateAsync(task, said, cancel);
            FollowRule(plan, task, rule, products);
        }
        await people.ReplaceAsync(task, leads, [.. coordinating.Where(p => leads.TrueForAll(l => l.Key != p.Key))], cancel);
        task.Describe(leads.Select(NameOf), coordinating.Select(NameOf));
        db.Touch(plan);
        await db.Because(input.Version == 0 ? "plan-task.create" : "plan-task.change").SaveChangesAsync(cancel);
        return PlanEdit.Done;
    }

    private async Task<ItemParty[]> KnownAsync(Guid task, CancellationToken cancel)
    {
        var (leads, coordinating) = await people.OfAsync(task, cancel);
        return [.. leads, .. coordinating];
    }

    /// <summary>In a plan made by hand every party is a unit or a group; words that nobody knows are asked about.</summary>
    private async Task<(List<ItemParty> Parties, List<FieldProblem> Problems)> PartiesAsync(IReadOnlyList<string> keys, ItemParty[] known, Plan plan, string field, CancellationToken cancel)
    {
        var (parties, problems) = (new List<ItemParty>(), new List<FieldProblem>());
        foreach (var key in keys.Select(k => k.Trim()).Where(k => k.Length > 0).Distinct())
        {
            var party = await lookup.ReadAsync(key, known, plan.IssuerId, plan.Date ?? clock.Today, cancel);
            if (party is null) problems.Add(new(field, "Có cơ quan không còn trong danh mục; hãy tìm và chọn lại."));
            else if (!party.IsResolved && !known.Contains(party)) problems.Add(new(field, $"Chưa rõ “{key}” là cơ quan nào; hãy chọn trong những cơ quan tìm thấy, hoặc tìm bằng chữ khác."));
            // What was typed to find a unit ("so noi vu") is not how the plan calls it.
            else parties.Add(known.Contains(party) ? party : party with { Printed = NameOf(party) });
        }
        return ([.. parties.DistinctBy(p => p.Key)], problems);
    }

    private async Task<PlanTask> AddAsync(Plan plan, PlanTaskInput input, CancellationToken cancel)
    {
        var last = await db.Set<PlanTask>().Where(t => t.PlanId == plan.Id).MaxAsync(t => (int?)t.Ordinal, cancel) ?? -1;
        var task = new PlanTask { ProvinceId = plan.ProvinceId, Id = input.Id, PlanId = plan.Id, Ordinal = last + 1, Text = input.Task.Text };
        db.Add(task);
        if (input.Statement is { Length: > 0 } key && await db.Set<PlanStatement>().AnyAsync(s => s.PlanId == plan.Id && s.Key == key, cancel))
        {
            task.StatementKeys = [key];
            return task;
        }
        var section = string.IsNullOrWhiteSpace(input.Task.Section) ? null : input.Task.Section.Trim();
        var (place, label) = await db.MakeRoomAsync(plan.Id, section, cancel);
        var statement = new PlanStatement { ProvinceId = plan.ProvinceId, PlanId = plan.Id, Ordinal = place, Label = label, Path = section is null ? [] : [section], Key = TaskSentences.OwnKeyOf(task.Id), Kind = "item", Text = input.Task.Text.Trim() };
        db.Add(statement);
        task.StatementKeys = [statement.Key];
        return task;
    }

    /// <summary>The sentence that was made from the task's words goes on saying what the task says. The text of a document never changes.</summary>
    private async Task StateOwnAsync(PlanTask task, CancellationToken cancel)
    {
        var own = TaskSentences.OwnKeyOf(task.Id);
        if (db.Set<PlanStatement>().Local.FirstOrDefault(s => s.Key == own) is not { } statement && (statement = await db.Set<PlanStatement>().FirstOrDefaultAsync(s => s.PlanId == task.PlanId && s.Key == own, cancel)) is null) return;
        statement.Text = task.Text;
        if (statement.Path.FirstOrDefault() == task.Section) return;
        statement.Path = task.Section is null ? [] : [task.Section];
        // It goes where its new section is, if the text has it; in a text without headings sections stand where their tasks do.
        var headings = await db.Set<PlanStatement>().AsNoTracking().Where(s => s.PlanId == task.PlanId && s.Kind == "heading").ToListAsync(cancel);
        if (headings.Count == 0 || (task.Section is { } section && headings.Exists(h => SentencePlaces.Says(section, h.Label, h.Words))))
            (statement.Ordinal, statement.Label) = await db.MakeRoomAsync(task.PlanId, task.Section, cancel);
    }

    /// <summary>In a text that is written here the printed words about time, and the number of what comes out, go with a rule that changed: the annex prints them.</summary>
    private static void FollowRule(Plan plan, PlanTask task, DutyRule? before, List<TaskProduct> products)
    {
        if (before is null || task.Rule is not { } rule || RuleWording.Of(before) == RuleWording.Of(rule)) return;
        if (task.ScheduleText is not null)
        {
            var read = ScheduleReader.Read(task.Text, new ScheduleContext(plan.Date, plan.Period));
            task.ScheduleText = DutyRule.FromSchedule(read) is { } told && RuleWording.Of(told) == RuleWording.Of(rule) ? read.Text : null;
            task.Rule = rule with { Wording = task.ScheduleText };
        }
        if (task.Products.SequenceEqual(products)) task.Products = Counted(products, before, rule);
    }

    /// <summary>Products whose number was that of a rule, with the number of the rule that takes its place.</summary>
    internal static List<TaskProduct> Counted(IReadOnlyList<TaskProduct> products, DutyRule? before, DutyRule? rule)
    {
        if (before?.Count is not { } was || rule?.Count is not { } count || was == count || products.Count(p => p.Quantity == was) != 1) return [.. products];
        return [.. products.Select(p => p.Quantity == was ? Recounted(p, was, count) : p)];
    }

    /// <summary>Number and words go together: a product whose words count otherwise than in digits, or name another number, is a person's to change.</summary>
    private static TaskProduct Recounted(TaskProduct product, int was, int count)
    {
        var numbers = PrintedNumbers.In(product.Text);
        if (numbers.Where(n => n.Counts == was).ToList() is [var (at, length, _), ..])
            return product with { Quantity = count, Text = $"{product.Text[..at]}{(count < 1000 ? count.ToString("00", CultureInfo.InvariantCulture) : VietnameseFormat.Number(count))}{product.Text[(at + length)..]}" };
        return numbers.Any(n => n.Counts is not null) || PrintedNumbers.AreSpelt(product.Text) ? product : product with { Quantity = count };
    }

    private string NameOf(ItemParty party) => party.OrganizationId is { } unit && directory.Find(unit) is { } known ? known.Name : party.Printed;
}
