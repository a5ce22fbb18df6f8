using LanToa.Contracts.Organizations;
using LanToa.Planning.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Time;
using LanToa.Reading.Model;
using Microsoft.EntityFrameworkCore;
using Actor = LanToa.Platform.Identity.Actor;

namespace LanToa.Planning.Plans.Pages.Import;

/// <summary>Opens imports for those who may work on them.</summary>
public sealed class ReviewBoards(LanToaDb db, Actor actor, IOrganizationDirectory directory, OrganizationNames names, PartyMembers members, PartyNames partyNames, AcceptImport accept, ImportQuestions questions, ActBooks acts, FollowIssuer follow, EarlierBody earlier, SuccessionReader successions, PlanTwins twins, Clock clock)
{
    private SuccessionMap? _map;

    /// <summary>The import, or null where it does not exist for this person.</summary>
    public async Task<PlanImport?> FindAsync(Guid id, CancellationToken cancel)
    {
        var import = await db.Set<PlanImport>().AsNoTracking().FirstOrDefaultAsync(i => i.Id == id, cancel);
        return import is not null && actor.Can(PlanPermissions.Write, import.UnitId) ? import : null;
    }

    /// <summary>Who made a plan, and when.</summary>
    public async Task<(string Who, DateTimeOffset At, bool ByMe)?> MadeAsync(Guid plan, CancellationToken cancel) =>
        await db.Set<Plan>().AsNoTracking().FirstOrDefaultAsync(p => p.Id == plan, cancel) is { } made ? (made.CreatedByName, made.CreatedAt, made.CreatedBy == actor.AccountId) : null;

    /// <summary>The whole board; names that nobody has resolved come with suggestions on the cards in <paramref name="suggestFor"/> (all when null).</summary>
    public async Task<ReviewBoard> OpenAsync(PlanImport import, CancellationToken cancel, IReadOnlyCollection<Guid>? suggestFor = null)
    {
        var read = await db.Set<ImportReading>().AsNoTracking().FirstAsync(r => r.ImportId == import.Id, cancel);
        var reading = PlanReadingJson.Read(read.Reading).WithPrintedLabels(read.Text);
        var all = await db.Set<ImportItem>().AsNoTracking().Where(i => i.ImportId == import.Id).OrderBy(i => i.Ordinal).ThenBy(i => i.Id).ToListAsync(cancel);
        var items = all.FindAll(i => i.Decision != ItemDecision.Merged);
        var merged = all.Where(i => i.MergedInto is not null).Select(i => i.MergedInto!.Value).ToHashSet();
        var remembered = await RememberedAsync(import, all, cancel);
        var sentences = reading.Statements.DistinctBy(s => s.Id).ToDictionary(s => s.Id);
        var calendar = import.CalendarOn(clock.Today);
        var suggestions = new Dictionary<string, IReadOnlyList<NameSuggestion>>(StringComparer.Ordinal);
        var cards = new List<ReviewCard>(items.Count);
        foreach (var (item, index) in items.Select((item, index) => (item, index)))
        {
            var suggest = item.Counts && suggestFor?.Contains(item.Id) != false;
            var leads = await PartiesAsync(item.Leads, suggest);
            var coordinating = await PartiesAsync(item.Coordinating, suggest);
            cards.Add(new ReviewCard(item, index + 1, leads, coordinating, await questions.OfAsync(import, item, cancel),
                [.. item.StatementKeys.Select(key => sentences.GetValueOrDefault(key)).OfType<Statement>()], index + 1 < items.Count, merged.Contains(item.Id)));
        }
        var dead = (await acts.OfAsync(import.ProvinceId, cancel)).Of([.. reading.LegalBases, .. reading.Citations], import.Date ?? clock.Today).Where(c => c.Warning is not null).ToList();
        return new ReviewBoard(import, reading, calendar, import.IssuerId is { } issuer ? directory.Find(issuer) : null, cards, await accept.WhyNotAsync(import, items, cancel), dead)
        {
            Follow = await follow.OfferAsync(import.IssuerId, cancel), Twins = await twins.OfAsync(null, import.IssuerId, import.Number, import.Symbol, import.Title, import.Date ?? clock.Today, cancel),
            Earlier = IssuerToPlace(import) is { } named ? await earlier.OfferAsync(import, named, cancel) : null,
        };

        async Task<List<ReviewParty>> PartiesAsync(IReadOnlyList<ItemParty> parties, bool suggest)
        {
            var shown = new List<ReviewParty>(parties.Count);
            foreach (var party in parties)
            {
                if (!party.IsSettled && suggest && !suggestions.ContainsKey(party.Printed))
                    suggestions[party.Printed] = await SuggestAsync(import, party.Printed, cancel);
                var name = await partyNames.OfAsync(party.Printed, party.OrganizationId, party.GroupId, cancel);
                var suggested = suggestions.GetValueOrDefault(party.Printed) ?? [];
                var count = party.GroupId is null || import.IssuerId is not { } from ? 0
                    : (await members.OfAsync(party, from, import.Date ?? clock.Today, cancel)).Count(o => party.Excluded.All(e => e.OrganizationId != o.Id));
                shown.Add(new ReviewParty(party, name.Words, party.GroupId is not null, count, suggested,
                    suggested.Select(s => s.OrganizationId).OfType<Guid>().Distinct().ToDictionary(s => s, s => directory.Find(s)?.ParentId is { } above ? directory.Find(above)?.Name ?? "" : ""))
                {
                    Now = name.Now, Remembered = party.Remembered is { } known ? remembered.GetValueOrDefault(known) : null,
                    Later = !party.IsSettled && suggest && import is { IssuerId: { } seen, Date: { } day } ? names.Later(party.Printed, seen, day) : null,
                    Ended = !party.IsSettled && suggest ? await EndedAsync(import, party.Printed, cancel) : null,
                });
            }
            return shown;
        }
    }

    /// <summary>The name of an issuer that nobody has found, or that is known only for other days than the document's.</summary>
    private string? IssuerToPlace(PlanImport import) => import.IssuerId is not { } id ? import.IssuerText
        : import.Date is { } day && directory.Find(id) is { } issuer && issuer.ValidFrom > day ? import.IssuerText ?? issuer.Name : null;

    /// <summary>What was said in other documents and settled names of this one.</summary>
    private async Task<Dictionary<Guid, WordsMeaning>> RememberedAsync(PlanImport import, List<ImportItem> items, CancellationToken cancel)
    {
        var applied = items.SelectMany(i => i.Leads.Concat(i.Coordinating)).Select(p => p.Remembered).OfType<Guid>().Distinct().ToList();
        return applied.Count == 0 ? [] : await db.Set<WordsMeaning>().AsNoTracking().Where(m => applied.Contains(m.Id) && (m.ImportId == null || m.ImportId != import.Id)).ToDictionaryAsync(m => m.Id, cancel);
    }

    /// <summary>The body that bore a name that means nothing on the document's day, where it had ended before, and who carries it on then.</summary>
    public async Task<EndedBody?> EndedAsync(PlanImport import, string printed, CancellationToken cancel)
    {
        if (import is not { IssuerId: { } seen, Date: { } day } || names.Ended(printed, seen, day) is not { } body) return null;
        _map ??= await successions.MapAsync(cancel);
        return new EndedBody(body, [.. _map.AsOf(body.Id, day).Select(s => directory.Find(s.OrganizationId)).OfType<OrganizationInfo>().Where(o => o.ExistsOn(day) && names.MayMean(printed, o, seen)).OrderBy(o => o.Name, StringComparer.Ordinal)]);
    }

    /// <summary>What a printed name may mean, seen from the issuer, or from the unit that uploaded while the issuer is unknown.</summary>
    public async Task<IReadOnlyList<NameSuggestion>> SuggestAsync(PlanImport import, string printed, CancellationToken cancel)
    {
        // Names are those of the issuer's province: while nobody knows whose, none of one's own is offered.
        if (import.IssuerId is null && printed != import.IssuerText) return [];
        if (import.IssuerId is null)
        {
            var read = await db.Set<ImportReading>().AsNoTracking().Where(r => r.ImportId == import.Id).Select(r => r.Reading).FirstOrDefaultAsync(cancel);
            return await names.IssuersAsync(printed, import.UnitId, import.ProvinceId, import.Date ?? clock.Today, [import.Place, read is null ? null : PlanReadingJson.Read(read).Document.ParentBody], cancel);
        }
        var found = await names.ResolveAsync(printed, import.IssuerId.Value, import.Date ?? clock.Today, cancel);
        if (!found.IsResolved)
            return [.. ((await EndedAsync(import, printed, cancel))?.Heirs ?? []).Select(h => new NameSuggestion(h.Id, null, h.Name, 1)).Concat(found.Suggestions).DistinctBy(s => (s.OrganizationId, s.GroupId))];
        var name = found.OrganizationId is { } unit ? directory.Find(unit)?.Name : (await partyNames.GroupsAsync(cancel)).GetValueOrDefault(found.GroupId!.Value);
        return [new NameSuggestion(found.OrganizationId, found.GroupId, name ?? printed, 1)];
    }
}
