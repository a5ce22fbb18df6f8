using LanToa.Planning.Organizations;
using LanToa.Platform.Time;

namespace LanToa.Planning.Plans;

/// <summary>What the document says of itself, as a person corrects it.</summary>
public sealed record DocumentInput(Guid ImportId, int Version, string? Kind, string? Number, string? Symbol, Guid? IssuerId, string? Place, DateOnly? Date, string? Title,
    DateOnly? PeriodFrom, DateOnly? PeriodTo, string? SignerAuthority, string? SignerPosition, string? SignerName);

/// <summary>Corrects the header. A new issuer or date makes the printed names mean other units, so open ones are looked up again.</summary>
public sealed class SetDocumentFields(ImportDesk desk, OrganizationDirectory directory, Clock clock)
{
    public IReadOnlyList<FieldProblem> Check(DocumentInput input)
    {
        var problems = new List<FieldProblem>();
        if (string.IsNullOrWhiteSpace(input.Title)) problems.Add(new("Title", "Bạn chưa nhập trích yếu."));
        if (input.IssuerId is null || directory.Find(input.IssuerId.Value) is null) problems.Add(new("IssuerId", "Bạn chưa chọn cơ quan ban hành."));
        if (input.PeriodFrom is null != input.PeriodTo is null) problems.Add(new(input.PeriodFrom is null ? "PeriodFrom" : "PeriodTo", "Hãy nhập cả ngày bắt đầu và ngày kết thúc, hoặc bỏ trống cả hai."));
        if (input.PeriodTo < input.PeriodFrom) problems.Add(new("PeriodTo", "Ngày kết thúc phải sau ngày bắt đầu."));
        if (input.Date is { Year: < 1990 }) problems.Add(new("Date", "Ngày ban hành quá xa; hãy kiểm tra lại năm."));
        else if (input.Date > clock.Today.AddYears(2)) problems.Add(new("Date", "Ngày ban hành ở quá xa trong tương lai; hãy kiểm tra lại năm."));
        return problems;
    }

    public async Task<ImportStep> HandleAsync(DocumentInput input, CancellationToken cancel = default)
    {
        var import = await desk.FindAsync(input.ImportId, cancel);
        var why = desk.WhyNot(import);
        if (why.Count > 0) return new ImportStep(why);
        if (import!.Version != input.Version) return ImportStep.Refused(ImportDesk.Stale);
        if (Check(input) is { Count: > 0 } problems) return new ImportStep([.. problems.Select(p => p.Message)]);
        (import.Kind, import.Number, import.Symbol) = (Clean(input.Kind) ?? "Kế hoạch", Clean(input.Number), Clean(input.Symbol));
        (import.IssuerId, import.Place, import.Date, import.Title) = (input.IssuerId, Clean(input.Place), input.Date, Clean(input.Title));
        (import.PeriodFrom, import.PeriodTo) = (input.PeriodFrom, input.PeriodTo);
        (import.SignerAuthority, import.SignerPosition, import.SignerName) = (Clean(input.SignerAuthority), Clean(input.SignerPosition), Clean(input.SignerName));
        var items = await desk.ItemsAsync(import.Id, cancel);
        // Where the plan names nobody, it speaks of its issuer.
        foreach (var item in items.Where(i => i.Leads.Exists(p => !p.IsResolved && p.Printed == (import.IssuerText ?? "Cơ quan ban hành"))))
            item.Leads = [.. item.Leads.Select(p => !p.IsResolved && p.Printed == (import.IssuerText ?? "Cơ quan ban hành") ? p with { OrganizationId = import.IssuerId } : p)];
        await desk.ResolveOpenAsync(import, items, cancel);
        return await desk.SaveAsync("plan-import.change", cancel);
    }

    private static string? Clean(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}

/// <summary>Gives up on a document: it leaves the work list, the file and the history stay.</summary>
public sealed class DiscardImport(ImportDesk desk)
{
    public async Task<IReadOnlyList<string>> HandleAsync(Guid id, string? reason, CancellationToken cancel = default)
    {
        var import = await desk.FindAsync(id, cancel);
        if (import is null || !desk.MayWork(import)) return ["Bạn không phụ trách văn bản này."];
        // Also what could not be read, or waits for a reading that will not go on.
        if (import.State is ImportState.Done or ImportState.Discarded) return desk.WhyNot(import);
        import.State = ImportState.Discarded;
        return (await desk.SaveAsync("plan-import.discard", cancel, reason)).WhyNot;
    }
}
