-- What a plan makes is made together and lies together: the places of a plan are known without an entry for each row, which cost a twelfth of making them. What one task asks is found
-- through its obligations.
DROP INDEX ix_occurrence_plan_id_task_id;
CREATE INDEX ix_occurrence_plan_id ON occurrence USING brin (plan_id uuid_minmax_multi_ops) WITH (autosummarize = true);
