using System.Security.Claims;
using LanToa.Platform.Data;
using LanToa.Platform.Identity.Delegations;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Platform.Identity;

/// <summary>Finds out who is asking: the account, its session, its roles today, and the unit chosen in the cookie.</summary>
public sealed class ActorMiddleware(RequestDelegate next)
{
    public const string UnitCookie = "lantoa-unit";

    private const string SetupPage = "/identity/factor", OwnPage = "/identity/me";

    // What is open to a person who must set up a second factor first.
    private static readonly PathString[] Before = [SetupPage, OwnPage, "/identity/signout", "/error"];

    // What is open to a person who must choose a password of their own first.
    private static readonly PathString[] BeforeOwn = [OwnPage, "/identity/signout", "/error"];

    private static readonly PathString[] Leaving = ["/identity/unit", "/identity/signout"];

    private static readonly string StampClaim = new ClaimsIdentityOptions().SecurityStampClaimType;

    /// <summary>All that every request needs to know of the person, asked at once.</summary>
    private static readonly Prepared<Func<LanToaDb, Guid, Guid?, DateOnly, CancellationToken, Task<Person?>>> Who = new(() => EF.CompileAsyncQuery(
        (LanToaDb db, Guid id, Guid? session, DateOnly today, CancellationToken cancel) => db.Users.AsNoTracking().Where(a => a.Id == id && a.DisabledAt == null)
            .Select(a => new Person
            {
                Account = a,
                LastSeen = db.Set<Session>().Where(s => s.Id == session && s.AccountId == a.Id && s.EndedAt == null).Select(s => (DateTimeOffset?)s.LastSeenAt).FirstOrDefault(),
                Memberships = db.Set<Membership>().Where(m => m.AccountId == a.Id && m.ValidFrom <= today && (m.ValidTo == null || m.ValidTo >= today)).OrderBy(m => m.Id).ToList(),
                IsDeputy = db.Set<Delegation>().Any(d => d.ToId == a.Id && d.EndedAt == null && d.ValidFrom <= today && d.ValidTo >= today),
            })
            .FirstOrDefault()));

    public async Task InvokeAsync(HttpContext http, Actor actor, LanToaDb db, Sessions sessions, Deputies deputies, ITempDataDictionaryFactory messages, Clock clock)
    {
        actor.Note(http.TraceIdentifier);
        // The page that reports a failure must open also when the failure is that the database cannot be asked.
        if (http.Features.Get<IExceptionHandlerFeature>() is null && Guid.TryParse(http.User.FindFirstValue(ClaimTypes.NameIdentifier), out var id))
        {
            var (session, today) = (SignIns.SessionOf(http.User), clock.Today);
            var found = await Who.For(db)(db, id, session, today, http.RequestAborted);
            // An ended session, a new password, or the end of an account is noticed at the next request.
            if (found is not { LastSeen: { } seen, Account: var account } || account.SecurityStamp != http.User.FindFirstValue(StampClaim))
            {
                await http.SignOutAsync(IdentityConstants.ApplicationScheme);
                http.User = new ClaimsPrincipal(new ClaimsIdentity());
            }
            else
            {
                if (clock.Now - seen > Sessions.Grain) await sessions.SeenAsync(session!.Value, http.RequestAborted);
                var memberships = found.Memberships;
                Guid? chosen = Guid.TryParse(http.Request.Cookies[UnitCookie], out var wish) ? wish : null;
                // Neither a unit of theirs nor none: a role that is lent to them, if it still is.
                var lent = !found.IsDeputy || chosen is null || memberships.Exists(m => m.OrganizationId == chosen) ? null : (await deputies.LentToAsync(id, http.RequestAborted)).FirstOrDefault(l => l.Delegation.Id == chosen);
                if (lent is not null && await deputies.WhyNotActAsync(lent, account, SignIns.TookFactor(http.User), http.RequestAborted) is null) actor.BecomeDeputy(account, lent, http.TraceIdentifier);
                else
                {
                    actor.BecomePerson(account, memberships, chosen, http.TraceIdentifier);
                    if (chosen is { } gone && lent is null && !memberships.Exists(m => m.OrganizationId == gone) && await LapsedAsync(http, db, messages, id, gone)) return;
                }
                actor.IsDeputy = found.IsDeputy;
                if (SignIns.IsHanded(http.User) && !Array.Exists(BeforeOwn, p => http.Request.Path.StartsWithSegments(p)))
                {
                    http.Response.Redirect(OwnPage);
                    return;
                }
                if (http.User.HasClaim(c => c.Type == SignIns.SetupClaim) && !Array.Exists(Before, p => http.Request.Path.StartsWithSegments(p)))
                {
                    http.Response.Redirect(SetupPage);
                    return;
                }
            }
        }
        await next(http);
    }

    /// <summary>
    /// A role that was lent is over in the middle of the session: the person is told once, and what they send just then is not done in their own name.
    /// </summary>
    /// <returns>Whether the request has been answered.</returns>
    private static async Task<bool> LapsedAsync(HttpContext http, LanToaDb db, ITempDataDictionaryFactory messages, Guid deputy, Guid chosen)
    {
        if (Array.Exists(Leaving, p => http.Request.Path.StartsWithSegments(p))) return false;
        var absent = await db.Set<Delegation>().Where(d => d.Id == chosen && d.ToId == deputy).Join(db.Users, d => d.FromId, a => a.Id, (_, a) => a.DisplayName).FirstOrDefaultAsync(http.RequestAborted);
        if (absent is null) return false;
        http.Response.Cookies.Delete(UnitCookie);
        var isSent = !HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method);
        var told = messages.GetTempData(http);
        Flash.Add(told, new Flash(StatusKind.DueSoon, $"Bạn không còn làm thay {absent}: ủy quyền đã hết hoặc được thu hồi. Từ đây bạn làm bằng vai trò của mình.{(isSent ? " Lần gửi vừa rồi chưa được ghi." : "")}"));
        told.Save();
        if (!isSent) return false;
        http.Response.StatusCode = StatusCodes.Status303SeeOther;
        http.Response.Headers.Location = "/today";
        return true;
    }

    private sealed class Person
    {
        public required Account Account { get; init; }
        public DateTimeOffset? LastSeen { get; init; }
        public required List<Membership> Memberships { get; init; }
        public bool IsDeputy { get; init; }
    }
}
