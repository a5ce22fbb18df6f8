using LanToa.Contracts.Organizations;
using LanToa.Planning.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans;

/// <summary>What a step of the review gives: reasons why nothing was done, or none. A stale version is said as a reason too.</summary>
public sealed record ImportStep(IReadOnlyList<string> WhyNot)
{
    public static readonly ImportStep Done = new([]);

    /// <summary>What a person is to confirm before it is done.</summary>
    public string? Ask { get; init; }

    public bool IsDone => WhyNot.Count == 0 && Ask is null;

    public static ImportStep Refused(params IReadOnlyList<string> why) => new(why);
}

/// <summary>What the steps of a review share: finding the import for this person, saving with the version that the person saw, resolving printed names.</summary>
public sealed class ImportDesk(LanToaDb db, Actor actor, IOrganizationDirectory directory, OrganizationNames names, GroupMembers groups, Clock clock)
{
    public const string Stale = "Người khác vừa sửa chỗ này. Bản mới nhất đã hiện ra, hãy xem lại rồi làm tiếp.";

    private readonly Dictionary<(string Printed, Guid Issuer, DateOnly Day), NameResolution> _known = [];
    private readonly Dictionary<Guid, Dictionary<string, WordsMeaning>> _said = [];

    public LanToaDb Db => db;

    public Task<PlanImport?> FindAsync(Guid id, CancellationToken cancel) => db.Set<PlanImport>().FirstOrDefaultAsync(i => i.Id == id, cancel);

    public Task<List<ImportItem>> ItemsAsync(Guid import, CancellationToken cancel) =>
        db.Set<ImportItem>().Where(i => i.ImportId == import).OrderBy(i => i.Ordinal).ThenBy(i => i.Id).ToListAsync(cancel);

    public bool MayWork(PlanImport import) => actor.Can(PlanPermissions.Write, import.UnitId);

    /// <summary>Why this person may not go on with the review of an import.</summary>
    public IReadOnlyList<string> WhyNot(PlanImport? import)
    {
        if (import is null || !MayWork(import)) return ["Bạn không phụ trách văn bản này."];
        return import.State switch
        {
            ImportState.Ready => [],
            ImportState.Done => ["Văn bản này đã thành kế hoạch; hãy sửa trên trang kế hoạch."],
            ImportState.Discarded => ["Văn bản này đã bỏ."],
            _ => ["Văn bản chưa đọc xong."],
        };
    }

    /// <summary>The item with its import when the review may go on; otherwise the reasons.</summary>
    public async Task<(ImportItem? Item, PlanImport? Import, IReadOnlyList<string> WhyNot)> OpenItemAsync(Guid id, int version, CancellationToken cancel)
    {
        var item = await db.Set<ImportItem>().FirstOrDefaultAsync(i => i.Id == id, cancel);
        var import = item is null ? null : await FindAsync(item.ImportId, cancel);
        var why = WhyNot(import);
        if (why.Count == 0 && item!.Version != version) why = [Stale];
        return (item, import, why);
    }

    /// <summary>Saves; someone else's change between reading and saving is a reason, not a failure.</summary>
    public async Task<ImportStep> SaveAsync(string verb, CancellationToken cancel, string? reason = null)
    {
        try
        {
            await db.Because(verb, reason).SaveChangesAsync(cancel);
            return ImportStep.Done;
        }
        catch (DbUpdateConcurrencyException)
        {
            db.ChangeTracker.Clear();
            return ImportStep.Refused(Stale);
        }
    }

    public DateOnly DayOf(PlanImport import) => import.Date ?? clock.Today;

    /// <summary>
    /// What a printed name means in this document: mostly one party, several where a person said so of an earlier document of the issuer. Unresolved while
    /// the issuer is unknown.
    /// </summary>
    public async Task<IReadOnlyList<ItemParty>> MeaningAsync(PlanImport import, string printed, string? other, CancellationToken cancel)
    {
        if (import.IssuerId is { } issuer && (await SaidAsync(issuer, cancel)).GetValueOrDefault(PrintedNames.Key(printed)) is { Forgotten: false } said)
        {
            if (said.Units.Count == 0) return [new ItemParty(printed) { AsPrinted = true, Remembered = said.Id }];
            var units = said.Units.Select(directory.Find).OfType<OrganizationInfo>().Where(u => u.ExistsOn(DayOf(import))).ToList();
            // A list of which some have ended since, or were not there yet, is not what was said: the words are asked about anew.
            if (units.Count == said.Units.Count)
                return said.GroupId is { } group ? [new ItemParty(printed, null, group) { Given = [.. said.Units], Remembered = said.Id }] : [.. units.Select(u => new ItemParty(u.Name, u.Id) { Remembered = said.Id })];
        }
        return [await ResolveAsync(import, printed, other, cancel)];
    }

    /// <summary>Keeps for later documents of the issuer which units the words (of a group) stand for, none where they bind nobody (saved by the caller).</summary>
    public async Task RememberAsync(PlanImport import, string printed, IReadOnlyList<Guid> units, Guid? group, CancellationToken cancel)
    {
        if (import.IssuerId is not { } issuer || PrintedNames.Key(printed) is not { Length: > 0 } key) return;
        var said = await SaidAsync(issuer, cancel);
        if (!said.TryGetValue(key, out var known)) db.Add(said[key] = known = new WordsMeaning { ProvinceId = import.ProvinceId, IssuerId = issuer, Text = printed, Folded = key, Units = [] });
        else if (!known.Forgotten && known.GroupId == group && known.Units.SequenceEqual(units)) return;
        (known.Units, known.GroupId, known.ImportId, known.Document, known.Forgotten) = ([.. units], group, import.Id, import.Called(), false);
        (known.ByName, known.At) = (actor.Name, clock.Now);
    }

    /// <summary>The words have been given a unit or group instead (saved by the caller).</summary>
    public async Task ForgetAsync(PlanImport import, string printed, CancellationToken cancel)
    {
        if (import.IssuerId is not { } issuer || (await SaidAsync(issuer, cancel)).GetValueOrDefault(PrintedNames.Key(printed)) is not { Forgotten: false } known) return;
        (known.Forgotten, known.ByName, known.At) = (true, actor.Name, clock.Now);
    }

    private async Task<Dictionary<string, WordsMeaning>> SaidAsync(Guid issuer, CancellationToken cancel)
    {
        if (_said.TryGetValue(issuer, out var known)) return known;
        // Two people may have said it at once: the later word counts.
        return _said[issuer] = (await db.Set<WordsMeaning>().Where(m => m.IssuerId == issuer).OrderBy(m => m.At).ToListAsync(cancel)).GroupBy(m => m.Folded).ToDictionary(g => g.Key, g => g.Last());
    }

    /// <summary>Names that the list has come to know since the reading are resolved without being asked about. Nothing is saved where there are none.</summary>
    public async Task CatchUpAsync(Guid importId, CancellationToken cancel)
    {
        if (await FindAsync(importId, cancel) is not { } import || WhyNot(import).Count > 0) return;
        await ResolveOpenAsync(import, await ItemsAsync(importId, cancel), cancel);
        if (db.ChangeTracker.HasChanges()) await SaveAsync("import-item.change", cancel, "Tên đã có trong danh mục cơ quan");
    }

    private async Task<ItemParty> ResolveAsync(PlanImport import, string printed, string? other, CancellationToken cancel)
    {
        if (import.IssuerId is not { } issuer) return new ItemParty(printed);
        foreach (var name in new[] { printed, other }.OfType<string>().Distinct())
        {
            var key = (name, issuer, DayOf(import));
            if (!_known.TryGetValue(key, out var found)) _known[key] = found = await names.ResolveAsync(name, issuer, DayOf(import), cancel);
            if (found.IsResolved) return new ItemParty(printed, found.OrganizationId, found.GroupId);
        }
        return new ItemParty(printed);
    }

    /// <summary>Tries again what nobody has resolved, after the issuer, the date or an alias changed.</summary>
    public async Task ResolveOpenAsync(PlanImport import, IEnumerable<ImportItem> items, CancellationToken cancel)
    {
        foreach (var item in items.Where(i => i.Counts))
        {
            item.Leads = await EachAsync(item.Leads);
            item.Coordinating = await EachAsync(item.Coordinating);
            Describe(item);
        }

        async Task<List<ItemParty>> EachAsync(List<ItemParty> parties)
        {
            if (parties.TrueForAll(p => p.IsSettled)) return parties;
            var resolved = new List<ItemParty>(parties.Count);
            foreach (var party in parties) resolved.AddRange(party.IsSettled ? [party] : await MeaningAsync(import, party.Printed, null, cancel));
            return [.. resolved.DistinctBy(p => p.Key)];
        }
    }

    /// <summary>
    /// Bodies that were <paramref name="added"/> for other words do not join a group of the document by themselves: it keeps who it had before, nobody where it
    /// had none, until somebody says who they are (saved by the caller).
    /// </summary>
    public async Task HoldGroupsAsync(PlanImport import, IReadOnlyList<ImportItem> items, IReadOnlyCollection<Guid> added, CancellationToken cancel)
    {
        if (import.IssuerId is not { } issuer || added.Count == 0) return;
        var held = new Dictionary<Guid, List<Guid>>();
        foreach (var group in items.SelectMany(i => i.Leads.Concat(i.Coordinating)).Where(p => p.Given is null).Select(p => p.GroupId).OfType<Guid>().Distinct())
        {
            var now = (await groups.OfAsync(group, issuer, DayOf(import), cancel)).Select(o => o.Id).ToList();
            if (now.Exists(added.Contains)) held[group] = [.. now.Except(added)];
        }
        if (held.Count == 0) return;
        foreach (var item in items) (item.Leads, item.Coordinating) = (Hold(item.Leads), Hold(item.Coordinating));

        List<ItemParty> Hold(List<ItemParty> parties) => parties.Exists(IsHeld) ? [.. parties.Select(p => IsHeld(p) ? p with { Given = held[p.GroupId!.Value] } : p)] : parties;

        bool IsHeld(ItemParty party) => party is { Given: null, GroupId: { } group } && held.ContainsKey(group);
    }

    /// <summary>Keeps the words of the history in step with parties and rule.</summary>
    public void Describe(ImportItem item) => item.Describe(item.Leads.Select(NameOf), item.Coordinating.Select(NameOf));

    private string NameOf(ItemParty party) => party.OrganizationId is { } unit && directory.Find(unit) is { } known ? known.Name : party.Printed;
}
