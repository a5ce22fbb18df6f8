-- Fewer and narrower entries for each occurrence that is made: what only narrows a list is found without its order, and the list of a province is read
-- from the two parts that make it up, what is open and what is settled.

DROP INDEX ix_occurrence_all;
DROP INDEX ix_occurrence_answered;
DROP INDEX ix_occurrence_province_id_plan_id_due_on_id;
DROP INDEX ix_occurrence_province_id_assigner_id_due_on_id;

CREATE INDEX ix_occurrence_settled ON occurrence (province_id, due_on, id) WHERE confirmed_on IS NOT NULL OR nothing_arose_on IS NOT NULL OR not_applicable_on IS NOT NULL;

CREATE INDEX ix_occurrence_province_id_assigner_id ON occurrence (province_id, assigner_id);

-- Insertions alone vacuum the table by the million, not while a plan's work is being made.
ALTER TABLE occurrence SET (autovacuum_vacuum_insert_threshold = 1000000);

-- That each occurrence has its obligation is asked once for all that a statement adds, not row by row as a foreign key does. An occurrence keeps its
-- obligation (keep_scheduled), and an obligation is ended, never deleted.
ALTER TABLE occurrence DROP CONSTRAINT fk_occurrence_obligation_province_id_obligation_id;

CREATE FUNCTION occurrence_has_obligation() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    loose uuid;
BEGIN
    SELECT a.obligation_id INTO loose FROM (SELECT DISTINCT province_id, obligation_id FROM added) a
    WHERE NOT EXISTS (SELECT FROM obligation o WHERE o.province_id = a.province_id AND o.id = a.obligation_id) LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'an occurrence without its obligation %', loose USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER occurrence_belongs AFTER INSERT ON occurrence REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION occurrence_has_obligation();

CREATE FUNCTION keep_obligation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'obligation %: it is ended, never deleted, and keeps its id', OLD.id USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER obligation_stays BEFORE DELETE ON obligation FOR EACH ROW EXECUTE FUNCTION keep_obligation();

CREATE TRIGGER obligation_keeps_id BEFORE UPDATE ON obligation FOR EACH ROW WHEN ((OLD.province_id, OLD.id) IS DISTINCT FROM (NEW.province_id, NEW.id)) EXECUTE FUNCTION keep_obligation();

-- What is added is read once: the counts by month are summed from those by day. Always in the order of the keys, the months first, so that two
-- transactions that count the same rows wait for each other and do not block each other for good.
CREATE OR REPLACE FUNCTION count_occurrences() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        WITH counted AS MATERIALIZED (
            SELECT province_id, due_on, unit_id, month_of(scheduled_on) AS month, plan_id, assigner_id, is_request, stage, opens_on, count(*)::int AS total
            FROM (SELECT *, occurrence_stage(confirmed_on, nothing_arose_on, not_applicable_on, claimed_on, before_tracking, returned_on, is_request, done_on, due_on) AS stage FROM added) o
            WHERE stage IS NOT NULL GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9
        ), by_day AS (
            INSERT INTO occurrence_due_count AS c
            SELECT * FROM (SELECT province_id, due_on, unit_id, month, plan_id, assigner_id, is_request, stage, opens_on, total FROM counted) d WHERE stage < 2 ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9
            ON CONFLICT (province_id, due_on, unit_id, month, plan_id, assigner_id, is_request, stage, opens_on) DO UPDATE SET total = c.total + excluded.total
        )
        INSERT INTO occurrence_count AS c
        SELECT province_id, month, unit_id, plan_id, assigner_id, is_request, stage, CASE WHEN stage < 2 THEN month_of(due_on) ELSE month END AS due, sum(total)
        FROM counted GROUP BY 1, 2, 3, 4, 5, 6, 7, 8 ORDER BY 1, 2, 3, 4, 5, 6, 7, 8
        ON CONFLICT (province_id, month, unit_id, plan_id, assigner_id, is_request, stage, due_month) DO UPDATE SET total = c.total + excluded.total;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO occurrence_count AS c
        SELECT province_id, month, unit_id, plan_id, assigner_id, is_request, stage, CASE WHEN stage < 2 THEN month_of(due_on) ELSE month END AS due, sum(change)
        FROM (SELECT *, month_of(scheduled_on) AS month, occurrence_stage(confirmed_on, nothing_arose_on, not_applicable_on, claimed_on, before_tracking, returned_on, is_request, done_on, due_on) AS stage FROM (SELECT *, -1 AS change FROM removed) r) o
        WHERE stage IS NOT NULL GROUP BY 1, 2, 3, 4, 5, 6, 7, 8 HAVING sum(change) <> 0 ORDER BY 1, 2, 3, 4, 5, 6, 7, 8
        ON CONFLICT (province_id, month, unit_id, plan_id, assigner_id, is_request, stage, due_month) DO UPDATE SET total = c.total + excluded.total;
        INSERT INTO occurrence_due_count AS c
        SELECT province_id, due_on, unit_id, month, plan_id, assigner_id, is_request, stage, opens_on, sum(change)
        FROM (SELECT *, month_of(scheduled_on) AS month, occurrence_stage(confirmed_on, nothing_arose_on, not_applicable_on, claimed_on, before_tracking, returned_on, is_request, done_on, due_on) AS stage FROM (SELECT *, -1 AS change FROM removed) r) o
        WHERE stage < 2 GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9 HAVING sum(change) <> 0 ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9
        ON CONFLICT (province_id, due_on, unit_id, month, plan_id, assigner_id, is_request, stage, opens_on) DO UPDATE SET total = c.total + excluded.total;
    ELSE
        INSERT INTO occurrence_count AS c
        SELECT province_id, month, unit_id, plan_id, assigner_id, is_request, stage, CASE WHEN stage < 2 THEN month_of(due_on) ELSE month END AS due, sum(change)
        FROM (SELECT *, month_of(scheduled_on) AS month, occurrence_stage(confirmed_on, nothing_arose_on, not_applicable_on, claimed_on, before_tracking, returned_on, is_request, done_on, due_on) AS stage FROM (SELECT *, 1 AS change FROM added UNION ALL SELECT *, -1 FROM removed) both_sides) o
        WHERE stage IS NOT NULL GROUP BY 1, 2, 3, 4, 5, 6, 7, 8 HAVING sum(change) <> 0 ORDER BY 1, 2, 3, 4, 5, 6, 7, 8
        ON CONFLICT (province_id, month, unit_id, plan_id, assigner_id, is_request, stage, due_month) DO UPDATE SET total = c.total + excluded.total;
        INSERT INTO occurrence_due_count AS c
        SELECT province_id, due_on, unit_id, month, plan_id, assigner_id, is_request, stage, opens_on, sum(change)
        FROM (SELECT *, month_of(scheduled_on) AS month, occurrence_stage(confirmed_on, nothing_arose_on, not_applicable_on, claimed_on, before_tracking, returned_on, is_request, done_on, due_on) AS stage FROM (SELECT *, 1 AS change FROM added UNION ALL SELECT *, -1 FROM removed) both_sides) o
        WHERE stage < 2 GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9 HAVING sum(change) <> 0 ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9
        ON CONFLICT (province_id, due_on, unit_id, month, plan_id, assigner_id, is_request, stage, opens_on) DO UPDATE SET total = c.total + excluded.total;
    END IF;
    RETURN NULL;
END $$;
