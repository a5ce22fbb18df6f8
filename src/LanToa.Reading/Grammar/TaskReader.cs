using LanToa.Reading.Model;

namespace LanToa.Reading.Grammar;

/// <summary>
/// Finds tasks in the outline: items under the name of a body, sentences that name one, blocks of labelled lines, and tables.
/// One task per printed item; lines that only give a time or a product complete the tasks above them.
/// </summary>
internal sealed class TaskReader
{
    private static readonly string[] Closers = ["trên đây là", "trong quá trình", "ghi chú", "trường hợp", "nếu có khó khăn", "quá trình thực hiện", "quá trình triển khai", "kế hoạch này có hiệu lực", "kế hoạch này thay thế", "(ban hành", "(kèm theo", "nhận được kế hoạch"];
    private static readonly string[] Urging = ["nghiêm túc", "triển khai thực hiện", "tổ chức thực hiện", "kế hoạch này"];
    private static readonly string[] OpenLeadIns = ["sau:", "sau đây:", "trách nhiệm:", "nhiệm vụ:", "công việc:", "cụ thể:", "có nhiệm vụ:", "thực hiện:", "chủ trì:", "phối hợp:"];
    private readonly List<TaskDraft> drafts = [];
    private readonly string issuer;

    public TaskReader(string? issuer) => this.issuer = Vn.Lower(issuer ?? "");

    public List<TaskDraft> Read(Node root)
    {
        Visit(root, null);
        if (drafts.Count == 0) Fallback(root);
        return drafts;
    }

    private void Visit(Node parent, Assignment? lead)
    {
        for (var i = 0; i < parent.Children.Count; i++)
        {
            var node = parent.Children[i];
            if (node.Table is { } table)
            {
                if (node.Section != SectionKind.Purpose || table.Column(Field.Lead) >= 0) drafts.AddRange(TableTasks.Read(table, node, lead));
            }
            else if (node.Section == SectionKind.Purpose)
            {
                if (node.IsHeading) Visit(node, null);
            }
            else if (node.IsHeading)
            {
                Heading(node, lead);
            }
            else if (node.Class == LabelClass.Article)
            {
                Visit(node, null);
            }
            else if (FieldOf(node) is { } field)
            {
                i = Fields(parent, i, field);
            }
            else
            {
                Item(node, parent, i, lead);
            }
        }
    }

    private static FieldLine? FieldOf(Node node) => node.Block is null || node.IsHeading ? null : FieldLabels.Read(node.Block.WholeText);

    private void Heading(Node node, Assignment? lead)
    {
        if (node.Class != LabelClass.Roman && HasLeadField(node, 0))
        {
            Labelled(node, node.Children, 0);
            return;
        }

        Visit(node, node.Class is LabelClass.Annex ? null : Assignees.OfHeading(node.Words) ?? (node.Class == LabelClass.Roman ? null : lead));
    }

    /// <summary>The next lines, up to a line that is no field, name who leads.</summary>
    private static bool HasLeadField(Node node, int from)
    {
        for (var i = from; i < node.Children.Count && i < from + 8; i++)
            if (FieldOf(node.Children[i]) is { Field: Field.Lead, Value.Length: > 0 })
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
        draft.Text += (line.Block.Label.Class == LabelClass.None ? " " : " " + (line.Block.Label.IsMark ? line.Block.Label.Printed : line.Block.Label.Printed + ")") + " ") + line.Block.WholeText;
        if (FieldOf(line) is { } field) Apply(draft, field, line);
        foreach (var child in line.Children) AddLine(draft, child);
    }

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
        while (end + 1 < parent.Children.Count && FieldOf(parent.Children[end + 1]) is not null) end++;
        var run = parent.Children.GetRange(at, end - at + 1);
        if (run.Exists(n => FieldOf(n) is { Field: Field.Lead, Value.Length: > 0 }))
        {
            var owner = at > 0 && parent.Children[at - 1].Block is not null && !parent.Children[at - 1].IsHeading ? parent.Children[at - 1] : parent.Block is null || parent.Class == LabelClass.Roman ? null : parent;
            if (owner is null) return end;
            var existing = drafts.FindLast(d => d.Blocks.Contains(owner.Block!));
            if (existing is not null && existing.Lead.Count > 0)
            {
                foreach (var line in run) AddLine(existing, line);
            }
            else
            {
                drafts.Remove(existing!);
                Labelled(owner, run, 0);
            }

            return end;
        }

        foreach (var line in run)
        {
            var f = FieldOf(line)!;
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

    /// <summary>Tasks read under a place, in order.</summary>
    private List<TaskDraft> Within(Node place)
    {
        return drafts.FindAll(d => IsWithin(d.Scope, place));
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
        if (!parent.IsHeading && parent.Parent is { IsHeading: true } list && list.Children.Count > 1 && list.Children[^1] == parent && list.Children.TakeWhile(c => c != parent).All(c => !c.Children.Exists(x => FieldOf(x) is not null))) place = list;
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

    private void Item(Node node, Node parent, int index, Assignment? lead)
    {
        var block = node.Block!;
        if (block.Kind is BlockKind.Furniture || IsCloser(block)) return;
        if (HasLeadField(node, 0) && FieldOf(node) is null)
        {
            var first = node.Children.FindIndex(c => FieldOf(c) is not null);
            if (node.Children.Take(first).All(c => Assignees.Subject(c.Words) is null))
            {
                Labelled(node, node.Children, 0);
                return;
            }
        }

        var words = node.Words;
        var subject = Assignees.Subject(words);
        if (subject is not null && IsIssuer(subject)) subject = null;
        var own = subject ?? (lead is null ? Inherited(node, parent, index) : lead with { From = 0, To = 0 });
        if (own is null)
        {
            if (IsImplicit(node)) AddTask(node, new Assignment([], false, 0, 0), 0.55, withChildren: true);
            else Visit(node, null);
            return;
        }

        if (subject is not null && IsBareAssignment(words, subject) && Owner(parent, index) is { } work)
        {
            Combined(work, node, subject);
            return;
        }

        if (IsOpenLeadIn(node))
        {
            VisitLeadIn(node, own);
            return;
        }

        AddTask(node, own, subject is null ? 0.9 : 0.92, withChildren: true);
        MoreSubjects(node, subject);
    }

    private bool IsIssuer(Assignment subject) => subject.Lead.Count == 1 && !subject.IsRequest && issuer.Length > 0 && issuer.StartsWith(Vn.Lower(subject.Lead[0].Name).Replace("ubnd", "ủy ban nhân dân", StringComparison.Ordinal), StringComparison.Ordinal) && subject.From == 0 && !subject.Lead[0].Group;

    private bool IsCloser(Block block)
    {
        var lower = block.Lower;
        foreach (var closer in Closers)
            if (lower.StartsWith(closer, StringComparison.Ordinal))
                return true;
        if (lower.Contains("hiện quyết định này", StringComparison.Ordinal) || lower.Contains("hành quyết định này", StringComparison.Ordinal)) return true;
        if (block.Label.Class != LabelClass.None) return false;
        // "UBND tỉnh yêu cầu các sở, ban, ngành … triển khai": the issuer speaks of the whole plan.
        var asks = lower.IndexOf("yêu cầu", StringComparison.Ordinal);
        if (asks < 0) asks = lower.IndexOf("đề nghị", StringComparison.Ordinal);
        if (asks is < 0 or > 60) return false;
        if (asks == 0) return Array.Exists(Urging, u => lower.Contains(u, StringComparison.Ordinal)) && lower.StartsWith("yêu cầu", StringComparison.Ordinal);
        var words = new Words(block.Text, lower);
        return AgencyGrammar.List(words, 0) is { Actors.Count: 1 } list && list.To < words.Count && (words.Is(list.To, "yêu") || words.Is(list.To, "đề"));
    }

    /// <summary>A paragraph of work after an item that named its body: "1. Vụ Pháp chế có trách nhiệm …" / "Chủ trì phối hợp với …".</summary>
    private Assignment? Inherited(Node node, Node parent, int index)
    {
        if (node.Class != LabelClass.None || !WorkVerbs.IsStart(node.Words, 0)) return null;
        var owner = index > 0 ? parent.Children[index - 1].Block : parent.IsHeading ? null : parent.Block;
        if (owner is null) return null;
        var draft = drafts.FindLast(d => d.Blocks.Contains(owner));
        return draft is null || draft.Lead.Count == 0 ? null : new Assignment(draft.Lead, draft.Modality == "request", 0, 0);
    }

    /// <summary>In a part that organizes the work an item that begins with a verb is the issuer's own.</summary>
    private static bool IsImplicit(Node node) =>
        node.Section == SectionKind.Implementation && WorkVerbs.IsStart(node.Words, 0) && !node.Words.Is(0, "căn") && !node.Words.Is(0, "trên") && TitleOfSection(node).Contains("tổ chức thực hiện", StringComparison.Ordinal) && !node.Block!.Text.EndsWith(':');

    private static string TitleOfSection(Node node)
    {
        for (var at = node.Parent; at is not null; at = at.Parent)
            if (at.IsHeading && at.Parent?.Parent is null)
                return at.Block!.Lower;
        return "";
    }

    /// <summary>"Vụ Pháp chế chủ trì, phối hợp với … thực hiện (trong tháng 1).": who does what stands above.</summary>
    private static bool IsBareAssignment(Words words, Assignment subject)
    {
        var i = subject.To;
        if (i >= words.Count || !(words.Is(i, "chủ") || words.Is(i, "phối") || words.Is(i, "thực"))) return false;
        for (var guard = 0; guard < 8 && i < words.Count; guard++)
        {
            if (words.Is(i, "thực") && words.Is(i + 1, "hiện"))
            {
                var rest = words.Count - i - 2;
                return rest <= 1 || (rest <= 9 && (words.Is(i + 2, "trong") || words.Is(i + 2, "xong") || words.Is(i + 2, "từ") || words.Is(i + 2, "quý") || words.Is(i + 2, "trước") || words.Mark(i + 2) is '.' or '(' or ','));
            }

            if (words.Is(i, "chủ") && words.Is(i + 1, "trì")) i += 2;
            else if (words.Is(i, "phối") && words.Is(i + 1, "hợp"))
            {
                i += 2;
                if (words.Is(i, "với") || words.Is(i, "cùng")) i++;
                if (AgencyGrammar.List(words, i, whole: true) is not { } list) return false;
                i = list.To;
            }
            else if (words.Mark(i) is ',' || words.Is(i, "và")) i++;
            else return false;
        }

        return false;
    }

    /// <summary>The work that a bare assignment speaks of: the item before it without a task, else the heading above.</summary>
    private Node? Owner(Node parent, int index)
    {
        for (var i = index - 1; i >= 0; i--)
            if (parent.Children[i].Block is { } block && !parent.Children[i].IsHeading)
                return drafts.Exists(d => d.Blocks.Contains(block)) ? null : parent.Children[i];
        return parent.Block is null || drafts.Exists(d => d.Blocks.Contains(parent.Block)) ? null : parent;
    }

    private void Combined(Node work, Node node, Assignment subject)
    {
        var draft = new TaskDraft { Scope = work.IsHeading ? work : node.Parent!, Text = work.Block!.WholeText + " " + node.Block!.WholeText, Lead = [.. subject.Lead], Modality = subject.IsRequest ? "request" : "command", Confidence = 0.85 };
        draft.Coordinating = Assignees.Coordinating(node.Words, subject.To, node.Words.Count, draft.Lead);
        draft.Include(work.Block);
        draft.Include(node.Block);
        drafts.Add(draft);
    }

    /// <summary>A lead-in that only announces the items below it.</summary>
    private static bool IsOpenLeadIn(Node node)
    {
        var block = node.Block!;
        if (!block.WholeText.EndsWith(':') || node.Children.Count < 1) return false;
        var lower = Vn.Lower(block.WholeText);
        if (!Array.Exists(OpenLeadIns, e => lower.EndsWith(e, StringComparison.Ordinal))) return node.Children.Count > 1 && node.Children[0].Block?.Label.IsNumbered == true || Assignees.OfHeading(node.Words) is not null;
        return node.Children.Count > 1 || lower.EndsWith("trách nhiệm:", StringComparison.Ordinal) || lower.EndsWith("nhiệm vụ:", StringComparison.Ordinal);
    }

    private void VisitLeadIn(Node node, Assignment own)
    {
        var before = drafts.Count;
        Visit(node, own with { From = 0, To = 0 });
        var coordinating = Assignees.Coordinating(node.Words, 0, node.Words.Count, own.Lead);
        for (var i = before; i < drafts.Count; i++)
        {
            drafts[i].Blocks.Insert(0, node.Block!);
            foreach (var actor in coordinating)
                if (!drafts[i].Coordinating.Exists(a => Assignees.Same(a, actor)))
                    drafts[i].Coordinating.Add(actor);
        }
    }

    private void AddTask(Node node, Assignment own, double confidence, bool withChildren)
    {
        var block = node.Block!;
        var text = block.WholeText;
        var draft = new TaskDraft { Scope = node.Parent!, Text = text, Lead = [.. own.Lead], Confidence = confidence };
        draft.Include(block);
        var words = node.Words;
        draft.Coordinating = Assignees.Coordinating(words, own.To, words.Count, draft.Lead);
        draft.Modality = own.IsRequest ? "request" : IsCoordination(words) ? "coordinate" : "command";
        drafts.Add(draft);
        if (withChildren) AddChildren(draft, node, own);
    }

    /// <summary>Lines below an item: fields complete it, items of other bodies are tasks of their own, the rest are its details.</summary>
    private void AddChildren(TaskDraft draft, Node node, Assignment own)
    {
        for (var i = 0; i < node.Children.Count; i++)
        {
            var child = node.Children[i];
            if (child.Block is null)
            {
                drafts.AddRange(TableTasks.Read(child.Table!, child, own));
                continue;
            }

            if (FieldOf(child) is { } field)
            {
                if (field.Field is Field.Time && field.Value.Length > 0 && draft.Time is null || field.Field is Field.Lead or Field.Coordinating or Field.Product)
                {
                    draft.Include(child.Block);
                    Apply(draft, field, child);
                    if (field.Field == Field.Time) Complete(node, child, field);
                }
                else
                {
                    i = Fields(node, i, field);
                }

                continue;
            }

            if (child.Class == LabelClass.None && !IsCloser(child.Block) && (WorkVerbs.IsStart(child.Words, 0) || Assignees.Subject(child.Words) is not null) || Assignees.Subject(child.Words, clauses: false) is { } other && !IsIssuer(other))
            {
                Item(child, node, i, Assignees.Subject(child.Words) is null ? own with { From = 0, To = 0 } : null);
                continue;
            }

            if (!IsCloser(child.Block)) Details(draft, child);
        }
    }

    private static void Details(TaskDraft draft, Node node)
    {
        if (node.Block is null) return;
        draft.Include(node.Block);
        foreach (var child in node.Children) Details(draft, child);
    }

    /// <summary>"Phối hợp với …" at the beginning: the section's body only takes part.</summary>
    private static bool IsCoordination(Words words) =>
        (words.Is(0, "phối") && words.Is(1, "hợp")) || (words.Is(0, "tham") && words.Is(1, "gia") && words.Is(2, "phối")) || (words.Is(0, "hỗ") && words.Is(1, "trợ") && words.Is(2, ",") && words.Is(3, "phối"));

    /// <summary>Later sentences of the paragraph that give work to others.</summary>
    private void MoreSubjects(Node node, Assignment? first)
    {
        var words = node.Words;
        for (var i = first?.To ?? 1; i + 3 < words.Count; i++)
        {
            if (words.Mark(i) != '.' || !words.Capital(i + 1) || (i > 0 && words[i - 1].IsWord && words.Range(i - 1, i).Length <= 2)) continue;
            if (Assignees.Subject(words, i + 1, clauses: false) is not { } other || IsIssuer(other) || !IsStrong(words, other.To)) continue;
            if (first is not null && other.Lead.Count == first.Lead.Count && other.Lead.Zip(first.Lead).All(p => Assignees.Same(p.First, p.Second))) continue;
            var draft = new TaskDraft { Scope = node.Parent!, Text = words.Text[words[i + 1].Start..], Lead = [.. other.Lead], Modality = other.IsRequest ? "request" : "command", Confidence = 0.8 };
            draft.Coordinating = Assignees.Coordinating(words, other.To, words.Count, draft.Lead);
            draft.Include(node.Block!);
            var before = drafts.FindLast(d => d.Blocks.Contains(node.Block!));
            if (before is not null && words[i].Start > 0 && before.Text.Length > words[i].Start + 1 && before.Text.AsSpan().StartsWith(words.Text.AsSpan(0, words[i].Start), StringComparison.Ordinal)) before.Text = words.Text[..(words[i].Start + 1)];
            drafts.Add(draft);
            i = other.To;
        }
    }

    private static bool IsStrong(Words words, int at) => words.Is(at, "chủ") || (words.Is(at, "có") && words.Is(at + 1, "trách")) || words.Is(at, "chịu") || words.Is(at, "phối");

    /// <summary>A plan that names no body gives all its work to its issuer.</summary>
    private void Fallback(Node root)
    {
        foreach (var node in root.Children) Collect(node);
        void Collect(Node node)
        {
            if (node.Section == SectionKind.Purpose || node.Section == SectionKind.Budget) return;
            var work = node.Block is not null && !node.IsHeading && node.Section is SectionKind.Implementation or SectionKind.Content && node.Parent?.Block is not null && !IsCloser(node.Block!) && FieldOf(node) is null && WorkVerbs.IsStart(node.Words, 0);
            if (work)
            {
                AddTask(node, new Assignment([], false, 0, 0), 0.5, withChildren: true);
                return;
            }

            foreach (var child in node.Children) Collect(child);
        }
    }
}
