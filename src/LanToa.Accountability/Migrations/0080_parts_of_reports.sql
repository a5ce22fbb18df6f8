-- What a report above asks of the reports below it stands where it reads it.

-- The unit of what a sending counts: thousands of reports need not be looked up for it.
ALTER TABLE report_part ADD COLUMN unit_id uuid;
UPDATE report_part p SET unit_id = r.unit_id FROM report r WHERE r.province_id = p.part_province_id AND r.id = p.part_id;
ALTER TABLE report_part ALTER COLUMN unit_id SET NOT NULL;

-- The sending that stands while an addendum to it waits: only that one is read, and only where there is one.
ALTER TABLE report ADD COLUMN adds_to integer;
UPDATE report r SET adds_to = (s.content::json -> 'addendum' ->> 'of')::integer FROM report_snapshot s
WHERE s.province_id = r.province_id AND s.report_id = r.id AND s.number = r.sendings AND r.sendings > 1 AND r.state IN ('Sent', 'Returned');

-- The tasks that are owed on a day, each found once: the oldest that is overdue stands in the words of a report. A day and a task are written once for all their rows, so it grows by nothing to speak of.
DROP INDEX ix_occurrence_unsettled;
CREATE INDEX ix_occurrence_unsettled ON occurrence (province_id, due_on, task_id) WHERE confirmed_on IS NULL AND nothing_arose_on IS NULL AND not_applicable_on IS NULL;
