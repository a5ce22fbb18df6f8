using LanToa.Platform.Time;
using LanToa.Platform.Ui;

namespace LanToa.Planning.Plans.Pages.Acts;

/// <summary>An act of the register in a form. <see cref="Id"/> is the row that the person saw: the country's, or the province's own.</summary>
public sealed class ActForm : ISharedForm
{
    public Guid Id { get; set; }
    public int Version { get; set; }
    public string? Seen { get; set; }
    public List<string> Take { get; set; } = [];
    public string? Kind { get; set; }
    public string? Number { get; set; }
    public string? Symbol { get; set; }
    public DateOnly? Date { get; set; }
    public string? Issuer { get; set; }
    public string? Title { get; set; }
    public DateOnly? ValidFrom { get; set; }
    public DateOnly? ValidTo { get; set; }
    public string? ReplacedBy { get; set; }
    public string? AmendedBy { get; set; }
    public string? SourceNote { get; set; }
    public string? Reason { get; set; }

    /// <summary>The fields that two people may change at once; the reason is each one's own.</summary>
    public static readonly SharedForm<ActForm> Shared = new(
        new(nameof(Kind), "Loại văn bản", f => Plain(f.Kind)), new(nameof(Number), "Số", f => Plain(f.Number)), new(nameof(Symbol), "Ký hiệu", f => Plain(f.Symbol)), new(nameof(Date), "Ngày ban hành", f => VietnameseFormat.DateOrNothing(f.Date)),
        new(nameof(Issuer), "Cơ quan ban hành", f => Plain(f.Issuer)), new(nameof(Title), "Trích yếu", f => Plain(f.Title)), new(nameof(ValidFrom), "Có hiệu lực từ ngày", f => VietnameseFormat.DateOrNothing(f.ValidFrom)),
        new(nameof(ValidTo), "Có hiệu lực đến hết ngày", f => VietnameseFormat.DateOrNothing(f.ValidTo)), new(nameof(ReplacedBy), "Thay bằng", f => Plain(f.ReplacedBy)), new(nameof(AmendedBy), "Được sửa đổi bởi", f => Plain(f.AmendedBy)),
        new(nameof(SourceNote), "Nguồn", f => Plain(f.SourceNote)));

    public static ActForm Of(LegalAct act) => new()
    {
        Id = act.Id, Version = act.Version, Kind = act.Kind, Number = act.Number, Symbol = act.Symbol, Date = act.Date, Issuer = act.Issuer, Title = act.Title, ValidFrom = act.ValidFrom, ValidTo = act.ValidTo,
        ReplacedBy = act.ReplacedBy, AmendedBy = act.AmendedBy, SourceNote = act.SourceNote,
    };

    public LegalActInput Read(Guid id, bool isNew) =>
        new(id, isNew ? 0 : Version, Kind, Number, Symbol, Date, Issuer, Title, ValidFrom, ValidTo, ReplacedBy, AmendedBy, SourceNote, Reason);

    // A browser sends line ends of its own.
    private static string Plain(string? text) => text?.ReplaceLineEndings("\n").Trim() ?? "";
}
