using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace LanToa.Platform.Mail;

/// <summary>Whole addresses of this program's pages for letters: from the settings, else from what the program listens on; a request's own word about its host is not believed.</summary>
public sealed class MailLinks(MailSettings settings, IServer server)
{
    public string To(string path) => Base + path;

    private string Base => settings.PublicUrl
        ?? server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault()?.Replace("://[::]", "://localhost", StringComparison.Ordinal).Replace("://0.0.0.0", "://localhost", StringComparison.Ordinal).TrimEnd('/')
        ?? "http://localhost";
}
