using LanToa.Platform.Identity;
using LanToa.Platform.Jobs;

namespace LanToa.Demonstration;

/// <summary>What the start of the program does for the demonstration.</summary>
public sealed class DemonstrationStart(LoadOrganizations organizations, DemonstrationAccounts accounts, JobQueue jobs, Actor actor)
{
    /// <summary>On an empty database that knows the nation: the province, its administrator, and the job that loads the rest once the address is open.</summary>
    public async Task BeginAsync(CancellationToken cancel)
    {
        await organizations.AddProvinceAsync(cancel);
        actor.BecomeSystem("cli", Samples.ProvinceId);
        // The account last: a start that is broken off before it begins again.
        await jobs.EnqueueOnceAsync(LoadDemonstration.Job, new LoadPayload(), LoadDemonstration.Key, Samples.ProvinceId, cancel);
        await accounts.AddAsync(DemonstrationAccounts.Printed.Where(a => a.UserName == DemonstrationAccounts.Administrator), cancel);
    }

    /// <summary>Says which accounts there are, with their password; nothing when the demonstration is not loaded or its password was changed everywhere.</summary>
    public async Task PrintAsync(TextWriter output, bool first, CancellationToken cancel)
    {
        var standing = first ? DemonstrationAccounts.Printed : await accounts.StandingAsync(cancel);
        if (standing.Count == 0) return;
        await output.WriteLineAsync($"Tài khoản TRÌNH DIỄN, mật khẩu chung: {DemonstrationAccounts.Password}   (chỉ để xem thử; khi dùng thật hãy bắt đầu với --empty)");
        foreach (var account in standing) await output.WriteLineAsync($"  {account.UserName,-16} {account.DisplayName}");
        await output.WriteLineAsync("  Mỗi sở một tài khoản daumoi.<mã sở>, mỗi xã, phường một tài khoản xa.<tên xã>; danh sách ở trang Tài khoản.");
        if (first) await output.WriteLineAsync($"Tỉnh trình diễn đang được nạp; tài khoản {DemonstrationAccounts.Administrator} dùng được ngay và xem tiến độ ở /jobs.");
    }
}
