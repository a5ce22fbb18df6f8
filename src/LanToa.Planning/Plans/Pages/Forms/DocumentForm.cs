using LanToa.Contracts.Organizations;
using LanToa.Planning.Organizations;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace LanToa.Planning.Plans.Pages.Forms;

/// <summary>What a plan document says of itself, in a form: of a plan, or of a document that is being checked. The issuer is given by name.</summary>
public sealed class DocumentForm : ISharedForm
{
    public int Version { get; set; }
    public string? Seen { get; set; }
    public List<string> Take { get; set; } = [];
    public string? Kind { get; set; }
    public string? Number { get; set; }
    public string? Symbol { get; set; }
    public string? Issuer { get; set; }
    public string? Place { get; set; }
    public DateOnly? Date { get; set; }
    public string? Title { get; set; }
    public DateOnly? PeriodFrom { get; set; }
    public DateOnly? PeriodTo { get; set; }
    public string? SignerAuthority { get; set; }
    public string? SignerPosition { get; set; }
    public string? SignerName { get; set; }

    /// <summary>The fields that two people may change at once.</summary>
    public static readonly SharedForm<DocumentForm> Shared = new(
        new(nameof(Title), "Trích yếu", f => f.Title?.ReplaceLineEndings("\n").Trim()), new(nameof(Issuer), "Cơ quan ban hành", f => f.Issuer?.Trim()), new(nameof(Number), "Số", f => f.Number?.Trim()),
        new(nameof(Symbol), "Ký hiệu", f => f.Symbol?.Trim()), new(nameof(Kind), "Loại văn bản", f => f.Kind?.Trim()), new(nameof(Place), "Nơi ban hành", f => f.Place?.Trim()),
        new(nameof(Date), "Ngày ban hành", f => VietnameseFormat.DateOrNothing(f.Date)), new(nameof(PeriodFrom), "Thực hiện từ", f => VietnameseFormat.DateOrNothing(f.PeriodFrom)), new(nameof(PeriodTo), "Thực hiện đến", f => VietnameseFormat.DateOrNothing(f.PeriodTo)),
        new(nameof(SignerAuthority), "Thẩm quyền ký", f => f.SignerAuthority?.Trim()), new(nameof(SignerPosition), "Chức vụ", f => f.SignerPosition?.Trim()), new(nameof(SignerName), "Người ký", f => f.SignerName?.Trim()));

    public static DocumentForm Of(DocumentFacts facts, string? kind, string? title, string? issuer) => new()
    {
        Version = facts.Version, Kind = kind ?? "Kế hoạch", Title = title, Issuer = issuer, Number = facts.Number, Symbol = facts.Symbol, Place = facts.Place, Date = facts.Date,
        PeriodFrom = facts.PeriodFrom, PeriodTo = facts.PeriodTo, SignerAuthority = facts.SignerAuthority, SignerPosition = facts.SignerPosition, SignerName = facts.SignerName,
    };

    public DocumentInput Read(Guid id, Guid? issuer) => new(id, Version, Kind, Number, Symbol, issuer, Place, Date, Title, PeriodFrom, PeriodTo, SignerAuthority, SignerPosition, SignerName);
}

/// <summary>The document form with what it offers for the issuer.</summary>
public sealed record DocumentFields(DocumentForm Input, string? IssuerHint, IReadOnlyList<string> Names, IReadOnlyList<NameSuggestion> Suggestions)
{
    /// <summary>What tells suggestions of one name apart.</summary>
    public Func<NameSuggestion, string> PlaceOf { get; init; } = _ => "";

    /// <summary>Where a printed issuer that the list does not have is added, and its name.</summary>
    public (string Name, string Href)? Add { get; init; }
}

/// <summary>From the issuer's name in the form to a unit, and the words for what is wrong with the form.</summary>
public sealed class IssuerField(OrganizationNames names, IOrganizationDirectory directory, Clock clock)
{
    /// <summary>
    /// The unit that the name means, seen from <paramref name="from"/>; suggestions where it is not certain. A name as printed means a body of the province that is
    /// printed <paramref name="beside"/> it, and no other.
    /// </summary>
    public async Task<(Guid? Issuer, IReadOnlyList<NameSuggestion> Suggestions)> FindAsync(DocumentForm form, Guid? now, Guid from, CancellationToken cancel, IReadOnlyList<string?>? beside = null)
    {
        if (string.IsNullOrWhiteSpace(form.Issuer)) return (null, []);
        if (now is { } same && directory.Find(same)?.Name == form.Issuer.Trim()) return (same, []);
        var day = form.Date is { Year: >= 1990 } date ? date : clock.Today;
        var found = await names.ResolveAsync(form.Issuer, from, day, cancel);
        if (beside is not null && (found.OrganizationId is not { } unit || names.IsElsewhere(unit, beside)))
            return (null, directory.Find(from) is { } here ? await names.IssuersAsync(form.Issuer, from, here.ProvinceId, day, beside, cancel) : []);
        return (found.OrganizationId, [.. found.Suggestions.Where(s => s.OrganizationId is not null)]);
    }

    public static void Say(IEnumerable<FieldProblem> problems, DocumentForm form, ModelStateDictionary state, string whereToAdd)
    {
        foreach (var problem in problems)
            state.AddModelError(problem.Field.Length == 0 ? "" : problem.Field == "IssuerId" ? "Input.Issuer" : $"Input.{problem.Field}",
                problem.Field == "IssuerId" && problem.Message == DocumentCheck.NoIssuer && !string.IsNullOrWhiteSpace(form.Issuer)
                    ? $"Chưa có cơ quan nào tên “{form.Issuer}”. Hãy chọn một tên gợi ý; nếu chưa có trong danh mục, {whereToAdd}." : problem.Message);
    }
}
