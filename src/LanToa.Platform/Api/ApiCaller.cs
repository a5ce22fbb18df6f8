using LanToa.Platform.Identity;
using Microsoft.AspNetCore.Http;

namespace LanToa.Platform.Api;

/// <summary>Marks a request to the API; <see cref="Token"/> is null where none, or none that holds, was shown.</summary>
public sealed record ApiCaller(KnownToken? Token)
{
    /// <summary>Under which everything of the API stands, its description included.</summary>
    public static readonly PathString Root = "/api/v1";
}

/// <summary>A token that holds now, with whose it is and the roles by which it acts today: those of its issuer at the token's unit.</summary>
public sealed record KnownToken(ApiToken Token, Account Account, IReadOnlyList<Membership> Memberships);

/// <summary>How much one token may ask for. From the environment: LANTOA_API_PER_MINUTE.</summary>
public sealed record ApiSettings
{
    /// <summary>Requests of one token in a minute, on one node.</summary>
    public int PerMinute { get; init; } = 600;

    /// <summary>Requests without a token that holds, from one address: guessing is slow.</summary>
    public int UnknownPerMinute { get; init; } = 60;

    /// <summary>How long an answer is kept for the case that the same is sent again.</summary>
    public TimeSpan RepliesKept { get; init; } = TimeSpan.FromDays(3);

    /// <exception cref="ApiSettingsException">The value is no number from 1 to 1000000.</exception>
    public static ApiSettings Load(Func<string, string?> environment) => environment("LANTOA_API_PER_MINUTE") switch
    {
        null or "" => new(),
        var said when int.TryParse(said, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= 1_000_000 => new() { PerMinute = number },
        var said => throw new ApiSettingsException($"LANTOA_API_PER_MINUTE \"{said}\" phải là số từ 1 đến 1000000."),
    };
}

/// <summary>A setting of the API cannot be used; the message says what to write (Vietnamese).</summary>
public sealed class ApiSettingsException(string message) : Exception(message);
