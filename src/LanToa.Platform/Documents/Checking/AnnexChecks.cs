namespace LanToa.Platform.Documents.Checking;

/// <summary>Annexes: label, title, which document they belong to, numbering of their own.</summary>
internal static class AnnexChecks
{
    public static IEnumerable<Difference> Of(DocumentMap map)
    {
        var rule = map.Form["annex"];
        // "(danh sách kèm theo)" points to it as well.
        if (!map.IsAnnexAlone && map.AnnexLabels.Count > 0 && !map.Body.Any(p => p.Text.Contains("phụ lục", StringComparison.OrdinalIgnoreCase) || p.Text.Contains("kèm theo", StringComparison.OrdinalIgnoreCase)))
            yield return new("annex-named", "Văn bản có phụ lục thì trong nội dung phải có chỉ dẫn về phụ lục đó (“… tại Phụ lục kèm theo …”).", map.AnnexLabels[0].Where, rule.Place);
        for (var n = 0; n < map.AnnexLabels.Count; n++)
        {
            var label = map.AnnexLabels[n];
            foreach (var d in Measure.Element(map, "annex", label)) yield return d;
            var next = map.Seen.Where(p => p.Number > label.Number && p.Cell is null).Take(4).ToList();
            var reference = next.FindIndex(p => p.Text.StartsWith("(Kèm theo", StringComparison.OrdinalIgnoreCase) || p.Text.StartsWith("(Ban hành kèm theo", StringComparison.OrdinalIgnoreCase));
            if (reference < 0) yield return new("annex-reference", "Dưới tiêu đề phụ lục phải ghi “(Kèm theo … số … ngày … tháng … năm … của …)”.", label.Where, rule.Place);
            else foreach (var d in Measure.Element(map, "annex-reference", next[reference])) yield return d;
            if (reference != 0 && next.Count > 0) foreach (var d in Measure.Element(map, "annex-title", next[0])) yield return d;
            if (map.AnnexLabels.Count > 1 && !label.Text.EndsWith(" " + OfficialText.Roman(n + 1), StringComparison.Ordinal))
                yield return new("annex-number", $"Văn bản có {map.AnnexLabels.Count} phụ lục: phải ghi “Phụ lục {OfficialText.Roman(n + 1)}”.", label.Where, rule.Place);
            if (!map.IsAnnexAlone && (label.Section == 0 || map.View.Sections[label.Section].PageStart != 1))
                yield return new("annex-pages", "Số trang của phụ lục được đánh riêng, bắt đầu từ 1.", label.Where, map.Form.Places["annex-pages"]);
        }
    }
}
