using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LanToa.Platform.SavedViews.Pages;

/// <summary>The filters of a list get a name.</summary>
public sealed class SaveModel(SavedViewBook views) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? List { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Filters { get; set; }

    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public bool IsDefault { get; set; }

    [BindProperty]
    public Guid FormKey { get; set; }

    public SavedList In { get; private set; } = null!;

    public string Back => $"{In.Path}?{Filters}";

    public IActionResult OnGet()
    {
        if (!Find()) return NotFound();
        FormKey = Guid.CreateVersion7();
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!Find()) return NotFound();
        if (FormKey == Guid.Empty) FormKey = Guid.CreateVersion7();
        if (!ModelState.IsValid) return Page();
        if (await views.SaveAsync(FormKey, In, Filters!, Name, IsDefault, cancel) is { } why)
        {
            ModelState.AddModelError("name", why);
            return Page();
        }
        this.Flash($"Đã lưu bộ lọc “{Name?.Trim()}”.");
        return LocalRedirect(Back);
    }

    private bool Find()
    {
        if (views.ListAt(List) is not { } list) return false;
        (In, Filters) = (list, SavedViewBook.FiltersOf(Filters));
        return true;
    }
}
