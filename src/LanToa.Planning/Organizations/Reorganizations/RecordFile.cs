using System.Security.Cryptography;
using System.Text;
using LanToa.Contracts.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Text;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Organizations;

/// <summary>One reorganization of a file, with what hangs on the bodies that it ends.</summary>
public sealed record FiledSuccession(SuccessionInput Input, IReadOnlyList<int> Lines, IReadOnlyList<BodyHolding> Holdings);

/// <summary>What a file would change, or has changed. <paramref name="Seen"/> stands for all of it: it is another one when anything is different.</summary>
public sealed record FiledSuccessions(IReadOnlyList<FiledSuccession> Successions, IReadOnlyList<RowProblem> Problems, string Seen);

/// <summary>
/// Records the reorganizations of a file, or the one that was typed, all of them or none. The trial run records them too and takes all back, so that it says what would really happen.
/// </summary>
public sealed class RecordFile(LanToaDb db, Actor actor, OrganizationDirectory directory, RecordSuccession record, IEnumerable<IBodyHoldings> holdings)
{
    public Task<FiledSuccessions> TryAsync(string text, CancellationToken cancel = default) => RunAsync(text, null, cancel);

    /// <summary>Records them if they are still what was seen; otherwise nothing, and the answer says what is now.</summary>
    public Task<FiledSuccessions> HandleAsync(string text, string seen, CancellationToken cancel = default) => RunAsync(text, seen, cancel);

    /// <summary>The one that was typed; its problems belong to no row.</summary>
    public Task<FiledSuccessions> TryAsync(SuccessionInput input, CancellationToken cancel = default) => RunAsync(_ => [(input, [0])], [], null, cancel);

    public Task<FiledSuccessions> HandleAsync(SuccessionInput input, string seen, CancellationToken cancel = default) => RunAsync(_ => [(input, [0])], [], seen, cancel);

    private Task<FiledSuccessions> RunAsync(string text, string? seen, CancellationToken cancel)
    {
        var (rows, unread) = SuccessionFile.Read(text);
        return RunAsync(problems => Grouped(rows, problems), [.. unread], seen, cancel);
    }

    private async Task<FiledSuccessions> RunAsync(Func<List<RowProblem>, IEnumerable<(SuccessionInput Input, IReadOnlyList<int> Lines)>> read, List<RowProblem> problems, string? seen, CancellationToken cancel)
    {
        directory.Forget();
        var successions = new List<FiledSuccession>();
        await using var all = await db.Database.BeginTransactionAsync(cancel);
        foreach (var (input, lines) in read(problems))
        {
            successions.Add(new FiledSuccession(input, lines, [.. await HeldAsync(input, cancel)]));
            var reasons = await record.WhyNotAsync(input, cancel);
            problems.AddRange(reasons.Select(r => new RowProblem(lines[0], r)));
            if (reasons.Count == 0) await record.RecordAsync(input, cancel);
        }
        problems.Sort((a, b) => a.Line.CompareTo(b.Line));
        var filed = new FiledSuccessions(successions, problems, Stamp(successions));
        if (seen == filed.Seen && problems.Count == 0)
        {
            await all.CommitAsync(cancel);
        }
        else
        {
            await all.RollbackAsync(cancel);
            db.ChangeTracker.Clear();
        }
        directory.Forget();
        return filed;
    }

    // Rows of one form, day and act belong together: those into one body when it is a merger, those of one body otherwise.
    private IEnumerable<(SuccessionInput Input, IReadOnlyList<int> Lines)> Grouped(IReadOnlyList<SuccessionRow> rows, List<RowProblem> problems)
    {
        var known = new List<(SuccessionRow Row, Guid From, Guid? To)>();
        foreach (var row in rows)
        {
            var from = Find(row, row.From, row.EffectiveOn.AddDays(-1), "Cơ quan cũ");
            Guid? to = null;
            if (row.To.Length > 0) to = Find(row, row.To, row.EffectiveOn, "Cơ quan kế thừa");
            if (from is { } body && (row.To.Length == 0 || to is not null)) known.Add((row, body, to));
        }
        return known.GroupBy(k => (k.Row.Kind, k.Row.EffectiveOn, Act: Folding.Fold(k.Row.Act), Body: k.Row.Kind == SuccessionKind.Merge ? k.To : k.From))
            .OrderBy(g => g.Key.EffectiveOn).ThenBy(g => g.First().Row.Line)
            .Select(g => (new SuccessionInput(g.Key.Kind, g.Key.EffectiveOn, g.First().Row.Act, [.. g.Select(k => new SuccessionLineInput(k.From, k.To, k.Row.Weight))]), (IReadOnlyList<int>)[.. g.Select(k => k.Row.Line)])).ToList();

        Guid? Find(SuccessionRow row, string words, DateOnly day, string role)
        {
            var found = Bodies(words, day);
            if (found is [var only]) return only.Id;
            problems.Add(new RowProblem(row.Line, found.Count == 0
                ? $"{role} “{words}” không có vào ngày {VietnameseFormat.Date(day)}{(Bodies(words, null) is [var other, ..] ? $" ({other.Name} có {RecordSuccession.Interval(other)})" : "")}. Hãy ghi mã hoặc tên đầy đủ như trong danh sách Cơ quan{(role == "Cơ quan cũ" ? "" : ", hoặc thêm cơ quan trước")}."
                : $"{role} “{words}” trùng tên {found.Count} cơ quan. Hãy ghi mã: {string.Join(", ", found.Take(5).Select(o => $"{o.Code} ({directory.DistinctNameOf(o.Id)})"))}."));
            return null;
        }
    }

    // A code names one body of a day; a name may name several, of which those that this person manages go first.
    private List<OrganizationInfo> Bodies(string words, DateOnly? day)
    {
        var living = directory.All.Where(o => day is not { } on || o.ExistsOn(on));
        var name = Folding.Fold(words);
        List<OrganizationInfo> found = [.. living.Where(o => o.Code == words)];
        if (found.Count == 0) found = [.. living.Where(o => Folding.Fold(o.Name) == name || (o.ShortName.Length > 0 && Folding.Fold(o.ShortName) == name))];
        return found.Count > 1 && found.FindAll(o => actor.Can(OrganizationPermissions.Manage, o.Id)) is { Count: > 0 } own ? own : found;
    }

    private async Task<List<BodyHolding>> HeldAsync(SuccessionInput input, CancellationToken cancel)
    {
        var goesOn = input.Lines.Where(l => l.ToId == l.FromId).Select(l => l.FromId).ToHashSet();
        Guid[] ended = [.. input.Lines.Select(l => l.FromId).Where(id => !goesOn.Contains(id)).Distinct()];
        var held = new List<BodyHolding>();
        if (ended.Length > 0)
            foreach (var room in holdings) held.AddRange(await room.OfAsync(ended, input.EffectiveOn, cancel));
        // In the order of the lines, so that what was seen and what is recorded are compared alike.
        return [.. held.OrderBy(h => Array.IndexOf(ended, h.Body))];
    }

    private static string Stamp(List<FiledSuccession> successions)
    {
        var words = new StringBuilder();
        foreach (var (input, _, held) in successions)
        {
            words.Append(CultureFree(input.Kind, input.EffectiveOn, input.Act));
            foreach (var line in input.Lines) words.Append(CultureFree(line.FromId, line.ToId, VietnameseFormat.Exact(line.Weight)));
            foreach (var holding in held) words.Append(CultureFree(holding.Body, holding.Words));
        }
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(words.ToString())))[..16];

        static string CultureFree(params object?[] parts) => string.Join('|', parts.Select(p => p is DateOnly day ? VietnameseFormat.Date(day) : p?.ToString())) + "\n";
    }
}
