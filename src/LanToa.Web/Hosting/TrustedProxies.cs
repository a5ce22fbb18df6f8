using System.Net;
using Microsoft.AspNetCore.HttpOverrides;

namespace LanToa.Web.Hosting;

/// <summary>Whose X-Forwarded-For and X-Forwarded-Proto are believed. Anyone else's are ignored: they would let a visitor choose the address that limits count.</summary>
internal static class TrustedProxies
{
    public static void Configure(ForwardedHeadersOptions headers, IReadOnlyList<IPAddress> proxies)
    {
        headers.ForwardedHeaders = proxies.Count == 0 ? ForwardedHeaders.None : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
        // Through several named proxies up to the first address that is not one of them: that is the visitor.
        headers.ForwardLimit = null;
        headers.KnownIPNetworks.Clear();
        headers.KnownProxies.Clear();
        foreach (var proxy in proxies) headers.KnownProxies.Add(proxy);
    }
}
