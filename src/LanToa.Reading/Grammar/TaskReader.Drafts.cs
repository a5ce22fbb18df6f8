namespace LanToa.Reading.Grammar;

/// <summary>Drafts made of an item: itself, the lines below it and later sentences that give work to others.</summary>
internal sealed partial class TaskReader
{
    private void AddTask(Node node, Assignment own, double confidence, bool withChildren)
    {
        var block = node.Block!;
        var text = block.WholeText;
        var draft = new TaskDraft { Scope = node.Parent!, Text = text, Lead = [.. own.Lead], Confidence = confidence };
        draft.Include(block);
        var words = node.Words;
        draft.Coordinating = Assignees.Coordinating(words, own.To, words.Count, draft.Lead);
        draft.Modality = own.IsRequest ? "request" : TaskWords.IsCoordination(words) ? "coordinate" : "command";
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

            if (child.Field is { } field)
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

            // "k) Công đoàn: phát động …" printed behind item 5 names a body of its own.
            if (child.IsHeading && Assignees.OfHeading(child.Words) is { } named)
            {
                Visit(child, named);
                continue;
            }

            if (child.Class == LabelClass.None && !TaskWords.IsCloser(child.Block) && (WorkVerbs.IsStart(child.Words, 0) || child.Subject is not null) || child.DirectSubject is { } other && !IsIssuer(other))
            {
                Item(child, node, i, child.Subject is null ? own with { From = 0, To = 0 } : null);
                continue;
            }

            if (!TaskWords.IsCloser(child.Block)) Details(draft, child, spoken: node.Block!.WholeText.EndsWith(':'));
        }
    }

    /// <summary>Lines below an item that go with it; below one that ends with a colon they are its words.</summary>
    private static void Details(TaskDraft draft, Node node, bool spoken)
    {
        if (node.Block is null) return;
        draft.Include(node.Block);
        if (spoken) draft.Text += AsLine(node.Block);
        foreach (var child in node.Children) Details(draft, child, spoken);
    }

    /// <summary>Later sentences of the paragraph that give work to others.</summary>
    private void MoreSubjects(Node node, Assignment? first)
    {
        var words = node.Words;
        for (var i = first?.To ?? 1; i + 3 < words.Count; i++)
        {
            if (words.Mark(i) != '.' || !words.Capital(i + 1) || (i > 0 && words[i - 1].IsWord && words.Range(i - 1, i).Length <= 2)) continue;
            if (Assignees.Subject(words, i + 1, clauses: false) is not { } other || IsIssuer(other) || !TaskWords.IsStrong(words, other.To)) continue;
            if (first is not null && other.Lead.Count == first.Lead.Count && other.Lead.Zip(first.Lead).All(p => Assignees.Same(p.First, p.Second))) continue;
            var draft = new TaskDraft { Scope = node.Parent!, Text = words.Text[words[i + 1].Start..], Lead = [.. other.Lead], Modality = other.IsRequest ? "request" : "command", Confidence = 0.8 };
            draft.Coordinating = Assignees.Coordinating(words, other.To, words.Count, draft.Lead);
            draft.Include(node.Block!);
            var before = LatestOf(node.Block!);
            if (before is not null && words[i].Start > 0 && before.Text.Length > words[i].Start + 1 && before.Text.AsSpan().StartsWith(words.Text.AsSpan(0, words[i].Start), StringComparison.Ordinal)) before.Text = words.Text[..(words[i].Start + 1)];
            drafts.Add(draft);
            i = other.To;
        }
    }

    private void VisitLeadIn(Node node, Assignment own)
    {
        var before = drafts.Count;
        Visit(node, own with { From = 0, To = 0 });
        var coordinating = Assignees.Coordinating(node.Words, 0, node.Words.Count, own.Lead);
        node.Block!.IsInTask |= drafts.Count > before;
        for (var i = before; i < drafts.Count; i++)
        {
            drafts[i].Blocks.Insert(0, node.Block!);
            foreach (var actor in coordinating)
                if (!drafts[i].Coordinating.Exists(a => Assignees.Same(a, actor)))
                    drafts[i].Coordinating.Add(actor);
        }
    }

    private void Combined(Node work, Node node, Assignment subject)
    {
        var draft = new TaskDraft { Scope = work.IsHeading ? work : node.Parent!, Text = work.Block!.WholeText + " " + node.Block!.WholeText, Lead = [.. subject.Lead], Modality = subject.IsRequest ? "request" : "command", Confidence = 0.85 };
        draft.Coordinating = Assignees.Coordinating(node.Words, subject.To, node.Words.Count, draft.Lead);
        draft.Include(work.Block);
        draft.Include(node.Block);
        drafts.Add(draft);
    }
}
