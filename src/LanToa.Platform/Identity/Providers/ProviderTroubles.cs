using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;

namespace LanToa.Platform.Identity.Providers;

/// <summary>Why a way through a provider ended without a person.</summary>
public enum ProviderTrouble
{
    /// <summary>The person, or the provider on their behalf, said no.</summary>
    Refused,
    /// <summary>No answer, too late an answer, or none that can be read.</summary>
    Silent,
    /// <summary>An answer that does not belong to this sign-in: too old, begun in another browser, or forged.</summary>
    Strange,
}

internal static partial class ProviderTroubles
{
    /// <summary>The address of the page that says what went wrong; notes it for who runs the program.</summary>
    public static string Place(SignInProvider provider, Exception? failure, ILogger logger, bool refused = false)
    {
        var trouble = failure switch
        {
            _ when refused => ProviderTrouble.Refused,
            InvalidOperationException or HttpRequestException or IOException or OperationCanceledException => ProviderTrouble.Silent,
            _ => ProviderTrouble.Strange,
        };
        if (trouble != ProviderTrouble.Refused) Failed(logger, failure, provider.Id);
        return QueryHelpers.AddQueryString("/identity/arrived", new Dictionary<string, string?> { ["qua"] = provider.Id, ["loi"] = trouble.ToString() });
    }

    public static Task LeadOnAsync(RemoteFailureContext failure, SignInProvider provider, ILogger logger)
    {
        failure.Response.Redirect(Place(provider, failure.Failure, logger, failure.Request.Query["error"] == "access_denied"));
        failure.HandleResponse();
        return Task.CompletedTask;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A sign-in through the provider {Provider} came to nothing")]
    private static partial void Failed(ILogger logger, Exception? failure, string provider);
}
