using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using LanToa.Platform.Data;
using LanToa.Platform.Time;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LanToa.Platform.Identity;

/// <summary>A passkey as its owner sees it.</summary>
/// <param name="Id">Its public name, hexadecimal.</param>
public sealed record KnownPasskey(string Id, string Name, DateTimeOffset MadeAt, DateTimeOffset? UsedAt);

/// <summary>What the browser is asked for (WebAuthn options as JSON) and the sealed question, which comes back with the answer.</summary>
public sealed record PasskeyQuestion(JsonElement Options, string State);

/// <summary>
/// Passkeys (WebAuthn) by ASP.NET Core Identity's handler: made under "Tài khoản của tôi", taken at sign-in. The device asks for finger, face or PIN each time
/// (user verification is demanded), so that a passkey is both factors at once. The question is sealed and goes along with the form: no row and no cookie for whoever only looks.
/// </summary>
public sealed class Passkeys(LanToaDb db, IPasskeyHandler<Account> handler, UserManager<Account> accounts, AccountLetters letters, IDataProtectionProvider keys, IHttpContextAccessor https, Clock clock)
{
    public const int Most = 10;
    public const int LongestName = 60;

    /// <summary>How long a question may wait for its answer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly ITimeLimitedDataProtector _seal = keys.CreateProtector("LanToa.Passkey.1").ToTimeLimitedDataProtector();

    private HttpContext Http => https.HttpContext ?? throw new InvalidOperationException("Nobody shows a passkey outside of a request.");

    private DbSet<IdentityUserPasskey<Guid>> Rows => db.Set<IdentityUserPasskey<Guid>>();

    public async Task<IReadOnlyList<KnownPasskey>> OfAsync(Guid account, CancellationToken cancel = default) =>
        [.. (await Rows.AsNoTracking().Where(p => p.UserId == account).Select(p => new { p.CredentialId, p.Data, UsedAt = EF.Property<DateTimeOffset?>(p, PasskeyTable.UsedAt) }).ToListAsync(cancel))
            .Select(p => new KnownPasskey(Convert.ToHexStringLower(p.CredentialId), p.Data.Name ?? "Khóa truy cập", p.Data.CreatedAt, p.UsedAt)).OrderBy(p => p.MadeAt)];

    /// <summary>
    /// Asks the browser for a new passkey of the account. Only of somebody who has just proved who they are: the sealed question is that proof when the answer comes, so that
    /// no device makes a key that is refused afterwards.
    /// </summary>
    public async Task<PasskeyQuestion> AskForNewAsync(Account account)
    {
        var options = await handler.MakeCreationOptionsAsync(new PasskeyUserEntity { Id = account.Id.ToString(), Name = account.UserName!, DisplayName = account.DisplayName }, Http);
        return Question(options.CreationOptionsJson, options.AttestationState, Whose(account));
    }

    /// <summary>Asks the browser for a passkey of whoever sits there.</summary>
    public async Task<PasskeyQuestion> AskAsync()
    {
        var options = await handler.MakeRequestOptionsAsync(null, Http);
        return Question(options.RequestOptionsJson, options.AssertionState, "");
    }

    /// <summary>Why a passkey cannot be called so (Vietnamese); null when it can.</summary>
    public static string? WhyNotNamed(string? name) => name?.Trim() is { Length: > 0 and <= LongestName } ? null : $"Tên khóa cần từ 1 đến {LongestName} chữ, ví dụ: Điện thoại của tôi.";

    /// <summary>Keeps what the browser made; returns why not (Vietnamese), null when it is kept.</summary>
    public async Task<string?> AddAsync(Account account, string? name, string? credential, string? state, CancellationToken cancel = default)
    {
        if (WhyNotNamed(name) is { } unnamed) return unnamed;
        var words = name!.Trim();
        if (Open(state, Whose(account)) is not (var asked, _) || string.IsNullOrWhiteSpace(credential)) return NoAnswer;
        if (await Rows.CountAsync(p => p.UserId == account.Id, cancel) >= Most) return $"Mỗi tài khoản có nhiều nhất {Most} khóa. Hãy xóa khóa không còn dùng.";
        var made = await PerformAsync(() => handler.PerformAttestationAsync(new PasskeyAttestationContext { HttpContext = Http, CredentialJson = credential, AttestationState = asked }));
        if (made is not { Succeeded: true, Passkey: { } passkey }) return "Thiết bị chưa tạo được khóa cho trang này. Hãy thử lại, hoặc dùng thiết bị khác.";
        passkey.Name = words;
        db.RecordEvent("account", account.Id, "passkey.create", words);
        await letters.TellAsync(account, $"khóa truy cập “{words}” vừa được thêm: ai có thiết bị đó và mở khóa được nó thì vào được tài khoản.", cancel);
        var added = await accounts.AddOrUpdatePasskeyAsync(account, passkey);
        return added.Succeeded ? null : "Khóa này chưa lưu được. Hãy thử lại.";
    }

    /// <summary>The account whose passkey answers the question; null when none does. Its count and day of use are kept.</summary>
    public async Task<Account?> TakeAsync(string? credential, string? state, CancellationToken cancel = default)
    {
        if (Open(state, "") is not (var asked, var askedAt) || string.IsNullOrWhiteSpace(credential)) return null;
        var shown = await PerformAsync(() => handler.PerformAssertionAsync(new PasskeyAssertionContext { HttpContext = Http, CredentialJson = credential, AssertionState = asked }));
        if (shown is not { Succeeded: true, User: { } account, Passkey: { } passkey }) return null;
        if (!(await accounts.AddOrUpdatePasskeyAsync(account, passkey)).Succeeded) return null;
        var (id, now) = (passkey.CredentialId, clock.Now);
        // Many devices do not count their answers: one to a question from before the passkey's last use has been taken already. A use in the future is a clock that was set back.
        var taken = await Rows.Where(p => p.CredentialId == id && (EF.Property<DateTimeOffset?>(p, PasskeyTable.UsedAt) == null || EF.Property<DateTimeOffset?>(p, PasskeyTable.UsedAt) < askedAt || EF.Property<DateTimeOffset?>(p, PasskeyTable.UsedAt) > now))
            .ExecuteUpdateAsync(p => p.SetProperty(x => EF.Property<DateTimeOffset?>(x, PasskeyTable.UsedAt), now), cancel);
        return taken == 1 ? account : null;
    }

    /// <summary>Takes a passkey away; false when the account has none such.</summary>
    public async Task<bool> RemoveAsync(Account account, string? id, CancellationToken cancel = default)
    {
        if (BytesOf(id) is not { } bytes) return false;
        if (await Rows.FirstOrDefaultAsync(p => p.UserId == account.Id && p.CredentialId == bytes, cancel) is not { } row) return false;
        db.Remove(row);
        db.RecordEvent("account", account.Id, "passkey.delete", row.Data.Name);
        await letters.TellAsync(account, $"khóa truy cập “{row.Data.Name}” vừa được xóa khỏi tài khoản.", cancel);
        await db.SaveChangesAsync(cancel);
        return true;
    }

    // A device that has one of the account's passkeys makes no second one, and does not say why.
    public const string NoAnswer = "Thiết bị chưa tạo khóa: bạn đã dừng lại, đã quá năm phút, hoặc thiết bị này đã có khóa của tài khoản. Hãy bấm lại, hoặc dùng thiết bị khác.";

    /// <summary>
    /// The public name of the key that a browser sent, when this program keeps no such key: the browser can tell its device to forget it. Null when it is kept or cannot be read.
    /// </summary>
    public async Task<string?> UnknownAsync(string? credential, CancellationToken cancel = default)
    {
        try
        {
            using var sent = JsonDocument.Parse(credential ?? "");
            if (sent.RootElement is not { ValueKind: JsonValueKind.Object } root || !root.TryGetProperty("id", out var named) || named.GetString() is not { Length: > 0 and <= 1400 } id) return null;
            var bytes = WebEncoders.Base64UrlDecode(id);
            return await Rows.AnyAsync(p => p.CredentialId == bytes, cancel) ? null : id;
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The name of a listed key as browsers say it.</summary>
    public static string? NameOf(string? id) => BytesOf(id) is { } bytes ? WebEncoders.Base64UrlEncode(bytes) : null;

    private static byte[]? BytesOf(string? id) => id is null || id.Length > 2048 || id.Length % 2 != 0 || !id.All(char.IsAsciiHexDigit) ? null : Convert.FromHexString(id);

    // The proof is of the session in which it was given.
    private string Whose(Account account) => $"{account.Id}:{SignIns.SessionOf(Http.User)}";

    private PasskeyQuestion Question(string options, string? state, string whose) =>
        new(JsonSerializer.Deserialize<JsonElement>(options), _seal.Protect($"{whose}\n{state}", clock.Now + Patience));

    private (string State, DateTimeOffset At)? Open(string? state, string whose)
    {
        try
        {
            if (state is not { Length: > 0 and < 8192 }) return null;
            var said = _seal.Unprotect(state, out var ends);
            return ends > clock.Now && said.StartsWith(whose + "\n", StringComparison.Ordinal) ? (said[(whose.Length + 1)..], ends - Patience) : null;
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return null;
        }
    }

    // What a browser sends is anybody's: what cannot be read at all is wrong, too.
    private static async Task<T?> PerformAsync<T>(Func<Task<T>> perform) where T : class
    {
        try
        {
            return await perform();
        }
        catch (Exception e) when (e is PasskeyException or JsonException or FormatException or ArgumentException)
        {
            return null;
        }
    }
}

internal sealed class PasskeyTable : IEntityTypeConfiguration<IdentityUserPasskey<Guid>>
{
    public const string UsedAt = "UsedAt";

    public void Configure(EntityTypeBuilder<IdentityUserPasskey<Guid>> table)
    {
        table.ToTable("account_passkey");
        table.HasKey(p => p.CredentialId);
        table.Property(p => p.CredentialId).HasMaxLength(1024);
        table.Property(p => p.Data).HasColumnType("jsonb").HasConversion(d => JsonSerializer.Serialize(d, JsonSerializerOptions.Default), d => JsonSerializer.Deserialize<IdentityPasskeyData>(d, JsonSerializerOptions.Default)!);
        table.Property<DateTimeOffset?>(UsedAt);
        table.HasOne<Account>().WithMany().HasForeignKey(p => p.UserId);
        table.HasIndex(p => p.UserId);
    }
}
