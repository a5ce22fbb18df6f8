namespace LanToa.Planning.Plans;

/// <summary>Marks of tasks in the rows of a table: a task that several cells of one row make is said once, under the last of them. Pure.</summary>
internal static class RowMarks
{
    /// <param name="text">The sentences in their order.</param>
    /// <param name="tasks">Ids of the tasks that a sentence of this key answers.</param>
    /// <returns>Which task is not said at which sentence.</returns>
    public static IReadOnlySet<(string Key, Guid Task)> Repeated(IEnumerable<PlanStatement> text, Func<string, IEnumerable<Guid>> tasks)
    {
        var (repeated, row) = (new HashSet<(string, Guid)>(), new Dictionary<Guid, string>());
        foreach (var sentence in text)
        {
            // A row begins at its number; without numbers the cells that go on are one.
            if (sentence.Kind != "table-cell" || sentence.Label is not null) row.Clear();
            if (sentence.Kind != "table-cell" || sentence.Words.Length == 0) continue;
            foreach (var task in tasks(sentence.Key))
            {
                if (row.TryGetValue(task, out var before)) repeated.Add((before, task));
                row[task] = sentence.Key;
            }
        }
        return repeated;
    }
}
