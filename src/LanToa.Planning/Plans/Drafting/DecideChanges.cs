using LanToa.Planning.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans;

public enum ChangeVerdict
{
    /// <summary>The change holds; what was only offered is put in.</summary>
    Accept,
    /// <summary>The draft says again what its source said.</summary>
    SetBack,
}

/// <summary>
/// Which changes of a draft a person decides, and how; <paramref name="Choice"/>: which one of several bodies stands in the place of the ended one, null for all of them.
/// <paramref name="Seen"/>: the <see cref="DraftChange.Decision"/> that the person saw, where one change is decided.
/// </summary>
public sealed record DecideInput(Guid PlanId, IReadOnlyList<Guid> Changes, ChangeVerdict Verdict, string? Choice = null, string? Seen = null);

/// <summary>Accepts changes of a draft or sets them back, in every place where each stands. Pressed twice it happens once.</summary>
public sealed class DecideChanges(LanToaDb db, Actor actor, PlanRights rights, TaskPeople people, OrganizationDirectory directory, Clock clock)
{
    private const string EditedByHand = "đã được sửa tay sau khi lập dự thảo; hãy sửa ngay trong nhiệm vụ hoặc câu đó";

    public async Task<PlanEdit> HandleAsync(DecideInput input, CancellationToken cancel = default)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await db.LockPlanAsync(input.PlanId, cancel) is not { } plan) return PlanEdit.Refused(["Không tìm thấy kế hoạch trong phạm vi của bạn."]);
        if (rights.WhyNotEdit(plan) is { Count: > 0 } why) return PlanEdit.Refused(why);
        var all = await db.Set<DraftChange>().Where(c => c.PlanId == plan.Id).OrderBy(c => c.Ordinal).ToListAsync(cancel);
        var chosen = all.FindAll(c => input.Changes.Contains(c.Id));
        if (chosen.Count == 0) return PlanEdit.Refused(["Không tìm thấy thay đổi này; hãy tải lại trang."]);
        var goal = input.Verdict == ChangeVerdict.Accept ? ChangeState.Accepted : ChangeState.SetBack;
        var choice = input.Verdict == ChangeVerdict.Accept ? input.Choice : null;
        // Another one of several bodies than the one that stands was not decided yet.
        chosen.RemoveAll(c => c.State == goal && (goal == ChangeState.SetBack || (choice is null ? c.Becomes?.Offered is null : choice == c.After)));
        if (chosen.Count == 0) return PlanEdit.Done;
        if (chosen is [var single] && (single.State == goal || (input.Seen is { } seen && seen != single.Decision))) return PlanEdit.Refused([Decided(single)]);
        if (choice is not null)
        {
            if (chosen is not [var split] || split.Choices.ToList().IndexOf(choice) is not (>= 0 and var body)) return PlanEdit.Refused(["Cơ quan này không có trong những cơ quan để chọn; hãy xem lại bảng."]);
            split.Choose(body);
        }
        var told = chosen is [var one] ? $"“{PlanWords.Short(one.Before)}”{(one.After is null ? "" : $" → “{PlanWords.Short(one.After)}”")}" : $"{chosen.Count} thay đổi";
        foreach (var change in chosen)
        {
            var (was, becomes) = (change.InEffect, goal == ChangeState.Accepted && change.After is not null);
            if (was != becomes && change.CanApply && await PutAsync(plan, change, becomes, all, cancel) is { } problem) return PlanEdit.Refused([problem]);
            (change.State, change.DecidedByName, change.DecidedAt) = (goal, actor.Name, clock.Now);
            if (goal == ChangeState.SetBack) change.OfferAgain();
        }
        db.Touch(plan);
        var verb = goal == ChangeState.Accepted ? "plan.draft-accept" : "plan.draft-set-back";
        db.RecordEvent("plan", plan.Id, verb, told);
        await db.Because(verb).SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return PlanEdit.Done;
    }

    private static string Decided(DraftChange change) =>
        $"Chỗ này {(change.DecidedByName is { } who ? $"{who} đã quyết định" : "đã có người quyết định")}: {(change.InEffect ? $"“{PlanWords.Short(change.After!)}”" : change.State.Name().ToLowerInvariant())}. Bảng đã hiện bản mới nhất; hãy xem lại.";

    /// <summary>Puts the change into every place where it stands, or takes it out; what is wrong where a person wrote something else there meanwhile.</summary>
    private async Task<string?> PutAsync(Plan plan, DraftChange change, bool into, List<DraftChange> all, CancellationToken cancel)
    {
        // Later places first: the earlier ones then stand where they stood.
        foreach (var place in change.Places.OrderByDescending(p => p.At))
        {
            var task = place.Task is { } id ? await db.Set<PlanTask>().FirstOrDefaultAsync(t => t.Id == id && t.PlanId == plan.Id, cancel) : null;
            if (place.Task is not null && task is null) continue;
            var problem = place.Field switch
            {
                ChangeField.Rule => Rule(task!, change, into),
                ChangeField.Party => await PartyAsync(plan, task!, change, into, all, cancel),
                ChangeField.Period => Period(plan, change, into),
                _ => await TextAsync(plan, task, change, place, into, all, cancel),
            };
            if (problem is not null) return problem;
        }
        return null;
    }

    private async Task<string?> TextAsync(Plan plan, PlanTask? task, DraftChange change, ChangePlace place, bool into, List<DraftChange> all, CancellationToken cancel)
    {
        var sentence = place.Statement is { } key ? await db.Set<PlanStatement>().FirstOrDefaultAsync(s => s.PlanId == plan.Id && s.Key == key, cancel) : null;
        var text = place.Field switch
        {
            ChangeField.Title => plan.Title,
            ChangeField.Statement => sentence?.Text,
            ChangeField.Label => sentence?.Label ?? "",
            ChangeField.TaskText => task!.Text,
            ChangeField.Section => task!.Section,
            ChangeField.ScheduleText => task!.ScheduleText,
            _ => task!.Products.ElementAtOrDefault(place.Index)?.Text,
        };
        // The sentence was taken out of the draft by hand: nothing is left there to change.
        if (place.Statement is not null && sentence is null) return null;
        var (from, to) = into ? (change.Before, change.After!) : (change.After!, change.Before);
        if (text is null || DraftTexts.Find(text, from, place, all) is not { } at) return $"“{PlanWords.Short(from)}” {EditedByHand}.";
        var now = $"{text[..at]}{to}{text[(at + from.Length)..]}";
        switch (place.Field)
        {
            case ChangeField.Title:
                plan.Title = now;
                plan.RefreshSearch(directory.Find(plan.IssuerId)?.Name ?? "");
                break;
            case ChangeField.Statement:
                sentence!.Text = now;
                sentence.Doubts = DraftTexts.Shift(sentence.Doubts, [new TextChange(at, from, to, "", change.About, true)]);
                break;
            case ChangeField.Label:
                sentence!.Label = now;
                break;
            case ChangeField.TaskText:
                task!.Text = now;
                break;
            case ChangeField.Section:
                task!.Section = now;
                task.Rule = task.Rule is { } placed ? placed with { Where = PlanWords.PlaceOf(now) } : null;
                foreach (var own in await db.Set<PlanStatement>().Where(s => s.PlanId == plan.Id && s.Key.StartsWith(TaskSentences.OwnKey) && task.StatementKeys.Contains(s.Key)).ToListAsync(cancel)) own.Path = [now];
                break;
            case ChangeField.ScheduleText:
                task!.ScheduleText = now;
                task.Rule = task.Rule is { } timed ? timed with { Wording = now } : null;
                break;
            default:
                task!.Products = [.. task.Products.Select((p, n) => n == place.Index ? p with { Text = now } : p)];
                break;
        }
        return null;
    }

    private static string? Rule(PlanTask task, DraftChange change, bool into)
    {
        var (from, to) = into ? (change.Was!.Rule!, change.Becomes!.Rule!) : (change.Becomes!.Rule!, change.Was!.Rule!);
        if (task.Rule is not { } now || RuleWording.Of(now) != RuleWording.Of(from)) return $"Thời hạn của “{PlanWords.Short(task.Text)}” {EditedByHand}.";
        task.Rule = to with { Wording = now.Wording, Where = now.Where };
        task.RuleWords = RuleWording.Of(task.Rule);
        return null;
    }

    private static string? Period(Plan plan, DraftChange change, bool into)
    {
        var (from, to) = into ? (change.Was!.Period!.Value, change.Becomes!.Period!.Value) : (change.Becomes!.Period!.Value, change.Was!.Period!.Value);
        if ((plan.PeriodFrom, plan.PeriodTo) != (from.From, from.To)) return $"Thời gian thực hiện {EditedByHand.Replace("trong nhiệm vụ hoặc câu đó", "ở “Sửa thông tin”", StringComparison.Ordinal)}.";
        (plan.PeriodFrom, plan.PeriodTo) = (to.From, to.To);
        return null;
    }

    private async Task<string?> PartyAsync(Plan plan, PlanTask task, DraftChange change, bool into, List<DraftChange> all, CancellationToken cancel)
    {
        List<ItemParty> was = change.Was?.Parties ?? [], becomes = change.Becomes?.Parties ?? [];
        // Another body that ended may have the same heir: it stays while that change holds.
        var kept = all.Where(c => c != change && c.InEffect && c.Places.Exists(p => p.Field == ChangeField.Party && p.Task == task.Id)).SelectMany(c => c.Becomes?.Parties ?? []).Select(p => p.Key).ToHashSet();
        var (from, to) = into ? (was, becomes) : (becomes.FindAll(p => !kept.Contains(p.Key)), was);
        var (leads, coordinating) = await people.OfAsync(task.Id, cancel);
        if (from.Exists(f => !leads.Concat(coordinating).Any(p => p.Key == f.Key))) return $"Cơ quan của “{PlanWords.Short(task.Text)}” {EditedByHand}.";
        var led = leads.Exists(p => from.Exists(f => f.Key == p.Key)) || !coordinating.Exists(p => from.Exists(f => f.Key == p.Key));
        leads = led ? Replace(leads, from, to) : leads;
        coordinating = led ? coordinating : Replace(coordinating, from, to);
        await people.ReplaceAsync(task, leads, [.. coordinating.Where(p => leads.TrueForAll(l => l.Key != p.Key))], cancel);
        task.Describe(leads.Select(NameOf), coordinating.Select(NameOf));
        db.Entry(task).Property(t => t.PartyWords).IsModified = true;
        // The rows are looked up again for the next change of this task.
        await db.Because(into ? "plan.draft-accept" : "plan.draft-set-back").SaveChangesAsync(cancel);
        return null;
    }

    private static List<ItemParty> Replace(List<ItemParty> parties, List<ItemParty> from, List<ItemParty> to)
    {
        var at = Math.Max(0, parties.FindIndex(p => from.Exists(f => f.Key == p.Key)));
        var rest = parties.FindAll(p => !from.Exists(f => f.Key == p.Key));
        rest.InsertRange(Math.Min(from.Count == 0 ? rest.Count : at, rest.Count), to);
        return [.. rest.DistinctBy(p => p.Key)];
    }

    private string NameOf(ItemParty party) => party.OrganizationId is { } unit && directory.Find(unit) is { } known ? known.Name : party.Printed;
}
