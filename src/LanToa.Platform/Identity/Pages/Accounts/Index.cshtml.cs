using LanToa.Contracts.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Documents.Sheets;
using LanToa.Platform.Jobs;
using LanToa.Platform.Mail;
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

    // Of those invited whose letter does not leave by itself.
    private HashSet<Guid?> _unsent = [];

    public StatusMark Mark(Account account) => _unsent.Contains(account.Id) ? new(StatusKind.Overdue, "Thư mời không gửi được") : MarkOf(account);

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var page = await PageOfAsync(Found(), cancel);
        var ids = page.ConvertAll(a => a.Id);
        var roles = (await db.Set<Membership>().AsNoTracking().Where(m => ids.Contains(m.AccountId) && m.ValidTo == null).ToListAsync(cancel)).ToLookup(m => m.AccountId);
        Accounts = page.ConvertAll(a => (a, WordsOf(roles[a.Id])));
        if (page.Where(Invitations.IsOpen).Select(a => (Guid?)a.Id).ToList() is { Count: > 0 } invited) _unsent = await UnsentAsync(invited, cancel);
    }

    private async Task<HashSet<Guid?>> UnsentAsync(List<Guid?> invited, CancellationToken cancel)
    {
        var letters = await (from mail in db.Set<OutgoingMail>().AsNoTracking().Where(m => invited.Contains(m.AccountId) && m.Kind == AccountLetters.Invitation)
                             join job in db.Set<Job>().AsNoTracking() on mail.JobId equals job.Id into jobs from job in jobs.DefaultIfEmpty() select new MailLine(mail, job)).ToListAsync(cancel);
        return [.. letters.GroupBy(l => l.Mail.AccountId).Where(g => g.MaxBy(l => l.Mail.CreatedAt)!.NeedsHand).Select(g => g.Key)];
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
