using LanToa.Platform.Data;

namespace LanToa.Accountability;

/// <summary>Every reference of the wing that only the operations guard: <c>./lantoa verify-data</c> walks them.</summary>
public static class LooseAnswers
{
    public static IReadOnlyList<LooseReference> All { get; } =
    [
        new("Hoạt động → nhiệm vụ", "activity_answer", "NOT EXISTS (SELECT FROM plan_task t WHERE t.province_id = r.task_province_id AND t.id = r.task_id AND t.plan_id = r.plan_id)",
            "'không có nhiệm vụ ' || r.task_id || ' của kế hoạch ' || r.plan_id || ' ở tỉnh ' || to_char(r.task_province_id, 'FM00')"),
        new("Hoạt động → kỳ thực hiện", "activity_answer",
            "r.occurrence_id IS NOT NULL AND NOT EXISTS (SELECT FROM occurrence o JOIN activity a ON a.province_id = r.province_id AND a.id = r.activity_id WHERE o.province_id = r.province_id AND o.id = r.occurrence_id AND o.task_id = r.task_id AND o.unit_id = a.unit_id)",
            "'không có kỳ ' || r.occurrence_id || ' của nhiệm vụ ' || r.task_id"),
        new("Minh chứng → bản ghi", "evidence",
            "r.subject_id IS NOT NULL AND CASE r.subject_kind WHEN 'report' THEN NOT EXISTS (SELECT FROM report x WHERE x.province_id = r.province_id AND x.id = r.subject_id AND x.unit_id = r.unit_id) WHEN 'occurrence' THEN NOT EXISTS (SELECT FROM occurrence x WHERE x.province_id = r.province_id AND x.id = r.subject_id AND x.unit_id = r.unit_id) ELSE true END",
            "'không có bản ghi ' || r.subject_kind || ' ' || r.subject_id"),
        new("Minh chứng → tệp", "evidence_version", "r.attachment_id IS NOT NULL AND NOT EXISTS (SELECT FROM attachment f WHERE f.province_id = r.province_id AND f.id = r.attachment_id AND f.subject_kind = 'evidence' AND f.subject_id = r.evidence_id AND f.sha256 = r.sha256)",
            "'không có tệp ' || r.attachment_id || ' của minh chứng ' || r.evidence_id"),
        new("Báo cáo → báo cáo đã tính, có thể của tỉnh khác", "report_part", "NOT EXISTS (SELECT FROM report p WHERE p.province_id = r.part_province_id AND p.id = r.part_id AND p.unit_id = r.unit_id) OR NOT EXISTS (SELECT FROM report p WHERE p.province_id = r.through_province_id AND p.id = r.through_id)",
            "'không có báo cáo ' || r.part_id || ' ở tỉnh ' || to_char(r.part_province_id, 'FM00') || ' (đến qua ' || r.through_id || ')'"),
        new("Bản bổ sung → bản đã được chấp nhận", "report", "r.adds_to IS NOT NULL AND NOT EXISTS (SELECT FROM report_snapshot s WHERE s.province_id = r.province_id AND s.report_id = r.id AND s.number = r.adds_to)", "'không có bản gửi lần ' || r.adds_to || ' của báo cáo ' || r.id"),
    ];
}
