-- A person said that a task of an amendment continues no task of the plan, however alike their words.

ALTER TABLE plan_task ADD COLUMN stands_alone boolean NOT NULL DEFAULT false;
ALTER TABLE plan_task ALTER COLUMN stands_alone DROP DEFAULT;
