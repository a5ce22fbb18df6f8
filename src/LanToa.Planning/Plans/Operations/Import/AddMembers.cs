using System.Text.RegularExpressions;
using LanToa.Contracts.Organizations;
using LanToa.Planning.Organizations;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans;

/// <summary>
/// Says in one step which bodies the words of a document stand for, one name a line: those that are missing are added, valid from the document's day, all or none.
/// Where they are members of the group that the words mean, the group stays, with exactly those units that it had and these: whoever is added for other words
/// later is none of them. Otherwise they take its place. Safe to send again: known names are used.
/// </summary>
public sealed partial class AddMembers(ImportDesk desk, SaveOrganization organizations, OrganizationDirectory directory, OrganizationNames names, GroupMembers members)
{
    private const int MostLines = 200;
    private const int LongestName = 300;

    public async Task<(ImportStep Step, int Added, int Known)> HandleAsync(Guid importId, string printed, string? text, CancellationToken cancel = default)
    {
        var import = await desk.FindAsync(importId, cancel);
        if (desk.WhyNot(import) is { Count: > 0 } why) return (new ImportStep(why), 0, 0);
        if (import!.IssuerId is not { } id || directory.Find(id) is not { } issuer || import.Date is not { } day) return (ImportStep.Refused("Hãy nói cơ quan ban hành và ngày của văn bản trước."), 0, 0);
        var lines = (text ?? "").Split('\n').Select(Clean).Where(l => l.Length > 0).DistinctBy(directory.KeyOf).ToList();
        if (lines.Count == 0) return (ImportStep.Refused("Bạn chưa nhập tên đơn vị nào. Hãy ghi mỗi dòng một tên."), 0, 0);
        if (lines.Count > MostLines) return (ImportStep.Refused($"Mỗi lần thêm được nhiều nhất {MostLines} đơn vị; bạn đã ghi {lines.Count}."), 0, 0);
        if (lines.FirstOrDefault(l => l.Length > LongestName) is { } lengthy) return (ImportStep.Refused($"Tên “{lengthy[..60]}…” dài quá {LongestName} chữ; hãy ghi mỗi dòng một tên."), 0, 0);
        if (lines.Where(OrganizationNames.IsAtLarge).ToList() is { Count: > 0 } many) return (new ImportStep([.. many.Select(l => $"“{l}” chỉ nhiều cơ quan, không phải một cơ quan cụ thể. Hãy ghi từng cơ quan trên một dòng.")]), 0, 0);

        var items = await desk.ItemsAsync(importId, cancel);
        var party = items.SelectMany(i => i.Leads.Concat(i.Coordinating)).FirstOrDefault(p => p.Printed == printed);
        var group = party?.GroupId is { } asGroup ? await desk.Db.Set<OrganizationGroup>().AsNoTracking().FirstOrDefaultAsync(g => g.Id == asGroup, cancel) : null;
        IReadOnlyList<Guid> before = group is null ? [] : party!.Given ?? [.. (await members.OfAsync(group.Id, id, day, cancel)).Select(o => o.Id)];
        var (units, adding) = (new List<Guid>(), new List<OrganizationInput>());
        foreach (var line in lines)
        {
            var input = InputOf(line, group, issuer, day, import.Called(), adding);
            var found = (await names.ResolveAsync(input.Name, id, day, cancel)).OrganizationId ?? (await names.ResolveAsync(line, id, day, cancel)).OrganizationId;
            if (found is { } known) units.Add(known);
            else adding.Add(input);
        }
        if (adding.Where(a => a.Level == OrganizationLevel.District && a.ValidFrom >= ImportNationalList.TwoTierDay).ToList() is { Count: > 0 } gone)
            return (new ImportStep([.. gone.Select(g => $"{g.Name}: cấp huyện kết thúc ngày {VietnameseFormat.Date(ImportNationalList.TwoTierDay.AddDays(-1))}, trước ngày của văn bản ({VietnameseFormat.Date(day)}). Hãy ghi xã, phường kế thừa, bỏ dòng này, hoặc kiểm tra lại ngày của văn bản.")]), 0, 0);
        // Added once more they would stand in the list twice.
        if (adding.Select(a => (a.Name, Later: names.Later(a.Name, id, day))).Where(a => a.Later is { } later && directory.IsWithin(later.Id, id)).ToList() is { Count: > 0 } later)
            return (new ImportStep([.. later.Select(a => $"{a.Name}: danh mục đã có, nhưng chỉ từ ngày {VietnameseFormat.Date(a.Later!.ValidFrom)}, sau ngày của văn bản ({VietnameseFormat.Date(day)}). Nếu cơ quan này đã có từ trước, hãy mở nó ở trang Cơ quan, sửa ngày bắt đầu có hiệu lực rồi thêm lại; nếu không thì bỏ dòng này.")]), 0, 0);
        var problems = await organizations.AddAllAsync(adding, cancel);
        if (problems.Count > 0) return (new ImportStep([.. problems.Select(p => $"{p.Input.Name}: {p.Problem.Message}")]), 0, 0);
        units.AddRange(adding.Select(a => a.NewId));

        if (group is not null && before.Union((await members.OfAsync(group.Id, id, day, cancel)).Select(o => o.Id)).ToHashSet().IsSupersetOf(units))
        {
            List<Guid> given = [.. before.Union(units)];
            foreach (var item in items) (item.Leads, item.Coordinating) = (Given(item.Leads, given), Given(item.Coordinating, given));
            await desk.HoldGroupsAsync(import, items, [.. adding.Select(a => a.NewId)], cancel);
            // Who only adds what the catalogue lacked has not said who all of them are: later documents go by the group's rule.
            if (party!.Given is not null || before.All(units.Contains)) await desk.RememberAsync(import, printed, given, group.Id, cancel);
        }
        else
        {
            foreach (var item in items) (item.Leads, item.Coordinating) = (Listed(item.Leads), Listed(item.Coordinating));
            await desk.HoldGroupsAsync(import, items, [.. adding.Select(a => a.NewId)], cancel);
            await desk.RememberAsync(import, printed, units, null, cancel);
        }
        await desk.ResolveOpenAsync(import, items, cancel);
        return (await desk.SaveAsync("words-meaning.say", cancel, $"“{printed}”: {units.Count} đơn vị"), adding.Count, units.Count - adding.Count);

        List<ItemParty> Given(List<ItemParty> parties, List<Guid> given) => parties.Exists(IsMeant)
            ? [.. parties.Select(p => IsMeant(p) ? p with { Given = given, Remembered = null } : p)]
            : parties;

        // Other spellings of the words are the same words.
        bool IsMeant(ItemParty p) => p.GroupId == group.Id && OrganizationNames.SpellingKey(p.Printed) == OrganizationNames.SpellingKey(printed);

        List<ItemParty> Listed(List<ItemParty> parties) => parties.Exists(p => p.Printed == printed)
            ? [.. parties.SelectMany(p => p.Printed != printed ? [p] : units.Select(u => new ItemParty(directory.Find(u)?.Name ?? printed, u))).DistinctBy(p => p.Key)]
            : parties;
    }

    /// <summary>A body of the kind of the group where it has one, else as its name says; a committee by its full name.</summary>
    private OrganizationInput InputOf(string line, OrganizationGroup? group, OrganizationInfo issuer, DateOnly day, string document, List<OrganizationInput> adding)
    {
        var (level, kind) = UnitGuess.Of(line, issuer.Level);
        // The parts of a department are no departments themselves.
        if (kind == OrganizationKind.Department && issuer.Kind != nameof(OrganizationKind.Committee) && group?.Kinds.Contains(OrganizationKind.Division) == true && !UnitGuess.IsPlain(line)) kind = OrganizationKind.Division;
        if (group is { Levels: [var only, ..], Kinds: [var like, ..] } && !(group.Levels.Contains(level) && group.Kinds.Contains(kind)) && !UnitGuess.IsPlain(line))
            (level, kind) = (group.Levels.Contains(level) ? level : only, group.Kinds.Contains(kind) ? kind : like);
        var name = kind == OrganizationKind.Committee && !directory.KeyOf(line).StartsWith("uy ban nhan dan", StringComparison.Ordinal) ? $"Ủy ban nhân dân {char.ToLowerInvariant(line[0])}{line[1..]}" : line;
        var nation = directory.All.FirstOrDefault(o => o.Level == nameof(OrganizationLevel.Nation));
        var parent = UnitGuess.Parent(level, kind, issuer, nation, directory.Find) ?? issuer;
        return new OrganizationInput(null, 0, OrganizationCodes.Propose(name, parent.Code, IsTaken), name, "", level, kind, parent.Id, null, day,
            level == OrganizationLevel.District && day < ImportNationalList.TwoTierDay ? ImportNationalList.TwoTierDay.AddDays(-1) : null) { NamedBy = document };

        bool IsTaken(string code) => adding.Exists(a => a.Code == code) || directory.All.Any(o => o.Code == code);
    }

    private static string Clean(string line) => Marks().Replace(line, "").TrimEnd(';', '.', ',', ' ', '\r').Trim();

    // Lists are pasted with their dashes and numbers.
    [GeneratedRegex(@"^\s*(?:[-+*•–]|\d{1,3}[.)]|[a-zđ]\))?\s*")]
    private static partial Regex Marks();
}
