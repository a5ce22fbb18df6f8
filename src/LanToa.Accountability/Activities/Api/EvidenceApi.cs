using System.Security.Cryptography;
using LanToa.Accountability.Activities.Pages;
using LanToa.Contracts.Organizations;
using LanToa.Platform.Api;
using LanToa.Platform.Data;
using LanToa.Platform.Files;
using LanToa.Platform.Modules;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Accountability.Activities.Api;

/// <summary>Evidence for other systems: the content is sent and read as it is, known by its SHA-256.</summary>
internal static class EvidenceApi
{
    private const string Group = "Minh chứng", Path = "Mã của minh chứng.";

    public static IEnumerable<ApiOperation> Operations =>
    [
        new()
        {
            Id = "listEvidence", Method = "GET", Path = "evidence", Group = Group, Summary = "Danh sách minh chứng của các hoạt động được xem, mới nhất trước", Permission = ActivityPermissions.Read, IsList = true, Answer = typeof(EvidenceView), Handle = ListAsync,
            Query =
            [
                new("activity", ApiParameterKind.Id, "Chỉ của một hoạt động."), new("unit", ApiParameterKind.Id, "Chỉ do một đơn vị đưa lên."), new("kind", ApiParameterKind.Text, "Loại.") { Values = ApiJson.Words<EvidenceKind>() },
                new("from", ApiParameterKind.Date, "Từ ngày của minh chứng."), new("to", ApiParameterKind.Date, "Đến hết ngày của minh chứng."), new("sha256", ApiParameterKind.Text, "Tệp có SHA-256 này."),
            ],
        },
        new() { Id = "getEvidence", Method = "GET", Path = "evidence/{id:guid}", PathText = Path, Group = Group, Summary = "Một minh chứng", Permission = ActivityPermissions.Read, Answer = typeof(EvidenceView), Handle = async call => ApiAnswer.Of(ActivityReader.View(await OneAsync(call), call.Get<IOrganizationDirectory>())) },
        new() { Id = "getEvidenceContent", Method = "GET", Path = "evidence/{id:guid}/content", PathText = Path, Group = Group, Summary = "Nội dung của tệp, nguyên như đã gửi", Permission = ActivityPermissions.Read, AnswersFile = true, Handle = ContentAsync },
        new()
        {
            Id = "addEvidence", Method = "POST", Path = "activities/{id:guid}/evidence", PathText = "Mã của hoạt động.", Group = Group, Summary = "Thêm một tệp hoặc ảnh cho hoạt động chưa được chấp nhận", Permission = ActivityPermissions.Do, SendsFile = true, Answer = typeof(ActivityView), Status = 201, Handle = AddAsync,
            Text = "Thân yêu cầu là nội dung tệp. Loại được nhận ra từ nội dung. Ảnh JPEG bị gỡ thời gian và tọa độ chụp, trừ khi keepPhotoData=true. Có thể gửi If-Match để chắc hoạt động chưa đổi. Hoạt động trả lời nhiệm vụ thì khóa cần thêm obligations.read.",
            Query = [new("fileName", ApiParameterKind.Text, "Tên tệp, ví dụ hoi-nghi.jpg; bắt buộc."), new("keepPhotoData", ApiParameterKind.YesNo, "true: người gửi đồng ý giữ thời gian và nơi chụp của ảnh.")],
        },
    ];

    private static async Task<ApiAnswer> ListAsync(ApiCall call)
    {
        var (db, limit) = (call.Get<LanToaDb>(), call.Limit);
        var served = call.Get<ActivityRows>().Visible();
        if (call.IdOf("activity") is { } activity) served = served.Where(a => a.Id == activity);
        var all = db.Set<Evidence>().AsNoTracking().Where(e => db.Set<ActivityEvidence>().Any(u => u.ProvinceId == e.ProvinceId && u.EvidenceId == e.Id && u.RemovedAt == null && served.Any(a => a.ProvinceId == u.ProvinceId && a.Id == u.ActivityId)));
        if (call.IdOf("unit") is { } unit) all = all.Where(e => e.UnitId == unit);
        if (call.Choice<EvidenceKind>("kind") is { } kind) all = all.Where(e => e.Kind == kind);
        if (call.Date("from") is { } from) all = all.Where(e => e.EffectiveOn >= from);
        if (call.Date("to") is { } to) all = all.Where(e => e.EffectiveOn <= to);
        if (call.Text("sha256") is { } hash) all = all.Where(e => db.Set<EvidenceVersion>().Any(v => v.ProvinceId == e.ProvinceId && v.EvidenceId == e.Id && v.Sha256 == hash));
        if (call.Cursor is (var day, var id)) all = all.Where(e => EF.Functions.LessThan(ValueTuple.Create(e.EffectiveOn, e.Id), ValueTuple.Create(day, id)));
        var page = await (from evidence in all.OrderByDescending(e => e.EffectiveOn).ThenByDescending(e => e.Id).Take(limit + 1)
            join version in db.Set<EvidenceVersion>().AsNoTracking() on new { evidence.ProvinceId, evidence.Id, evidence.Number } equals new { version.ProvinceId, Id = version.EvidenceId, version.Number }
            orderby evidence.EffectiveOn descending, evidence.Id descending select new { evidence, version }).ToListAsync(call.Cancel);
        var directory = call.Get<IOrganizationDirectory>();
        return ApiAnswer.Page(page, limit, e => ApiCall.CursorOf(e.evidence.EffectiveOn, e.evidence.Id), e => ActivityReader.View(new ShownEvidence(e.evidence, e.version), directory));
    }

    private static async Task<ShownEvidence> OneAsync(ApiCall call)
    {
        var (db, id) = (call.Get<LanToaDb>(), call.Id);
        var guard = call.Get<IEnumerable<IAttachmentGuard>>().First(g => g.SubjectKind == EvidenceFiles.Kind);
        if (!await guard.MayReadAsync(id, call.Cancel)) throw new ApiProblemException(ApiProblem.NotFound);
        var evidence = await db.Set<Evidence>().AsNoTracking().FirstAsync(e => e.Id == id, call.Cancel);
        return new ShownEvidence(evidence, await db.Set<EvidenceVersion>().AsNoTracking().FirstAsync(v => v.EvidenceId == id && v.Number == evidence.Number, call.Cancel));
    }

    private static async Task<ApiAnswer> ContentAsync(ApiCall call)
    {
        var (_, version) = await OneAsync(call);
        if (version.AttachmentId is null || version.Sha256 is not { } hash) throw new ApiProblemException(ApiProblem.NotFound);
        try
        {
            return new ApiAnswer { File = (version.MediaType ?? "application/octet-stream", version.FileName ?? hash, await call.Get<FileStore>().OpenAsync(hash, call.Cancel)) };
        }
        catch (FileNotFoundException)
        {
            throw new ApiProblemException(ApiProblem.NotFound); // a restore without all files says so
        }
    }

    private static async Task<ApiAnswer> AddAsync(ApiCall call)
    {
        var name = call.Text("fileName") ?? throw ApiCall.Wrong("fileName", "Hãy ghi tên tệp ở tham số fileName.");
        await CheckDigestAsync(call);
        var (db, reader, edit) = (call.Get<LanToaDb>(), call.Get<ActivityReader>(), call.Get<EditActivity>());
        for (var attempt = 0; ; attempt++)
        {
            var known = await reader.OneAsync(call.Id, call.Cancel);
            if (attempt == 0 && !await reader.IsDoneByAsync(call.Id, call.Key, call.Cancel)) call.MatchIfSaid(known);
            var activity = await db.Set<Activity>().AsNoTracking().FirstAsync(a => a.Id == call.Id, call.Cancel);
            var answers = await db.Set<ActivityAnswer>().AsNoTracking().Where(x => x.ActivityId == call.Id).ToListAsync(call.Cancel);
            var partners = await db.Set<ActivityPartner>().AsNoTracking().Where(p => p.ActivityId == call.Id).ToListAsync(call.Cancel);
            call.Http.Request.Body.Position = 0;
            var input = ActivityForm.Of(activity, answers, partners).ToInput() with
            {
                Files = [new SentFile(name, () => new Kept(call.Http.Request.Body), call.Http.Request.ContentType?.StartsWith("image/", StringComparison.OrdinalIgnoreCase) == true)], KeepsPhotoData = call.YesNo("keepPhotoData") == true,
            };
            var outcome = await edit.HandleAsync(call.Id, call.Key, activity.Version, input, activity.State == ActivityState.Draft, call.Cancel);
            // Two files at once are both added: the second is tried again on what the first left.
            if (outcome.Kind == OutcomeKind.Stale && attempt < 5 && call.Http.Request.Headers.IfMatch.Count == 0) continue;
            return await ActivityApi.DoneAsync(call, outcome, 201);
        }
    }

    /// <summary>Refuses content that was damaged on its way (RFC 9530).</summary>
    private static async Task CheckDigestAsync(ApiCall call)
    {
        var said = call.Http.Request.Headers["Content-Digest"].ToString();
        if (said.Length == 0) return;
        const string begins = "sha-256=:";
        var part = said.Split(',').Select(p => p.Trim()).FirstOrDefault(p => p.StartsWith(begins, StringComparison.OrdinalIgnoreCase)) ?? throw new ApiProblemException(ApiProblem.Field("Content-Digest", "Chỉ nhận sha-256, dạng sha-256=:base64:."));
        var body = call.Http.Request.Body;
        body.Position = 0;
        var hash = Convert.ToBase64String(await SHA256.HashDataAsync(body, call.Cancel));
        body.Position = 0;
        if (part[begins.Length..].TrimEnd(':') != hash) throw new ApiProblemException(ApiProblem.Field("Content-Digest", "Nội dung nhận được không đúng với Content-Digest; hãy gửi lại tệp."));
    }

    /// <summary>The request's own stream, which whoever reads it does not close: the content may be read again.</summary>
    private sealed class Kept(Stream inner) : Stream
    {
        public override bool CanRead => true;
        public override bool CanSeek => inner.CanSeek;
        public override bool CanWrite => false;
        public override long Length => inner.Length;
        public override long Position { get => inner.Position; set => inner.Position = value; }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => inner.ReadAsync(buffer, cancellationToken);

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => inner.ReadAsync(buffer, offset, count, cancellationToken);

        public override long Seek(long offset, SeekOrigin origin) => inner.Seek(offset, origin);

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
