using LanToa.Platform.Documents.Sheets;
using LanToa.Platform.Ui;

namespace LanToa.Platform.Identity;

internal static class SignInWords
{
    /// <summary>Attempts as a file, the same for the person and for their administrator.</summary>
    public static IReadOnlyList<FileColumn<SignInEvent>> Columns { get; } = [new("Lúc", e => e.At, 18), new("Kết quả", e => e.Outcome.Mark().Text, 30), new("Trình duyệt", e => e.Browser, 30), new("Địa chỉ", e => e.Address, 24)];

    public static StatusMark Mark(this SignInOutcome outcome) => outcome switch
    {
        SignInOutcome.Succeeded => new(StatusKind.Done, "Thành công"),
        SignInOutcome.SucceededWithFactor => new(StatusKind.Done, "Thành công, hai bước"),
        SignInOutcome.SucceededWithRecovery => new(StatusKind.DueSoon, "Thành công, bằng mã khôi phục"),
        SignInOutcome.SucceededByProvider => new(StatusKind.Done, "Thành công, qua dịch vụ đăng nhập"),
        SignInOutcome.SucceededByPasskey => new(StatusKind.Done, "Thành công, bằng khóa truy cập"),
        SignInOutcome.WrongPassword => new(StatusKind.DueSoon, "Sai mật khẩu"),
        SignInOutcome.WrongCode => new(StatusKind.DueSoon, "Sai mã bước hai"),
        SignInOutcome.LockedOut => new(StatusKind.Overdue, "Bị khóa tạm"),
        SignInOutcome.RefusedByProvider => new(StatusKind.Overdue, "Không nhận từ dịch vụ đăng nhập"),
        _ => new(StatusKind.Neutral, "Tài khoản đã ngừng"),
    };
}
