using System.ComponentModel.DataAnnotations;
using LanToa.Platform.Data;
using LanToa.Platform.Text;
using LanToa.Reading.Phrases;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LanToa.Planning.Plans;

/// <summary>
/// A legal act and the time in which it holds, as administrators keep it. Province 0 is the whole country; a province's own row of the same act stands
/// before it. What is not known is null.
/// </summary>
[Recorded("legal-act", Noun = "văn bản trong sổ")]
public sealed class LegalAct
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public short ProvinceId { get; init; }

    /// <summary>Number and symbol as acts are compared; with the year where the number itself names none and the date is known.</summary>
    public string Key { get; private set; } = "";

    /// <summary>The number under which the act came with the program; null for one that a person added.</summary>
    public string? DeliveredAs { get; init; }

    [Display(Name = "Loại văn bản")]
    public required string Kind { get; set; }

    /// <summary>76 of 76/NQ-CP.</summary>
    [Display(Name = "Số")]
    public required string Number { get; set; }

    /// <summary>NQ-CP of 76/NQ-CP, 2008/NĐ-CP of 20/2008/NĐ-CP, KL/TW of 49-KL/TW.</summary>
    [Display(Name = "Ký hiệu")]
    public required string Symbol { get; set; }

    [Display(Name = "Ngày ban hành")]
    public DateOnly? Date { get; set; }

    [Display(Name = "Cơ quan ban hành")]
    public required string Issuer { get; set; }

    [Display(Name = "Trích yếu")]
    public string? Title { get; set; }

    [Display(Name = "Có hiệu lực từ")]
    public DateOnly? ValidFrom { get; set; }

    /// <summary>The last day in force.</summary>
    [Display(Name = "Có hiệu lực đến hết")]
    public DateOnly? ValidTo { get; set; }

    /// <summary>Number and symbol of the act that took its place.</summary>
    [Display(Name = "Thay bằng")]
    public string? ReplacedBy { get; set; }

    /// <summary>Numbers and symbols of acts that changed it and left it in force, with ";" between.</summary>
    [Display(Name = "Được sửa đổi bởi")]
    public string? AmendedBy { get; set; }

    [Display(Name = "Nguồn")]
    public string? SourceNote { get; set; }

    [Display(Name = "Đã gỡ")]
    public DateTimeOffset? WithdrawnAt { get; set; }

    public string SearchText { get; private set; } = "";

    public int Version { get; set; } = 1;

    public string Code => ActCodes.Join(Number, Symbol);

    public string Name => $"{Kind} số {Code}";

    /// <summary>Keeps what is compared and searched in step; called before saving.</summary>
    public void Refresh()
    {
        Key = ActCodes.Identity(Code, Date);
        SearchText = Folding.Fold($"{Kind} {Code} {Issuer} {Title} {SourceNote}");
    }

    public RegisteredAct Registered => new()
    {
        Kind = Kind, Number = Code, Date = Date, Issuer = Issuer, Subject = Title, ValidFrom = ValidFrom, ValidTo = ValidTo,
        ReplacedBy = ReplacedBy is null ? [] : [ReplacedBy], AmendedBy = ActCodes.List(AmendedBy), Note = SourceNote,
    };

    /// <summary>The same act for a province, to be changed there.</summary>
    public LegalAct OwnOf(short province) => new()
    {
        ProvinceId = province, Kind = Kind, Number = Number, Symbol = Symbol, Date = Date, Issuer = Issuer, Title = Title, ValidFrom = ValidFrom, ValidTo = ValidTo,
        ReplacedBy = ReplacedBy, AmendedBy = AmendedBy, SourceNote = SourceNote, WithdrawnAt = WithdrawnAt,
    };

    public bool IsSameAs(LegalAct other) => ActRegister.Key(Code) == ActRegister.Key(other.Code) && ActRegister.IsOne(Code, Date, other.Date);
}

/// <summary>Number and symbol, apart and together.</summary>
public static class ActCodes
{
    /// <summary>76 and NQ-CP are 76/NQ-CP; a symbol that begins with letters and names its body after a slash is the Party's: 49-KL/TW.</summary>
    public static string Join(string number, string symbol) => $"{number}{(char.IsLetter(symbol[0]) && symbol.Contains('/', StringComparison.Ordinal) ? "-" : "/")}{symbol}";

    /// <summary>Number and symbol of a whole such as 20/2008/NĐ-CP or 49-KL/TW; null where there is no symbol.</summary>
    public static (string Number, string Symbol)? Split(string code)
    {
        var text = string.Concat(code.Where(c => !char.IsWhiteSpace(c)));
        var at = text.IndexOfAny(['/', '-', '–']);
        return at > 0 && at < text.Length - 1 ? (text[..at], text[(at + 1)..]) : null;
    }

    public static string Identity(string code, DateOnly? date)
    {
        var key = ActRegister.Key(code);
        return date is { } day && !ActRegister.IsOne(code, day, day.AddYears(1)) ? $"{key} {day.Year}" : key;
    }

    public static IReadOnlyList<string> List(string? text) => text?.Split([';', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
}

internal sealed class LegalActTable : IEntityTypeConfiguration<LegalAct>
{
    public void Configure(EntityTypeBuilder<LegalAct> table)
    {
        table.ToTable("legal_act");
        table.Ignore(a => a.Code);
        table.Ignore(a => a.Name);
        table.Ignore(a => a.Registered);
        table.HasIndex(a => new { a.ProvinceId, a.Key }).IsUnique();
        table.HasIndex(a => a.DeliveredAs).IsUnique();
        table.Property(a => a.Version).IsConcurrencyToken();
    }
}
