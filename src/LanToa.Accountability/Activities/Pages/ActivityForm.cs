using LanToa.Platform.Time;
using Microsoft.AspNetCore.Http;

namespace LanToa.Accountability.Activities.Pages;

/// <summary>The fields of the form that logs and corrects an activity.</summary>
public sealed class ActivityForm
{
    /// <summary>Of a new activity its key; of a correction the form's.</summary>
    public Guid SendKey { get; set; }
    public int Version { get; set; }
    /// <summary>Periods of duties that it answers.</summary>
    public List<Guid> Duties { get; set; } = [];
    /// <summary>It pays the debt of the period from which the person came.</summary>
    public bool MakesUp { get; set; }
    /// <summary>When the number asked for is reached, the period is reported as done with it.</summary>
    public bool Claims { get; set; }
    public DateOnly? HappenedOn { get; set; }
    public DateOnly? EndedOn { get; set; }
    public string? Form { get; set; }
    public string? Title { get; set; }
    public string? Description { get; set; }
    public List<string> Channels { get; set; } = [];
    public List<string> Topics { get; set; } = [];
    public List<string> Audiences { get; set; } = [];
    public List<string> Languages { get; set; } = [];
    public decimal? Quantity { get; set; }
    public string? QuantityUnit { get; set; }
    public long? Attendance { get; set; }
    public long? Listeners { get; set; }
    public long? Views { get; set; }
    public decimal? Pages { get; set; }
    public decimal? Minutes { get; set; }
    public long? Entries { get; set; }
    public Guid? PlaceUnitId { get; set; }
    public string? Place { get; set; }
    public double? Latitude { get; set; }
    public double? Longitude { get; set; }
    public int? Accuracy { get; set; }
    public string? Partners { get; set; }
    public decimal? Cost { get; set; }
    public string? CostSource { get; set; }
    public Guid? HostActivityId { get; set; }
    public string? HostEvent { get; set; }
    public int? HostMinutes { get; set; }
    public string? RecordedFor { get; set; }
    public string? Link { get; set; }
    public string? DocumentNumber { get; set; }
    public DateOnly? DocumentOn { get; set; }
    public string? Signer { get; set; }
    public string? Pointer { get; set; }
    public IFormFile? DocumentFile { get; set; }
    public List<string> Records { get; set; } = [];
    public List<Guid> Reused { get; set; } = [];
    public string? NoEvidenceReason { get; set; }
    public bool KeepsPhotoData { get; set; }
    public List<IFormFile> Photos { get; set; } = [];
    public List<IFormFile> Files { get; set; } = [];

    public ActivityInput ToInput() => new()
    {
        HappenedOn = HappenedOn, EndedOn = EndedOn, Form = Form, Title = Title, Description = Description, Channels = Channels, Topics = Topics, Audiences = Audiences, Languages = Languages,
        Quantity = Quantity, QuantityUnit = QuantityUnit, Attendance = Attendance, Listeners = Listeners, Views = Views, Pages = Pages, Minutes = Minutes, Entries = Entries,
        PlaceUnitId = PlaceUnitId, Place = Place, Latitude = Latitude, Longitude = Longitude, Accuracy = Accuracy, Cost = Cost is { } cost ? (long)decimal.Truncate(Math.Clamp(cost, long.MinValue / 2, long.MaxValue / 2)) : null, CostSource = CostSource, HostActivityId = HostActivityId, HostEvent = HostEvent, HostMinutes = HostMinutes,
        RecordedFor = RecordedFor, NoEvidenceReason = NoEvidenceReason, KeepsPhotoData = KeepsPhotoData,
        Duties = [.. Duties.Distinct().Select(d => new AnsweredDuty(d, MakesUp))],
        Partners = [.. (Partners ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)],
        Links = [.. (Link ?? "").Split((char[])['\n', '\r', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)],
        Document = Document, Records = Records, Reused = Reused,
        Files = [.. Photos.Where(IsChosen).Select(f => new SentFile(f.FileName, f.OpenReadStream, true)), .. Files.Where(IsChosen).Select(f => new SentFile(f.FileName, f.OpenReadStream, false))],
    };

    private ActivityDocument? Document => new ActivityDocument(ActivityWriter.Trimmed(DocumentNumber), DocumentOn, ActivityWriter.Trimmed(Signer), ActivityWriter.Trimmed(Pointer), DocumentFile is { } file && IsChosen(file) ? new SentFile(file.FileName, file.OpenReadStream, false) : null)
        is { } said && said != new ActivityDocument(null, null, null, null, null) ? said : null;

    /// <summary>Names of the files that were chosen: browsers never send them back.</summary>
    public IReadOnlyList<string> ChosenFiles => [.. new[] { DocumentFile }.Concat(Photos).Concat(Files).OfType<IFormFile>().Where(IsChosen).Select(f => f.FileName)];

    public static ActivityForm Of(Activity a, IEnumerable<ActivityAnswer> answers, IEnumerable<ActivityPartner> partners) => new()
    {
        SendKey = Guid.CreateVersion7(), Version = a.Version, Duties = [.. answers.Where(x => x.OccurrenceId is not null).Select(x => x.OccurrenceId!.Value)], MakesUp = answers.Any(x => x.MakesUp),
        HappenedOn = a.HappenedOn, EndedOn = a.EndedOn, Form = a.Form, Title = a.Title, Description = a.Description, Channels = a.Channels, Topics = a.Topics, Audiences = a.Audiences, Languages = a.Languages,
        Quantity = a.Quantity, QuantityUnit = a.QuantityUnit, Attendance = a.Attendance, Listeners = a.Listeners, Views = a.Views, Pages = a.Pages, Minutes = a.Minutes, Entries = a.Entries,
        PlaceUnitId = a.PlaceUnitId, Place = a.Place, Latitude = a.Latitude, Longitude = a.Longitude, Accuracy = a.Accuracy, Partners = string.Join("; ", partners.Select(p => p.Name)), Cost = a.Cost, CostSource = a.CostSource, HostActivityId = a.HostActivityId, HostEvent = a.HostEvent, HostMinutes = a.HostMinutes,
        RecordedFor = a.RecordedFor, NoEvidenceReason = a.NoEvidenceReason,
    };

    /// <summary>As the form shows a number of its own.</summary>
    public static string? Shown(decimal? number) => number is { } n ? VietnameseFormat.Exact(n) : null;

    private static bool IsChosen(IFormFile file) => file.Length > 0 || file.FileName.Length > 0;
}
