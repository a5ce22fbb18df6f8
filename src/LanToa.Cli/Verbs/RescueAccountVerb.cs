using System.CommandLine;
using LanToa.Platform.Identity;
using LanToa.Web;
using LanToa.Web.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Cli.Verbs;

/// <summary><c>lantoa rescue-account NAME</c>: a new password, printed once, and no second step, passkey, provider, API token, lent role or address, for an account that nobody can open any more. Exit code 1 when nobody has the name.</summary>
internal static class RescueAccountVerb
{
    public static Command Create()
    {
        var name = new Argument<string>("name") { HelpName = "TÊN", Description = "Tên đăng nhập." };
        var connection = CommonOptions.Connection();
        var data = CommonOptions.Data();
        var command = new Command("rescue-account", "Mở lại lối vào một tài khoản khi không quản trị nào vào được nữa: mật khẩu mới in ra một lần, gỡ xác thực hai bước, khóa truy cập, dịch vụ đăng nhập, khóa API, ủy quyền và địa chỉ thư điện tử.") { name, connection, data };
        command.SetAction((parsed, cancellation) => RunAsync(parsed.GetRequiredValue(name), parsed.GetValue(connection), parsed.GetRequiredValue(data), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(string name, string? connection, string data, CancellationToken cancellation)
    {
        await using var database = await Database.ExistingAsync(connection, data, cancellation);
        await database.EnsureMigratedAsync(cancellation);
        await using var app = LanToaHost.Build(new HostOptions { DataFolder = Path.GetFullPath(data), Urls = ["http://127.0.0.1:0"], Log = LogForm.Quiet }, database.Owner, runJobs: false);
        await using var scope = app.Services.CreateAsyncScope();
        if (await scope.ServiceProvider.GetRequiredService<AccountRescue>().RescueAsync(name, cancellation) is not { } rescued)
        {
            await Console.Error.WriteLineAsync($"Không có tài khoản \"{name}\". Chưa có gì thay đổi.");
            return Failures.Failed;
        }
        Console.WriteLine($"Tài khoản {rescued.UserName} ({rescued.DisplayName}), mật khẩu mới (chỉ in lần này): {rescued.Password}");
        Console.WriteLine($"Mọi phiên cũ đã hết hiệu lực.{(rescued.FactorRemoved ? " Đã gỡ xác thực hai bước: hãy bật lại sau khi đăng nhập." : "")}{(rescued.WaysEnded > 0 ? $" Đã gỡ {rescued.WaysEnded} khóa truy cập, dịch vụ đăng nhập đã gắn: hãy thêm lại sau khi đăng nhập." : "")}{(rescued.GivenEnded > 0 ? $" Đã thu hồi {rescued.GivenEnded} khóa API, nơi nhận tin, ủy quyền của tài khoản: hãy cấp lại nếu còn cần." : "")}{(rescued.EmailRemoved is { } email ? $" Đã bỏ địa chỉ thư điện tử {email} khỏi tài khoản: nếu đúng là của người dùng, hãy ghi lại ở trang tài khoản." : "")}{(rescued.Opened ? " Đã mở lại tài khoản." : "")} Khi đăng nhập, người dùng đặt mật khẩu của riêng mình. Lịch sử ghi việc này; địa chỉ thư điện tử cũ, nếu có, thì được báo.");
        return 0;
    }
}
