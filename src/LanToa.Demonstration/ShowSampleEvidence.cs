using System.Security.Cryptography;
using System.Text;
using LanToa.Accountability.Activities;
using LanToa.Accountability.Activities.Links;
using LanToa.Accountability.Activities.Packs;
using LanToa.Planning.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Jobs;
using LanToa.Platform.Permissions;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SentFile = LanToa.Accountability.Activities.SentFile;

namespace LanToa.Demonstration;

public sealed record EvidenceShownPayload;

/// <summary>
/// What the rooms of evidence show: news with their address and what stood there, a meeting with photos and a list that was replaced, a commune's part of the province's conference, criteria that
/// they serve, and a pack that can be taken away. What is there already is left alone.
/// </summary>
public sealed class ShowSampleEvidence(ActAs people, LanToaDb db, OrganizationDirectory directory, Clock clock) : IJobHandler<EvidenceShownPayload>
{
    public const string Job = "demonstration.evidence";

    public const string Key = "demonstration:evidence";

    private const string Officer = "cchc", Commune = "xa.vankhe";

    private static readonly (string Path, string Title, string Form, string Topic, string Words)[] News =
    [
        ("dich-vu-cong-tai-thon", "Đưa dịch vụ công trực tuyến về từng thôn", "article", "online-services", "Tổ công nghệ số cộng đồng của xã đến từng thôn vào tối thứ Ba, thứ Năm, hướng dẫn bà con nộp hồ sơ tại nhà.\nTừ đầu tháng đến nay đã có 126 lượt người được hướng dẫn, phần lớn là đăng ký khai sinh, xác nhận tình trạng hôn nhân.\nNgười cao tuổi chưa có điện thoại thông minh được cán bộ làm giúp tại nhà văn hóa thôn."),
        ("bo-phan-mot-cua-thu-bay", "Bộ phận Một cửa làm việc sáng thứ Bảy", "news", "one-stop", "Từ tháng này, Bộ phận Một cửa của xã tiếp nhận hồ sơ thêm vào sáng thứ Bảy hằng tuần.\nNgười đi làm trong giờ hành chính không phải xin nghỉ để nộp hồ sơ."),
        ("tra-ket-qua-qua-buu-dien", "Nhận kết quả hồ sơ tại nhà qua bưu chính công ích", "news", "public-post", "Người dân chọn nhận kết quả qua bưu chính công ích khi nộp hồ sơ, không phải đi lại lần thứ hai.\nPhí do người nhận trả; hộ nghèo được miễn."),
    ];

    public async Task RunAsync(EvidenceShownPayload payload, JobRun run, CancellationToken cancel)
    {
        if (directory.All.FirstOrDefault(o => o.Code == "99605" && o.ExistsOn(clock.Today)) is not { } commune || directory.All.FirstOrDefault(o => o.Code == Samples.ProvinceCode && o.ValidTo is null) is not { } province) return;
        if (await db.Set<EvidencePack>().AnyAsync(p => p.UnitId == commune.Id, cancel)) return;
        var today = clock.Today;
        foreach (var ((path, title, form, topic, words), i) in News.Select((n, i) => (n, i)))
            await WriteNewsAsync(commune.Id, $"https://vankhe.lamgiang.gov.vn/tin-tuc/{path}", today.AddDays(-9 - (4 * i)), new() { Form = form, Title = title, Topics = [topic], Channels = ["portal", "social"], Audiences = ["citizens"], Views = 180 + (95 * i) }, words, cancel);
        await run.ReportAsync(40, "Tin, bài có bản lưu nội dung");
        await HoldMeetingAsync(commune.Id, today.AddDays(-12), cancel);
        await TakePartAsync(province.Id, commune.Id, today.AddDays(-16), cancel);
        await run.ReportAsync(70, "Hội nghị có ảnh, phần lồng ghép");
        await ServeCriteriaAsync(commune.Id, today.Year, cancel);
        await people.RunAsync(Commune, services => services.GetRequiredService<RequestPack>().HandleAsync(commune.Id, new(commune.Id, null, new DateOnly(today.Year, 1, 1), today, false, "Thẩm định tiêu chí tuyên truyền cải cách hành chính."), cancel), cancel);
        await run.ReportAsync(100, "Minh chứng, tiêu chí và gói minh chứng mẫu");
        run.ResultPath = "/activities/evidence";
    }

    /// <summary>The address is made up: what stood there is stored as if it had been looked at, and nobody asks for it again.</summary>
    private async Task WriteNewsAsync(Guid unit, string address, DateOnly day, ActivityInput said, string words, CancellationToken cancel)
    {
        if (await LogAsync(Commune, unit, said with { HappenedOn = day, Links = [address] }, cancel) is not { } logged) return;
        var at = Clock.StartOf(day).AddHours(15);
        await db.Set<EvidenceVersion>().Where(v => v.Url == address).ExecuteUpdateAsync(v => v.SetProperty(x => x.LinkTitle, said.Title).SetProperty(x => x.LinkText, words).SetProperty(x => x.SnapshotAt, at).SetProperty(x => x.CheckedAt, at)
            .SetProperty(x => x.Answers, true).SetProperty(x => x.CheckAfter, (DateTimeOffset?)null).SetProperty(x => x.Sha256, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(words)))), cancel);
        await AcceptAsync(logged, cancel);
    }

    private async Task HoldMeetingAsync(Guid unit, DateOnly day, CancellationToken cancel)
    {
        var input = new ActivityInput
        {
            HappenedOn = day, Form = "event", Title = "Hội nghị phổ biến cải cách hành chính tại thôn Nà Lốc", Attendance = 45, Minutes = 90, Channels = ["meeting"], Topics = ["procedures", "online-services"], Audiences = ["citizens"], Place = "Nhà văn hóa thôn Nà Lốc",
            Files = [Photo("hoi-nghi-thon.png"), Photo("bang-tin-xa.png"), Text("danh-sach-ky-nhan.txt", "Danh sách dự hội nghị, bản ghi tay: 45 người.\n")],
        };
        if (await LogAsync(Commune, unit, input, cancel) is not { } logged) return;
        var list = await EvidenceOf(logged).FirstAsync(e => e.Kind == EvidenceKind.File, cancel);
        var version = new EvidenceInput(list.Title, list.EffectiveOn, null, null, Text("danh-sach-ky-nhan-du.txt", "Danh sách dự hội nghị có chữ ký, đủ 45 người, đóng dấu của thôn.\n"), null, "Bổ sung chữ ký và dấu của thôn");
        await people.RunAsync(Commune, services => services.GetRequiredService<EditEvidence>().HandleAsync(list.Id, list.Id, list.Version, version, cancel), cancel);
        await AcceptAsync(logged, cancel);
    }

    /// <summary>The province's conference, and the commune's twenty minutes in it.</summary>
    private async Task TakePartAsync(Guid province, Guid commune, DateOnly day, CancellationToken cancel)
    {
        var conference = new ActivityInput
        {
            HappenedOn = day, Form = "event", Title = "Hội nghị giao ban cải cách hành chính toàn tỉnh", Attendance = 160, Minutes = 150, Channels = ["meeting"], Topics = ["direction"], Audiences = ["officials"], Files = [Text("chuong-trinh.txt", "Chương trình hội nghị giao ban, có phần trình bày của xã Vân Khê.\n")],
        };
        if (await LogAsync(Officer, province, conference, cancel) is not { } host) return;
        await LogAsync(Commune, commune, new()
        {
            HappenedOn = day, Form = "event", Title = "Giới thiệu mô hình “Thứ Bảy vì dân” tại hội nghị giao ban của tỉnh", Attendance = 160, Channels = ["meeting"], Topics = ["models"], Audiences = ["officials"], HostActivityId = host, HostMinutes = 20,
            Files = [Text("bai-trinh-bay.txt", "Bài trình bày mô hình “Thứ Bảy vì dân”, 20 phút.\n")],
        }, cancel);
    }

    private async Task ServeCriteriaAsync(Guid unit, int year, CancellationToken cancel)
    {
        var all = await db.Set<Evidence>().AsNoTracking().Where(e => e.UnitId == unit && e.State == EvidenceState.Accepted).OrderBy(e => e.Id).ToListAsync(cancel);
        foreach (var (criterion, serving) in new[]
        {
            ("communication-modern", all.Where(e => e.Kind == EvidenceKind.Link)), ("communication-traditional", all.Where(e => e.Kind == EvidenceKind.Photo)), ("communication-plan", all.Where(e => e.Kind is EvidenceKind.File or EvidenceKind.Link).Take(4)),
        })
        {
            Guid[] ids = [.. serving.Where(e => e.EffectiveOn.Year == year).Select(e => e.Id)];
            if (ids.Length > 0) await people.RunAsync(Commune, services => services.GetRequiredService<UseForCriterion>().AddAsync(ids, new(criterion, year, null, null), cancel), cancel);
        }
    }

    /// <summary>Null when it could not be logged; the key follows from unit and title, so that a broken-off run logs nothing twice.</summary>
    private async Task<Guid?> LogAsync(string who, Guid unit, ActivityInput input, CancellationToken cancel)
    {
        var logged = await people.RunAsync(who, services =>
        {
            // Made-up addresses are not asked for.
            var looks = ActivatorUtilities.CreateInstance<LinkLooks>(services, new LinkSettings { Fetches = false });
            var writer = ActivatorUtilities.CreateInstance<ActivityWriter>(services, ActivatorUtilities.CreateInstance<EvidenceKeeper>(services, looks));
            return ActivatorUtilities.CreateInstance<LogActivity>(services, writer).HandleAsync(KeyOf($"{unit} {input.Title}"), unit, input, cancel: cancel);
        }, cancel);
        return logged.Succeeded ? logged.Id : null;
    }

    private Task<ActivityOutcome> AcceptAsync(Guid activity, CancellationToken cancel) => people.RunAsync(Officer, async services =>
    {
        var version = await services.GetRequiredService<LanToaDb>().Set<Activity>().Where(a => a.Id == activity).Select(a => a.Version).FirstAsync(cancel);
        return await services.GetRequiredService<DecideActivity>().HandleAsync(activity, ActivityVerb.Accept, Guid.CreateVersion7(), version, null, cancel);
    }, cancel);

    private IQueryable<Evidence> EvidenceOf(Guid activity) => db.Set<ActivityEvidence>().AsNoTracking().Where(u => u.ActivityId == activity && u.RemovedAt == null).Join(db.Set<Evidence>(), u => u.EvidenceId, e => e.Id, (_, e) => e);

    private static SentFile Photo(string name) => new(name, () => Samples.Open(name), true);

    private static SentFile Text(string name, string words) => new(name, () => new MemoryStream(Encoding.UTF8.GetBytes(words)), false);

    /// <summary>A version-8 UUID (RFC 9562, 5.8) of the words.</summary>
    private static Guid KeyOf(string text)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(text));
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash.AsSpan(0, 16), bigEndian: true);
    }
}
