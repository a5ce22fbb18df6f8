-- Plans: their text, tasks and parties; documents being imported.

CREATE TABLE plan (
    province_id smallint NOT NULL,
    id uuid NOT NULL,
    issuer_id uuid NOT NULL,
    kind text NOT NULL,
    number text,
    symbol text,
    title text NOT NULL,
    place text,
    date date,
    period_from date,
    period_to date,
    state text NOT NULL,
    tracking_from date,
    signer_authority text,
    signer_position text,
    signer_name text,
    source_file_id uuid,
    signed_file_id uuid,
    created_at timestamp with time zone NOT NULL,
    created_by uuid,
    created_by_name text NOT NULL,
    state_at timestamp with time zone NOT NULL,
    state_by_name text NOT NULL,
    search_text text NOT NULL,
    version integer NOT NULL,
    CONSTRAINT pk_plan PRIMARY KEY (province_id, id),
    CONSTRAINT fk_plan_attachment_province_id_signed_file_id FOREIGN KEY (province_id, signed_file_id) REFERENCES attachment (province_id, id) ON DELETE RESTRICT,
    CONSTRAINT fk_plan_attachment_province_id_source_file_id FOREIGN KEY (province_id, source_file_id) REFERENCES attachment (province_id, id) ON DELETE RESTRICT,
    CONSTRAINT fk_plan_organization_issuer_id FOREIGN KEY (issuer_id) REFERENCES organization (id) ON DELETE RESTRICT
);

CREATE TABLE plan_source (
    province_id smallint NOT NULL,
    id uuid NOT NULL,
    plan_id uuid NOT NULL,
    text text NOT NULL,
    reading jsonb NOT NULL,
    version integer NOT NULL,
    CONSTRAINT pk_plan_source PRIMARY KEY (province_id, id),
    CONSTRAINT fk_plan_source_plan_province_id_plan_id FOREIGN KEY (province_id, plan_id) REFERENCES plan (province_id, id) ON DELETE RESTRICT
);

CREATE TABLE plan_statement (
    province_id smallint NOT NULL,
    id uuid NOT NULL,
    plan_id uuid NOT NULL,
    ordinal integer NOT NULL,
    key text NOT NULL,
    kind text NOT NULL,
    label text,
    path text[] NOT NULL,
    start integer NOT NULL,
    "end" integer NOT NULL,
    text text NOT NULL,
    restored text,
    version integer NOT NULL,
    CONSTRAINT pk_plan_statement PRIMARY KEY (province_id, id),
    CONSTRAINT fk_plan_statement_plan_province_id_plan_id FOREIGN KEY (province_id, plan_id) REFERENCES plan (province_id, id) ON DELETE RESTRICT
);

CREATE TABLE plan_task (
    province_id smallint NOT NULL,
    id uuid NOT NULL,
    plan_id uuid NOT NULL,
    ordinal integer NOT NULL,
    section text,
    text text NOT NULL,
    modality text NOT NULL,
    rule jsonb,
    rule_words text NOT NULL,
    schedule_text text,
    party_words text NOT NULL,
    channels text[] NOT NULL,
    topics text[] NOT NULL,
    audiences text[] NOT NULL,
    products jsonb NOT NULL,
    confidence double precision,
    statement_keys text[] NOT NULL,
    state text NOT NULL,
    version integer NOT NULL,
    CONSTRAINT pk_plan_task PRIMARY KEY (province_id, id),
    CONSTRAINT fk_plan_task_plan_province_id_plan_id FOREIGN KEY (province_id, plan_id) REFERENCES plan (province_id, id) ON DELETE RESTRICT
);

CREATE TABLE task_party (
    province_id smallint NOT NULL,
    id uuid NOT NULL,
    plan_id uuid NOT NULL,
    task_id uuid NOT NULL,
    ordinal integer NOT NULL,
    role text NOT NULL,
    printed text NOT NULL,
    organization_id uuid,
    group_id uuid,
    excluded jsonb NOT NULL,
    version integer NOT NULL,
    CONSTRAINT pk_task_party PRIMARY KEY (province_id, id),
    CONSTRAINT ck_task_party_at_most_one_target CHECK (organization_id IS NULL OR group_id IS NULL),
    CONSTRAINT fk_task_party_organization_group_group_id FOREIGN KEY (group_id) REFERENCES organization_group (id) ON DELETE RESTRICT,
    CONSTRAINT fk_task_party_organization_organization_id FOREIGN KEY (organization_id) REFERENCES organization (id) ON DELETE RESTRICT,
    CONSTRAINT fk_task_party_plan_province_id_plan_id FOREIGN KEY (province_id, plan_id) REFERENCES plan (province_id, id) ON DELETE RESTRICT,
    CONSTRAINT fk_task_party_plan_task_province_id_task_id FOREIGN KEY (province_id, task_id) REFERENCES plan_task (province_id, id) ON DELETE RESTRICT
);

CREATE TABLE plan_import (
    province_id smallint NOT NULL,
    id uuid NOT NULL,
    unit_id uuid NOT NULL,
    file_name text NOT NULL,
    sha256 text NOT NULL,
    file_id uuid NOT NULL,
    state text NOT NULL,
    job_id uuid,
    error text,
    damage text,
    plan_id uuid,
    created_at timestamp with time zone NOT NULL,
    created_by uuid,
    created_by_name text NOT NULL,
    kind text,
    number text,
    symbol text,
    title text,
    issuer_text text,
    issuer_id uuid,
    place text,
    date date,
    period_from date,
    period_to date,
    signer_authority text,
    signer_position text,
    signer_name text,
    version integer NOT NULL,
    CONSTRAINT pk_plan_import PRIMARY KEY (province_id, id),
    CONSTRAINT fk_plan_import_attachment_province_id_file_id FOREIGN KEY (province_id, file_id) REFERENCES attachment (province_id, id) ON DELETE RESTRICT,
    CONSTRAINT fk_plan_import_organization_issuer_id FOREIGN KEY (issuer_id) REFERENCES organization (id) ON DELETE RESTRICT,
    CONSTRAINT fk_plan_import_organization_unit_id FOREIGN KEY (unit_id) REFERENCES organization (id) ON DELETE RESTRICT,
    CONSTRAINT fk_plan_import_plan_province_id_plan_id FOREIGN KEY (province_id, plan_id) REFERENCES plan (province_id, id) ON DELETE RESTRICT,
    CONSTRAINT fk_plan_import_stored_file_sha256 FOREIGN KEY (sha256) REFERENCES stored_file (sha256) ON DELETE RESTRICT
);

CREATE TABLE import_reading (
    province_id smallint NOT NULL,
    id uuid NOT NULL,
    import_id uuid NOT NULL,
    text text NOT NULL,
    reading jsonb NOT NULL,
    version integer NOT NULL,
    CONSTRAINT pk_import_reading PRIMARY KEY (province_id, id),
    CONSTRAINT fk_import_reading_plan_import_province_id_import_id FOREIGN KEY (province_id, import_id) REFERENCES plan_import (province_id, id) ON DELETE RESTRICT
);

CREATE TABLE import_item (
    province_id smallint NOT NULL,
    id uuid NOT NULL,
    import_id uuid NOT NULL,
    ordinal integer NOT NULL,
    section text,
    text text NOT NULL,
    modality text NOT NULL,
    leads jsonb NOT NULL,
    coordinating jsonb NOT NULL,
    party_words text NOT NULL,
    rule jsonb,
    rule_words text NOT NULL,
    schedule_text text,
    channels text[] NOT NULL,
    topics text[] NOT NULL,
    audiences text[] NOT NULL,
    products jsonb NOT NULL,
    statement_keys text[] NOT NULL,
    decision text NOT NULL,
    confidence double precision NOT NULL,
    version integer NOT NULL,
    CONSTRAINT pk_import_item PRIMARY KEY (province_id, id),
    CONSTRAINT fk_import_item_plan_import_province_id_import_id FOREIGN KEY (province_id, import_id) REFERENCES plan_import (province_id, id) ON DELETE RESTRICT
);

CREATE INDEX ix_plan_issuer_id ON plan (issuer_id);

CREATE INDEX ix_plan_province_id_date ON plan (province_id, date);

CREATE INDEX ix_plan_province_id_signed_file_id ON plan (province_id, signed_file_id);

CREATE INDEX ix_plan_province_id_source_file_id ON plan (province_id, source_file_id);

CREATE UNIQUE INDEX ix_plan_source_province_id_plan_id ON plan_source (province_id, plan_id);

CREATE UNIQUE INDEX ix_plan_statement_province_id_plan_id_key ON plan_statement (province_id, plan_id, key);

CREATE INDEX ix_plan_task_province_id_plan_id_ordinal ON plan_task (province_id, plan_id, ordinal);

CREATE INDEX ix_task_party_group_id ON task_party (group_id);

CREATE INDEX ix_task_party_organization_id ON task_party (organization_id);

CREATE INDEX ix_task_party_province_id_plan_id ON task_party (province_id, plan_id);

CREATE INDEX ix_task_party_province_id_task_id ON task_party (province_id, task_id);

CREATE INDEX ix_plan_import_issuer_id ON plan_import (issuer_id);

CREATE INDEX ix_plan_import_province_id_file_id ON plan_import (province_id, file_id);

CREATE INDEX ix_plan_import_province_id_plan_id ON plan_import (province_id, plan_id);

CREATE INDEX ix_plan_import_sha256 ON plan_import (sha256);

CREATE INDEX ix_plan_import_unit_id_sha256 ON plan_import (unit_id, sha256);

CREATE UNIQUE INDEX ix_import_reading_province_id_import_id ON import_reading (province_id, import_id);

CREATE INDEX ix_import_item_province_id_import_id_ordinal ON import_item (province_id, import_id, ordinal);
