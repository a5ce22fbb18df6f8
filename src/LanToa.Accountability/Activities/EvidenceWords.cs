using System.Linq.Expressions;
using LanToa.Platform.Audit;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using LanToa.Platform.Text;

namespace LanToa.Accountability.Activities;

/// <summary>How evidence is said and marked.</summary>
public static class EvidenceWords
{
    public static StatusMark Mark(this EvidenceState state) => new(state switch
    {
        EvidenceState.Accepted => StatusKind.Done,
        EvidenceState.InReview => StatusKind.InProgress,
        EvidenceState.Rejected => StatusKind.Overdue,
        EvidenceState.Expired => StatusKind.DueSoon,
        _ => StatusKind.Neutral,
    }, EnumWords.Of(state));

    /// <summary>"số 12/KH-UBND ngày 05/01/2026, Nguyễn Văn An ký; trang 3, mục II.1"; null where nothing of it was said.</summary>
    public static string? DocumentWords(this Evidence e)
    {
        var said = string.Join(" ", new[] { e.DocumentNumber is { } number ? $"số {number}" : null, e.DocumentOn is { } day ? $"ngày {VietnameseFormat.Date(day)}" : null }.OfType<string>());
        if (e.Signer is { } signer) said += $"{(said.Length > 0 ? ", " : "")}{signer} ký";
        if (e.Pointer is { } pointer) said += $"{(said.Length > 0 ? "; " : "")}{pointer}";
        return said.Length > 0 ? said : null;
    }

    /// <summary>Where the content of a version is read: the file, the address, the record; null for a document without a file.</summary>
    public static string? HrefOf(this Evidence e, EvidenceVersion v) => v.AttachmentId is { } file ? $"/files/{file}" : v.Url ?? e.RecordHref();

    /// <summary>Whether its file is a picture that every browser shows.</summary>
    public static bool IsPicture(this EvidenceVersion v) => v is { AttachmentId: not null, MediaType: "image/jpeg" or "image/png" or "image/webp" or "image/gif" };

    /// <summary>The page of the record that it points to.</summary>
    public static string? RecordHref(this Evidence e) => e switch
    {
        { SubjectKind: "report", SubjectId: { } report } => $"/reports/{report}",
        { SubjectKind: "occurrence", SubjectId: { } occurrence } => $"/obligations/{occurrence}",
        _ => null,
    };

    /// <summary>As it stands on the day: what was taken to hold until a day has expired after it.</summary>
    public static EvidenceState StateOn(this Evidence e, DateOnly day) => e.State is EvidenceState.Accepted or EvidenceState.InReview && e.ExpiresOn < day ? EvidenceState.Expired : e.State;

    /// <summary>How it stands on the day, as people read it.</summary>
    public static StatusMark MarkOn(this Evidence e, DateOnly day) =>
        e.WaitsAgain && e.StateOn(day) == EvidenceState.InReview ? EvidenceState.InReview.Mark() with { Text = WaitsAgainWords }
        // Said to hold no longer than to this day: it still does.
        : e.State == EvidenceState.Expired && e.ExpiresOn >= day ? EvidenceState.Expired.Mark() with { Text = $"Còn giá trị đến hết {VietnameseFormat.Date(e.ExpiresOn.Value)}" }
        : e.StateOn(day).Mark();

    private const string WaitsAgainWords = "Chờ xem lại";

    /// <summary>The history of a piece of evidence (newest first) with the state of what was refused and corrected by the words of its mark.</summary>
    public static IReadOnlyList<HistoryLine> Named(IReadOnlyList<HistoryLine> lines)
    {
        var (refused, waiting) = (EnumWords.Of(EvidenceState.Rejected), EnumWords.Of(EvidenceState.InReview));
        var again = false;
        return [.. lines.Reverse().Select(l => l with { Differences = [.. l.Differences.Select(Worded)] }).ToList().AsEnumerable().Reverse()];

        HistoryDifference Worded(HistoryDifference d)
        {
            if (d.Name != State) return d;
            var before = again;
            again = d.After == waiting && (d.Before == refused || (before && d.Before == waiting));
            return d with { Before = before && d.Before == waiting ? WaitsAgainWords : d.Before, After = again ? WaitsAgainWords : d.After };
        }
    }

    private const string State = "Trạng thái";

    /// <summary>Whether it may serve for what happened on this day, and be accepted with it.</summary>
    public static bool MayProve(this Evidence e, DateOnly day) => e.State is not EvidenceState.Rejected && (e.ExpiresOn is not { } last || day <= last) && (e.State != EvidenceState.Expired || e.ExpiresOn is not null);

    /// <summary>What it proves as it stands now, whatever becomes of it.</summary>
    public static Func<DateOnly, bool> ProvesNow(this Evidence e)
    {
        var now = new Evidence { Title = e.Title, AddedByName = e.AddedByName, State = e.State, ExpiresOn = e.ExpiresOn, DecisionReason = e.DecisionReason };
        return now.Proves;
    }

    /// <summary>Whether it proves what happened on this day: what was refused and only corrected since does when somebody has accepted it.</summary>
    public static bool Proves(this Evidence e, DateOnly day) => e.MayProve(day) && !e.WaitsAgain;

    /// <summary>What stands before others as evidence: neither being prepared, nor refused, nor corrected after that and not accepted yet.</summary>
    public static readonly Expression<Func<Evidence, bool>> Stands = e => e.State != EvidenceState.Draft && e.State != EvidenceState.Rejected && !(e.State == EvidenceState.InReview && e.DecisionReason != null);

    /// <summary>The same as <see cref="Proves"/> of evidence <c>e</c> of an activity <c>a</c>, in the database.</summary>
    public const string ProvesSql = """
        e.state <> 'Rejected' AND (e.expires_on IS NULL OR a.happened_on <= e.expires_on) AND (e.state <> 'Expired' OR e.expires_on IS NOT NULL) AND NOT (e.state = 'InReview' AND e.decision_reason IS NOT NULL)
        """;
}
