-- What was done late is counted apart from what was done on time, for the figures that a leader reads; and the filters that people save under a name.

-- 0 owed, 1 returned, 2 waits for confirmation, 3 done (on time, by request) or nothing arose, 4 before tracking, 5 done late; none when it does not apply.
CREATE FUNCTION occurrence_stage(confirmed_on date, nothing_arose_on date, not_applicable_on date, claimed_on date, before_tracking boolean, returned_on date, is_request boolean, done_on date, due_on date) RETURNS smallint
LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN not_applicable_on IS NOT NULL THEN NULL
                WHEN nothing_arose_on IS NOT NULL THEN 3
                WHEN confirmed_on IS NOT NULL THEN CASE WHEN NOT is_request AND coalesce(done_on, claimed_on) > due_on THEN 5 ELSE 3 END
                WHEN claimed_on IS NOT NULL THEN 2
                WHEN before_tracking THEN 4
                WHEN returned_on IS NOT NULL THEN 1
                ELSE 0 END::smallint
$$;

-- In the order of the keys, so that two transactions that count the same rows wait for each other and do not block each other for good.
CREATE OR REPLACE FUNCTION count_occurrences() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO occurrence_count AS c
        SELECT province_id, month, unit_id, plan_id, assigner_id, is_request, stage, CASE WHEN stage < 2 THEN month_of(due_on) ELSE month END AS due, sum(change)
        FROM (SELECT *, month_of(scheduled_on) AS month, occurrence_stage(confirmed_on, nothing_arose_on, not_applicable_on, claimed_on, before_tracking, returned_on, is_request, done_on, due_on) AS stage FROM (SELECT *, 1 AS change FROM added) a) o
        WHERE stage IS NOT NULL GROUP BY 1, 2, 3, 4, 5, 6, 7, 8 HAVING sum(change) <> 0 ORDER BY 1, 2, 3, 4, 5, 6, 7, 8
        ON CONFLICT (province_id, month, unit_id, plan_id, assigner_id, is_request, stage, due_month) DO UPDATE SET total = c.total + excluded.total;
        INSERT INTO occurrence_due_count AS c
        SELECT province_id, due_on, unit_id, month, plan_id, assigner_id, is_request, stage, opens_on, sum(change)
        FROM (SELECT *, month_of(scheduled_on) AS month, occurrence_stage(confirmed_on, nothing_arose_on, not_applicable_on, claimed_on, before_tracking, returned_on, is_request, done_on, due_on) AS stage FROM (SELECT *, 1 AS change FROM added) a) o
        WHERE stage < 2 GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9 HAVING sum(change) <> 0 ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9
        ON CONFLICT (province_id, due_on, unit_id, month, plan_id, assigner_id, is_request, stage, opens_on) DO UPDATE SET total = c.total + excluded.total;
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

DROP FUNCTION occurrence_stage(date, date, date, date, boolean, date);

-- What is stored already.
DELETE FROM occurrence_count;

INSERT INTO occurrence_count
SELECT province_id, month, unit_id, plan_id, assigner_id, is_request, stage, CASE WHEN stage < 2 THEN month_of(due_on) ELSE month END AS due, count(*)
FROM (SELECT *, month_of(scheduled_on) AS month, occurrence_stage(confirmed_on, nothing_arose_on, not_applicable_on, claimed_on, before_tracking, returned_on, is_request, done_on, due_on) AS stage FROM occurrence) o
WHERE stage IS NOT NULL GROUP BY 1, 2, 3, 4, 5, 6, 7, 8;

CREATE TABLE saved_view (
    province_id smallint NOT NULL,
    id uuid NOT NULL,
    version integer NOT NULL,
    account_id uuid NOT NULL,
    list text NOT NULL,
    name text NOT NULL,
    name_key text NOT NULL,
    query text NOT NULL,
    is_default boolean NOT NULL,
    made_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    CONSTRAINT pk_saved_view PRIMARY KEY (province_id, id),
    CONSTRAINT fk_saved_view_account_account_id FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE RESTRICT
);

CREATE UNIQUE INDEX ix_saved_view_name ON saved_view (province_id, account_id, list, name_key) WHERE ended_at IS NULL;
CREATE UNIQUE INDEX ix_saved_view_default ON saved_view (province_id, account_id, list) WHERE is_default AND ended_at IS NULL;
CREATE INDEX ix_saved_view_account_id ON saved_view (account_id);
