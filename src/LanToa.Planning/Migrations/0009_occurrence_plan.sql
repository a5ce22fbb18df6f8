-- A plan's progress and the end of its duties read a plan's occurrences over every province.

CREATE INDEX ix_occurrence_plan_id_task_id ON occurrence (plan_id, task_id);
