-- Activities: what agencies did, which tasks it answers, with whom; and the evidence for it, kept once and used many times.

CREATE TABLE activity (
    province_id smallint NOT NULL,
    id uuid NOT NULL,
    version integer NOT NULL,
    unit_id uuid NOT NULL,
    state text NOT NULL,
    happened_on date NOT NULL,
    ended_on date,
    form text NOT NULL,
    channels text[] NOT NULL,
    quantity numeric(14,2),
    quantity_unit text,
    attendance bigint,
    listeners bigint,
    views bigint,
    pages numeric,
    minutes numeric,
    entries bigint,
    title text NOT NULL,
    description text NOT NULL,
    place_unit_id uuid,
    place text,
    latitude double precision,
    longitude double precision,
    topics text[] NOT NULL,
    audiences text[] NOT NULL,
    languages text[] NOT NULL,
    cost bigint,
    cost_source text,
    host_activity_id uuid,
    host_event text,
    host_minutes integer,
    recorded_by uuid,
    recorded_by_name text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    recorded_for text,
    accepted_on timestamp with time zone,
    accepted_by uuid,
    accepted_by_name text,
    decision_reason text,
    no_evidence_reason text,
    send_key uuid NOT NULL,
    form_key uuid,
    CONSTRAINT pk_activity PRIMARY KEY (province_id, id),
    CONSTRAINT fk_activity_organization_unit_id FOREIGN KEY (unit_id) REFERENCES organization (id) ON DELETE RESTRICT,
    CONSTRAINT fk_activity_organization_place_unit_id FOREIGN KEY (place_unit_id) REFERENCES organization (id) ON DELETE RESTRICT,
    CONSTRAINT fk_activity_account_recorded_by FOREIGN KEY (recorded_by) REFERENCES account (id) ON DELETE RESTRICT,
    CONSTRAINT fk_activity_account_accepted_by FOREIGN KEY (accepted_by) REFERENCES account (id) ON DELETE RESTRICT,
    CONSTRAINT fk_activity_activity_province_id_host_activity_id FOREIGN KEY (province_id, host_activity_id) REFERENCES activity (province_id, id) ON DELETE RESTRICT
);

CREATE UNIQUE INDEX ix_activity_province_id_send_key ON activity (province_id, send_key);
CREATE INDEX ix_activity_province_id_unit_id_happened_on_id ON activity (province_id, unit_id, happened_on, id);
CREATE INDEX ix_activity_province_id_happened_on_id ON activity (province_id, happened_on, id);
CREATE INDEX ix_activity_waiting ON activity (province_id, happened_on, id) WHERE state = 'Recorded';
CREATE INDEX ix_activity_unit_id ON activity (unit_id);
CREATE INDEX ix_activity_place_unit_id ON activity (place_unit_id);
CREATE INDEX ix_activity_recorded_by ON activity (recorded_by);
CREATE INDEX ix_activity_accepted_by ON activity (accepted_by);
CREATE INDEX ix_activity_province_id_host_activity_id ON activity (province_id, host_activity_id);
CREATE INDEX ix_activity_words ON activity USING gin (search_words(title));

CREATE TABLE activity_answer (
    province_id smallint NOT NULL,
    id uuid NOT NULL,
    version integer NOT NULL,
    activity_id uuid NOT NULL,
    task_province_id smallint NOT NULL,
    task_id uuid NOT NULL,
    plan_id uuid NOT NULL,
    assigner_id uuid NOT NULL,
    occurrence_id uuid,
    counted numeric(14,2) NOT NULL,
    makes_up boolean NOT NULL,
    task_text text NOT NULL,
    CONSTRAINT pk_activity_answer PRIMARY KEY (province_id, id),
    CONSTRAINT fk_activity_answer_activity_province_id_activity_id FOREIGN KEY (province_id, activity_id) REFERENCES activity (province_id, id) ON DELETE RESTRICT,
    CONSTRAINT fk_activity_answer_organization_assigner_id FOREIGN KEY (assigner_id) REFERENCES organization (id) ON DELETE RESTRICT
);

CREATE UNIQUE INDEX ix_activity_answer_once ON activity_answer (province_id, activity_id, task_province_id, task_id);
CREATE INDEX ix_activity_answer_province_id_occurrence_id ON activity_answer (province_id, occurrence_id);
CREATE INDEX ix_activity_answer_province_id_plan_id ON activity_answer (province_id, plan_id);
CREATE INDEX ix_activity_answer_assigner_id ON activity_answer (assigner_id);
CREATE INDEX ix_activity_answer_task_province_id_task_id ON activity_answer (task_province_id, task_id);

CREATE TABLE activity_partner (
    province_id smallint NOT NULL,
    id uuid NOT NULL,
    version integer NOT NULL,
    activity_id uuid NOT NULL,
    unit_id uuid,
    name text NOT NULL,
    CONSTRAINT pk_activity_partner PRIMARY KEY (province_id, id),
    CONSTRAINT fk_activity_partner_activity_province_id_activity_id FOREIGN KEY (province_id, activity_id) REFERENCES activity (province_id, id) ON DELETE RESTRICT,
    CONSTRAINT fk_activity_partner_organization_unit_id FOREIGN KEY (unit_id) REFERENCES organization (id) ON DELETE RESTRICT
);

CREATE INDEX ix_activity_partner_province_id_activity_id ON activity_partner (province_id, activity_id);
CREATE INDEX ix_activity_partner_unit_id ON activity_partner (unit_id);

CREATE TABLE evidence (
    province_id smallint NOT NULL,
    id uuid NOT NULL,
    version integer NOT NULL,
    unit_id uuid NOT NULL,
    kind text NOT NULL,
    title text NOT NULL,
    state text NOT NULL,
    effective_on date NOT NULL,
    number integer NOT NULL,
    document_number text,
    document_on date,
    signer text,
    pointer text,
    subject_kind text,
    subject_id uuid,
    added_by uuid,
    added_by_name text NOT NULL,
    added_at timestamp with time zone NOT NULL,
    CONSTRAINT pk_evidence PRIMARY KEY (province_id, id),
    CONSTRAINT fk_evidence_organization_unit_id FOREIGN KEY (unit_id) REFERENCES organization (id) ON DELETE RESTRICT,
    CONSTRAINT fk_evidence_account_added_by FOREIGN KEY (added_by) REFERENCES account (id) ON DELETE RESTRICT
);

CREATE INDEX ix_evidence_province_id_unit_id_effective_on ON evidence (province_id, unit_id, effective_on);
CREATE INDEX ix_evidence_unit_id ON evidence (unit_id);
CREATE INDEX ix_evidence_added_by ON evidence (added_by);

CREATE TABLE evidence_version (
    province_id smallint NOT NULL,
    id uuid NOT NULL,
    version integer NOT NULL,
    evidence_id uuid NOT NULL,
    number integer NOT NULL,
    sha256 text,
    attachment_id uuid,
    file_name text,
    media_type text,
    size bigint,
    url text,
    link_title text,
    link_text text,
    checked_at timestamp with time zone,
    answers boolean,
    link_trouble text,
    taken_at timestamp with time zone,
    latitude double precision,
    longitude double precision,
    added_by uuid,
    added_by_name text NOT NULL,
    added_at timestamp with time zone NOT NULL,
    CONSTRAINT pk_evidence_version PRIMARY KEY (province_id, id),
    CONSTRAINT fk_evidence_version_evidence_province_id_evidence_id FOREIGN KEY (province_id, evidence_id) REFERENCES evidence (province_id, id) ON DELETE RESTRICT,
    CONSTRAINT fk_evidence_version_account_added_by FOREIGN KEY (added_by) REFERENCES account (id) ON DELETE RESTRICT
);

CREATE UNIQUE INDEX ix_evidence_version_province_id_evidence_id_number ON evidence_version (province_id, evidence_id, number);
CREATE INDEX ix_evidence_version_sha256 ON evidence_version (sha256);
CREATE INDEX ix_evidence_version_added_by ON evidence_version (added_by);

CREATE TABLE activity_evidence (
    province_id smallint NOT NULL,
    id uuid NOT NULL,
    version integer NOT NULL,
    activity_id uuid NOT NULL,
    evidence_id uuid NOT NULL,
    removed_at timestamp with time zone,
    CONSTRAINT pk_activity_evidence PRIMARY KEY (province_id, id),
    CONSTRAINT fk_activity_evidence_activity_province_id_activity_id FOREIGN KEY (province_id, activity_id) REFERENCES activity (province_id, id) ON DELETE RESTRICT,
    CONSTRAINT fk_activity_evidence_evidence_province_id_evidence_id FOREIGN KEY (province_id, evidence_id) REFERENCES evidence (province_id, id) ON DELETE RESTRICT
);

CREATE UNIQUE INDEX ix_activity_evidence_province_id_activity_id_evidence_id ON activity_evidence (province_id, activity_id, evidence_id);
CREATE INDEX ix_activity_evidence_province_id_evidence_id ON activity_evidence (province_id, evidence_id);
