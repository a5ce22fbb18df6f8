using LanToa.Contracts.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Modules;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Organizations;

public sealed record SuccessionLineInput(Guid FromId, Guid? ToId, decimal Weight);

public sealed record SuccessionInput(SuccessionKind Kind, DateOnly EffectiveOn, string Act, IReadOnlyList<SuccessionLineInput> Lines);

/// <summary>
/// Records a reorganization: the bodies that end get their last day (the day before it takes effect), and the lines say who carries on.
/// Records, obligations and plans stay where they are; roll-ups follow the lines.
/// </summary>
public sealed class RecordSuccession(LanToaDb db, Actor actor, OrganizationDirectory directory, Events events, Clock clock)
{
    /// <summary>What stands in the way (Vietnamese); empty when it can be recorded.</summary>
    public async Task<IReadOnlyList<string>> WhyNotAsync(SuccessionInput input, CancellationToken cancel = default)
    {
        if (input.Lines.Count == 0) return ["Bạn chưa chọn cơ quan được sắp xếp."];
        var reasons = new List<string>();
        if (string.IsNullOrWhiteSpace(input.Act)) reasons.Add("Hãy ghi văn bản quyết định việc sắp xếp (số, ngày, cơ quan ban hành).");
        foreach (var from in input.Lines.GroupBy(l => l.FromId)) reasons.AddRange(WhyNotEnd(input, from.Key, [.. from]));
        foreach (var to in input.Lines.Select(l => l.ToId).OfType<Guid>().Distinct())
            if (directory.Find(to) is not { } successor) reasons.Add("Cơ quan kế thừa chưa có trong hệ thống. Hãy thêm trước.");
            else if (!successor.ExistsOn(input.EffectiveOn)) reasons.Add($"{successor.Name} không tồn tại vào ngày {VietnameseFormat.Date(input.EffectiveOn)} ({Interval(successor)}). Hãy sửa ngày hoặc chọn cơ quan khác.");
        reasons.AddRange(SuccessionForms.WhyNot(input, id => directory.Find(id)));
        if (reasons.Count > 0) return [.. reasons.Distinct()];

        Guid[] bodies = [.. input.Lines.Select(l => l.FromId).Distinct()];
        var counting = await db.Set<SuccessionLine>().AsNoTracking().Join(db.Set<Succession>().Where(s => s.WithdrawnAt == null), l => l.SuccessionId, s => s.Id, (l, s) => new { l.FromId, l.ToId, s.EffectiveOn })
            .Where(l => bodies.Contains(l.FromId) || l.EffectiveOn == input.EffectiveOn).ToListAsync(cancel);
        var goesOn = counting.Where(l => l.ToId == l.FromId).Select(l => (l.FromId, l.EffectiveOn)).ToHashSet();
        foreach (var body in bodies)
            if (counting.Find(l => l.FromId == body && (l.EffectiveOn == input.EffectiveOn || !goesOn.Contains((body, l.EffectiveOn)))) is { } earlier)
                reasons.Add($"{directory.Find(body)!.Name} đã được ghi nhận sắp xếp từ ngày {VietnameseFormat.Date(earlier.EffectiveOn)}. Nếu lần đó ghi nhầm, hãy thu hồi ở trang của cơ quan rồi ghi lại.");
        // The list of a file is recorded as a whole: what ended by an earlier line of it is not in the directory yet.
        reasons.AddRange((await RecordedEndsAsync(input, cancel)).Select(end => $"{directory.Find(end.Body)?.Name} đã kết thúc do sắp xếp từ ngày {VietnameseFormat.Date(end.On)} nên không kế thừa được. Hãy chọn cơ quan kế thừa của nó."));
        var sameDay = counting.Where(l => l.EffectiveOn == input.EffectiveOn && l.ToId is not null).Select(l => (l.FromId, To: l.ToId!.Value))
            .Concat(input.Lines.Where(l => l.ToId is not null).Select(l => (l.FromId, To: l.ToId!.Value)));
        if (SuccessionForms.RingIn(sameDay) is { } ring) reasons.Add($"{directory.Find(ring)?.Name} kế thừa vòng lại chính nó trong cùng ngày. Hãy xem lại các dòng và những lần sắp xếp cùng ngày.");
        else reasons.AddRange(await CarriedOnLaterAsync(input, cancel));
        return reasons;
    }

    /// <summary>Bodies that would end before something recorded already makes them carry on others: what they took over would be nobody's.</summary>
    private async Task<IEnumerable<string>> CarriedOnLaterAsync(SuccessionInput input, CancellationToken cancel)
    {
        Guid[] ending = [.. input.Lines.GroupBy(l => l.FromId).Where(g => g.All(l => l.ToId != g.Key)).Select(g => g.Key)];
        var later = await db.Set<SuccessionLine>().AsNoTracking().Where(l => l.ToId != null && ending.Contains(l.ToId.Value) && l.FromId != l.ToId)
            .Join(db.Set<Succession>().Where(s => s.WithdrawnAt == null && s.EffectiveOn >= input.EffectiveOn), l => l.SuccessionId, s => s.Id, (l, s) => new { l.FromId, Heir = l.ToId!.Value, s.EffectiveOn }).ToListAsync(cancel);
        return later.OrderBy(l => l.EffectiveOn).DistinctBy(l => l.Heir).Select(l =>
            $"{directory.Find(l.Heir)?.Name} đã được ghi nhận kế thừa {directory.Find(l.FromId)?.Name} từ ngày {VietnameseFormat.Date(l.EffectiveOn)} nên phải còn vào ngày đó. Hãy ghi ngày sắp xếp muộn hơn, hoặc thu hồi lần đó rồi ghi lại với cơ quan kế thừa sau cùng.");
    }

    private async Task<IReadOnlyList<(Guid Body, DateOnly On)>> RecordedEndsAsync(SuccessionInput input, CancellationToken cancel)
    {
        Guid[] heirs = [.. input.Lines.Select(l => l.ToId).OfType<Guid>().Distinct().Where(id => directory.Find(id)?.ExistsOn(input.EffectiveOn) == true)];
        var ends = await db.Set<SuccessionLine>().AsNoTracking().Where(l => heirs.Contains(l.FromId))
            .Join(db.Set<Succession>().Where(s => s.WithdrawnAt == null && s.EffectiveOn <= input.EffectiveOn), l => l.SuccessionId, s => s.Id, (l, s) => new { l.SuccessionId, l.FromId, l.ToId, s.EffectiveOn }).ToListAsync(cancel);
        return [.. ends.GroupBy(e => (e.SuccessionId, e.FromId, e.EffectiveOn)).Where(g => g.All(e => e.ToId != g.Key.FromId)).Select(g => (g.Key.FromId, g.Key.EffectiveOn))];
    }

    /// <summary>What is wrong with the lines of one old body.</summary>
    private IEnumerable<string> WhyNotEnd(SuccessionInput input, Guid id, List<SuccessionLineInput> lines)
    {
        if (directory.Find(id) is not { } body || !actor.Can(OrganizationPermissions.Manage, id))
        {
            yield return "Có cơ quan ngoài phạm vi quản lý của bạn.";
            yield break;
        }
        if (body.ValidFrom >= input.EffectiveOn) yield return $"{body.Name} chỉ có từ ngày {VietnameseFormat.Date(body.ValidFrom)}; ngày sắp xếp phải sau ngày đó.";
        else if (!body.ExistsOn(input.EffectiveOn.AddDays(-1))) yield return $"{body.Name} đã kết thúc trước ngày {VietnameseFormat.Date(input.EffectiveOn)} ({Interval(body)}).";
        if (lines.Select(l => l.ToId).Distinct().Count() < lines.Count) yield return $"{body.Name} có hai dòng cùng một cơ quan kế thừa. Hãy gộp thành một dòng.";
        if (lines.Sum(l => l.Weight) != 1) yield return $"Tỷ lệ của {body.Name} phải cộng lại bằng 1 (hiện là {VietnameseFormat.Exact(lines.Sum(l => l.Weight))}).";
        if (input.Kind != SuccessionKind.Transfer && lines.Exists(l => l.ToId == id)) yield return $"{body.Name} không thể kế thừa chính nó.";
    }

    internal static string Interval(OrganizationInfo body) => $"từ {VietnameseFormat.Date(body.ValidFrom)}{(body.ValidTo is { } end ? $" đến hết {VietnameseFormat.Date(end)}" : "")}";

    public async Task<Guid> HandleAsync(SuccessionInput input, CancellationToken cancel = default)
    {
        var reasons = await WhyNotAsync(input, cancel);
        if (reasons.Count > 0) throw new InvalidOperationException(string.Join(" ", reasons));
        var id = await RecordAsync(input, cancel);
        directory.Forget();
        return id;
    }

    /// <summary>Writes what <see cref="WhyNotAsync"/> had nothing against; whoever calls it lets the directory forget afterwards.</summary>
    internal async Task<Guid> RecordAsync(SuccessionInput input, CancellationToken cancel)
    {
        var succession = new Succession { Kind = input.Kind, EffectiveOn = input.EffectiveOn, Act = input.Act.Trim(), At = clock.Now };
        db.Add(succession);
        foreach (var line in input.Lines)
            db.Add(new SuccessionLine { SuccessionId = succession.Id, FromId = line.FromId, ToId = line.ToId, Weight = line.Weight, EarlierValidTo = directory.Find(line.FromId)!.ValidTo });
        var goesOn = input.Lines.Where(l => l.ToId == l.FromId).Select(l => l.FromId).ToHashSet();
        var ending = input.Lines.Select(l => l.FromId).Where(id => !goesOn.Contains(id)).ToHashSet();
        foreach (var body in await db.Set<Organization>().Where(o => ending.Contains(o.Id)).ToListAsync(cancel))
        {
            body.ValidTo = input.EffectiveOn.AddDays(-1);
            body.Version++;
        }
        await events.PublishAsync(new SuccessionChanged(succession.Id), cancel);
        await db.Because("succession.record", input.Act).SaveChangesAsync(cancel);
        return succession.Id;
    }
}
