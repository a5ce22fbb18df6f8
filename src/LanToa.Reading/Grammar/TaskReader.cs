using LanToa.Reading.Model;

namespace LanToa.Reading.Grammar;

/// <summary>
/// Finds tasks in the outline: items under the name of a body, sentences that name one, blocks of labelled lines, and tables.
/// One task per printed item; lines that only give a time or a product complete the tasks above them.
/// </summary>
internal sealed partial class TaskReader
{
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
                Article(node);
            }
            else if (node.Field is { } field)
            {
                i = Fields(parent, i, field);
            }
            else
            {
                Item(node, parent, i, lead);
            }
        }
    }

    /// <summary>"Điều 2. Giao Vụ Tổ chức cán bộ theo dõi …" gives work; who carries the decision out is no task.</summary>
    private void Article(Node node)
    {
        var words = node.Words;
        if (!TaskWords.IsCloser(node.Block!) && !node.Block!.Lower.Contains("thi hành", StringComparison.Ordinal) && node.DirectSubject is { } subject && (words.Is(0, "giao") || TaskWords.IsStrong(words, subject.To)) && !TaskWords.IsOpenLeadIn(node)) AddTask(node, subject, 0.85, withChildren: true);
        else Visit(node, null);
    }

    private void Heading(Node node, Assignment? lead)
    {
        if (node.Class != LabelClass.Roman && HasLeadField(node, 0))
        {
            Labelled(node, node.Children, 0);
            return;
        }

        Visit(node, node.Class is LabelClass.Annex ? null : Assignees.OfHeading(node.Words) ?? (node.Class == LabelClass.Roman ? null : lead));
    }

    private void Item(Node node, Node parent, int index, Assignment? lead)
    {
        var block = node.Block!;
        if (block.Kind is BlockKind.Furniture || TaskWords.IsCloser(block)) return;
        if (HasLeadField(node, 0) && node.Field is null)
        {
            var first = node.Children.FindIndex(c => c.Field is not null);
            if (node.Children.Take(first).All(c => c.Subject is null))
            {
                Labelled(node, node.Children, 0);
                return;
            }
        }

        if (node.Field is null && FieldsBehind(block.WholeText) is { } behindWork)
        {
            var draft = new TaskDraft { Scope = parent, Text = block.WholeText, Confidence = 0.9 };
            draft.Include(block);
            Apply(draft, behindWork, node);
            drafts.Add(draft);
            AddChildren(draft, node, new Assignment(draft.Lead, false, 0, 0));
            return;
        }

        var words = node.Words;
        var subject = node.Subject;
        if (subject is not null && IsIssuer(subject) && !(node.Section == SectionKind.Implementation && TaskWords.IsStrong(words, subject.To))) subject = null;
        subject ??= Assignees.OfLevel(words);
        var own = subject ?? (lead is null ? Inherited(node, parent, index) : lead with { From = 0, To = 0 });
        if (own is null)
        {
            if ((Assignees.InBrackets(words) ?? Assignees.Given(words) ?? Assignees.Behind(words)) is { } behind) AddTask(node, behind, 0.85, withChildren: true);
            else if (TaskWords.IsImplicit(node) || TaskWords.IsDated(node)) AddTask(node, new Assignment([], false, 0, 0), 0.55, withChildren: true);
            else Visit(node, null);
            return;
        }

        if (subject is not null && TaskWords.IsBareAssignment(words, subject) && Owner(parent, index) is { } work)
        {
            Combined(work, node, subject);
            return;
        }

        if (TaskWords.IsOpenLeadIn(node))
        {
            VisitLeadIn(node, own);
            return;
        }

        AddTask(node, own, subject is null ? 0.9 : 0.92, withChildren: true);
        MoreSubjects(node, subject);
    }

    private bool IsIssuer(Assignment subject) => subject is { Lead: [{ Group: false } only], IsRequest: false, From: 0 } && issuer.Length > 0 && issuer.StartsWith(Vn.Lower(only.Name).Replace("ubnd", "ủy ban nhân dân", StringComparison.Ordinal), StringComparison.Ordinal);

    /// <summary>A paragraph of work after an item that named its body: "1. Vụ Pháp chế có trách nhiệm …" / "Chủ trì phối hợp với …".</summary>
    private Assignment? Inherited(Node node, Node parent, int index)
    {
        if (node.Class != LabelClass.None || !WorkVerbs.IsStart(node.Words, 0)) return null;
        var owner = index > 0 ? parent.Children[index - 1].Block : parent.IsHeading ? null : parent.Block;
        if (owner is null) return null;
        var draft = LatestOf(owner);
        return draft is null || draft.Lead.Count == 0 ? null : new Assignment(draft.Lead, draft.Modality == "request", 0, 0);
    }

    private TaskDraft? LatestOf(Block block) => block.IsInTask ? drafts.FindLast(d => d.Blocks.Contains(block)) : null;

    /// <summary>The work that a bare assignment speaks of: the item before it without a task, else the heading above.</summary>
    private Node? Owner(Node parent, int index)
    {
        for (var i = index - 1; i >= 0; i--)
            if (parent.Children[i].Block is { } block && !parent.Children[i].IsHeading)
                return LatestOf(block) is not null ? null : parent.Children[i];
        return parent.Block is null || LatestOf(parent.Block) is not null ? null : parent;
    }

    /// <summary>A plan that names no body gives all its work to its issuer.</summary>
    private void Fallback(Node root)
    {
        foreach (var node in root.Children) Collect(node);
        void Collect(Node node)
        {
            if (node.Section == SectionKind.Purpose || node.Section == SectionKind.Budget) return;
            var work = node.Block is not null && !node.IsHeading && node.Section is SectionKind.Implementation or SectionKind.Content && node.Parent?.Block is not null && !TaskWords.IsCloser(node.Block!) && node.Field is null && WorkVerbs.IsStart(node.Words, 0);
            if (work)
            {
                AddTask(node, new Assignment([], false, 0, 0), 0.5, withChildren: true);
                return;
            }

            foreach (var child in node.Children) Collect(child);
        }
    }
}
