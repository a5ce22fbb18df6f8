namespace LanToa.Reading.Grammar;

/// <summary>Labelled lines: the lead, partners, time and product of one activity, or of all the items above.</summary>
internal sealed partial class TaskReader
{
    /// <summary>The next lines, up to a line that is no field, name who leads.</summary>
    private static bool HasLeadField(Node node, int from)
    {
        for (var i = from; i < node.Children.Count && i < from + 8; i++)
            if (node.Children[i].Field is { Field: Field.Lead, Value.Length: > 0 })
                return true;
        return false;
    }

    /// <summary>One activity whose lead, partners, time and product stand on labelled lines.</summary>
    private void Labelled(Node owner, List<Node> lines, int from)
    {
        var draft = new TaskDraft { Scope = owner.Parent!, Text = owner.Block!.WholeText, Confidence = 0.95 };
        draft.Include(owner.Block);
        for (var i = from; i < lines.Count; i++) AddLine(draft, lines[i]);
        drafts.Add(draft);
    }

    private static void AddLine(TaskDraft draft, Node line)
    {
        if (line.Block is null) return;
        draft.Include(line.Block);
        draft.Text += AsLine(line.Block);
        if (line.Field is { } field) Apply(draft, field, line);
        foreach (var child in line.Children) AddLine(draft, child);
    }

    /// <summary>A line as it goes on in the text of its task: " - …", " a) …".</summary>
    private static string AsLine(Block block) => (block.Label.Class == LabelClass.None ? " " : " " + (block.Label.IsMark ? block.Label.Printed : block.Label.Printed + ")") + " ") + block.WholeText;

    private static void Apply(TaskDraft draft, FieldLine field, Node line)
    {
        var value = field.Value.Length > 0 ? field.Value : string.Join("; ", line.Children.Where(c => c.Block is not null).Select(c => c.Block!.WholeText));
        // "Đơn vị chủ trì: Sở A; đơn vị phối hợp: Sở B; thời gian: quý I" on one line.
        foreach (var (kind, part) in Split(field.Field, value))
        {
            switch (kind)
            {
                case Field.Lead when draft.Lead.Count == 0:
                    var lead = Assignees.OfValue(part);
                    draft.Lead = lead;
                    var words = new Words(part);
                    draft.Coordinating.AddRange(Assignees.Coordinating(words, 0, words.Count, lead));
                    break;
                case Field.Coordinating:
                    draft.Coordinating.AddRange(Assignees.OfValue(part).Where(a => !draft.Coordinating.Exists(b => Assignees.Same(a, b))));
                    break;
                case Field.Time:
                    draft.Time = draft.Time is null ? part : draft.Time + "; " + part;
                    break;
                case Field.Product:
                    draft.Product = part;
                    break;
            }
        }
    }

    /// <summary>"Rà soát quy trình. Chủ trì: Khoa Khám bệnh; phối hợp: …": the fields that a sentence of work carries behind it, from the one that names who leads.</summary>
    private static FieldLine? FieldsBehind(string text)
    {
        for (var i = text.IndexOf(':'); i > 0; i = text.IndexOf(':', i + 1))
        {
            var start = text.AsSpan(0, i).LastIndexOfAny('.', ';', '(') + 1;
            if (start < 12 || i - start > 40 || text[start - 1] == '(') continue;
            if (FieldLabels.Read(text[start..].TrimStart()) is { Field: Field.Lead, Value.Length: > 0 } field && Split(field.Field, field.Value).First().Value is { } who && Assignees.OfValue(who) is { Count: > 0 }) return field;
        }

        return null;
    }

    private static IEnumerable<(Field Field, string Value)> Split(Field first, string value)
    {
        var start = 0;
        var field = first;
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] is not (';' or '.' or ',')) continue;
            if (i + 2 >= value.Length || FieldLabels.Read(value[(i + 1)..].TrimStart()) is not { Value.Length: > 0 } inner || inner.Field is not (Field.Lead or Field.Coordinating or Field.Time or Field.Product)) continue;
            yield return (field, value[start..i]);
            field = inner.Field;
            start = value.IndexOf(':', i) + 1;
            i = start;
        }

        yield return (field, value[start..].Trim());
    }

    /// <summary>A run of field lines among items: a block of the item before it, or the time of all items before it. Returns the last line used.</summary>
    private int Fields(Node parent, int at, FieldLine field)
    {
        var end = at;
        while (end + 1 < parent.Children.Count && parent.Children[end + 1].Field is not null) end++;
        var run = parent.Children.GetRange(at, end - at + 1);
        if (run.Exists(n => n.Field is { Field: Field.Lead, Value.Length: > 0 }))
        {
            var owner = at > 0 && parent.Children[at - 1].Block is not null && !parent.Children[at - 1].IsHeading ? parent.Children[at - 1] : parent.Block is null || parent.Class == LabelClass.Roman ? null : parent;
            if (owner is null) return end;
            var existing = LatestOf(owner.Block!);
            if (existing is not null && existing.Lead.Count > 0)
            {
                foreach (var line in run) AddLine(existing, line);
            }
            else
            {
                if (existing is not null) drafts.Remove(existing);
                Labelled(owner, run, 0);
            }

            return end;
        }

        foreach (var line in run)
        {
            var f = line.Field!;
            if (f.Field is not (Field.Time or Field.Product or Field.Coordinating)) continue;
            // "Thời gian thực hiện:" with the values on the lines below, as children or as the next items.
            if (f.Field == Field.Time && f.Value.Length == 0)
            {
                var values = line.Children.Count > 0 ? line.Children : TakeMarks(parent, ref end);
                PerPart(parent, line, values);
            }
            else
            {
                Complete(parent, line, f);
            }
        }

        return end;
    }

    private static List<Node> TakeMarks(Node parent, ref int end)
    {
        var taken = new List<Node>();
        while (end + 1 < parent.Children.Count && parent.Children[end + 1].Block is { Label.IsMark: true, Text.Length: < 160 }) taken.Add(parent.Children[++end]);
        return taken;
    }

    /// <summary>Tasks read under a place, in order. The place is still being read: its tasks are the last ones.</summary>
    private List<TaskDraft> Within(Node place)
    {
        var first = drafts.Count;
        while (first > 0 && IsWithin(drafts[first - 1].Scope, place)) first--;
        return drafts.GetRange(first, drafts.Count - first);

        static bool IsWithin(Node? node, Node place)
        {
            for (; node is not null; node = node.Parent)
                if (node == place)
                    return true;
            return false;
        }
    }

    private void Complete(Node parent, Node line, FieldLine field)
    {
        var place = parent;
        // A line below the last item of a list, none of whose other items has one, speaks of the whole list.
        if (!parent.IsHeading && parent.Parent is { IsHeading: true } list && list.Children.Count > 1 && list.Children[^1] == parent && list.Children.TakeWhile(c => c != parent).All(c => !c.Children.Exists(x => x.Field is not null))) place = list;
        foreach (var draft in Within(place))
        {
            if (field.Field == Field.Time && draft.Time is null) draft.Time = field.Value;
            else if (field.Field == Field.Product && draft.Product is null) draft.Product = field.Value;
            else if (field.Field == Field.Coordinating && draft.Coordinating.Count == 0) draft.Coordinating = Assignees.OfValue(field.Value);
            else continue;
            draft.Include(line.Block!);
        }
    }

    /// <summary>"+ Chuyên mục: mỗi quý 01 chuyên mục", "+ Tin, bài: thường xuyên": each goes to the task that its key names.</summary>
    private void PerPart(Node parent, Node line, List<Node> values)
    {
        var open = Within(parent).FindAll(d => d.Time is null);
        var used = new HashSet<TaskDraft>();
        foreach (var value in values)
        {
            var text = value.Block!.WholeText;
            var colon = text.IndexOf(':');
            var key = colon > 0 ? Vn.Lower(text.AsSpan(0, colon)).Trim() : "";
            var draft = open.Find(d => !used.Contains(d) && key.Length > 1 && Vn.Lower(d.Text).Contains(key, StringComparison.Ordinal)) ?? open.Find(d => !used.Contains(d));
            if (draft is null && open.Count == 1)
            {
                draft = open[0].Copy();
                draft.Blocks.RemoveAll(b => b.Line >= line.Block!.Line);
                drafts.Insert(drafts.IndexOf(open[0]) + used.Count, draft);
            }

            if (draft is null) continue;
            used.Add(draft);
            draft.Time = text;
            draft.Include(line.Block!);
            draft.Include(value.Block);
        }
    }
}
