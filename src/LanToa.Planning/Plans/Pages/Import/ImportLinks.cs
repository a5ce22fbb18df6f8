namespace LanToa.Planning.Plans.Pages.Import;

/// <summary>Addresses of the pages on which a document becomes a plan.</summary>
public static class ImportLinks
{
    public const string List = "/plans/import";

    public static string Progress(Guid import) => $"/plans/import/progress/{import}";

    public static string Follow(Guid id) => Review(id) + "?handler=Follow";

    public static string Review(Guid import) => $"/plans/import/review/{import}";

    public static string Card(Guid import, Guid item) => $"{Review(import)}#card-{item}";

    public static string Document(Guid import) => $"/plans/import/document/{import}";

    public static string Item(Guid item) => $"/plans/import/item/{item}";

    public static string Split(Guid item) => $"/plans/import/split/{item}";

    /// <summary>Where a person says which unit a printed name means.</summary>
    public static string Party(Guid import, string printed) => $"/plans/import/party/{import}?ten={Uri.EscapeDataString(printed)}";

    public static string Original(Guid file) => $"/files/{file}?xem";

    /// <summary>Where the work on an import goes on in its present state.</summary>
    public static string Of(PlanImport import) => import.State switch
    {
        ImportState.Ready => Review(import.Id),
        ImportState.Done when import.PlanId is { } plan => PlanLinks.Of(plan),
        _ => Progress(import.Id),
    };
}
