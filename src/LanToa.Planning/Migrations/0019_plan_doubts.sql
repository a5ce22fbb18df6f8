-- Words of a plan that may be wrongly restored stay marked until a person has compared them with the original.

ALTER TABLE plan_statement ADD COLUMN doubts jsonb NOT NULL DEFAULT '[]';

-- Plans that were made before: as they were read.
UPDATE plan_statement s SET doubts = read.doubts
FROM (
    SELECT p.province_id, p.plan_id, statement ->> 'id' AS key, statement -> 'doubts' AS doubts
    FROM plan_source p, jsonb_array_elements(p.reading -> 'statements') statement
    WHERE jsonb_typeof(p.reading -> 'statements') = 'array' AND jsonb_array_length(coalesce(nullif(statement -> 'doubts', 'null'), '[]')) > 0
) read
WHERE s.province_id = read.province_id AND s.plan_id = read.plan_id AND s.key = read.key AND s.restored IS NOT NULL;

ALTER TABLE plan_statement ALTER COLUMN doubts DROP DEFAULT;
