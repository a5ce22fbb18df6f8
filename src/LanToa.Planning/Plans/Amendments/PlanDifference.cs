using LanToa.Platform.Time;
using LanToa.Reading.Model;

namespace LanToa.Planning.Plans;

public enum PieceChange
{
    Same,
    Changed,
    Added,
    Removed,
}

/// <summary>A sentence of one version beside the one that continues it in the other.</summary>
public sealed record StatementRow(StatementContent? Old, StatementContent? New)
{
    public PieceChange Change => Old is null ? PieceChange.Added : New is null ? PieceChange.Removed : Alignment.Same(Old.Text, New.Text) ? PieceChange.Same : PieceChange.Changed;

    public IReadOnlyList<WordPart> Words => WordDifference.Of(Old?.Text ?? "", New?.Text ?? "");
}

/// <summary>One thing that a task says otherwise: who, when, how many.</summary>
public sealed record FieldChange(string Field, string Before, string After);

/// <summary>A task of one version beside the one that continues it.</summary>
public sealed record TaskRow(TaskContent? Old, TaskContent? New)
{
    public PieceChange Change => Old is null ? PieceChange.Added : New is null ? PieceChange.Removed : Fields.Count == 0 ? PieceChange.Same : PieceChange.Changed;

    public TaskContent Task => New ?? Old!;

    public IReadOnlyList<WordPart> Words => WordDifference.Of(Old?.Text ?? "", New?.Text ?? "");

    /// <summary>What differs apart from the place in the document; the text first. Not kept: what a row keeps is part of its equality, and a set would lose the row.</summary>
    public IReadOnlyList<FieldChange> Fields => Old is null || New is null ? [] : Between(Old, New);

    /// <summary>Who owes it, or what or when: duties change. Not so for channels, audiences and topics.</summary>
    public bool ChangesDuties => Old is null || New is null || !Alignment.Same(Old.Text, New.Text) || Old.Rule != New.Rule || Old.Modality != New.Modality || !SameParties(Old.Leads, New.Leads) || !SameParties(Old.Coordinating, New.Coordinating);

    public bool ChangesParties => Old is null || New is null || Old.Modality != New.Modality || !SameParties(Old.Leads, New.Leads) || !SameParties(Old.Coordinating, New.Coordinating);

    private static List<FieldChange> Between(TaskContent old, TaskContent now)
    {
        var fields = new List<FieldChange>();
        if (!Alignment.Same(old.Text, now.Text)) fields.Add(new("Nội dung", old.Text, now.Text));
        Compare("Hình thức giao", old.Modality, now.Modality, old.Modality == now.Modality);
        Compare("Chủ trì", Names(old.Leads), Names(now.Leads), SameParties(old.Leads, now.Leads));
        Compare("Phối hợp", Names(old.Coordinating), Names(now.Coordinating), SameParties(old.Coordinating, now.Coordinating));
        Compare("Thời hạn", old.Time, now.Time, old.Rule == now.Rule);
        CompareLists("Sản phẩm, số lượng", old.Products, now.Products);
        CompareLists("Kênh", old.Channels, now.Channels);
        CompareLists("Đối tượng", old.Audiences, now.Audiences);
        CompareLists("Chủ đề", old.Topics, now.Topics);
        return fields;

        void Compare(string field, string before, string after, bool same)
        {
            if (!same) fields.Add(new(field, before.Length > 0 ? before : "không có", after.Length > 0 ? after : "không có"));
        }

        void CompareLists(string field, IReadOnlyList<string> before, IReadOnlyList<string> after) => Compare(field, string.Join("; ", before), string.Join("; ", after), before.Order(StringComparer.Ordinal).SequenceEqual(after.Order(StringComparer.Ordinal)));
    }

    private static string Names(IReadOnlyList<PartyContent> parties) => string.Join(", ", parties.Select(p => p.Name));

    private static bool SameParties(IReadOnlyList<PartyContent> a, IReadOnlyList<PartyContent> b) => a.Select(p => p.Means).Order(StringComparer.Ordinal).SequenceEqual(b.Select(p => p.Means).Order(StringComparer.Ordinal));
}

/// <summary>
/// What a later version of a plan says otherwise than an earlier one, by statement and by task. Pure: the same two versions always give the same difference,
/// a version compared with itself gives none.
/// </summary>
public sealed class PlanDifference
{
    private PlanDifference(IReadOnlyList<StatementRow> statements, IReadOnlyList<TaskRow> tasks, DatePeriod? before, DatePeriod? after) => (Statements, Tasks, PeriodBefore, PeriodAfter) = (statements, tasks, before, after);

    /// <param name="whole">The later version takes the place of the whole text; otherwise what it does not speak of stays.</param>
    public static PlanDifference Of(PlanContent old, PlanContent now, bool whole = true)
    {
        var tasks = Alignment.Of(old.Tasks, now.Tasks, t => t.Id.ToString("N"), _ => null, t => t.Text, t => t.StandsAlone).Select(t => new TaskRow(t.Old, t.New)).ToList();
        // What an amending document says around its new tasks (its own head, grounds, signature) is no part of the plan's text.
        var speaks = whole ? null : now.Tasks.SelectMany(t => t.StatementKeys).ToHashSet(StringComparer.Ordinal);
        // The sentence of a task that is known to go on goes on with it; that of a task that is known to be new is new.
        var (ofOld, ofNew, apart) = SentencesOf(tasks, now);
        var statements = Alignment.Of([.. Read(old.Statements).Select(s => new Sentence(s, ofOld.GetValueOrDefault(s.Key)))],
            [.. Read(now.Statements).Where(s => speaks is null || speaks.Contains(s.Key)).Select(s => new Sentence(s, ofNew.GetValueOrDefault(s.Key)))], s => s.Id, s => s.Piece.Label, s => s.Piece.Text, s => apart.Contains(s.Piece.Key))
            .Select(s => new StatementRow(s.Old?.Piece, s.New?.Piece)).ToList();
        return whole ? new PlanDifference(statements, tasks, old.Period, now.Period ?? old.Period)
            : new PlanDifference([.. statements.Select(s => s.New is null ? s with { New = s.Old } : s)], [.. tasks.Select(t => t.New is null ? t with { New = t.Old } : t)], old.Period, now.Period ?? old.Period);
    }

    private sealed record Sentence(StatementContent Piece, string? Id);

    private static (Dictionary<string, string> OfOld, Dictionary<string, string> OfNew, HashSet<string> Apart) SentencesOf(List<TaskRow> tasks, PlanContent now)
    {
        var (ofOld, ofNew) = (new Dictionary<string, string>(StringComparer.Ordinal), new Dictionary<string, string>(StringComparer.Ordinal));
        foreach (var row in tasks)
            if (row is { Old: { StatementKeys: [var was] } old, New: { StatementKeys: [var becomes] } task } && old.Id == task.Id && !ofOld.ContainsKey(was) && !ofNew.ContainsKey(becomes)) ofOld[was] = ofNew[becomes] = old.Id.ToString("N");
        return (ofOld, ofNew, [.. now.Tasks.Where(t => t.StandsAlone).SelectMany(t => t.StatementKeys).Except(now.Tasks.Where(t => !t.StandsAlone).SelectMany(t => t.StatementKeys))]);
    }

    public IReadOnlyList<StatementRow> Statements { get; }

    public IReadOnlyList<TaskRow> Tasks { get; }

    public DatePeriod? PeriodBefore { get; }

    public DatePeriod? PeriodAfter { get; }

    public bool PeriodChanges => PeriodBefore != PeriodAfter;

    public bool IsNone => !PeriodChanges && Tasks.All(t => t.Change == PieceChange.Same) && Statements.All(s => s.Change == PieceChange.Same);

    public int Count(PieceChange change) => Tasks.Count(t => t.Change == change);

    public int CountStatements(PieceChange change) => Statements.Count(s => s.Change == change);

    public static string Words(DatePeriod? period) => period is { } p ? $"{VietnameseFormat.Date(p.From)} – {VietnameseFormat.Date(p.To)}" : "không ghi";

    private static IReadOnlyList<StatementContent> Read(IReadOnlyList<StatementContent> statements) => [.. statements.Where(s => s.Kind != StatementContent.Furniture && s.Text.Trim().Length > 0)];
}
