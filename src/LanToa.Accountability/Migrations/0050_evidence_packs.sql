-- Packs for appraisers: what was asked for, and the signed manifest that fixes every byte; the key pair of the installation that signs them.

CREATE TABLE pack_key (
    name text NOT NULL,
    public_key bytea NOT NULL,
    secret text NOT NULL,
    made_at timestamp with time zone NOT NULL,
    CONSTRAINT pk_pack_key PRIMARY KEY (name)
);

CREATE TABLE evidence_pack (
    province_id smallint NOT NULL,
    id uuid NOT NULL,
    version integer NOT NULL,
    unit_id uuid NOT NULL,
    unit_name text NOT NULL,
    plan_id uuid,
    plan_name text,
    "from" date NOT NULL,
    "to" date NOT NULL,
    with_waiting boolean NOT NULL,
    purpose text,
    requested_by uuid,
    requested_by_name text NOT NULL,
    requested_at timestamp with time zone NOT NULL,
    form_key uuid NOT NULL,
    job_id uuid,
    made_at timestamp with time zone,
    manifest_sha256 text,
    signature bytea,
    activities integer NOT NULL,
    evidence integer NOT NULL,
    files integer NOT NULL,
    bytes bigint NOT NULL,
    missing integer NOT NULL,
    CONSTRAINT pk_evidence_pack PRIMARY KEY (province_id, id),
    CONSTRAINT fk_evidence_pack_organization_unit_id FOREIGN KEY (unit_id) REFERENCES organization (id) ON DELETE RESTRICT,
    CONSTRAINT fk_evidence_pack_account_requested_by FOREIGN KEY (requested_by) REFERENCES account (id) ON DELETE RESTRICT,
    CONSTRAINT fk_evidence_pack_job_job_id FOREIGN KEY (job_id) REFERENCES job (id) ON DELETE RESTRICT
);

CREATE UNIQUE INDEX ix_evidence_pack_province_id_form_key ON evidence_pack (province_id, form_key);
CREATE INDEX ix_evidence_pack_province_id_unit_id_requested_at ON evidence_pack (province_id, unit_id, requested_at);
CREATE INDEX ix_evidence_pack_manifest_sha256 ON evidence_pack (manifest_sha256);
CREATE INDEX ix_evidence_pack_unit_id ON evidence_pack (unit_id);
CREATE INDEX ix_evidence_pack_requested_by ON evidence_pack (requested_by);
CREATE INDEX ix_evidence_pack_job_id ON evidence_pack (job_id);
