-- A person may keep the words of a plan that name no certain unit: they owe nothing, and the plan can be issued.

ALTER TABLE task_party ADD COLUMN as_printed boolean NOT NULL DEFAULT false;
