namespace LanToa.Accountability.Activities;

/// <summary>A file sent with a form.</summary>
public sealed record SentFile(string Name, Func<Stream> Open, bool IsPhoto);

/// <summary>A period of a duty that the activity answers; <paramref name="MakesUp"/>: it pays this period's debt, though the day lies after it.</summary>
public sealed record AnsweredDuty(Guid OccurrenceId, bool MakesUp = false);

/// <summary>A document that proves it: number and symbol, day, who signed, where in it; with the file or without.</summary>
public sealed record ActivityDocument(string? Number, DateOnly? On, string? Signer, string? Pointer, SentFile? File);

/// <summary>What a person says about an activity, as a form, a file or the demonstration brings it. Names of the properties are the fields of problems.</summary>
public sealed record ActivityInput
{
    public DateOnly? HappenedOn { get; init; }
    public DateOnly? EndedOn { get; init; }
    public string? Form { get; init; }
    public string? Title { get; init; }
    public string? Description { get; init; }
    public IReadOnlyList<string> Channels { get; init; } = [];
    public IReadOnlyList<string> Topics { get; init; } = [];
    public IReadOnlyList<string> Audiences { get; init; } = [];
    public IReadOnlyList<string> Languages { get; init; } = [];
    public decimal? Quantity { get; init; }
    public string? QuantityUnit { get; init; }
    public long? Attendance { get; init; }
    public long? Listeners { get; init; }
    public long? Views { get; init; }
    public decimal? Pages { get; init; }
    public decimal? Minutes { get; init; }
    public long? Entries { get; init; }
    /// <summary>The commune, hamlet or other body where it was.</summary>
    public Guid? PlaceUnitId { get; init; }
    public string? Place { get; init; }
    public double? Latitude { get; init; }
    public double? Longitude { get; init; }
    public int? Accuracy { get; init; }
    public long? Cost { get; init; }
    public string? CostSource { get; init; }
    /// <summary>The activity here of which it was a part (lồng ghép).</summary>
    public Guid? HostActivityId { get; init; }
    public string? HostEvent { get; init; }
    public int? HostMinutes { get; init; }
    public string? RecordedFor { get; init; }
    public string? NoEvidenceReason { get; init; }
    public IReadOnlyList<AnsweredDuty> Duties { get; init; } = [];
    public IReadOnlyList<string> Partners { get; init; } = [];
    public IReadOnlyList<SentFile> Files { get; init; } = [];
    public IReadOnlyList<string> Links { get; init; } = [];
    public ActivityDocument? Document { get; init; }

    /// <summary>Records of other rooms, as "kind:id".</summary>
    public IReadOnlyList<string> Records { get; init; } = [];

    /// <summary>Evidence that the unit has already.</summary>
    public IReadOnlyList<Guid> Reused { get; init; } = [];

    /// <summary>The person agrees that photos keep when and where they were taken.</summary>
    public bool KeepsPhotoData { get; init; }
}
