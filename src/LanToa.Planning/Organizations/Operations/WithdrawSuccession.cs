using LanToa.Contracts.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Modules;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Organizations;

/// <summary>Takes back a succession that was recorded by mistake, while nothing has been built on it: the old bodies get back the last day that they had. Nothing is deleted.</summary>
public sealed class WithdrawSuccession(LanToaDb db, Actor actor, OrganizationDirectory directory, Events events, Clock clock)
{
    /// <summary>What stands in the way (Vietnamese); empty when it can be withdrawn.</summary>
    public async Task<IReadOnlyList<string>> WhyNotAsync(Succession succession, IReadOnlyList<SuccessionLine> lines, CancellationToken cancel = default)
    {
        if (succession.WithdrawnAt is not null) return ["Lần sắp xếp này đã được thu hồi."];
        if (lines.Any(l => !actor.Can(OrganizationPermissions.Manage, l.FromId))) return ["Có cơ quan cũ ngoài phạm vi quản lý của bạn."];
        var reasons = new List<string>();
        Guid[] bodies = [.. lines.SelectMany(l => l.WholeIds).Distinct()];
        var later = await db.Set<SuccessionLine>().AsNoTracking().Where(l => bodies.Contains(l.FromId) && l.SuccessionId != succession.Id)
            .Join(db.Set<Succession>().Where(s => s.WithdrawnAt == null && s.EffectiveOn >= succession.EffectiveOn), l => l.SuccessionId, s => s.Id, (l, s) => new { l.FromId, s.EffectiveOn }).ToListAsync(cancel);
        reasons.AddRange(later.DistinctBy(l => l.FromId).Select(l => $"{directory.Find(l.FromId)?.Name} đã được sắp xếp tiếp từ ngày {VietnameseFormat.Date(l.EffectiveOn)}. Hãy thu hồi lần đó trước."));
        foreach (var line in Ended(lines))
        {
            if (directory.Find(line.FromId) is not { } body) continue;
            if (body.ValidTo != succession.EffectiveOn.AddDays(-1)) reasons.Add($"Ngày kết thúc của {body.Name} đã được sửa sau lần sắp xếp. Hãy đặt lại {VietnameseFormat.Date(succession.EffectiveOn.AddDays(-1))} trước.");
            else if (directory.All.FirstOrDefault(o => o.Id != body.Id && o.Code == body.Code && o.ValidFrom > body.ValidFrom && o.ValidFrom <= (line.EarlierValidTo ?? DateOnly.MaxValue)) is { } other)
                reasons.Add($"Mã {body.Code} nay là của {other.Name}. Hãy đổi mã của cơ quan đó trước.");
        }
        return reasons;
    }

    /// <summary>Withdraws it; or says why not, with nothing changed. Withdrawing it twice is once.</summary>
    public async Task<IReadOnlyList<string>> HandleAsync(Guid id, string? reason, CancellationToken cancel = default)
    {
        await using var both = await db.Database.BeginTransactionAsync(cancel);
        if (await db.Set<Succession>().FromSql($"SELECT * FROM succession WHERE id = {id} FOR UPDATE").SingleOrDefaultAsync(cancel) is not { } succession) return ["Không có lần sắp xếp này."];
        if (succession.WithdrawnAt is not null) return [];
        if (string.IsNullOrWhiteSpace(reason)) return ["Hãy ghi lý do thu hồi."];
        if (reason.Trim().Length > 300) return ["Lý do dài quá 300 chữ; hãy rút gọn."];
        directory.Forget();
        var lines = await db.Set<SuccessionLine>().AsNoTracking().Where(l => l.SuccessionId == id).ToListAsync(cancel);
        var reasons = await WhyNotAsync(succession, lines, cancel);
        if (reasons.Count > 0) return reasons;

        (succession.WithdrawnAt, succession.WithdrawnReason) = (clock.Now, reason.Trim());
        var earlier = Ended(lines).ToDictionary(l => l.FromId, l => l.EarlierValidTo);
        Guid[] ended = [.. earlier.Keys];
        foreach (var body in await db.Set<Organization>().Where(o => ended.Contains(o.Id)).ToListAsync(cancel))
        {
            body.ValidTo = earlier[body.Id];
            body.Version++;
        }
        // The heirs' own rows do not change; their history tells it all the same.
        foreach (var other in lines.SelectMany(l => l.WholeIds).Distinct().Where(b => !earlier.ContainsKey(b))) db.RecordEvent("organization", other, "succession.withdraw", reason.Trim());
        await events.PublishAsync(new SuccessionChanged(id), cancel);
        await db.Because("succession.withdraw", reason).SaveChangesAsync(cancel);
        await both.CommitAsync(cancel);
        directory.Forget();
        return [];
    }

    /// <summary>One line of each old body that ended; one that goes on in part had no last day set.</summary>
    private static IEnumerable<SuccessionLine> Ended(IReadOnlyList<SuccessionLine> lines)
    {
        var goesOn = lines.Where(l => l.ToId == l.FromId).Select(l => l.FromId).ToHashSet();
        return lines.Where(l => !goesOn.Contains(l.FromId)).DistinctBy(l => l.FromId);
    }
}
