-- A due date that a person gave is told apart from one that the rule gave; how many days ahead a due date is near.

ALTER TABLE occurrence ADD COLUMN due_moved boolean NOT NULL DEFAULT false;

UPDATE occurrence SET due_moved = true WHERE id IN (SELECT subject_id FROM history_event WHERE verb = 'occurrence.move-due');

ALTER TABLE occurrence ALTER COLUMN due_moved DROP DEFAULT;

CREATE TABLE due_soon_setting (
    id uuid NOT NULL,
    province_id smallint NOT NULL,
    days integer NOT NULL,
    version integer NOT NULL,
    CONSTRAINT pk_due_soon_setting PRIMARY KEY (id)
);

CREATE UNIQUE INDEX ix_due_soon_setting_province_id ON due_soon_setting (province_id);
