using LanToa.Planning.Organizations;
using LanToa.Platform.Time;

namespace LanToa.Planning.Plans;

/// <summary>All that is still to be asked about a task of the reading: its own gaps, groups that lead without a unit, units that did not exist on the document's day.</summary>
public sealed class ImportQuestions(OrganizationDirectory directory, PartyMembers members, Clock clock)
{
    public async Task<IReadOnlyList<OpenQuestion>> OfAsync(PlanImport import, ImportItem item, CancellationToken cancel = default)
    {
        var day = import.Date ?? clock.Today;
        List<OpenQuestion> open = [.. item.Questions(import.CalendarOn(clock.Today))];
        if (import.IssuerId is { } issuer)
            foreach (var party in item.Leads.Where(p => p.GroupId is not null))
            {
                var units = await members.OfAsync(party, issuer, day, cancel);
                if (units.All(u => party.Excluded.Any(e => e.OrganizationId == u.Id)))
                    open.Add(new OpenQuestion(QuestionAbout.Lead, party.Given is { Count: 0 } ? $"Chưa rõ “{party.Printed}” gồm những đơn vị nào; đơn vị vừa thêm cho nhiệm vụ khác không tự vào nhóm." : $"Nhóm “{party.Printed}” chưa có đơn vị nào tính đến ngày {VietnameseFormat.Date(day)}.", true) { Party = party });
            }
        open.AddRange(item.Leads.Select(p => (QuestionAbout.Lead, p)).Concat(item.Coordinating.Select(p => (QuestionAbout.Coordinating, p)))
            .SelectMany(p => (p.p.Given ?? (p.p.OrganizationId is { } unit ? [unit] : [])).Select(unit => WhenGone(p.Item1, p.p, unit, day))).OfType<OpenQuestion>());
        return open;
    }

    private OpenQuestion? WhenGone(QuestionAbout about, ItemParty party, Guid id, DateOnly day)
    {
        if (directory.Find(id) is not { } unit || unit.ExistsOn(day)) return null;
        var interval = unit.ValidTo is { } to ? $"từ {VietnameseFormat.Date(unit.ValidFrom)} đến {VietnameseFormat.Date(to)}" : $"từ {VietnameseFormat.Date(unit.ValidFrom)}";
        return new OpenQuestion(about, $"{unit.Name} chỉ có hiệu lực {interval}, không có vào ngày của văn bản ({VietnameseFormat.Date(day)}).", false) { Party = party };
    }
}
