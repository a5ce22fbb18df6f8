using System.Text;
using LanToa.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Platform.Api;

/// <summary>
/// Answers that are kept for the case that the same is sent again. The operation knows by its own key what it has done before, so that of two that come at once, or after a crash between the work and
/// the keeping of its answer, nothing is done twice; what is kept here makes the answer the same, and refuses other content under the same key: which content that is is kept before the work begins, and for as
/// long as the token lives; the answer itself is forgotten after some days (<see cref="ApiUpkeep"/>), and what the record says then is answered.
/// </summary>
public sealed class ApiReplies(LanToaDb db, TimeProvider time)
{
    public static readonly ApiProblem OtherContent = new(422, "khoa-lap-noi-dung-khac", "Idempotency-Key đã dùng cho nội dung khác", "Khóa lặp này đã dùng cho một yêu cầu có nội dung khác. Hãy dùng mã mới cho yêu cầu mới; gửi lại yêu cầu cũ thì giữ nguyên nội dung.");

    /// <summary>Without an answer: it is not there yet, was lost with the program, or is forgotten.</summary>
    public const int Begun = 0;

    /// <summary>Keeps which content comes under this key; false when something has come under it before.</summary>
    public async Task<bool> BeginAsync(KnownToken known, string key, string hash, CancellationToken cancel) =>
        await db.Database.ExecuteSqlAsync($"""
            INSERT INTO api_reply (province_id, id, version, token_id, key, request_hash, status, body, at)
            VALUES ({known.Token.ProvinceId}, {Guid.CreateVersion7()}, 1, {known.Token.Id}, {key}, {hash}, {Begun}, '', {time.GetUtcNow()}) ON CONFLICT DO NOTHING
            """, cancel) > 0;

    /// <summary>It was refused, so nothing was done: the key may bring other content.</summary>
    public Task ForgetAsync(KnownToken known, string key, string hash)
    {
        var token = known.Token.Id;
        return db.Set<ApiReply>().Where(r => r.TokenId == token && r.Key == key && r.RequestHash == hash && r.Status == Begun).ExecuteDeleteAsync(CancellationToken.None);
    }

    /// <summary>What was answered to this key; null when nothing was, or not yet.</summary>
    /// <exception cref="ApiProblemException">Other content has come under it.</exception>
    public async Task<ApiAnswer?> FindAsync(KnownToken known, string key, string hash, CancellationToken cancel)
    {
        var token = known.Token.Id;
        return await db.Set<ApiReply>().AsNoTracking().FirstOrDefaultAsync(r => r.TokenId == token && r.Key == key, cancel) is { } kept && Again(kept, hash) is { Status: not Begun } before ? before : null;
    }

    /// <summary>Keeps the answer; when another was quicker, answers what it was answered.</summary>
    public async Task<ApiAnswer> KeepAsync(KnownToken known, string key, string hash, ApiAnswer answer, CancellationToken cancel)
    {
        var reply = Make(known, key, hash, answer);
        var rows = await db.Database.ExecuteSqlAsync($"""
            INSERT INTO api_reply (province_id, id, version, token_id, key, request_hash, status, location, etag, body, at)
            VALUES ({reply.ProvinceId}, {reply.Id}, 1, {reply.TokenId}, {reply.Key}, {reply.RequestHash}, {reply.Status}, {reply.Location}, {reply.Etag}, {reply.Body}, {reply.At})
            ON CONFLICT (province_id, token_id, key) DO UPDATE SET status = EXCLUDED.status, location = EXCLUDED.location, etag = EXCLUDED.etag, body = EXCLUDED.body, at = EXCLUDED.at
            WHERE api_reply.status = {Begun} AND api_reply.request_hash = EXCLUDED.request_hash
            """, cancel);
        return rows > 0 ? answer : await FindAsync(known, key, hash, cancel) ?? answer;
    }

    public ApiReply Make(KnownToken known, string key, string hash, ApiAnswer answer) => new()
    {
        ProvinceId = known.Token.ProvinceId, TokenId = known.Token.Id, Key = key, RequestHash = hash, Status = answer.Status, Location = answer.Location, Etag = answer.Etag, Body = Encoding.UTF8.GetString(answer.Body), At = time.GetUtcNow(),
    };

    /// <summary>What was answered, to the byte (<see cref="Begun"/>: that is not known any more); other content under the same key is refused.</summary>
    /// <exception cref="ApiProblemException">The content is another.</exception>
    public static ApiAnswer Again(ApiReply kept, string hash) => kept.RequestHash != hash ? throw new ApiProblemException(OtherContent)
        : new ApiAnswer { Status = kept.Status, Location = kept.Location, Etag = kept.Etag, Body = Encoding.UTF8.GetBytes(kept.Body), IsRepeated = true };
}
