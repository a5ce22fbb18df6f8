-- Results that waited for a confirmation and were marked as proved by nothing, before that mark went as soon as something proves them: work with evidence that holds, or a file, has come since. Also with a form that is open already.
UPDATE occurrence o SET unproved = false, version = o.version + 1
WHERE o.unproved AND o.confirmed_on IS NULL AND o.nothing_arose_on IS NULL AND o.not_applicable_on IS NULL AND o.claimed_on IS NOT NULL AND o.done_on IS NOT NULL
    -- What the unit's own word confirms is confirmed where the mark goes: by the program, with its history.
    AND NOT EXISTS (SELECT FROM obligation d WHERE d.province_id = o.province_id AND d.id = o.obligation_id AND d.confirms_itself)
    AND (EXISTS (SELECT FROM attachment f WHERE f.province_id = o.province_id AND f.subject_id = o.id AND f.subject_kind = 'occurrence' AND f.withdrawn_at IS NULL)
        OR EXISTS (SELECT FROM activity_answer x JOIN activity a ON a.province_id = x.province_id AND a.id = x.activity_id
            WHERE x.province_id = o.province_id AND x.occurrence_id = o.id AND a.state IN ('Accepted', 'Recorded') AND (a.no_evidence_reason IS NOT NULL OR EXISTS (
                SELECT FROM activity_evidence u JOIN evidence e ON e.province_id = u.province_id AND e.id = u.evidence_id
                WHERE u.province_id = a.province_id AND u.activity_id = a.id AND u.removed_at IS NULL AND e.state <> 'Rejected' AND (e.expires_on IS NULL OR a.happened_on <= e.expires_on)
                    AND (e.state <> 'Expired' OR e.expires_on IS NOT NULL) AND NOT (e.state = 'InReview' AND e.decision_reason IS NOT NULL)))));
