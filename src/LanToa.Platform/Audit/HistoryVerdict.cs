namespace LanToa.Platform.Audit;

public enum HistoryFindingKind
{
    /// <summary>A column of a sealed event is no longer what was sealed.</summary>
    Changed,
    /// <summary>A sealed event is gone.</summary>
    Deleted,
    /// <summary>Seals are gone from within the chain.</summary>
    SealsMissing,
    /// <summary>A seal has a number below 1: its event would pass for sealed and is in no link.</summary>
    OutsideChain,
    /// <summary>A seal does not carry the hash of the one before it: one of the two was replaced.</summary>
    LinkBroken,
    /// <summary>The end of the chain is not where its head says.</summary>
    TailDiffers,
    /// <summary>An event is neither sealed nor waiting: it did not come in by the way that writers take.</summary>
    Smuggled,
    /// <summary>An event was deleted before it was sealed.</summary>
    DeletedUnsealed,
    /// <summary>The chain is another one than an anchor kept elsewhere says.</summary>
    AnchorDiffers,
}

/// <summary>One thing found wrong: what, at which number of the chain and which event, in Vietnamese.</summary>
public sealed record HistoryFinding(HistoryFindingKind Kind, long? Number, Guid? EventId, string Words);

/// <summary>What the verification of one province's history found.</summary>
/// <param name="Events">Sealed events that were looked at.</param>
/// <param name="Head">The last link, or null for a history without any.</param>
/// <param name="Waiting">Events committed and not sealed yet: what the chain does not vouch for.</param>
/// <param name="Backdated">Events whose time lies more than an hour before that of one sealed earlier: a clock set wrong, or someone who wrote into the past.</param>
/// <param name="BackdatedRows">The last of them in words, at most <see cref="MostFindings"/>.</param>
/// <param name="Findings">The first findings, at most <see cref="MostFindings"/>.</param>
/// <param name="Total">All findings, counted.</param>
public sealed record HistoryVerdict(short Province, long Events, HistoryAnchor? Head, long Waiting, long Backdated, IReadOnlyCollection<string> BackdatedRows, IReadOnlyList<HistoryFinding> Findings, int Total, TimeSpan Took)
{
    public const int MostFindings = 100;

    public bool IsSound => Total == 0;
}
