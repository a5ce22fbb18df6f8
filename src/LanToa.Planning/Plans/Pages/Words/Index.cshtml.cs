using LanToa.Contracts.Organizations;
using LanToa.Planning.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Documents.Sheets;
using LanToa.Platform.Text;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans.Pages.Words;

/// <summary>What has been said of words in documents, for the next ones: by whom, in which document.</summary>
public sealed class IndexModel(LanToaDb db, WordsSources sources, IOrganizationDirectory directory) : ListPage
{
    private const int MostNamed = 3;
    private const string Nobody = "khong-ai", Listed = "don-vi", Given = "da-bo";

    [FromQuery(Name = "nghia")]
    public string? Meaning { get; set; }

    public IReadOnlyList<SelectListItem> Meanings { get; } = [new("Không ràng buộc ai", Nobody), new("Có danh sách đơn vị", Listed), new("Đã bỏ, không dùng nữa", Given)];

    public bool IsFiltered => Search is not null || Meaning is not null;

    public IReadOnlyList<WordsMeaning> Words { get; private set; } = [];

    public IReadOnlyDictionary<Guid, string> Sources { get; private set; } = new Dictionary<Guid, string>();

    public string NameOf(Guid unit) => directory.DistinctNameOf(unit) ?? "(không còn trong danh mục)";

    /// <summary>What the words stand for, in short.</summary>
    public string MeaningOf(WordsMeaning words) => words.Units.Count switch
    {
        0 => "Không ràng buộc ai",
        <= MostNamed => string.Join("; ", words.Units.Select(NameOf)),
        var all => $"{string.Join("; ", words.Units.Take(MostNamed - 1).Select(NameOf))} và {all - MostNamed + 1} đơn vị khác",
    };

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Words = await PageOfAsync(Found(), cancel);
        Sources = await sources.OfAsync(Words, cancel);
    }

    public IActionResult OnGetExport() => this.FileOf("chu-da-nho", "Chữ đã nhớ",
        [
            new("Chữ trong văn bản", w => w.Text, 44), new("Được hiểu là", w => w.Units.Count == 0 ? MeaningOf(w) : string.Join("; ", w.Units.Select(NameOf)), 60), new("Cơ quan ban hành", w => NameOf(w.IssuerId), 40),
            new("Từ văn bản", w => w.Document, 24), new("Ai quyết định", w => w.ByName, 24), new("Lúc", w => w.At, 18),
        ], Found().AsAsyncEnumerable());

    private IOrderedQueryable<WordsMeaning> Found()
    {
        var query = db.Set<WordsMeaning>().AsNoTracking().Where(m => m.Forgotten == (Meaning == Given));
        if (Meaning == Nobody) query = query.Where(m => m.Units.Count == 0);
        if (Meaning == Listed) query = query.Where(m => m.Units.Count > 0);
        foreach (var word in Folding.Fold(Search).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var (key, part) = (OrganizationNames.SpellingKey(word), $"%{word}%");
            query = query.Where(m => m.Folded.Contains(key) || (m.Document != null && EF.Functions.ILike(m.Document, part)));
        }
        return query.OrderByDescending(m => m.At).ThenBy(m => m.Id);
    }
}
