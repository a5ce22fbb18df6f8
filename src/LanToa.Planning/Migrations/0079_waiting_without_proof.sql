-- Results that waited for a confirmation before it was kept whether anything proves them: whoever confirms looks first, also with a form that is open already.
UPDATE occurrence o SET unproved = true, version = o.version + 1
WHERE o.confirmed_on IS NULL AND o.nothing_arose_on IS NULL AND o.not_applicable_on IS NULL AND o.claimed_on IS NOT NULL AND o.done_on IS NOT NULL AND NOT o.unproved
    AND coalesce(o.accepted, 0) + coalesce(o.recorded, 0) = 0
    AND NOT EXISTS (SELECT FROM attachment a WHERE a.province_id = o.province_id AND a.subject_id = o.id AND a.subject_kind = 'occurrence' AND a.withdrawn_at IS NULL);
