using LanToa.Contracts.Organizations;
using LanToa.Planning.Organizations;
using LanToa.Platform.Time;

namespace LanToa.Planning.Plans;

/// <summary>
/// A body that a document names and the list knows under that name only from a later day: it may have been there before. <see cref="Follows"/>: it is another
/// province's, so that one's own province keeps a copy in its place (adr/0050), which then begins on the document's day.
/// </summary>
public sealed record EarlierOffer(OrganizationInfo Body, DateOnly Day, bool Follows, IReadOnlyList<string> WhyNot);

/// <summary>Takes a printed name for the one body that the list has from a later day, and says that it was there on the document's day: one step, safe to press twice.</summary>
public sealed class EarlierBody(ImportDesk desk, OrganizationDirectory directory, OrganizationNames names, MoveBack back, StandIn standIn, FollowIssuer follow, ConfirmParty confirm)
{
    /// <summary>Null where the document has no day, or the name means something on it or nothing later.</summary>
    public async Task<EarlierOffer?> OfferAsync(PlanImport import, string printed, CancellationToken cancel = default)
    {
        var isIssuer = import.IssuerId is null && printed == import.IssuerText;
        if (import.Date is not { } day || (import.IssuerId is null && !isIssuer)) return null;
        var from = import.IssuerId ?? import.UnitId;
        if (names.Later(printed, from, day) is not { } body || (await names.ResolveAsync(printed, from, day, cancel)).IsResolved) return null;
        var why = await back.WhyNotAsync(body, day, cancel);
        var follows = why.Count > 0 && isIssuer && await follow.OfferAsync(body.Id, cancel) is { WhyNot.Count: 0 };
        return new EarlierOffer(body, day, follows, follows ? [] : why);
    }

    public async Task<(ImportStep Step, OrganizationInfo? Body)> HandleAsync(Guid importId, string printed, CancellationToken cancel = default)
    {
        var import = await desk.FindAsync(importId, cancel);
        if (desk.WhyNot(import) is { Count: > 0 } denied) return (new ImportStep(denied), null);
        if (await OfferAsync(import!, printed, cancel) is not { } offer)
            return await MeantAsync(import!, printed, cancel) is { } known ? (ImportStep.Done, known) : (ImportStep.Refused("Danh mục không có cơ quan nào như vậy từ ngày sau ngày của văn bản. Hãy xem lại trang đối chiếu."), null);
        if (offer.WhyNot.Count > 0) return (new ImportStep(offer.WhyNot), offer.Body);
        var reason = $"Đã có từ trước {VietnameseFormat.Date(offer.Body.ValidFrom)}: {import!.Called()} nêu tên ngày {VietnameseFormat.Date(offer.Day)}";
        var unit = offer.Body.Id;
        if (offer.Follows) unit = await TakeOnAsync(offer, import.Called(), reason, cancel);
        else if (await back.HandleAsync(unit, offer.Day, reason, cancel) is { Count: > 0 } why) return (new ImportStep(why), offer.Body);
        return (await confirm.HandleAsync(importId, printed, unit, null, cancel, added: true), offer.Body);
    }

    /// <summary>What the words mean already, as after a second press.</summary>
    private async Task<OrganizationInfo?> MeantAsync(PlanImport import, string printed, CancellationToken cancel)
    {
        var unit = printed == import.IssuerText ? import.IssuerId : (await desk.ItemsAsync(import.Id, cancel)).SelectMany(i => i.Leads.Concat(i.Coordinating)).FirstOrDefault(p => p.Printed == printed)?.OrganizationId;
        return unit is { } id ? directory.Find(id) : null;
    }

    /// <summary>Keeps the body here and begins the copy on the day: both or neither.</summary>
    private async Task<Guid> TakeOnAsync(EarlierOffer offer, string document, string reason, CancellationToken cancel)
    {
        await using var transaction = await desk.Db.Database.BeginTransactionAsync(cancel);
        var copy = (await standIn.MakeAsync(offer.Body, document, null, cancel))[offer.Body.Id];
        await back.ChangeAsync(copy, offer.Day, reason, cancel);
        await transaction.CommitAsync(cancel);
        directory.Forget();
        return copy;
    }
}
