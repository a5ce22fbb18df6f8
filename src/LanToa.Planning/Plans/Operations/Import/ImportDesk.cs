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
public sealed class ImportDesk(LanToaDb db, Actor actor, IOrganizationDirectory directory, OrganizationNames names, Clock clock)
{
    public const string Stale = "Người khác vừa sửa chỗ này. Bản mới nhất đã hiện ra, hãy xem lại rồi làm tiếp.";

    private readonly Dictionary<(string Printed, Guid Issuer, DateOnly Day), NameResolution> _known = [];

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

    /// <summary>What a printed name means in this document; unresolved while the issuer is unknown.</summary>
    public async Task<ItemParty> ResolveAsync(PlanImport import, string printed, string? other, CancellationToken cancel)
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
            foreach (var party in parties) resolved.Add(party.IsSettled ? party : await ResolveAsync(import, party.Printed, null, cancel));
            return resolved;
        }
    }

    /// <summary>Keeps the words of the history in step with parties and rule.</summary>
    public void Describe(ImportItem item) => item.Describe(item.Leads.Select(NameOf), item.Coordinating.Select(NameOf));

    private string NameOf(ItemParty party) => party.OrganizationId is { } unit && directory.Find(unit) is { } known ? known.Name : party.Printed;
}
