using LanToa.Platform.Data;

namespace LanToa.Planning;

/// <summary>Every reference of the wing that only the operations guard: <c>./lantoa verify-data</c> walks them.</summary>
public static class LooseReferences
{
    public static IReadOnlyList<LooseReference> All { get; } =
    [
        new("Việc phải làm → nhiệm vụ", "obligation", "NOT EXISTS (SELECT FROM plan_task t WHERE t.province_id = r.task_province_id AND t.id = r.task_id AND t.plan_id = r.plan_id)",
            "'không có nhiệm vụ ' || r.task_id || ' của kế hoạch ' || r.plan_id || ' ở tỉnh ' || to_char(r.task_province_id, 'FM00')"),
        new("Kỳ thực hiện: đơn vị, kế hoạch, nhiệm vụ chép từ việc phải làm", "occurrence",
            "NOT EXISTS (SELECT FROM obligation o WHERE o.province_id = r.province_id AND o.id = r.obligation_id AND (o.unit_id, o.assigner_id, o.plan_id, o.task_id) = (r.unit_id, r.assigner_id, r.plan_id, r.task_id))",
            "'khác với việc phải làm ' || r.obligation_id"),
        new("Kỳ thực hiện → lý do của hạn", "occurrence", "NOT EXISTS (SELECT FROM due_reason d WHERE d.province_id = r.province_id AND d.id = r.due_reason_id)", "'không có lý do ' || r.due_reason_id"),
        new("Việc cấp trên giao → nhiệm vụ cấp trên", "cascade_decision", "NOT EXISTS (SELECT FROM plan_task t WHERE t.province_id = r.upper_province_id AND t.id = r.upper_task_id AND t.plan_id = r.upper_plan_id)",
            "'không có nhiệm vụ ' || r.upper_task_id || ' của kế hoạch ' || r.upper_plan_id || ' ở tỉnh ' || to_char(r.upper_province_id, 'FM00')"),
        new("Tệp đính kèm → hồ sơ", "attachment", """
            NOT CASE r.subject_kind WHEN 'plan' THEN EXISTS (SELECT FROM plan p WHERE p.province_id = r.province_id AND p.id = r.subject_id)
            WHEN 'plan-import' THEN EXISTS (SELECT FROM plan_import i WHERE i.province_id = r.province_id AND i.id = r.subject_id)
            WHEN 'occurrence' THEN EXISTS (SELECT FROM occurrence o WHERE o.province_id = r.province_id AND o.id = r.subject_id) ELSE true END
            """, "'“' || r.file_name || '”: không có ' || r.subject_kind || ' ' || r.subject_id"),
    ];
}
