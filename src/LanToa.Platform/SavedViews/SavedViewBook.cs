using LanToa.Platform.Data;
using LanToa.Platform.Documents.Sheets;
using LanToa.Platform.Identity;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace LanToa.Platform.SavedViews;

/// <summary>The saved filters of the person who acts: kept, renamed, deleted and read by themselves only.</summary>
public sealed class SavedViewBook(LanToaDb db, Actor actor, IEnumerable<SavedList> lists, Clock clock)
{
    public const string Made = "saved-view.create", Renamed = "saved-view.rename", Deleted = "saved-view.delete", MadeDefault = "saved-view.default";

    /// <summary>As many filters of one list a person may keep.</summary>
    public const int Most = 20;

    public const int LongestName = 60, LongestQuery = 1000;

    /// <summary>The query name that opens a list without its default filter.</summary>
    public const string Whole = "tat-ca";

    private static readonly string[] NoFilters = [Query.Page, Query.After, "handler", ListFile.Form, Whole];

    private static readonly Prepared<Func<LanToaDb, Guid?, IAsyncEnumerable<SavedView>>> Kept = new(() => EF.CompileAsyncQuery(
        (LanToaDb db, Guid? person) => db.Set<SavedView>().AsNoTracking().Where(v => v.AccountId == person && v.EndedAt == null)));

    private ((short Province, Guid? Account) Whose, IReadOnlyList<SavedView> Views)? _kept;

    /// <summary>The list at an address which this person may enter; null for what is none.</summary>
    public SavedList? ListAt(string? path) => lists.FirstOrDefault(l => string.Equals(l.Path, path, StringComparison.OrdinalIgnoreCase) && actor.Holds(l.Permission));

    /// <summary>The filters of a query in one form, so that two of them can be compared; empty where nothing is filtered.</summary>
    public static string FiltersOf(string? query)
    {
        var kept = QueryHelpers.ParseQuery(query).Where(p => !NoFilters.Contains(p.Key, StringComparer.OrdinalIgnoreCase)).OrderBy(p => p.Key, StringComparer.Ordinal)
            .SelectMany(p => p.Value, (p, v) => KeyValuePair.Create(p.Key, v ?? "")).Where(p => p.Value.Length > 0);
        return new QueryBuilder(kept).ToQueryString().Value?.TrimStart('?') ?? "";
    }

    /// <summary>This person's filters, of every list that they may enter, by name.</summary>
    public async Task<IReadOnlyList<SavedView>> MineAsync(string? list = null, CancellationToken cancel = default)
    {
        return [.. (await KeptAsync(cancel)).Where(v => (list is null || v.List == list) && ListAt(v.List) is not null).OrderBy(v => v.List, StringComparer.Ordinal).ThenBy(v => v.NameKey, StringComparer.Ordinal)];
    }

    public Task<SavedView?> FindAsync(Guid id, CancellationToken cancel) => Mine.FirstOrDefaultAsync(v => v.Id == id, cancel);

    /// <summary>Deletes one's own; pressed twice it is deleted once.</summary>
    /// <returns>False where there never was one.</returns>
    public async Task<bool> DeleteAsync(Guid id, CancellationToken cancel)
    {
        if (await db.Set<SavedView>().FirstOrDefaultAsync(v => v.Id == id && v.AccountId == actor.AccountId, cancel) is not { } view) return false;
        if (view.EndedAt is not null) return true;
        (view.EndedAt, view.IsDefault) = (clock.Now, false);
        await WrittenAsync(Deleted, null, cancel);
        return true;
    }

    /// <summary>The query with which a list opens when nothing is asked; null without one.</summary>
    public async Task<string?> DefaultOfAsync(string list, CancellationToken cancel) => (await KeptAsync(cancel)).FirstOrDefault(v => v.List == list && v.IsDefault)?.Query;

    // A page asks twice: how it opens, and what it offers.
    private async Task<IReadOnlyList<SavedView>> KeptAsync(CancellationToken cancel)
    {
        var whose = (db.ProvinceId, actor.AccountId);
        if (_kept is not { } known || known.Whose != whose) _kept = known = (whose, await Kept.For(db)(db, actor.AccountId).ToListAsync(cancel));
        return known.Views;
    }

    /// <summary>Keeps the filters under the name. The form's key is the row's: sent twice it is kept once.</summary>
    /// <returns>Why not, or null when it is done.</returns>
    public async Task<string?> SaveAsync(Guid formKey, SavedList list, string filters, string? name, bool isDefault, CancellationToken cancel)
    {
        if (actor.AccountId is not { } me) return "Hãy đăng nhập lại.";
        if (await db.Set<SavedView>().AnyAsync(v => v.Id == formKey, cancel)) return null;
        if (filters.Length == 0) return "Danh sách chưa lọc theo mục nào. Hãy lọc trước, rồi lưu bộ lọc.";
        if (filters.Length > LongestQuery) return "Bộ lọc này dài quá. Hãy bớt chữ trong ô tìm.";
        var kept = await Mine.Where(v => v.List == list.Path).ToListAsync(cancel);
        if (kept.Count >= Most) return $"Bạn đã lưu {Most} bộ lọc của danh sách này. Hãy xóa bớt một bộ lọc rồi lưu.";
        if (WhyNotName(name, kept) is { } why) return why;
        await using var together = await db.Database.BeginTransactionAsync(cancel);
        if (isDefault) await NoDefaultAsync(list.Path, cancel);
        db.Add(new SavedView { ProvinceId = db.ProvinceId, Id = formKey, AccountId = me, List = list.Path, Name = name!.Trim(), NameKey = KeyOf(name), Query = filters, IsDefault = isDefault, MadeAt = clock.Now });
        return await WrittenAsync(Made, together, cancel);
    }

    public async Task<string?> RenameAsync(SavedView view, string? name, CancellationToken cancel)
    {
        if (WhyNotName(name, await Mine.Where(v => v.List == view.List && v.Id != view.Id).ToListAsync(cancel)) is { } why) return why;
        (view.Name, view.NameKey) = (name!.Trim(), KeyOf(name));
        return await WrittenAsync(Renamed, null, cancel);
    }

    /// <summary>The list opens with it from now on, or (false) with no filter.</summary>
    public async Task<string?> SetDefaultAsync(SavedView view, bool isDefault, CancellationToken cancel)
    {
        await using var together = await db.Database.BeginTransactionAsync(cancel);
        if (isDefault && !view.IsDefault) await NoDefaultAsync(view.List, cancel);
        view.IsDefault = isDefault;
        return await WrittenAsync(MadeDefault, together, cancel);
    }

    private IQueryable<SavedView> Mine => db.Set<SavedView>().Where(v => v.AccountId == actor.AccountId && v.EndedAt == null);

    // Written before the next one becomes it, in the same transaction: two may not stand at once.
    private async Task NoDefaultAsync(string list, CancellationToken cancel)
    {
        if (await Mine.FirstOrDefaultAsync(v => v.List == list && v.IsDefault, cancel) is not { } before) return;
        before.IsDefault = false;
        await db.Because(MadeDefault).SaveChangesAsync(cancel);
    }

    private static string? WhyNotName(string? name, List<SavedView> others)
    {
        if (string.IsNullOrWhiteSpace(name)) return "Bạn chưa đặt tên cho bộ lọc.";
        if (name.Trim().Length > LongestName) return $"Tên dài quá {LongestName} chữ; hãy rút gọn.";
        return others.Exists(v => v.NameKey == KeyOf(name)) ? $"Bạn đã có bộ lọc “{name.Trim()}” của danh sách này. Hãy đặt tên khác, hoặc xóa bộ lọc cũ." : null;
    }

    private static string KeyOf(string name) => string.Join(' ', name.Normalize().ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private async Task<string?> WrittenAsync(string verb, IDbContextTransaction? together, CancellationToken cancel)
    {
        _kept = null;
        try
        {
            await db.Because(verb).SaveChangesAsync(cancel);
            if (together is not null) await together.CommitAsync(cancel);
            return null;
        }
        catch (Exception e) when (e.IsLostRace())
        {
            return "Bộ lọc vừa được đổi ở một cửa sổ khác. Hãy tải lại trang rồi làm lại.";
        }
    }
}
