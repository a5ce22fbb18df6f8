-- A body that its province keeps only because a document names it says so; notices that nothing stands behind any more are read.

ALTER TABLE organization ADD COLUMN kept_for text, ADD COLUMN stands_for_id uuid,
    ADD CONSTRAINT fk_organization_organization_stands_for_id FOREIGN KEY (stands_for_id) REFERENCES organization (id) ON DELETE RESTRICT;

CREATE UNIQUE INDEX ix_organization_stands_for_id_province_id ON organization (stands_for_id, province_id);

-- Those added so far: a province or ministry directly below the nation in a province of which it does not bear the number.
UPDATE organization o SET kept_for = coalesce(
    (SELECT i.file_name FROM plan_import i JOIN organization issuer ON issuer.id = i.issuer_id WHERE i.province_id = o.province_id AND (issuer.id = o.id OR issuer.parent_id = o.id) ORDER BY i.created_at LIMIT 1),
    'văn bản đã nhập trước đây')
FROM organization nation
WHERE nation.id = o.parent_id AND nation.level = 'Nation' AND o.province_id <> 0 AND o.level IN ('Province', 'Ministry')
    AND CASE WHEN o.level = 'Province' AND o.code ~ '^[0-9]{1,4}$' THEN o.code::int <> o.province_id ELSE true END;

-- Nothing waits behind these: claims settled since, claims of withdrawn plans, and what was told to the nation of units that other provinces keep.
UPDATE notice n SET read_at = now()
WHERE n.read_at IS NULL AND n.key ~ '^occurrence\.(claimed|extension):[0-9a-f-]{36}$'
    AND NOT EXISTS (
        SELECT FROM occurrence o
        WHERE o.province_id = n.province_id AND o.task_id = split_part(n.key, ':', 2)::uuid
            AND o.confirmed_on IS NULL AND o.nothing_arose_on IS NULL AND o.not_applicable_on IS NULL
            AND CASE WHEN n.key LIKE 'occurrence.extension:%' THEN o.extension_to IS NOT NULL ELSE o.claimed_on IS NOT NULL END
            AND NOT EXISTS (SELECT FROM plan p WHERE p.id = o.plan_id AND p.state = 'Withdrawn'));
