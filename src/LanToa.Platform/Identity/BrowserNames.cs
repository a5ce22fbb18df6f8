namespace LanToa.Platform.Identity;

/// <summary>What a browser calls itself, in few words. A hint for people who look through their sessions; anybody can send any of it.</summary>
public static class BrowserNames
{
    // The first that fits: the others are contained in what these say.
    private static readonly (string Sign, string Name)[] Programs = [("Edg/", "Edge"), ("coc_coc", "Cốc Cốc"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"), ("curl/", "curl")];

    private static readonly (string Sign, string Name)[] Systems = [("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS", "máy Mac"), ("Linux", "Linux")];

    public static string Of(string? userAgent)
    {
        if (string.IsNullOrWhiteSpace(userAgent)) return "Không rõ trình duyệt";
        var (program, system) = (Named(Programs, userAgent), Named(Systems, userAgent));
        return (program, system) switch
        {
            (null, null) => "Không rõ trình duyệt",
            (null, _) => $"Trình duyệt trên {system}",
            (_, null) => program,
            _ => $"{program} trên {system}",
        };
    }

    private static string? Named((string Sign, string Name)[] names, string userAgent) => Array.Find(names, n => userAgent.Contains(n.Sign, StringComparison.OrdinalIgnoreCase)).Name;
}
