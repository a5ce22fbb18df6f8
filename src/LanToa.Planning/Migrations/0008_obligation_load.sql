-- Millions of occurrences: indexes in the order in which lists are read, and counts per unit and month that the board reads.

DROP INDEX ix_occurrence_plan_id_unit_id;
DROP INDEX ix_occurrence_province_id_assigner_id_due_on;
DROP INDEX ix_occurrence_province_id_unit_id_due_on;
DROP INDEX ix_occurrence_province_id_unit_id_scheduled_on;
DROP INDEX ix_obligation_plan_id;

CREATE INDEX ix_occurrence_province_id_unit_id_due_on_id ON occurrence (province_id, unit_id, due_on, id);

CREATE INDEX ix_occurrence_province_id_plan_id_due_on_id ON occurrence (province_id, plan_id, due_on, id);

CREATE INDEX ix_occurrence_province_id_assigner_id_due_on_id ON occurrence (province_id, assigner_id, due_on, id) WHERE confirmed_on IS NULL AND nothing_arose_on IS NULL AND not_applicable_on IS NULL;

CREATE INDEX ix_occurrence_all ON occurrence (province_id, due_on, id);

CREATE INDEX ix_occurrence_unsettled ON occurrence (province_id, due_on, id) WHERE confirmed_on IS NULL AND nothing_arose_on IS NULL AND not_applicable_on IS NULL;

CREATE INDEX ix_occurrence_waiting ON occurrence (province_id, due_on, id) WHERE confirmed_on IS NULL AND nothing_arose_on IS NULL AND not_applicable_on IS NULL AND (claimed_on IS NOT NULL OR extension_to IS NOT NULL);

CREATE INDEX ix_occurrence_returned ON occurrence (province_id, due_on, id) WHERE returned_on IS NOT NULL;

CREATE INDEX ix_occurrence_answered ON occurrence (province_id, due_on, id) WHERE claimed_on IS NOT NULL OR confirmed_on IS NOT NULL OR nothing_arose_on IS NOT NULL OR not_applicable_on IS NOT NULL;

CREATE INDEX ix_obligation_plan_id_task_id ON obligation (plan_id, task_id);

CREATE INDEX ix_obligation_province_id_plan_id ON obligation (province_id, plan_id);

-- How many occurrences of a unit and plan, scheduled in a month, stand at which stage; what does not apply is not counted. Where it is still
-- owed the month in which it is due is kept apart, otherwise that is the month itself.
CREATE TABLE occurrence_count (
    province_id smallint NOT NULL,
    month date NOT NULL,
    unit_id uuid NOT NULL,
    plan_id uuid NOT NULL,
    assigner_id uuid NOT NULL,
    is_request boolean NOT NULL,
    stage smallint NOT NULL,
    due_month date NOT NULL,
    total integer NOT NULL,
    CONSTRAINT pk_occurrence_count PRIMARY KEY (province_id, month, unit_id, plan_id, assigner_id, is_request, stage, due_month)
);

-- Of those still owed, how many are due on which day: read for the days around today only.
CREATE TABLE occurrence_due_count (
    province_id smallint NOT NULL,
    due_on date NOT NULL,
    unit_id uuid NOT NULL,
    month date NOT NULL,
    plan_id uuid NOT NULL,
    assigner_id uuid NOT NULL,
    is_request boolean NOT NULL,
    stage smallint NOT NULL,
    opens_on date NOT NULL,
    total integer NOT NULL,
    CONSTRAINT pk_occurrence_due_count PRIMARY KEY (province_id, due_on, unit_id, month, plan_id, assigner_id, is_request, stage, opens_on)
);

-- 0 owed, 1 returned, 2 waits for confirmation, 3 done or nothing arose, 4 before tracking; none when it does not apply.
CREATE FUNCTION occurrence_stage(confirmed_on date, nothing_arose_on date, not_applicable_on date, claimed_on date, before_tracking boolean, returned_on date) RETURNS smallint
LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN not_applicable_on IS NOT NULL THEN NULL
                WHEN confirmed_on IS NOT NULL OR nothing_arose_on IS NOT NULL THEN 3
                WHEN claimed_on IS NOT NULL THEN 2
                WHEN before_tracking THEN 4
                WHEN returned_on IS NOT NULL THEN 1
                ELSE 0 END::smallint
$$;

CREATE FUNCTION month_of(day date) RETURNS date LANGUAGE sql IMMUTABLE AS $$ SELECT date_trunc('month', day::timestamp)::date $$;

-- In the order of the keys, so that two transactions that count the same rows wait for each other and do not block each other for good.
CREATE FUNCTION count_occurrences() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO occurrence_count AS c
        SELECT province_id, month, unit_id, plan_id, assigner_id, is_request, stage, CASE WHEN stage < 2 THEN month_of(due_on) ELSE month END AS due, sum(change)
        FROM (SELECT *, month_of(scheduled_on) AS month, occurrence_stage(confirmed_on, nothing_arose_on, not_applicable_on, claimed_on, before_tracking, returned_on) AS stage FROM (SELECT *, 1 AS change FROM added) a) o
        WHERE stage IS NOT NULL GROUP BY 1, 2, 3, 4, 5, 6, 7, 8 HAVING sum(change) <> 0 ORDER BY 1, 2, 3, 4, 5, 6, 7, 8
        ON CONFLICT (province_id, month, unit_id, plan_id, assigner_id, is_request, stage, due_month) DO UPDATE SET total = c.total + excluded.total;
        INSERT INTO occurrence_due_count AS c
        SELECT province_id, due_on, unit_id, month, plan_id, assigner_id, is_request, stage, opens_on, sum(change)
        FROM (SELECT *, month_of(scheduled_on) AS month, occurrence_stage(confirmed_on, nothing_arose_on, not_applicable_on, claimed_on, before_tracking, returned_on) AS stage FROM (SELECT *, 1 AS change FROM added) a) o
        WHERE stage < 2 GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9 HAVING sum(change) <> 0 ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9
        ON CONFLICT (province_id, due_on, unit_id, month, plan_id, assigner_id, is_request, stage, opens_on) DO UPDATE SET total = c.total + excluded.total;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO occurrence_count AS c
        SELECT province_id, month, unit_id, plan_id, assigner_id, is_request, stage, CASE WHEN stage < 2 THEN month_of(due_on) ELSE month END AS due, sum(change)
        FROM (SELECT *, month_of(scheduled_on) AS month, occurrence_stage(confirmed_on, nothing_arose_on, not_applicable_on, claimed_on, before_tracking, returned_on) AS stage FROM (SELECT *, -1 AS change FROM removed) r) o
        WHERE stage IS NOT NULL GROUP BY 1, 2, 3, 4, 5, 6, 7, 8 HAVING sum(change) <> 0 ORDER BY 1, 2, 3, 4, 5, 6, 7, 8
        ON CONFLICT (province_id, month, unit_id, plan_id, assigner_id, is_request, stage, due_month) DO UPDATE SET total = c.total + excluded.total;
        INSERT INTO occurrence_due_count AS c
        SELECT province_id, due_on, unit_id, month, plan_id, assigner_id, is_request, stage, opens_on, sum(change)
        FROM (SELECT *, month_of(scheduled_on) AS month, occurrence_stage(confirmed_on, nothing_arose_on, not_applicable_on, claimed_on, before_tracking, returned_on) AS stage FROM (SELECT *, -1 AS change FROM removed) r) o
        WHERE stage < 2 GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9 HAVING sum(change) <> 0 ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9
        ON CONFLICT (province_id, due_on, unit_id, month, plan_id, assigner_id, is_request, stage, opens_on) DO UPDATE SET total = c.total + excluded.total;
    ELSE
        INSERT INTO occurrence_count AS c
        SELECT province_id, month, unit_id, plan_id, assigner_id, is_request, stage, CASE WHEN stage < 2 THEN month_of(due_on) ELSE month END AS due, sum(change)
        FROM (SELECT *, month_of(scheduled_on) AS month, occurrence_stage(confirmed_on, nothing_arose_on, not_applicable_on, claimed_on, before_tracking, returned_on) AS stage FROM (SELECT *, 1 AS change FROM added UNION ALL SELECT *, -1 FROM removed) both_sides) o
        WHERE stage IS NOT NULL GROUP BY 1, 2, 3, 4, 5, 6, 7, 8 HAVING sum(change) <> 0 ORDER BY 1, 2, 3, 4, 5, 6, 7, 8
        ON CONFLICT (province_id, month, unit_id, plan_id, assigner_id, is_request, stage, due_month) DO UPDATE SET total = c.total + excluded.total;
        INSERT INTO occurrence_due_count AS c
        SELECT province_id, due_on, unit_id, month, plan_id, assigner_id, is_request, stage, opens_on, sum(change)
        FROM (SELECT *, month_of(scheduled_on) AS month, occurrence_stage(confirmed_on, nothing_arose_on, not_applicable_on, claimed_on, before_tracking, returned_on) AS stage FROM (SELECT *, 1 AS change FROM added UNION ALL SELECT *, -1 FROM removed) both_sides) o
        WHERE stage < 2 GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9 HAVING sum(change) <> 0 ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9
        ON CONFLICT (province_id, due_on, unit_id, month, plan_id, assigner_id, is_request, stage, opens_on) DO UPDATE SET total = c.total + excluded.total;
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER occurrence_counted_on_insert AFTER INSERT ON occurrence REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION count_occurrences();

CREATE TRIGGER occurrence_counted_on_update AFTER UPDATE ON occurrence REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION count_occurrences();

CREATE TRIGGER occurrence_counted_on_delete AFTER DELETE ON occurrence REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION count_occurrences();

-- What is stored already.
INSERT INTO occurrence_count AS c
SELECT province_id, month, unit_id, plan_id, assigner_id, is_request, stage, CASE WHEN stage < 2 THEN month_of(due_on) ELSE month END AS due, sum(change)
FROM (SELECT *, month_of(scheduled_on) AS month, occurrence_stage(confirmed_on, nothing_arose_on, not_applicable_on, claimed_on, before_tracking, returned_on) AS stage FROM (SELECT *, 1 AS change FROM occurrence) all_rows) o
WHERE stage IS NOT NULL GROUP BY 1, 2, 3, 4, 5, 6, 7, 8 ORDER BY 1, 2, 3, 4, 5, 6, 7, 8
ON CONFLICT (province_id, month, unit_id, plan_id, assigner_id, is_request, stage, due_month) DO UPDATE SET total = c.total + excluded.total;
INSERT INTO occurrence_due_count AS c
SELECT province_id, due_on, unit_id, month, plan_id, assigner_id, is_request, stage, opens_on, sum(change)
FROM (SELECT *, month_of(scheduled_on) AS month, occurrence_stage(confirmed_on, nothing_arose_on, not_applicable_on, claimed_on, before_tracking, returned_on) AS stage FROM (SELECT *, 1 AS change FROM occurrence) all_rows) o
WHERE stage < 2 GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9 ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9
ON CONFLICT (province_id, due_on, unit_id, month, plan_id, assigner_id, is_request, stage, opens_on) DO UPDATE SET total = c.total + excluded.total;
