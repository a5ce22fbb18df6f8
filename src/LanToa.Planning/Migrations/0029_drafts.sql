-- A draft says what it was made from, each copied task where it came from, and every difference between the two.

CREATE TABLE plan_origin (
    province_id smallint NOT NULL,
    id uuid NOT NULL,
    version integer NOT NULL,
    plan_id uuid NOT NULL,
    kind text NOT NULL,
    source_plan_id uuid,
    source_name text NOT NULL,
    years integer NOT NULL,
    as_of date NOT NULL,
    CONSTRAINT pk_plan_origin PRIMARY KEY (province_id, id),
    CONSTRAINT fk_plan_origin_plan_province_id_plan_id FOREIGN KEY (province_id, plan_id) REFERENCES plan (province_id, id) ON DELETE RESTRICT,
    CONSTRAINT fk_plan_origin_plan_province_id_source_plan_id FOREIGN KEY (province_id, source_plan_id) REFERENCES plan (province_id, id) ON DELETE RESTRICT
);

CREATE UNIQUE INDEX ix_plan_origin_province_id_plan_id ON plan_origin (province_id, plan_id);
CREATE INDEX ix_plan_origin_province_id_source_plan_id ON plan_origin (province_id, source_plan_id);

CREATE TABLE task_origin (
    province_id smallint NOT NULL,
    id uuid NOT NULL,
    version integer NOT NULL,
    plan_id uuid NOT NULL,
    task_id uuid NOT NULL,
    source_plan_id uuid NOT NULL,
    source_task_id uuid NOT NULL,
    CONSTRAINT pk_task_origin PRIMARY KEY (province_id, id),
    CONSTRAINT fk_task_origin_plan_province_id_plan_id FOREIGN KEY (province_id, plan_id) REFERENCES plan (province_id, id) ON DELETE RESTRICT,
    CONSTRAINT fk_task_origin_plan_province_id_source_plan_id FOREIGN KEY (province_id, source_plan_id) REFERENCES plan (province_id, id) ON DELETE RESTRICT,
    CONSTRAINT fk_task_origin_plan_task_province_id_source_task_id FOREIGN KEY (province_id, source_task_id) REFERENCES plan_task (province_id, id) ON DELETE RESTRICT,
    CONSTRAINT fk_task_origin_plan_task_province_id_task_id FOREIGN KEY (province_id, task_id) REFERENCES plan_task (province_id, id) ON DELETE RESTRICT
);

CREATE INDEX ix_task_origin_province_id_plan_id ON task_origin (province_id, plan_id);
CREATE INDEX ix_task_origin_province_id_source_plan_id ON task_origin (province_id, source_plan_id);
CREATE INDEX ix_task_origin_province_id_source_task_id ON task_origin (province_id, source_task_id);
CREATE UNIQUE INDEX ix_task_origin_province_id_task_id ON task_origin (province_id, task_id);

CREATE TABLE draft_change (
    province_id smallint NOT NULL,
    id uuid NOT NULL,
    version integer NOT NULL,
    plan_id uuid NOT NULL,
    ordinal integer NOT NULL,
    about text NOT NULL,
    state text NOT NULL,
    task_id uuid,
    statement_key text,
    before text NOT NULL,
    after text,
    reason text NOT NULL,
    places jsonb NOT NULL,
    was jsonb,
    becomes jsonb,
    decided_by_name text,
    decided_at timestamp with time zone,
    CONSTRAINT pk_draft_change PRIMARY KEY (province_id, id),
    CONSTRAINT fk_draft_change_plan_province_id_plan_id FOREIGN KEY (province_id, plan_id) REFERENCES plan (province_id, id) ON DELETE RESTRICT,
    CONSTRAINT fk_draft_change_plan_task_province_id_task_id FOREIGN KEY (province_id, task_id) REFERENCES plan_task (province_id, id) ON DELETE RESTRICT
);

CREATE INDEX ix_draft_change_province_id_plan_id_ordinal ON draft_change (province_id, plan_id, ordinal);
CREATE INDEX ix_draft_change_province_id_task_id ON draft_change (province_id, task_id);

-- Remarks of a leader on what was submitted, with their answers.

CREATE TABLE plan_remark (
    province_id smallint NOT NULL,
    id uuid NOT NULL,
    version integer NOT NULL,
    plan_id uuid NOT NULL,
    task_id uuid,
    statement_key text,
    text text NOT NULL,
    by_id uuid,
    by_name text NOT NULL,
    at timestamp with time zone NOT NULL,
    answer text,
    answered_by_name text,
    answered_at timestamp with time zone,
    CONSTRAINT pk_plan_remark PRIMARY KEY (province_id, id),
    CONSTRAINT fk_plan_remark_plan_province_id_plan_id FOREIGN KEY (province_id, plan_id) REFERENCES plan (province_id, id) ON DELETE RESTRICT,
    CONSTRAINT fk_plan_remark_plan_task_province_id_task_id FOREIGN KEY (province_id, task_id) REFERENCES plan_task (province_id, id) ON DELETE RESTRICT
);

CREATE INDEX ix_plan_remark_province_id_plan_id ON plan_remark (province_id, plan_id);
CREATE INDEX ix_plan_remark_province_id_task_id ON plan_remark (province_id, task_id);

-- How a plan stood when it was closed.

CREATE TABLE plan_closing (
    province_id smallint NOT NULL,
    id uuid NOT NULL,
    version integer NOT NULL,
    plan_id uuid NOT NULL,
    closed_on date NOT NULL,
    at timestamp with time zone NOT NULL,
    by_name text NOT NULL,
    words text NOT NULL,
    summary jsonb NOT NULL,
    CONSTRAINT pk_plan_closing PRIMARY KEY (province_id, id),
    CONSTRAINT fk_plan_closing_plan_province_id_plan_id FOREIGN KEY (province_id, plan_id) REFERENCES plan (province_id, id) ON DELETE RESTRICT
);

CREATE UNIQUE INDEX ix_plan_closing_province_id_plan_id ON plan_closing (province_id, plan_id);

-- Plans kept as templates.

CREATE TABLE plan_template (
    province_id smallint NOT NULL,
    id uuid NOT NULL,
    version integer NOT NULL,
    name text NOT NULL,
    issuer_id uuid NOT NULL,
    plan_id uuid NOT NULL,
    content jsonb NOT NULL,
    by_name text NOT NULL,
    at timestamp with time zone NOT NULL,
    withdrawn_at timestamp with time zone,
    CONSTRAINT pk_plan_template PRIMARY KEY (province_id, id),
    CONSTRAINT fk_plan_template_organization_issuer_id FOREIGN KEY (issuer_id) REFERENCES organization (id) ON DELETE RESTRICT,
    CONSTRAINT fk_plan_template_plan_province_id_plan_id FOREIGN KEY (province_id, plan_id) REFERENCES plan (province_id, id) ON DELETE RESTRICT
);

CREATE INDEX ix_plan_template_issuer_id ON plan_template (issuer_id);
CREATE INDEX ix_plan_template_province_id_plan_id ON plan_template (province_id, plan_id);
