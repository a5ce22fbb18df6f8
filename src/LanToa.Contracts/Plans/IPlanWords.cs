namespace LanToa.Contracts.Plans;

/// <summary>The words of a plan that ask for a task, and the heading under which they stand.</summary>
public sealed record TaskWords(string Sentence, string? Section);

/// <summary>What plans and their tasks are called and say, for rooms that point to them; also those of another province, since whoever owes the work may know who asked for what.</summary>
public interface IPlanWords
{
    /// <summary>Issued plans of the province and of the nation, the newest first: for choosing one.</summary>
    Task<IReadOnlyList<(Guid Id, string Name)>> IssuedAsync(int most, CancellationToken cancel = default);

    /// <summary>By plan; one that is not there is absent.</summary>
    Task<IReadOnlyDictionary<Guid, string>> NamesAsync(IReadOnlyCollection<Guid> plans, CancellationToken cancel = default);

    /// <summary>By task: the sentences of the document that it answers, in their order; its own words where it was written by hand.</summary>
    Task<IReadOnlyDictionary<Guid, TaskWords>> OfTasksAsync(IReadOnlyCollection<Guid> tasks, CancellationToken cancel = default);
}
