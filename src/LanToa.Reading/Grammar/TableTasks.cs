using System.Text.RegularExpressions;
using LanToa.Reading.Model;

namespace LanToa.Reading.Grammar;

/// <summary>Tasks of a table: one per row that names work.</summary>
internal static partial class TableTasks
{
    public static IEnumerable<TaskDraft> Read(PlanTable table, Node node, Assignment? section)
    {
        if (!table.IsOfWork) yield break;
        int lead = table.Column(Field.Lead), time = table.Column(Field.Time), coordinating = table.Column(Field.Coordinating), product = table.Column(Field.Product);
        List<Actor> last = [];
        Assignment? group = null;
        var covered = "";
        foreach (var row in table.Rows)
        {
            if (row.IsGroup)
            {
                group = row.Blocks.Count > 0 ? Assignees.OfHeading(new Words(row.Blocks[0].Text)) : null;
                last = [];
                continue;
            }

            var text = WorkOf(table, row);
            if (text.Length < 3) continue;
            var draft = new TaskDraft { Scope = node, Text = text, Confidence = 0.93 };
            foreach (var block in row.Blocks) draft.Include(block);
            if (lead >= 0) Bodies(row.Cells[lead], draft);
            if (coordinating >= 0)
                foreach (var cell in row.Cells[coordinating])
                    draft.Coordinating.AddRange(Assignees.OfValue(cell));
            if (draft.Lead.Count == 0 && lead >= 0 && table.MergedCellsAreEmpty && last.Count > 0) draft.Lead = [.. last];
            if (draft.Lead.Count == 0 && (group ?? section) is { } above) draft.Lead = [.. above.Lead];
            if (draft.Lead.Count == 0 && Assignees.Subject(new Words(text)) is { } subject) draft.Lead = [.. subject.Lead];
            if (draft.Lead.Count > 0) last = draft.Lead;
            var when = time >= 0 ? row.Cell(time) : "";
            // A time that stands before the work is printed once for the rows that it covers.
            if (when.Length > 0) covered = when;
            else if (time >= 0 && time < table.Column(Field.Work) && table.MergedCellsAreEmpty) when = covered;
            if (draft.Lead.Count == 0 && when.Length == 0 && draft.Coordinating.Count == 0) continue;
            if (when.Length > 0) draft.Time = when;
            else if (time >= 0) draft.Time = "";
            if (product >= 0 && row.Cell(product).Length > 0) draft.Product = row.Cell(product);
            yield return draft;
        }
    }

    /// <summary>All columns that say what is done, in their order.</summary>
    private static string WorkOf(PlanTable table, PlanRow row)
    {
        var parts = new List<string>();
        for (var c = 0; c < table.Columns.Length; c++)
            if (table.Columns[c] == Field.Work && row.Cells[c].Count > 0)
                parts.Add(row.Cell(c));
        return string.Join(" - ", parts);
    }

    /// <summary>"Phòng A (chủ trì), Phòng B (phối hợp)": each stretch with what the bracket behind it says.</summary>
    private static IEnumerable<(string Text, bool TakesPart)> Roles(string line)
    {
        var from = 0;
        foreach (Match role in Role().Matches(line))
        {
            yield return (line[from..role.Index].Trim(' ', ',', ';'), role.ValueSpan.Contains('p') || role.ValueSpan.Contains('P'));
            from = role.Index + role.Length;
        }

        if (line[from..].Trim(' ', ',', ';', '.') is { Length: > 0 } rest) yield return (rest, false);
    }

    [GeneratedRegex(@"\((?:chủ trì|phối hợp|CT|PH)\)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Role();

    /// <summary>Bodies of the lead's cell. "Chủ trì: Sở A" / "Phối hợp: Sở B" may share the cell.</summary>
    private static void Bodies(List<string> cell, TaskDraft draft)
    {
        foreach (var (line, takesPart) in cell.SelectMany(Roles))
        {
            if (takesPart)
            {
                draft.Coordinating.AddRange(Assignees.OfValue(line));
                continue;
            }

            var field = FieldLabels.Read(line.TrimStart('-', '+', ' '));
            if (field is { Field: Field.Coordinating })
            {
                draft.Coordinating.AddRange(Assignees.OfValue(field.Value));
                continue;
            }

            var value = field is { Field: Field.Lead } ? field.Value : line;
            var words = new Words(value.TrimStart('-', '+', ' '));
            draft.Lead.AddRange(Assignees.OfValue(value).Where(a => !draft.Lead.Exists(b => Assignees.Same(a, b))));
            draft.Coordinating.AddRange(Assignees.Coordinating(words, 0, words.Count, draft.Lead));
        }
    }
}
