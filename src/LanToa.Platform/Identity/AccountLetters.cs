using LanToa.Platform.Mail;
using LanToa.Platform.Time;

namespace LanToa.Platform.Identity;

/// <summary>The letters about an account. The save that follows sends them; an account without an address gets none.</summary>
public sealed class AccountLetters(Outbox outbox, AccountLinks links, MailLinks addresses)
{
    public const string Invitation = "account.invitation";
    public const string Reset = "account.reset";

    public async Task InviteAsync(Account account, string inviter, string role, string unit, CancellationToken cancel = default)
    {
        var (secret, ends) = links.Make(account, LinkPurpose.Invitation);
        await WriteAsync(account, new Letter(Invitation, "Mời bạn dùng LanToa",
        [
            $"Chào bạn, {inviter} mời bạn dùng LanToa, hệ thống theo dõi tuyên truyền cải cách hành chính, với vai trò {role} tại {unit}.",
            $"Mở liên kết này để ghi tên và đặt mật khẩu: {OutgoingMail.LinkPlace}",
            $"Tên đăng nhập của bạn: {account.UserName}. Liên kết dùng một lần, đến {VietnameseFormat.DateTime(ends)}.",
            "Nếu bạn không chờ thư này, hãy bỏ qua: không có mật khẩu thì không ai dùng được tài khoản.",
        ]) { Link = addresses.To($"/identity/invited/{secret}"), ExpiresAt = ends }, cancel);
    }

    public async Task ResetAsync(Account account, CancellationToken cancel = default)
    {
        var (secret, ends) = links.Make(account, LinkPurpose.Reset);
        await WriteAsync(account, new Letter(Reset, "Đặt lại mật khẩu LanToa",
        [
            $"Chào {account.DisplayName}, có người yêu cầu đặt lại mật khẩu cho tên đăng nhập {account.UserName}.",
            $"Nếu là bạn, hãy mở liên kết này và đặt mật khẩu mới: {OutgoingMail.LinkPlace}",
            $"Liên kết dùng một lần, đến {VietnameseFormat.DateTime(ends)}.",
            "Nếu không phải bạn, hãy bỏ qua: mật khẩu vẫn như cũ.",
        ]) { Link = addresses.To($"/identity/newpassword/{secret}"), ExpiresAt = ends }, cancel);
    }

    /// <summary>Tells the person what was done with the account, so that they notice when it was not them.</summary>
    public Task TellAsync(Account account, string happened, CancellationToken cancel = default) => WriteAsync(account, new Letter("account.told", "Tài khoản LanToa của bạn vừa thay đổi",
    [
        $"Chào {account.DisplayName}, {happened}",
        "Nếu không phải bạn làm, hãy báo ngay cho quản trị của cơ quan và đặt lại mật khẩu.",
    ]), cancel);

    private async Task WriteAsync(Account account, Letter letter, CancellationToken cancel)
    {
        if (MailAddresses.IsValid(account.Email)) await outbox.WriteAsync(letter with { AccountId = account.Id }, account.Email!, account.DisplayName, cancel);
    }
}
