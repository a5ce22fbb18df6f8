using LanToa.Reading.Model;

namespace LanToa.Reading.Grammar;

/// <summary>A task being put together.</summary>
internal sealed class TaskDraft
{
    public required Node Scope { get; init; }
    public required string Text { get; set; }
    public List<Block> Blocks { get; } = [];
    public List<Actor> Lead { get; set; } = [];
    public List<Actor> Coordinating { get; set; } = [];
    public string Modality { get; set; } = "command";
    /// <summary>The words of a time field; null where the time must be found in the text.</summary>
    public string? Time { get; set; }
    public string? Product { get; set; }
    public double Confidence { get; set; } = 0.9;

    public TaskDraft Copy() => Fill(new TaskDraft { Scope = Scope, Text = Text });

    private TaskDraft Fill(TaskDraft copy)
    {
        copy.Blocks.AddRange(Blocks);
        copy.Lead = [.. Lead];
        copy.Coordinating = [.. Coordinating];
        (copy.Modality, copy.Time, copy.Product, copy.Confidence) = (Modality, Time, Product, Confidence);
        return copy;
    }

    public void Include(Block block)
    {
        for (var at = block; at is not null; at = at.ContinuedBy)
        {
            if (!at.IsInTask || !Blocks.Contains(at)) Blocks.Add(at);
            at.IsInTask = true;
        }
    }
}
