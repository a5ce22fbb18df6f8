-- The order of a review is stored, so that no card moves while people work on it.

ALTER TABLE import_item ADD COLUMN rank integer NOT NULL DEFAULT 0;

-- Documents that were read before: open questions first, then little confidence, then as in the document.
UPDATE import_item i SET rank = o.rank
FROM (
    SELECT province_id, id, row_number() OVER (
        PARTITION BY province_id, import_id
        ORDER BY (rule IS NULL OR leads::text NOT LIKE '%"organizationId": "%' AND leads::text NOT LIKE '%"groupId": "%') DESC, least(confidence, 0.75), ordinal, id) - 1 AS rank
    FROM import_item
) o
WHERE i.province_id = o.province_id AND i.id = o.id;

ALTER TABLE import_item ALTER COLUMN rank DROP DEFAULT;
