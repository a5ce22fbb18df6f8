using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Organizations;

public sealed record SuccessionLineInput(Guid FromId, Guid? ToId, decimal Weight);

public sealed record SuccessionInput(SuccessionKind Kind, DateOnly EffectiveOn, string Act, IReadOnlyList<SuccessionLineInput> Lines);

/// <summary>
/// Records a reorganization: the bodies that end get their last day (the day before it takes effect), and the lines say who carries on.
/// Records, obligations and plans stay where they are; roll-ups follow the lines.
/// </summary>
public sealed class RecordSuccession(LanToaDb db, Actor actor, OrganizationDirectory directory, Clock clock)
{
    /// <summary>What stands in the way (Vietnamese); empty when it can be recorded.</summary>
    public async Task<IReadOnlyList<string>> WhyNotAsync(SuccessionInput input, CancellationToken cancel = default)
    {
        var reasons = new List<string>();
        if (input.Lines.Count == 0) return ["Bạn chưa chọn cơ quan được sắp xếp."];
        if (string.IsNullOrWhiteSpace(input.Act)) reasons.Add("Hãy ghi văn bản quyết định việc sắp xếp (số, ngày, cơ quan ban hành).");
        foreach (var from in input.Lines.GroupBy(l => l.FromId))
        {
            var body = directory.Find(from.Key);
            if (body is null || !actor.Can(OrganizationPermissions.Manage, from.Key))
            {
                reasons.Add("Có cơ quan ngoài phạm vi quản lý của bạn.");
                continue;
            }
            if (!body.ExistsOn(input.EffectiveOn.AddDays(-1))) reasons.Add($"{body.Name} không tồn tại ngay trước ngày {VietnameseFormat.Date(input.EffectiveOn)}.");
            if (input.Kind != SuccessionKind.Abolish && from.Sum(l => l.Weight) != 1) reasons.Add($"Tỷ lệ của {body.Name} phải cộng lại bằng 1 (hiện là {VietnameseFormat.Exact(from.Sum(l => l.Weight))}).");
            reasons.AddRange(from.Where(l => l.ToId == from.Key && input.Kind != SuccessionKind.Transfer).Select(_ => $"{body.Name} không thể kế thừa chính nó."));
        }
        foreach (var to in input.Lines.Select(l => l.ToId).OfType<Guid>().Distinct())
            if (directory.Find(to) is not { } successor) reasons.Add("Cơ quan kế thừa chưa có trong hệ thống. Hãy thêm trước.");
            else if (!successor.ExistsOn(input.EffectiveOn)) reasons.Add($"{successor.Name} chưa có hiệu lực vào ngày {VietnameseFormat.Date(input.EffectiveOn)}.");
        if (input.Kind == SuccessionKind.Abolish != input.Lines.All(l => l.ToId is null)) reasons.Add("Giải thể thì không có cơ quan kế thừa; các hình thức khác phải có.");
        var ended = input.Lines.Select(l => l.FromId).ToHashSet();
        if (await db.Set<SuccessionLine>().AnyAsync(l => ended.Contains(l.FromId) && l.ToId != l.FromId, cancel)) reasons.Add("Có cơ quan đã được ghi nhận sắp xếp trước đó.");
        return reasons;
    }

    public async Task<Guid> HandleAsync(SuccessionInput input, CancellationToken cancel = default)
    {
        var reasons = await WhyNotAsync(input, cancel);
        if (reasons.Count > 0) throw new InvalidOperationException(string.Join(" ", reasons));
        var succession = new Succession { Kind = input.Kind, EffectiveOn = input.EffectiveOn, Act = input.Act.Trim(), At = clock.Now };
        db.Add(succession);
        foreach (var line in input.Lines) db.Add(new SuccessionLine { SuccessionId = succession.Id, FromId = line.FromId, ToId = line.ToId, Weight = line.Weight });
        var goesOn = input.Lines.Where(l => l.ToId == l.FromId).Select(l => l.FromId).ToHashSet();
        var ending = input.Lines.Select(l => l.FromId).Where(id => !goesOn.Contains(id)).ToHashSet();
        foreach (var body in await db.Set<Organization>().Where(o => ending.Contains(o.Id)).ToListAsync(cancel))
        {
            body.ValidTo = input.EffectiveOn.AddDays(-1);
            body.Version++;
        }
        await db.Because("succession.record", input.Act).SaveChangesAsync(cancel);
        directory.Forget();
        return succession.Id;
    }
}
