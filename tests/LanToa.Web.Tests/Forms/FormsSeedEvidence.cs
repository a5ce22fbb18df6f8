using System.Net;
using System.Net.Sockets;
using System.Text;
using LanToa.Accountability.Activities;
using LanToa.Accountability.Activities.Links;
using LanToa.Platform.Data;
using LanToa.Platform.Net;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace LanToa.Web.Tests.Forms;

public sealed partial class FormsApp
{
    /// <summary>Links may be looked at, and lead nowhere.</summary>
    private static IServiceCollection LinksLeadNowhere(IServiceCollection services) =>
        services.Replace(ServiceDescriptor.Singleton(new LinkSettings { Gap = TimeSpan.Zero })).Replace(ServiceDescriptor.Singleton<PublicNet>(new NoNet()));

    private sealed class NoNet : PublicNet
    {
        public override Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancel) => throw new SocketException((int)SocketError.HostNotFound);
    }

    /// <summary>Evidence of every kind and state, some of it used twice.</summary>
    private async Task SeedEvidenceAsync()
    {
        var focal = People["vanhoa"];
        _hidden["vanhoa"].AddRange(["/activities/criteria/communication-plan", "/activities/criteria/communication-modern"]);
        for (var n = 0; n < 6; n++)
        {
            var answer = await focal.SubmitAsync(await focal.GetAsync("/activities/log"), "main form[enctype]", new()
            {
                ["Input.Form"] = "other", ["Input.Title"] = $"Hoạt động có minh chứng {n}", ["Input.Link"] = $"https://tin.thu.gov.vn/bai-{n}", ["Input.DocumentNumber"] = $"{n + 1}/KH-SVHTT", ["Input.DocumentOn"] = "05/01/2026",
            }, new TestFile("Input.Files", $"danh-sach-{n}.txt", Encoding.UTF8.GetBytes($"Danh sách {n}")));
            var activity = Guid.Parse((answer.Location ?? throw new InvalidOperationException(answer.Text("main")))[^36..]);
            if (n < 3) _hidden["vanhoa"].Add($"/activities/{activity}/evidence");
            foreach (var evidence in await InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<ActivityEvidence>().Where(u => u.ActivityId == activity).Select(u => u.EvidenceId).ToListAsync()))
            {
                _hidden["vanhoa"].AddRange([$"/activities/evidence/{evidence}", .. n < 4 ? new[] { $"/activities/evidence/{evidence}/edit" } : [$"/activities/evidence/{evidence}/expire"]]);
                // Some serve a criterion, one was taken off it.
                _hidden["vanhoa"].Add($"/activities/evidence/{evidence}/criteria");
                if (n < 4) await SubmitAsync(focal, $"/activities/evidence/{evidence}/criteria", "main form:not([action*='handler']):not([method=get])", new() { ["Criterion"] = "communication-plan", ["Pointer"] = "trang 2" });
                if (n < 2) await SubmitAsync(focal, $"/activities/evidence/{evidence}/criteria", "main form[action*='Remove']", []);
                _hidden["cchc"].AddRange(n < 3 ? [$"/activities/evidence/{evidence}/accept"] : [$"/activities/evidence/{evidence}/reject"]);
            }
        }
    }
}
