using System.Text;
using LanToa.Accountability.Activities.Packs;
using LanToa.Platform.Data;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Accountability.Activities.Pages;

/// <summary>For whoever holds a pack and has no account: the key that signs, and whether a manifest was made here. Nothing is told of a pack but to who knows its hash.</summary>
public sealed class PackKeyModel(LanToaDb db, PackKeys keys) : PageModel
{
    [FromQuery(Name = "ma")] public string? Hash { get; set; }

    public string Fingerprint { get; private set; } = "";
    public string Pem { get; private set; } = "";

    /// <summary>A hash was given.</summary>
    public bool IsAsked { get; private set; }
    public EvidencePack? Found { get; private set; }

    /// <summary>The script as this program has it, for those who run nothing that came with what they check.</summary>
    public IActionResult OnGetScript() => File(Encoding.UTF8.GetBytes(PackTexts.Script), "text/plain; charset=utf-8", PackFormat.Script);

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var key = await keys.PublicKeyAsync(cancel);
        (Fingerprint, Pem) = (PackFormat.Fingerprint(key), PackFormat.Pem(key));
        if (string.IsNullOrWhiteSpace(Hash)) return;
        IsAsked = true;
        if (PackFormat.Plain(Hash.Length <= 200 ? Hash : "") is { Length: 64 } asked)
            Found = await db.Set<EvidencePack>().IgnoreQueryFilters([LanToaDb.ProvinceFilter]).AsNoTracking().FirstOrDefaultAsync(p => p.ManifestSha256 == asked, cancel);
    }
}
