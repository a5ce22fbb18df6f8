using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using LanToa.Contracts.Organizations;
using LanToa.Platform.Time;

namespace LanToa.Accountability.Reports;

/// <summary>One line of a table of a report: the unit's own figure, what the records say, what comes from below, and all together.</summary>
public sealed record ContentRow
{
    public required string Code { get; init; }
    public required string Name { get; init; }
    public required string Unit { get; init; }
    public string? Meaning { get; init; }
    public int Decimals { get; init; }
    public Aggregation Aggregation { get; init; }
    public IndicatorSource Source { get; init; }
    public bool Required { get; init; }
    public string? PartOf { get; init; }
    /// <inheritdoc cref="FormRow.Apart"/>
    public Apart? Apart { get; init; }
    public required Figure Own { get; init; }
    /// <summary>What the records come to, where a person wrote another number.</summary>
    public Figure? Computed { get; init; }
    /// <summary>Why a person wrote another number.</summary>
    public string? Reason { get; init; }
    /// <summary>The figures of the units below, in the order of <see cref="ReportContent.Parts"/>.</summary>
    public IReadOnlyList<Figure> Parts { get; init; } = [];
    public required Figure Total { get; init; }
    /// <summary>Of a ratio: by what its formula multiplies, which stands in its numerators; null in what was sent before this was kept.</summary>
    public decimal? Times { get; init; }
    public Figure? OwnCumulative { get; init; }
    public Figure? Cumulative { get; init; }
    /// <summary>Numbers that the unit wrote by hand in earlier reports of the year, which the records behind these figures do not know; null where there are none.</summary>
    public IReadOnlyList<EarlierDifference>? Earlier { get; init; }
    /// <summary>What a person took over of them into the cumulative figure, and why.</summary>
    public decimal? Carried { get; init; }
    public string? CarriedReason { get; init; }
    /// <summary>The total of the period before, where that was reported.</summary>
    public decimal? Previous { get; init; }
    /// <summary>The total of the same period of last year: as it was reported, else as a person gave it.</summary>
    public decimal? LastYear { get; init; }
    /// <summary>Whether a person gave it, because nothing was reported then.</summary>
    public bool LastYearGiven { get; init; }
    /// <summary>What the year will come to: as a person gave it, else as it is computed.</summary>
    public decimal? Estimate { get; init; }
    /// <summary>What it comes to at the same pace; null where that says nothing.</summary>
    public decimal? EstimateComputed { get; init; }
    /// <summary>The rule by which it was computed, with its numbers.</summary>
    public string? EstimateRule { get; init; }
    /// <summary>True where other tables of the report ask for an estimate, and this one does not.</summary>
    public bool? NoEstimate { get; init; }
    /// <summary>True where other tables stand beside last year's, and this one does not.</summary>
    public bool? NoLastYear { get; init; }
    /// <summary>Whether a person gave another than the computed one.</summary>
    public bool IsEstimateGiven { get; init; }
    public IReadOnlyList<string> Working { get; init; } = [];
    /// <summary>The formula, where it names other rows of the report and nothing else (<see cref="RowExpression"/>).</summary>
    public string? Expression { get; init; }
    public string? Remark { get; init; }

    /// <summary>
    /// The differences about which nobody has decided: a number written here by hand decides about those inside the period, what was taken over about those before it, as long as it is what they come to.
    /// Differences that cancel each other lack nothing.
    /// </summary>
    [JsonIgnore]
    public IReadOnlyList<EarlierDifference> Open =>
        [.. (Earlier ?? []).GroupBy(d => d.Inside).Where(g => g.Sum(d => d.By) != 0 && (g.Key ? Computed is null : Carried is null || IsCarryStale)).SelectMany(g => g)];

    /// <summary>What the differences before the period come to now.</summary>
    [JsonIgnore]
    public decimal Before => (Earlier ?? []).Where(d => !d.Inside).Sum(d => d.By);

    /// <summary>Whether something else was taken over than what the earlier reports differ by now: one of them was corrected, or another was sent.</summary>
    [JsonIgnore]
    public bool IsCarryStale => Carried is { } carried && carried != Before;

    /// <summary>The two counts of a ratio, and how it is made of them: "Tử số 99, mẫu số 118; tỷ lệ là 99 ÷ 118 × 100"; empty where it has none.</summary>
    [JsonIgnore]
    public string RatioWords
    {
        get
        {
            var times = Times ?? (Unit == "%" ? 100 : 1);
            if (Total.Denominator is not { } under || times == 0) return "";
            var (over, of) = (VietnameseFormat.Number((Total.Numerator ?? 0) / times), VietnameseFormat.Number(under));
            return $"Tử số {over}, mẫu số {of}{(times == 1 ? "" : $"; tỷ lệ là {over} ÷ {of} × {VietnameseFormat.Number(times)}")}.";
        }
    }

    [JsonIgnore]
    public string OwnWords => Own.Words(Aggregation, Decimals);

    [JsonIgnore]
    public string TotalWords => Total.Words(Aggregation, Decimals);

    [JsonIgnore]
    public string EstimateWords => Shown(Estimate);

    [JsonIgnore]
    public string LastYearWords => Shown(LastYear);

    [JsonIgnore]
    public string PreviousWords => Shown(Previous);

    // Of a yes or no that stands for several only how many said yes is kept.
    private string Shown(decimal? number) => new Figure { Number = number }.Words(Aggregation == Aggregation.YesNo && Total.Of is not null ? Aggregation.Sum : Aggregation, Decimals);

    [JsonIgnore]
    public string CumulativeWords => Cumulative?.Words(Aggregation, Decimals) ?? "";
}

/// <summary>A paragraph: as the records write it, and as a person wrote it; figures that have changed since stand in <see cref="Stale"/>.</summary>
public sealed record ContentParagraph(int Number, bool Required, string Drafted, string? Written, IReadOnlyList<string> Stale)
{
    [JsonIgnore]
    public string Text => Written ?? Drafted;
}

/// <summary>A block of a section: rows of a table, or one paragraph.</summary>
public sealed record ContentBlock(IReadOnlyList<ContentRow> Rows, ContentParagraph? Paragraph);

public sealed record ContentSection(string Title, IReadOnlyList<ContentBlock> Blocks);

/// <summary>A report whose figures are counted here: once, by whichever route it came.</summary>
/// <param name="Via">The unit through whose report it came; null where it came directly.</param>
/// <param name="Also">Other ways by which the same unit's figures came, not counted again.</param>
public sealed record ContentPart(Guid ReportId, Guid UnitId, string Unit, string? Via, IReadOnlyList<string> Also)
{
    /// <summary>Of how many units its figures are, where it stands for all that its report counts; null where it stands for itself.</summary>
    public int? Counts { get; init; }

    /// <summary>What is under way with it while it counts as it was accepted before; null where nothing is.</summary>
    public string? Changing { get; init; }

    /// <summary>Which sending of it is counted; null where it came through another's report, and in what was sent before this was kept.</summary>
    public int? Sending { get; init; }

    /// <summary>Units inside it that came by another way and are not counted here.</summary>
    public IReadOnlyList<string>? Without { get; init; }
}

/// <summary>A unit on the route whose report is not counted, and why.</summary>
public sealed record ContentMissing(Guid UnitId, string Unit, string State, Guid? ReportId);

/// <summary>Everything that a report says. Made live while it is written, kept word for word when it is sent: pages, DOCX and XLSX are made from this and nothing else.</summary>
public sealed record ReportContent
{
    public required string FormCode { get; init; }
    public required string FormName { get; init; }
    public Guid UnitId { get; init; }
    public required string UnitName { get; init; }
    /// <summary>What a document prints of the unit; null where it is unknown.</summary>
    public DocumentHead? Head { get; init; }
    public required string Addressee { get; init; }
    /// <summary>Where it goes from the addressee, for a report "qua" another body.</summary>
    public string? Final { get; init; }
    public required string PeriodKey { get; init; }
    public required string PeriodName { get; init; }
    public DateOnly From { get; init; }
    public DateOnly To { get; init; }
    public DateOnly YearFrom { get; init; }
    public DateOnly Due { get; init; }
    public required IReadOnlyList<ContentSection> Sections { get; init; }
    public IReadOnlyList<ContentPart> Parts { get; init; } = [];
    public IReadOnlyList<ContentMissing> Missing { get; init; } = [];
    /// <summary>Whether the form asks for last year's same period.</summary>
    public bool HasLastYear { get; init; }
    /// <summary>Whether the form asks for an estimate to the end of the year.</summary>
    public bool HasEstimate { get; init; }
    /// <summary>Put together from answers alone: the unit has no figures of its own in it.</summary>
    public bool OnlyParts { get; init; }
    /// <summary>Bodies that ended in the period and whose records are counted here or below.</summary>
    public IReadOnlyList<ContentPredecessor> Predecessors { get; init; } = [];
    /// <summary>Who carries on the units of then, as of the end of the period; units that simply go on are left out.</summary>
    public IReadOnlyList<ContentShare> Shares { get; init; } = [];
    /// <summary>Where an accepted report was opened again: what this sending says otherwise.</summary>
    public ContentAddendum? Addendum { get; init; }
    /// <summary>What the sender said of figures out of the ordinary.</summary>
    public string? Note { get; init; }

    [JsonIgnore]
    public IEnumerable<ContentRow> Rows => Sections.SelectMany(s => s.Blocks).SelectMany(b => b.Rows);

    [JsonIgnore]
    public IEnumerable<ContentParagraph> Paragraphs => Sections.SelectMany(s => s.Blocks).Select(b => b.Paragraph).OfType<ContentParagraph>();

    /// <summary>Whether a table has the column of last year.</summary>
    public bool ShowsLastYear(IEnumerable<ContentRow> table) => HasLastYear && table.Any(r => r.NoLastYear is null);

    /// <summary>Whether a table has the column of the estimate.</summary>
    public bool ShowsEstimate(IEnumerable<ContentRow> table) => HasEstimate && table.Any(r => r.NoEstimate is null);

    [JsonIgnore]
    public bool HasCumulative => Rows.Any(r => r.Cumulative is not null);

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>Stands in the text of a report with a <see cref="Note"/>, and in no other: a quotation mark in words is written \\".</summary>
    public const string NoteInText = "\"note\":\"";

    /// <summary>The text that is frozen.</summary>
    public string ToText() => JsonSerializer.Serialize(this, Options);

    public static ReportContent FromText(string text) => JsonSerializer.Deserialize<ReportContent>(text, Options)!;

    public static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)));
}
