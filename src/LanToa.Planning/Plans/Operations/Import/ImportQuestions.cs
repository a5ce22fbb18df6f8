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
                var units = await members.OfAsync(null, party.GroupId, issuer, day, cancel);
                if (units.All(u => party.Excluded.Any(e => e.OrganizationId == u.Id)))
                    open.Add(new OpenQuestion(QuestionAbout.Lead, $"Nhóm “{party.Printed}” chưa có đơn vị nào tính đến ngày {VietnameseFormat.Date(day)}.", true) { Party = party });
            }
        open.AddRange(item.Leads.Select(p => (QuestionAbout.Lead, p)).Concat(item.Coordinating.Select(p => (QuestionAbout.Coordinating, p)))
            .Select(p => WhenGone(p.Item1, p.p, day)).OfType<OpenQuestion>());
        return open;
    }

    private OpenQuestion? WhenGone(QuestionAbout about, ItemParty party, DateOnly day)
    {
        if (party.OrganizationId is not { } id || directory.Find(id) is not { } unit || unit.ExistsOn(day)) return null;
        var interval = unit.ValidTo is { } to ? $"từ {VietnameseFormat.Date(unit.ValidFrom)} đến {VietnameseFormat.Date(to)}" : $"từ {VietnameseFormat.Date(unit.ValidFrom)}";
        return new OpenQuestion(about, $"{unit.Name} chỉ có hiệu lực {interval}, không có vào ngày của văn bản ({VietnameseFormat.Date(day)}).", false) { Party = party };
    }
}
