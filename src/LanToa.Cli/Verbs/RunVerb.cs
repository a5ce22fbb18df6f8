using System.CommandLine;
using System.Net;
using LanToa.Web;
using LanToa.Web.Hosting;

namespace LanToa.Cli.Verbs;

/// <summary><c>lantoa run</c>: the whole program, until it is told to stop.</summary>
internal static class RunVerb
{
    public static Command Create()
    {
        var connection = CommonOptions.Connection();
        var data = CommonOptions.Data();
        var empty = new Option<bool>("--empty") { Description = "Không nạp dữ liệu trình diễn vào cơ sở dữ liệu trống." };
        var urls = new Option<string>("--urls")
        {
            Description = "Địa chỉ lắng nghe, cách nhau bằng dấu chấm phẩy (mặc định http://localhost:5080; http://0.0.0.0:80 để máy khác vào được).",
            HelpName = "ĐỊA_CHỈ",
            DefaultValueFactory = _ => string.Join(';', new HostOptions().Urls),
        };
        urls.Validators.Add(result =>
        {
            foreach (var url in Split(result.Tokens.Count > 0 ? result.Tokens[0].Value : "http://localhost"))
                if (!IsAddress(url))
                    result.AddError($"--urls: \"{url}\" không phải địa chỉ dạng http://máy:cổng.");
        });
        var log = new Option<LogForm>("--log")
        {
            Description = "Dạng nhật ký trên stderr: json (mỗi dòng một đối tượng), text (cho người đọc), quiet (chỉ cảnh báo và lỗi); mặc định auto: text ở cửa sổ dòng lệnh, ngoài ra json.",
            HelpName = "DẠNG",
        };
        var proxies = new Option<string[]>("--proxy")
        {
            Description = "Địa chỉ IP của máy chủ trung gian (reverse proxy) được tin khi báo địa chỉ của người truy cập và HTTPS; có thể ghi nhiều lần.",
            HelpName = "IP",
        };
        proxies.Validators.Add(result =>
        {
            foreach (var token in result.Tokens)
                if (!IPAddress.TryParse(token.Value, out _))
                    result.AddError($"--proxy: \"{token.Value}\" không phải địa chỉ IP.");
        });
        var command = new Command("run", "Chạy LanToa: cơ sở dữ liệu, trang web và các công việc nền, đến khi bấm Ctrl+C.") { connection, empty, urls, data, log, proxies };
        command.SetAction((parsed, cancellation) => RunAsync(
            new HostOptions
            {
                Connection = parsed.GetValue(connection),
                Empty = parsed.GetValue(empty),
                Urls = Split(parsed.GetRequiredValue(urls)),
                DataFolder = Path.GetFullPath(parsed.GetRequiredValue(data)),
                Log = parsed.GetValue(log),
                Proxies = [.. (parsed.GetValue(proxies) ?? []).Select(IPAddress.Parse)],
            },
            cancellation));
        return command;
    }

    private static async Task<int> RunAsync(HostOptions options, CancellationToken cancellation)
    {
        await RunningProgram.RunAsync(options, Console.Out, cancellation);
        return 0;
    }

    private static string[] Split(string urls) => urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Also the wildcards that Kestrel knows ("http://*:5080", "http://+:5080"), which are no URIs.</summary>
    private static bool IsAddress(string url) =>
        Uri.TryCreate(url.Replace("://*", "://any", StringComparison.Ordinal).Replace("://+", "://any", StringComparison.Ordinal), UriKind.Absolute, out var uri)
        && uri.Scheme is "http" or "https";
}
