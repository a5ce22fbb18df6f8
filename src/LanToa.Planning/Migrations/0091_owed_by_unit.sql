-- Whoever opens Hôm nay or the board asks what one unit owes: its days lie together, and a province finds those of one day by the day.
ALTER TABLE occurrence_due_count DROP CONSTRAINT pk_occurrence_due_count;
ALTER TABLE occurrence_due_count ADD CONSTRAINT pk_occurrence_due_count PRIMARY KEY (province_id, unit_id, due_on, month, plan_id, assigner_id, is_request, stage, opens_on);
CLUSTER occurrence_due_count USING pk_occurrence_due_count;
CREATE INDEX ix_occurrence_due_count_province_id_due_on ON occurrence_due_count (province_id, due_on);

-- What was returned to a unit, and what it gave to somebody: few among much.
CREATE INDEX ix_occurrence_returned_to ON occurrence (province_id, unit_id) WHERE returned_on IS NOT NULL;
CREATE INDEX ix_obligation_given ON obligation (province_id, unit_id) WHERE assignee_id IS NOT NULL;

-- As before, but the days in the order of their new key: always the months first, and each in the order of its key, so that two transactions that count the same rows wait for each other
-- and do not block each other for good.
CREATE OR REPLACE FUNCTION count_occurrences() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        WITH counted AS MATERIALIZED (
            SELECT province_id, due_on, unit_id, month_of(scheduled_on) AS month, plan_id, assigner_id, is_request, stage, opens_on, count(*)::int AS total
            FROM (SELECT *, occurrence_stage(confirmed_on, nothing_arose_on, not_applicable_on, claimed_on, before_tracking, returned_on, is_request, done_on, due_on) AS stage FROM added) o
            WHERE stage IS NOT NULL GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9
        ), by_day AS (
            INSERT INTO occurrence_due_count AS c
            SELECT * FROM (SELECT province_id, due_on, unit_id, month, plan_id, assigner_id, is_request, stage, opens_on, total FROM counted) d WHERE stage < 2 ORDER BY 1, 3, 2, 4, 5, 6, 7, 8, 9
            ON CONFLICT (province_id, unit_id, due_on, month, plan_id, assigner_id, is_request, stage, opens_on) DO UPDATE SET total = c.total + excluded.total
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
        WHERE stage < 2 GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9 HAVING sum(change) <> 0 ORDER BY 1, 3, 2, 4, 5, 6, 7, 8, 9
        ON CONFLICT (province_id, unit_id, due_on, month, plan_id, assigner_id, is_request, stage, opens_on) DO UPDATE SET total = c.total + excluded.total;
    ELSE
        INSERT INTO occurrence_count AS c
        SELECT province_id, month, unit_id, plan_id, assigner_id, is_request, stage, CASE WHEN stage < 2 THEN month_of(due_on) ELSE month END AS due, sum(change)
        FROM (SELECT *, month_of(scheduled_on) AS month, occurrence_stage(confirmed_on, nothing_arose_on, not_applicable_on, claimed_on, before_tracking, returned_on, is_request, done_on, due_on) AS stage FROM (SELECT *, 1 AS change FROM added UNION ALL SELECT *, -1 FROM removed) both_sides) o
        WHERE stage IS NOT NULL GROUP BY 1, 2, 3, 4, 5, 6, 7, 8 HAVING sum(change) <> 0 ORDER BY 1, 2, 3, 4, 5, 6, 7, 8
        ON CONFLICT (province_id, month, unit_id, plan_id, assigner_id, is_request, stage, due_month) DO UPDATE SET total = c.total + excluded.total;
        INSERT INTO occurrence_due_count AS c
        SELECT province_id, due_on, unit_id, month, plan_id, assigner_id, is_request, stage, opens_on, sum(change)
        FROM (SELECT *, month_of(scheduled_on) AS month, occurrence_stage(confirmed_on, nothing_arose_on, not_applicable_on, claimed_on, before_tracking, returned_on, is_request, done_on, due_on) AS stage FROM (SELECT *, 1 AS change FROM added UNION ALL SELECT *, -1 FROM removed) both_sides) o
        WHERE stage < 2 GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9 HAVING sum(change) <> 0 ORDER BY 1, 3, 2, 4, 5, 6, 7, 8, 9
        ON CONFLICT (province_id, unit_id, due_on, month, plan_id, assigner_id, is_request, stage, opens_on) DO UPDATE SET total = c.total + excluded.total;
    END IF;
    RETURN NULL;
END $$;
