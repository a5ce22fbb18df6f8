using LanToa.Platform.Time;

namespace LanToa.Accountability.Activities;

/// <summary>How what is known of an address is said.</summary>
public static class LinkWords
{
    /// <summary>"còn truy cập được (kiểm tra 08:30 12/11/2026)", or why not; null before the first look.</summary>
    public static string? Answers(EvidenceVersion v) => v switch
    {
        { Url: null } or { CheckedAt: null } => null,
        { Answers: true } => $"còn truy cập được (kiểm tra {VietnameseFormat.DateTime(v.CheckedAt.Value)})",
        _ => $"không truy cập được lúc {VietnameseFormat.DateTime(v.CheckedAt.Value)}{(v.LinkTrouble is { } why ? $": {why}" : "")}",
    };

    /// <summary>For an index: what was stored and when it was last looked at.</summary>
    public static string Snapshot(EvidenceVersion v) =>
        (v.SnapshotAt is { } at ? $" · bản lưu lúc {VietnameseFormat.DateTime(at)}{(v.LinkTitle is { } title ? $": “{title}”" : "")}" : "") + (Answers(v) is { } answers ? $" · {answers}" : "");
}
