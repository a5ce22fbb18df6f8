using LanToa.Contracts.Organizations;
using LanToa.Planning.Obligations.Rules;

namespace LanToa.Planning.Plans;

/// <summary>What a draft is made from: the text and the tasks of a plan, with its people.</summary>
public sealed record DraftSource(string Title, DateSpan? Period, IReadOnlyList<PlanStatement> Statements, IReadOnlyList<DraftTask> Tasks);

/// <summary>A task and who does it. <see cref="From"/> is the task of another plan that it was copied from.</summary>
public sealed record DraftTask(PlanTask Task, IReadOnlyList<ItemParty> Leads, IReadOnlyList<ItemParty> Coordinating, Guid? From = null);

/// <summary>A draft that is to be saved, with everything in it that differs from its source or must be looked at.</summary>
public sealed record DraftMade(string Title, DateSpan? Period, IReadOnlyList<PlanStatement> Statements, IReadOnlyList<DraftTask> Tasks, IReadOnlyList<DraftChange> Changes);

/// <summary>What a group meant in the source and what it means on the day of the draft.</summary>
public sealed record GroupChange(string Name, IReadOnlyList<OrganizationInfo> Before, IReadOnlyList<OrganizationInfo> After, DateOnly? EndedOn);

/// <summary>
/// Makes a draft from a plan: years moved, bodies that ended replaced, acts looked up. Pure: what it needs of the world it is given. Every difference is a
/// <see cref="DraftChange"/>; what is not certain stays as it was and is listed to be looked at.
/// </summary>
public sealed class DraftMaker(Plan plan, YearShift shift, ActBook acts, BodyChanges bodies, IReadOnlyDictionary<Guid, GroupChange> groups, DateOnly day, HolidayCalendar calendar)
{
    // The head, the title and the foot of a document come from what the plan says of itself.
    private static readonly string[] FromFacts = ["header", "title", "signature", "furniture"];

    private static bool IsFromFacts(PlanStatement s) => FromFacts.Contains(s.Kind) || (s.Kind is "item" or "paragraph" && (s.Words.StartsWith("(Kèm theo", StringComparison.OrdinalIgnoreCase) || s.Words.StartsWith("(Ban hành kèm", StringComparison.OrdinalIgnoreCase)));

    private const string Renumbered = "Đánh số lại cho liền, vì một mục, điểm đứng trước không chép sang";

    private readonly Dictionary<(string Subject, ChangeAbout, string Before, string? After, ChangeState), DraftChange> _rows = [];
    private readonly List<DraftChange> _changes = [];
    private IReadOnlyList<string> _alike = [];
    private SectionNumbers _numbers = SectionNumbers.Of([], _ => false), _sections = SectionNumbers.Of([], _ => false);

    public DraftMade Make(DraftSource source)
    {
        var own = source.Tasks.Where(t => t.Task.State == TaskState.Active).SelectMany(t => t.Task.StatementKeys.Where(IsOwn).Select(k => (Key: k, t.Task))).DistinctBy(p => p.Key).ToDictionary(p => p.Key, p => Guid.CreateVersion7());
        var text = source.Statements.Where(s => !IsFromFacts(s)).OrderBy(s => s.Ordinal).ToList();
        var said = DraftText.SaidByWithdrawn(text, [.. source.Tasks.Select(t => t.Task)]);
        var emptied = EmptiedHeadings.Of(text, IsLeft, key => source.Tasks.Any(t => t.Task.State == TaskState.Active && t.Task.StatementKeys.Contains(key)));
        _numbers = SectionNumbers.Of(text, s => IsLeft(s) || emptied.Contains(s.Key));
        _sections = text.Exists(s => s.Kind == "heading") ? _numbers : SectionNumbers.OfTasks(source.Tasks.Select(t => t.Task), text);
        var title = Move("plan", source.Title, new ChangePlace(ChangeField.Title));
        var period = source.Period;
        if (period is { } span && shift.By != 0)
        {
            period = RuleMove.Span(span, shift.By);
            Note("plan", ChangeAbout.Time, Words(span), Words(period.Value), $"Thời gian thực hiện {YearWords.Later(shift.By)}", ChangeState.Made, new ChangePlace(ChangeField.Period), new ChangeValue { Period = span }, new ChangeValue { Period = period });
        }
        var newIds = source.Tasks.ToDictionary(t => t.Task.Id, t => t.Task.StatementKeys.Find(k => own.ContainsKey(k)) is { } key ? own[key] : Guid.CreateVersion7());
        var statements = new List<PlanStatement>();
        foreach (var statement in text.Where(s => !IsLeft(s) && !emptied.Contains(s.Key)))
            statements.Add(Copy(statement, IsOwn(statement.Key) ? TaskSentences.OwnKeyOf(own[statement.Key]) : statement.Key, statements.Count));
        foreach (var heading in text.Where(s => emptied.Contains(s.Key)))
            Note($"l:{heading.Key}", ChangeAbout.Left, $"{heading.Label} {heading.Words}".Trim(), null, "Dưới mục này không còn nhiệm vụ nào nên mục không được chép sang", ChangeState.Made);
        var headings = source.Statements.Where(s => s.Kind == "heading" && s.Words.Length > 0).ToList();
        var tasks = new List<DraftTask>();
        foreach (var task in source.Tasks.OrderBy(t => t.Task.Ordinal))
        {
            if (task.Task.State == TaskState.Withdrawn) Note($"t:{task.Task.Id}", ChangeAbout.Left, task.Task.Text, null, "Nhiệm vụ đã rút khỏi kế hoạch cũ nên không được chép sang", ChangeState.Open);
            else tasks.Add(Copy(task, newIds[task.Task.Id], tasks.Count, statements, headings, own));
        }
        foreach (var (change, n) in _changes.Select((c, n) => (c, n))) change.Ordinal = n;
        return new DraftMade(title, period, statements, tasks, _changes);

        bool IsLeft(PlanStatement s) => Repealed.Is(s) || said.Contains(s.Key) || (IsOwn(s.Key) && !own.ContainsKey(s.Key));
    }

    private static bool IsOwn(string key) => key.StartsWith(TaskSentences.OwnKey, StringComparison.Ordinal);

    private static string Words(DateSpan span) => CalendarPeriod.Exactly(span)?.Name ?? span.ToString();

    private PlanStatement Copy(PlanStatement s, string key, int ordinal)
    {
        var copy = new PlanStatement { ProvinceId = plan.ProvinceId, PlanId = plan.Id, Ordinal = ordinal, Key = key, Kind = s.Kind, Label = s.Label, Path = [.. s.Path], Start = s.Start, End = s.End, Text = s.Words, Doubts = [.. s.Doubts] };
        if (_numbers.Of(s) is { } number)
        {
            copy.Label = number.In(s.Label!);
            Note($"s:{key}", ChangeAbout.Number, number.From, number.To, Renumbered, ChangeState.Made, new ChangePlace(ChangeField.Label, number.At, Statement: key));
        }
        copy.Text = Move($"s:{key}", s.Words, new ChangePlace(ChangeField.Statement, Statement: key), changes => copy.Doubts = DraftTexts.Shift(copy.Doubts, changes));
        return copy;
    }

    private DraftTask Copy(DraftTask source, Guid id, int ordinal, List<PlanStatement> statements, List<PlanStatement> headings, Dictionary<string, Guid> own)
    {
        var from = source.Task;
        List<string> keys = [.. from.StatementKeys.Select(k => own.TryGetValue(k, out var mine) ? TaskSentences.OwnKeyOf(mine) : k).Where(k => statements.Exists(s => s.Key == k))];
        var subject = keys.Count > 0 ? $"s:{keys[0]}" : $"t:{id}";
        _alike = [.. keys.Skip(1).Select(k => $"s:{k}")];
        var task = new PlanTask { ProvinceId = plan.ProvinceId, Id = id, PlanId = plan.Id, Ordinal = ordinal, Text = "", Confidence = from.Confidence };
        task.TakeFacts(from);
        task.Text = Move(subject, from.Text, new ChangePlace(ChangeField.TaskText, Task: id));
        if (from.Section is { } section)
        {
            var moved = _sections.OfSection(section, from.StatementKeys);
            var heading = moved?.Heading ?? headings.Find(h => section.EndsWith(h.Words, StringComparison.Ordinal));
            task.Section = Move(heading is not null ? $"s:{heading.Key}" : $"m:{section}", section, new ChangePlace(ChangeField.Section, Task: id),
                first: moved is { } m ? new TextChange(m.Move.At, m.Move.From, m.Move.To, Renumbered, ChangeAbout.Number, true) : null);
        }
        if (from.ScheduleText is { } schedule) task.ScheduleText = Move(subject, schedule, new ChangePlace(ChangeField.ScheduleText, Task: id));
        task.Products = [.. from.Products.Select((p, n) => p with { Text = Move(subject, p.Text, new ChangePlace(ChangeField.Product, Task: id, Index: n)) })];
        if (from.Rule is { } rule)
        {
            var later = RuleMove.By(rule, shift.By);
            if (RuleWording.Of(later) is var words && words != RuleWording.Of(rule))
                Note(subject, ChangeAbout.Time, RuleWording.Of(rule), words, $"Thời hạn {YearWords.Later(shift.By)}; ngày nghỉ, ngày làm việc tính khi phát sinh việc{ClosedDays(later)}", ChangeState.Made, new ChangePlace(ChangeField.Rule, Task: id), new ChangeValue { Rule = rule }, new ChangeValue { Rule = later });
            task.Rule = later with { Wording = task.ScheduleText ?? rule.Wording, Where = PlanWords.PlaceOf(task.Section) };
        }
        if (keys.Count == 0)
        {
            keys = [TaskSentences.OwnKeyOf(id)];
            statements.Add(new PlanStatement { ProvinceId = plan.ProvinceId, PlanId = plan.Id, Ordinal = statements.Count, Key = keys[0], Kind = "item", Text = task.Text });
        }
        task.StatementKeys = keys;
        foreach (var sentence in statements.Where(s => IsOwn(s.Key) && keys.Contains(s.Key))) sentence.Path = task.Section is { } place ? [place] : [];
        var leads = source.Leads.SelectMany(p => Move(subject, id, p, [.. source.Leads, .. source.Coordinating])).DistinctBy(p => p.Key).ToList();
        var coordinating = source.Coordinating.SelectMany(p => Move(subject, id, p, [.. source.Leads, .. source.Coordinating])).DistinctBy(p => p.Key).Where(p => leads.TrueForAll(l => l.Key != p.Key)).ToList();
        return new DraftTask(task, leads, coordinating, source.From);
    }

    // A date keeps its day and month, whatever day of the week that is in the new year: whoever reads the list decides.
    private string ClosedDays(DutyRule rule) =>
        string.Concat(rule.Dates.Concat(rule.Spans.Select(s => s.To)).Distinct().Order().Select(calendar.ClosedWords).OfType<string>().Select(words => $"; {words}"));

    /// <summary>The text with what is certain changed; all that was found in it is listed.</summary>
    private string Move(string subject, string text, ChangePlace place, Action<IReadOnlyList<TextChange>>? made = null, TextChange? first = null)
    {
        List<TextChange> found = first is null ? [] : [first];
        foreach (var change in ActWordsChanges.Of(text, acts, day).Concat(YearWords.Of(text, shift)).Concat(bodies.Of(text)).Concat(_sections.Named(text)))
            if (!found.Exists(f => change.At < f.End && change.End > f.At)) found.Add(change);
        found.Sort((a, b) => a.At.CompareTo(b.At));
        foreach (var change in found) Note(subject, change.About, change.Before, change.After, change.Reason, change.Certain ? ChangeState.Made : ChangeState.Open, place with { At = change.At });
        List<TextChange> certain = [.. found.Where(c => c is { Certain: true, After: not null })];
        made?.Invoke(certain);
        return DraftTexts.Apply(text, certain);
    }

    private IEnumerable<ItemParty> Move(string subject, Guid task, ItemParty party, IReadOnlyList<ItemParty> all)
    {
        if (party.GroupId is { } group) return [MoveGroup(subject, task, party, group)];
        if (party.OrganizationId is not { } unit || bodies.Ended(unit) is not { } ended) return [party];
        var place = new ChangePlace(ChangeField.Party, Task: task);
        // The words stay as they are printed until somebody says who does it now.
        var open = new ItemParty(ended.Body.Name);
        var heirs = ended.Heirs.Select(h => new ItemParty(h.Name, h.Id)).ToList();
        if (heirs.Count != 1)
        {
            Note(subject, ChangeAbout.Body, ended.Body.Name, ended.Offer, ended.Why, ChangeState.Open, place, new ChangeValue { Parties = [open] }, heirs.Count == 0 ? null : new ChangeValue { Parties = heirs }, own: true);
            return [open];
        }
        var known = all.Any(p => p.Key == heirs[0].Key);
        Note(subject, ChangeAbout.Body, ended.Body.Name, heirs[0].Printed, ended.Why, ChangeState.Made, place, new ChangeValue { Parties = [party] }, new ChangeValue { Parties = known ? [] : heirs }, own: true);
        return heirs;
    }

    private ItemParty MoveGroup(string subject, Guid task, ItemParty party, Guid group)
    {
        foreach (var left in party.Excluded)
            if (bodies.Ended(left.OrganizationId) is { } gone)
                Note(subject, ChangeAbout.Group, $"{party.Printed}: bỏ {gone.Body.Name}", null, $"{gone.Why}. Đơn vị kế thừa nay thuộc nhóm thì phải thực hiện; hãy xem có bỏ khỏi nhóm không", ChangeState.Open);
        if (party.Given is { } given)
        {
            var ended = given.Select(bodies.Ended).OfType<EndedBody>().ToList();
            if (ended.Count == 0) return party;
            var now = party with { Given = [.. given.SelectMany(u => bodies.Ended(u) is { } gone ? gone.Heirs.Select(h => h.Id) : [u]).Distinct()] };
            var certain = ended.TrueForAll(e => e.Heirs.Count == 1);
            Note(subject, ChangeAbout.Body, $"{party.Printed}: {string.Join("; ", ended.Select(e => e.Body.Name))}", string.Join("; ", ended.SelectMany(e => e.Heirs).Select(h => h.Name).Distinct().DefaultIfEmpty("không còn đơn vị nào thay")), string.Join(". ", ended.Select(e => e.Why)),
                certain ? ChangeState.Made : ChangeState.Open, new ChangePlace(ChangeField.Party, Task: task), new ChangeValue { Parties = [party] }, new ChangeValue { Parties = [now] }, own: true);
            return certain ? now : party;
        }
        if (!groups.TryGetValue(group, out var change)) return party;
        var (joined, gone2) = (change.After.Where(u => change.Before.All(b => b.Id != u.Id)).ToList(), change.Before.Where(u => change.After.All(a => a.Id != u.Id)).ToList());
        if (change.EndedOn is { } last) Note($"g:{group}", ChangeAbout.Group, change.Name, null, $"Nhóm này chỉ dùng cho văn bản đến hết {LanToa.Platform.Time.VietnameseFormat.Date(last)}; hãy chọn nhóm khác", ChangeState.Open);
        else if (change.After.Count == 0 && gone2.Count > 0)
            Note($"g:{group}", ChangeAbout.Group, $"{change.Name}: {change.Before.Count} đơn vị", null, $"{Names("Bớt", gone2)}. Nhóm không còn đơn vị nào; hãy chọn nhóm hoặc đơn vị khác cho nhiệm vụ này", ChangeState.Open, new ChangePlace(ChangeField.Party, Task: task), own: true);
        else if (joined.Count + gone2.Count > 0)
            Note($"g:{group}", ChangeAbout.Group, $"{change.Name}: {change.Before.Count} đơn vị", $"{change.After.Count} đơn vị", string.Join(". ", new[] { Names("Thêm", joined), Names("Bớt", gone2) }.OfType<string>()), ChangeState.Made);
        return party;
    }

    private static string? Names(string verb, List<OrganizationInfo> units) =>
        units.Count == 0 ? null : $"{verb}: {string.Join("; ", units.Take(20).Select(u => u.Name))}{(units.Count > 20 ? $" và {units.Count - 20} đơn vị khác" : "")}";

    /// <summary>The same change in a sentence and in its task is one line; each party has a line of its own.</summary>
    private void Note(string subject, ChangeAbout about, string before, string? after, string reason, ChangeState state, ChangePlace? place = null, ChangeValue? was = null, ChangeValue? becomes = null, bool own = false)
    {
        var key = (own ? $"p:{place!.Task}" : subject, about, before, after, state);
        // The time of a row stands in a cell of its own: the task says it in that one's words.
        if (!own && !_rows.ContainsKey(key) && _alike.Select(s => (s, about, before, after, state)).Where(_rows.ContainsKey).ToList() is [var alike, ..]) key = alike;
        if (_rows.TryGetValue(key, out var row) && was is null)
        {
            if (place is not null && !row.Places.Contains(place)) row.Places.Add(place);
            return;
        }
        row = new DraftChange
        {
            ProvinceId = plan.ProvinceId, PlanId = plan.Id, About = about, State = state, Before = before, After = after, Reason = reason, Places = place is null ? [] : [place], Was = was, Becomes = becomes,
            TaskId = place?.Task, StatementKey = place?.Statement ?? (place?.Task is null && subject.StartsWith("s:", StringComparison.Ordinal) ? subject[2..] : null),
        };
        _rows[key] = row;
        _changes.Add(row);
    }
}
