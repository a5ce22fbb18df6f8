-- Amendments: a document that becomes the next version of an issued plan; what each earlier version said.

ALTER TABLE plan ADD COLUMN revision integer NOT NULL DEFAULT 1;
ALTER TABLE plan ALTER COLUMN revision DROP DEFAULT;
ALTER TABLE plan ADD COLUMN amends_id uuid;
ALTER TABLE plan ADD COLUMN amends_whole boolean NOT NULL DEFAULT false;
ALTER TABLE plan ALTER COLUMN amends_whole DROP DEFAULT;
ALTER TABLE plan ADD CONSTRAINT fk_plan_plan_province_id_amends_id FOREIGN KEY (province_id, amends_id) REFERENCES plan (province_id, id) ON DELETE RESTRICT;

-- One under way at a time.
CREATE UNIQUE INDEX ix_plan_province_id_amends_id ON plan (province_id, amends_id) WHERE amends_id IS NOT NULL AND state IN ('Drafted', 'Submitted', 'Approved');

ALTER TABLE plan_task ADD COLUMN continues_id uuid;
ALTER TABLE plan_task ADD COLUMN binds_from date;
ALTER TABLE plan_task ADD CONSTRAINT fk_plan_task_plan_task_province_id_continues_id FOREIGN KEY (province_id, continues_id) REFERENCES plan_task (province_id, id) ON DELETE RESTRICT;

CREATE INDEX ix_plan_task_province_id_continues_id ON plan_task (province_id, continues_id);

ALTER TABLE plan_import ADD COLUMN amends_id uuid;
ALTER TABLE plan_import ADD CONSTRAINT fk_plan_import_plan_province_id_amends_id FOREIGN KEY (province_id, amends_id) REFERENCES plan (province_id, id) ON DELETE RESTRICT;

CREATE INDEX ix_plan_import_province_id_amends_id ON plan_import (province_id, amends_id);

CREATE TABLE plan_version (
    province_id smallint NOT NULL,
    id uuid NOT NULL,
    version integer NOT NULL,
    plan_id uuid NOT NULL,
    ordinal integer NOT NULL,
    amendment_id uuid,
    kind text NOT NULL,
    number text,
    symbol text,
    date date,
    effective_on date NOT NULL,
    at timestamp with time zone NOT NULL,
    by_name text NOT NULL,
    reason text,
    file_id uuid,
    content jsonb,
    CONSTRAINT pk_plan_version PRIMARY KEY (province_id, id),
    CONSTRAINT fk_plan_version_plan_province_id_plan_id FOREIGN KEY (province_id, plan_id) REFERENCES plan (province_id, id) ON DELETE RESTRICT,
    CONSTRAINT fk_plan_version_plan_province_id_amendment_id FOREIGN KEY (province_id, amendment_id) REFERENCES plan (province_id, id) ON DELETE RESTRICT,
    CONSTRAINT fk_plan_version_attachment_province_id_file_id FOREIGN KEY (province_id, file_id) REFERENCES attachment (province_id, id) ON DELETE RESTRICT
);

CREATE UNIQUE INDEX ix_plan_version_province_id_plan_id_ordinal ON plan_version (province_id, plan_id, ordinal);

CREATE INDEX ix_plan_version_province_id_amendment_id ON plan_version (province_id, amendment_id);

CREATE INDEX ix_plan_version_province_id_file_id ON plan_version (province_id, file_id);

-- The period of the amended rule that an occurrence made by the earlier one now answers.
ALTER TABLE occurrence ADD COLUMN stands_for text;
