using System.Globalization;
using System.Net;
using System.Text;
using LanToa.Contracts.Plans;
using LanToa.Platform.Documents.Sheets;
using LanToa.Platform.Text;
using LanToa.Platform.Time;

namespace LanToa.Accountability.Activities.Packs;

/// <summary>A task that an activity answers: its plan, and the plan's words.</summary>
public sealed record PackTask(string Plan, TaskWords Words);

/// <summary>A version of a piece of evidence; <paramref name="IsLost"/>: the store no longer has its file.</summary>
public sealed record PackVersion(EvidenceVersion Version, bool IsLost)
{
    /// <summary>Where its file, or the stored words of its address, lies in the pack.</summary>
    public string? Path => Version.Sha256 is { } hash && !IsLost ? PackFormat.PathOf(hash, Version.AttachmentId is null ? "text/plain" : Version.MediaType) : null;

    /// <summary>A file of it that a browser shows as a picture.</summary>
    public string? Picture => Version is { AttachmentId: not null, MediaType: "image/jpeg" or "image/png" or "image/webp" or "image/gif" } ? Path : null;

    /// <summary>When it was brought, by whom.</summary>
    public string Brought => $"{VietnameseFormat.DateTime(Version.AddedAt)}, {Version.AddedByName}";
}

/// <summary>A piece of evidence with all its versions, the newest first.</summary>
public sealed record PackProof(Evidence Evidence, IReadOnlyList<PackVersion> Versions)
{
    /// <summary>The criteria of the index for which it is used, each with its year, place and explanation.</summary>
    public IReadOnlyList<string> Criteria { get; init; } = [];

    public PackVersion Newest => Versions[0];

    /// <summary>The document, the address, the record; null where the title says all.</summary>
    public string? FactsOf(PackVersion version) => Evidence.Kind switch
    {
        EvidenceKind.IssuedDocument => Evidence.DocumentWords(),
        EvidenceKind.Link => version.Version.Url,
        _ => null,
    };
}

/// <summary>A line of the index.</summary>
public sealed record PackRow(Activity Activity, string Unit, IReadOnlyList<PackTask> Tasks, IReadOnlyList<PackProof> Proofs);

/// <summary>Writes the index as a page that opens without a network and prints: one file, nothing fetched, every word encoded.</summary>
internal sealed class PackPage(Stream output, EvidencePack pack, DateTimeOffset made, string fingerprint) : IAsyncDisposable
{
    private readonly StreamWriter _out = new(output, new UTF8Encoding(false), 1 << 15, leaveOpen: true) { NewLine = "\n" };
    private bool _inTable;

    public async Task BeginAsync(IEnumerable<(string Name, int Count)> units, CancellationToken cancel)
    {
        await _out.WriteAsync($"""
            <!doctype html>
            <html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="referrer" content="no-referrer"><meta http-equiv="Content-Security-Policy" content="{PackTexts.Policy}"><title>Minh chứng: {Of(pack.UnitName)}</title><style>{PackTexts.Style}</style></head><body>
            <h1>Gói minh chứng hoạt động tuyên truyền</h1>
            <p>{Of(pack.UnitName)}</p>
            <dl><dt>Kế hoạch</dt><dd>{Of(pack.PlanName ?? "mọi kế hoạch, cả hoạt động ngoài kế hoạch")}</dd><dt>Thời gian</dt><dd>{VietnameseFormat.Date(pack.From)} đến {VietnameseFormat.Date(pack.To)}, theo ngày thực hiện</dd><dt>Hoạt động</dt><dd>{VietnameseFormat.Number(pack.Activities)}, {(pack.WithWaiting ? "đã chấp nhận và chờ chấp nhận" : "đã được cấp trên chấp nhận")}</dd><dt>Minh chứng</dt><dd>{VietnameseFormat.Number(pack.Evidence)}</dd><dt>Tạo lúc</dt><dd>{VietnameseFormat.DateTime(made)}, {Of(pack.RequestedByName)}{(pack.Purpose is { } purpose ? $"; {Of(purpose)}" : "")}</dd><dt>Dấu khóa ký</dt><dd>{fingerprint}</dd></dl>
            <p class="q">Cách kiểm tra gói không bị sửa: xem README.txt. Tên tệp lúc gửi nằm trong bảng; trong gói, tệp mang tên là mã băm SHA-256 của nội dung. Minh chứng đã thay thì có cả các phiên bản trước.</p>
            <nav><ul>

            """.AsMemory(), cancel);
        var n = 0;
        foreach (var (name, count) in units) await _out.WriteAsync($"<li><a href=\"#u{++n}\">{Of(name)}</a> ({VietnameseFormat.Number(count)})</li>\n".AsMemory(), cancel);
        await _out.WriteAsync("</ul></nav>\n".AsMemory(), cancel);
    }

    private int _unit;

    public async Task UnitAsync(string name, CancellationToken cancel)
    {
        await CloseAsync(cancel);
        await _out.WriteAsync($"<h2 id=\"u{++_unit}\">{Of(name)}</h2>\n<table><thead><tr><th class=\"n\">STT</th><th class=\"d\">Ngày</th><th>Hoạt động</th><th>Câu chữ trong kế hoạch</th><th>Minh chứng</th></tr></thead><tbody>\n".AsMemory(), cancel);
        _inTable = true;
    }

    public async Task RowAsync(int number, PackRow row, CancellationToken cancel)
    {
        var a = row.Activity;
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"<tr><td class=\"n\">{number}</td><td class=\"d\" data-l=\"Ngày\">{a.DayWords()}</td><th scope=\"row\">{Of(a.Title)}<p class=\"q\">{Of(string.Join(" · ", new[] { CodeNames.Of(CodeKind.Product, a.Form), a.QuantityWords() }.Concat(a.Measures().Select(m => $"{m.Name}: {m.Value}")).Append(a.Place ?? "").Where(w => w.Length > 0).Distinct()))}</p>");
        if (a.State != ActivityState.Accepted) text.Append("<p class=\"q\">Chờ cấp trên chấp nhận</p>");
        text.Append("</th><td data-l=\"Câu chữ trong kế hoạch\">");
        if (row.Tasks.Count == 0) text.Append("<span class=\"q\">Không gắn với nhiệm vụ nào của kế hoạch</span>");
        foreach (var task in row.Tasks) text.Append(CultureInfo.InvariantCulture, $"<p>{Of(task.Words.Sentence)}</p><p class=\"q\">{Of(string.Join(" · ", new[] { task.Words.Section, task.Plan }.Where(w => !string.IsNullOrEmpty(w))))}</p>");
        text.Append("</td><td data-l=\"Minh chứng\">");
        if (row.Proofs.Count == 0) text.Append(CultureInfo.InvariantCulture, $"<span class=\"q\">Không có{(a.NoEvidenceReason is { } why ? $": {Of(why)}" : "")}</span>");
        else
        {
            text.Append("<ul>");
            foreach (var proof in row.Proofs) Add(text, proof);
            text.Append("</ul>");
        }
        await _out.WriteAsync(text.Append("</td></tr>\n"), cancel);
    }

    public async Task EndAsync(CancellationToken cancel)
    {
        await CloseAsync(cancel);
        await _out.WriteAsync("</body></html>\n".AsMemory(), cancel);
        await _out.FlushAsync(cancel);
    }

    public ValueTask DisposeAsync() => _out.DisposeAsync();

    private static void Add(StringBuilder text, PackProof proof)
    {
        var (e, newest) = (proof.Evidence, proof.Newest);
        text.Append("<li>");
        if (newest.Picture is { } picture) text.Append(CultureInfo.InvariantCulture, $"<a class=\"i\" href=\"{picture}\"><img src=\"{picture}\" alt=\"{Of(e.Title)}\" loading=\"lazy\"></a>");
        Link(text, newest, e.Title);
        text.Append(CultureInfo.InvariantCulture, $"<p class=\"q\">{Of(EnumWords.Of(e.Kind))} · {Of(EnumWords.Of(e.State).ToLowerInvariant())} · ngày {VietnameseFormat.Date(e.EffectiveOn)}{(proof.Versions.Count > 1 ? $" · phiên bản {newest.Version.Number}" : "")} · đưa lên {Of(newest.Brought)}");
        Rest(text, proof, newest);
        text.Append("</p>");
        foreach (var criterion in proof.Criteria) text.Append("<p class=\"q\">Tiêu chí: ").Append(Of(criterion)).Append("</p>");
        if (proof.Versions.Count > 1)
        {
            text.Append("<p class=\"q\">Phiên bản trước:</p><ul>");
            foreach (var version in proof.Versions.Skip(1))
            {
                text.Append(CultureInfo.InvariantCulture, $"<li class=\"q\">Phiên bản {version.Version.Number}: ");
                Link(text, version, version.Version.FileName ?? version.Version.LinkTitle ?? "nội dung");
                text.Append(CultureInfo.InvariantCulture, $" · {Of(version.Brought)}");
                Rest(text, proof, version);
                text.Append("</li>");
            }
            text.Append("</ul>");
        }
        text.Append("</li>");
    }

    private static void Link(StringBuilder text, PackVersion version, string words) => text.Append(version.Path is { } path ? $"<a href=\"{path}\">{Of(words)}</a>" : Of(words));

    private static void Rest(StringBuilder text, PackProof proof, PackVersion version)
    {
        var v = version.Version;
        if (v.FileName is { } name && name != proof.Evidence.Title && version == proof.Newest) text.Append(" · tệp ").Append(Of(name));
        if (proof.FactsOf(version) is { } facts && facts != proof.Evidence.Title) text.Append(" · ").Append(Of(facts));
        if (v.Url is not null) text.Append(Of(LinkWords.Snapshot(v)));
        if (v.Note is { } note) text.Append(" · ").Append(Of(note));
        if (v.Sha256 is { } hash) text.Append(" · <span class=\"h\">SHA-256 ").Append(hash, 0, 16).Append("…</span>");
        if (version.IsLost) text.Append(" · tệp không còn trong kho");
    }

    private async Task CloseAsync(CancellationToken cancel)
    {
        if (_inTable) await _out.WriteAsync("</tbody></table>\n".AsMemory(), cancel);
        _inTable = false;
    }

    private static string Of(string text) => WebUtility.HtmlEncode(text);
}

/// <summary>The index as a sheet: a row for each version of a piece of evidence, the newest first; one for an activity without any.</summary>
internal sealed class PackSheet(Stream output) : IDisposable
{
    private readonly XlsxWriter _sheet = new(output, "Minh chứng",
    [
        new("STT", 6), new("Đơn vị", 34), new("Ngày", 12), new("Hoạt động", 44), new("Sản phẩm", 20), new("Số lượng", 10), new("Người dự", 10), new("Trạng thái", 16), new("Kế hoạch", 34), new("Câu chữ trong kế hoạch", 50),
        new("Minh chứng", 36), new("Loại", 16), new("Trạng thái minh chứng", 16), new("Ngày của minh chứng", 12), new("Phiên bản", 10), new("Là bản mới nhất", 10), new("Đưa lên lúc", 18), new("Người đưa lên", 26), new("Ghi chú phiên bản", 26), new("Tệp lúc gửi", 30), new("Văn bản, đường dẫn", 36), new("Tiêu chí", 44), new("Tệp trong gói", 40), new("SHA-256", 40),
    ]);

    public void Row(int number, PackRow row)
    {
        var a = row.Activity;
        foreach (var (proof, version) in row.Proofs.SelectMany(p => p.Versions.Select(v => ((PackProof?)p, (PackVersion?)v))).DefaultIfEmpty())
        {
            var v = version?.Version;
            // A sheet ends where sheets end; the page holds all.
            if (_sheet.IsFull) return;
            _sheet.Row(
            [
                number, row.Unit, a.HappenedOn, a.Title, CodeNames.Of(CodeKind.Product, a.Form), a.Counts, a.Attendance, EnumWords.Of(a.State), string.Join("\n", row.Tasks.Select(t => t.Plan).Distinct()), string.Join("\n", row.Tasks.Select(t => t.Words.Sentence)),
                proof?.Evidence.Title ?? (a.NoEvidenceReason is { } why ? $"Không có: {why}" : "Không có"), proof is null ? null : EnumWords.Of(proof.Evidence.Kind), proof is null ? null : EnumWords.Of(proof.Evidence.State), proof?.Evidence.EffectiveOn,
                v?.Number, version is null ? null : version == proof!.Newest ? "Có" : "Không", v?.AddedAt, v?.AddedByName, v?.Note, v?.FileName,
                version is null ? null : proof!.FactsOf(version), proof is { Criteria.Count: > 0 } ? string.Join("\n", proof.Criteria) : null, version is { IsLost: true } ? "không còn trong kho" : version?.Path, v?.Sha256,
            ]);
        }
    }

    public void Dispose() => _sheet.Dispose();
}
