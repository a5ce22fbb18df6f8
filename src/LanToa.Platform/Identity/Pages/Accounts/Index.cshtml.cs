using LanToa.Contracts.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Documents.Sheets;
using LanToa.Platform.Permissions;
using LanToa.Platform.Search;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Platform.Identity.Pages.Accounts;

public sealed class IndexModel(LanToaDb db, AccountAdministration administration, IOrganizationDirectory organizations) : ListPage
{
    public IReadOnlyList<(Account Account, string Roles)> Accounts { get; private set; } = [];

    public static StatusMark MarkOf(Account account) =>
        Invitations.IsOpen(account) ? new(StatusKind.DueSoon, "Đã mời, chưa nhận") : account.DisabledAt is null ? new(StatusKind.Done, "Đang dùng") : new(StatusKind.Neutral, "Ngừng");

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var page = await PageOfAsync(Found(), cancel);
        var ids = page.ConvertAll(a => a.Id);
        var roles = (await db.Set<Membership>().AsNoTracking().Where(m => ids.Contains(m.AccountId) && m.ValidTo == null).ToListAsync(cancel)).ToLookup(m => m.AccountId);
        Accounts = page.ConvertAll(a => (a, WordsOf(roles[a.Id])));
    }

    public IActionResult OnGetExport() => this.FileOf("tai-khoan", "Tài khoản",
        [
            new("Họ và tên", r => r.Account.DisplayName, 28), new("Tên đăng nhập", r => r.Account.UserName, 24), new("Thư điện tử", r => r.Account.Email, 30), new("Vai trò", r => WordsOf(r.Roles), 60),
            new("Đăng nhập gần nhất", r => r.Account.LastSignInAt, 18), new("Trạng thái", r => MarkOf(r.Account).Text, 18),
        ], Found().Select(a => new { Account = a, Roles = db.Set<Membership>().AsNoTracking().Where(m => m.AccountId == a.Id && m.ValidTo == null).ToList() }).AsAsyncEnumerable());

    private IOrderedQueryable<Account> Found()
    {
        var query = administration.Mine().AsNoTracking();
        if (Search?.Trim() is { Length: > 0 } search)
        {
            var words = new SearchQuery(search);
            query = words.IsEmpty ? query.Where(a => EF.Functions.ILike(a.UserName!, $"%{search}%"))
                : query.Where(a => EF.Functions.ILike(a.UserName!, $"%{search}%") || EF.Functions.ILike(a.DisplayName, $"%{search}%") || SearchWords.Match(a.DisplayName, words.All));
        }
        return query.OrderBy(a => a.UserName);
    }

    private string WordsOf(IEnumerable<Membership> roles) => string.Join("; ", roles.Select(m => $"{m.Role.Name()} · {organizations.Find(m.OrganizationId)?.Name}"));
}
