using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace LanToa.Bench;

/// <summary>A phone that was without a network for long: it has activities with a photo each, and sends them one by one as the queue of the web app does.</summary>
internal sealed partial class BenchPhone(HttpClient http, string name)
{
    private static readonly byte[] Jpeg = [0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 1, 1, 0xFF, 0xDA, 0, 2];

    /// <summary>Sends them all; every tenth answer is lost on its way, and the item sent again, twice at once.</summary>
    public async Task<int> SyncAsync(int items)
    {
        var sendings = 0;
        for (var n = 0; n < items; n++)
        {
            var key = Guid.CreateVersion7();
            var token = Token().Match(await http.GetStringAsync("/activities/queue")).Groups[1].Value;
            var answers = await Task.WhenAll(Enumerable.Range(0, n % 10 == 9 ? 2 : 1).Select(_ => SendAsync(key, n, token)));
            sendings += answers.Length;
            if (answers.Distinct().Count() != 1) throw new InvalidOperationException($"Item {n} of {name}, sent twice, was answered as {string.Join(" and ", answers)}.");
        }
        return sendings;
    }

    private async Task<string> SendAsync(Guid key, int n, string token)
    {
        byte[] photo = [.. Jpeg, .. key.ToByteArray(), 0xFF, 0xD9];
        using var form = new MultipartFormDataContent
        {
            { new StringContent(token), "__RequestVerificationToken" }, { new StringContent(key.ToString()), "Input.SendKey" }, { new StringContent("20/11/2026"), "Input.HappenedOn" }, { new StringContent("event"), "Input.Form" },
            { new StringContent($"Họp thôn {name} {n}"), "Input.Title" }, { new StringContent("45"), "Input.Attendance" }, { new ByteArrayContent(photo) { Headers = { ContentType = new MediaTypeHeaderValue("image/jpeg") } }, "Input.Photos", "anh.jpg" },
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/activities/log") { Content = form };
        request.Headers.Accept.ParseAdd("application/json");
        using var answer = await http.SendAsync(request);
        var said = await answer.Content.ReadAsStringAsync();
        return answer.StatusCode == HttpStatusCode.OK && Id().Match(said) is { Success: true } id ? id.Groups[1].Value : throw new InvalidOperationException($"Item {n} of {name} answered {(int)answer.StatusCode}: {said[..Math.Min(300, said.Length)]}");
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"")]
    private static partial Regex Token();

    [GeneratedRegex("\"id\":\"([0-9a-f-]{36})\"")]
    private static partial Regex Id();
}
