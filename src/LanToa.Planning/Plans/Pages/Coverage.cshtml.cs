using LanToa.Contracts.Organizations;
using LanToa.Planning.Organizations;
using LanToa.Platform.Documents.Sheets;
using LanToa.Platform.Text;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans.Pages;

/// <summary>Units that stand side by side in one table on paper, and the place of the first among all.</summary>
public sealed record CoveragePart(CoverageModel Page, int First, IReadOnlyList<OrganizationInfo> Units)
{
    /// <summary>So many that their names stand upright and the cells have room for a short word only.</summary>
    public bool IsNarrow => Units.Count > CoverageModel.UnitsPerPage;

    /// <summary>"Ủy ban nhân dân xã Cũ hết hiệu lực sau 30/09/2026, do Ủy ban nhân dân xã Mới kế thừa", of each that is no more: the heads of the columns have no room for it.</summary>
    public IReadOnlyList<string> Ended { get; } = [.. Units.Where(u => Page.EndOf(u.Id) is not null).Select(u => $"{Page.NameOf(u.Id)} {Page.EndOf(u.Id)}")];
}

/// <summary>How the units' own plans answer an issued plan: its tasks by the units that they address. For the issuer's people only.</summary>
public sealed class CoverageModel(PlanAccess access, CascadeRights rights, CoverageMatrices matrices, OrganizationDirectory directory, Clock clock) : PaperPage
{
    internal const int UnitsPerPage = 12;

    private const int CellsPerPage = 50;

    /// <summary>So many cells are printed in one go, and so many units stand beside each other across a sheet.</summary>
    private const int MostPrintedCells = 12_000, MostAcross = 22;

    /// <summary>A kind of unit; see <see cref="CoverageMatrices.KindOf"/>.</summary>
    [FromQuery(Name = "loai")]
    public string? Kind { get; set; }

    [FromQuery(Name = "vaitro")]
    public PartyRole? Role { get; set; }

    [FromQuery(Name = "trangthai")]
    public CoverageState? State { get; set; }

    /// <summary>The day by which the units' plans were due, where another one than the plan's own is meant.</summary>
    [FromQuery(Name = "han")]
    public DateOnly? PlanBy { get; set; }

    /// <summary>One unit, or one task: its cells as a list.</summary>
    [FromQuery(Name = "donvi")]
    public Guid? UnitId { get; set; }

    [FromQuery(Name = "viec")]
    public Guid? TaskId { get; set; }

    public override string Noun => "đơn vị";

    public override bool IsForPaper => base.IsForPaper && !IsList;

    protected override int MostPrinted => Math.Clamp(MostPrintedCells / Math.Max(1, Matrix.Tasks.Count), MostAcross, base.MostPrinted);

    public Plan Plan { get; private set; } = null!;

    public string Issuer => NameOf(Plan.IssuerId);

    public CoverageMatrix Matrix { get; private set; } = null!;

    public MatrixTotal Total { get; private set; } = null!;

    /// <summary>The units of this page of the matrix.</summary>
    public IReadOnlyList<OrganizationInfo> Units { get; private set; } = [];

    /// <summary>The tables of the print, one under the other, as wide as a sheet and alike in width.</summary>
    public IEnumerable<CoveragePart> Parts
    {
        get
        {
            var tables = (Units.Count + MostAcross - 1) / MostAcross;
            return tables == 0 ? [] : Units.Chunk((Units.Count + tables - 1) / tables).Select((units, n) => new CoveragePart(this, Paging.Skip + (n * ((Units.Count + tables - 1) / tables)) + 1, units));
        }
    }

    /// <summary>What a cell says.</summary>
    public static string WordOf(MatrixCell cell) => cell.IsMoot ? "đã kết thúc" : WordOf(cell.Coverage);

    public static StatusKind KindOf(MatrixCell cell) => cell.IsMoot ? StatusKind.Neutral : cell.Coverage.State.Kind();

    private static string WordOf(Coverage coverage) => coverage.State == CoverageState.Late ? $"ban hành {coverage.Short}" : coverage.Short.Length > 0 ? $"{coverage.State.Name()}: {coverage.Short}" : coverage.State.Name();

    /// <summary>The same where there is hardly room; <see cref="ShortWords"/> says what it means.</summary>
    public static string ShortWordOf(MatrixCell cell) => cell.IsMoot ? "hết" : ShortWordOf(cell.Coverage);

    private static string ShortWordOf(Coverage coverage) => $"{ShortWords.First(w => w.State == coverage.State).Word} {(coverage.State == CoverageState.Late ? coverage.Short.Replace("chậm ", "", StringComparison.Ordinal) : coverage.Short)}".TrimEnd();

    public static IReadOnlyList<(CoverageState State, string Word)> ShortWords { get; } =
        [(CoverageState.Covered, "có"), (CoverageState.Late, "chậm"), (CoverageState.Diluted, "thấp"), (CoverageState.Awaiting, "chờ"), (CoverageState.Missing, "chưa"), (CoverageState.NotApplicable, "KAD")];

    /// <summary>The cells of this page of the list, when one state, unit or task is asked for.</summary>
    public IReadOnlyList<MatrixCell> Cells { get; private set; } = [];

    public bool IsList => State is not null || UnitId is not null || TaskId is not null;

    public IReadOnlyList<SelectListItem> Kinds { get; private set; } = [];

    public IReadOnlyList<SelectListItem> Roles { get; } = [.. Enum.GetValues<PartyRole>().Select(r => new SelectListItem(r.Name(), r.ToString()))];

    public IReadOnlyList<SelectListItem> States { get; } = [.. Enum.GetValues<CoverageState>().Select(s => new SelectListItem(s == CoverageState.Covered ? "Đã có đủ và kịp" : s.Mark().Text, s.ToString()))];

    public string NameOf(Guid unit) => directory.DistinctNameOf(unit) ?? "–";

    /// <summary>"hết hiệu lực sau 30/09/2026, do Ủy ban nhân dân xã Mới kế thừa"; null for a unit that goes on.</summary>
    public string? EndOf(Guid unit)
    {
        if (!Matrix.Ended.Contains(unit) || directory.Find(unit)?.ValidTo is not { } last) return null;
        var heirs = directory.HeirsOf(unit, clock.Today).Select(NameOf).ToList();
        return $"hết hiệu lực sau {VietnameseFormat.Date(last)}{(heirs.Count > 0 ? $", do {string.Join(", ", heirs)} kế thừa" : "")}";
    }

    /// <summary>What the figures leave out; null where they leave nothing out.</summary>
    public string? MootWords => Matrix.Moot is var cells and > 0 ? $"Không tính {VietnameseFormat.Number(cells)} ô chưa có trong kế hoạch đã ban hành của {VietnameseFormat.Number(Matrix.Ended.Count)} đơn vị nay đã kết thúc." : null;

    /// <summary>"2/6" on paper; a point where nothing counts.</summary>
    public static string PartOf(MatrixTotal total) => total.All > 0 ? $"{total.Planned}/{total.All}" : "·";

    /// <summary>This page with other parts of the query.</summary>
    public string With(params (string Name, object? Value)[] parts)
    {
        var query = new Dictionary<string, object?> { ["q"] = Search, ["loai"] = Kind, ["vaitro"] = Role, ["han"] = PlanBy is { } by ? VietnameseFormat.Date(by) : null, ["trangthai"] = State, ["donvi"] = UnitId, ["viec"] = TaskId };
        foreach (var (name, value) in parts) query[name] = value;
        var said = query.Where(p => p.Value is not null && p.Value.ToString() != "").Select(p => $"{p.Key}={Uri.EscapeDataString(p.Value!.ToString()!)}");
        return $"{PlanLinks.Coverage(Plan.Id)}?{string.Join('&', said)}".TrimEnd('?');
    }

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel)
    {
        if (!await OpenAsync(id, cancel)) return NotFound();
        if (IsList) Cells = PageOf([.. Wanted], CellsPerPage);
        else Units = PageOf(Matrix.Units, IsForPaper ? MostPrinted : UnitsPerPage);
        return Page();
    }

    public async Task<IActionResult> OnGetCsvAsync(Guid id, CancellationToken cancel) =>
        await OpenAsync(id, cancel) ? new CsvResult($"{FileName}.csv", CoverageExport.Lines(Wanted, directory)) : NotFound();

    public async Task<IActionResult> OnGetXlsxAsync(Guid id, CancellationToken cancel) =>
        await OpenAsync(id, cancel) ? new XlsxResult($"{FileName}.xlsx", "Đối chiếu", CoverageExport.Columns, CoverageExport.Rows(Wanted, directory).ToAsyncEnumerable()) : NotFound();

    private IEnumerable<MatrixCell> Wanted => Matrix.Cells(State).Where(c => (UnitId is null || c.Unit.Id == UnitId) && (TaskId is null || c.Task.Id == TaskId));

    private string FileName => $"doi-chieu-{string.Join('-', Folding.Fold(Plan.Called()).Split([' ', '/', '\\', '…', '.'], StringSplitOptions.RemoveEmptyEntries))}-{clock.Today:yyyy-MM-dd}";

    private async Task<bool> OpenAsync(Guid id, CancellationToken cancel)
    {
        if (await access.Visible().AsNoTracking().FirstOrDefaultAsync(p => p.Id == id, cancel) is not { } plan || !plan.State.IsPublished() || !rights.ReadsCoverage(plan.IssuerId)) return false;
        Plan = plan;
        Matrix = await matrices.OfAsync(plan, new MatrixFilter(Role, Kind, Search, PlanBy), cancel);
        Total = Matrix.Total;
        Kinds = [.. Matrix.Kinds.Select(u => new SelectListItem($"{Enum.Parse<OrganizationKind>(u.Kind).Words()} ({Enum.Parse<OrganizationLevel>(u.Level).Words().ToLowerInvariant()})", CoverageMatrices.KindOf(u)))];
        if (Kind is not null && Kinds.All(k => k.Value != Kind)) Kinds = [.. Kinds, new SelectListItem("Loại khác", Kind)];
        return true;
    }
}
