using System.Security.Cryptography;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Modules;
using LanToa.Platform.Permissions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Obligations.Digests;

/// <summary>
/// What people choose of their digest: on their own page, or by the link of a letter, which stands for its receiver, is sealed by the shared keys and can only leave out what is no duty.
/// </summary>
public sealed class DigestChoices(LanToaDb db, Actor actor, IDataProtectionProvider keys)
{
    public const string Changed = "digest-choice.change", Stopped = "digest-choice.stop";

    private readonly IDataProtector _seal = keys.CreateProtector("LanToa.Digest.1");

    public Task<DigestChoice?> OfAsync(Guid account, CancellationToken cancel = default) => db.Set<DigestChoice>().FirstOrDefaultAsync(c => c.AccountId == account, cancel);

    public async Task<Outcome> SaveAsync(bool soon, bool summary, IReadOnlyCollection<int> quietDays, int version, CancellationToken cancel = default)
    {
        if (actor.AccountId is not { } me) return Outcome.Denied("Hãy đăng nhập.");
        if (quietDays.Any(d => d is < 0 or > 6)) return Outcome.Refused("Có ngày không có trong tuần. Hãy chọn lại trong danh sách.");
        List<int> quiet = [.. quietDays.Distinct().Order()];
        if (Enumerable.Range(1, 5).All(quiet.Contains)) return Outcome.Refused("Hãy để ít nhất một ngày từ thứ Hai đến thứ Sáu: việc quá hạn và đến hạn phải đến được với bạn.");
        var row = await OfAsync(me, cancel);
        if ((row?.Version ?? 0) != version) return Outcome.Stale;
        if (row is null) db.Add(row = new DigestChoice { AccountId = me });
        else row.Version++;
        (row.NoSoon, row.NoSummary, row.QuietDays) = (!soon, !summary, quiet);
        return await db.SaveOrStaleAsync(Changed, null, cancel);
    }

    /// <summary>The secret part of the link in a person's letters.</summary>
    public string SecretOf(Guid account) => WebEncoders.Base64UrlEncode(_seal.Protect(account.ToByteArray()));

    /// <summary>Whose letters a link belongs to; null when it was made up or the account is out of use.</summary>
    public async Task<Account?> ReadAsync(string secret, CancellationToken cancel = default)
    {
        try
        {
            if (_seal.Unprotect(WebEncoders.Base64UrlDecode(secret)) is not { Length: 16 } id) return null;
            var account = new Guid(id);
            return await db.Users.AsNoTracking().FirstOrDefaultAsync(a => a.Id == account && a.DisabledAt == null, cancel);
        }
        catch (Exception e) when (e is FormatException or CryptographicException)
        {
            return null;
        }
    }

    /// <summary>Leaves out what is no duty, as whoever has the link asks. Asked again it changes nothing.</summary>
    public async Task<Outcome> StopAsync(string secret, CancellationToken cancel = default)
    {
        if (await ReadAsync(secret, cancel) is not { } account) return Outcome.NotFound;
        var row = await OfAsync(account.Id, cancel);
        if (row is { NoSoon: true, NoSummary: true }) return Outcome.Already;
        if (row is null) db.Add(row = new DigestChoice { AccountId = account.Id });
        else row.Version++;
        (row.NoSoon, row.NoSummary) = (true, true);
        return await db.SaveOrStaleAsync(Stopped, null, cancel);
    }

    public static string PageOf(string secret) => $"/digest/off/{secret}";

    /// <summary>The address that mail programs post to when their own button is pressed (RFC 8058); opened in a browser it leads to the page that asks first.</summary>
    public static string OneClickOf(string secret) => $"/digest/one-click/{secret}";

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/digest/one-click/{secret}", (string secret) => Results.LocalRedirect(PageOf(secret))).Requires(Permission.Public);
        endpoints.MapPost("/digest/one-click/{secret}", OneClickAsync).Requires(Permission.Public).DisableAntiforgery();
    }

    private static async Task<IResult> OneClickAsync(string secret, DigestChoices choices, CancellationToken cancel) => (await choices.StopAsync(secret, cancel)).Kind switch
    {
        OutcomeKind.NotFound => Results.NotFound(),
        OutcomeKind.Stale => Results.StatusCode(StatusCodes.Status503ServiceUnavailable),
        _ => Results.Text("Đã ghi nhận.", "text/plain; charset=utf-8"),
    };
}
